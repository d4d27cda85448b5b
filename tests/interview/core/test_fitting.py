"""What is asked after an answer presupposes no more than the answer told."""

from __future__ import annotations

import re

import pytest
from interview_kit import analyse

from voice_interviewer.interview.core.fitting import (
    READY,
    Fitting,
    Lines,
    _lines,
    addressed,
    asks_again,
    counts,
    manner,
    variants,
)
from voice_interviewer.interview.core.next_question import next_question

TOLD = (
    "When the depot moved in 2019 I built the list again, and we had two weeks for it. I asked the drivers what they "
    "missed, then I dropped half of the columns, and eventually we printed it at six every morning."
)
VIEW = (
    "The list is a table that means one thing to the driver and another to the depot. You should use the same names in "
    "both, because people think they can read the code. It is better for the model, and that is important."
)
INSTEAD = ("named", "plan", "opinion")
TALK = "Thank you so much! Welcome to the show. Do you want to tell us about it? What do you think?"


@pytest.mark.parametrize(("text", "how"), [(TOLD, "told"), (VIEW, "view"), (TALK, "talk")])
def test_how_an_answer_was_given(text: str, how: str) -> None:
    """A story, an explanation and a host's line are told apart by what is counted of their words."""
    assert manner(analyse(text)) == how


def test_shown_judgement_is_never_taken_for_talk() -> None:
    """However an answer is dressed, what it showed is not turned away from."""
    assert manner(analyse("[restraint]Thank you! Welcome to the show. Do you want it? What do you think?")) != "talk"


def test_one_act_is_enough_where_acts_are_asked_about() -> None:
    """After a single `I chose` nobody is asked whether they ever chose."""
    text = VIEW + " I chose the plain names."
    assert manner(analyse(text)) == "view" and manner(analyse(text), "decision_ownership") == "told"


@pytest.mark.parametrize("how", ["told", "view", "talk"])
@pytest.mark.parametrize(
    "target", [None, READY, *(name for name in Lines.model_fields if name not in ("open", "ready", *INSTEAD))]
)
def test_there_are_words_for_every_target(how: str, target: str | None) -> None:
    """At least one line without a slot, one or two sentences, a question."""
    lines = variants(how, target, {})  # type: ignore[arg-type]
    plain = [line for line in lines if "{" not in line]
    assert plain and all(line.endswith("?") and len(line.split()) <= 20 for line in plain)


def test_lines_for_explanations_and_talk_presuppose_no_act() -> None:
    """Nothing asked after a view or after talk speaks of what `you did`, but as a question of its own."""
    shipped: Fitting = _lines()
    for lines in (shipped.view, shipped.talk):
        for line in lines.open + lines.decision_ownership:
            assert not re.search(r"\bwhat you (?:did|decided|built)\b|\bthat decision\b|\byou had not\b", line), line


def test_small_talk_is_led_to_ones_own_work() -> None:
    """No accusation, no constraint out of the blue."""
    _, text, why = next_question(analyse(TALK))
    assert text in variants("talk", None, {}) and "mend" not in why


def test_counts_stay_small_whatever_the_text() -> None:
    """Empty, endless and strange texts give finite counts."""
    for text in ("", "? " * 5000, "I built it. " * 2000, "\x00"):
        assert all(0 <= value <= 12 for value in counts(text))


def test_what_was_chosen_is_named_in_the_question() -> None:
    """Not `that`: the thing itself, in the speaker's own words."""
    _, text, _ = next_question(
        analyse("The night shift was small. We decided to use a managed queue, because of the clerks.")
    )
    assert "managed queue" in text


def test_own_work_is_not_turned_away_from() -> None:
    """Whoever told an act is not led to their own work, whatever else they say."""
    assert manner(analyse("Thank you so much! Welcome to the show. I built our route planner for the depot.")) != "talk"


@pytest.mark.parametrize(
    "text",
    [
        "The list is printed at six and the depot reads it. How does your list come about?",
        "He moved to the depot, and she said that he had his list and her map, and he was glad.",
        "You mentioned your route planner, and your clerks, and your depot; I liked how you said it.",
    ],
)
def test_talk_of_somebody_else_is_led_to_ones_own_work(text: str) -> None:
    """A question back, a third person, praise of the listener: `that` would be nobody's."""
    assert addressed(text) and manner(analyse(text)) == "talk"


def test_the_question_is_put_again_where_that_is_asked() -> None:
    """An answer that ends by asking for the question gets it."""
    text = "A third of the lists go to the depot. Sorry, what was the original question?"
    assert asks_again(text) and not asks_again(TOLD)
    assert next_question(analyse(text), "Why a third?")[1] == "Why a third?"


def test_whose_decision_it_was_is_asked_where_several_decided() -> None:
    """What one person did alone, an opinion and a plan are left for something of one's own."""
    assert variants("told", None, {}, "At noon we moved the list to the depot.") == _lines().told.open
    assert variants("told", None, {}, "I carried the list to the depot.") == _lines().talk.open
    assert variants("view", None, {}, "I think the depot should be read first.") == _lines().view.open


def test_no_past_is_presupposed_without_an_act() -> None:
    """An account of how things are, however much of it stands in the past, is none of one's own deeds."""
    assert (
        manner(analyse("The depot was large and had lists. There were eleven clerks at the time, years ago, in 1990."))
        != "told"
    )
