"""JSON of recognisers and services, each by the shape of what it gives.

Understood: Whisper and whisperX (`segments`), whisper.cpp (`transcription`), AssemblyAI (`utterances`, milliseconds),
Deepgram (`results.channels`, `utterances`), AWS Transcribe (`results.items`), Google (`results[].alternatives`),
Rev.ai (`monologues`), Speechmatics (`results[].type`), Azure (`recognizedPhrases`), lists of lines with text, and
our own debrief's `transcript`. In which unit times are is told from how long a word would
take; where no unit fits, the words stay and the times go.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from ...errors import InputFileError
from ..lines import Line, ReadTranscript
from .json_parts import (
    START,
    TEXT,
    clock_of,
    dicts,
    first_number,
    has,
    in_seconds,
    joined_tokens,
    line_of,
    lines_by_voice,
    number_of,
    speaker_of,
    string_of,
    tidy,
    token_of,
    word_text,
)

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
    return in_seconds([line for line in lines if line.text])


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
    if not has(data, "monologues", list):
        return None
    tokens = []
    for turn in dicts(data["monologues"]):
        speaker = speaker_of(turn)
        for element in dicts(turn.get("elements")):
            value = string_of(element.get("value"))
            punct = element.get("type") == "punct"
            if value.strip():
                text = value if not punct else value.strip()
                tokens.append(token_of(element, text.strip(), speaker, glued=punct))
    return joined_tokens(tokens)


def _items(data: Any) -> list[Line] | None:
    """AWS Transcribe: words and punctuation in `results.items`, speakers beside them or by time."""
    results = data.get("results") if isinstance(data, dict) else None
    if not isinstance(results, dict) or not isinstance(results.get("items"), list):
        return None
    by_time: dict[str, str] = {}
    labels = results.get("speaker_labels")
    for segment in dicts(labels.get("segments") if isinstance(labels, dict) else None):
        for item in dicts(segment.get("items")):
            by_time[string_of(item.get("start_time"))] = speaker_of(item) or speaker_of(segment)
    items = list(dicts(results["items"]))
    channels = results.get("channel_labels")
    if isinstance(channels, dict) and not by_time:
        items = [
            {**item, "speaker_label": string_of(channel.get("channel_label"))}
            for channel in dicts(channels.get("channels"))
            for item in dicts(channel.get("items"))
        ] or items
    tokens, last, clock = [], "", 0.0
    order = []
    for number, item in enumerate(items):
        best = next(iter(dicts(item.get("alternatives"))), {})
        punct = item.get("type") == "punctuation"
        last = speaker_of(item) or by_time.get(string_of(item.get("start_time")), last if punct else "") or last
        clock = first_number(item, START) or clock
        token = token_of({**best, **item}, string_of(best.get("content")), last, glued=punct)
        tokens.append(token)
        order.append((clock, number))
    if isinstance(channels, dict):
        tokens = [tokens[n] for _, n in sorted(order)]
    made = joined_tokens(tokens)
    if not made:
        whole = " ".join(string_of(t.get("transcript")) for t in dicts(results.get("transcripts")))
        made = [Line(tidy(whole))]
    return made


def _channels(data: Any) -> list[Line] | None:
    """Deepgram: utterances, else the words of each channel's best alternative."""
    results = data.get("results") if isinstance(data, dict) else None
    if not isinstance(results, dict):
        return None
    channels = list(dicts(results.get("channels")))
    utterances = list(dicts(results.get("utterances")))
    if utterances:
        several = len({string_of(u.get("channel")) for u in utterances}) > 1
        lines = [line_of(u) for u in utterances]
        return [
            replace(line, speaker=f"channel {string_of(u.get('channel'))}")
            if several and not u.get("speaker") is not None
            else line
            for line, u in zip(lines, utterances, strict=True)
        ]
    if not channels:
        return None
    lines = []
    for number, channel in enumerate(channels):
        best = next(iter(dicts(channel.get("alternatives"))), {})
        side = f"channel {number}" if len(channels) > 1 else ""
        tokens = [
            token_of(w, string_of(w.get("punctuated_word") or w.get("word")), side or speaker_of(w))
            for w in dicts(best.get("words"))
        ]
        lines += joined_tokens(tokens, pause=1.0 if side else None) or [
            Line(tidy(string_of(best.get("transcript"))), speaker=side)
        ]
    return sorted(lines, key=lambda line: line.start or 0.0) if len(channels) > 1 else lines


