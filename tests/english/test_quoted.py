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
        (f"The clerk said “it is late,” {OWN}", f"The clerk said “it is late,” {OWN}"),
        (f'The clerk said "wait. It is late", {OWN}', f'It is late", {OWN}'),
        (f'They call it the "late" list. {OWN}', OWN),
    ],
)
def test_the_speakers_own_words_behind_a_quotation_are_kept(text: str, sentence: str) -> None:
    """Also behind one that began sentences ago; where none is near, the whole sentence."""
    assert kept(text, sentence) == OWN


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f'The clerk said, "Well, it is late. {OWN}"', f'{OWN}"'),
        (f'The clerk said, "Well. {OWN} Fine."', OWN),
        (f"The clerk said, “Well. {OWN} Fine.”", OWN),
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


def test_a_mark_that_was_never_closed_does_not_silence_the_rest() -> None:
    """Transcripts forget to close them: so many characters behind it counts no more."""
    assert kept(f'He said "wait. {OWN}', OWN) is None
    assert kept(f'He said "wait. {"x" * NEAR} {OWN}', OWN) == OWN


def test_a_place_is_quoted_from_the_mark_that_opens_to_the_one_that_closes() -> None:
    """Straight marks open behind a space and close behind a word."""
    text = 'He said "wait a bit" and left.'
    assert [quoted_at(text, text.index(word)) for word in ("said", "wait", "bit", "and")] == [False, True, True, False]
