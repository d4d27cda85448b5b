"""What the readers of JSON share: tokens and lines out of loosely shaped objects, and the unit of their times; pure."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...hearing.model import Word
from ..lines import Line, ReadTranscript, shortened

_WORD_S = (0.02, 4.0)
"Shortest and longest a word takes on the average of a file, in seconds; beyond it the unit is another one."
_USUAL_WORD_S = 0.35
_LONGEST_S = 1.2e6
_UNITS = (1.0, 1e3, 1e7, 1e6, 1e9)
"Parts of a second that makers of JSON count in: seconds, milliseconds, ticks, microseconds, nanoseconds."
TEXT = ("text", "transcript", "content", "sentence", "raw_text", "display", "caption", "value", "body")
START = (
    "start",
    "start_time",
    "startTime",
    "start_s",
    "begin",
    "from",
    "ts",
    "startOffset",
    "start_offset",
    "offset",
    "start_ms",
    "startMs",
    "begin_ms",
)
_END = ("end", "end_time", "endTime", "end_s", "stop", "to", "end_ts", "endOffset", "end_offset", "end_ms", "endMs")
_SPEAKER = (
    "speaker_name",
    "speakerName",
    "speaker",
    "speaker_label",
    "speakerLabel",
    "speakerTag",
    "speaker_tag",
    "speaker_id",
    "speakerId",
    "name",
    "author",
    "role",
    "channel",
)
_SURE = ("probability", "confidence", "score", "conf", "p")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark, in the file's own unit of time."""

    text: str
    start: float | None
    end: float | None
    sure: float = 1.0
    speaker: str = ""
    glued: bool = False
    "Belongs to the word before it without a space."


def has(data: Any, key: str, kind: type) -> bool:
    """Whether `data` is an object whose `key` holds a value of this kind."""
    return isinstance(data, dict) and isinstance(data.get(key), kind)


def dicts(rows: Any) -> Iterator[dict[str, Any]]:
    """The objects of a list; nothing of anything else."""
    return (row for row in rows if isinstance(row, dict)) if isinstance(rows, list) else iter(())


def string_of(value: Any) -> str:
    """Text of a scalar; nothing for objects and lists, which are no words."""
    if value is None or isinstance(value, (dict, list, bool)):
        return ""
    if isinstance(value, int) and abs(value) > 10**30:
        return ""
    return str(value)


def tidy(text: str) -> str:
    """White space as single blanks."""
    return " ".join(text.split())


def first_number(row: dict[str, Any], keys: Iterable[str]) -> float | None:
    """The first of these keys that holds a number."""
    for key in keys:
        if (number := number_of(row.get(key))) is not None:
            return number
    return None


def speaker_of(row: dict[str, Any]) -> str:
    """Who speaks, by the usual keys; empty where it is not told."""
    for key in _SPEAKER:
        value = row.get(key)
        if isinstance(value, dict):
            value = value.get("name", value.get("label", value.get("id")))
        if (text := tidy(string_of(value))) and not (key in ("speakerTag", "speaker_tag") and text == "0"):
            return f"{'channel' if key == 'channel' else 'speaker'} {text}" if text.isdigit() else text
    return ""


def word_text(row: dict[str, Any]) -> str:
    """The text of a word, with its punctuation where there is such a form."""
    return string_of(
        next((row[k] for k in ("punctuated_word", "word", "text", "content", "value") if row.get(k) is not None), "")
    )


def token_of(row: dict[str, Any], text: str, speaker: str, *, glued: bool = False) -> Token:
    """A token of this text, with the times and the certainty of its object."""
    start, end = first_number(row, START), first_number(row, _END)
    if end is None and start is not None and (length := number_of(row.get("duration"))) is not None:
        end = start + length
    sure = first_number(row, _SURE)
    return Token(text.strip(), start, end, 1.0 if sure is None else min(1.0, max(0.0, sure)), speaker, glued)


def joined_tokens(tokens: Sequence[Token], pause: float | None = None) -> list[Line]:
    """Runs of one speaker as lines; with `pause`, cut as well where nothing is said for so many seconds."""
    lines: list[Line] = []
    run: list[Token] = []
    for token in (*tokens, None):
        if run and (token is None or token.speaker != run[0].speaker or _rests(run[-1], token, pause)):
            lines.append(_run(run))
            run = []
        if token is not None and token.text:
            run.append(token)
    return lines


def _rests(before: Token, after: Token, pause: float | None) -> bool:
    return pause is not None and before.end is not None and after.start is not None and after.start - before.end > pause


