"""Stand-ins for everything an interview needs, for tests of programs and plug-ins: no device, no weights, no waiting.

| stand-in | takes the place of | what it does |
|---|---|---|
| `Room` | microphone and loudspeaker | one virtual clock for both; the session runs as fast as the machine can |
| `FileMicrophone`, `SilentMicrophone`, `NullSpeaker` | one of the two | a recording, silence, nobody listening |
| `FakeVoice` | a voice | a tone for every word, as long as a word |
| `FakeVad` | voice activity | whatever is louder than a threshold |
| `ScriptedRecogniser` | a recogniser | gives enqueued texts one by one |
| `KnowingRecogniser` | a recogniser | knows what is being said, and gives the words there is sound for |
| `ScriptedTurnModel` | a turn model | gives enqueued probabilities |
| `ScriptedCandidate` | the person | says the given texts with a `FakeVoice`, heard by its `KnowingRecogniser` |
| `DelayedExecutor` | the worker thread | finishes jobs a set number of ticks late |
| `RecordingScreen` | the page or terminal | keeps everything it is shown; makes wishes at set times |

The contract tests of this project run over these and over every registered engine, so a stand-in behaves as the real
part does where it matters. Nothing here is for use with a person.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from .audio.memory import FileMicrophone, NullSpeaker, Room, SilentMicrophone
from .audio.playout import resample
from .audio.protocols import RATE_HZ, Pcm
from .hearing.executors import InlineExecutor
from .hearing.fake import DelayedExecutor, FakeVad, KnowingRecogniser, ScriptedRecogniser, ScriptedTurnModel
from .interview.live.candidate import Asked
from .interview.live.screen import RecordingScreen, Wish
from .voice.fake import FakeVoice

__all__ = [
    "Asked",
    "DelayedExecutor",
    "FakeVad",
    "FakeVoice",
    "FileMicrophone",
    "InlineExecutor",
    "KnowingRecogniser",
    "NullSpeaker",
    "RecordingScreen",
    "Room",
    "ScriptedCandidate",
    "ScriptedRecogniser",
    "ScriptedTurnModel",
    "SilentMicrophone",
    "Wish",
]


class ScriptedCandidate:
    """A candidate who says the given texts one after the other, whatever is asked; None or "" says nothing.

    Give the session `recogniser` as its recogniser and a `FakeVad`, and every word is understood.
    """

    name = "scripted"

    def __init__(self, texts: Iterable[str | None], *, stop_after_s: float = 0.4) -> None:
        self.texts: list[str | None] = list(texts)
        self.asked: list[Asked] = []
        "Everything this candidate was asked, in order."
        self.recogniser = KnowingRecogniser()
        self.stop_after_s = stop_after_s
        "How long they talk on when interrupted, seconds."

    def answer(self, asked: Asked) -> Pcm | None:
        """The next text as sound, mono float32 at 16 kHz; silence when none is left."""
        self.asked.append(asked)
        text = self.texts.pop(0) if self.texts else None
        if not text:
            return np.zeros(0, np.float32)
        self.recogniser.text = text
        clip = FakeVoice().speak(text)
        return resample(clip.pcm, clip.rate_hz, RATE_HZ)