def _alternatives(data: Any) -> list[Line] | None:
    """Google: results of alternatives; with speakers, the last result repeats every word with a speaker's number."""
    results = data.get("results") if isinstance(data, dict) else data
    rows = list(dicts(results))
    if not isinstance(results, list) or not rows or not any(isinstance(r.get("alternatives"), list) for r in rows):
        return None
    if any(r.get("type") in ("word", "punctuation") for r in rows):
        return _speechmatics(rows)
    best = [next(iter(dicts(row.get("alternatives"))), {}) for row in rows]
    last = list(dicts(best[-1].get("words"))) if best else []
    tagged = any(speaker_of(w) for w in last)
    if tagged and not any(speaker_of(w) for b in best[:-1] for w in dicts(b.get("words"))):
        return joined_tokens([token_of(w, string_of(w.get("word")), speaker_of(w)) for w in last])
    sides = {string_of(row.get("channelTag", row.get("channel_tag"))) for row in rows}
    lines = []
    for row, alternative in zip(rows, best, strict=True):
        side = f"channel {string_of(row.get('channelTag', row.get('channel_tag')))}" if len(sides) > 1 else ""
        tokens = [
            token_of(w, string_of(w.get("word") or w.get("text")), speaker_of(w) or side)
            for w in dicts(alternative.get("words"))
        ]
        said = tidy(string_of(alternative.get("transcript")))
        made = joined_tokens(tokens)
        one_voice = len({line.speaker for line in made}) < 2
        if made and one_voice and said:
            words = tuple(w for line in made for w in line.words)
            made = [Line(said, made[0].start, made[-1].end, made[0].speaker, words)]
        lines += made or [Line(said, speaker=side)]
    return sorted(lines, key=lambda line: line.start or 0.0) if len(sides) > 1 else lines


def _speechmatics(rows: Sequence[dict[str, Any]]) -> list[Line]:
    tokens = []
    for row in rows:
        best = next(iter(dicts(row.get("alternatives"))), {})
        speaker = speaker_of(best) or speaker_of(row)
        tokens.append(
            token_of({**best, **row}, string_of(best.get("content")), speaker, glued=row.get("type") == "punctuation")
        )
    return joined_tokens(tokens)


def _cpp(data: Any) -> list[Line] | None:
    """whisper.cpp: `transcription` with `offsets` in milliseconds."""
    if not has(data, "transcription", list):
        return None
    lines = []
    for row in dicts(data["transcription"]):
        offsets = row.get("offsets")
        span = offsets if isinstance(offsets, dict) else row
        line = line_of({**row, "start": span.get("from"), "end": span.get("to")})
        if line.start is not None and isinstance(offsets, dict):
            scale = (None if line.start is None else line.start / 1000, None if line.end is None else line.end / 1000)
            line = replace(line, start=scale[0], end=scale[1], words=())
        elif isinstance(row.get("timestamps"), dict):
            clock = row["timestamps"]
            line = replace(line, start=clock_of(clock.get("from")), end=clock_of(clock.get("to")), words=())
        lines.append(line)
    return lines


def _phrases(data: Any) -> list[Line] | None:
    """Azure: recognised phrases, times in ticks."""
    if not has(data, "recognizedPhrases", list):
        return None
    lines = []
    for row in dicts(data["recognizedPhrases"]):
        best = next(iter(dicts(row.get("nBest"))), {})
        start, length = number_of(row.get("offsetInTicks")), number_of(row.get("durationInTicks"))
        at = None if start is None else start / 1e7
        until = None if at is None or length is None else at + length / 1e7
        lines.append(Line(tidy(string_of(best.get("display") or best.get("lexical"))), at, until, speaker_of(row)))
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
            lines.append(Line(tidy(row)))
        elif any(key in row for key in (*TEXT, "words")):
            lines += lines_by_voice(row)
        elif inner := _lines_of_inner(row):
            lines += inner
    return lines if lines or not rows else None


def _words_only(data: Any) -> list[Line] | None:
    """Nothing but words with times, and perhaps speakers."""
    if not has(data, "words", list) or not any(isinstance(w, dict) for w in data["words"]):
        return None
    tokens = [token_of(w, word_text(w), speaker_of(w)) for w in dicts(data["words"])]
    made = joined_tokens(tokens)
    said = tidy(string_of(data.get("text")))
    if said and len({line.speaker for line in made}) < 2:
        words = tuple(w for line in made for w in line.words)
        return [Line(said, words[0].start if words else None, words[-1].end if words else None, words=words)]
    return made


def _text(data: Any) -> list[Line] | None:
    """Nothing but text."""
    if isinstance(data, str):
        return [Line(tidy(data))]
    if isinstance(data, dict):
        for key in ("text", "transcript", "content"):
            if isinstance(data.get(key), str):
                return [line_of({**data, "text": data[key]})]
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