def _run(tokens: Sequence[Token]) -> Line:
    text = ""
    words: list[Word] = []
    for token in tokens:
        text += token.text if token.glued or not text else f" {token.text}"
        if token.glued and words:
            words[-1] = replace(words[-1], text=words[-1].text + token.text)
        elif token.start is not None and token.end is not None:
            words.append(Word(token.text, token.start, max(token.start, token.end), token.sure))
    complete = len(words) == sum(not t.glued for t in tokens)
    start = words[0].start if words else None
    end = max(w.end for w in words) if words else None
    return Line(tidy(text), start, end, tokens[0].speaker, tuple(words) if complete else ())


def line_of(row: dict[str, Any]) -> Line:
    """A line with its own text, times and words."""
    words = []
    for word in dicts(row.get("words")):
        token = token_of(word, word_text(word), "")
        if token.text and token.start is not None and token.end is not None:
            words.append(Word(token.text, token.start, max(token.start, token.end), token.sure))
    text = tidy(next((t for k in TEXT if (t := string_of(row.get(k))).strip()), "") or " ".join(w.text for w in words))
    start, end = first_number(row, START), first_number(row, _END)
    if end is None and start is not None and (length := number_of(row.get("duration"))) is not None:
        end = start + length
    return Line(
        text,
        start if start is not None else (words[0].start if words else None),
        end if end is not None else (words[-1].end if words else None),
        speaker_of(row),
        tuple(words),
    )


def lines_by_voice(row: dict[str, Any]) -> list[Line]:
    """A segment; where its words name several speakers, one line each."""
    words = list(dicts(row.get("words")))
    voices = {speaker_of(w) for w in words} - {""}
    if len(voices) > 1:
        last, tokens = "", []
        for word in words:
            last = speaker_of(word) or last
            tokens.append(token_of(word, word_text(word), last))
        return joined_tokens(tokens)
    line = line_of(row)
    return [replace(line, speaker=next(iter(voices)))] if voices and not line.speaker else [line]


def number_of(value: Any) -> float | None:
    """A finite number, also as text (`1.4s`, `PT1.4S`) or as {seconds, nanos}."""
    if isinstance(value, dict):
        seconds, nanos = number_of(value.get("seconds")), number_of(value.get("nanos"))
        return None if seconds is None and nanos is None else (seconds or 0.0) + (nanos or 0.0) / 1e9
    try:
        if isinstance(value, str):
            if ":" in value:
                return clock_of(value)
            number = float(re.sub(r"^PT|s$", "", value.strip(), flags=re.IGNORECASE))
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            number = float(value)
        else:
            return None
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) and number >= 0 else None


def clock_of(value: Any) -> float | None:
    """Seconds of `00:01:02,500`."""
    match = (
        re.fullmatch(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,9}))?", value.strip())
        if isinstance(value, str)
        else None
    )
    if match is None:
        return None
    hours, minutes, seconds, fraction = match.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction or 0}")


# ---- the unit of time ----


def in_seconds(lines: list[Line]) -> ReadTranscript:
    """Lines in seconds, whatever unit the file counts in; without times where none fits."""
    lengths = [w.end - w.start for line in lines for w in line.words if w.end > w.start]
    if not lengths:
        lengths = [
            (line.end - line.start) / len(line.text.split())
            for line in lines
            if line.start is not None and line.end is not None and line.end > line.start and line.text
        ]
    if not lengths:
        return ReadTranscript(tuple(line if _believable(line, 1.0) else _timeless(line) for line in lines))
    usual = statistics.median(lengths)
    whole = all(t == int(t) for line in lines for t in (line.start, line.end) if t is not None)
    lines = [line if _believable(line, usual) else _timeless(line) for line in lines]
    fits = [u for u in _UNITS if _WORD_S[0] <= usual / u <= _WORD_S[1] and (u == 1.0 or whole)]
    if fits:
        unit = 1.0 if 1.0 in fits else min(fits, key=lambda u: abs(math.log(usual / u / _USUAL_WORD_S)))
        return ReadTranscript(tuple(lines if unit == 1.0 else [_scaled(line, unit) for line in lines]))
    note = f"Its times fit no unit (a word would last {shortened(f'{usual:g}')}), so pace and pauses are not told."
    return ReadTranscript(tuple(_timeless(line) for line in lines), (note,))


def _believable(line: Line, usual: float) -> bool:
    """No time of the line lies beyond what a recording in the file's unit can last (a fortnight)."""
    unit = next((u for u in _UNITS if usual / u <= _WORD_S[1]), _UNITS[-1])
    return all(t / unit < _LONGEST_S for t in (line.start, line.end, *(w.end for w in line.words)) if t is not None)


def _scaled(line: Line, unit: float) -> Line:
    return replace(
        line,
        start=None if line.start is None else line.start / unit,
        end=None if line.end is None else line.end / unit,
        words=tuple(replace(w, start=w.start / unit, end=w.end / unit) for w in line.words),
    )


def _timeless(line: Line) -> Line:
    return replace(line, start=None, end=None, words=())
