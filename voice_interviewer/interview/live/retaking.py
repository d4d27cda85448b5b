"""The same question again: a flow of one question made from an answer of an earlier session."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from ...flow.model import Flow
from ...flow.schema import END, Limits, Question


def retake_flow(flow: Flow, node: str, question: str, pattern: str | None) -> Flow:
    """`flow` reduced to one question, asked in the words it was asked in, without follow-ups or constraints.

    A node the flow no longer has is made anew from the words alone.
    """
    known = flow.questions.get(node)
    limits = known.limits if known is not None else Limits()
    again = (known or Question(pattern=pattern, ask=(question,))).model_copy(
        update={
            "ask": (question,),
            "limits": limits.model_copy(update={"follow_ups": 0}),
            "constraints": (),
            "follow_ups": (),
            "next": (),
            "to": END,
        }
    )
    name = node or "again"
    return replace(
        flow,
        title=f"{flow.title}, one answer again",
        minutes=max(2.0, limits.seconds / 60 + 1),
        start=name,
        questions=MappingProxyType({name: again}),
        constraints=MappingProxyType({}),
    )
