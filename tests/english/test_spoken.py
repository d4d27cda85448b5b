"""Spoken sentences made fit to be said again: words are only left out, and what carries meaning stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_interviewer.english.spoken import clauses, content_words, finished, fluent, opened


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("So, you know, I kept the old index.", "I kept the old index."),
        ("Um, we, we moved it on Friday.", "we moved it on Friday."),
        ("It was, I guess, three clinics.", "It was three clinics."),
        ("I wrote the check, or something like that.", "I wrote the check."),
        ("It was very, very slow.", "It was very, very slow."),
        ("That is the kind of error we alert on.", "That is the kind of error we alert on."),
    ],
)
def test_sounds_asides_and_stutters_go(said: str, kept: str) -> None:
    """What only opens, trails or repeats is left out; repeated for weight, or meant as a kind of thing, it stays."""
    assert fluent(said) == kept


@given(st.lists(st.sampled_from("So um I didn't never not 12 Ruth kept it , you know like we we".split()), max_size=14))
def test_nothing_is_added_and_no_denial_or_number_is_lost(words: list[str]) -> None:
    """Each word of the result was said, in that order; negations, numbers and names are all still there."""
    said = " ".join(words)
    left = fluent(said).replace(",", " ").split()
    rest = iter(said.replace(",", " ").split())
    assert all(word in rest for word in left)
    for kept in ("didn't", "never", "not", "12", "Ruth"):
        assert left.count(kept) == words.count(kept) or kept in left


def test_an_end_a_capital_and_the_right_article() -> None:
    """Made a sentence again; nothing stays nothing."""
    assert finished("i gave up a old index ,, then") == "I gave up an old index, then."
    assert finished(" ,; ") == ""
    assert opened("Well, so the cache went.") == "the cache went."


def test_clauses_hold_what_was_found() -> None:
    """Longest first, cut only where clauses join, never below a word that governs them."""
    said = "The cache was stale, so I switched it off, and nobody noticed."
    low = said.index("I switched")
    found = list(clauses(said, low, low + len("I switched it off")))
    assert found[0] == said.rstrip(".") or found[0] == said
    assert any(clause.endswith("I switched it off") for clause in found)
    assert all("I switched it off" in clause for clause in found)
    assert content_words("We kept the [which] index of it") == ["kept", "index"]


def test_a_sorry_between_two_clauses_leaves_their_comma() -> None:
    """They would run into each other without it."""
    assert fluent("We had no rollback, sorry, it's a script.") == "We had no rollback, it's a script."
    assert fluent("We had, sorry, no rollback.") == "We had no rollback."
