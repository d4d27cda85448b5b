"""Blocks in, events out: what outlives an answer, and that no answer gets anything of another."""

from __future__ import annotations

import numpy as np
import pytest
from hearing_kit import DONE, Room, kinds, room
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_interviewer.audio.protocols import BLOCK_S
from voice_interviewer.hearing.fake import DelayedExecutor, FakeVad
from voice_interviewer.hearing.listener import Listener
from voice_interviewer.hearing.model import Committed, HearingEvent, SoftEnd, VoiceStarted, Word
from voice_interviewer.hearing.turn_policy import TurnPolicy


def test_the_first_word_before_begin_is_not_lost():
    """Speech that began 0.3 s before listening is in the sound that is decoded."""
    here, recogniser = room()
    here.hear(1.0)
    here.speak(0.3)
    here.begin()
    here.speak(1.0)
    here.hear(1.5)
    assert here.events[0].at_s == pytest.approx(1.0, abs=0.04)
    assert recogniser.calls[0][0] > 1.3


def test_a_word_said_just_before_begin_is_an_answer():
    """ "No." that ends 0.1 s before listening begins is heard."""
    here, _ = room(["No. That's it."])
    here.hear(1.0)
    here.speak(0.3)
    here.hear(0.16)
    here.begin()
    here.hear(3.0)
    assert kinds(here.events) == [VoiceStarted, SoftEnd, Committed]


def test_muted_blocks_are_not_heard():
    """Half duplex: our own voice on the loudspeaker is nobody's answer."""
    here, recogniser = room()
    here.begin()
    here.ears.mute(True)
    here.speak(3.0)
    here.ears.mute(False)
    here.hear(1.0)
    assert here.events == []
    assert recogniser.calls == []


def test_clicks_are_not_decoded():
    """Bursts of two blocks never reach the recogniser."""
    here, recogniser = room()
    here.begin()
    for _ in range(10):
        here.hear(0.3)
        here.speak(2 * BLOCK_S, 0.9)
    here.hear(1.0)
    assert recogniser.calls == []
    assert here.events == []


class Stamped:
    """Decodes the level of the sound: level 0.1·k is the word `ak`, so every word shows which answer it is from."""

    name = "stamped"

    def transcribe(self, pcm, *, vocabulary=(), fillers=True):
        voiced = pcm[np.abs(pcm) > 0.01]
        if len(voiced) == 0:
            return ()
        stamps = sorted({round(float(x) * 10) for x in voiced[::256]})
        return tuple(Word(f"a{k}.", 0.0, len(pcm) / 16_000, 0.9) for k in stamps)


@settings(max_examples=40, deadline=None)
@given(
    answers=st.lists(
        st.lists(st.tuples(st.floats(0.15, 4.0), st.floats(0.1, 3.5)), min_size=1, max_size=4), min_size=2, max_size=5
    ),
    delays=st.lists(st.integers(0, 90), max_size=30),
    finishes=st.sets(st.integers(0, 4)),
)
def test_no_words_land_in_another_answer(answers, delays, finishes):
    """Whatever the speech, the pauses and the delays of decodes: every answer has its own words only, once.

    Also: nothing is committed while somebody speaks, and revision numbers only grow over the session.
    """
    executor = DelayedExecutor(delays)
    ears = Listener(Stamped(), FakeVad(), executor, captions=True, policy=TurnPolicy(decode_deadline_s=60.0))
    here = Room(ears, executor)
    here.hear(0.6)
    revisions: list[int] = []
    for number, parts in enumerate(answers, start=1):
        begin = len(here.events)
        here.begin()
        committed = False
        for speech, silence in parts:
            if kinds(here.events[begin:]).count(Committed):
                break
            assert Committed not in kinds(here.speak(speech, number / 10))
            here.hear(silence)
        if number in finishes and Committed not in kinds(here.events[begin:]):
            executor.finish_all()
            executor.urgent = True
            text = ears.finish(here.now).text
            executor.urgent = False
        else:
            here.hear(12.0)
            new = [e for e in here.events[begin:] if isinstance(e, Committed)]
            committed = bool(new)
            executor.finish_all()
            text = new[0].heard.text if new else ears.finish(here.now).text
        assert set(text.split()) <= {f"a{number}."}, (number, text, committed)
        assert text
        revisions += [e.revision for e in here.events[begin:] if isinstance(e, SoftEnd)]
        here.hear(0.7)
    assert revisions == sorted(set(revisions))


def test_same_sound_same_events():
    """On a virtual clock two runs give the same events to the last number."""

    def run() -> list[HearingEvent]:
        here, _ = room(["I rolled it", "I rolled it back", DONE], captions=True)
        here.begin()
        here.speak(2.0)
        here.hear(0.4)
        here.speak(1.0)
        here.hear(2.0)
        return here.events

    assert run() == run()
