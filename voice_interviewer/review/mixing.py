"""Whose sound is where: what the channels and tracks of a recording hold, told from their levels; pure.

A stereo file may hold one sound twice, one sound and its mirror image (mixed they cancel), a room, or one person a
channel. Mixing the last gives the interviewer's words to the candidate, so it is told from what each side does while
the other speaks. The same goes for several sound tracks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Relation = Literal["same", "mirrored", "first", "second", "different", "silent"]
"""Of two channels: one sound; one and its mirror image; only one has sound; two sounds; neither has any."""

SILENT_DBFS = -65.0
"A side that is never louder than this has no sound."
EMPTY_DB = 45.0
"A side this much weaker than the other holds nothing but its crosstalk."
ALIKE, OPPOSED = 0.8, -0.6
"Correlations from which on two channels are one sound, or one and its mirror image."
LOUDER_DB = 9.0
"So much louder is the side of whoever speaks, where each has one."
APART = 0.12
"Each side must be the louder one in at least this share of the voiced time, to hold a voice of its own."
CLEAR = 0.6
"And one or the other in this share of it."

ECHO_BLOCKS = 13
"An echo comes up to so many blocks late (0.4 s: the way there and back of a call)."
_UNEVEN_DB = 6.0
"So much louder than usual a leak may be."

Levels = npt.NDArray[np.float32]
"dBFS of each block (512 samples, 16 kHz), one row a side."


@dataclass(slots=True)
class Pair:
    """Running sums over the samples of two channels."""

    first: float = 0.0
    second: float = 0.0
    both: float = 0.0
    samples: int = 0

    def add(self, a: npt.NDArray[np.float32], b: npt.NDArray[np.float32]) -> None:
        """More samples of both, float in −1…1, same length."""
        x, y = np.nan_to_num(a.astype(np.float64)), np.nan_to_num(b.astype(np.float64))
        self.first += float(x @ x)
        self.second += float(y @ y)
        self.both += float(x @ y)
        self.samples += len(x)


def relation(pair: Pair) -> Relation:
    """What two channels are to one another."""
    n = max(1, pair.samples)
    a, b = _db(pair.first / n), _db(pair.second / n)
    if max(a, b) < SILENT_DBFS:
        return "silent"
    if b < SILENT_DBFS or a - b > EMPTY_DB:
        return "first"
    if a < SILENT_DBFS or b - a > EMPTY_DB:
        return "second"
    correlation = pair.both / np.sqrt(pair.first * pair.second)
    if correlation > ALIKE:
        return "same"
    return "mirrored" if correlation < OPPOSED else "different"


def voices_apart(levels: Levels, voiced: npt.NDArray[np.bool_]) -> bool:
    """Whether two sides hold a voice each: (2, blocks) levels and whether voice activity found a voice.

    While one speaks, its side is the louder one; in a room, or where one side holds both, it is always the same one.
    """
    talk = voiced.any(axis=0)
    total = int(talk.sum())
    if total == 0:
        return False
    ahead = levels[0] - levels[1]
    first = float((talk & voiced[0] & (ahead > LOUDER_DB)).sum()) / total
    second = float((talk & voiced[1] & (ahead < -LOUDER_DB)).sum()) / total
    return min(first, second) >= APART and first + second >= CLEAR


def alike(levels: Levels, voiced: npt.NDArray[np.bool_]) -> bool:
    """Whether two sides rise and fall together: one sound twice, perhaps louder."""
    if not voiced.any():
        return True
    a, b = (np.maximum(row, SILENT_DBFS) for row in levels)
    if a.std() < 1.0 or b.std() < 1.0:
        return False
    return float(np.corrcoef(a, b)[0, 1]) > 0.95


def block_levels(pcm: npt.NDArray[np.float32], block: int) -> npt.NDArray[np.float32]:
    """dBFS of each whole block of a signal."""
    whole = pcm[: len(pcm) // block * block].reshape(-1, block).astype(np.float64)
    power = np.mean(whole * whole, axis=1)
    return np.asarray(10.0 * np.log10(np.maximum(power, 1e-12)), np.float32)


def _db(power: float) -> float:
    return float(10.0 * np.log10(max(power, 1e-12)))


def crosstalk(levels: Levels, voiced: npt.NDArray[np.bool_], side: int) -> npt.NDArray[np.bool_]:
    """Blocks in which `side` (0 or 1) holds only what leaks over from the other; all False where nothing leaks.

    A leak is a voice on this side in much of the time in which the other is clearly the louder one. It may come late:
    an echo from a loudspeaker lasts on when the other has ended, and this side's own echo over there is nobody's voice.
    """
    other = 1 - side
    theirs = voiced[other] & (levels[other] - _lately(levels[side]) > LOUDER_DB)
    leaks = theirs & voiced[side]
    if not theirs.any() or leaks.sum() < 0.3 * theirs.sum():
        return np.zeros(levels.shape[1], bool)
    weaker = float(np.median((levels[side] - levels[other])[leaks]))
    said = _lately(np.where(theirs, levels[other], SILENT_DBFS - LOUDER_DB).astype(np.float32))
    echo = (said > SILENT_DBFS) & (levels[side] < said + weaker + _UNEVEN_DB)
    return np.asarray((np.convolve(theirs, np.ones(5), "same") > 0) | echo, np.bool_)


def _lately(level: Levels) -> Levels:
    """The highest level of each block and those shortly before it."""
    padded = np.concatenate([np.full(ECHO_BLOCKS - 1, level.min(initial=0.0), np.float32), level])
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, ECHO_BLOCKS).max(axis=1), np.float32)
