"""Sets of words written as one readable string."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of `text`, split at white space."""
    return frozenset(text.split())
