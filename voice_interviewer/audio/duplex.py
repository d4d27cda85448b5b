"""May we listen while we speak? Decides from measured windows of sound. Pure.

    MEASURING ──no echo──────────► CLEAR       headphones, or a loudspeaker that is not heard
        │  ▲──an echo appears────────┘
        │  ▲──delay moved, echo gone, or left over──┐
        ├──echo, and it is removed──► CANCELLED ────┘
        └──it cannot be removed────► HALF      the microphone is not listened to while we speak, to the end

While it measures we do not listen. Every change of mind is told in one line.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from .delay import NO_ECHO, Delay, agreeing, drift_ppm

EVERY_S = 0.5
"Windows of a second, so often, while something is played."
_AGREE_S = 0.025
"A room's strongest reflections are spread so far."
_MOVED_S = 0.03
_REMOVED_DB = 10.0
"Cancelling that takes away less has not understood the room yet."
_NEAR_FLOOR_DB = 6.0
"Above the room's own noise: what is left of an echo at this level is not heard as voice."
_TRIES = 16
"Windows (eight seconds of our own speech) after which an echo that is not removed is not waited for any more."
_AIMS = 4
"So often in a session the canceller is given another delay."
_FALLS = 3
"So often a cancellation that worked may stop working within this many seconds: a device that hiccups is no fault."
_FORGIVEN_S = 180.0
_DRIFT = "the clocks of microphone and loudspeaker drift apart"
_DRIFT_PPM = 300.0
"Sound cards differ by up to 100; above 200 the canceller begins to lose the room."


class Listening(StrEnum):
    """What is known of the way from the loudspeaker to the microphone."""

    MEASURING = "measuring"
    CLEAR = "clear"
    "No echo."
    CANCELLED = "cancelled"
    "An echo, and it is removed."
    HALF = "half"
    "An echo that stays."


@dataclass(frozen=True, slots=True)
class Window:
    """A second of sound while we spoke."""

    at_s: float
    "Session time of its end."
    heard: Delay
    "Of what we played, in the microphone."
    left: Delay = NO_ECHO
    "The same in what the canceller made of it."
    heard_db: float = -60.0
    "Level of the louder tenth of the microphone, dBFS."
    left_db: float = -60.0
    floor_db: float = -70.0
    "The room's own noise."

    @property
    def removed(self) -> bool:
        """Nothing of the echo is left that could pass for a voice."""
        quiet = self.left_db <= self.floor_db + _NEAR_FLOOR_DB
        return quiet or (not self.remains and self.heard_db - self.left_db >= _REMOVED_DB)

    @property
    def remains(self) -> bool:
        """What is left is audible and follows what we played."""
        same = self.left.echo and abs(self.left.seconds - self.heard.seconds) <= _MOVED_S
        return same and self.left_db > self.floor_db + _NEAR_FLOOR_DB


class Duplex:
    """The decision, window by window.

    Args:
        headphones: somebody said so: listen from the first word, until an echo is found.
        trusted: somebody said that cancelling works here: listen from the first word, until it does not.
        cannot: why there is no canceller; empty when there is one.
    """

    def __init__(self, *, headphones: bool = False, trusted: bool = False, cannot: str = "") -> None:
        self.state = Listening.CLEAR if headphones else Listening.MEASURING
        if trusted and not headphones and not cannot:
            self.state = Listening.CANCELLED
        self.delay_s: float | None = None
        "Of the echo behind the sound handed to the canceller, where one was found."
        self.why = ""
        "Why we do not listen while we speak, once that is settled."
        self.was: list[Listening] = []
        "Every settled state so far, in order, each once."
        self._cannot = cannot
        self._recent: deque[Window] = deque(maxlen=4)
        self._echoes: deque[tuple[float, float]] = deque(maxlen=60)
        self._tries = 0
        self._falls: list[float] = []
        self._aims = 0
        self._now_s = 0.0
        self._told_full = False
        self._news: list[str] = []
        if self.full:
            self.was.append(self.state)

    @property
    def full(self) -> bool:
        """We may listen while we speak."""
        return self.state in (Listening.CLEAR, Listening.CANCELLED)

    def news(self) -> list[str]:
        """Lines to tell the person since the last call."""
        told, self._news = self._news, []
        return told

    def summary(self) -> str:
        """Which way of listening was used, for the report; empty when we never spoke long enough to know."""
        ways = {
            Listening.CLEAR: "headphones, or a loudspeaker that the microphone does not hear: you could interrupt",
            Listening.CANCELLED: "loudspeakers with echo cancellation: you could interrupt",
            Listening.HALF: "loudspeakers, half duplex: the microphone was off while the interviewer spoke",
        }
        found = [ways[state] for state in self.was]
        if Listening.HALF in self.was and self.why:
            found[-1] += f" ({self.why})"
        return f"Sound: {'; then '.join(found)}." if found else ""

    # ---- what is found out ----

    def step(self, window: Window) -> None:
        """Take one window."""
        if self.state is Listening.HALF:
            return
        self._now_s = window.at_s
        self._recent.append(window)
        if window.heard.echo:
            self._echoes.append((window.at_s, window.heard.seconds))
        if self.state is Listening.MEASURING:
            self._measure()
        elif self.state is Listening.CLEAR:
            self._watch_clear(window)
        else:
            self._watch_cancelled()

    def fail(self, why: str) -> None:
        """Something else showed that we hear ourselves, or cannot know: half duplex from here on."""
        if self.state is Listening.HALF:
            return
        self.why = why
        self._settle(Listening.HALF)
        self._news.append(f"I do not listen while I speak from now on: {why}.")

    def aimed(self) -> None:
        """The canceller was given another delay: what it did before says nothing any more."""
        self._recent.clear()
        self._echoes.clear()
        self.delay_s = None
        self._aims += 1
        if self._aims > _AIMS:
            self.fail("the delay between loudspeaker and microphone cannot be followed")

    def anew(self, why: str) -> None:
        """The devices changed: measure again, and listen only afterwards."""
        if self.state is not Listening.HALF:
            self._echoes.clear()
            self._fall(why, counts=False)

    def _heard(self) -> list[Delay]:
        return [w.heard for w in self._recent]

    def _measure(self) -> None:
        self._tries += 1
        recent = list(self._recent)
        if len(recent) == 4 and not any(w.heard.echo for w in recent):
            self._settle(Listening.CLEAR)
            self._tell_full("The microphone does not hear me: you may interrupt at any time.")
            return
        delay_s = agreeing(self._heard(), _AGREE_S, 3)
        if delay_s is not None and self._cannot:
            self.fail(self._cannot)
            return
        self.delay_s = delay_s if delay_s is not None else self.delay_s
        if delay_s is not None and all(w.removed for w in recent[-2:]):
            self._settle(Listening.CANCELLED)
            self._tell_full("Loudspeakers: my echo is removed, you may interrupt at any time.")
            return
        if self._tries >= _TRIES:
            self.fail(self._reason(delay_s))

    def _reason(self, delay_s: float | None) -> str:
        if self._drifts():
            return _DRIFT
        if delay_s is None:
            return "the delay between loudspeaker and microphone keeps changing"
        return "the echo of my voice cannot be removed"

    def _drifts(self) -> bool:
        ppm = drift_ppm([at for at, _ in self._echoes], [d for _, d in self._echoes])
        return ppm is not None and abs(ppm) > _DRIFT_PPM

    def _watch_clear(self, window: Window) -> None:
        if agreeing(self._heard(), _AGREE_S, 3) is not None and window.heard_db > window.floor_db + _NEAR_FLOOR_DB:
            self._fall("the microphone hears the loudspeaker", counts=False)

    def _watch_cancelled(self) -> None:
        recent = list(self._recent)
        delay_s = agreeing(self._heard(), _AGREE_S, 3)
        if self.delay_s is None:
            self.delay_s = delay_s
        moved = delay_s is not None and self.delay_s is not None and abs(delay_s - self.delay_s) > _MOVED_S
        remains = sum(w.remains for w in recent[-3:]) >= 2
        if (moved or remains) and self._drifts():
            self.fail(_DRIFT)
        elif moved:
            self._echoes.clear()
            self._fall("the delay between loudspeaker and microphone changed")
        elif remains:
            self._fall("my echo came back")
        elif len(recent) == 4 and not any(w.heard.echo for w in recent):
            self._fall("the microphone no longer hears the loudspeaker (a headset?)", counts=False)

    def _fall(self, why: str, *, counts: bool = True) -> None:
        self._falls = [at for at in self._falls if self._now_s - at < _FORGIVEN_S] + [self._now_s] * counts
        if len(self._falls) >= _FALLS:
            self.fail(why)
            return
        if self.full:
            self._news.append(f"Sound changed: {why}. I do not listen while I speak until I have measured it again.")
        self.state, self._tries, self.delay_s, self._told_full = Listening.MEASURING, 0, None, False
        self._recent.clear()

    def _settle(self, state: Listening) -> None:
        self.state = state
        if not self.was or self.was[-1] is not state:
            self.was.append(state)

    def _tell_full(self, line: str) -> None:
        if not self._told_full:
            self._told_full = True
            self._news.append(line)


def level_db(pcm: np.ndarray, percentile: float) -> float:
    """Level of mono float32 samples at 16 kHz, dBFS: this percentile over stretches of 20 ms; -120 for none."""
    frames = pcm[: len(pcm) // 320 * 320].reshape(-1, 320)
    if not len(frames):
        return -120.0
    power = np.mean(np.square(frames, dtype=np.float64), axis=1)
    return float(10 * np.log10(max(float(np.percentile(power, percentile)), 1e-12)))
