"""The list of transcript formats that are read, and what the other files are. A new one is a line here and a module."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ...errors import InputFileError
from ..lines import ReadTranscript
from . import captions, made_json, meeting

__all__ = ["FORMATS", "SUFFIXES", "Format", "format_of"]


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of transcript."""

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[str, str, str], ReadTranscript]
    "(text, where it is from, who is known to speak) → transcript. Raises InputFileError."


def _captions(text: str, where: str, me: str) -> ReadTranscript:
    made = captions.read(text)
    if made is None:
        fix = "A cue needs a line like 00:00:01.000 --> 00:00:04.000."
        raise InputFileError("no cue with times was found", where=where, fix=fix)
    return made


def _json(text: str, where: str, me: str) -> ReadTranscript:
    return made_json.read(text, where)


def _text(text: str, where: str, me: str) -> ReadTranscript:
    return meeting.read(text, me)


FORMATS: tuple[Format, ...] = (
    Format("captions", (".vtt", ".srt"), _captions),
    Format("JSON", (".json",), _json),
    Format("text", (".txt", ".md"), _text),
)
SUFFIXES: tuple[str, ...] = tuple(suffix for form in FORMATS for suffix in form.suffixes)
"Every suffix that is read as a transcript."


def format_of(suffix: str) -> Format | None:
    """The format of this suffix, in any case; None where it is no transcript's."""
    return next((form for form in FORMATS if suffix.casefold() in form.suffixes), None)
