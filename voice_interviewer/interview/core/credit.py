"""Credit for judgement signals: whether each was offered, had to be asked for, or was missed, and when it was heard.

A question gives an occasion; a follow-up that pursues a signal is a hint. What is shown before any hint at it was
`volunteered`, what comes only after one was `prompted`. `calm_adaptation` has its occasion when a constraint is put.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ...flow.model import Flow
from ...language.model import Finding
from ...rubric import keys
from .listens import listens_for
from .state import State, Thread, Turn

Clock = Callable[[Turn, int], float]
"""(answer, character offset) → session second."""

_HINTS: Mapping[str, tuple[str, ...]] = {
    "decision_ownership": (
        "decision_ownership",
        "team_voice",
        "ownership",
        "decision",
        "decision_authority",
        "exposure",
    ),
    "failure_anticipation": ("failure_anticipation", "failure_visibility"),
    "constraint_tradeoff": ("constraint_tradeoff", "outcome_only"),
    "metric_skepticism": ("metric_skepticism", "inflation"),
    "systems_thinking": ("systems_thinking", "rollback"),
    "calm_adaptation": ("defense", "restart", "freeze"),
    "restraint": ("restraint",),
    "learning_loop": ("learning_loop", "change", "result"),
}
"Targets of follow-ups that hint at a signal."


@dataclass(frozen=True, slots=True)
class Credit:
    """What is known of one signal."""

    state: str
    "volunteered | prompted | missed | not_asked"
    at_s: float | None = None
    "Session second at which it was first heard."
    turn: int | None = None
    "Number of the answer in which it was first heard."
    evidence: tuple[Finding, ...] = ()


def by_proportion(turn: Turn, offset: int) -> float:
    """Session second of a character, as if every character took the same time; word times are better where known."""
    answer = turn.answer
    share = offset / len(answer.text) if answer.text else 0.0
    return answer.start_s + min(1.0, max(0.0, share)) * max(0.0, answer.end_s - answer.start_s)


def of_thread(flow: Flow, thread: Thread, clock: Clock = by_proportion) -> dict[str, Credit]:
    """Credit for every signal within one question and its follow-ups."""
    return {signal: _credit(signal, flow, (thread,), clock) for signal in keys.SIGNALS}


def of_session(state: State, clock: Clock = by_proportion) -> dict[str, Credit]:
    """Credit for every signal over the whole session; the best of its questions counts."""
    return {signal: _credit(signal, state.flow, state.threads, clock) for signal in keys.SIGNALS}


def _credit(signal: str, flow: Flow, threads: Iterable[Thread], clock: Clock) -> Credit:
    found = [_in_thread(signal, flow, thread, clock) for thread in threads if thread.turns]
    for state in ("volunteered", "prompted"):
        of_state = [credit for credit in found if credit.state == state]
        if of_state:
            evidence = tuple(finding for credit in of_state for finding in credit.evidence)
            return Credit(state, of_state[0].at_s, of_state[0].turn, evidence)
    return Credit("missed" if any(credit.state == "missed" for credit in found) else "not_asked")


def _in_thread(signal: str, flow: Flow, thread: Thread, clock: Clock) -> Credit:
    hints = _HINTS[signal]
    hinted = False
    constrained = False
    for turn in thread.turns:
        hinted |= turn.asked.kind == "follow_up" and turn.asked.target in hints
        constrained |= bool(turn.constraint) or turn.asked.kind == "constraint"
        evidence = turn.answer.analysis.of(signal)
        if evidence:
            at_s = clock(turn, evidence[0].start)
            return Credit("prompted" if hinted else "volunteered", at_s, turn.number, evidence)
    question = flow.questions.get(thread.node)
    occasion = question is not None and signal in listens_for(question)
    return Credit("missed" if hinted or occasion or (signal == "calm_adaptation" and constrained) else "not_asked")
