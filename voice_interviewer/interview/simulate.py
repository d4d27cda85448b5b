"""Simulated sessions by the thousand: what of a flow is ever reached, how long it takes, and what never happens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from statistics import quantiles
from typing import Protocol

from ..flow.model import Flow
from ..language.model import Analysis, Context
from .actions import BreakIn, Listen
from .choose import number
from .personas import plain
from .rehearse import Analyse, Rehearsal, rehearse


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
    answers: list[int] = field(default_factory=list)
    by_player: dict[str, Counter[str]] = field(default_factory=dict)
    "Targets pursued, for each player."

    @property
    def budget_s(self) -> float:
        """The flow's time budget, seconds."""
        return self.flow.minutes * 60

    def unreached(self) -> list[str]:
        """Every question, follow-up, constraint and edge that never came up, in words."""
        missing = [f'question "{node}"' for node in self.flow.questions if not self.questions[node]]
        for node, question in self.flow.questions.items():
            missing += [f'follow-up "{node}/{f.id}"' for f in question.follow_ups if not self.follow_ups[(node, f.id)]]
            for to in dict.fromkeys(to for _, to in self.flow.edges(node)):
                if self.questions[node] and not self.edges[(node, to)]:
                    missing.append(f'edge "{node}" → "{to}"')
        used = {name for node in self.flow.questions for name in self.flow.constraint_ids(node)}
        return missing + [f'constraint "{c}"' for c in sorted(used) if not self.broken_in[c] + self.put_after[c]]

    def overdrawn(self) -> float:
        """Share of sessions that took more than 110 % of the budget."""
        return sum(s > 1.1 * self.budget_s for s in self.seconds) / max(1, len(self.seconds))


class _Persona:
    """A player in one session."""

    def __init__(self, player: Player, seed: int) -> None:
        self.player, self.seed = player, seed
        self.said: list[str] = []
        self.attempts: Counter[str] = Counter()

    def _say(self, listen: Listen, question: str, kind: str) -> str:
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
        return self._say(listen, listen.question, listen.kind)

    def react(self, broke: BreakIn, listen: Listen) -> str:
        if broke.kind == "wrap_up":
            return "The point is what I just said."
        return self._say(listen, broke.text, "constraint")


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
    """Play a flow `times` times, the players taking turns; the same seed plays the same sessions."""
    result = Simulation(flow)
    analyse = _remembering(analyse)
    for index in range(times):
        player = players[index % len(players)]
        own_seed = number(seed, flow.id, index) % 1_000_000
        played = rehearse(flow, _Persona(player, own_seed), analyse, seed=own_seed, minutes=minutes, pressure=pressure)
        _count(result, player.name, played)
        progress(1.0)
    return result


def _remembering(analyse: Analyse | None) -> Analyse:
    """Analyses by text and context: personas repeat themselves, and reading an answer is the slow part."""
    if analyse is None:
        from ..language.analyze import analyze

        analyse = analyze
    plain_analyse = analyse

    @lru_cache(maxsize=20_000)
    def remembered(text: str, context: Context) -> Analysis:
        return plain_analyse(text, context)

    def cached(text: str, context: Context) -> Analysis:
        question = context.question if context.pattern is None else ""
        return remembered(text, Context(question, context.pattern, context.interruption, context.opening))

    return cached


def _count(result: Simulation, name: str, played: Rehearsal) -> None:
    result.times += 1
    result.reasons[played.reason or "broken off"] += 1
    result.seconds.append(played.seconds)
    state = played.state
    result.answers.append(state.answered)
    targets = result.by_player.setdefault(name, Counter())
    threads = state.threads
    for thread, after in zip(threads, [*threads[1:], None], strict=True):
        result.questions[thread.node] += 1
        for follow_up in thread.used:
            result.follow_ups[(thread.node, follow_up)] += 1
        targets.update(thread.pursued)
        to = after.node if after is not None else "END" if played.reason == "finished" else ""
        if to:
            result.edges[(thread.node, to)] += 1
        for turn in thread.turns:
            if turn.asked.kind == "follow_up" and not turn.asked.id:
                result.probes[turn.asked.target or "growth"] += 1
            if turn.asked.kind == "constraint":
                result.put_after[turn.asked.id] += 1
    result.broken_in.update(broke.constraint for broke in played.breaks if broke.kind == "constraint")


def report(result: Simulation) -> str:
    """The simulation as Markdown."""
    return "\n".join(_report(result))


def _report(result: Simulation) -> Iterator[str]:
    flow = result.flow
    yield f"# {flow.title} ({flow.id})"
    yield ""
    ends = ", ".join(f"{reason} {count}" for reason, count in result.reasons.most_common())
    yield f"{result.times} sessions with {len(result.by_player)} candidates. Ended: {ends}."
    if len(result.seconds) > 1:
        cuts = quantiles(result.seconds, n=20)
        yield (
            f"Minutes (budget {flow.minutes:g}): 5 % {cuts[0] / 60:.1f}, median {cuts[9] / 60:.1f}, "
            f"95 % {cuts[18] / 60:.1f}, longest {max(result.seconds) / 60:.1f}; "
            f"over 110 % of the budget: {result.overdrawn():.1%}. "
            f"Answers a session: {sum(result.answers) / len(result.answers):.1f}."
        )
    missing = result.unreached()
    yield ""
    yield "Everything was reached." if not missing else "Never reached: " + ", ".join(missing) + "."
    yield ""
    yield "| question | asked | follow-ups (times) | constraints (into / after the answer) |"
    yield "|---|---|---|---|"
    for node, question in flow.questions.items():
        own = ", ".join(f"{f.id} {result.follow_ups[(node, f.id)]}" for f in question.follow_ups) or "none"
        put = ", ".join(f"{c} {result.broken_in[c]}/{result.put_after[c]}" for c in flow.constraint_ids(node)) or "none"
        yield f"| {node} | {result.questions[node]} | {own} | {put} |"
    yield ""
    used = ", ".join(f"{target} {count}" for target, count in result.probes.most_common()) or "none"
    yield f"Probes from the bank: {used}."
    dead = [target for target in flow.probes if not result.probes[target]]
    if dead:
        yield f"Never needed here: {', '.join(dead)}."
    yield ""
    yield "| candidate | pursued most |"
    yield "|---|---|"
    for name, targets in sorted(result.by_player.items()):
        yield f"| {name} | {', '.join(f'{target} {count}' for target, count in targets.most_common(4)) or 'nothing'} |"
