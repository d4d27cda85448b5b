"""What simulations found, as Markdown: an overview, what was not reached and why, and each flow in detail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from statistics import quantiles
from typing import Any

from ...rubric import keys
from .simulate import SLOW_EVERY, SLOWNESS, Simulation


def report(results: Sequence[Simulation], command: str = "", date: str = "") -> str:
    """The report of one or more simulated flows; `command` and `date` say how and when it was made."""
    return "\n".join(_report(results, command, date))


def _report(results: Sequence[Simulation], command: str, date: str) -> Iterator[str]:
    yield "# Simulated sessions"
    yield ""
    if command:
        yield f"Made by `{command}`{f' on {date}' if date else ''}."
    sessions = sum(r.times for r in results)
    players = max((len(r.by_player) for r in results), default=0)
    who = f"{players} written candidate{'' if players == 1 else 's'}"
    slower = f"so in every fourth session the candidate takes {SLOWNESS:g} times as long for them"
    if not any(r.slow_seconds for r in results):  # everybody plays briskly three times first
        slower = f"and nobody is slow before session {players * (SLOW_EVERY - 1) + 1} of a flow"
    yield (
        f"{sessions:,} sessions with {who}, without sound. Their answers are brief, {slower}. "
        "Minutes are medians, brisk and slow."
    )
    yield ""
    yield from _overview(results)
    yield ""
    yield from _flags(results)
    for result in results:
        yield ""
        yield from _detail(result)


def _overview(results: Sequence[Simulation]) -> Iterator[str]:
    heads = ("flow", "sessions", "questions", "follow-ups", "constraints", "ways on", "minutes (budget)", "over 110 %")
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for r in results:
        flow = r.flow
        follow_ups = [(node, f.id) for node, q in flow.questions.items() for f in q.follow_ups]
        constraints = {c for node in flow.questions for c in flow.constraint_ids(node)}
        ways = {(node, to) for node in flow.questions for _, to in flow.edges(node)}
        yield (
            f"| {flow.id} | {r.times} | {_of(flow.questions, r.questions)} | {_of(follow_ups, r.follow_ups)} "
            f"| {_of(constraints, r.broken_in + r.put_after)} | {_of(ways, r.edges)} "
            f"| {_middle(r.seconds)}, {_middle(r.slow_seconds)} ({flow.minutes:g}) | {r.overdrawn():.1%} |"
        )


def _of(wanted: Iterable[Hashable], reached: Mapping[Any, int]) -> str:
    names = list(wanted)
    return f"{sum(1 for name in names if reached.get(name))} of {len(names)}" if names else "none"


def _middle(seconds: Sequence[float]) -> str:
    return f"{quantiles(seconds, n=2)[0] / 60:.1f}" if len(seconds) > 1 else "–"


def _flags(results: Sequence[Simulation]) -> Iterator[str]:
    """What never came up, with the reason the simulation saw."""
    missing = [(r.flow.id, what, why) for r in results for what, why in r.unreached()]
    if missing:
        yield "Not reached, and why:"
        yield ""
        yield "| flow | what | why |"
        yield "|---|---|---|"
        for name, what, why in missing:
            yield f"| {name} | {what} | {why} |"
    else:
        yield "Every question, follow-up, constraint and way on was reached."
    yield ""
    bank = dict.fromkeys(target for r in results for target in r.flow.probes)
    used: Counter[str] = Counter()
    pursued: Counter[str] = Counter()
    for r in results:
        used.update(r.probes)
        for targets in r.by_player.values():
            pursued.update(targets)
    dead = [target for target in bank if not used[target]]
    if bank:
        yield f"Probes of the bank: {len(bank) - len(dead)} of {len(bank)} targets were used."
    if dead:
        yield ""
        yield "| probe not used | why |"
        yield "|---|---|"
        for target in dead:
            yield f"| {target} | {_why_dead(target, pursued[target])} |"


def _why_dead(target: str, pursued: int) -> str:
    if pursued:
        return f"pursued {pursued} times, each time in a flow's own words"
    if target in keys.PATTERNS:
        return "opens another topic: asked only where a flow names it as the target of a follow-up"
    if target in keys.STRENGTHS:
        return "a strength, never what an answer lacks most; asked only where a flow names it"
    if target in keys.TRAPS:
        return "the words that make the trap are pursued one by one"
    return "no candidate's answer lacked it most"


def _detail(result: Simulation) -> Iterator[str]:
    flow = result.flow
    yield f"## {flow.title} ({flow.id})"
    yield ""
    ends = ", ".join(f"{reason} {count}" for reason, count in result.reasons.most_common())
    yield f"{result.times} sessions with {len(result.by_player)} candidates. Ended: {ends}."
    for name, seconds in (("brisk", result.seconds), ("slow", result.slow_seconds)):
        if len(seconds) > 1:
            cuts = quantiles(seconds, n=20)
            yield (
                f"Minutes, {name} candidates (budget {flow.minutes:g}): 5 % {cuts[0] / 60:.1f}, "
                f"median {cuts[9] / 60:.1f}, 95 % {cuts[18] / 60:.1f}, longest {max(seconds) / 60:.1f}."
            )
    yield (
        f"Over 110 % of the budget: {result.overdrawn():.1%}. "
        f"Answers a session: {sum(result.answers) / max(1, len(result.answers)):.1f}."
    )
    missing = result.unreached()
    yield ""
    yield "Everything was reached." if not missing else "Never reached: " + ", ".join(what for what, _ in missing) + "."
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
    yield ""
    yield "| candidate | pursued most |"
    yield "|---|---|"
    for name, targets in sorted(result.by_player.items()):
        yield f"| {name} | {', '.join(f'{target} {count}' for target, count in targets.most_common(4)) or 'nothing'} |"
