"""Sentences of a text, as every room sees them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_interviewer.english.sentences import sentences
from voice_interviewer.english.tokens import tokenise


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It broke. I went back!  Why?", ["It broke.", "I went back!", "Why?"]),
        ("It fell 3.5 percent in v2.0. Done", ["It fell 3.5 percent in v2.0.", "Done"]),
        ("He said “go.” (It was late.) Then", ["He said “go.”", "(It was late.)", "Then"]),
        ("Well… I waited", ["Well…", "I waited"]),
        ("no full stop at all", ["no full stop at all"]),
        ("...", []),
        ("", []),
        (" \n", []),
    ],
)
def test_a_text_is_cut_at_its_full_stops(text: str, parts: list[str]) -> None:
    """Marks stay with their sentence, white space with none; a stop within a number ends nothing."""
    assert [text[first:last] for first, last in sentences(text)] == parts


@given(st.text(alphabet="aB .!?…\"“”()'\n,9", max_size=80))
def test_every_word_stands_in_one_sentence(text: str) -> None:
    """Spans are in order, do not overlap, and are the sentences that findings rest on."""
    spans = sentences(text)
    assert all(a < b for a, b in spans) and all(b <= c for (_, b), (c, _) in pairwise(spans))
    read = tokenise(text)
    assert len(spans) == len(read.sentences)
    for (first, last), sentence in zip(spans, read.sentences, strict=True):
        assert all(first <= t.start and t.end <= last for t in read.tokens[sentence.first : sentence.last])
