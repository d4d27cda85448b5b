"""From cues to findings: the weigher says whether a label holds in a window, candidates and cues say where."""

from __future__ import annotations

from functools import cache

from voice_interviewer.language import lexicon, tagger_combine, weigher
from voice_interviewer.language.candidate import Candidate
from voice_interviewer.language.families import View, Window
from voice_interviewer.language.keys import DISFLUENCIES
from voice_interviewer.language.tagger_combine import Scores
from voice_interviewer.language.weigher import Weights

_REACTIONS = frozenset(("defense", "restart", "freeze"))
_WHOLE = frozenset(("calm_adaptation", "defense", "restart", "freeze", "generic", "outcome_only"))
"Labels about a whole stretch of speech rather than some words of it."


@cache
def reasons() -> dict[str, str]:
    """What is said of a finding of each label when no single rule explains it."""
    return dict(lexicon.read_data("labels")["why"])


def possible(label: str, window: Window) -> bool:
    """Whether a label can occur in a window at all: openings at the opening, reactions after an interruption."""
    if label == "absence_lead":
        return "x:opening" in window.features
    return window.reaction or label not in _REACTIONS


def findings(view: View, weights: Weights | None, scores: Scores | None = None, offset: int = 0) -> list[Candidate]:
    """What to report of a view, with confidences, still unmerged.

    `scores` is the tagger's opinion on the whole text, in which the view's passage begins at character `offset`;
    None: cues decide alone.
    """
    if weights is None:
        return list(view.candidates)
    found = [c for c in view.candidates if c.label in DISFLUENCIES]
    by_label: dict[str, list[Candidate]] = {}
    for candidate in view.candidates:
        by_label.setdefault(candidate.label, []).append(candidate)
    for window in view.windows:
        start, end = view.passage.span(window.first, window.last)
        cues = weigher.probabilities(weights, window.features)
        said = tagger_combine.blend(scores, start + offset, end + offset, weights.labels, cues, weights.thresholds)
        for column, (probability, threshold) in enumerate(said):
            label = weights.labels[column]
            if probability >= threshold and possible(label, window):
                found += _placed(view, window, weights, column, probability, by_label.get(label, []))
    return found


def _placed(
    view: View, window: Window, weights: Weights, column: int, probability: float, candidates: list[Candidate]
) -> list[Candidate]:
    """The spans of one label in one window: those of its rules, else the sentences that hold the evidence."""
    label = weights.labels[column]
    start, end = view.passage.span(window.first, window.last)
    inside = [c for c in candidates if start <= c.start < end]
    if inside:
        return [Candidate(label, c.start, min(c.end, end), c.why, probability) for c in inside]
    if label in _WHOLE or len(window.units) == 1:
        return [Candidate(label, start, end, reasons()[label], probability)]
    scores = [0.0] * len(window.units)
    for token, weight in weigher.centre(weights, window.features, column):
        for number, (first, last) in enumerate(window.units):
            if first <= token < last:
                scores[number] += weight
    best = max(range(len(scores)), key=lambda n: scores[n])
    first, last = best, best
    for number in range(len(scores)):
        if scores[number] >= 0.6 * scores[best]:
            first, last = min(first, number), max(last, number)
    begin, _ = view.passage.span(*window.units[first])
    _, finish = view.passage.span(*window.units[last])
    return [Candidate(label, begin, finish, reasons()[label], probability)]
