"""The small language of the rule files: words, classes, alternatives, gaps; what is malformed is named."""

from __future__ import annotations

import pytest

from voice_interviewer.language.rules import lexicon, pattern, rules
from voice_interviewer.language.rules.passage import prepare


def found(source: str, text: str) -> list[str]:
    """The stretches of `text` that a pattern reports."""
    here = prepare(text, rules.codes())
    compiled = pattern.compile_pattern(source, rules.codes().of)
    spans = ((first, last) for *_, first, last in rules.matches(compiled, here))
    return [text[here.tokens[first].start : here.tokens[last - 1].end] for first, last in spans]


@pytest.mark.parametrize(
    ("source", "text", "hit"),
    [
        ("i <adv>? guess|suppose", "Well, I really suppose so.", True),
        ("i <adv>? guess|suppose", "They guess.", False),
        ("( the team | everyone ) ..2 agreed", "The team at once agreed.", True),
        ("( the team | everyone ) ..2 agreed", "The team went home and later agreed.", False),
        ("^ sorry", "Sorry, no.", True),
        ("^ sorry", "No, sorry.", False),
        ("sorry !to", "Sorry to hear it.", False),
        ("predict*", "It predicts rain.", True),
        ("i decided", "I, um, I decided.", True),
    ],
)
def test_each_sign_means_what_the_page_says(source: str, text: str, hit: bool) -> None:
    """Alternatives, optional words, gaps, edges, beginnings of words; fillers and repeats are gone before."""
    assert bool(found(source, text)) is hit


def test_braces_are_what_is_reported() -> None:
    """The rest of the pattern is condition only."""
    assert found("{ not sure } ..4 counts", "I am not sure that it counts.") == ["not sure"]


@pytest.mark.parametrize("source", ["i <nonsense> guess", "( a | b"])
def test_a_malformed_pattern_is_named(source: str) -> None:
    """The error quotes the pattern, so that its author finds it."""
    with pytest.raises(ValueError, match="pattern '"):
        pattern.compile_pattern(source, rules.codes().of)


def test_words_have_classes_and_numbers_are_told() -> None:
    """The lexicon names its classes; compounds of numbers are numbers."""
    words = lexicon.load()
    assert {"adv", "decide_past"} <= words.classes
    assert lexicon.is_number("forty-two") and not lexicon.is_number("forty-niner")
