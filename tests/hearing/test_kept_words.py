"""Nothing heard is dropped silently: what a second decode may take away, and what is told about voice without words."""

from __future__ import annotations

import numpy as np
import pytest

from voice_interviewer.audio.protocols import BLOCK_S
from voice_interviewer.hearing.model import Word
from voice_interviewer.hearing.transcriber import hear
from voice_interviewer.hearing.words import filled, settle_apologies, text_of, told, unstretched, wordless


def said(text: str, per_s: float = 0.3) -> tuple[Word, ...]:
    return tuple(Word(w, i * per_s, (i + 1) * per_s, 0.9) for i, w in enumerate(text.split()))


@pytest.mark.parametrize(
    ("first", "plain", "kept", "left_out"),
    [
        # the plain decode stops early: everything stays
        ("What breaks first? Sorry, it was small. I chose it.", "What breaks first?", 0, ()),
        ("Sorry, it was small. I chose Postgres.", "", 0, ()),
        # it jumps over a whole sentence in the middle, and hears its end
        ("It broke. Sorry, it was only a small project. I chose it.", "It broke. I chose it.", 0, ()),
        # it confirms
        ("Sorry, I dropped it.", "sorry I dropped it", 0, ()),
        # it went through the same place and heard something else, or nothing
        ("Sorry, I dropped it.", "So I dropped it.", "So I dropped it.", ("Sorry,",)),
        ("It went down, sorry, and I dropped it.", "It went down and I dropped it.", 1, ("sorry,",)),
        # and only there: what follows is the first's
        ("Sorry, we held it back for a week.", "So we held it", "So we held it back for a week.", ("Sorry,",)),
        # no apology: a plain decode has no say at all
        ("We held it back.", "We held", 0, ()),
    ],
)
def test_a_second_decode_replaces_only_what_it_reached(first: str, plain: str, kept: str | int, left_out) -> None:
    """An apology goes where the plain decode heard otherwise; words that it did not reach stay."""
    words, without = settle_apologies(said(first), said(plain))
    wanted = first if kept == 0 else "It went down, and I dropped it." if kept == 1 else kept
    assert text_of(words) == wanted
    assert without == left_out


def test_hearing_twice_keeps_the_rest_of_the_stretch() -> None:
    """A recogniser whose plain decode ends after the first sentence costs no word."""

    class Twice:
        def transcribe(self, pcm, *, vocabulary=(), fillers=True):
            return said("What would break? Sorry, it was small. I chose Postgres." if fillers else "What would break?")

    found = hear(Twice(), None, 10.0)
    assert text_of(found.words) == "What would break? Sorry, it was small. I chose Postgres."
    assert text_of(found.plain) == "What would break?" and found.words[0].start == 10.0


def test_three_words_that_were_missed_are_told() -> None:
    """A second of voice between two words is told, though too short to be heard once more; 0.6 s is not."""
    words = (Word("So", 0.0, 0.4, 0.9), Word("then", 3.0, 3.4, 0.9))
    assert wordless(words, [(0.0, 0.4), (1.0, 2.0), (3.0, 3.4)]) == ()
    assert told(words, [(0.0, 0.4), (1.0, 2.0), (3.0, 3.4)]) == (
        "1 s of voice, in one place, could not be turned into words",
    )
    assert told(words, [(0.0, 0.4), (1.0, 1.6), (3.0, 3.4)]) == ()


def test_voice_without_words_is_measured_and_told() -> None:
    """Two seconds of voice between words, or after them, are named; breaths are not."""
    words = (Word("one", 0.0, 0.4, 0.9), Word("two", 5.0, 5.4, 0.9))
    assert wordless(words, [(0.0, 0.5), (0.9, 1.4), (5.0, 5.4)]) == ()
    assert wordless(words, [(0.0, 0.4), (1.0, 2.0), (2.5, 4.0), (5.0, 5.4)]) == ((1.0, 4.0),)
    assert wordless(words, [(0.0, 8.0)]) == ((0.4, 5.0), (5.4, 8.0))
    assert wordless((), [(0.0, 3.0)]) == ((0.0, 3.0),)
    assert told(words, [(0.0, 8.0)], ["sorry"]) == (
        "“sorry” was heard in one of two decodes only and left out",
        "7 s of voice, in 2 places, could not be turned into words",
    )
    assert told(words, [(0.0, 0.5)]) == () and BLOCK_S < 1.5


