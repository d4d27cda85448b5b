"""Whether a way to say a sentence can be said aloud: an assessor's opinion, and what can be counted of the words.

The weights are learnt from ways that readers judged (`sayable.yaml`; fit_sayable.py, fit_verbatim.py in scripts/lab).
Under a label without weights no way is tried: for too few of its sentences could readers find one. It is mended by
deletion alone.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from pydantic import Field, RootModel, model_validator

from ...english.spoken import content_words
from ...english.whole import is_whole
from ...language.assessor import Way
from ...rubric.keys import Label
from ...tables import Part, shipped
from . import plainly, verbatim

NAMES: Final = (
    "say", "good", "before", "behind", "whole", "kept", "lost", "undersold", "causal", "changed", "cut", "turned",
)  # fmt: skip
"""The assessor's log odds of both questions; where the bracket stands; whether the own part is a whole sentence; the
share of the sentence's content words in it and how many are not; whether it still undersells, hangs on a reason, was
changed at all, lacks the sentence's end, and lacks a word that turns or bounds what the sentence says."""
_BRACKET = re.compile(r"\s*[^.\[\]]*\[[^\]]*\][^.\[\]]*\.\s*")
_CAUSAL = re.compile(r"(?:Because|Which|When|If|So|But|And|Or|As)\b")
_TURNS = re.compile(
    r"\b(?:not|never|no|nobody|none|without|unless|only|if|except|instead|rather|though|although|until|hardly|barely)\b"
    r"|\b\w+n['’]t\b|\bor\b(?! (?:so|something|anything|whatever)\b)",
    re.IGNORECASE,
)
ONE: Final = "one"
"What the weight that rests on nothing stands under."
MOST_LOST = 10
LEAST_SURE: Final = 0.01
"A confidence nearer to 0 or 1 says no more."
ENTIRE: Final = 0.95
"Least share of the sentence's content words in what says all that was said."


class Heard(Part):
    """How the words of a sentence and the finding in it are weighed together, by their log odds."""

    form: float
    "Of the chance that the words have."
    finding: float
    "Of the confidence that the finding has: what is surely heard is told in sentences that can be said."
    one: float
    middle: float = Field(gt=0, lt=1)
    "The confidence taken where none is known: the middle one of the findings that this was fitted on."


class Weighed(Part):
    """One label of `sayable.yaml`."""

    offered: float = Field(ge=0, le=1)
    "Least probability to offer a way."
    entire: bool = False
    "Whether only ways are offered whose own part is a whole sentence without a loss (`is_entire`)."
    weights: Mapping[str, float]
    "By name of a number, and `one`."
    heard: Heard | None = None
    "With it a sentence is offered as it was said or not at all, and the weights are of `verbatim.NAMES`."

    @model_validator(mode="after")
    def _are_of_numbers(self) -> Weighed:
        names = verbatim.NAMES if self.heard else NAMES
        if unknown := sorted(set(self.weights) - {*names, ONE}):
            raise ValueError(f"no number is called {', '.join(unknown)}")
        if self.heard and self.entire:
            raise ValueError("what is offered as it was said is entire by itself: leave out `entire` or `heard`")
        return self


class Sayable(RootModel[dict[Label, Weighed]]):
    """`sayable.yaml`."""


@cache
def weighed() -> Mapping[str, Weighed]:
    """The shipped weights by label, read once."""
    found = shipped("voice_interviewer.debrief", "sayable.yaml").read(Sayable).root
    return {str(label): about for label, about in found.items()}


def numbers(way: Way, opinion: tuple[float, float]) -> dict[str, float]:
    """What the chance rests on, by `NAMES`. Pure; linear in the sentence."""
    own = " ".join(_BRACKET.sub(" ", way.said).split())
    sentence = way.text[way.first : way.last]
    there, here = content_words(sentence), {*content_words(own)}
    at = way.said.find("[")
    missing = {*there} - here
    return {
        "say": opinion[0],
        "good": opinion[1],
        "before": float(0 <= at < way.said.find(own)),
        "behind": float(at > way.said.find(own)),
        "whole": float(is_whole(own)),
        "kept": 1 - len(missing) / max(1, len({*there})),
        "lost": float(min(MOST_LOST, len(missing))),
        "undersold": float(bool(plainly.UNDERSOLD.search(own))),
        "causal": float(bool(_CAUSAL.match(own))),
        "changed": float(own.rstrip(".").casefold() != sentence.strip().rstrip(".…! ").casefold()),
        "cut": float(bool(there) and there[-1] not in here),
        "turned": float(bool(_turns(sentence) - _turns(own))),
    }


def _turns(said: str) -> Counter[str]:
    return Counter(word.casefold().replace("’", "'") for word in _TURNS.findall(said))


def chance(label: str, known: Mapping[str, float]) -> float:
    """The probability that a way with these numbers can be said aloud; 0 for a label without weights. Pure."""
    about = weighed().get(label)
    return _chance(_odds(about, known)) if about else 0.0


def chance_heard(label: str, known: Mapping[str, float], confidence: float | None) -> float:
    """The same of a sentence as it was said, with the finding's confidence in view (None: not known). Pure."""
    about = weighed().get(label)
    if about is None or about.heard is None:
        return 0.0
    sure = about.heard.middle if confidence is None else max(LEAST_SURE, min(1 - LEAST_SURE, confidence))
    odds = about.heard.form * _odds(about, known) + about.heard.finding * math.log(sure / (1 - sure))
    return _chance(odds + about.heard.one)


def _odds(about: Weighed, known: Mapping[str, float]) -> float:
    return sum(weight * known.get(name, 1.0) for name, weight in about.weights.items())


def _chance(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


def is_entire(known: Mapping[str, float]) -> bool:
    """Whether a way with these numbers is a whole sentence that says all that was said. Pure."""
    return known["whole"] > 0 and known["kept"] >= ENTIRE and known["turned"] == 0


def best(ways: Sequence[Way], opinions: Sequence[tuple[float, float]]) -> str:
    """Of the ways that may be offered the one that can be said most surely; "" where there is none. Pure.

    None is where sentences are said again as they were (`as_said`).
    """
    offered = [(0.0, "")]
    for way, opinion in zip(ways, opinions, strict=True):
        about, known = weighed().get(way.label), numbers(way, opinion)
        sure = chance(way.label, known)
        if about and not about.heard and sure >= about.offered and (is_entire(known) or not about.entire):
            offered.append((sure, way.said))
    return max(offered, key=lambda pair: pair[0])[1]


def as_said(way: Way, opinion: tuple[float, float], confidence: float | None) -> str:
    """The sentence as it was said, where it can be said surely enough; else "". Pure."""
    about = weighed().get(way.label)
    sure = chance_heard(way.label, verbatim.numbers(way, opinion), confidence)
    return way.said if about and about.heard and sure >= about.offered else ""
