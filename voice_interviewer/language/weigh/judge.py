"""How likely each label is in each stretch of an answer: worked out once, for findings and for the answer as a whole."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ...english.stretches import stretches
from ...rubric.keys import DISFLUENCIES, LABELS
from ..cues.families import View
from ..reader import ALONE, EVEN, Join, Reading
from . import rescore, weigher
from .join import chance, log_odds
from .weigher import Weights

JUDGED = tuple(label for label in LABELS if label not in DISFLUENCIES)
"Labels that are judged; fillers and repeats are found by rule alone."
PLAIN = 0.66
"A plain rule is right so often on real speech, whatever a reader makes of its sentence."
_NEVER = -9.0
OPENING_CHARS = 90
"An opening with what is missing begins within so many characters."
SHORT: Final = 40
"""Words below which an answer is shorter than any real one that was learnt from. After a question for the own work the
reader takes many a plain sentence there for an opening on what is missing: 362 of 2,534 first sentences of real answers,
each as an answer to "Tell me about a system you ran." So a rule must bear it out, as in 38 of these (docs/language.md)."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Characters `start` to behind `end` of an answer with what is held of them."""

    start: int
    end: int
    reaction: bool
    "What is said here follows a changed constraint."
    opening: bool
    "The answer opens here."
    chances: tuple[float, ...]
    "Probability of each of `JUDGED`."
    joins: tuple[Join, ...]
    "How each was judged, with its tiers."
    withdrawn: frozenset[str] = frozenset()
    "Labels that a second weighing (rescore.py) takes back, or that no rule bears out where one must: a perhaps at most."


def judge(
    text: str, views: Sequence[View], weights: Weights | None, reading: Reading | None, opening: bool = True
) -> tuple[Judged, ...]:
    """Every stretch of `text`, judged by reader, cues and plain rules together.

    `views` are what the rules made of it, piece by piece; `reading` the reader's opinion on the whole text, or on as
    much of it as it reads; `opening` says that the text begins where the answer begins.
    """
    spans = reading.spans if reading is not None else ()
    known = len(spans)
    behind = spans[-1][1] if spans else 0
    spans = (*spans, *((a + behind, b + behind) for a, b in stretches(text[behind:])))
    cues = cue_odds(spans, views, weights)
    plain = plain_hits(spans, views)
    column = {label: k for k, label in enumerate(reading.labels)} if reading is not None else {}
    joins = tuple(
        ALONE if reading is None or label not in column else reading.joins.get(label, EVEN) for label in JUDGED
    )
    alone = (ALONE,) * len(JUDGED)
    turned = _turned(views)
    words = len(text.split())
    found = []
    for n, (start, end) in enumerate(spans):
        read = reading is not None and n < known
        logits = reading.logits[n] if reading is not None and n < known else ()
        how = joins if read else alone
        chances = tuple(
            max(
                PLAIN if label in plain[n] else 0.0,
                chance(join, logits[column[label]] if read and label in column else 0.0, cues[n][k], label in plain[n]),
            )
            for k, (label, join) in enumerate(zip(JUDGED, how, strict=True))
        )
        opens = opening and (n == 0 or start <= OPENING_CHARS)
        late = turned is not None and 2 * turned < start + end
        back = (
            _withdrawn(reading, n, cues[n], plain[n], chances, words) if reading is not None and read else frozenset()
        )
        found.append(Judged(start, end, late, opens, chances, how, back))
    return tuple(found)


def _withdrawn(
    reading: Reading, number: int, cues: Sequence[float], plain: set[str], chances: Sequence[float], words: int
) -> frozenset[str]:
    """Labels that are not heard in the stretch of that number though the first weighing would.

    An opening on what is missing, in a short answer, that no rule bears out; and what a second weighing takes back.
    """
    weights = reading.rescoring
    found = set()
    if words < SHORT and "absence_lead" not in plain and cues[JUDGED.index("absence_lead")] <= 0:
        found.add("absence_lead")
    if weights is None:
        return frozenset(found)
    for k, (label, first) in enumerate(zip(JUDGED, chances, strict=True)):
        if label in weights.labels and first >= reading.joins.get(label, EVEN).heard:
            row = rescore.features(label, reading, number, cues[k], label in plain, first, words)
            if rescore.rescored(weights, label, row) < weights.labels[label].heard:
                found.add(str(label))
    return frozenset(found)


def _turned(views: Sequence[View]) -> int | None:
    """The character from which on a changed constraint is answered; None where none was put."""
    for view in views:
        if view.reaction_from is not None and view.reaction_from < len(view.passage.tokens):
            return view.offset + view.passage.tokens[view.reaction_from].start
    return None


def cue_odds(spans: Sequence[tuple[int, int]], views: Sequence[View], weights: Weights | None) -> list[list[float]]:
    """Per stretch and label the highest log-odds of the windows that lie mostly in it or mostly hold it."""
    found = [[_NEVER] * len(JUDGED) for _ in spans]
    if weights is None:
        return found
    column = [JUDGED.index(label) if label in JUDGED else -1 for label in weights.labels]
    ends = [end for _, end in spans]
    for view in views:
        for window in view.windows:
            start, end = view.passage.span(window.first, window.last)
            start, end = start + view.offset, end + view.offset
            odds = [log_odds(p) for p in weigher.probabilities(weights, window.features)]
            for n in range(bisect_right(ends, start), len(spans)):
                first, behind = spans[n]
                if first >= end:
                    break
                shared = min(end, behind) - max(start, first)
                if 2 * shared < min(end - start, behind - first):
                    continue
                row = found[n]
                for k, value in zip(column, odds, strict=True):
                    if k >= 0 and value > row[k]:
                        row[k] = value
    return found


def plain_hits(spans: Sequence[tuple[int, int]], views: Sequence[View]) -> list[set[str]]:
    """Per stretch the labels of plain rules that hit in it."""
    found: list[set[str]] = [set() for _ in spans]
    ends = [end for _, end in spans]
    for view in views:
        for candidate in view.plain:
            n = bisect_right(ends, candidate.start + view.offset)
            if n < len(spans):
                found[n].add(candidate.label)
    return found
