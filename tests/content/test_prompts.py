"""Everything the shipped interviewers may ask: short, sayable, one question at a time, said once."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from content_kit import asked, flows

from voice_interviewer.flow.check_text import MAX_WORDS
from voice_interviewer.flow.schema import TARGETS
from voice_interviewer.rubric import keys

MOST_QUOTED = 12
"Words a slot may be filled with."


def test_prompts_are_short_even_with_a_quote_in_them() -> None:
    """No prompt has 25 words or more, the longest quote included."""
    for place, text in asked():
        slots = len(re.findall(r"\{\w+\}", text))
        words = len(re.sub(r"\{\w+\}", "", text).split()) + slots * MOST_QUOTED
        assert words <= MAX_WORDS, f"{place}: {words} words: {text}"


def test_prompts_are_good_to_hear() -> None:
    """No digits, parentheses, lists, abbreviations, dashes or symbols that a voice stumbles on."""
    for place, text in asked():
        bare = re.sub(r"\{\w+\}", "", text)
        assert re.fullmatch(r"[A-Za-z ,.?:']+", bare), f"{place}: {text}"
        assert not re.search(r"\b[A-Z]{2,}\b", bare), f"{place}: {text}"


def test_prompts_ask_one_thing() -> None:
    """At most one question mark, and it ends the text."""
    for place, text in asked():
        assert text.count("?") <= 1, f"{place}: {text}"
        assert text.endswith(("?", ".")), f"{place}: {text}"
        if "?" in text:
            assert text.endswith("?"), f"{place}: {text}"


def test_prompts_neither_judge_nor_coach() -> None:
    """No praise, no blame, and no advice on how to answer better."""
    telling = re.compile(
        r"\b(?:great|excellent|impressive|well done|not enough|too vague|try to|you should|should have said|"
        r"better answer|be more|remember to|stop saying|avoid saying|instead of we|say i\b)",
        re.IGNORECASE,
    )
    for place, text in asked():
        assert not telling.search(text), f"{place}: {text}"


def test_prompts_never_quote_an_apology_back() -> None:
    """Probes for apologies and opening disclaimers ask about the work; those for apologies do without {quote}."""
    for name, flow in flows().items():
        assert not any("{quote}" in text for text in flow.probes["apology"]), name


def test_no_text_is_written_twice() -> None:
    """Every asked text stands in one place only."""
    seen = Counter(text.lower() for _, text in asked())
    assert [text for text, count in seen.items() if count > 1] == []


def test_there_is_enough_to_ask() -> None:
    """At least 120 follow-ups and probes, at least 12 constraints, at least four variants a question."""
    follow_ups = [text for place, text in asked() if place.count("/") == 2 or place.startswith("probes/")]
    assert len(follow_ups) >= 120
    constraints = {place for place, _ in asked() if place.startswith("constraints/")}
    assert len(constraints) >= 12
    for flow in flows().values():
        for node, question in flow.questions.items():
            assert len(set(question.ask)) >= 4, f"{flow.id}/{node}"


@pytest.mark.parametrize("target", [t for t in TARGETS if t not in keys.DISFLUENCIES])
def test_every_target_has_probes_with_and_without_a_quote(target: str) -> None:
    """At least three variants a target, at least two of them without any slot."""
    texts = flows()["full-mock"].probes[target]
    assert len(texts) >= 3
    assert sum("{" not in text for text in texts) >= 2
    if target not in ("apology", "freeze", "apologetic_minimising"):
        assert any("{" in text for text in texts)
