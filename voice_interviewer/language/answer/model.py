"""Weighs what is known of a whole answer: which story parts it tells, and what a sharp interviewer would pursue next.

Story parts are logistic models. The target is one choice among all candidates, so it is a conditional logit (McFadden
1974): every candidate gets a score from numbers about itself, and the best one wins. Nearly all weights are shared by
all costs, or by all signals, so that a rare candidate profits from the common ones. Fitted by `scripts.lab.fit_answers`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ...rubric.keys import COSTS, FAILED, StoryPart
from ...rubric.relations import LACKING, TRAP_COSTS
from ..labels import about_labels

WAYS = tuple(label for label in COSTS if label not in FAILED)
"Costs of speaking that can be pursued; failed reactions are decided apart."
JUDGED = LACKING
"What an answer can lack."
CANDIDATES: tuple[str | None, ...] = (None, *WAYS, *JUDGED)
FAMILIES = tuple(TRAP_COSTS.values())


def weak(signal: str) -> str:
    """The number that says how much an answer sounds like a weak one where the signal is asked for."""
    return f"c:weak-{signal}"


READY = 0.6
"Added to the score of pursuing nothing: mending what is sound costs more than letting a small thing pass."

Numbers = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class AnswerWeights:
    """Weights by the name of a number."""

    story: Mapping[str, Numbers]
    "Story part to weights; `1` is the intercept."
    target: Numbers


@cache
def load() -> AnswerWeights:
    """The fitted weights, read once."""
    file = resources.files("voice_interviewer.language") / "data" / "answer_weights.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    return AnswerWeights(data["story"], data["target"])


def least(part: StoryPart) -> float | None:
    """Least probability at which a story part counts as told; None where its cues alone decide."""
    return about_labels().story[part].least


def story_part(weights: AnswerWeights, part: str, known: Numbers) -> float | None:
    """Probability that the part is told; None where rules decide alone."""
    fitted = weights.story.get(part)
    if fitted is None:
        return None
    total = sum(fitted.get(name, 0.0) * value for name, value in story_numbers(known).items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def story_numbers(known: Numbers) -> dict[str, float]:
    """What the story models look at: margins, presence, cues, tense; neither the question nor counts of labels."""
    kinds = ("m:", "has:", "c:", "t:", "told:")
    found = {name: value for name, value in known.items() if name.startswith(kinds)}
    return {**found, "words": known["words"], "interrupted": known["interrupted"], "1": 1.0}


def chances(weights: AnswerWeights, known: Numbers) -> list[tuple[str | None, float]]:
    """Every candidate with its probability, the likeliest first."""
    scores = [
        sum(weights.target.get(name, 0.0) * value for name, value in candidate_numbers(known, c).items())
        + (READY if c is None else 0.0)
        for c in CANDIDATES
    ]
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return sorted(((c, p / total) for c, p in zip(CANDIDATES, powers, strict=True)), key=lambda pair: -pair[1])


def candidate_numbers(known: Numbers, candidate: str | None) -> dict[str, float]:
    """What the target model looks at for one candidate."""
    if candidate is None:
        return {**_nothing(known), **_read(known, "none")}
    return {**(_way(known, candidate) if candidate in WAYS else _lack(known, candidate)), **_read(known, candidate)}


def _read(known: Numbers, name: str) -> dict[str, float]:
    """What the reader holds of pursuing this, from the answer as a whole; nothing without one."""
    return {"W:1": known[f"w:{name}"]} if f"w:{name}" in known else {}


def _credit(known: Numbers) -> float:
    return sum(known.get(f"has:{s}", 0.0) for s in JUDGED) / 4


def _owned(known: Numbers) -> float:
    return max(known.get("m:ownership", -1.0), known.get("m:decision_ownership", -1.0))


def _nothing(known: Numbers) -> dict[str, float]:
    """For pursuing nothing: how much is shown, above all of what was asked, and how little costs."""
    get = known.get
    first = [s for s in JUDGED if get(f"q:{s}", 0.0) == 1]
    return {
        "N:1": 1.0,
        "N:credit": _credit(known),
        "N:margins": sum(max(0.0, get(f"m:{s}", -1.0)) for s in JUDGED) / 4,
        "N:costs": sum(get(f"n:{c}", 0.0) for c in WAYS),
        "N:share": max(get(f"share:{c}", 0.0) for c in WAYS),
        "N:open": known["open"],
        "N:scale": get("has:scale_translation", 0.0),
        "N:scale margin": get("m:scale_translation", -1.0),
        "N:learning margin": get("m:learning_loop", -1.0),
        "N:decision margin": get("m:decision_ownership", -1.0),
        "N:interrupted": known["interrupted"],
        "N:adapts": known["interrupted"] * get("has:calm_adaptation", 0.0),
        "N:words": known["words"],
        "N:told": sum(value for name, value in known.items() if name.startswith("told:")) / 5,
        "N:change": get("told:change", 0.0),
        "N:asked shown": max((get(f"has:{s}", 0.0) for s in first), default=0.0),
        "N:asked margin": max((get(f"m:{s}", -1.0) for s in first), default=-1.0),
        "N:weak": max((get(weak(s), 0.0) for s in first), default=0.0),
    }


def _way(known: Numbers, label: str) -> dict[str, float]:
    """For a way of speaking: how much of it there is, beside its relatives, other costs and what is owned."""
    get = known.get
    family = next((f for f in FAMILIES if label in f), ())
    margin, number = get(f"m:{label}", -1.0), get(f"n:{label}", 0.0)
    return {
        "C:1": 1.0,
        "C:has": get(f"has:{label}", 0.0),
        "C:n": number,
        "C:margin": margin,
        "C:share": get(f"share:{label}", 0.0),
        "C:family": max((get(f"n:{c}", 0.0) for c in family if c != label), default=0.0),
        "C:credit": _credit(known) * get(f"has:{label}", 0.0),
        "C:owned": _owned(known),
        "C:others": max(get(f"share:{c}", 0.0) for c in WAYS if c != label),
        f"b:{label}": 1.0,
        f"bm:{label}": margin,
        f"bn:{label}": number,
        f"bc:{label}": _credit(known) * get(f"has:{label}", 0.0),
        f"bo:{label}": _owned(known) * get(f"has:{label}", 0.0),
    }


def _lack(known: Numbers, signal: str) -> dict[str, float]:
    """For a signal: whether it is asked for, how clearly it shows, and whether the answer sounds like one without it."""
    get = known.get
    asked = get(f"q:{signal}", 0.0)
    first, second = float(asked == 1), float(asked == 0.5)
    margin, poor, shown = get(f"m:{signal}", -1.0), get(weak(signal), 0.0), get(f"has:{signal}", 0.0)
    decided = get("m:decision_ownership", -1.0)
    return {
        "S:1": 1.0,
        "S:first": first,
        "S:second": second,
        "S:margin": margin,
        "S:has": shown,
        "S:n": get(f"n:{signal}", 0.0),
        "S:weak": poor,
        "S:first margin": first * margin,
        "S:first has": first * shown,
        "S:first weak": first * poor,
        "S:second margin": second * margin,
        "S:second weak": second * poor,
        "S:open": known["open"],
        "S:owned": _owned(known),
        "S:first credit": first * _credit(known),
        "S:credit": _credit(known),
        f"b:{signal}": 1.0,
        f"bf:{signal}": first,
        f"bw:{signal}": poor,
        f"bo:{signal}": known["open"],
        f"bm:{signal}": margin,
        "S:decided, no price": decided if signal == "constraint_tradeoff" else 0.0,
        "S:decided, not forward": decided if signal == "scale_translation" else 0.0,
        "S:learned, not forward": get("m:learning_loop", -1.0) if signal == "scale_translation" else 0.0,
    }
