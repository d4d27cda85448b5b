"""A flow ready to be played: its file and all its includes as one frozen whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from .manners import Manners, manners
from .schema import Constraint, Question, Style


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """Everything the interviewer needs; nothing in it changes during a session. Compared by identity."""

    id: str
    title: str
    summary: str
    minutes: float
    role: str
    style: Style
    start: str
    questions: Mapping[str, Question]
    constraints: Mapping[str, Constraint]
    "By id; those written inside a question are here too."
    manners: Manners
    "Built-in phrases in this flow's style, its own greeting, closing and acknowledgements put in."
    probes: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    language: str = "en"
    interruptions: str = "some"

    def question(self, node: str) -> Question:
        """The question of this id; `KeyError` when there is none."""
        return self.questions[node]

    def constraint_ids(self, node: str) -> tuple[str, ...]:
        """Ids of the constraints that may be injected into answers to this question."""
        return tuple(c if isinstance(c, str) else str(c.id) for c in self.questions[node].constraints)

    def edges(self, node: str) -> tuple[tuple[str, str], ...]:
        """(condition, destination) in the order they are tried; the default edge has an empty condition."""
        question = self.questions[node]
        edges = tuple((edge.when, edge.to) for edge in question.next)
        return (*edges, ("", question.to)) if question.to is not None else edges


def styled(flow: Flow, style: Style | Literal[""]) -> Flow:
    """The flow as an interviewer of another style asks it; `""`: as it is.

    Only what is said around the questions changes. A greeting or closing that the flow brings itself stays, because it
    says what the session is about; acknowledgements become the style's. Raises `InputFileError` for damaged phrases.
    """
    if not style or style == flow.style:
        return flow
    before, ways = manners(flow.style), manners(style)
    own = {key: getattr(flow.manners, key) for key in ("greeting", "closing")}
    kept = {key: texts for key, texts in own.items() if texts != getattr(before, key)}
    return replace(flow, style=style, manners=ways.model_copy(update=kept))
