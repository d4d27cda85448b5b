"""A long recording of an interview cut into answers, from speaker turns or from two channels; pure.

**Speaker turns** (a transcript with speakers): who asks is decided in `sides`. Everything the candidate says between
two of the interviewer's questions is one answer; a short back-channel of the interviewer does not cut it.

**Two channels or tracks** (each side recorded on its own): the words of each give the turns, and who asks is decided
in the same way.

**One channel, no speakers**: sentences that end in a question mark and address `you` cut the recording. This is
guesswork: it knows requests only by a few opening verbs (“tell me”, “suppose”), takes a candidate's rhetorical `you`
question for the interviewer's, and so says in `note` that it guessed. Nobody is recognised by voice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..english.sentences import sentences
from ..hearing.model import Heard, Word
from .asking import asks_you, is_backchannel, looks_asked
from .lines import Line, ReadTranscript, shortened, words_of
from .sides import sides_of

_SIDES = ("channel 1", "channel 2")
MIN_ANSWER_WORDS = 6
ASKED = 2
"From so many questions to `you` on, two people may speak where one was found."


@dataclass(frozen=True, slots=True)
class Part:
    """One answer cut out of a recording."""

    question: str
    heard: Heard
    "Times are those of the recording."
    note: str = ""
    "How it was cut, where that was a guess."


def by_speakers(transcript: ReadTranscript, interviewer: str = "", *, me: str = "") -> list[Part]:
    """Answers of a transcript with speakers; `interviewer` or `me` name one where known, else evidence does.

    Without speakers the whole is handed to `by_questions`.
    """
    if len(transcript.speakers) < 2:
        return by_questions(transcript.heard())
    sides = sides_of(transcript, me, interviewer)
    parts: list[Part] = []
    question: list[str] = []
    answer: list[Line] = []
    speaker = ""
    for line in transcript.lines:
        speaker = line.speaker or speaker
        if speaker in sides.others:
            continue
        if speaker not in sides.askers:
            answer.append(line)
            continue
        if answer and is_backchannel(line.text):
            continue
        if answer:
            parts.append(_part(" ".join(question), answer))
            question, answer = [], []
        question.append(line.text)
    if answer:
        parts.append(_part(" ".join(question), answer))
    return _joined(parts)


def by_channels(channels: Sequence[Heard], interviewer: int | None = None) -> list[Part]:
    """Answers of a recording with one side per channel, each heard on its own over the same clock.

    `interviewer` is the channel's index where known; else evidence decides, as in a transcript. A channel that hears
    both sides cannot be cut this way.
    """
    me = "" if interviewer is None else _SIDES[1 - interviewer]
    return by_sides(channels, _SIDES, me)[0]


def by_sides(sides: Sequence[Heard], names: Sequence[str], me: str = "") -> tuple[list[Part], str]:
    """Answers of two streams with a voice each, and how it was told who asks; `me` is one of `names` where known."""
    if len(sides) != 2:
        raise ValueError("two channels are needed")
    lines = sorted(
        [line for heard, name in zip(sides, names, strict=True) for line in _turns(heard, name)],
        key=lambda line: line.start or 0.0,
    )
    transcript = ReadTranscript(tuple(lines))
    spoke = transcript.speakers
    if len(spoke) < 2:
        only = next((heard for heard, name in zip(sides, names, strict=True) if name in spoke), sides[0])
        if me and spoke and me not in spoke:
            only = replace(only, text="", words=(), voiced=(), pauses=(), plain_text="")
        return ([Part("", only)] if only.text else []), "Words were understood on one side only." if spoke else ""
    told = sides_of(transcript, me)
    source = sides[list(names).index(told.candidate)]
    return [replace(p, heard=_sounds(p.heard, source)) for p in by_speakers(transcript, me=told.candidate)], told.note


def perhaps_two(text: str, why: str) -> str:
    """What is told of one person's words that ask as an interviewer does; `why` they are taken as one's. Or nothing."""
    count = sum(asks_you(text[a:b]) for a, b in sentences(text))
    if count < ASKED:
        return ""
    return (
        f"{count} sentences sound like an interviewer's questions, but {why}, so all of it was taken as yours; "
        "if two people speak, --split cuts it at the questions."
    )


def by_questions(heard: Heard, why: str = "nobody was recognised by voice") -> list[Part]:
    """Answers of a single stream, cut at sentences that look like an interviewer's questions (guesswork)."""
    note = f"Cut at sentences that look like questions; {why}."
    text = heard.text
    spans = list(sentences(text))
    asking = [looks_asked(text[a:b]) for a, b in spans]
    if not any(asking):
        return [Part("", heard)] if text.strip() else []
    parts: list[Part] = []
    question: list[str] = []
    begin: int | None = None
    for (a, b), asks in zip([*spans, (len(text), len(text))], [*asking, True], strict=True):
        if not asks:
            begin = a if begin is None else begin
            continue
        if begin is not None:
            parts.append(Part(" ".join(question), cut(heard, begin, a), note))
            question, begin = [], None
        if b > a:
            question.append(text[a:b])
    return _joined(parts)


