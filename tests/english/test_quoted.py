"""What another voice says is not said again as the speaker's own."""

from __future__ import annotations

import pytest

from voice_interviewer.english.quoted import NEAR, quoted_at, unquoted

OWN = "so we decided to print the lists at six."


def kept(text: str, sentence: str, words: str = "we decided") -> str | None:
    """What is left of a sentence of the text, seen from some words of it."""
    first = text.index(sentence)
    found = unquoted(text, first, first + len(sentence), text.index(words, first))
    return None if found is None else text[slice(*found)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (OWN, OWN),
        (f'The clerk said "it is late", {OWN}', f'The clerk said "it is late", {OWN}'),
        (f'The clerk said, "it is late," {OWN}', f'The clerk said, "it is late," {OWN}'),
        (f"The clerk said “it is late,” {OWN}", f"The clerk said “it is late,” {OWN}"),
        (f"The clerk said „it is late“, {OWN}", f"The clerk said „it is late“, {OWN}"),
        (f"The clerk said «it is late», {OWN}", f"The clerk said «it is late», {OWN}"),
        (f"The clerk said ‘it’s late’, {OWN}", f"The clerk said ‘it’s late’, {OWN}"),
        (f'The clerk said "wait. It is late", {OWN}', f'It is late", {OWN}'),
        (f'They call it the "late" list. {OWN}', OWN),
        (f"The clerks’ list was late. {OWN}", OWN),
        (f'With a 5" screen it was late. {OWN}', OWN),
    ],
)
def test_the_speakers_own_words_behind_a_quotation_are_kept(text: str, sentence: str) -> None:
    """Also behind one that began sentences ago; where none is near, the whole sentence."""
    assert kept(text, sentence) == OWN


def test_inches_and_apostrophes_are_no_marks() -> None:
    """They neither open nor cut anything."""
    text = 'With a 5" screen and the clerks’ lists we decided to wait.'
    assert kept(text, text) == text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f'The clerk said, "Well, it is late. {OWN}"', f'{OWN}"'),
        (f'The clerk said, "Well. {OWN} Fine."', OWN),
        (f'The clerk said,"Well. {OWN} Fine."', OWN),
        (f"The clerk said, “Well. {OWN} Fine.”", OWN),
        (f'He said, “They call it the "late" list. {OWN} Fine.”', OWN),
        (f"He said ‘It’s late. {OWN} Fine.’", OWN),
        (
            'We waited, and we decided "no lists today" and left.',
            'We waited, and we decided "no lists today" and left.',
        ),
        ('We said "we decided it" and left.', 'We said "we decided it" and left.'),
    ],
)
def test_where_another_voice_is_heard_at_or_behind_the_words_nothing_is_left(text: str, sentence: str) -> None:
    """What is cut off before a quotation says half."""
    assert kept(text, sentence) is None


@pytest.mark.parametrize(
    "text",
    [
        'I don\'t think that after the "big rewrite" we decided to drop it.',
        "Nobody can “prove” we decided to use it.",
        'Everything except the "hot path" we decided to rewrite.',
    ],
)
def test_a_clause_with_quoted_words_in_it_is_not_cut(text: str) -> None:
    """Its end alone would turn what was said."""
    assert kept(text, text) is None


def test_a_mark_that_was_never_closed_does_not_silence_the_rest() -> None:
    """Transcripts forget to close them: so many characters behind it counts no more."""
    assert kept(f'He said "wait. {OWN}', OWN) is None
    assert kept(f'He said "wait. {"x" * NEAR} {OWN}', OWN) == OWN


def test_a_place_is_quoted_from_the_mark_that_opens_to_the_one_that_closes() -> None:
    """Straight marks open before a word and close behind one."""
    text = 'He said "wait a bit" and left.'
    assert [quoted_at(text, text.index(word)) for word in ("said", "wait", "bit", "and")] == [False, True, True, False]
    assert not quoted_at("", 0) and not quoted_at(text, len(text))
