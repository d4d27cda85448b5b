"""An apology must be beyond doubt before it is written down, and words keep the session's time."""

from __future__ import annotations

import re

import numpy as np
import pytest

from voice_interviewer.audio.protocols import RATE_HZ
from voice_interviewer.hearing.fake import ScriptedRecogniser
from voice_interviewer.hearing.tail_phrases import phrases
from voice_interviewer.hearing.transcriber import hear
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
