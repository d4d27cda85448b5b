"""JSON of recognisers and services, each by the shape of what it gives.

Understood: Whisper and whisperX (`segments`), whisper.cpp (`transcription`), AssemblyAI (`utterances`, milliseconds),
Deepgram (`results.channels`, `utterances`), AWS Transcribe (`results.items`), Google (`results[].alternatives`),
Rev.ai (`monologues`), Speechmatics (`results[].type`), Azure (`recognizedPhrases`), lists of lines with text, and
our own debrief's `transcript`. In which unit times are is told from how long a word would
take; where no unit fits, the words stay and the times go.
"""

from __future__ import annotations

import json
import math
import re
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...errors import InputFileError
from ...hearing.model import Word
from ..lines import Line, ReadTranscript, shortened

_WORD_S = (0.02, 4.0)
"Shortest and longest a word takes on the average of a file, in seconds; beyond it the unit is another one."
_LONGEST_S = 1.2e6
_UNITS = (1.0, 1e3, 1e7, 1e6, 1e9)
"Parts of a second that makers of JSON count in: seconds, milliseconds, ticks, microseconds, nanoseconds."
_TEXT = ("text", "transcript", "content", "sentence", "raw_text", "display", "caption", "value", "body")
_START = (
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
    "speaker_id",
    "speakerId",
    "speaker",
    "speaker_name",
    "speakerName",
    "speaker_label",
    "speakerLabel",
    "speakerTag",
    "speaker_tag",
    "name",
    "author",
    "channel",
)
_SURE = ("probability", "confidence", "score", "conf", "p")
_ROWS = (
    "segments",
    "utterances",
    "lines",
    "cues",
    "sentences",
    "phrases",
    "captions",
    "transcript",
    "results",
    "entries",
    "turns",
    "paragraphs",
    "data",
    "chunks",
)
_DEEPEST = 6


class OwnDebriefError(InputFileError):
    """What `review --json` wrote was given to it again."""


@dataclass(frozen=True, slots=True)
class _Token:
    """A word or mark, in the file's own unit of time."""

    text: str
    start: float | None
    end: float | None
    sure: float = 1.0
    speaker: str = ""
    glued: bool = False
    "Belongs to the word before it without a space."


