"""Which question suits an answer: calibrated chances, from the reader and from what is counted of the words.

A question that presupposes what was not said is worse than a plain one. So each kind of question has two chances: that
a careful interviewer would be content to have asked it (`good`), and that it would be out of place (`bad`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ...english.inflect import past_forms
from ...language.model import Analysis
from ...tables import Part, shipped

_PAST = rf"(?:(?!need|used to|want)[a-z]{{2,}}ed|{'|'.join(past_forms())}|put|set|cut|had to|did)"
SIGNS: Mapping[str, re.Pattern[str]] = {
    sign: re.compile(expression, re.IGNORECASE)
    for sign, expression in {
        "did": rf"\bI(?:'ve|'d| have| had)?(?: (?:also|then|just|only|really|first|finally|eventually|actually"
        rf"|basically))* {_PAST}\b",
        "we_did": rf"\bwe(?:'ve|'d| have| had)?(?: (?:also|then|just|only|really|first|finally|eventually"
        rf"|actually|basically))* {_PAST}\b",
        "was": r"\b(?:was|were|had|didn't|wasn't|couldn't)\b",
        "i": r"\b(?:I|I'm|I've|my|me)\b",
        "we": r"\b(?:we|we're|we've|our|us)\b",
        "you": r"\b(?:you|you're|your|you've)\b",
        "is": r"\b(?:is|are|it's|that's|they're|there's|can|will)\b",
        "opinion": r"\b(?:think|feel|believe|should|need|important|better|people)\b",
        "time": r"\b(?:ago|years?|months?|then|when I|when we|started|back in|at the time|last|eventually|20\d\d"
        r"|19\d\d)\b",
        "asks": r"\?",
        "host": r"\b(?:welcome|thank(?:s| you)|show|episode|podcast|listeners|guest|interview|let's|curious|break"
        r"|awesome|cool|yeah|congrat\w*|laughs|bye|joke|fun)\b",
        "names_you": r"\b(?:you (?:guys|mentioned|said|were|think|want|know about)|do you|did you|have you"
        r"|are you|what do you|tell (?:us|me))\b",
        "makes": r"\b(?:so that|which means|basically|for example|means|called|use[sd]?|using|data|code|model"
        r"|system)\b",
        "open_end": r"(?:\?|\.\.\.|--)\s*\Z",
    }.items()
}
"What is counted of an answer, each for a hundred words."
MOST_ODDS = 6.0
"Log odds of the reader beyond this say no more."


@dataclass(frozen=True, slots=True)
class Chance:
    """How a question would be taken, as probabilities."""

    good: float
    bad: float


def counts(text: str) -> list[float]:
    """Each of `SIGNS` for a hundred words of the text, and hundreds of words (at most four). Pure; linear."""
    words = max(1, len(text.split()))
    return [
        *(min(12.0, 100 * len(sign.findall(text)) / max(words, 30)) for sign in SIGNS.values()),
        min(words, 400) / 100,
    ]


def numbers(whole: Mapping[str, float], text: str) -> dict[str, float]:
    """What the chances rest on, by name: the reader's log odds, the counts, and 1."""
    odds = {name: _odds(probability) for name, probability in whole.items()}
    return {**odds, **dict(zip((*SIGNS, "words"), counts(text), strict=True)), "1": 1.0}


def _odds(probability: float) -> float:
    least = 1.0 / (1.0 + math.exp(MOST_ODDS))
    kept = min(1.0 - least, max(least, probability))
    return math.log(kept / (1.0 - kept))


Fitted = Mapping[str, Mapping[str, float]]
"Kind of question to weight by the name of a number."


class Weights(Part):
    """`suits.yaml`."""

    good: Fitted
    bad: Fitted


@cache
def weights() -> Weights:
    """The shipped weights, read once."""
    return shipped(__package__ or "", "suits.yaml").read(Weights)


def chances(analysis: Analysis) -> dict[str, Chance]:
    """The chances of every kind of question after this answer; empty where no reader read it. Pure."""
    if not analysis.whole:
        return {}
    known = numbers(analysis.whole, analysis.text)
    good, bad = weights().good, weights().bad
    return {kind: Chance(_chance(good[kind], known), _chance(bad[kind], known)) for kind in good}


def _chance(fitted: Mapping[str, float], known: Mapping[str, float]) -> float:
    total = sum(weight * known.get(name, 0.0) for name, weight in fitted.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
