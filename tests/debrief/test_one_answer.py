"""One answer as the page shows it."""

from __future__ import annotations

import pytest
from debrief_kit import debrief, row

from voice_interviewer.debrief.data.build import build
from voice_interviewer.debrief.view.one_answer import REPLIED, answer_view
from voice_interviewer.debrief.view.view import view
from voice_interviewer.rubric.keys import SIGNALS


def test_signals_not_asked_for_are_not_listed() -> None:
    """The page lists signals shown or missed, none that nobody asked for."""
    answer = view(debrief()).answers[0]
    assert {s.key for s in answer.signals} < set(SIGNALS)
    assert all(s.state != "not_asked" for s in answer.signals)


@pytest.mark.parametrize("kind", REPLIED)
def test_what_an_answer_replied_to_stands_above_it(kind) -> None:
    """A reply to a question stands under its pattern; where none was asked, that is said."""
    made = build([row("It was fine.", question="What did you learn?", kind=kind, pattern="growth")])
    shown = answer_view(made, made.answers[0], index=1, anchor="a", missed=[])
    assert shown.replied_to == (REPLIED[kind] or "Growth") and shown.asked == "What did you learn?"
    bare = build([row("It was fine.")])
    assert answer_view(bare, bare.answers[0], index=1, anchor="a", missed=[]).asked == "No question was given"


def test_commands_hold_whatever_an_answer_is_called() -> None:
    """An id with signs of the shell stands quoted; without a session there is nothing to ask for."""
    made = build([row("It was fine.", id='a"$(rm)`b')], session="s")
    shown = answer_view(made, made.answers[0], index=1, anchor="a", missed=[])
    assert shown.retake_command == """voice-interviewer practice --retake s/'a"$(rm)`b'"""
    assert shown.correct_command == 'voice-interviewer debrief s --correct "a\\"\\$(rm)\\`b:heard=said"'
    bare = build([row("It was fine.")])
    told = answer_view(bare, bare.answers[0], index=1, anchor="a", missed=[])
    assert not told.retake_command and not told.correct_command and not told.example_command


def test_an_id_too_long_to_read_gives_way_to_its_number() -> None:
    """The title tells answers apart and is short."""
    made = build([row("It was fine.", id="x" * 30)])
    assert answer_view(made, made.answers[0], index=7, anchor="a", missed=[]).title == "Answer 7"
