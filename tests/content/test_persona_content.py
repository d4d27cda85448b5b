"""The simulated candidates against the shipped flows: everybody can answer everything."""

from __future__ import annotations

import pytest
from content_kit import flows

from voice_interviewer.interview.rehearsal.personas import list_personas, load_persona, plain, question_kind
from voice_interviewer.rubric import keys

SEEDS = (1, 2, 3)


@pytest.mark.parametrize("name", list_personas())
def test_persona_answers_every_node_of_every_flow(name: str) -> None:
    """A question put once more always gets words, whatever the seed; so do its follow-ups and constraints."""
    persona = load_persona(name)
    for flow in flows().values():
        for node, question in flow.questions.items():
            for seed in SEEDS:
                for kind, texts, target in (
                    ("question", question.ask[:1], None),
                    *(("follow_up", f.ask[:1], f.target) for f in question.follow_ups),
                    *(("constraint", flow.constraints[c].text[:1], None) for c in flow.constraint_ids(node)),
                ):
                    said = persona.answer(
                        question=texts[0], node=node, pattern=question.pattern, kind=kind, target=target,
                        turn=3, seed=seed, attempt=1,
                    )  # fmt: skip
                    assert plain(said), f"{flow.id}/{node} {kind} {target}"


def test_questions_without_a_pattern_find_their_kind() -> None:
    """Every question of the shipped flows leads to answers written for it, not to the general ones."""
    general = {
        f"{name}/{node}"
        for name, flow in flows().items()
        for node, question in flow.questions.items()
        for text in question.ask
        if question_kind(text, node, question.pattern) == "default"
    }
    assert {place.split("/")[1] for place in general} <= {"another_project", "last_word"}


@pytest.mark.parametrize("name", list_personas())
def test_persona_has_answers_to_every_pattern(name: str) -> None:
    """At least two different answers a pattern (one for those of few words), and all other kinds of question."""
    answers = load_persona(name).content.answers
    for pattern in keys.PATTERNS:
        assert len(answers[pattern]) >= (1 if name == "rambler" else 2), pattern
    assert set(answers) >= {"opening", "story", "conflict", "mistake", "backend", "profiles", "default"}


@pytest.mark.parametrize("name", sorted(set(list_personas()) - {"terse"}))
def test_answers_have_the_length_of_speech(name: str) -> None:
    """Main answers take half a minute to a minute; the rambler takes longer."""
    for kind, texts in load_persona(name).content.answers.items():
        for text in texts:
            assert 40 <= len(plain(text).split()) <= (220 if name == "rambler" else 120), f"{kind}: {text[:60]}"


def test_bluffer_contradicts_herself() -> None:
    """Her user counts and team sizes do not agree, so that contradictions can be found."""
    text = " ".join(t for texts in load_persona("bluffer").content.answers.values() for t in texts)
    assert "two million users" in text and "forty thousand users" in text
    assert "team of eight" in text and "three people reporting to me" in text


def test_constraints_reach_the_right_reaction() -> None:
    """Labels, load and money are told apart, so that a reaction speaks about what was said."""
    ready = load_persona("ready")
    constraints = flows()["full-mock"].constraints
    for name, topic in {
        "labels_late": "labels", "usage_doubles": "volume", "tenfold_launch": "volume", "cost_spike": "cost",
        "machines_gone": "cost", "rollback_broken": "default", "must_explain": "default",
    }.items():  # fmt: skip
        for text in constraints[name].text:
            said = ready.answer(
                question=text, node="x", pattern=None, kind="constraint", target=None, turn=1, seed=1, attempt=1
            )
            assert said in getattr(ready.content.constraints, topic), f"{name}: {text}"
