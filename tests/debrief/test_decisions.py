"""Whether a sentence tells a decision of the speaker's own team to which an own part can be added."""

from __future__ import annotations

import pytest

from voice_interviewer.debrief.data.decisions import (
    part_told_near,
    quoted_voice,
    repeated_next,
    settled_by_us,
)


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("And so, um, we just decided to print the lists at six.", "We decided to print the lists at six."),
        ("Then we made the decision to sell the depot.", "We made the decision to sell the depot."),
        ("The team went with paper lists in Porto.", "The team went with paper lists in Porto."),
        ("Yeah, so that's why we chose paper.", "That's why we chose paper."),
        (
            "The scanner was late, and the team chose paper because the clerks knew it.",
            "The scanner was late, and the team chose paper because the clerks knew it.",
        ),
    ],
)
def test_a_decision_is_told_whole(sentence: str, said: str) -> None:
    """Only sounds, openers and softeners go; every clause stays."""
    assert settled_by_us(sentence) == said


@pytest.mark.parametrize(
    "sentence",
    [
        "So we started to look at other scanners.",
        "Then we moved over to the depot in Porto.",
        "So we just took the paper out of the depot.",
        "It was paper or scanners, and we opted for one.",
        "We had paper and scanners, and we went with one.",
        "And they liked the lists, so we decided to work together.",
        "We decided to stick together at the depot.",
        "So we decided to quickly hit the walls of the depot.",
        "We've made a decision that by most clerks is no good list.",
        "So we decided.",
        "After a week we chose them.",
        "As an industry we decided to print lists.",
        "Everybody decided to print lists.",
        "We decided, okay, paper it is.",
        'Then we decided to call it "the night list" in Porto.',
        "If we had decided to wait, the clinics would have been lost.",
    ],
)
def test_what_is_no_decision_to_argue_for_gives_nothing(sentence: str) -> None:
    """Acts that only follow, meeting, looking, a choice without a name, and a `we` that is no team."""
    assert settled_by_us(sentence) == ""


@pytest.mark.parametrize(
    "rest",
    [
        ", and I was with the depot for four years",
        ", but we didn't get there at first",
        ", which was very helpful",
        ", and then we spent a year on the scanners",
        " -- the clerks knew the paper",
    ],
)
def test_the_decision_is_the_last_thing_told(rest: str) -> None:
    """What is added behind another matter would not be about the decision."""
    assert settled_by_us("We decided to print the lists at six.")
    assert settled_by_us(f"We decided to print the lists at six{rest}.") == ""


def test_the_own_part_is_looked_for_on_both_sides() -> None:
    """Two sentences before and behind; one further off is another matter."""
    text = "We chose paper. The clerks came. The depot was cold. I took the keys."
    assert not part_told_near(text, 0, 15)
    assert part_told_near(text.replace("The depot was cold. ", ""), 0, 15)
    told = "I argued for paper. We chose paper."
    assert part_told_near(told, told.index("We"), len(told))


def test_a_quotation_is_open_until_it_closes() -> None:
    """An odd number of straight marks, or more opening than closing ones."""
    text = 'She said "no." We chose paper. "Why? We chose it.'
    assert not quoted_voice(text, text.index("We chose p"))
    assert quoted_voice(text, text.index("We chose it"))
    curly = "She said “why? We chose it."
    assert quoted_voice(curly, curly.index("We"))


def test_a_decision_told_again_is_noticed() -> None:
    """The next sentence begins with it again, to say more."""
    assert repeated_next("We chose them. We chose those in Porto.", 14)
    assert not repeated_next("We chose them. The clerks came.", 14)
