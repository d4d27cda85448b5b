"""Lint of a flow as a graph: what is never reached, what never ends, and whether the time can suffice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .conditions import All, ConditionError, Not, Tree, parse
from .diagnostics import Diagnostic
from .logic import can_hold
from .model import Flow
from .places import Places
from .schema import END, Question
from .source import Path_

if TYPE_CHECKING:
    import networkx as nx

WORDS_PER_S = 2.6
"Pace of the interviewer's voice, words a second."
TYPICAL_ANSWER = 0.6
"Share of a question's time limit that an answer usually takes."
FOLLOW_UP_SHARE = 0.5
"Share of a question's time limit that an answer to a follow-up may take."
OFTEN = 99
"A number of visits that stands for going round and round."


def lint(flow: Flow, places: Places, own: Iterable[Path_], damaged: Iterable[Path_] = ()) -> Iterator[Diagnostic]:
    """All diagnostics about the graph as a whole; nothing is said about what `damaged` parts would decide."""
    import networkx as nx

    graph = possible(flow)
    if flow.start not in graph:
        return
    reached = nx.descendants(graph, flow.start) | {flow.start}
    mine = {name for kind, name, *_ in own if kind == "questions"}
    if any(to not in (*flow.questions, END) for node in flow.questions for _, to in flow.edges(node)):
        mine = set()  # the question that seems unreached may be the one that was misspelt
    for node in flow.questions:
        if node not in reached and node in mine:
            message = f'question "{node}" is never reached from "{flow.start}"'
            yield Diagnostic("VF018", message, places.of("questions", node, key=True))
    ending = nx.ancestors(graph, END) if END in graph else set()
    stuck = [node for node in flow.questions if node in reached and node not in ending]
    yield from _stuck(flow, places, graph.subgraph(stuck))
    if not stuck:
        yield from _loops(flow, places, reached)
        if ("minutes",) not in damaged:
            yield from _budget(flow, places, graph.subgraph(reached))


def _stuck(flow: Flow, places: Places, part: nx.DiGraph) -> Iterator[Diagnostic]:
    """Questions without a way to END, by cause: where every way of them ends up, not each one that leads there."""
    import networkx as nx

    for trap in nx.attracting_components(part):
        first = next(node for node in flow.questions if node in trap)
        if not flow.edges(first):
            continue  # it says nowhere to go, which is reported by itself (VF030) and is the cause of all this
        leading = len(nx.ancestors(part, first) - trap)
        message = f'from question "{first}" there is no way to END'
        if len(trap) > 1:
            message += f"; it goes round with {len(trap) - 1} other{'s' if len(trap) > 2 else ''}"
        if leading:
            message += f" ({leading} other question{'s lead' if leading > 1 else ' leads'} there)"
        yield Diagnostic("VF019", message, places.of("questions", first, key=True))


def _edges(flow: Flow, node: str, visits: float | None = None) -> Iterator[tuple[str, Tree]]:
    """Each edge that can be taken, with the condition under which it is; `visits` fixes every visit count.

    An edge to nowhere counts as one to END: it is reported by itself.
    """
    fixed = {f"visits:{name}": visits for name in flow.questions} if visits is not None else {}
    before: list[Tree] = []
    for when, to in flow.edges(node):
        try:
            tree = parse(when)
        except ConditionError:
            continue
        taken = All((tree, *(Not(earlier) for earlier in before)))
        if can_hold(taken, fixed, node):
            yield to if to in flow.questions else END, taken
        before.append(tree)


def possible(flow: Flow, visits: float | None = None) -> nx.DiGraph:
    """The questions and END, with every edge that some answer can take."""
    import networkx as nx

    graph = nx.DiGraph()
    graph.add_nodes_from(flow.questions)
    for node in flow.questions:
        graph.add_edges_from((node, to) for to, _ in _edges(flow, node, visits))
    return graph


def _loops(flow: Flow, places: Places, reached: set[str]) -> Iterator[Diagnostic]:
    """Circles that can be gone round for ever: nothing in them counts visits."""
    import networkx as nx

    tired = possible(flow, OFTEN).subgraph(reached)
    for part in nx.strongly_connected_components(tired):
        if len(part) == 1 and not tired.has_edge(*(tuple(part) * 2)):
            continue
        first = next(node for node in flow.questions if node in part)
        circle = " → ".join([*(n for n in flow.questions if n in part), first])
        message = f"the interview can go round for ever: {circle}; let an edge depend on visits({first})"
        yield Diagnostic("VF020", message, places.of("questions", first, key=True))


def shortest_s(question: Question) -> float:
    """Seconds a question usually takes without any follow-up."""
    asked = min(len(text.split()) for text in question.ask) / WORDS_PER_S
    return asked + TYPICAL_ANSWER * question.limits.seconds


def longest_s(question: Question) -> float:
    """Seconds a question takes with every follow-up, each answer at its limit."""
    asked = max(len(text.split()) for text in question.ask) / WORDS_PER_S
    follow_up = 8 + max(45.0, FOLLOW_UP_SHARE * question.limits.seconds)
    return asked + question.limits.seconds + question.limits.follow_ups * follow_up


def _budget(flow: Flow, places: Places, graph: nx.DiGraph) -> Iterator[Diagnostic]:
    """A budget that even the shortest way exceeds, or that no way can fill."""
    least = _way(flow, graph, {n: shortest_s(q) for n, q in flow.questions.items()}, longest=False)
    most = _way(flow, graph, {n: longest_s(q) for n, q in flow.questions.items()}, longest=True)
    budget = flow.minutes * 60
    if least > budget * 1.1:
        message = f"the shortest way to END takes about {least / 60:.0f} minutes, the budget is {flow.minutes:g}"
        yield Diagnostic("VF024", message, places.of("minutes"))
    elif most < budget * 0.9:
        message = f"even the longest way to END is over after {most / 60:.0f} minutes, the budget is {flow.minutes:g}"
        yield Diagnostic("VF024", message, places.of("minutes"))


def _way(flow: Flow, graph: nx.DiGraph, seconds: dict[str, float], *, longest: bool) -> float:
    """Seconds of the shortest or longest way from start to END; a loop counts as one round."""
    import networkx as nx

    if not longest:
        weighted = nx.DiGraph()
        weighted.add_weighted_edges_from((a, b, seconds.get(a, 0.0)) for a, b in graph.edges)
        return float(nx.dijkstra_path_length(weighted, flow.start, END))
    condensed = nx.condensation(graph)
    best: dict[int, float] = {}
    for part in reversed(list(nx.topological_sort(condensed))):
        own = sum(seconds.get(node, 0.0) for node in condensed.nodes[part]["members"])
        best[part] = own + max((best[after] for after in condensed.successors(part)), default=0.0)
    return best[condensed.graph["mapping"][flow.start]]
