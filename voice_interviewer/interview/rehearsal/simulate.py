"""Simulated sessions by the thousand: what of a flow is ever reached, how long it takes, and what never happens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Protocol

from ...flow.conditions import evaluate
from ...flow.model import Flow
from ...flow.schema import FollowUp
from ...language.model import Analysis, Context
from ...sessions.actions import BreakIn, Listen
from ..core.choose import number
from ..core.facts import facts
from ..core.state import State, Thread
from .personas import plain
from .rehearse import Analyse, Rehearsal, rehearse

SLOW_EVERY = 4
SLOWNESS = 2.5
"Written answers are brief: in one session of four the candidate takes so many times as long, as real people do."


class Player(Protocol):
    """A persona as the simulation sees it; `personas.Persona` is the real one."""

    @property
    def name(self) -> str: ...
    def answer(
        self,
        *,
        question: str,
        node: str,
        pattern: str | None,
        kind: str,
        target: str | None,
        turn: int,
        seed: int,
        attempt: int = 0,
        said: Sequence[str] = (),
    ) -> str: ...


@dataclass(slots=True)
class Simulation:
    """What many sessions of one flow gave."""

    flow: Flow
    times: int = 0
    questions: Counter[str] = field(default_factory=Counter)
    follow_ups: Counter[tuple[str, str]] = field(default_factory=Counter)
    "(question, id)"
    broken_in: Counter[str] = field(default_factory=Counter)
    "Constraints put into answers."
    put_after: Counter[str] = field(default_factory=Counter)
    "Constraints put after answers."
    probes: Counter[str] = field(default_factory=Counter)
    "Targets for which the probe bank was used."
    edges: Counter[tuple[str, str]] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    slow_seconds: list[float] = field(default_factory=list)
    "Of the sessions with a slow candidate."
    held: Counter[tuple[str, str]] = field(default_factory=Counter)
    "Of follow-ups that had not come up until then: questions in which their condition held after some answer."
    answers: list[int] = field(default_factory=list)
    by_player: dict[str, Counter[str]] = field(default_factory=dict)
    "Targets pursued, for each player."

    @property
    def budget_s(self) -> float:
        """The flow's time budget, seconds."""
        return self.flow.minutes * 60

    def unreached(self) -> list[tuple[str, str]]:
        """(what, why) of every question, follow-up, constraint and edge that never came up."""
        flow = self.flow
        missing = [
            (f'question "{node}"', "no way to it was taken") for node in flow.questions if not self.questions[node]
        ]
        for node, question in flow.questions.items():
            for follow_up in question.follow_ups:
                if not self.follow_ups[(node, follow_up.id)]:
                    missing.append((f'follow-up "{node}/{follow_up.id}"', self._why_not_asked(node, follow_up)))
            for condition, to in flow.edges(node):
                if self.questions[node] and not self.edges[(node, to)]:
                    why = f"`{condition}` never decided" if condition else "a condition before it always held"
                    missing.append((f'edge "{node}" → "{to}"', f"{why} in {self.questions[node]} visits"))
        used = dict.fromkeys(name for node in flow.questions for name in flow.constraint_ids(node))
        for name in sorted(used):
            if not self.broken_in[name] + self.put_after[name]:
                visits = sum(self.questions[node] for node in flow.questions if name in flow.constraint_ids(node))
                missing.append((f'constraint "{name}"', f"not drawn or not called for in {visits} visits"))
        return list(dict.fromkeys(missing))

    def _why_not_asked(self, node: str, follow_up: FollowUp) -> str:
        visits, held = self.questions[node], self.held[(node, follow_up.id)]
        if not visits:
            return "its question was not asked"
        if not held:
            return f"`{follow_up.when}` held in none of {visits} visits"
        return f"due in {held} of {visits} visits, but what the answer lacked more was asked each time"

    def overdrawn(self) -> float:
        """Share of sessions that took more than 110 % of the budget."""
        lasted = [*self.seconds, *self.slow_seconds]
        return sum(s > 1.1 * self.budget_s for s in lasted) / max(1, len(lasted))


