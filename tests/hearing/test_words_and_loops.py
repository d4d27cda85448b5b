"""Words against voice activity, and Whisper's loops."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_interviewer.hearing.loops import compression_ratio, cut_loop, drop_crammed, is_suspect
from voice_interviewer.hearing.model import Pause, Word
from voice_interviewer.hearing.words import (
    fit_to_voice,
    has_apology,
    join_pieces,
    pauses_of,
    text_of,
    uncovered_voice_s,
)


def words(*items: tuple[str, float, float]) -> tuple[Word, ...]:
    return tuple(Word(text, start, end, 0.9) for text, start, end in items)


def test_pauses_are_gaps_in_voice():
    """Only gaps of a quarter second or more are pauses."""
    assert pauses_of([(0.0, 1.0), (1.1, 2.0), (3.5, 4.0)]) == (Pause(2.0, 3.5),)


def test_a_word_said_after_a_pause_begins_after_it():
    """Attention puts the start of a word into the pause before it; voice activity corrects it."""
    [first, second] = fit_to_voice(words(("held", 0.2, 0.9), ("back", 1.2, 3.4)), [(0.2, 1.0), (3.0, 3.5)])
    assert (first.start, first.end) == (0.2, 0.9)
    assert (second.start, second.end) == (3.0, 3.4)


def test_a_word_in_silence_goes_to_the_nearest_voice():
    """No word lies where nobody spoke."""
    [word] = fit_to_voice(words(("yes", 1.2, 1.4)), [(0.0, 1.0), (3.0, 4.0)])
    assert word.start == 1.0


@given(
    st.lists(st.tuples(st.floats(0, 30), st.floats(0, 3)), max_size=12),
    st.lists(st.tuples(st.floats(0.2, 3), st.floats(0.05, 3)), min_size=1, max_size=6),
)
def test_fitted_words_keep_their_order_and_text(raw, gaps):
    """Whatever the alignment says, times come out sorted, ends never before starts, no word lost."""
    at, voiced = 0.0, []
    for silence, voice in gaps:
        voiced.append((at + silence, at + silence + voice))
        at += silence + voice
    given_words = words(*((f"w{i}", start, start + length) for i, (start, length) in enumerate(sorted(raw))))
    fitted = fit_to_voice(given_words, voiced)
    assert [w.text for w in fitted] == [w.text for w in given_words]
    assert [w.start for w in fitted] == sorted(w.start for w in fitted)
    assert all(w.end >= w.start for w in fitted)


def test_voice_without_words_is_uncovered():
    """A second of voice beside the words is reported; word boundaries are not."""
    said = words(("we", 0.0, 0.3), ("stopped", 0.35, 0.9))
    assert uncovered_voice_s(said, [(0.0, 0.95)]) == 0.0
    assert uncovered_voice_s(said, [(0.0, 0.95), (1.5, 2.5)]) == pytest.approx(1.0)


def test_a_stretched_word_hides_voice():
    """A two-letter word that lasts two seconds hides an um."""
    assert uncovered_voice_s(words(("we", 0.0, 2.0)), [(0.0, 2.0)]) == pytest.approx(2.0 - 0.63)


def test_pieces_of_one_sentence_read_as_one():
    """A pause inside a sentence leaves neither a full stop nor a capital function word behind."""
    first = words(("I", 0, 1), ("stopped", 1, 2), ("because", 2, 3))
    first = (*first[:2], Word("because...", 2, 3, 0.9))
    second = words(("The", 4, 5), ("feed", 5, 6), ("froze.", 6, 7))
    assert text_of(join_pieces([first, second])) == "I stopped because the feed froze."


def test_pieces_of_two_sentences_stay_two():
    """A finished sentence keeps its stop and the next its capital."""
    first, second = words(("I", 0, 1), ("stopped.", 1, 2)), words(("The", 4, 5), ("feed", 5, 6))
    assert text_of(join_pieces([first, second])) == "I stopped. The feed"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Sorry, it was small.", True), ("I apologised.", True), ("excuse me", True), ("a sorrel horse", False)],
)
def test_apologies_are_noticed(text, expected):
    """Words that need a second proof are found as whole words only."""
    assert has_apology(text) is expected


def test_a_loop_is_cut_after_its_first_copy():
    """A sentence said again until the tokens ran out is kept once."""
    assert cut_loop([9, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2]) == ([9, 1, 2, 3, 4], True)


def test_real_repeats_are_kept():
    """Two or three words said twice are what people say; a repeat in the middle is no loop."""
    assert cut_loop([1, 2, 3, 1, 2, 3]) == ([1, 2, 3, 1, 2, 3], False)
    assert cut_loop([1, 2, 3, 4, 1, 2, 3, 4, 5, 6]) == ([1, 2, 3, 4, 1, 2, 3, 4, 5, 6], False)


@given(st.lists(st.integers(0, 3), max_size=40))
def test_cutting_never_adds_or_reorders(tokens):
    """What remains is the beginning of what came in."""
    kept, looped = cut_loop(tokens)
    assert kept == tokens[: len(kept)]
    assert looped == (len(kept) < len(tokens))


def test_suspect_texts():
    """Too many words for the time, or a text that repeats itself, is decoded again."""
    assert is_suspect("we held it back " * 30, 10.0)
    assert is_suspect("one two three four five six seven eight nine ten", 0.5)
    assert not is_suspect("We held the launch back for a week.", 3.0)
    assert compression_ratio("") == 1.0


def test_crammed_words_were_never_said():
    """Words for which no sound was left are dropped; the sentence they copied stays."""
    spoken = words(("than", 0.0, 0.2), ("he", 0.2, 0.3), ("said", 0.3, 0.6))
    echo = words(*((t, 0.6, 0.6) for t in ("than", "he", "said", "so", "much", "more")))
    assert drop_crammed((*spoken, *echo)) == spoken


def test_a_stuttered_word_is_kept_twice_at_most():
    """Eight times `a` in half a second is the decoder's stutter, twice is the speaker's."""
    many = words(*(("a,", 1 + 0.06 * i, 1.06 + 0.06 * i) for i in range(8)))
    assert len(drop_crammed(many)) == 2
    assert len(drop_crammed(words(("the", 0, 0.3), ("the", 0.3, 0.6)))) == 2
