"""The story bank keeps the candidate's own words, asks before it keeps a story, and loses none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from voice_interviewer.errors import InputFileError, NotFoundError
from voice_interviewer.progress.stories import PARTS, advice, confirm, discard, kept, load_bank, propose, save_bank

CLINIC = {
    "context": "At the dental clinic receptionists phoned patients before lunch.",
    "decision": "I decided the calling list should hold twenty names.",
    "result": "Missed appointments fell from ninety to sixty.",
}


def answer(
    parts: dict[str, str], id: str = "1", *, signals: tuple[str, ...] = (), pattern: str | None = None
) -> dict[str, Any]:
    return {
        "id": id,
        "transcript": {"text": " ".join(parts.values())},
        "story_evidence": {k: {"text": v, "start_s": 1.0} for k, v in parts.items()},
        "signals": {s: {"state": "volunteered", "evidence": [{"text": "x"}]} for s in signals},
        "pattern": pattern,
    }


def debrief(*answers: dict[str, Any], session: str = "s1") -> dict[str, Any]:
    return {"session": session, "started": "2026-11-22", "answers": list(answers)}


def test_an_answer_with_decision_and_two_parts_is_proposed() -> None:
    """The proposal holds the candidate's sentences by part, says what is missing, and is not confirmed."""
    (story,) = propose(debrief(answer(CLINIC, signals=("restraint",), pattern="hindsight")), [])
    assert story.parts["decision"].text == CLINIC["decision"] and not story.confirmed
    assert story.missing == ("expectation", "change")
    assert set(story.serves) == {"hindsight", "not_do"}
    assert story.title.startswith("I decided the calling list")


def test_of_something_personal_no_story_is_proposed() -> None:
    """An illness or a loss is nobody's judgement story, however many parts it has."""
    assert propose(debrief({**answer(CLINIC), "personal": True}), []) == []


@pytest.mark.parametrize("left_out", ["decision", "context"])
def test_too_few_parts_make_no_story(left_out: str) -> None:
    """Without a decision, or with fewer than three parts, nothing is proposed."""
    parts = {k: v for k, v in CLINIC.items() if k != left_out}
    assert propose(debrief(answer(parts)), []) == []


def test_the_same_story_told_again_fills_what_was_missing() -> None:
    """Recognised by its rare words, the story gains the missing part and where it was told; told parts stay."""
    bank = propose(debrief(answer(CLINIC)), [])
    again = {
        "decision": "I decided twenty names on the calling list was enough for the receptionists at the clinic.",
        "change": "Since then I count missed appointments by patient.",
    }
    (story,) = propose(debrief(answer(again), session="s2"), bank)
    assert story.parts["decision"].text == CLINIC["decision"] and story.missing == ("expectation",)
    assert [t.session for t in story.told] == ["s1", "s2"]


def test_another_story_stays_another() -> None:
    """A story without shared rare words becomes a proposal of its own, with its own id."""
    other = {
        "context": "The warehouse robots shared one narrow corridor.",
        "decision": "I blocked the faster route planner.",
        "change": "Afterwards every planner had a simulated corridor.",
    }
    bank = propose(debrief(answer(CLINIC), answer(other, "2")), [])
    assert len(bank) == 2 and len({s.id for s in bank}) == 2


def test_reading_a_session_twice_changes_nothing() -> None:
    """Proposals are idempotent."""
    once = propose(debrief(answer(CLINIC)), [])
    assert propose(debrief(answer(CLINIC)), once) == once


def test_confirming_and_discarding() -> None:
    """Only the candidate makes a proposal a story; a dropped one is not proposed again; unknown ids are refused."""
    bank = propose(debrief(answer(CLINIC)), [])
    (mine,) = confirm(bank, bank[0].id, title="The twenty names")
    assert mine.confirmed and mine.title == "The twenty names" and kept([mine]) == [mine]
    gone = discard(bank, bank[0].id)
    assert kept(gone) == [] and kept(propose(debrief(answer(CLINIC)), gone)) == []
    for act in (confirm, discard):
        with pytest.raises(NotFoundError):
            act(bank, "nothing")


def test_the_bank_comes_back_as_it_was(tmp_path: Path) -> None:
    """Saved and loaded, every part and place is the same; a damaged file is refused and not overwritten."""
    path = tmp_path / "stories.json"
    assert load_bank(path) == []
    bank = propose(debrief(answer(CLINIC, signals=("restraint",))), [])
    save_bank(bank, path)
    assert load_bank(path) == bank
    path.write_text("{broken")
    with pytest.raises(InputFileError):
        load_bank(path)
    assert path.read_text() == "{broken"


def test_advice_counts_and_names_what_is_open() -> None:
    """Below three it says how many are needed; with three it names the patterns nothing serves."""
    (story,) = propose(debrief(answer(CLINIC, signals=("restraint",))), [])
    mine = confirm([story], story.id)
    assert advice([]).startswith("0 confirmed; 3 more are") and advice(mine).startswith("1 confirmed; 2 more are")
    assert "practice story-builder" in advice([], typed=True) and "`" not in advice([]), "a command in a terminal only"
    assert "none of them fits" in advice(mine * 3) and "Rolling back" in advice(mine * 3)
    assert "more than can be told well" in advice(mine * 6)
    assert set(PARTS) >= set(story.parts)
