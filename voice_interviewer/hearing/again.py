"""A second hearing of an answer: a better model over the kept recording, once nobody waits for a reply.

A live session must answer within a second, so it hears with the quickest model. What the debrief rests on has time: it
is heard again with the best model that this computer keeps up with. Only what the first hearing knew to be the
candidate's voice is decoded, so nothing the interviewer said on a loudspeaker becomes part of the answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

import numpy as np

from ..audio.protocols import BLOCK_S, RATE_HZ, Pcm
from ..availability import Availability, Ready
from .model import Heard, Pause, Word
from .protocols import Capabilities, SpeechToText, VoiceActivity
from .recording import Progress, transcribe_recording
from .words import text_of, uncovered_voice_s

BY_ACCURACY = ("large-v3", "medium", "small", "base", "tiny")
"Whisper's sizes, the most accurate first; `.en` of a size stands beside it."
KEEPS_UP = 0.5
"Seconds of processor time a second of sound may take: an interview of ten minutes is heard again in less than five."
_BEFORE_S, _AFTER_S = 0.3, 0.5
"Kept around each voiced stretch: a decoder needs the breath before a word, and some silence to end."
_RUN = 2
"A single word more or less is an opinion; two in a row are a stretch that was not reached."
_SHARED = 0.5
"Share of a run's time that the second hearing's words may take before they count as another reading of it."


def better_models(live: str, ready: Sequence[str], pace: Mapping[str, float]) -> list[str]:
    """Models of `ready` more accurate than `live`, the most accurate first, without those known not to keep up.

    `pace` holds seconds of work a second of sound, by model, as far as it has been measured.
    """
    rank = _rank(live)
    better = [name for name in ready if _rank(name) < rank and pace.get(name, 0.0) <= KEEPS_UP]
    return sorted(better, key=_rank)


def is_known_size(name: str) -> bool:
    """Whether a model's name is one of Whisper's sizes, so that it can be told how accurate it is."""
    return _size(name) in BY_ACCURACY


def _rank(name: str) -> int:
    return BY_ACCURACY.index(_size(name)) if is_known_size(name) else len(BY_ACCURACY)


def _size(name: str) -> str:
    return name.lower().removesuffix(".en").removesuffix("-en")


def hear_again(
    pcm: Pcm,
    first: Heard,
    start_s: float,
    recogniser: SpeechToText,
    vad: VoiceActivity | None = None,
    *,
    vocabulary: tuple[str, ...] = (),
    progress: Progress | None = None,
) -> Heard:
    """The answer as `recogniser` hears it: mono float32 PCM at 16 kHz whose first sample has session time `start_s`.

    Voice, pauses and times stay those of the first hearing where it had any; words, their times and what no word covers
    are new. Where the first hearing knew of no voice (it failed, or the session was killed) the whole sound is heard.
    """
    sound = pcm
    if first.voiced:
        sound, vad = only_voiced(pcm, first.voiced, start_s), KnownVoice(first.voiced, start_s)
    heard = transcribe_recording(sound, recogniser, vad, vocabulary=vocabulary, progress=progress)
    heard = shifted(heard, start_s)
    if not first.voiced or not heard.words:
        return heard
    words = rejoined(first.words, heard.words)
    return replace(
        heard,
        text=text_of(words),
        words=words,
        uncovered_voice_s=uncovered_voice_s(words, first.voiced),
        start_s=first.start_s,
        end_s=first.end_s,
        voiced=first.voiced,
        pauses=first.pauses,
        latency_s=first.latency_s,
        quality=first.quality,
        notes=tuple(dict.fromkeys(first.notes + heard.notes)),
    )


class KnownVoice:
    """Voice activity that is known already: the stretches (session seconds) of a recording that begins at `start_s`."""

    name = "known"
    capabilities = Capabilities(repeatable=True, licence="Apache-2.0")

    @classmethod
    def availability(cls) -> Availability:
        """Always ready."""
        return Ready()

    def __init__(self, voiced: Sequence[tuple[float, float]], start_s: float) -> None:
        self._voiced = [(a - start_s, b - start_s) for a, b in voiced]
        self._blocks = 0

    def reset(self) -> None:
        """From the recording's beginning."""
        self._blocks = 0

    def probability(self, samples: Pcm) -> float:
        """1.0 for a block whose middle is inside a stretch, else 0.0."""
        middle_s = (self._blocks + 0.5) * BLOCK_S
        self._blocks += 1
        return float(any(a <= middle_s <= b for a, b in self._voiced))


