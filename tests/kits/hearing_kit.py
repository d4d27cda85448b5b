"""A room with a listener in it, on a virtual clock and with scripted engines."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from voice_interviewer.audio.protocols import BLOCK, BLOCK_S, Block
from voice_interviewer.hearing.executors import InlineExecutor
from voice_interviewer.hearing.fake import DelayedExecutor, FakeVad, ScriptedRecogniser
from voice_interviewer.hearing.listener import Listener
from voice_interviewer.hearing.model import Caption, Expectation, HearingEvent

DONE = "I rolled it back the same day. That's it."


class Room:
    """A microphone made of levels: feeds blocks and keeps the events."""

    def __init__(self, ears: Listener, executor: DelayedExecutor | None = None) -> None:
        self.ears = ears
        self.executor = executor
        self.now = 0.0
        self.events: list[HearingEvent] = []

    def hear(self, seconds: float, level: float = 0.0) -> list[HearingEvent]:
        """Sound of a level for some seconds; returns the new events."""
        new: list[HearingEvent] = []
        for _ in range(round(seconds / BLOCK_S)):
            if self.executor is not None:
                self.executor.tick()
            self.now += BLOCK_S
            new += self.ears.feed(Block(np.full(BLOCK, level, np.float32), self.now))
        self.events += new
        return new

    def speak(self, seconds: float, level: float = 0.2) -> list[HearingEvent]:
        return self.hear(seconds, level)

    def begin(self, **expect: object) -> None:
        self.ears.begin(self.now, Expectation(**expect))


def room(texts: Iterable[str] = (DONE,), **options: object) -> tuple[Room, ScriptedRecogniser]:
    recogniser = ScriptedRecogniser(texts)
    executor = options.pop("executor", None) or InlineExecutor()
    options.setdefault("captions", False)
    ears = Listener(recogniser, FakeVad(), executor, **options)
    return Room(ears, executor if isinstance(executor, DelayedExecutor) else None), recogniser


def kinds(events: Iterable[HearingEvent]) -> list[type]:
    return [type(event) for event in events if not isinstance(event, Caption)]
