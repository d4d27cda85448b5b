"""How long a pause is waited out: evidence in, seconds and a reason out. Pure.

Two questions, answered apart. *How likely is this the end?* Every piece of evidence adds its weight in log-odds: what
the last words say, how the turn model heard it, what was asked for and has had no time yet. *How long do pauses last
that are not the end?* For this speaker: a log-normal law whose parameters start at usual values and move with every
pause of their own. After `t` seconds of silence the odds of the end are then

    odds(end | t) = odds(end) / P(a pause lasts longer than t)

That is asked twice. Once the odds pass `likely` the candidate may be shown that they were heard (a receipt, which
costs little when it was not the end); once they pass `sure` the turn is over. So clear ends are answered fast, a
doubtful one is given just the time in which this speaker would have gone on.

Weights and limits come from real pauses and ends in meetings and calls (`scripts/lab/fit_turns.py`). What can go wrong
goes wrong once an answer, not once a pause: who has paused ten times and gone on each time will rather go on than stop,
so every pause of an answer lowers the odds of its end. Its length in words is no evidence of its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from statistics import NormalDist

from .tail import Reading, Tail

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Pauses:
    """The law of a speaker's pauses inside answers: log-normal."""

    median_s: float = 0.5
    spread: float = 0.55
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
    paused: int = 0
    "Pauses of `COUNTED_S` or more in this answer so far; each was no end."
    pauses: Pauses = field(default_factory=Pauses)
    "This speaker's pauses."