def hear_parts_again(
    pcm: Pcm, first: Heard, start_s: float, cut_s: float, recogniser: SpeechToText, *, vocabulary: tuple[str, ...] = ()
) -> tuple[Heard, int]:
    """An interrupted answer, what came before `cut_s` (session seconds) and what came after each heard by itself.

    A recogniser that hears both as one sentence moves words over the gap. Returns the whole, and the character offset
    at which the second part begins in its text.
    """
    before = replace(first, words=_within(first.words, None, cut_s), voiced=_spans(first.voiced, None, cut_s))
    after = replace(first, words=_within(first.words, cut_s, None), voiced=_spans(first.voiced, cut_s, None))
    if not before.voiced or not after.voiced:
        heard = hear_again(pcm, first, start_s, recogniser, vocabulary=vocabulary)
        return heard, len(heard.text) if before.voiced else 0
    at = min(len(pcm), max(0, round((cut_s - start_s) * RATE_HZ)))
    silence = np.zeros(len(pcm), np.float32)
    head, tail = np.concatenate([pcm[:at], silence[at:]]), np.concatenate([silence[:at], pcm[at:]])
    one = hear_again(head, before, start_s, recogniser, vocabulary=vocabulary)
    two = hear_again(tail, after, start_s, recogniser, vocabulary=vocabulary)
    if not one.words and not two.words:
        return two, 0
    words = (*(one.words or before.words), *(two.words or after.words))
    text = text_of(words)
    plain = f"{one.plain_text} {two.plain_text}".strip()
    whole = replace(
        two,
        text=text,
        words=words,
        plain_text=plain,
        start_s=first.start_s,
        end_s=first.end_s,
        voiced=first.voiced,
        pauses=first.pauses,
        uncovered_voice_s=uncovered_voice_s(words, first.voiced),
        notes=tuple(dict.fromkeys(one.notes + two.notes)),
    )
    said = text_of(one.words or before.words)
    return whole, len(said) + 1 if said else 0


def _within(words: Sequence[Word], from_s: float | None, to_s: float | None) -> tuple[Word, ...]:
    middle = [(w, (w.start + w.end) / 2) for w in words]
    return tuple(w for w, at in middle if (from_s is None or at >= from_s) and (to_s is None or at < to_s))


def _spans(
    voiced: Sequence[tuple[float, float]], from_s: float | None, to_s: float | None
) -> tuple[tuple[float, float], ...]:
    cut = ((a if from_s is None else max(a, from_s), b if to_s is None else min(b, to_s)) for a, b in voiced)
    return tuple((a, b) for a, b in cut if b > a)


def rejoined(first: Sequence[Word], second: Sequence[Word]) -> tuple[Word, ...]:
    """The words of the second hearing, with those runs of the first put back that it merely did not reach.

    A run is put back when at least two words of the first stand where the second has none at all, in the text and in
    time: a better model also drops what the quick one made up, but then it heard something else there.
    """
    matcher = SequenceMatcher(None, [_bare(w) for w in first], [_bare(w) for w in second], autojunk=False)
    joined: list[Word] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        run = first[a:b]
        if kind == "delete" and len(run) >= _RUN and not _reached(run, second):
            joined += run
        joined += second[c:d]
    return tuple(joined)


def _reached(run: Sequence[Word], words: Sequence[Word]) -> bool:
    """Whether some of the time of these words is that of others."""
    begin, end = run[0].start, run[-1].end
    shared = sum(max(0.0, min(end, w.end) - max(begin, w.start)) for w in words)
    return shared > _SHARED * (end - begin)


def _bare(word: Word) -> str:
    return "".join(c for c in word.text.casefold() if c.isalnum())


def only_voiced(pcm: Pcm, voiced: Sequence[tuple[float, float]], start_s: float) -> Pcm:
    """The sound with everything but the voiced stretches (session seconds) made silent; same length, float32."""
    kept = np.zeros(len(pcm), np.float32)
    for a, b in voiced:
        begin = max(0, round((a - _BEFORE_S - start_s) * RATE_HZ))
        end = min(len(pcm), round((b + _AFTER_S - start_s) * RATE_HZ))
        kept[begin:end] = pcm[begin:end]
    return kept


def shifted(heard: Heard, by_s: float) -> Heard:
    """All times moved by some seconds: from the recording's to the session's."""
    return replace(
        heard,
        words=tuple(replace(word, start=word.start + by_s, end=word.end + by_s) for word in heard.words),
        start_s=heard.start_s + by_s,
        end_s=heard.end_s + by_s,
        voiced=tuple((a + by_s, b + by_s) for a, b in heard.voiced),
        pauses=tuple(Pause(p.start + by_s, p.end + by_s) for p in heard.pauses),
    )
