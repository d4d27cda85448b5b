"""Every main question of the shipped flows has a strong answer of somebody else, and no other question has one."""

from __future__ import annotations

import re

import pytest

from voice_interviewer.flow.catalog import load_flow, names
from voice_interviewer.interview.rehearsal.examples import _nodes, example
from voice_interviewer.interview.rehearsal.personas import load_persona
from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.model import Context
from voice_interviewer.rubric.keys import COSTS, SIGNALS


@pytest.mark.parametrize("flow", names())
def test_every_main_question_has_one(flow: str) -> None:
    """In each of its wordings; it is a whole answer, without pause marks in its text, and says whose it is."""
    for node, question in load_flow(flow).questions.items():
        for ask in question.ask:
            found = example(question=ask, node=node, pattern=question.pattern)
            assert found is not None, (flow, node)
            assert 40 <= len(found.text.split()) <= 140 and "{" not in found.text
            assert "invented" in found.who and load_persona("ready").content.name in found.who


def test_what_was_written_for_a_question_is_about_a_question_there_is() -> None:
    """No example for a node that no shipped flow has; each is short enough to listen to and names nobody real."""
    known = {node for flow in names() for node in load_flow(flow).questions}
    assert set(_nodes()) <= known
    for text in _nodes().values():
        assert 55 <= len(text.split()) <= 100
        assert not re.search(r"\b(?:Google|Amazon|Microsoft|Meta|Apple|OpenAI)\b", text)


def test_an_example_shows_judgement_and_little_to_change() -> None:
    """Read by our own reader: of the written ones each shows a signal, and costs are rare in them."""
    costs = 0
    for node, text in _nodes().items():
        found = {f.label for f in analyze(" ".join(text.split()), Context(question="")).findings}
        costs += len(found & set(COSTS))
        assert found & (set(SIGNALS) | {"ownership"}), node
    assert costs <= len(_nodes()) / 4


def test_a_follow_up_has_none() -> None:
    """Whoever asks further into one's own words asks nobody else; nor does an empty question."""
    assert example(question="What did it cost you?", kind="follow_up") is None
    assert example(question="") is None
    assert example(question="Tell me about the weather.") is None
    put = example(question="Your budget is halved. What do you change?", kind="constraint")
    assert put is not None and put.text
