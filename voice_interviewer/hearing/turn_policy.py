"""How long a pause is waited out: evidence in, seconds and a reason out. Pure.

Two questions, answered apart. *How likely is this the end?* Every piece of evidence adds its weight in log-odds: what
the last words say, how the turn model heard it, how much has been said against what was asked. *How long do pauses last
that are not the end?* For this speaker: a log-normal law whose parameters start at usual values and move with every
pause of their own. After `t` seconds of silence the odds of the end are then

    odds(end | t) = odds(end) / P(a pause lasts longer than t)

and the turn is over once they pass `sure`. So clear ends are answered fast, a doubtful one is given just the time in
which this speaker would have gone on, and a held one the time people really think.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from statistics import NormalDist

from .finality import finality
from .tail import Reading, Tail

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Pauses:
    """The law of a speaker's pauses inside answers: log-normal."""

    median_s: float = 0.75
    spread: float = 0.8
    "Standard deviation of the logarithm."

    def longer_than(self, seconds: float) -> float:
        """Share of pauses that last longer."""
        return 1.0 - _NORMAL.cdf((math.log(max(seconds, 1e-3)) - math.log(self.median_s)) / self.spread)

    def exceeded_by(self, share: float) -> float:
        """Seconds that only this share of pauses outlasts."""
        return self.median_s * math.exp(self.spread * _NORMAL.inv_cdf(1.0 - min(max(share, 1e-6), 1 - 1e-6)))


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known about a pause."""

    text: str = ""
    "The answer so far."
    reading: Reading = field(default_factory=lambda: Reading(Tail.NOTHING))
    mark: float = 1.0
    "How sure the recogniser was of the full stop at the end; 1 when it does not say."
    scores: tuple[tuple[float, float], ...] = ()
    "(seconds of silence, score of the turn model), in order."
    patience: float = 1.0
    "Factor of the question and of the candidate's choice."
    wants_parts: int = 0
    "How many things the question asks for."
    voiced_s: float = 0.0
    "How long the candidate has spoken."
    pauses: Pauses = field(default_factory=Pauses)
    "This speaker's pauses."
    usual_words: float = 40.0
    "Usual length of this speaker's answers."


@dataclass(frozen=True, slots=True)
class Wait:
    """How long to wait after the last voiced sample, and why."""

    seconds: float
    why: str


_TAIL_WEIGHT = {
    Tail.COMPLETE: 0.0,
    Tail.WEAK: -0.7,
    Tail.DEPENDENT: -2.5,
    Tail.OPEN_LIST: -2.5,
    Tail.OPEN_PHRASE: -3.5,
    Tail.CUT_OFF: -3.5,
    Tail.FILLER: -4.0,
    Tail.FUNCTION_WORD: -4.5,
    Tail.NOTHING: -4.5,
    Tail.CLOSED: 4.0,
    Tail.QUESTION_BACK: 4.0,
}


@dataclass(frozen=True, slots=True)
class TurnPolicy:
    """Weights and limits; seconds are at patience 1."""

    soft_end_s: float = 0.16
    "Silence after which the audio is frozen and decoded."
    sure: float = 12.0
    "Odds of the end at which the turn is over."
    base: float = 0.0
    "Log-odds of the end at a complete sentence of a middling answer."
    per_score: float = 5.0
    "Weight of the turn model's mean score, around 0.6: in monologues it is that at every second pause."
    not_a_sentence: float = -0.6
    "Added where the turn model is sure that the sentence goes on (below 0.15)."
    per_mark: float = 4.0
    "Weight of the recogniser's own doubt about the final full stop, below 0.85."
    per_length: float = 1.0
    "Weight of the logarithm of the words said, around the usual length of an answer."
    per_begun: float = 3.5
    "More of the same below `begun` of the usual length: a first sentence is hardly ever the whole answer."
    begun: float = 0.5
    per_missing_part: float = -0.8
    "For every thing asked for that has had no time yet (about 15 words each)."
    shortest_s: float = 0.9
    closed_s: float = 0.5
    longest_s: float = 4.0
    "For endings that hold."
    doubtful_s: float = 2.65
    "Longest for endings that may be the last: beyond it silence itself is an answer."
    asked_time_s: float = 8.0
    nothing_after_s: float = 15.0
    "Silence from the start after which nobody is taken to be answering."
    decode_deadline_s: float = 4.0

    def log_odds(self, evidence: Evidence) -> dict[str, float]:
        """Natural log-odds of the end by what they rest on; their sum is the evidence before any silence."""
        reading = evidence.reading
        weights = {"tail": _TAIL_WEIGHT.get(reading.kind, 0.0), "base": self.base}
        if reading.kind in (Tail.CLOSED, Tail.QUESTION_BACK):
            return weights
        length = math.log((reading.words + 1) / evidence.usual_words)
        weights["length"] = self.per_length * min(0.8, max(-1.5, length))
        weights["begun"] = self.per_begun * max(-1.5, min(0.0, length - math.log(self.begun)))
        missing = max(0, evidence.wants_parts - 1 - reading.words // 15)
        weights["parts"] = self.per_missing_part * min(missing, 3)
        if not reading.holds:
            weights["last sentence"] = finality(reading.last_sentence)
            weights["full stop"] = -self.per_mark * min(0.5, max(0.0, 0.85 - evidence.mark))
        if evidence.scores:
            mean = sum(score for _, score in evidence.scores) / len(evidence.scores)
            weights["voice"] = self.per_score * (mean - 0.6) + (self.not_a_sentence if mean < 0.15 else 0.0)
        return weights

    def wait(self, evidence: Evidence) -> Wait:
        """The waiting time that this evidence earns, after the last voiced sample."""
        reading = evidence.reading
        if reading.kind is Tail.ASKED_TIME:
            return Wait(self.asked_time_s * max(1.0, evidence.patience), f"asked for time («{reading.evidence}»)")
        odds = sum(self.log_odds(evidence).values())
        share = math.exp(min(0.0, odds - math.log(self.sure)))
        seconds = evidence.pauses.exceeded_by(share) if share < 1.0 else 0.0
        floor = self.closed_s if reading.kind in (Tail.CLOSED, Tail.QUESTION_BACK) else self.shortest_s
        longest = self.longest_s if reading.holds else self.doubtful_s
        seconds = min(max(seconds, floor), longest) * evidence.patience
        return Wait(seconds, _why(reading, seconds))


def _why(reading: Reading, seconds: float) -> str:
    if reading.kind is Tail.CLOSED:
        return f"said so («{reading.evidence}»)"
    if reading.kind is Tail.QUESTION_BACK:
        return f"asked something («{reading.evidence}»)"
    if reading.holds:
        return f"waited {seconds:.1f} s for more after «{reading.evidence}»"
    return f"a finished sentence and {seconds:.1f} s of silence"
