"""Where in time a stretch of text was said: text offsets matched to recognised words, even where the two differ.

Corrections, joined numbers and changed punctuation make text and words disagree. Both are cut into tokens and walked
side by side; at a disagreement the nearest common token ahead is where they meet again. Linear in the length.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ...hearing.model import Word

_TOKEN = re.compile(r"\S+")
_LOOK_AHEAD = 16
"Tokens searched for a place to meet again; longer corrections are interpolated."


@dataclass(frozen=True, slots=True)
class _Timed:
    start: int
    end: int
    start_s: float
    end_s: float
    probability: float | None


class TimeMap:
    """Times and recognition probabilities of character spans of one text. Without words everything is None."""

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        tokens = [(m.start(), m.end(), _plain(m.group())) for m in _TOKEN.finditer(text)]
        pieces = [(piece, word) for word in words for piece in (_plain(p) for p in word.text.split()) if piece]
        kept = [t for t in tokens if t[2]]
        pairs = _pair([t[2] for t in kept], [p[0] for p in pieces])
        timed: list[_Timed | None] = [None] * len(kept)
        for i, j in pairs:
            word = pieces[j][1]
            timed[i] = _Timed(kept[i][0], kept[i][1], word.start, word.end, word.probability)
        self._timed = _fill(kept, timed, words[0].start, words[-1].end) if words else []
        self._starts = [t.start for t in self._timed]
        self._ends = [t.end for t in self._timed]

    def span(self, start: int, end: int) -> tuple[float | None, float | None]:
        """Seconds at which `text[start:end]` was said, in the time base of the words; (None, None) when unknown."""
        inside = self._inside(start, end)
        if not inside:
            return (None, None)
        return (inside[0].start_s, max(t.end_s for t in inside))

    def probability(self, start: int, end: int) -> float | None:
        """Mean probability of the recognised words in `text[start:end]`; None where none was matched."""
        known = [t.probability for t in self._inside(start, end) if t.probability is not None]
        return sum(known) / len(known) if known else None

    def words(self, text: str) -> tuple[Word, ...]:
        """The tokens of the text as words: times as matched, probability 1 where no word was (a correction)."""
        return tuple(
            Word(text[t.start : t.end], t.start_s, t.end_s, 1.0 if t.probability is None else t.probability)
            for t in self._timed
        )

    def _inside(self, start: int, end: int) -> list[_Timed]:
        if not self._timed:
            return []
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end)
        if first < last:
            return self._timed[first:last]
        return [self._timed[min(first, len(self._timed) - 1)]]  # between two words, or behind the last: the nearest


def _plain(token: str) -> str:
    return re.sub(r"[^\w%]+", "", token).casefold()


def _pair(left: list[str], right: list[str]) -> list[tuple[int, int]]:
    """Indices of tokens that correspond, increasing in both."""
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] == right[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
            continue
        step = _meet(left, right, i, j)
        if step is None:
            i, j = i + 1, j + 1
            continue
        i, j = i + step[0], j + step[1]
    return pairs


def _meet(left: list[str], right: list[str], i: int, j: int) -> tuple[int, int] | None:
    """The smallest steps after which both sides agree on a token (and, for one-letter tokens, on the next too)."""
    for total in range(1, 2 * _LOOK_AHEAD):
        for a in range(max(0, total - _LOOK_AHEAD), min(total, _LOOK_AHEAD) + 1):
            x, y = i + a, j + total - a
            if x >= len(left) or y >= len(right) or left[x] != right[y]:
                continue
            short = len(left[x]) < 4
            if not short or (left[x + 1 : x + 2] == right[y + 1 : y + 2]):
                return (a, total - a)
    return None


def _fill(
    tokens: list[tuple[int, int, str]], timed: list[_Timed | None], first_s: float, last_s: float
) -> list[_Timed]:
    """Times for tokens without a word, shared out by length between their timed neighbours or the ends of speech."""
    known = [i for i, t in enumerate(timed) if t is not None]
    if not known:
        return []
    filled: list[_Timed] = []
    for i, (start, end, _) in enumerate(tokens):
        here = timed[i]
        if here is not None:
            filled.append(here)
            continue
        k = bisect_left(known, i)
        before = timed[known[k - 1]] if k > 0 else None
        after = timed[known[k]] if k < len(known) else None
        left, left_s = (before.end, before.end_s) if before is not None else (tokens[0][0], first_s)
        right, right_s = (after.start, after.start_s) if after is not None else (tokens[-1][1], last_s)
        span, gap = max(1, right - left), max(0.0, right_s - left_s)
        at = left_s + gap * max(0, start - left) / span
        until = left_s + gap * min(1.0, (end - left) / span)
        filled.append(_Timed(start, end, at, max(at, until), None))
    return filled
