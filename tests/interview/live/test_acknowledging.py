"""Receipts carried out: given, taken back, and kept out of the answer."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from voice_interviewer.audio.memory import Room
from voice_interviewer.hearing.model import Committed, Heard, VoiceStarted, Word
from voice_interviewer.hearing.tail import Tail
from voice_interviewer.hearing.turn_policy import Outlook
from voice_interviewer.interview.live.acknowledging import Acknowledging
from voice_interviewer.interview.live.speaking import Mouth
from voice_interviewer.voice.protocols import Clip

SILENCE = Outlook(10.0, Tail.COMPLETE, 0.9, 1.7)


class Ready:
    """Half a second of a steady tone for every receipt; nothing for `missing`."""

    def __init__(self, *missing: str) -> None:
        self.missing = missing

    def get(self, text: str) -> Clip:
        return Clip(np.full(8000, 0.5, np.float32), 16_000)

    def quick(self, text: str, pace: float) -> Clip | None:
        return None if text in self.missing else self.get(text)


def parts_of(room: Room, prompts: Ready, **more: Any) -> Any:
    ears = SimpleNamespace(stirring=False, voicing=False)
    fields = {"mouth": Mouth(room.speaker, prompts), "ears": ears, "acknowledge": "normal", "full_duplex": True}
    return SimpleNamespace(**{**fields, **more})


def test_it_is_quiet_and_gone_within_a_tenth_of_a_second_of_voice():
    """At less than half of a question's level; the first block that may be voice ends it."""
    room = Room()
    parts = parts_of(room, Ready())
    acknowledging = Acknowledging(parts)
    given = acknowledging.tick(10.9, SILENCE, quiet=False)
    assert given is not None and given.at_s == 10.9 and acknowledging.last_s == 10.9
    for _ in range(4):
        room.microphone.read()
        acknowledging.tick(11.0, SILENCE, quiet=False)
    parts.ears.stirring = True
    acknowledging.tick(11.1, SILENCE, quiet=False)
    for _ in range(10):
        room.microphone.read()
    _, heard = room.tracks()
    assert 0.1 < np.abs(heard[: 4 * 512]).max() < 0.25
    assert np.abs(heard[4 * 512 + 1600 :]).max() == 0.0
    assert np.count_nonzero(heard[4 * 512 :]) <= 0.1 * 16_000


def test_none_where_it_is_off_half_duplex_or_cannot_be_said():
    """Also none while voice stirs or we speak; a word that was not made ahead is left out, not waited for."""
    for more in ({"acknowledge": "off"}, {"full_duplex": False}):
        assert Acknowledging(parts_of(Room(), Ready(), **more)).tick(10.9, SILENCE, quiet=False) is None
    assert Acknowledging(parts_of(Room(), Ready())).tick(10.9, SILENCE, quiet=True) is None
    assert Acknowledging(parts_of(Room(), Ready("Okay."))).tick(10.9, SILENCE, quiet=False) is None
    speaking = parts_of(Room(), Ready())
    speaking.mouth.say(1, "What then?", 10.0)
    assert Acknowledging(speaking).tick(10.9, SILENCE, quiet=False) is None
    stirring = parts_of(Room(), Ready())
    stirring.ears.stirring = True
    assert Acknowledging(stirring).tick(10.9, SILENCE, quiet=False) is None


def test_its_echo_is_no_word_of_the_candidate():
    """A receipt that the microphone picked up is taken out of what was heard, and told."""
    acknowledging = Acknowledging(parts_of(Room(), Ready()))
    acknowledging.tick(10.9, SILENCE, quiet=False)
    words = (Word("Yes.", 9.0, 10.0, 0.9), Word("Okay.", 11.0, 11.4, 0.9))
    heard = Heard("Yes. Okay.", words, 9.0, 11.4, voiced=((9.0, 10.0), (11.0, 11.4)))
    event, ours = acknowledging.without_echo(Committed(13.0, 2, heard))
    assert ours and isinstance(event, Committed) and event.heard.text == "Yes."
    assert acknowledging.without_echo(VoiceStarted(1.0)) == (VoiceStarted(1.0), False)
    acknowledging.next_answer()
    assert acknowledging.without_echo(Committed(13.0, 2, heard)) == (Committed(13.0, 2, heard), False)