def read(text: str, where: str) -> ReadTranscript:
    """The transcript. Raises InputFileError where it is no JSON, or holds no transcript that is known."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        place = f"{where}:{getattr(error, 'lineno', 1)}"
        why = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise InputFileError(f"this is not valid JSON ({why})", where=place, fix="Mend the file.") from error
    if isinstance(data, dict) and {"schema_version", "answers", "debrief"} <= set(data):
        fix = "Give the recording or transcript that it was made from."
        raise OwnDebriefError("is a debrief that this program wrote, not a transcript.", where=where, fix=fix)
    lines = _lines_of(data)
    if lines is None:
        fix = 'It needs "text", or "segments" with "text", "start" and "end".'
        raise InputFileError("no transcript was found in this JSON", where=where, fix=fix)
    return _in_seconds([line for line in lines if line.text])


def _lines_of(data: Any) -> list[Line] | None:
    """The first reader that knows the shape and finds words; [] where one knows it but there are none."""
    known = False
    for reader in _READERS:
        lines = reader(data)
        if lines is not None:
            found = [line for line in lines if line.text]
            if found:
                return found
            known = True
    return [] if known else None


# ---- one reader a family: None where the shape is another one's ----


def _wrapped(data: Any) -> list[Line] | None:
    """Something of these inside an envelope."""
    if isinstance(data, dict):
        for key in ("transcript", "response", "result", "output", "transcription", "data"):
            inside = data.get(key)
            if isinstance(inside, dict) and len(data) and (lines := _lines_of_inner(inside)):
                return lines
    return None


def _lines_of_inner(data: dict[str, Any], depth: int = 0) -> list[Line] | None:
    if depth > _DEEPEST:
        return None
    for reader in _READERS:
        if reader is not _wrapped and (lines := reader(data)):
            return [line for line in lines if line.text] or None
    for key in ("transcript", "response", "result", "output", "transcription", "data"):
        if isinstance(data.get(key), dict) and (lines := _lines_of_inner(data[key], depth + 1)):
            return lines
    return None


def _monologues(data: Any) -> list[Line] | None:
    """Rev.ai: monologues of elements, text and punctuation in order."""
    if not _has(data, "monologues", list):
        return None
    tokens = []
    for turn in _dicts(data["monologues"]):
        speaker = _speaker(turn)
        for element in _dicts(turn.get("elements")):
            value = _string(element.get("value"))
            punct = element.get("type") == "punct"
            if value.strip():
                text = value if not punct else value.strip()
                tokens.append(_token(element, text.strip(), speaker, glued=punct))
    return _joined(tokens)


def _items(data: Any) -> list[Line] | None:
    """AWS Transcribe: words and punctuation in `results.items`, speakers beside them or by time."""
    results = data.get("results") if isinstance(data, dict) else None
    if not isinstance(results, dict) or not isinstance(results.get("items"), list):
        return None
    by_time: dict[str, str] = {}
    labels = results.get("speaker_labels")
    for segment in _dicts(labels.get("segments") if isinstance(labels, dict) else None):
        for item in _dicts(segment.get("items")):
            by_time[_string(item.get("start_time"))] = _speaker(item) or _speaker(segment)
    items = list(_dicts(results["items"]))
    channels = results.get("channel_labels")
    if isinstance(channels, dict) and not by_time:
        items = [
            {**item, "speaker_label": _string(channel.get("channel_label"))}
            for channel in _dicts(channels.get("channels"))
            for item in _dicts(channel.get("items"))
        ] or items
    tokens, last, clock = [], "", 0.0
    order = []
    for number, item in enumerate(items):
        best = next(iter(_dicts(item.get("alternatives"))), {})
        punct = item.get("type") == "punctuation"
        last = _speaker(item) or by_time.get(_string(item.get("start_time")), last if punct else "") or last
        clock = _first(item, _START) or clock
        token = _token({**best, **item}, _string(best.get("content")), last, glued=punct)
        tokens.append(token)
        order.append((clock, number))
    if isinstance(channels, dict):
        tokens = [tokens[n] for _, n in sorted(order)]
    made = _joined(tokens)
    if not made:
        whole = " ".join(_string(t.get("transcript")) for t in _dicts(results.get("transcripts")))
        made = [Line(_tidy(whole))]
    return made


def _channels(data: Any) -> list[Line] | None:
    """Deepgram: utterances, else the words of each channel's best alternative."""
    results = data.get("results") if isinstance(data, dict) else None
    if not isinstance(results, dict):
        return None
    channels = list(_dicts(results.get("channels")))
    utterances = list(_dicts(results.get("utterances")))
    if utterances:
        several = len({_string(u.get("channel")) for u in utterances}) > 1
        lines = [_line(u) for u in utterances]
        return [
            replace(line, speaker=f"channel {_string(u.get('channel'))}")
            if several and not _has_key(u, "speaker")
            else line
            for line, u in zip(lines, utterances, strict=True)
        ]
    if not channels:
        return None
    lines = []
    for number, channel in enumerate(channels):
        best = next(iter(_dicts(channel.get("alternatives"))), {})
        side = f"channel {number}" if len(channels) > 1 else ""
        tokens = [
            _token(w, _string(w.get("punctuated_word") or w.get("word")), side or _speaker(w))
            for w in _dicts(best.get("words"))
        ]
        lines += _joined(tokens, pause=1.0 if side else None) or [
            Line(_tidy(_string(best.get("transcript"))), speaker=side)
        ]
    return sorted(lines, key=lambda line: line.start or 0.0) if len(channels) > 1 else lines


def _alternatives(data: Any) -> list[Line] | None:
    """Google: results of alternatives; with speakers, the last result repeats every word with a speaker's number."""
    results = data.get("results") if isinstance(data, dict) else data
    rows = list(_dicts(results))
    if not isinstance(results, list) or not rows or not any(isinstance(r.get("alternatives"), list) for r in rows):
        return None
    if any(r.get("type") in ("word", "punctuation") for r in rows):
        return _speechmatics(rows)
    best = [next(iter(_dicts(row.get("alternatives"))), {}) for row in rows]
    last = list(_dicts(best[-1].get("words"))) if best else []
    tagged = any(_speaker(w) for w in last)
    if tagged and not any(_speaker(w) for b in best[:-1] for w in _dicts(b.get("words"))):
        return _joined([_token(w, _string(w.get("word")), _speaker(w)) for w in last])
    sides = {_string(row.get("channelTag", row.get("channel_tag"))) for row in rows}
    lines = []
    for row, alternative in zip(rows, best, strict=True):
        side = f"channel {_string(row.get('channelTag', row.get('channel_tag')))}" if len(sides) > 1 else ""
        tokens = [
            _token(w, _string(w.get("word") or w.get("text")), _speaker(w) or side)
            for w in _dicts(alternative.get("words"))
        ]
        said = _tidy(_string(alternative.get("transcript")))
        made = _joined(tokens)
        one_voice = len({line.speaker for line in made}) < 2
        if made and one_voice and said:
            words = tuple(w for line in made for w in line.words)
            made = [Line(said, made[0].start, made[-1].end, made[0].speaker, words)]
        lines += made or [Line(said, speaker=side)]
    return sorted(lines, key=lambda line: line.start or 0.0) if len(sides) > 1 else lines


