"""How likely each label is in each window: worked out once an answer, for findings and for the answer as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from ..cues.families import View, Window
from ..reader import Reading
from . import tagger_combine, weigher
from .weigher import Weights


@dataclass(frozen=True, slots=True)
class Judged:
    """A window with what is held of it."""

    window: Window
    said: tuple[tuple[float, float], ...]
    "(probability, least probability to be given) of each label, in the order of the weights' labels."


def judge(view: View, weights: Weights | None, reading: Reading | None = None) -> tuple[Judged, ...]:
    """Every window of a view, judged by cues and reader together; nothing without weights.

    `reading` is the reader's opinion on the whole text, in which the view begins at character `view.offset`.
    """
    if weights is None:
        return ()
    found = []
    for window in view.windows:
        start, end = view.passage.span(window.first, window.last)
        cues = weigher.probabilities(weights, window.features)
        said = tagger_combine.blend(
            reading, start + view.offset, end + view.offset, weights.labels, cues, weights.thresholds
        )
        found.append(Judged(window, tuple(said)))
    return tuple(found)
