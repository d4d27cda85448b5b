"""An apology must be beyond doubt before it is written down, and words keep the session's time."""

from __future__ import annotations

import re

import numpy as np
import pytest

from voice_interviewer.audio.protocols import BLOCK, BLOCK_S, RATE_HZ
from voice_interviewer.hearing.executors import Busy, InlineExecutor
from voice_interviewer.hearing.fake import ScriptedRecogniser
from voice_interviewer.hearing.tail_phrases import phrases
from voice_interviewer.hearing.tape import Tape
from voice_interviewer.hearing.transcriber import Transcript, hear
from voice_interviewer.hearing.words import text_of

SOUND = np.full(2 * RATE_HZ, 0.1, np.float32)


def test_words_are_placed_in_the_session() -> None:
    """Times of a decode count from the beginning of its stretch."""
    heard = hear(ScriptedRecogniser(["one two"]), SOUND, 10.0)
    assert heard.plain is None and [word.text for word in heard.words] == ["one", "two"]
    assert all(10.0 <= word.start < word.end <= 12.0 for word in heard.words)


def test_an_apology_is_asked_for_twice() -> None:
    """Where the plain decode has no apology, the apology is not written down; where it has, it stands."""
    invented = ScriptedRecogniser(["sorry it is late"])
    invented.enqueue(["it is late"], plain=True)
    assert text_of(hear(invented, SOUND, 0.0).words) == "it is late"
    said = hear(ScriptedRecogniser(["sorry it is late"]), SOUND, 0.0)
    assert text_of(said.words) == "sorry it is late" and said.plain is not None


def tape(seconds: float) -> Tape:
    made = Tape()
    for block in range(round(seconds / BLOCK_S)):
        made.append((block + 1) * BLOCK_S, np.full(BLOCK, 0.1, np.float32))
    return made


@pytest.mark.parametrize(("pause_s", "said_s", "final"), [(0.3, 2.0, False), (0.3, 4.5, True), (0.7, 2.0, True)])
def test_a_long_pause_or_a_long_tail_makes_a_piece_final(pause_s: float, said_s: float, final: bool) -> None:
    """After a short pause in a short sentence it is decoded again as a whole; the next piece begins in the pause."""
    transcript = Transcript(ScriptedRecogniser(["one two"]), InlineExecutor(), 0.0)
    transcript.decode_tail(tape(8.0), said_s + 0.3, [(0.0, said_s)])
    transcript.resumed(said_s + pause_s)
    assert transcript.tail is None and len(transcript.closed) == final
    assert (said_s <= transcript.open_from_s < said_s + pause_s) if final else transcript.open_from_s == 0.0


def test_open_sound_is_cut_while_somebody_talks_and_not_under_load() -> None:
    """What was said so far is final and is decoded once; where no work can be taken it stays open."""

    class Full(InlineExecutor):
        def submit(self, fn, /, *args, **kwargs):
            raise Busy("full")

    sound = tape(8.0)
    for executor, cut in ((InlineExecutor(), True), (Full(), False)):
        transcript = Transcript(ScriptedRecogniser(["one two"]), executor, 0.0)
        transcript.cut(sound, 7.5, [(0.2, 7.4)], 7.4)
        assert text_of(transcript.closed_words()) == ("one two" if cut else "")
        assert transcript.open_s(7.5) == pytest.approx(0.05 if cut else 7.5)


@pytest.mark.parametrize(
    ("phrase", "text", "hit"),
    [
        ("so [that|this] is (just) it", "so this is it", True),
        ("so [that|this] is (just) it", "so that is just it", True),
        ("so [that|this] is (just) it", "so it is it", False),
        ("one of _", "one of them", True),
        ("one of _", "none of them", False),
    ],
)
def test_phrases_are_read(phrase: str, text: str, hit: bool) -> None:
    """`[a|b]` one of several, `(a)` may be left out, `_` any word; only whole words count."""
    assert bool(re.search(phrases(phrase), text)) is hit