def cut(heard: Heard, start: int, end: int) -> Heard:
    """The part of an answer between two offsets of its text, with its words, voice and pauses."""
    from ..debrief.data.align import TimeMap

    text = heard.text[start:end].strip()
    first, last = TimeMap(heard.text, heard.words).span(start, end) if heard.words else (None, None)
    if first is None or last is None:
        return Heard(text=text, words=(), start_s=heard.start_s, end_s=heard.end_s, plain_text=text)
    words = tuple(w for w in heard.words if w.start >= first - 1e-6 and w.end <= last + 1e-6)
    whole = Heard(text=text, words=words, start_s=first, end_s=last, quality=heard.quality, plain_text=heard.plain_text)
    return _sounds(whole, heard)


# ---- parts ----


def _part(question: str, lines: Sequence[Line]) -> Part:
    words: tuple[Word, ...] = tuple(w for line in lines for w in words_of(line))
    text = " ".join(line.text for line in lines)
    starts = [line.start for line in lines if line.start is not None]
    ends = [line.end for line in lines if line.end is not None]
    start = min(starts, default=0.0)
    return Part(question, Heard(text, words, start, max(ends, default=start), plain_text=text))


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Stray words (`yes`, `can you hear me`) are no answers of their own; they are left out, and that is told."""
    kept: list[Part] = []
    early: list[str] = []
    for part in parts:
        if len(part.heard.text.split()) >= MIN_ANSWER_WORDS:
            kept.append(part)
        elif part.heard.text and kept:
            kept[-1] = replace(kept[-1], note=_with(kept[-1].note, part.heard.text))
        elif part.heard.text:
            early.append(part.heard.text)
    if not kept:
        return [p for p in parts if p.heard.text]
    if early:
        kept[0] = replace(kept[0], note=_with(kept[0].note, " / ".join(early)))
    return kept


def _with(note: str, left_out: str) -> str:
    return f"{note} Too short for an answer of its own, and left out: “{shortened(left_out)}”.".strip()


def _turns(heard: Heard, speaker: str) -> list[Line]:
    """Runs of words with less than a second between them."""
    lines: list[Line] = []
    run: list[Word] = []
    for word in (*heard.words, None):
        if run and (word is None or word.start - run[-1].end >= 1.0):
            lines.append(Line(" ".join(w.text.strip() for w in run), run[0].start, run[-1].end, speaker, tuple(run)))
            run = []
        if word is not None:
            run.append(word)
    return lines


def sounding(part: Part, source: Heard) -> Part:
    """A part made of words, with voice, pauses and quality of the recording that it was cut from."""
    return replace(part, heard=_sounds(part.heard, source))


def _sounds(part: Heard, source: Heard) -> Heard:
    """Voice, pauses and quality of the source within the part's time."""
    a, b = part.start_s, part.end_s
    inside = tuple((max(x, a), min(y, b)) for x, y in source.voiced if y > a and x < b)
    return replace(
        part,
        voiced=inside,
        pauses=tuple(p for p in source.pauses if p.start >= a and p.end <= b),
        quality=source.quality,
        plain_text=part.plain_text or source.plain_text,
    )
