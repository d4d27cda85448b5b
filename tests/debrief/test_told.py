"""Whether the own part in a decision is told next to it, so that nobody is asked to say it again."""

from __future__ import annotations

import pytest

from voice_interviewer.debrief.data.told import NEAR, part_told_near, supposed

DECISION = "So we decided to print the lists at six."


def told(before: str, behind: str, decision: str = DECISION) -> bool:
    """Whether the own part is told near the decision."""
    text = f"{before} {decision} {behind}".strip()
    first = text.index(decision)
    return part_told_near(text, first, first + len(decision))


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("", "I was personally against six."),
        ("", "The clerks came at five, and I took on the printing."),
        ("", "The clerks came at five. I wrote the plan for the night."),
        ("", "Six was my idea."),
        ("", "The clerks came at five, and the day before I had pushed for it."),
        ("I had recommended six from the start.", "The clerks came at five."),
        ("I argued for six. The clerks came.", ""),
    ],
)
def test_an_own_part_is_found_on_both_sides(before: str, behind: str) -> None:
    """An act, a wish or an argument of the speaker's within two sentences before or behind."""
    assert told(before, behind)


def test_an_own_part_may_stand_in_the_decision_itself() -> None:
    """Who says that they argued for it, and that it was decided, has told their part."""
    assert told("", "", "I argued for six and then we decided to print the lists at six.")


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("", ""),
        ("", "I know Porto well."),
        ("", "I need a scanner."),
        ("", "I indeed like Porto."),
        ("", "I feed the cat at six."),
        ("", "The clerks, I think, came at five."),
        ("", "But the clerks came at five."),
        ("I printed the first lists.", "The depot has clerks."),
    ],
)
def test_a_remark_is_no_own_part(before: str, behind: str) -> None:
    """What the speaker knows or supposes, and what they did before it was decided, is no part in it."""
    assert not told(before, behind)


def test_what_is_further_off_is_another_matter() -> None:
    """Only `NEAR` sentences on each side are read."""
    between = "The depot was cold. " * NEAR
    assert not told("", f"{between}I took the keys.")
    assert told("", f"{between.split('. ')[0]}. I took the keys.")
    assert not told(f"I argued for six. {between}", "")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("If we had decided to wait, the clinics would have been lost.", True),
        ("I don't think the team decided it.", True),
        ("I am not sure the team decided it.", True),
        ("It is not true that the team decided it.", True),
        ("I would never claim that the team decided it.", True),
        ("I wish the team decided it.", True),
        ("Maybe the team decided it.", True),
        ("She said the team decided it.", True),
        ("I said the team decided it.", False),
        ("I don't remember the year but the team decided it.", False),
        ("Had a good week and the team decided it.", False),
        ("We did not know the depot so the team decided it.", False),
        ("I don't know the reasons, but the team decided it.", False),
        ("I do not know whether the team decided it.", True),
        ("Had the team decided it, the lists would be late.", True),
        ("If you ask the clerks, the team decided it.", False),
        ("When the lists were late, the team decided it.", False),
    ],
)
def test_what_was_supposed_denied_or_said_by_others_was_no_decision(sentence: str, expected: bool) -> None:
    """Only within its own clause: what follows a comma may be true all the same."""
    at = next(sentence.index(words) for words in ("we had decided", "the team decided") if words in sentence)
    assert supposed(sentence, 0, at) == expected
