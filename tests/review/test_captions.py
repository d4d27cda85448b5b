"""Captions: every word that was said once, and those that were said twice, twice."""

from __future__ import annotations

import pytest

from voice_interviewer.review.formats.captions import read
from voice_interviewer.review.split import by_speakers


def cues(*rows: str, length: float = 2.0) -> str:
    """Each row a cue of two seconds, one after the other."""
    return "WEBVTT\n\n" + "\n\n".join(
        f"00:00:{length * n:06.3f} --> 00:00:{length * (n + 1):06.3f}\n{row}" for n, row in enumerate(rows)
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (cues("I left it.", "I left it.", "Yes, I left it."), "I left it. I left it. Yes, I left it."),
        (cues("No.", "No.\nI kept it.", "Why?\nIt paid."), "No. No. I kept it. Why? It paid."),
        (cues("one two", "one two\nthree four", "three four\nfive"), "one two three four five"),
        (cues("one", "one two", "one two three", "one two three four"), "one two three four"),
        (
            "1\n00:00:00,000 --> 00:00:02,000\none two\n\n2\n00:00:02,000 --> 00:00:02,010\none two\n\n"
            "3\n00:00:02,010 --> 00:00:04,000\none two\nthree\n",
            "one two three",
        ),
        (cues("same", "other") + "\n\n" + "00:00:02.000 --> 00:00:04.000\nother", "same other"),
    ],
)
def test_only_captions_that_roll_are_folded(text: str, said: str) -> None:
    """Rows carried over, cues that grow and flashes between are folded; what is said again later stays."""
    made = read(text)
    assert made is not None and str(made) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "1\n00:00:01,000 --> 00:00:02,000\nOne.\n\nTwo.\n\n2\n00:00:03,000 --> 00:00:04,000\nThree.",
            "One. Two. Three.",
        ),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n\nOne.\n\n\nTwo.\n\n00:03.000 --> 00:04.000\nThree.", "One. Two. Three."),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n \nso<00:01.200><c> it</c><c> went</c>", "so it went"),
        (
            "WEBVTT\n\n00:01.000 --> 00:02.000\nOne.\n\nNOTE not said\nnor this\n\n00:03.000 --> 00:04.000\nTwo.",
            "One. Two.",
        ),
        ("WEBVTT\n\na1b2/7-0\n00:01.000 --> 00:02.000\nOne.\n\na1b2/8-0\n00:03.000 --> 00:04.000\nTwo.", "One. Two."),
        ("00:00:01,000-->00:00:02,000\nOne.\n00:00:02,000-->00:00:03,000\nTwo.", "One. Two."),
        ("1\n00:00:01,000 --> 00:00:02,000\n42\n\n2\n00:00:03,000 --> 00:00:04,000\nit was.", "42 it was."),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nx < 3 and y > 2 &amp; z", "x < 3 and y > 2 & z"),
    ],
)
def test_rows_between_two_times_are_the_cues(text: str, said: str) -> None:
    """Blank rows inside a cue, a blank first row, comments, names of cues and odd arrows."""
    made = read(text)
    assert made is not None and str(made) == said


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        (
            ("ines: What broke?", "karl: The clock did.", "It was an hour late.", "ines: And then?", "karl: I set it."),
            ("ines", "karl"),
        ),
        (
            (
                "[A_1]: What broke?",
                "[B_2]: The clock did.",
                "It was an hour late.",
                "[A_1]: And then?",
                "[B_2]: I set it.",
            ),
            ("A_1", "B_2"),
        ),
        (
            (
                "<v Ines>What broke?",
                "<v Karl>The clock did.",
                "It was an hour late.",
                "<v Ines>And then?",
                "<v Karl>I set it.",
            ),
            ("Ines", "Karl"),
        ),
        (
            (">> What broke?", ">> The clock did.", "It was an hour late.", ">> And then?", ">> I set it."),
            ("voice 2", "voice 1"),
        ),
        (
            ("Ines: What broke? Karl: The clock did.", "It was an hour late.", "Ines: And then?", "Karl: I set it."),
            ("Ines", "Karl"),
        ),
    ],
)
def test_a_speaker_goes_on_until_another_is_named(rows: tuple[str, ...], names: tuple[str, str]) -> None:
    """Names in any case and bracket, voice tags, `>>`, two people in one cue; a cue without a name is nobody new's."""
    made = read(cues(*rows))
    assert made is not None and made.speakers == names
    first, *_ = by_speakers(made)
    assert (first.question, first.heard.text) == ("What broke?", "The clock did. It was an hour late.")


def test_dashes_in_one_cue_are_two_people() -> None:
    """Rows with dashes, two in a cue, change the voice each time; that is told as a guess."""
    made = read(cues("- What broke?\n- The clock did.", "- And then what?\n- I set it by hand."))
    assert made is not None and [x.speaker for x in made.lines] == ["voice 2", "voice 1", "voice 2", "voice 1"]
    assert "guess" in made.notes[0]


def test_a_speaker_named_in_the_number_of_a_cue() -> None:
    """Webex names who speaks beside the number; none of that is speech."""
    text = (
        'WEBVTT\n\n1 "Dana Field" (12)\n00:00:01.000 --> 00:00:05.000\nWhat would break first?\n\n'
        '2 "Sam Okoro" (13)\n00:00:06.000 --> 00:00:09.000\nThe feed goes stale.\n'
    )
    made = read(text)
    assert made is not None
    assert [(line.speaker, line.text) for line in made.lines] == [
        ("Dana Field", "What would break first?"),
        ("Sam Okoro", "The feed goes stale."),
    ]


@pytest.mark.parametrize(("name", "speaker"), [("", "Unknown speaker"), ('Sam "Sammy" Okoro', 'Sam "Sammy" Okoro')])
def test_nobody_and_a_nickname_beside_the_number_are_no_speech(name: str, speaker: str) -> None:
    """Where the program does not know who speaks, or quotes part of a name, the row is still its own."""
    text = (
        'WEBVTT\n\n1 "Dana Field" (12)\n00:00:01.000 --> 00:00:05.000\nWhat would break first?\n\n'
        f'2 "{name}" (13)\n00:00:06.000 --> 00:00:09.000\nThe feed goes stale.\n'
    )
    made = read(text)
    assert made is not None
    assert [(line.speaker, line.text) for line in made.lines][1] == (speaker, "The feed goes stale.")
