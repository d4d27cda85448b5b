"""One stream with two voices: which stretch is whose, from vectors of short windows; pure.

The windows are parted into two groups, and changes of speaker inside one stretch of voice cost more than at a pause.
Two voices are only claimed where the groups lie well apart and each says enough; who of them asks is decided by words
(`sides`), never by voice.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..hearing.model import Heard, Word
from .lines import Line

WINDOW_S = 1.6
"Longest window."
HOP_S = 0.4
JOIN_S, LEAST_S = 0.3, 0.3
"Voiced stretches with a shorter gap are one; shorter ones are judged with the one before."
ONE_VOICE = 0.82
"Likeness (cosine) of the two groups from which on they are one voice: half way between two readers and one alone."
ENOUGH_S = 1.5
"Each voice must be heard at least so long."
_CHANGE, _CHANGE_AT_PAUSE = 0.25, 0.05
"What a change of speaker costs, in units of likeness."
_TRIES = 8

Vectors = npt.NDArray[np.float32]
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Window:
    """One window over the voice."""

    stretch: int
    begin: float
    end: float
    "Seconds."

    @property
    def middle(self) -> float:
        """Its time."""
        return (self.begin + self.end) / 2


@dataclass(frozen=True, slots=True)
class Parted:
    """Windows in two groups."""

    windows: tuple[Window, ...]
    voices: tuple[int, ...]
    "0 or 1 for each window."
    likeness: float
    "Cosine of the two groups' centres."
    seconds: tuple[float, float]
    "How long each voice is heard."

    @property
    def two(self) -> bool:
        """Whether these are two voices rather than one."""
        return self.likeness < ONE_VOICE and min(self.seconds) >= ENOUGH_S

    def voice_at(self, at: float) -> int:
        """Whose window lies nearest to this time."""
        after = bisect_left(self.windows, at, key=lambda w: w.middle)
        near = min((i for i in (after - 1, after) if 0 <= i < len(self.windows)), key=lambda i: self._far(i, at))
        return self.voices[near]

    def _far(self, number: int, at: float) -> float:
        return abs(self.windows[number].middle - at)


def stretches(voiced: Sequence[Span]) -> list[Span]:
    """Voiced stretches without short gaps; very short ones go."""
    joined: list[Span] = []
    for a, b in voiced:
        if joined and a - joined[-1][1] <= JOIN_S:
            joined[-1] = (joined[-1][0], b)
        else:
            joined.append((a, b))
    return [(a, b) for a, b in joined if b - a >= LEAST_S]


def windows(spans: Sequence[Span]) -> list[Window]:
    """Windows of up to 1.6 s, one each 0.4 s, inside each stretch."""
    made = []
    for number, (a, b) in enumerate(spans):
        count = max(1, int((b - a - 0.4) / HOP_S) + 1)
        for k in range(count):
            middle = a + 0.2 + k * HOP_S
            begin = min(max(middle - WINDOW_S / 2, a), max(a, b - WINDOW_S))
            made.append(Window(number, begin, min(begin + WINDOW_S, b)))
    return made


def part(vectors: Vectors, spans: Sequence[Window]) -> Parted | None:
    """Unit vectors (n, d) of the windows → two groups; None where there is too little to part."""
    if len(vectors) < 4:
        return None
    centres = _centres(vectors)
    if centres is None:
        return None
    voices = _smoothed(vectors @ centres.T, [w.stretch for w in spans])
    if len(set(voices)) < 2:
        return None
    chosen = np.array(voices)
    middles = np.stack([_unit(vectors[chosen == v].mean(axis=0)) for v in (0, 1)])
    seconds = [0.0, 0.0]
    for window, voice in zip(spans, voices, strict=True):
        seconds[voice] += min(HOP_S, window.end - window.begin)
    return Parted(tuple(spans), tuple(voices), float(middles[0] @ middles[1]), (seconds[0], seconds[1]))


def lines(heard: Heard, parted: Parted) -> list[Line]:
    """What was heard as lines of `voice 1` and `voice 2`; a sentence is one person's."""
    voiced: list[tuple[int, list[Word]]] = []
    for sentence in _sentences(heard.words):
        votes = [0.0, 0.0]
        for word in sentence:
            votes[parted.voice_at((word.start + word.end) / 2)] += word.end - word.start + 0.01
        voice = int(votes[1] > votes[0])
        if voiced and voiced[-1][0] == voice:
            voiced[-1][1].extend(sentence)
        else:
            voiced.append((voice, list(sentence)))
    return [
        Line(" ".join(w.text.strip() for w in said), said[0].start, said[-1].end, f"voice {voice + 1}", tuple(said))
        for voice, said in voiced
    ]


def _sentences(words: Sequence[Word]) -> list[list[Word]]:
    """Words up to a mark that ends a sentence, or a second without any."""
    made: list[list[Word]] = []
    for word in words:
        before = made[-1][-1] if made else None
        ends = (
            before is None or before.text.rstrip(" \"”')")[-1:] in tuple(".?!…。？！") or word.start - before.end > 1.0
        )
        if ends:
            made.append([word])
        else:
            made[-1].append(word)
    return made


def _centres(vectors: Vectors) -> Vectors | None:
    """Two centres by spherical k-means, from the two windows least alike and a few chosen ones; the best of them."""
    count = len(vectors)
    rng = np.random.default_rng(0)
    odd = int(np.argmin(vectors @ vectors.mean(axis=0)))
    pairs = [(odd, int(np.argmin(vectors @ vectors[odd])))]
    pairs += [(int(a), int(b)) for a, b in rng.integers(count, size=(_TRIES, 2))]
    best: tuple[float, Vectors] | None = None
    for a, b in pairs:
        if a == b:
            continue
        centres = vectors[[a, b]]
        for _ in range(30):
            nearest = np.argmax(vectors @ centres.T, axis=1)
            if len(set(nearest.tolist())) < 2:
                break
            moved = np.stack([_unit(vectors[nearest == v].mean(axis=0)) for v in (0, 1)])
            if np.allclose(moved, centres):
                break
            centres = moved
        score = float(np.max(vectors @ centres.T, axis=1).sum())
        if best is None or score > best[0]:
            best = (score, centres)
    return None if best is None else best[1]


def _smoothed(likeness: Vectors, stretch: Sequence[int]) -> list[int]:
    """The cheapest course of speakers over the windows (Viterbi)."""
    cost = -likeness[0].astype(np.float64)
    back: list[tuple[int, int]] = []
    for number in range(1, len(likeness)):
        change = _CHANGE if stretch[number] == stretch[number - 1] else _CHANGE_AT_PAUSE
        came, now = [], []
        for voice in (0, 1):
            stay, other = cost[voice], cost[1 - voice] + change
            came.append(voice if stay <= other else 1 - voice)
            now.append(min(stay, other) - float(likeness[number, voice]))
        back.append((came[0], came[1]))
        cost = np.array(now)
    voices = [int(np.argmin(cost))]
    for step in reversed(back):
        voices.append(step[voices[-1]])
    return voices[::-1]


def _unit(vector: Vectors) -> Vectors:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)
