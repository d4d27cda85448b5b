"""The door for a reader: a model that says of each stretch of an answer which labels hold.

Rules and their weighed cues always speak. A reader speaks beside them, and a `Join` per label says how they are heard
together. A reader is given to each analysis as an argument, so that two analysers with different readers, or none, live
side by side in one process:

    Analyser()                     the reader that ships with the program
    Analyser(reader=None)          rules alone
    Analyser(reader=MyReader())    anything with `id` and `read`
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from .model import Context


@dataclass(frozen=True, slots=True)
class Join:
    """How one label is decided: the log-odds that it holds, from three voices, and two tiers.

    Fitted on real answers whose episodes the reader had not seen (`scripts/lab/fit_join.py`).
    """

    reader: float
    "Weight of the reader's logit."
    cues: float
    "Weight of the log-odds of the weighed cues."
    plain: float
    "Added where a plain rule hits."
    bias: float
    heard: float
    "Least probability to be heard: shown, counted, used."
    perhaps: float
    "Least probability to be mentioned as a perhaps."


ALONE = Join(0.0, 0.4, 5.0, -1.0, 0.65, 0.5)
"Without a reader only what is said plainly is heard; what cues suspect is a perhaps."
EVEN = Join(1.0, 0.25, 2.0, 0.0, 0.7, 0.5)
"For a reader that brings no joins of its own."


@dataclass(frozen=True, slots=True)
class Rescored:
    """How one label is weighed a second time (`weigh/rescore.py`)."""

    bias: float
    own: tuple[float, ...]
    "Its weights of the first features, beside the shared ones."
    heard: float
    "Least probability to be heard."


@dataclass(frozen=True, slots=True)
class Rescoring:
    """Weights for what may be heard, learnt from verdicts on findings of real answers (`scripts/lab/fit_rescore.py`)."""

    mean: tuple[float, ...]
    scale: tuple[float, ...]
    shared: tuple[float, ...]
    labels: Mapping[str, Rescored]
    "A label that is not here keeps what the join makes of it."


@dataclass(frozen=True, slots=True)
class Reading:
    """A reader's opinion on one text, stretch by stretch: logits[i][k] is stretch i, label k."""

    labels: tuple[str, ...]
    "Keys of `rubric.keys.LABELS`; a label that is not among them is left to the rules."
    spans: tuple[tuple[int, int], ...]
    "Characters of the text: first, and behind the last, of each stretch. In text order, disjoint."
    logits: tuple[tuple[float, ...], ...]
    "Log-odds that a label holds in a stretch (natural log of p / (1 - p))."
    joins: Mapping[str, Join] = field(default_factory=dict)
    "For each of `labels` how it is joined with the rules; `EVEN` where nothing is said."
    whole: Mapping[str, float] = field(default_factory=dict)
    "What is held of the answer as a whole, as probabilities: `target:KEY`, `mode:NAME`, `trap:KEY`; may be empty."
    rescoring: Rescoring | None = None
    "How what may be heard is weighed a second time; None: the joins alone decide."


class Reader(Protocol):
    """Reads an answer in the light of what was asked. Any thread may call it; it keeps no words of what it read."""

    @property
    def id(self) -> str:
        """Changes whenever the opinion on some text might; keys what is remembered of analyses."""
        ...

    def read(self, text: str, context: Context) -> Reading | None:
        """The opinion on `text`, an answer to `context.question`; None: nothing to say, the rules decide."""
        ...
