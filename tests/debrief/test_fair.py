"""What an answer is held to on the page."""

from __future__ import annotations

import pytest
from debrief_kit import row

from voice_interviewer.debrief.data.build import build
from voice_interviewer.debrief.data.schema import FollowUp, SignalRow
from voice_interviewer.debrief.examples import add_examples
from voice_interviewer.debrief.paint import html, markdown
from voice_interviewer.debrief.view import fair
from voice_interviewer.debrief.view.view import view

TOLD = (
    "In spring the desk had no printer at all and the queue grew by the hour, so I moved it to the hall, and the "
    "queue went down to nothing within a week."
)


@pytest.mark.parametrize(
    "said",
    [
        "Excuse me, I did not catch the last word, can you say again?",
        "Sorry, could you please repeat the question for me once more?",
        "What do you mean by the weakest part of the whole system?",
        "Hmm. Um.",
        "I'd call the desk earlier.",
    ],
)
def test_who_asks_back_or_hardly_speaks_is_told_of_nothing_missing(said: str) -> None:
    """The question asked back, or a word or two, has no room for what could be missing, nor for a next question."""
    made = row(said)
    made.signals = {"restraint": SignalRow(state="missed")}
    made.follow_up = FollowUp(target="restraint", text="What did you leave out?", why="")
    assert not fair.is_answer(made) and not fair.missing(made, "restraint") and not fair.worth_asking(made)


def test_an_answer_that_ends_in_a_question_is_one() -> None:
    """`Right?` at the end, or a question that was put to oneself, asks nothing back."""
    assert fair.is_answer(row("We moved it all to one table, and that was the end of it, right?"))
    assert fair.is_answer(row("So I asked myself every day what would happen if nobody came?"))


def test_no_decision_is_called_missing_beside_one_that_was_told() -> None:
    """The page does not list which decision was yours as not heard and the decision as told."""
    made = row(TOLD, story={"decision": "I moved it to the hall"})
    made.signals = {k: SignalRow(state="missed") for k in ("decision_ownership", "restraint")}
    assert not fair.missing(made, "decision_ownership") and fair.missing(made, "restraint")
    made.story["decision"] = False
    assert fair.missing(made, "decision_ownership")


def test_an_explanation_is_not_shown_as_a_story_with_parts_missing() -> None:
    """Where only the setting was told and no story was asked for, no part is called missing."""
    one = {"context": "In spring the desk had no printer"}
    assert fair.story_parts(row(TOLD, story=one)) == []
    asked = row(TOLD, story=one, node="story", signals_asked=["decision_ownership"])
    assert [told for _, told in fair.story_parts(asked)] == [True, False, False, False, False]
    two = {**one, "result": "the queue went down to nothing"}
    assert [told for _, told in fair.story_parts(row(TOLD, story=two))] == [True, False, False, True, False]
    page = html.render(build([row(TOLD, story=one)]))
    assert "not told" not in page and "parts of the story" not in page


def test_a_session_offers_no_next_question_where_nothing_was_left_open() -> None:
    """There an interviewer went on elsewhere; a review has none, and is given one."""
    bare = FollowUp(target=None, text="Suppose ten times as many people came.", why="")
    session, review = row(TOLD, follow_up=bare), row(TOLD, follow_up=bare, source="answer.txt")
    assert not fair.worth_asking(session) and fair.worth_asking(review)
    session.follow_up = bare.model_copy(update={"target": "restraint"})
    assert fair.worth_asking(session)


def test_of_several_findings_alike_the_first_says_why() -> None:
    """A reason that is the same four times is read once an answer, in both painters."""
    made = build([row("I guess so. I guess not. I guess so.", ("hedge", "I guess so"), ("hedge", "I guess not"))])
    assert [n.why for n in view(made).answers[0].notes] == ["because", ""]
    assert html.render(made).count(": because") == 1 and markdown.render(made).count("— because") == 1


def test_nothing_is_missing_or_to_be_changed_where_something_personal_is_told() -> None:
    """No priority, no missing signal, no gap in a story, no better example; the other answers are told of as always."""
    told = row("I had cancer and was away for a year. " * 3, question="What would break first?", personal=True)
    alone = build([told])
    assert {s.state for s in told.signals.values()} == {"not_asked"} and fair.story_parts(told) == []
    assert alone.debrief.priorities == [] and "nothing in it is weighed" in alone.debrief.verdict
    assert "another try" in alone.debrief.next_steps[0]
    for page in (html.render(alone), markdown.render(alone)):
        assert "There is nothing to change in what was told." in page and "stood out" not in page
    work = row(
        "Sorry, it was only a small thing. " * 8, ("apology", "Sorry"), ("minimizer", "only a small thing"), id="2"
    )
    both = build([told, work]).debrief
    assert both.priorities and {p.answer for p in both.priorities} == {"2"}
    assert add_examples(build([told.model_copy(update={"pattern": "break_first"})])).answers[0].example is None
