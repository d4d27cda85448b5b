"""Another style changes what is said around the questions, and nothing else."""

from __future__ import annotations

from dataclasses import fields

import pytest

from voice_interviewer.flow.catalog import load_flow, names
from voice_interviewer.flow.manners import manners
from voice_interviewer.flow.model import styled
from voice_interviewer.flow.schema import STYLES


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", names())
def test_any_flow_takes_any_style(name: str, style: str) -> None:
    """Questions, follow-ups, constraints, probes and role stay the very same; a greeting of the flow's own stays."""
    flow = load_flow(name)
    other = styled(flow, style)  # type: ignore[arg-type]
    same = {field.name for field in fields(flow)} - {"style", "manners"}
    assert all(getattr(flow, key) is getattr(other, key) for key in same)
    assert other.style == style
    if style != flow.style:
        ways = manners(style)  # type: ignore[arg-type]
        assert other.manners.acknowledge == ways.acknowledge and other.manners.turn_to == ways.turn_to
        own = flow.manners.greeting != manners(flow.style).greeting
        assert other.manners.greeting == (flow.manners.greeting if own else ways.greeting)


def test_no_style_is_the_flows_own() -> None:
    """Nothing is copied."""
    flow = load_flow("mock-15")
    assert styled(flow, "") is flow and styled(flow, flow.style) is flow


def test_styles_differ_and_none_is_unkind() -> None:
    """Each has its own receipts; not one of them judges, mocks or hurries with a threat."""
    said = {style: [t for texts in manners(style).model_dump().values() for t in texts] for style in STYLES}  # type: ignore[arg-type]
    assert len(set(said["warm"]) & set(said["tough"])) <= 0.1 * len(said["tough"])
    for text in said["tough"]:
        assert not any(word in text.lower() for word in ("wrong", "bad", "fail", "nonsense", "seriously", "boring"))
