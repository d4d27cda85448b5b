"""The shipped flows as content: complete against the rubric, checked, and playable by script."""

from __future__ import annotations

from pathlib import Path

import pytest
from content_kit import flows

from voice_interviewer.flow.catalog import check_flow, load_flow, names
from voice_interviewer.interview.rehearsal.script import load_script, play, scripts
from voice_interviewer.language.analyze import analyze
from voice_interviewer.rubric import keys

IDS = {
    "full-mock", "mock-30", "mock-15", "first-five-minutes", "what-breaks-first", "constraint-drill", "story-builder",
    "direct-question", "infra-heavy", "profiles", "behavioural", "backend-design",
}  # fmt: skip


def test_the_promised_flows_exist() -> None:
    """Nothing that the documentation names is missing."""
    assert set(names()) >= IDS


@pytest.mark.parametrize("name", names())
def test_flow_passes_its_check(name: str) -> None:
    """No error and no warning."""
    assert [str(d) for d in check_flow(name).diagnostics] == []


@pytest.mark.parametrize("script", scripts(), ids=lambda path: path.name)
def test_scripted_conversation_goes_as_written(script: Path) -> None:
    """The interviewer says what the script beside the flow expects."""
    found = load_script(script)
    assert script.name == f"{found.flow}.script.yaml"
    assert play(found, load_flow(found.flow), analyze) == ()


def test_every_flow_has_a_script() -> None:
    """A flow without a scripted conversation is not finished."""
    assert {path.name.removesuffix(".script.yaml") for path in scripts()} == set(names())


def test_the_whole_interview_covers_the_rubric() -> None:
    """All seven patterns, the direct question, a story with five parts, and every judgement signal listened for."""
    flow = flows()["full-mock"]
    own = [q for node, q in flow.questions.items() if not node.startswith("case_")]
    assert {q.pattern for q in own if q.pattern} == set(keys.PATTERNS)
    assert any(set(q.wants) == set(keys.STORY_PARTS) for q in own)
    listened = {signal for q in own for signal in q.listens_for}
    assert listened >= set(keys.SIGNALS) - {"calm_adaptation"}, "adaptation is judged by the injected constraints"


def test_a_claim_of_scale_meets_its_three_probes() -> None:
    """Decision authority, failure visibility and the learning loop are asked where size is claimed."""
    for name, node in (("full-mock", "claimed_scale"), ("direct-question", "about_the_claim")):
        targets = {f.target for f in flows()[name].questions[node].follow_ups}
        assert targets >= {"decision_authority", "failure_visibility", "learning_loop"}


def test_the_story_builder_asks_for_each_missing_part() -> None:
    """One follow-up for each of the five parts, asked only while the part is missing."""
    question = flows()["story-builder"].questions["story_first"]
    asked = {f.target: f.when for f in question.follow_ups}
    for part in keys.STORY_PARTS:
        assert asked[part] == f"missing({part})"


def test_every_constraint_is_used_somewhere() -> None:
    """A constraint that no question lists would never be heard."""
    used = {c for flow in flows().values() for node in flow.questions for c in flow.constraint_ids(node)}
    assert used == set(flows()["full-mock"].constraints)


def test_failed_reactions_are_followed_in_the_constraint_drill() -> None:
    """Defence, restart and freezing each get a follow-up at every question of the drill."""
    for question in flows()["constraint-drill"].questions.values():
        assert {f.target for f in question.follow_ups} >= {"defense", "restart", "freeze"}
        assert len(question.constraints) >= 3
