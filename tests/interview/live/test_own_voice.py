"""An interviewer that hears itself notices, and stops listening to itself."""

from __future__ import annotations

import pytest

from voice_interviewer.interview.live.own_voice import Said, is_own_voice

QUESTION = "Which part of your system would fail first, and who would notice?"


@pytest.mark.parametrize(
    ("text", "start_s", "end_s", "own"),
    [
        ("Which part of your system would fail first", 10.2, 13.0, True),
        ("which part of the system would fail first and who notice", 10.1, 14.2, True),
        ("Which part", 10.1, 10.9, True),
        ("The address feed would fail first, I think", 10.2, 13.0, False),
        ("Which part of your system would fail first", 15.5, 18.0, False),
        ("Which part of your system would fail first", 10.2, 16.0, False),
        ("Which part", 8.0, 8.9, False),
        ("", 10.2, 13.0, False),
    ],
    ids=[
        "word for word",
        "garbled",
        "cut short",
        "an answer into it",
        "said back later",
        "said on",
        "before",
        "no words",
    ],
)
def test_own_words_at_their_own_time(text: str, start_s: float, end_s: float, own: bool) -> None:
    """Both must fit: the words and the time. A candidate who repeats the question does so after it."""
    assert is_own_voice(Said(QUESTION, 10.0, 14.0), text, start_s, end_s) is own


def test_while_it_is_being_said() -> None:
    """Before the utterance is over only its beginning bounds the time."""
    assert is_own_voice(Said(QUESTION, 10.0), "Which part of your system", 10.1, 12.0)
    assert not is_own_voice(None, "Which part", 10.1, 12.0)
