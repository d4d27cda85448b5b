"""Written text → text a voice reads as a person would."""

from __future__ import annotations


def speakable(text: str) -> str:
    """The text, ready for a voice."""
    return " ".join(text.split())
