"""The flow made from a list passes the check that flows of authors pass, and pursues what its patterns hope for."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_interviewer.flow.catalog import load_flow, names, shipped_constraint_ids, shipped_probes
from voice_interviewer.flow.check import check
from voice_interviewer.flow.model import Flow
from voice_interviewer.rubric.keys import PATTERNS
from voice_interviewer.tailor.choose import about, from_flows
from voice_interviewer.tailor.compose import Plan, compose, ident
from voice_interviewer.tailor.posting import Claim
from voice_interviewer.tailor.question_list import OwnQuestion, read

LIST = "\n".join(
    [
        "What would break first?", "[growth] What if it grows: a lot?", "Tell me about #yourself & why!",
        "When would you take it back?", "   - Which number says so?", "What does “done” mean, in percent (%)?",
    ]
)  # fmt: skip


def _flow(tmp_path: Path, text: str) -> Flow:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    report = check(path)
    assert not report.errors, report.errors
    return report.require()


def test_a_list_makes_a_flow_that_passes(tmp_path: Path) -> None:
    """In its order, one after the other, to the end."""
    questions = read(LIST, "q.txt").questions
    flow = _flow(tmp_path, compose(questions, Plan("own", "Own: it's", "Made."), shipped_probes()).text)
    assert [q.ask[0] for q in flow.questions.values()] == [q.text for q in questions]
    assert [q.to for q in flow.questions.values()] == [*list(flow.questions)[1:], "END"]
    assert [q.pattern for q in flow.questions.values()] == ["break_first", "growth", None, "rollback", None]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_each_pattern_pursues_its_own(tmp_path: Path, pattern: str) -> None:
    """Its topic, what a strong answer shows, and a change of circumstances; a list's own follow-up comes first."""
    question = OwnQuestion("Which one is it?", 1, pattern, True, ("Who says so?",))  # type: ignore[arg-type]
    flow = _flow(tmp_path, compose([question], Plan("own", "T", "S"), shipped_probes()).text)
    (made,) = flow.questions.values()
    assert made.follow_ups[0].ask == ("Who says so?",) and made.follow_ups[0].target is None
    assert {f.target for f in made.follow_ups[1:]} & {pattern, *made.listens_for, "scale_translation"}
    assert all(text in shipped_probes()[str(f.target)] for f in made.follow_ups[1:] for text in f.ask)


def test_an_unknown_question_is_neutral(tmp_path: Path) -> None:
    """No pattern, and so no follow-ups of one."""
    flow = _flow(tmp_path, compose([OwnQuestion("Why is it so?", 1)], Plan("own", "T", "S"), shipped_probes()).text)
    (made,) = flow.questions.values()
    assert made.pattern is None and made.follow_ups == ()


def test_same_words_have_one_id_and_like_ones_two() -> None:
    """A question keeps its id in every list, so that it has one history."""
    probes = shipped_probes()
    one = compose([OwnQuestion("Why is it so?", 1)], Plan("a", "T", "S"), probes)
    two = compose(
        [OwnQuestion("Who?", 1), OwnQuestion("Why is it so?", 2), OwnQuestion("why is it so", 3)],
        Plan("b", "T", "S"),
        probes,
    )
    assert "  why_is_it_so:" in one.text and "  why_is_it_so:" in two.text and "  why_is_it_so_2:" in two.text


def test_a_mistake_is_led_back_to_the_list(tmp_path: Path) -> None:
    """A line of the flow to the question it was made from."""
    questions = [OwnQuestion("Why is it so?", 4), OwnQuestion("What is it, and why is it so?", 9)]
    made = compose(questions, Plan("own", "T", "S"), shipped_probes())
    path = tmp_path / "own.yaml"
    path.write_text(made.text, encoding="utf-8")
    doubles = [d for d in check(path).diagnostics if d.code == "VF029"]
    assert [q for d in doubles if (q := made.source_of(d)) is not None] == [questions[1]]


def test_only_single_questions_are_taken_from_the_bank() -> None:
    """The flow that is written gives no warning about words of ours."""
    bank = {"rollback": ("What is it, and why is it so?", "Who says? Who else?", "Who says so?")}
    made = compose([OwnQuestion("Why is it so?", 1, "rollback")], Plan("own", "T", "S"), bank)
    assert "Who says so?" in made.text and "Who else" not in made.text and "and why" not in made.text


def test_a_mistake_in_our_words_is_not_the_lists(tmp_path: Path) -> None:
    """A follow-up from the bank that the check warns of is not held against the question it stands under."""
    bank = {"rollback": ("What is it, and why is it so?",), "systems_thinking": ("Who?",)}
    made = compose([OwnQuestion("Why is it so?", 1, "rollback")], Plan("own", "T", "S"), bank)
    path = tmp_path / "own.yaml"
    path.write_text(made.text, encoding="utf-8")
    found = [d for d in check(path).diagnostics if d.code == "VF029"]
    assert found and all(made.source_of(d) is None for d in found)


def test_shipped_questions_of_every_flow_stand_alone(tmp_path: Path) -> None:
    """Whatever a posting chooses, from whichever flow: the flow made of them passes, with their own follow-ups."""
    for name in names():
        chosen = from_flows(PATTERNS, [load_flow(name)], shipped_constraint_ids())
        if not chosen:
            continue
        made = compose(chosen, Plan("own", "T", "S", vocabulary=("Kafka", "null rate")), shipped_probes())
        flow = _flow(tmp_path, made.text)
        assert [q.ask for q in flow.questions.values()] == [q.ask for q in chosen]
        assert all("Kafka" in q.vocabulary for q in flow.questions.values())
        assert any(q.follow_ups for q in flow.questions.values())


def test_claims_are_asked_in_their_own_words(tmp_path: Path) -> None:
    """The quote stands in the question as it stood in the notes."""
    questions = about([Claim("serving 120k users a day", "scale", 4), Claim("cut costs by 30 percent", "result", 5)])
    flow = _flow(tmp_path, compose(questions, Plan("own", "T", "S"), shipped_probes()).text)
    asked = [q.ask[0] for q in flow.questions.values()]
    assert "serving 120k users a day" in asked[0] and "cut costs by 30 percent" in asked[1]


@pytest.mark.parametrize(
    ("name", "made"),
    [("My List (2)", "my-list-2"), ("2026", "own-2026"), ("!!", "own"), ("Übung Größe 1", "ubung-grosse-1")],
)
def test_an_id_is_made_of_any_name(name: str, made: str) -> None:
    """As the format wants it."""
    assert ident(name) == made
