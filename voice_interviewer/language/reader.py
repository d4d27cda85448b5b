"""The door for a second opinion: a reader model that says of each stretch of an answer which labels hold.

Cues (rules and their fitted weights) always speak. A reader speaks beside them, and a `Blend` per label says how the
two opinions are joined. A reader is given to each analysis as an argument, so that two analysers with different
readers, or none, live side by side in one process:

    Analyser()                     the reader that ships with the program
    Analyser(reader=None)          cues alone
    Analyser(reader=MyReader())    anything with `id` and `read`
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from .model import Context

MODES = ("rules", "tagger", "both")


@dataclass(frozen=True, slots=True)
class Blend:
    """How one label is decided; fitted on held-out cells by `scripts.lab.fit_tagger_blend`, never on the test part."""

    mode: str
    "One of `MODES`; `rules` leaves the cues' own probability and threshold as they are."
    cues: float
    "Weight of the log-odds of the weighed cues."
    tagger: float
    "Weight of the reader's logit."
    bias: float
    threshold: float
    "Least probability at which the label is given."


@dataclass(frozen=True, slots=True)
class Reading:
    """A reader's opinion on one text, stretch by stretch (a sentence, or a few): logits[i][k] is stretch i, label k."""

    labels: tuple[str, ...]
    "Keys of `rubric.keys.LABELS`; a label that is not among them is left to the cues."
    spans: tuple[tuple[int, int], ...]
    "Characters of the text: first, and behind the last, of each stretch. In text order, disjoint."
    logits: tuple[tuple[float, ...], ...]
    "Log-odds that a label holds in a stretch (natural log of p / (1 - p))."
    blends: Mapping[str, Blend]
    "For each of `labels` how it is joined with the cues."


class Reader(Protocol):
    """Reads an answer in the light of what was asked. Any thread may call it; it keeps nothing of what it read."""

    @property
    def id(self) -> str:
        """Changes whenever the opinion on some text might; keys what is remembered of analyses."""
        ...

    def read(self, text: str, context: Context) -> Reading | None:
        """The opinion on `text`, an answer to `context.question`; None: nothing to say, the cues decide."""
        ...
