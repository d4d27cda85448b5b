"""The candidate's own words in a follow-up: cut well, or not used."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_interviewer.interview.core.slots import (
    MAX_QUOTE_WORDS,
    Material,
    constraint_in_short,
    excerpt,
    fill,
    material,
    word,
)
from voice_interviewer.language.model import Analysis, Claim, Finding, Weakness
from voice_interviewer.rubric.keys import STORY_PARTS


def cut(text: str, words: str) -> str:
    start = text.index(words)
    return excerpt(text, (start, start + len(words)))


@pytest.mark.parametrize(
    ("text", "words", "quote"),
    [
        ("So um we we kind of shipped it, and then it broke.", "kind of", "we kind of shipped it"),
        ("Well, I guess I sort of decided it because it was late", "sort of", "I sort of decided it"),
        (
            "The feed failed. We decided to wait for them. Then it came back.",
            "We decided",
            "We decided to wait for them",
        ),
        (
            "it was fine but the team chose the old model and the users complained",
            "team chose",
            "the team chose the old model",
        ),
        ("We, uh, agreed on it", "agreed", "We agreed on it"),
    ],
)
def test_a_quote_is_the_clause_around_the_words(text: str, words: str, quote: str) -> None:
    """Edges at clauses, no fillers, no stutter, no opening conjunction."""
    assert cut(text, words).lower() == quote.lower()


def test_a_long_clause_is_not_cut_but_left_out() -> None:
    """Half a clause is nobody's sentence: more than twelve words are not said back."""
    text = "We decided to launch the new ranking service to everyone on the second day of the quarter of that year"
    assert cut(text, "We decided") == ""
    assert cut(text[: text.index(" on the second")], "We decided") == text[: text.index(" on the second")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I think.", "think"),
        ("I looked around to see if there were any .NET -- any of them at all.", "looked"),
        ('They kept asking "should we do it online or in person?" We went on.', "should we"),
        ("It was like, let us do it then, you know.", "let us"),
        ("The main thing there was that it is.", "thing"),
        ("What we did was we did the", "we did"),
    ],
)
def test_fragments_and_other_voices_are_not_said_back(text: str, words: str) -> None:
    """No half sentence, no break, no quoted voice."""
    assert cut(text, words) == ""


def test_a_quote_fits_what_is_asked_of_it() -> None:
    """Whose call it was is not asked of a fact about the world, and nothing is traded for what has no number."""
    text = "The list is printed at six in the morning."
    assert material(said(text, "team_voice", "printed"), None, "team_voice").of("quote") == ""
    assert material(said(text, "generic", "printed"), None, "generic").of("quote") == ""
    assert material(said("We dropped the list in May.", "team_voice", "dropped"), None, "team_voice").of("quote")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I'm sorry, this is a bad example of what I did", "sorry"),
        ("I apologise for the small size of it all", "apologise"),
        ("so", "so"),
        ("12 34", "12"),
    ],
)
def test_what_should_not_be_said_back_is_not(text: str, words: str) -> None:
    """No apology, no fragment, nothing but digits."""
    assert cut(text, words) == ""


def said(text: str, label: str, words: str) -> Analysis:
    start = text.index(words)
    finding = Finding(label, start, start + len(words), words, "why")
    return Analysis(text, (finding,), weakness=Weakness(label, "why", (start, start + len(words))))


@pytest.mark.parametrize("label", ["apology", "absence_lead"])
def test_apologies_and_disclaimers_are_never_thrown_back(label: str) -> None:
    """Whatever the words are, these two are not quoted."""
    analysis = said("I have only ever done small things at one clinic", label, "only ever done")
    assert material(analysis, analysis.weakness.quote, label).of("quote") == ""


def test_a_poorly_heard_answer_is_not_quoted() -> None:
    """Below the confidence nothing of it is said back; what we said ourselves may be."""
    analysis = said("We decided to merge them into one score", "team_voice", "We decided")
    assert material(analysis, analysis.weakness.quote, "team_voice").of("quote")
    poor = material(
        analysis, analysis.weakness.quote, "team_voice", confidence=0.4, constraint="Labels are late. What now?"
    )
    assert poor.values == {"constraint": "Labels are late"}


def test_decisions_claims_and_metrics_fill_their_slots() -> None:
    """Each slot has its own source in the analysis."""
    text = "I held the launch back. We had two million users, and we tracked accuracy."
    claim = text.index("two million users")
    analysis = Analysis(
        text,
        story={"decision": (0, 22)},
        claims=(Claim("scale", claim, claim + 17, "two million users", True, False, False),),
    )
    assert material(analysis, None, None).values == {
        "decision": "I held the launch back",
        "claim": "We had two million users",
        "metric": "accuracy",
    }


def test_a_slot_that_cannot_be_filled_refuses_the_variant() -> None:
    """And a quote that would make the whole too long does too."""
    words = Material({"quote": "we decided to wait for them"})
    assert (
        fill("You said: {quote}. Whose call was that?", words)
        == "You said: we decided to wait for them. Whose call was that?"
    )
    assert fill("You said: {decision}. Whose call was that?", words) is None
    assert fill("{quote} " + "and then " * 12, words) is None


def test_words_fall_back_to_a_variant_without_slots() -> None:
    """When nothing can be quoted there still is something to say; when every variant needs a slot there is not."""
    variants = ("You said: {quote}. Why?", "Why that?")
    assert {word(variants, Material({}), seed) for seed in range(20)} == {"Why that?"}
    assert len({word(variants, Material({"quote": "we chose it"}), seed) for seed in range(20)}) == 2
    assert word(("You said: {quote}.",), Material({}), 1) is None


def test_a_constraint_in_short_is_its_news() -> None:
    """The question behind it is left away; a bare question is nothing."""
    assert (
        constraint_in_short("From today the labels arrive six weeks late. What changes?")
        == "From today the labels arrive six weeks late"
    )
    assert constraint_in_short("What now?") == ""


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_no_quote_is_too_long_or_unspeakable(text: str, start: int, end: int) -> None:
    """For any text and span: at most twelve words, no markup, no braces."""
    found = excerpt(text, (start, end))
    assert len(found.split()) <= MAX_QUOTE_WORDS
    assert not set(found) & set("<>{}[]$`*|\\\n")


def test_what_touched_somebody_is_not_said_back_to_them() -> None:
    """Of one sentence about an illness in an answer about work no word is quoted."""
    said = "I decided to keep the old list when I had cancer. I decided to keep the old list."
    found = (Finding("decision_ownership", 0, 49, said[:49], ""), Finding("ownership", 50, len(said), said[50:], ""))
    analysis = Analysis(said, found, dict.fromkeys(STORY_PARTS))
    assert material(analysis, None, "decision_ownership").of("quote")
    touched = replace(analysis, touched=((0, 49),))
    assert material(touched, None, "decision_ownership").of("quote") == ""
    assert material(touched, None, "ownership").of("quote") == "I decided to keep the old list"
