"""A long recording of an interview cut into answers, from speaker turns or from two channels; pure.

**Speaker turns** (a transcript with speakers): the interviewer is the speaker who asks more questions per sentence and
talks less. Everything the candidate says between two of the interviewer's questions is one answer; a short back-channel
of the interviewer does not cut it.

**Two channels** (each side recorded on its own): voice activity of each channel gives the turns. The interviewer is the
channel that talks less.

**One channel, no speakers**: sentences that end in a question mark and address `you` cut the recording. This is
guesswork: it knows requests only by a few opening verbs (“tell me”, “suppose”), takes a candidate's rhetorical `you`
question for the interviewer's, and so says in `note` that it guessed. Nobody is recognised by voice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..debrief.data.trim import sentences
from ..hearing.model import Heard, Word
from .transcripts import Line, ReadTranscript, words_of

MIN_ANSWER_WORDS = 6
BACKCHANNEL_WORDS = 4
_PROMPT = re.compile(
    r"^(?:okay|ok|right|so|and|now|great|thanks|thank you|good|interesting|sure|got it|let's"
    r"|alright)?[,. ]*(?:(?:and|so|now)[, ]+)?(?:tell me|walk me|talk me|describe|explain|give me|suppose|imagine"
    r"|say (?:that )?(?:the|your|we|usage|traffic)|let's say|take me)\b",
    re.IGNORECASE,
)
_YOU = re.compile(r"\b(?:you|your|yourself|you'd|you've|you're)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One answer cut out of a recording."""

    question: str
    heard: Heard
    "Times are those of the recording."
    note: str = ""
    "How it was cut, where that was a guess."


def by_speakers(transcript: ReadTranscript, interviewer: str = "") -> list[Part]:
    """Answers of a transcript with speakers; `interviewer` names them where known, else it is guessed as said above.

    Without speakers the whole is handed to `by_questions`.
    """
    names = transcript.speakers
    if len(names) < 2:
        return by_questions(transcript.heard())
    asker = interviewer or _asker(transcript, names)
    parts: list[Part] = []
    question: list[str] = []
    answer: list[Line] = []
    for line in transcript.lines:
        if line.speaker != asker:
            answer.append(line)
            continue
        if answer and len(line.text.split()) <= BACKCHANNEL_WORDS and "?" not in line.text:
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

    `interviewer` is the channel's index where known; else the one with fewer words. A channel that
    hears both sides cannot be cut this way.
    """
    if len(channels) != 2:
        raise ValueError("two channels are needed")
    asker = interviewer if interviewer is not None else min((0, 1), key=lambda i: len(channels[i].words))
    lines = sorted(
        [line for i in (0, 1) for line in _turns(channels[i], "interviewer" if i == asker else "candidate")],
        key=lambda line: line.start or 0.0,
    )
    parts = by_speakers(ReadTranscript(tuple(lines)), "interviewer")
    source = channels[1 - asker]
    return [replace(p, heard=_sounds(p.heard, source)) for p in parts]


def by_questions(heard: Heard) -> list[Part]:
    """Answers of a single voice stream, cut at sentences that look like an interviewer's questions (guesswork)."""
    note = "Cut at sentences that look like questions; nobody was recognised by voice."
    text = heard.text
    spans = list(sentences(text))
    asking = [_looks_asked(text[a:b]) for a, b in spans]
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


def _asker(transcript: ReadTranscript, names: Sequence[str]) -> str:
    """Who asks: a telling name, else most questions for the words said."""
    for name in names:
        if re.search(r"\b(?:interviewer|host|moderator|recruiter|hiring)", name, re.IGNORECASE):
            return name
    for name in names:
        if re.search(r"\b(?:candidate|interviewee|guest|applicant|me)\b", name, re.IGNORECASE):
            return next(n for n in names if n != name)

    def asks(name: str) -> tuple[float, float]:
        lines = [line.text for line in transcript.lines if line.speaker == name]
        words = sum(len(t.split()) for t in lines)
        prompts = sum(t.count("?") + bool(_PROMPT.match(t)) for t in lines)
        return prompts / max(1, words), -words

    return max(names, key=asks)


def _part(question: str, lines: Sequence[Line]) -> Part:
    words: tuple[Word, ...] = tuple(w for line in lines for w in words_of(line))
    text = " ".join(line.text for line in lines)
    starts = [line.start for line in lines if line.start is not None]
    ends = [line.end for line in lines if line.end is not None]
    start = min(starts, default=0.0)
    return Part(question, Heard(text, words, start, max(ends, default=start), plain_text=text))


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Stray words (`yes`, `can you hear me`) are no answers of their own; they are left out."""
    kept = [p for p in parts if len(p.heard.text.split()) >= MIN_ANSWER_WORDS]
    return kept or [p for p in parts if p.heard.text]


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


def _looks_asked(sentence: str) -> bool:
    if _PROMPT.match(sentence) and len(sentence.split()) <= 40:
        return True
    return sentence.rstrip(" \"”'").endswith("?") and (bool(_YOU.search(sentence)) or len(sentence.split()) <= 8)


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
