"""Keeping the time: what a question still costs, whether a follow-up fits, when to close. Without a clock all fits."""

from __future__ import annotations

import math
from functools import lru_cache

from ...flow.check_graph import FOLLOW_UP_SHARE, shortest_s
from ...flow.model import Flow
from ...flow.schema import END
from .state import State

CLOSING_S = 10.0
"For the last words."
FOLLOW_UP_S = 45.0
"What a follow-up and its answer usually take."
LEAST_QUESTION_S = 40.0
"A question with less time than this is not worth asking."
ANSWERS_END = 1.03
"Answers are cut by their time limit at this share of the budget,"
GIVE_UP = 1.07
"and at this share the interviewer closes whatever is going on,"
STOP = 1.12
"and at this share the session is over even if the closing words were never confirmed."


def left_s(state: State) -> float:
    """Seconds until the budget is used up, closing words included; infinite without a clock."""
    return math.inf if not state.clock else state.minutes * 60 - state.elapsed_s


def past(state: State, share: float) -> bool:
    """Whether this share of the budget is used up; a few seconds over are allowed in very short sessions."""
    budget = state.minutes * 60
    return state.clock and state.elapsed_s > max(budget * share, budget + 5)


@lru_cache(maxsize=32)
def still_needed(flow: Flow) -> dict[str, float]:
    """For each question the usual seconds of the shortest way from it to END, itself included."""
    needed = {END: 0.0}
    own = {node: shortest_s(question) for node, question in flow.questions.items()}
    for _ in flow.questions:  # as many rounds as the longest way has steps
        for node in flow.questions:
            after = [needed[to] for _, to in flow.edges(node) if to in needed]
            if after:
                needed[node] = min(needed.get(node, float("inf")), own[node] + min(after))
    return needed


def question_fits(state: State, node: str) -> bool:
    """Whether there is time to ask another question and hear a useful answer."""
    return left_s(state) - CLOSING_S >= min(LEAST_QUESTION_S, 0.5 * shortest_s(state.flow.questions[node]))


def follow_up_fits(state: State, to: str) -> bool:
    """Whether a follow-up leaves room for what must still come; the first to a question is favoured."""
    free = left_s(state) - CLOSING_S
    if free < FOLLOW_UP_S * 0.8:
        return False
    rest = still_needed(state.flow).get(to, 0.0)
    first = state.thread is not None and not state.thread.pursued
    return free - FOLLOW_UP_S >= rest * (0.5 if first else 0.9)


def limit_s(state: State) -> float | None:
    """Seconds the present answer may last; None without a clock."""
    if not state.clock:
        return None
    assert state.thread is not None and state.asked is not None
    limit = state.flow.questions[state.thread.node].limits.seconds
    if state.asked.kind != "question":
        limit = max(45.0, FOLLOW_UP_SHARE * limit)
    room = state.minutes * 60 * ANSWERS_END - state.elapsed_s - CLOSING_S
    return max(8.0, min(limit, room))
