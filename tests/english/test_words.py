"""The small English: words and sentences with offsets, verb forms, numbers as said, slips of speech, which language."""

from __future__ import annotations

import pytest

from voice_interviewer.english import fluency, inflect, language_id, numbers, tokens
from voice_interviewer.english.wordset import words
from voice_interviewer.language.rules import rules
from voice_interviewer.language.rules.passage import prepare


def test_a_contraction_is_two_words_on_the_same_characters() -> None:
    """`don't` reads as `do not`; both point at the characters that were written."""
    text = tokens.tokenise("I don't know")
    assert [token.norm for token in text.tokens] == ["i", "do", "not", "know"]
    assert text.tokens[1].start == text.tokens[2].start == 2
    assert text.raw[text.tokens[3].start : text.tokens[3].end] == "know"


def test_sentences_are_told_and_questions_marked() -> None:
    """A mark ends a sentence; only the one with a question mark asks."""
    text = tokens.tokenise("We shipped it. Did it hold?")
    assert [(s.first, s.last, s.question) for s in text.sentences] == [(0, 3, False), (3, 6, True)]
    assert tokens.tokenise("").sentences == []


@pytest.mark.parametrize(
    ("verb", "third", "past", "gerund"),
    [
        ("carry", "carries", ("carried",), "carrying"),
        ("stop", "stops", ("stopped",), "stopping"),
        ("go", "goes", ("went", "gone"), "going"),
        ("write", "writes", ("wrote", "written"), "writing"),
    ],
)
def test_verbs_are_inflected(verb: str, third: str, past: tuple[str, ...], gerund: str) -> None:
    """Regular verbs by spelling, irregular ones by list."""
    assert (inflect.third(verb), inflect.past(verb), inflect.gerund(verb)) == (third, past, gerund)


def test_a_phrase_is_inflected_in_its_verb() -> None:
    """Only the first word changes; pasts that look like their present are no evidence of the past."""
    assert inflect.with_verb("carry over", inflect.past("carry")) == ("carried over",)
    assert "went" in inflect.past_forms() and "set" not in inflect.past_forms()


def said(text: str) -> list[tuple[float, str]]:
    found = prepare(text, rules.codes()).tokens  # numbers are told by their word class
    return [(number.value, number.unit) for number in numbers.find(found, 0, len(found))]


def test_numbers_are_read_as_people_say_them() -> None:
    """Digits, words and shares, each with what it counts; ordinals and a bare `one` count nothing."""
    assert (25.0, "minute") in said("It took twenty-five minutes.")
    assert (3_500_000.0, "row") in said("There were 3.5 million rows.")
    assert said("The first one of them was late.") == []


def test_slips_of_speech_are_found_where_they_are() -> None:
    """A filler is dropped whole; of a repeat the first word is no content."""
    text = tokens.tokenise("Um, and it it worked like a charm")
    assert [(d.label, d.first, d.drop) for d in fluency.find(text)] == [("filler", 0, (0, 1)), ("repeat", 2, (2, 3))]
    assert fluency.find(tokens.tokenise("It looked like rain, very very heavy rain")) == []


def test_the_next_clause_may_begin_with_the_word_that_the_last_one_ended_with() -> None:
    """Nobody stumbled there; where a clause has just begun, somebody did."""
    for text in (
        "I thought about it, it taught me to check.",
        "We fixed it, it worked.",
        "Who asked you, you tell them.",
    ):
        assert fluency.find(tokens.tokenise(text)) == [], text
    for text in ("It, it was late.", "And then it, it was late.", "We fixed it it worked.", "So it, it, it broke."):
        assert [d.label for d in fluency.find(tokens.tokenise(text))] == ["repeat"], text


def test_another_language_is_told_from_english() -> None:
    """By function words, small letters with accents, or script; a few words without any of it are taken for English."""
    german = "Ich habe das Modell in drei Wochen gebaut und dann haben wir es verteilt, weil es so schnell war."
    assert language_id.language(german) == "other"
    assert language_id.language("Я построил модель за три недели и потом мы её выкатили") == "other"
    assert language_id.language("I built it in three weeks and put it on all servers because it was fast.") == "en"
    assert language_id.language("Hello") == "en"
    assert language_id.language("Was würde in Ihrem System zuerst kaputtgehen? Warum möchten Sie zu uns?") == "other"
    assert language_id.language("Was ist in Ihrem System am Wochenende kaputt gegangen und warum") == "other"
    assert language_id.language("Ich weiß es nicht.") == "other"
    assert language_id.language("Müller and I met in Zürich, had a café crème and said it was naïve to go on.") == "en"
    assert language_id.language("One server per region, and per day one run.") == "en"
    assert language_id.language("Latency: 5 µs, 10 µs, 12 µs.") == "en", "units"
    assert language_id.language("Memory n², σ² of n³ pairs, n² storage, n³ lookups, n² writes.") == "en", "figures"
    assert language_id.language("ﬁrst ﬁnd conﬁg ﬁle ﬂow") == "en", "ligatures, as a PDF has them"


def test_a_set_of_words_is_what_stands_between_spaces() -> None:
    """Line ends and doubles make no difference."""
    assert words(" a b\n c  a ") == {"a", "b", "c"}
