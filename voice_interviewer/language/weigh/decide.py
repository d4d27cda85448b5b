"""From cues to findings: the weigher says whether a label holds in a window, candidates and cues say where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from ...rubric.keys import DISFLUENCIES, FAILED
from ...rubric.relations import STRETCH
from ..cues.families import View, Window
from ..cues.shrinking import OTHER_SORRY
from ..labels import about_labels
from ..rules.candidate import Candidate
from . import weigher
from .judge import Judged
from .weigher import Weights

_SURE_FROM = 0.9
"On the training part, rule hits of these labels from this confidence on were right nearly always."


@cache
def reasons() -> Mapping[str, str]:
    """What is said of a finding of each label when no single rule explains it."""
    return dict(about_labels().why.items())


def unbounded() -> frozenset[str]:
    """Labels that a reason, cost, comparison or role in the same sentence rules out."""
    return about_labels().unbounded


def sure() -> tuple[str, ...]:
    """Labels whose rule hits are right nearly always, from `_SURE_FROM` on."""
    return about_labels().sure


_CHOICE = frozenset([("on", "purpose"), ("by", "choice"), ("by", "design")])


def possible(label: str, window: Window) -> bool:
    """Whether a label can occur in a window at all: openings at the opening, reactions after an interruption, an
    apology not where every word of apology was found to be something else."""
    if label == "apology":
        return f"k:{OTHER_SORRY}" not in window.features or "k:apology" in window.features
    if label == "absence_lead":
        return "x:opening" in window.features
    return window.reaction or label not in FAILED


def _on_purpose(words: list[str]) -> bool:
    """Whether the words call what was done a choice: "just one table, on purpose" is scope, not shrinking."""
    return "deliberately" in words or any(pair in _CHOICE for pair in pairwise(words))


def findings(view: View, weights: Weights | None, judged: Sequence[Judged]) -> list[Candidate]:
    """What to report of a view, with confidences, still unmerged; without weights what the rules hit."""
    if weights is None:
        return list(view.candidates)
    found = [c for c in view.candidates if c.label in DISFLUENCIES]
    by_label: dict[str, list[Candidate]] = {}
    for candidate in view.candidates:
        by_label.setdefault(candidate.label, []).append(candidate)
    for one in judged:
        window = one.window
        for column, (probability, threshold) in enumerate(one.said):
            label = weights.labels[column]
            if label == "minimizer" and _on_purpose(view.passage.norms(window.first, window.last)):
                continue
            if probability >= threshold and possible(label, window):
                found += _placed(view, window, weights, column, probability, by_label.get(label, []))
    found += _certain(by_label, found)
    return found + _standing_alone(view, found)


def _certain(by_label: dict[str, list[Candidate]], found: list[Candidate]) -> list[Candidate]:
    """Rule hits that need no second opinion: where several labels meet in one sentence, the weigher, which has mostly
    seen one at a time, may talk itself out of them."""
    return [
        candidate
        for label in sure()
        for candidate in by_label.get(label, [])
        if candidate.confidence >= _SURE_FROM
        and not any(f.label == label and f.start < candidate.end and candidate.start < f.end for f in found)
    ]


def _standing_alone(view: View, found: list[Candidate]) -> list[Candidate]:
    """Candidates marked `alone` where nothing but disfluencies was found in their sentence or the ones beside it."""
    loose = [c for c in view.candidates if c.alone]
    if not loose:
        return []
    passage = view.passage
    busy = {
        passage.sentence_of[index]
        for c in found
        if c.label not in DISFLUENCIES
        for index in (passage.index_from_char(c.start), max(0, passage.index_from_char(c.end) - 1))
    }
    busy |= {near for sentence in busy for near in (sentence - 1, sentence + 1)}
    return [c for c in loose if passage.sentence_of[passage.index_from_char(c.start)] not in busy]


def _placed(
    view: View, window: Window, weights: Weights, column: int, probability: float, candidates: list[Candidate]
) -> list[Candidate]:
    """The spans of one label in one window: those of its rules, else the sentences that hold the evidence."""
    label = weights.labels[column]
    if label in unbounded():
        open_units = [u for u in window.units if not any(u[0] <= bound < u[1] for bound in view.bounds)]
        return [
            Candidate(label, *view.passage.span(*unit), reasons()[label], probability)
            for unit in _evident(window, weights, column, open_units)
        ]
    start, end = view.passage.span(window.first, window.last)
    inside = [c for c in candidates if start <= c.start < end]
    if inside:
        return [Candidate(label, c.start, min(c.end, end), c.why, probability) for c in inside]
    if label in STRETCH or len(window.units) == 1:
        return [Candidate(label, start, end, reasons()[label], probability)]
    units = _evident(window, weights, column, list(window.units))
    begin, _ = view.passage.span(*units[0])
    _, finish = view.passage.span(*units[-1])
    return [Candidate(label, begin, finish, reasons()[label], probability)]


def _evident(window: Window, weights: Weights, column: int, units: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those of `units` that hold the evidence for a label: the best one and any nearly as good, in order."""
    if len(units) < 2:
        return units
    scores = [0.0] * len(units)
    for token, weight in weigher.centre(weights, window.features, column):
        for number, (first, last) in enumerate(units):
            if first <= token < last:
                scores[number] += weight
    best = max(scores)
    return [unit for unit, score in zip(units, scores, strict=True) if score >= 0.6 * best]