def test_a_passage_jumped_over_is_decoded_alone() -> None:
    """Long voice without words is decoded once more by itself; its words go there, and nowhere else."""
    lengths = []

    class Jumps:
        def transcribe(self, pcm, *, vocabulary=(), fillers=True):
            lengths.append(round(len(pcm) / 16_000, 1))
            if len(lengths) % 2:
                return (Word("um", 0.0, 0.3, 0.9), Word("end.", 6.0, 6.4, 0.9))
            return (Word("we", 0.7, 1.0, 0.9), Word("held", 1.7, 2.0, 0.9), Word("end", 5.0, 5.4, 0.9))

    sound, voiced = np.zeros(7 * 16_000, np.float32), [(10.0, 10.3), (11.5, 14.0), (16.0, 16.4)]
    found = hear(Jumps(), sound, 10.0, (), voiced)
    assert text_of(found.words) == "um we held end." and lengths == [7.0, 2.9]
    assert [round(word.start, 1) for word in found.words] == [10.0, 12.0, 13.0, 16.0]
    hear(Jumps(), sound, 10.0, (), [(10.0, 10.3), (16.0, 16.4)])
    assert lengths == [7.0, 2.9, 7.0]


def test_a_word_across_a_pause_does_not_hide_what_was_jumped_over() -> None:
    """A question went unheard, and the first word of the answer lay over it: the word gives that voice up."""
    voiced = [(1.2, 3.7), (5.4, 7.5)]
    heard = (Word("Sorry,", 0.7, 5.5, 0.9), Word("it", 5.8, 5.9, 0.9), Word("was", 5.9, 6.1, 0.9))
    assert wordless(heard, voiced) == ()
    freed = unstretched(heard, voiced)
    assert (freed[0].start, freed[0].end) == (5.4, 5.5) and freed[1:] == heard[1:]
    assert wordless(freed, voiced) == ((1.2, 3.7),)


def test_the_last_word_gives_up_what_follows_it() -> None:
    """What is said behind it was taken in by it."""
    (word,) = unstretched((Word("check.", 0.1, 6.0, 0.9),), [(0.1, 0.6), (3.0, 6.0)])
    assert (word.start, word.end) == (0.1, 0.6)


@pytest.mark.parametrize(
    ("word", "voiced"),
    [
        (Word("sooo", 0.0, 2.4, 0.9), [(0.0, 2.4)]),
        (Word("held", 0.2, 2.0, 0.9), [(0.2, 0.4), (1.5, 2.0)]),
        (Word("192.168.0.1", 0.0, 4.0, 0.9), [(0.0, 2.0), (2.5, 4.0)]),
    ],
)
def test_long_words_are_left_alone(word: Word, voiced: list[tuple[float, float]]) -> None:
    """One drawn out without a pause, one that attention began early, and a number that takes long to say."""
    assert unstretched((word, Word("so", 5.0, 5.2, 0.9)), voiced)[0] == word


def test_words_at_the_edge_of_a_place_are_neither_lost_nor_said_twice() -> None:
    """The first word of the place lies a little before its voice; the last one is the word behind it, heard again."""
    known = (Word("Sorry,", 5.4, 5.6, 0.9), Word("it", 5.8, 5.9, 0.9))
    found = (Word("What", 1.0, 1.2, 0.9), Word("broke?", 1.2, 3.0, 0.9), Word("sorry", 3.2, 3.6, 0.9))
    assert text_of(filled(known, found, [(1.2, 3.7)])) == "What broke? Sorry, it"


def test_the_same_word_much_later_was_said_twice() -> None:
    """A word found in a place is kept where the next known one is like it, but far off."""
    known = (Word("sorry", 14.0, 14.4, 0.9),)
    found = (Word("What", 1.3, 1.5, 0.9), Word("sorry", 3.2, 3.6, 0.9))
    assert text_of(filled(known, found, [(1.2, 3.7)])) == "What sorry sorry"
