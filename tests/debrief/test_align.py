"""Text and words meet again after every kind of difference."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_interviewer.debrief.data.align import TimeMap
from voice_interviewer.hearing.model import Word


def words(text: str, pace: float = 0.5) -> list[Word]:
    return [Word(w, i * pace, (i + 1) * pace, 0.9) for i, w in enumerate(text.split())]


def test_a_span_gets_the_time_of_its_words() -> None:
    """A span's seconds reach from its first word's start to its last word's end."""
    text = "so I decided to wait"
    assert TimeMap(text, words(text)).span(3, 12) == (0.5, 1.5)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("So, I decided to wait.", "so i decided to wait"),
        ("we used forty thousand rows, I decided to wait", "we used 40000 rows I decided to wait"),
        ("I decided to wait", "um I I decided to wait"),
        ("well then a totally new sentence here and I decided to wait", "I decided to wait"),
    ],
)
def test_differences_before_the_span_do_not_shift_it(text: str, heard: str) -> None:
    """Changed case, numbers, dropped or added words before a span leave its time right."""
    given_words = words(heard)
    start = text.index("decided")
    found = TimeMap(text, given_words).span(start, start + 7)
    want = next(w for w in given_words if w.text == "decided")
    assert found == (want.start, want.end)


def test_a_corrected_word_lies_between_its_neighbours() -> None:
    """A word nobody recognised gets a time between the words around it, and no probability."""
    text = "I visited Reykjavik twice"
    heard = [
        Word("I", 0, 0.2, 0.9),
        Word("visited", 0.2, 0.6, 0.9),
        Word("wreck", 0.7, 0.9, 0.2),
        Word("twice", 1.5, 2, 0.9),
    ]
    times = TimeMap(text, heard)
    start, end = times.span(10, 19)
    assert start is not None and end is not None and 0.6 <= start <= end <= 1.5
    assert times.probability(10, 19) is None


def test_without_words_there_is_no_time() -> None:
    """A text without words has no times, and no span fails."""
    times = TimeMap("typed", [])
    assert times.span(0, 5) == (None, None) and times.probability(0, 5) is None


@given(st.text(max_size=60), st.lists(st.text(max_size=8), max_size=12), st.integers(0, 60), st.integers(0, 60))
def test_any_text_and_any_words_give_ordered_times(text: str, tokens: list[str], a: int, b: int) -> None:
    """Whatever does not match, a span's end is never before its start and nothing raises."""
    heard = [Word(t, i * 1.0, i + 0.5, 0.5) for i, t in enumerate(tokens)]
    start, end = TimeMap(text, heard).span(min(a, b), max(a, b))
    assert (start is None) == (end is None)
    assert start is None or end is None or start <= end


def test_three_hours_align_in_a_moment() -> None:
    """Thirty thousand words with every tenth one changed align in well under a second or two."""
    rnd = random.Random(1)
    tokens = [
        rnd.choice(["alpha", "beta", "gamma", "delta", "the", "a"]) + str(rnd.randrange(50)) for _ in range(30_000)
    ]
    heard = [Word(t if i % 10 else "x" + t, i * 0.3, i * 0.3 + 0.3, 0.9) for i, t in enumerate(tokens)]
    text = " ".join(tokens)
    began = time.process_time()
    times = TimeMap(text, heard)
    start, _ = times.span(len(text) - 3, len(text))
    assert time.process_time() - began < 3.0
    assert start is not None and abs(start - 29_999 * 0.3) < 3
