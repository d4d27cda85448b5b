"""A whole session over an in-memory room with scripted engines, on a virtual clock."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from places import TINY_FLOW

from voice_interviewer.audio.memory import Room
from voice_interviewer.flow.catalog import load_flow
from voice_interviewer.hearing.executors import InlineExecutor
from voice_interviewer.hearing.fake import FakeVad
from voice_interviewer.hearing.listener import Listener
from voice_interviewer.hearing.model import Word
from voice_interviewer.interview.live.candidate import Asked, Guest
from voice_interviewer.interview.live.runner import Parts, Runner
from voice_interviewer.interview.live.screen import RecordingScreen
from voice_interviewer.interview.live.speaking import Mouth
from voice_interviewer.language.model import Analysis, Context, Finding
from voice_interviewer.sessions.journal import Session
from voice_interviewer.sessions.record import read_turn
from voice_interviewer.voice.fake import FakeVoice

STRONG = "the address feed fails first so I alert on its null rate before anybody notices"
PLAIN = "I left the feature store out on purpose"


def analyse(text: str, context: Context) -> Analysis:
    """Language as these tests need it: each phrase shows one signal. What it really finds is tested in its own room."""
    cues = {"failure_anticipation": "fails first", "systems_thinking": "alert on", "restraint": "on purpose"}
    found = [
        Finding(label, text.index(cue), text.index(cue) + len(cue), cue, "")
        for label, cue in cues.items()
        if cue in text
    ]
    return Analysis(text, tuple(found), reaction="adapts" if context.interruption else None, words=len(text.split()))


class Prompts:
    """Clips of the scripted voice."""

    def get(self, text: str):
        return FakeVoice().speak(text)


class Telepath:
    """A recogniser that knows what the candidate is saying, and gives as many words as there is sound for."""

    name = "telepath"

    def __init__(self) -> None:
        self.text = ""

    def transcribe(self, pcm, *, vocabulary=(), fillers=True):
        words = self.text.split()[: round(len(pcm) / 16_000 / 0.3) + 1]
        return tuple(Word(word, i * 0.3, i * 0.3 + 0.24, 0.9) for i, word in enumerate(words))


class Scripted:
    """A candidate who says the given texts one after the other; None says nothing at all."""

    name = "scripted"
    stop_after_s = 0.4

    def __init__(self, texts: list[str | None], ears: Telepath) -> None:
        self.texts = texts
        self.asked: list[Asked] = []
        self._ears = ears

    def answer(self, asked: Asked):
        self.asked.append(asked)
        text = self.texts.pop(0) if self.texts else None
        if text is None:
            return np.zeros(0, np.float32)
        self._ears.text = text
        return FakeVoice().speak(text).pcm


class Stage:
    """A session with everything scripted."""

    def __init__(self, folder: Path, texts: list[str | None], **room) -> None:
        self.room = Room(record=True, **room)
        self.recogniser = Telepath()
        self.candidate = Scripted(texts, self.recogniser)
        self.screen = RecordingScreen()
        self.session = Session.create(folder, {"flow": "tiny"})
        self.flow = load_flow(str(TINY_FLOW))
        self.parts = Parts(
            microphone=self.room.microphone,
            mouth=Mouth(self.room.speaker, Prompts()),
            ears=Listener(self.recogniser, FakeVad(), InlineExecutor()),
            session=self.session,
            screen=self.screen,
            analyse=analyse,
            guest=Guest(self.candidate, self.room.say, lambda at_s: self.room.hush(at_s=at_s)),
        )

    def run(self, **options) -> str:
        runner = Runner(self.parts, self.flow, seed=1, minutes=3, **options)
        with self.room.microphone, self.room.speaker:
            return runner.run()

    def said(self, kind: str) -> list[str]:
        return [text for k, text in self.screen.lines if k == kind]

    def turns(self):
        return [read_turn(entry.data) for entry in self.session.of("heard")]
