"""Who keeps the floor by key, whatever the silence: hold, take your time, mute, push to talk. Pure.

Made for people who stutter, sit in noise, or think with their mouth shut: the clock of silence is theirs to stop.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

FloorWish = Literal["hold", "take_time", "mute", "push_to_talk", "talk"]
FLOOR_WISHES: frozenset[str] = frozenset(get_args(FloorWish))


@dataclass
class Floor:
    """What is switched on at present. Plain flags: one thread may set them while another reads."""

    held: bool = False
    "The turn is kept until this is let go."
    thinking: bool = False
    "The turn is kept until the candidate speaks again."
    muted: bool = False
    push_to_talk: bool = False
    "Heard only while `talking`."
    talking: bool = False

    @property
    def hears(self) -> bool:
        """Whether the microphone counts."""
        return not self.muted and (self.talking or not self.push_to_talk)

    @property
    def keeps(self) -> bool:
        """Whether no clock of silence runs."""
        return self.held or self.thinking or self.muted or (self.push_to_talk and self.talking)

    def spoke(self) -> None:
        """The candidate speaks again: thinking is over."""
        self.thinking = False

    def wish(self, name: str) -> str:
        """Carry out a `FloorWish`, each a switch; returns a line that says what holds now, and how to leave it."""
        if name == "hold":
            self.held = not self.held
            return "Your turn is held: no silence ends it. The same again lets it go." if self.held else "Let go."
        if name == "take_time":
            self.thinking = True
            return "Take your time: silence counts again once you speak."
        if name == "mute":
            self.muted = not self.muted
            return "The microphone is off, and nothing hurries. The same again: on." if self.muted else "On again."
        if name == "push_to_talk":
            self.push_to_talk, self.talking = not self.push_to_talk, False
            return "Push to talk: you are heard while you ask for it." if self.push_to_talk else "Heard all the time."
        if name == "talk":
            self.talking = not self.talking
            return "You are heard." if self.talking else "You are not heard."
        raise ValueError(f"{name} is no wish about the floor")
