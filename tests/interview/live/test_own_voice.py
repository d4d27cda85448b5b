"""An interviewer that hears itself notices, and stops listening to itself."""

from __future__ import annotations

import pytest

from voice_interviewer.hearing.model import Heard, Word
from voice_interviewer.interview.live.own_voice import Said, is_own_voice, without_receipts

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


@pytest.mark.parametrize(
    ("text", "end_s", "own"),
    [
        ("All right. All right.", 20.2, True),
        ("Alright", 20.2, True),
        ("Understand, understand.", 20.2, False),
        ("Because of the cache", 20.2, False),
        ("All right. All right.", 21.2, False),
        ("Yes.", 20.2, False),
    ],
)
def test_the_first_moment_of_a_reply_that_was_taken_back(text: str, end_s: float, own: bool) -> None:
    """A fifth of a second comes back garbled, and is heard twice; who goes on says something else, or longer."""
    assert is_own_voice(Said("All right. What would fail first?", 19.9, 20.15), text, 20.0, end_s) is own
    assert is_own_voice(Said("Understood. Next.", 19.9, 20.15), "Understand, understand.", 20.0, 20.2)


def answer(*stretches: tuple[float, float, str]) -> Heard:
    """Stretches of voice with their words, evenly spread."""
    words = []
    for start, end, text in stretches:
        said = text.split()
        step = (end - start) / max(1, len(said))
        words += [Word(w, start + i * step, start + (i + 1) * step, 0.9) for i, w in enumerate(said)]
    voiced = tuple((start, end) for start, end, _ in stretches)
    return Heard(" ".join(w.text for w in words), tuple(words), stretches[0][0], stretches[-1][1], voiced)


def test_the_echo_of_a_receipt_is_taken_out_of_the_answer() -> None:
    """Its words at its time go, with their stretch of voice; the candidate's own stay."""
    heard = answer((1.0, 3.0, "I rolled it back."), (4.05, 4.4, "Okay."), (6.0, 7.0, "Okay, that night."))
    left = without_receipts(heard, [Said("Okay.", 4.0, 4.37)])
    assert left.text == "I rolled it back. Okay, that night."
    assert left.voiced == ((1.0, 3.0), (6.0, 7.0))


@pytest.mark.parametrize(
    "theirs",
    [(4.05, 5.6, "Okay, so that night."), (5.1, 5.4, "Okay."), (4.05, 4.4, "Yes."), (3.6, 4.3, "Okay.")],
    ids=["they go on", "later", "other words", "before it"],
)
def test_a_candidates_own_okay_stays(theirs: tuple[float, float, str]) -> None:
    """Theirs is longer, at another time, or in other words: the answer is the same object."""
    heard = answer((1.0, 3.0, "I rolled it back."), theirs)
    assert without_receipts(heard, [Said("Okay.", 4.0, 4.37)]) is heard