class PersonaGuest:
    """A player in one session: answers the interviewer of a rehearsal."""

    def __init__(self, player: Player, seed: int) -> None:
        self.player, self.seed = player, seed
        self.said: list[str] = []
        self.attempts: Counter[str] = Counter()

    def say(self, listen: Listen, question: str, kind: str) -> str:
        attempt = self.attempts[question]
        self.attempts[question] += 1
        text = self.player.answer(
            question=question,
            node=listen.node,
            pattern=listen.pattern,
            kind=kind,
            target=listen.target,
            turn=listen.turn,
            seed=self.seed,
            attempt=attempt,
            said=self.said,
        )
        self.said.append(text)
        return plain(text)

    def answer(self, listen: Listen) -> str:
        return self.say(listen, listen.question, listen.kind)

    def react(self, broke: BreakIn, listen: Listen) -> str:
        if broke.kind == "wrap_up":
            return "The point is what I just said."
        return self.say(listen, broke.text, "constraint")


def simulate(
    flow: Flow,
    players: Sequence[Player],
    *,
    times: int = 1000,
    seed: int = 1,
    minutes: float | None = None,
    pressure: bool = True,
    analyse: Analyse | None = None,
    progress: Callable[[float], object] = lambda _more: None,
) -> Simulation:
    """Play a flow `times` times, the players taking turns; the same seed plays the same sessions.

    `analyse` reads the answers: `remembering()` where none is given.
    """
    result = Simulation(flow)
    analyse = remembering() if analyse is None else analyse
    for index in range(times):
        player = players[index % len(players)]
        own_seed = number(seed, flow.id, index) % 1_000_000
        slow = index // len(players) % SLOW_EVERY == SLOW_EVERY - 1
        played = rehearse(
            flow,
            PersonaGuest(player, own_seed),
            analyse,
            seed=own_seed,
            minutes=minutes,
            pressure=pressure,
            slowness=SLOWNESS if slow else 1.0,
        )
        (result.slow_seconds if slow else result.seconds).append(played.seconds)
        _count(result, player.name, played)
        progress(1.0)
    return result


def remembering(analyse: Analyse | None = None) -> Analyse:
    """Analyses by text and context: personas repeat themselves, within a flow and from one flow to the next, and
    reading an answer is the slow part. Give the same one to several simulations to share what was read."""
    if analyse is None:
        from ...language.analyze import Analyser

        analyse = Analyser()
    read = analyse

    @lru_cache(maxsize=100_000)
    def remembered(text: str, context: Context) -> Analysis:
        return read(text, context)

    def cached(text: str, context: Context) -> Analysis:
        question = context.question if context.pattern is None else ""
        return remembered(text, Context(question, context.pattern, context.interruption, context.opening))

    return cached


def _count(result: Simulation, name: str, played: Rehearsal) -> None:
    result.times += 1
    result.reasons[played.reason or "broken off"] += 1
    state = played.state
    result.answers.append(state.answered)
    targets = result.by_player.setdefault(name, Counter())
    threads = state.threads
    for thread, after in zip(threads, [*threads[1:], None], strict=True):
        result.questions[thread.node] += 1
        for follow_up in thread.used:
            result.follow_ups[(thread.node, follow_up)] += 1
        targets.update(thread.pursued)
        _count_held(result, state, thread)
        to = after.node if after is not None else "END" if played.reason == "finished" else ""
        if to:
            result.edges[(thread.node, to)] += 1
        for turn in thread.turns:
            if turn.asked.kind == "follow_up" and not turn.asked.id:
                result.probes[turn.asked.target or "growth"] += 1
            if turn.asked.kind == "constraint":
                result.put_after[turn.asked.id] += 1
    result.broken_in.update(broke.constraint for broke in played.breaks if broke.kind == "constraint")


def _count_held(result: Simulation, state: State, thread: Thread) -> None:
    """Note which follow-ups that never came up had their occasion in this question."""
    for follow_up in state.flow.questions[thread.node].follow_ups:
        key = (thread.node, follow_up.id)
        if not result.follow_ups[key] and any(
            evaluate(follow_up.when, facts(state, replace(thread, turns=thread.turns[:n])))
            for n in range(1, len(thread.turns) + 1)
        ):
            result.held[key] += 1
