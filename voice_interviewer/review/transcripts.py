"""Transcripts that somebody else made: `.vtt`, `.srt`, `.json`, `.txt`, with times and speakers where they have them.

Taken at their word: cleaned of mark-up, never corrected. JSON may be Whisper's (`segments`, `words`), a list of such
segments, an object with `text`, or our own debrief's `transcript`.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import InputFileError
from ..hearing.model import Heard, Word

SUFFIXES = (".vtt", ".srt", ".json", ".txt", ".md")
MAX_BYTES = 50_000_000
_TIME = r"(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_ARROW = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}")
_TAG = re.compile(r"<[^<>]{0,200}>|\{\\[^{}]{0,100}\}")
_VOICE = re.compile(r"<v(?:\.[\w.\-]+)?\s+([^<>]{1,80})>")
_SPEAKER = re.compile(
    r"^\s*(?:\[?\(?(\d{1,2}:\d{2}(?::\d{2})?)\)?\]?\s*)?([A-Z][\w .'\-]{0,40}?|[A-Z]{1,3}\d*)\s*:\s+(?=\S)"
)
_SOUND = re.compile(r"^\s*[\[(][^\])]{1,40}[\])]\s*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of a transcript."""

    text: str
    start: float | None = None
    end: float | None = None
    "Seconds; None where the transcript has no times."
    speaker: str = ""
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadTranscript:
    """A whole transcript; `str()` of it is its text."""

    lines: tuple[Line, ...]

    def __str__(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def speakers(self) -> tuple[str, ...]:
        """Names in the order they first speak; empty where none are given."""
        return tuple(dict.fromkeys(line.speaker for line in self.lines if line.speaker))

    def heard(self, speaker: str = "") -> Heard:
        """All of it, or one speaker's lines, as an answer; words get times where the transcript has them."""
        lines = [line for line in self.lines if not speaker or line.speaker == speaker]
        words = tuple(word for line in lines for word in words_of(line))
        text = " ".join(line.text for line in lines)
        timed = [line for line in lines if line.start is not None and line.end is not None]
        start = next((line.start for line in timed if line.start is not None), 0.0)
        end = max((line.end for line in timed if line.end is not None), default=start)
        return Heard(text=text, words=words, start_s=start, end_s=end, plain_text=text)


def words_of(line: Line) -> tuple[Word, ...]:
    """Words with times: the transcript's own, else shared out over the line by their length; () without times."""
    if line.words:
        return line.words
    if line.start is None or line.end is None or line.end <= line.start:
        return ()
    tokens = line.text.split()
    total = sum(len(t) + 1 for t in tokens) or 1
    at, words = line.start, []
    for token in tokens:
        length = (line.end - line.start) * (len(token) + 1) / total
        words.append(Word(token, round(at, 3), round(at + length, 3), 1.0))
        at += length
    return tuple(words)


def read_transcript(path: Path) -> ReadTranscript:
    """A transcript from a file, by its suffix. Raises InputFileError for what is not one, with the place."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputFileError("this is too large for a transcript", where=str(path), fix="Give a part of it.")
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise InputFileError("there is no such file", where=str(path), fix="Check the path.") from error
    except OSError as error:
        raise InputFileError(f"cannot be read ({error.strerror})", where=str(path), fix="Check the file.") from error
    text = _decoded(raw, path)
    suffix = path.suffix.casefold()
    if suffix == ".json":
        lines = list(_json(text, path))
    elif suffix in (".vtt", ".srt"):
        lines = list(_cues(text))
        if not lines and text.strip():
            fix = "A cue needs a line like 00:00:01.000 --> 00:00:04.000."
            raise InputFileError("no cue with times was found", where=str(path), fix=fix)
    else:
        lines = list(_plain(text))
    return ReadTranscript(tuple(line for line in lines if line.text))


def _decoded(raw: bytes, path: Path) -> str:
    if b"\x00" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputFileError("this is no text", where=str(path), fix="Give audio with its own suffix, or text.")
    for encoding in ("utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def _seconds(groups: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = groups
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0) + float(f"0.{fraction or 0}")


def _cues(text: str) -> Iterator[Line]:
    """WebVTT and SubRip: both are blocks with a line of times; rolling captions that repeat a line give it once."""
    before = ""
    for block in re.split(r"\n[ \t]*\n", text):
        rows = block.split("\n")
        at = next((i for i, row in enumerate(rows) if _ARROW.match(row)), None)
        if at is None:
            continue
        match = _ARROW.match(rows[at])
        assert match is not None
        start, end = _seconds(match.groups()[:4]), _seconds(match.groups()[4:])
        kept, speaker = [], ""
        for row in rows[at + 1 :]:
            voice = _VOICE.search(row)
            speaker = voice.group(1).strip() if voice else speaker
            clean = re.sub(r"^(?:-|–|>>)\s*", "", " ".join(html.unescape(_TAG.sub("", row)).split()))
            if clean and clean != before and not _SOUND.match(clean):
                kept.append(clean)
            before = clean or before
        said = " ".join(kept)
        named = _SPEAKER.match(said)
        if named and not speaker:
            speaker, said = named.group(2).strip(), said[named.end() :]
        if said:
            yield Line(said, start, max(start, end), speaker)


def _plain(text: str) -> Iterator[Line]:
    """Plain text; `Name: words` and `[00:12] Name: words` give speakers where at least two lines have one."""
    rows = [" ".join(row.split()) for row in text.split("\n")]
    named = [_SPEAKER.match(row) for row in rows]
    names = [m.group(2) for m in named if m]
    if len(names) < 2 or len(set(names)) > max(4, len(names) // 2):
        yield Line(" ".join(row for row in rows if row))
        return
    speaker = ""
    for row, match in zip(rows, named, strict=True):
        if match:
            speaker = match.group(2).strip()
            row = row[match.end() :]
        if row:
            yield Line(row, speaker=speaker)


def _json(text: str, path: Path) -> Iterator[Line]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        place = f"{path}:{getattr(error, 'lineno', 1)}"
        raise InputFileError(f"this is not valid JSON ({error})", where=place, fix="Mend the file.") from error
    if isinstance(data, dict) and isinstance(data.get("transcript"), dict):
        data = data["transcript"]
    if isinstance(data, dict) and isinstance(data.get("results"), dict):
        data = data["results"]
    rows = data if isinstance(data, list) else None
    for key in ("segments", "utterances", "monologues", "lines", "results", "cues"):
        if rows is None and isinstance(data, dict) and isinstance(data.get(key), list):
            rows = data[key]
    if rows is None and isinstance(data, dict) and isinstance(data.get("text"), str):
        rows = [data]
    if rows is None:
        fix = 'It needs "text", or "segments" with "text", "start" and "end".'
        raise InputFileError("no transcript was found in this JSON", where=str(path), fix=fix)
    for row in rows:
        if isinstance(row, str):
            yield Line(" ".join(row.split()))
        elif isinstance(row, dict):
            yield _json_line(row)


def _json_line(row: dict[str, Any]) -> Line:
    words = []
    for word in row.get("words") or ():
        if isinstance(word, dict):
            said = str(word.get("word", word.get("text", ""))).strip()
            start, end = _number(word.get("start")), _number(word.get("end"))
            sure = _number(word.get("probability", word.get("confidence", word.get("score"))))
            if said and start is not None and end is not None:
                words.append(Word(said, start, max(start, end), 1.0 if sure is None else min(1.0, max(0.0, sure))))
    text = row.get("text") or row.get("transcript") or " ".join(w.text for w in words)
    start, end = _number(row.get("start")), _number(row.get("end"))
    speaker = row.get("speaker", row.get("channel", ""))
    return Line(
        " ".join(str(text).split()),
        start if start is not None else (words[0].start if words else None),
        end if end is not None else (words[-1].end if words else None),
        "" if speaker is None else str(speaker),
        tuple(words),
    )


def _number(value: Any) -> float | None:
    if isinstance(value, str):
        try:
            return float(value.rstrip("s"))
        except ValueError:
            return None
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
