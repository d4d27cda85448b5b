"""The lint of question flows: everything that is wrong with one, all at once, each with its number and place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import check_graph, check_text
from .conditions import ALWAYS, Any_, ConditionError, Tree, parse, unknown_names
from .diagnostics import ERROR, Diagnostic, FlowErrors, did_you_mean, in_order
from .load import Loaded, load
from .logic import always_holds, can_hold, implies
from .model import Flow
from .schema import END

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Report:
    """What checking a flow found."""

    file: str
    diagnostics: tuple[Diagnostic, ...]
    flow: Flow | None
    "As much of the flow as is sound."

    @property
    def ok(self) -> bool:
        """The flow can be played; warnings do not count."""
        return self.flow is not None and not self.errors

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that keep the flow from being played."""
        return tuple(d for d in self.diagnostics if d.severity == ERROR)

    def require(self) -> Flow:
        """The flow, if it can be played; raises `FlowErrors` with everything found otherwise."""
        if self.flow is None or self.errors:
            raise FlowErrors(self.diagnostics)
        return self.flow


def check(path: Path, *, shown: str | None = None) -> Report:
    """Read a flow and lint it. Never raises on what a file contains."""
    loaded = load(path, shown=shown)
    found = list(loaded.diagnostics)
    if loaded.flow is not None:
        found += lint(loaded)
    return Report(loaded.file, in_order(found), loaded.flow)


def lint(loaded: Loaded) -> Iterator[Diagnostic]:
    """Everything that can be said about a flow beyond its format."""
    flow, places = loaded.flow, loaded.places
    assert flow is not None and places is not None
    yield from _references(loaded, flow)
    yield from _conditions(loaded, flow)
    yield from _shadowed(loaded, flow)
    yield from check_text.lint(flow, places, loaded.own)
    if loaded.whole:
        yield from check_graph.lint(flow, places, loaded.own, loaded.damaged)


def _references(loaded: Loaded, flow: Flow) -> Iterator[Diagnostic]:
    """Names of questions and constraints that do not exist."""
    places = loaded.places
    assert places is not None
    known = (*loaded.names, END)
    if flow.start not in loaded.names:
        message = f'`start` is "{flow.start}", which does not exist.{did_you_mean(flow.start, loaded.names)}'
        yield Diagnostic("VF001", message, places.of("start"))
    for node, question in flow.questions.items():
        targets = [(("next", i, "to"), edge.to) for i, edge in enumerate(question.next)]
        if question.to is not None:
            targets.append((("to",), question.to))  # type: ignore[arg-type]
        for path, to in targets:
            if to not in known:
                message = f'question "{node}" goes to "{to}", which does not exist.{did_you_mean(to, known)}'
                yield Diagnostic("VF001", message, places.of("questions", node, *path))
        for index, constraint in enumerate(question.constraints):
            if isinstance(constraint, str) and constraint not in loaded.constraint_names:
                guess = did_you_mean(constraint, loaded.constraint_names)
                message = f'question "{node}" uses the constraint "{constraint}", which does not exist.{guess}'
                yield Diagnostic("VF026", message, places.of("questions", node, "constraints", index))


def _written(flow: Flow) -> Iterator[tuple[str, tuple[str | int, ...], str]]:
    """Every condition of a flow: question, path below it, text."""
    for node, question in flow.questions.items():
        for index, follow_up in enumerate(question.follow_ups):
            yield node, ("follow_ups", index, "when"), follow_up.when
        for index, edge in enumerate(question.next):
            yield node, ("next", index, "when"), edge.when


def _tree(text: str) -> Tree | None:
    try:
        return parse(text)
    except ConditionError:
        return None


def _conditions(loaded: Loaded, flow: Flow) -> Iterator[Diagnostic]:
    """Conditions that cannot be read, name something unknown, or can have one value only."""
    places = loaded.places
    assert places is not None
    for node, path, text in _written(flow):
        if not text:
            continue
        where = ("questions", node, *path)
        try:
            tree = parse(text)
        except ConditionError as error:
            yield Diagnostic("VF014", error.message, places.inside(error.column, *where))
            continue
        unknown = list(unknown_names(tree, loaded.names))
        for atom, message in unknown:
            yield Diagnostic("VF015", message, places.inside(text.find(atom.name, atom.column), *where))
        if unknown:
            continue
        if not can_hold(tree, here=node):
            yield Diagnostic("VF017", f'"{text}" can never be true', places.of(*where))
        elif always_holds(tree, here=node):
            yield Diagnostic("VF016", f'"{text}" is always true; leave it out', places.of(*where))


def _shadowed(loaded: Loaded, flow: Flow) -> Iterator[Diagnostic]:
    """Edges and follow-ups that something before them always takes the turn of; questions without a default edge."""
    places = loaded.places
    assert places is not None
    for node, question in flow.questions.items():
        before: list[Tree] = []
        for index, edge in enumerate(question.next):
            tree = _tree(edge.when)
            if tree is None:
                continue
            if before and can_hold(tree, here=node) and implies(tree, Any_(tuple(before)), node):
                message = f'this edge to "{edge.to}" is never taken: those before it already cover its condition'
                yield Diagnostic("VF021", message, places.of("questions", node, "next", index))
            before.append(tree)
        covered = bool(before) and (ALWAYS in before or always_holds(Any_(tuple(before)), here=node))
        if question.to is not None and covered:
            message = f"`to: {question.to}` is never taken: the edges of `next` cover every case"
            yield Diagnostic("VF021", message, places.of("questions", node, "to"))
        readable = len(before) == len(question.next)
        if question.to is None and not covered and readable and ("questions", node) not in loaded.damaged:
            message = f'question "{node}" does not say where to go when no condition holds; add `to:` (or END)'
            yield Diagnostic("VF030", message, places.of("questions", node, key=True))
        if question.follow_ups and question.limits.follow_ups == 0:
            message = "no follow-up is ever asked here: `limits` allows 0 of them"
            yield Diagnostic("VF021", message, places.of("questions", node, "follow_ups", key=True))
        for index, follow_up in enumerate(question.follow_ups):
            tree = _tree(follow_up.when)
            if tree is None or follow_up.target is None:
                continue
            for earlier in question.follow_ups[:index]:
                first = _tree(earlier.when)
                if first is not None and earlier.target == follow_up.target and implies(tree, first, node):
                    message = (
                        f'follow-up "{follow_up.id}" is never asked: "{earlier.id}" pursues {follow_up.target} '
                        "whenever this one could, and a target is pursued once a question"
                    )
                    yield Diagnostic("VF021", message, places.of("questions", node, "follow_ups", index, "id"))
                    break
