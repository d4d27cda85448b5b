"""Words said in overlap keep their text and lose certainty."""

from __future__ import annotations

from voice_interviewer.hearing.model import Heard, Word
from voice_interviewer.interview.live.overlap import LESS_SURE, NOTE, less_sure


def answer() -> Heard:
    """Four words, half a second each, from second 10 on."""
    words = tuple(Word(text, 10 + 0.5 * i, 10.4 + 0.5 * i, 0.9) for i, text in enumerate("let me answer that".split()))
    return Heard(text="let me answer that", words=words, start_s=10.0, end_s=11.9)


def test_words_in_overlap_are_less_sure() -> None:
    """Only those, and the answer says so."""
    marked = less_sure(answer(), [(5.0, 10.8)])
    assert [w.probability for w in marked.words] == [0.9 if w.start > 10.6 else LESS_SURE for w in marked.words]
    assert marked.words[0].probability == LESS_SURE
    assert marked.text == "let me answer that"
    assert marked.notes == (NOTE,)


def test_twice_is_once() -> None:
    """Both parts of an interrupted answer pass through more than once."""
    once = less_sure(answer(), [(10.0, 12.0)])
    assert less_sure(once, [(10.0, 12.0)]) == once


def test_without_overlap_nothing_changes() -> None:
    """Also where we stopped just as they began: a word that is cut by an edge belongs to where most of it lies."""
    assert less_sure(answer(), []) == answer()
    assert less_sure(answer(), [(8.0, 10.1)]) == answer()
    assert less_sure(answer(), [(12.0, 14.0)]) == answer()