def _speechmatics(rows: Sequence[dict[str, Any]]) -> list[Line]:
    tokens = []
    for row in rows:
        best = next(iter(_dicts(row.get("alternatives"))), {})
        speaker = _speaker(best) or _speaker(row)
        tokens.append(
            _token({**best, **row}, _string(best.get("content")), speaker, glued=row.get("type") == "punctuation")
        )
    return _joined(tokens)


def _cpp(data: Any) -> list[Line] | None:
    """whisper.cpp: `transcription` with `offsets` in milliseconds."""
    if not _has(data, "transcription", list):
        return None
    lines = []
    for row in _dicts(data["transcription"]):
        offsets = row.get("offsets")
        span = offsets if isinstance(offsets, dict) else row
        line = _line({**row, "start": span.get("from"), "end": span.get("to")})
        if line.start is not None and isinstance(offsets, dict):
            scale = (None if line.start is None else line.start / 1000, None if line.end is None else line.end / 1000)
            line = replace(line, start=scale[0], end=scale[1], words=())
        elif isinstance(row.get("timestamps"), dict):
            clock = row["timestamps"]
            line = replace(line, start=_clock(clock.get("from")), end=_clock(clock.get("to")), words=())
        lines.append(line)
    return lines


def _phrases(data: Any) -> list[Line] | None:
    """Azure: recognised phrases, times in ticks."""
    if not _has(data, "recognizedPhrases", list):
        return None
    lines = []
    for row in _dicts(data["recognizedPhrases"]):
        best = next(iter(_dicts(row.get("nBest"))), {})
        start, length = _number(row.get("offsetInTicks")), _number(row.get("durationInTicks"))
        at = None if start is None else start / 1e7
        until = None if at is None or length is None else at + length / 1e7
        lines.append(Line(_tidy(_string(best.get("display") or best.get("lexical"))), at, until, _speaker(row)))
    return lines


def _rows(data: Any) -> list[Line] | None:
    """Lines, segments, utterances: a list of text or of objects with text, by itself or under a usual name."""
    rows = data if isinstance(data, list) else None
    if isinstance(data, dict):
        for key in _ROWS:
            if (
                rows is None
                and isinstance(data.get(key), list)
                and data[key]
                and all(isinstance(r, (dict, str)) for r in data[key])
            ):
                rows = data[key]
    if rows is None or not all(isinstance(row, (dict, str)) for row in rows):
        return None
    lines = []
    for row in rows:
        if isinstance(row, str):
            lines.append(Line(_tidy(row)))
        elif any(key in row for key in (*_TEXT, "words")):
            lines += _line_by_voice(row)
        elif inner := _lines_of_inner(row):
            lines += inner
    return lines if lines or not rows else None


def _words_only(data: Any) -> list[Line] | None:
    """Nothing but words with times, and perhaps speakers."""
    if not _has(data, "words", list) or not any(isinstance(w, dict) for w in data["words"]):
        return None
    tokens = [_token(w, _word_text(w), _speaker(w)) for w in _dicts(data["words"])]
    made = _joined(tokens)
    said = _tidy(_string(data.get("text")))
    if said and len({line.speaker for line in made}) < 2:
        words = tuple(w for line in made for w in line.words)
        return [Line(said, words[0].start if words else None, words[-1].end if words else None, words=words)]
    return made


def _text(data: Any) -> list[Line] | None:
    """Nothing but text."""
    if isinstance(data, str):
        return [Line(_tidy(data))]
    if isinstance(data, dict):
        for key in ("text", "transcript", "content"):
            if isinstance(data.get(key), str):
                return [_line({**data, "text": data[key]})]
    return None


_READERS: tuple[Callable[[Any], list[Line] | None], ...] = (
    _monologues,
    _items,
    _channels,
    _alternatives,
    _cpp,
    _phrases,
    _rows,
    _words_only,
    _text,
    _wrapped,
)


# ---- parts ----


def _has(data: Any, key: str, kind: type) -> bool:
    return isinstance(data, dict) and isinstance(data.get(key), kind)


def _has_key(data: dict[str, Any], key: str) -> bool:
    return data.get(key) is not None


def _dicts(rows: Any) -> Iterator[dict[str, Any]]:
    return (row for row in rows if isinstance(row, dict)) if isinstance(rows, list) else iter(())