@dataclass(frozen=True, slots=True)
class Wait:
    """How long to wait after the last voiced sample, and why."""

    seconds: float
    why: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a silence looks like while the words are known and nothing is decided."""

    last_voice_s: float
    "Session time of the last voiced sample."
    tail: Tail
    receipt_s: float | None
    "Silence after which a receipt is in place; None where more is surely coming."
    wait_s: float
    "Silence after which the turn is over."


_TAIL_WEIGHT = {
    Tail.COMPLETE: 0.0,
    Tail.WEAK: -0.55,
    Tail.DEPENDENT: -1.9,
    Tail.OPEN_LIST: -1.9,
    Tail.OPEN_PHRASE: -1.0,
    Tail.CUT_OFF: -1.9,
    Tail.FILLER: -2.55,
    Tail.FUNCTION_WORD: -1.65,
    Tail.NOTHING: -1.9,
    Tail.CLOSED: 1.9,
    Tail.QUESTION_BACK: 1.1,
}
"Against a complete sentence. The last two are no more than a guess: 3 ends and 2 pauses were seen, and 3 and 9."
COUNTED_S = 0.3
"Silences as long as this are counted as pauses of an answer; shorter ones are part of fluent speech."
_FEW_WORDS = 10
"Answers as short as this were not measured: a first sentence gets the longest wait of a doubtful end, and no receipt."


@dataclass(frozen=True, slots=True)
class TurnPolicy:
    """Weights and limits; seconds are at patience 1."""

    soft_end_s: float = 0.16
    "Silence after which the audio is frozen and decoded."
    sure: float = 37.0
    "Odds of the end, against those at an answer's first complete sentence, at which the turn is over."
    likely: float = 3.5
    "The same for a receipt: 0.7 s behind a first complete sentence at the usual pauses, 0.85 s after eight pauses."
    per_score: float = 2.5
    "Weight of the turn model's mean score, around 0.55."
    per_voice: float = 0.3
    "What each of its log-odds takes off the shortest wait, as a share: to 1.25 s where it is certain."
    per_mark: float = 4.0
    "Weight of the recogniser's own doubt about the final full stop, below 0.85."
    usual_pauses: float = 8.0
    "Pauses of an answer after which the odds of its end have halved."
    per_missing_part: float = -0.8
    "For every thing asked for that has had no time yet (about 15 words each)."
    shortest_s: float = 1.75
    """Shortest on words alone. By the law less would do where somebody's pauses are brief. But with them too one in
    fifty is long, and as long as anybody's: a question put into it early would be heard to its end."""
    closed_s: float = 0.5
    longest_s: float = 2.3
    "Beyond it silence itself is an answer."
    doubtful_s: float = 2.0
    "Longest where no receipt comes first, but behind a filler: nobody is left for more than 2 s without a sound."
    filler_s: float = 4.0
    "Longest behind an um: one answer in a hundred ends so, and the pauses there are long."
    receipt_from_s: float = 0.6
    "No receipt before this: listeners give theirs after 0.4 to 0.7 s."
    receipt_until_s: float = 1.4
    asked_time_s: float = 8.0
    nothing_after_s: float = 15.0
    "Silence from the start after which nobody is taken to be answering."
    decode_deadline_s: float = 4.0

    def log_odds(self, evidence: Evidence) -> dict[str, float]:
        """Natural log-odds of the end by what they rest on; their sum is the evidence before any silence."""
        reading = evidence.reading
        weights = {"tail": _TAIL_WEIGHT.get(reading.kind, 0.0)}
        if reading.kind in (Tail.CLOSED, Tail.QUESTION_BACK):
            return weights
        weights["pauses"] = -math.log1p(evidence.paused / self.usual_pauses)
        missing = max(0, evidence.wants_parts - 1 - reading.words // 15)
        weights["parts"] = self.per_missing_part * min(missing, 3)
        if not reading.holds:
            weights["full stop"] = -self.per_mark * min(0.5, max(0.0, 0.85 - evidence.mark))
        if evidence.scores:
            mean = sum(score for _, score in evidence.scores) / len(evidence.scores)
            weights["voice"] = self.per_score * (mean - 0.55)
        return weights

    def wait(self, evidence: Evidence) -> Wait:
        """The waiting time that this evidence earns, after the last voiced sample."""
        reading = evidence.reading
        if reading.kind is Tail.ASKED_TIME:
            return Wait(self.asked_time_s * max(1.0, evidence.patience), f"asked for time («{reading.evidence}»)")
        closed = reading.kind in (Tail.CLOSED, Tail.QUESTION_BACK)
        few = reading.words < _FEW_WORDS and not closed
        longest = self.doubtful_s if few or reading.holds else self.longest_s
        if reading.kind in (Tail.FILLER, Tail.NOTHING):
            longest = self.filler_s
        seconds = longest if few else self._silence_until(self.sure, evidence)
        seconds = min(max(seconds, self.closed_s if closed else self._shortest(evidence)), longest) * evidence.patience
        return Wait(seconds, _why(reading, seconds))

    def _shortest(self, evidence: Evidence) -> float:
        """A voice that has clearly ended earns a shorter wait than any words do."""
        return self.shortest_s * math.exp(-self.per_voice * max(0.0, self.log_odds(evidence).get("voice", 0.0)))

    def receipt(self, evidence: Evidence) -> float | None:
        """Silence, after the last voiced sample, from which a receipt is in place; None where none is."""
        reading = evidence.reading
        if reading.holds or reading.kind is Tail.ASKED_TIME or reading.words < _FEW_WORDS:
            return None
        seconds = self._silence_until(self.likely, evidence)
        return min(max(seconds, self.receipt_from_s), self.receipt_until_s) * max(1.0, evidence.patience)

    def _silence_until(self, odds: float, evidence: Evidence) -> float:
        """Seconds of silence after which the odds of the end have passed `odds`."""
        share = math.exp(min(0.0, sum(self.log_odds(evidence).values()) - math.log(odds)))
        return evidence.pauses.exceeded_by(share) if share < 1.0 else 0.0


def _why(reading: Reading, seconds: float) -> str:
    if reading.kind is Tail.CLOSED:
        return f"said so («{reading.evidence}»)"
    if reading.kind is Tail.QUESTION_BACK:
        return f"asked something («{reading.evidence}»)"
    if reading.holds:
        return f"waited {seconds:.1f} s for more after «{reading.evidence}»"
    return f"a finished sentence and {seconds:.1f} s of silence"
