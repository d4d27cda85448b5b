"""Transcripts that somebody else made, with times and speakers where they have them.

Taken at their word: cleaned of mark-up, never corrected. Which formats there are stands in `formats`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from ..errors import InputFileError
from ..hearing.model import Word
from .formats import SUFFIXES, foreign, format_of
from .lines import Line, ReadTranscript, words_of

__all__ = ["MAX_BYTES", "SUFFIXES", "Line", "ReadTranscript", "mended", "read_transcript", "shown", "words_of"]

MAX_BYTES = 50_000_000
_HALF = re.compile("[\ud800-\udfff]")


def mended(text: str) -> str:
    """Half an emoji, or a byte that is no text, becomes the replacement character; lengths stay."""
    return _HALF.sub("\ufffd", text)


def shown(path: Path | str) -> str:
    """A path as every terminal and file can hold it."""
    return mended(str(path))


def read_transcript(path: Path, me: str = "") -> ReadTranscript:
    """A transcript from a file, by its suffix; `me` is a name that is known to be a speaker's.

    Raises InputFileError for what is not one, or holds no words, with the place.
    """
    where = shown(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputFileError("this is too large for a transcript", where=where, fix="Give a part of it.")
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise InputFileError("there is no such file", where=where, fix="Check the path.") from error
    except OSError as error:
        raise InputFileError(f"cannot be read ({error.strerror})", where=where, fix="Check the file.") from error
    text = _decoded(raw, where)
    if not text.strip("\ufeff \t\r\n\f\v"):
        raise InputFileError("is empty.", where=where, fix="Give a file with words in it.")
    form = format_of(path.suffix) or format_of(".txt")
    assert form is not None
    made = form.read(text, where, me)
    lines = tuple(_mended(line) for line in made.lines if line.text)
    if not lines:
        raise InputFileError("holds no words that can be read.", where=where, fix="Save the transcript again, as text.")
    return replace(made, lines=lines, notes=tuple(mended(note) for note in made.notes))


def _mended(line: Line) -> Line:
    if not _HALF.search(line.text + line.speaker) and not any(_HALF.search(w.text) for w in line.words):
        return line
    words = tuple(Word(mended(w.text), w.start, w.end, w.probability) for w in line.words)
    return replace(line, text=mended(line.text), speaker=mended(line.speaker), words=words)


def _decoded(raw: bytes, where: str) -> str:
    known = foreign.by_content(raw[:512])
    if known is not None:
        raise InputFileError(known.what, where=where, fix=known.fix)
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in raw[:4096] and not wide:
        raise InputFileError("this is no text", where=where, fix="Give audio with its own suffix, or text.")
    for encoding in ("utf-16" if wide else "utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