def _string(value: Any) -> str:
    """Text of a scalar; nothing for objects and lists, which are no words."""
    if value is None or isinstance(value, (dict, list, bool)):
        return ""
    if isinstance(value, int) and abs(value) > 10**30:
        return ""
    return str(value)


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _first(row: dict[str, Any], keys: Iterable[str]) -> float | None:
    for key in keys:
        if (number := _number(row.get(key))) is not None:
            return number
    return None


def _speaker(row: dict[str, Any]) -> str:
    for key in _SPEAKER:
        value = row.get(key)
        if isinstance(value, dict):
            value = value.get("name", value.get("label", value.get("id")))
        if (text := _tidy(_string(value))) and not (key in ("speakerTag", "speaker_tag") and text == "0"):
            return f"{'channel' if key == 'channel' else 'speaker'} {text}" if text.isdigit() else text
    return ""


def _word_text(row: dict[str, Any]) -> str:
    return _string(
        next((row[k] for k in ("punctuated_word", "word", "text", "content", "value") if row.get(k) is not None), "")
    )


def _token(row: dict[str, Any], text: str, speaker: str, *, glued: bool = False) -> _Token:
    start, end = _first(row, _START), _first(row, _END)
    if end is None and start is not None and (length := _number(row.get("duration"))) is not None:
        end = start + length
    sure = _first(row, _SURE)
    return _Token(text.strip(), start, end, 1.0 if sure is None else min(1.0, max(0.0, sure)), speaker, glued)


def _joined(tokens: Sequence[_Token], pause: float | None = None) -> list[Line]:
    """Runs of one speaker as lines; with `pause`, cut as well where nothing is said for so many seconds."""
    lines: list[Line] = []
    run: list[_Token] = []
    for token in (*tokens, None):
        if run and (token is None or token.speaker != run[0].speaker or _rests(run[-1], token, pause)):
            lines.append(_run(run))
            run = []
        if token is not None and token.text:
            run.append(token)
    return lines


def _rests(before: _Token, after: _Token, pause: float | None) -> bool:
    return pause is not None and before.end is not None and after.start is not None and after.start - before.end > pause


def _run(tokens: Sequence[_Token]) -> Line:
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
    return Line(_tidy(text), start, end, tokens[0].speaker, tuple(words) if complete else ())


def _line(row: dict[str, Any]) -> Line:
    """A line with its own text, times and words."""
    words = []
    for word in _dicts(row.get("words")):
        token = _token(word, _word_text(word), "")
        if token.text and token.start is not None and token.end is not None:
            words.append(Word(token.text, token.start, max(token.start, token.end), token.sure))
    text = _tidy(next((t for k in _TEXT if (t := _string(row.get(k))).strip()), "") or " ".join(w.text for w in words))
    start, end = _first(row, _START), _first(row, _END)
    if end is None and start is not None and (length := _number(row.get("duration"))) is not None:
        end = start + length
    return Line(
        text,
        start if start is not None else (words[0].start if words else None),
        end if end is not None else (words[-1].end if words else None),
        _speaker(row),
        tuple(words),
    )


def _line_by_voice(row: dict[str, Any]) -> list[Line]:
    """A segment; where its words name several speakers, one line each."""
    words = list(_dicts(row.get("words")))
    voices = {_speaker(w) for w in words} - {""}
    if len(voices) > 1:
        last, tokens = "", []
        for word in words:
            last = _speaker(word) or last
            tokens.append(_token(word, _word_text(word), last))
        return _joined(tokens)
    line = _line(row)
    return [replace(line, speaker=next(iter(voices)))] if voices and not line.speaker else [line]


def _number(value: Any) -> float | None:
    """A finite number, also as text (`1.4s`, `PT1.4S`) or as {seconds, nanos}."""
    if isinstance(value, dict):
        seconds, nanos = _number(value.get("seconds")), _number(value.get("nanos"))
        return None if seconds is None and nanos is None else (seconds or 0.0) + (nanos or 0.0) / 1e9
    try:
        if isinstance(value, str):
            if ":" in value:
                return _clock(value)
            number = float(re.sub(r"^PT|s$", "", value.strip(), flags=re.IGNORECASE))
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            number = float(value)
        else:
            return None
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) and number >= 0 else None


def _clock(value: Any) -> float | None:
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


def _in_seconds(lines: list[Line]) -> ReadTranscript:
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
    for unit in _UNITS:
        if _WORD_S[0] <= usual / unit <= _WORD_S[1] and (unit == 1.0 or whole):
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
