"""The interviewer's mouth: what is being said, how far it got, and what may cut it short."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from ...audio.protocols import Speaker
from ...errors import InterviewerError
from ...voice.protocols import Clip
from .barge_in import BargeIn
from .receipts import PACE

_DUCKED = 0.25
_QUIET = 0.45
"Of a receipt, against a question: 7 dB below it."
_READING_S = 0.07
"A character, at the pace of speech: how long a question that is only shown is left to be read."
_LATE_S = 3.0
"A clip this much overdue means the loudspeaker no longer takes samples."


class Prompts(Protocol):
    """Where clips come from: ready ones at once, others synthesised now. Raises what a voice that fails raises."""

    def get(self, text: str) -> Clip: ...
    def quick(self, text: str, pace: float) -> Clip | None:
        """A short word at a quicker pace, if it is there already."""
        ...


@dataclass(frozen=True, slots=True)
class Done:
    """An utterance that is over."""

    utterance: int
    played: float
    "Share of it that was heard, 0 to 1."
    ended_s: float
    lost: bool = False
    "The loudspeaker stopped taking samples."
    trace: dict[str, Any] | None = None


@dataclass(slots=True)
class _Now:
    utterance: int
    clip: int | None
    "Number of the clip at the loudspeaker; None: the text is only shown, and takes the time reading it takes."
    seconds: float
    since_s: float
    barge: BargeIn
    started_s: float | None = None


class Mouth:
    """Speaks one utterance at a time through a loudspeaker; without one, takes the time reading it would take."""

    def __init__(
        self, speaker: Speaker | None, prompts: Prompts, whose: Callable[[str], Prompts] | None = None
    ) -> None:
        """`whose`: the voice that has the turn, by the question asked about; None: one voice says everything."""
        self._speaker = speaker
        self._prompts = prompts
        self._whose = whose
        self._ready: dict[str, Clip] = {}
        self._now: _Now | None = None
        self._troubles: list[str] = []
        self._told = ""
        self._murmur: int | None = None
        "Number of the receipt at the loudspeaker."
        self.trace: dict[str, Any] | None = None
        "Stages of the turn that the next utterance answers; completed with its first sample and handed back."

    @property
    def busy(self) -> bool:
        """Something is being said."""
        return self._now is not None

    @property
    def audible(self) -> bool:
        """Something is being played by a loudspeaker."""
        said = self._now is not None and self._now.clip is not None
        return self._speaker is not None and (said or self._murmur is not None)

    @property
    def has_speaker(self) -> bool:
        """There is a loudspeaker."""
        return self._speaker is not None

    def prepare(self, text: str, topic: str = "") -> None:
        """Have the clip of this text at hand; `topic` is the question that it belongs to, if any."""
        if text not in self._ready:
            clip = self._spoken(text, topic)
            self._ready = {} if clip is None else {text: clip}

    def say(self, utterance: int, text: str, at_s: float, *, protected_s: float = 0.0, topic: str = "") -> None:
        """Begin to speak; `protected_s` is how long nobody can interrupt it. Without a clip the text is to be read."""
        clip = self._ready.pop(text, None) or self._spoken(text, topic)
        self._ready.clear()
        seconds = len(text) * _READING_S if clip is None else clip.seconds
        number = None if clip is None or self._speaker is None else self._speaker.play(clip.pcm, clip.rate_hz)
        self._now = _Now(utterance, number, seconds, at_s, BargeIn(at_s + protected_s))

    def murmur(self, text: str, topic: str = "") -> float | None:
        """A receipt, beside all utterances, if its clip is at hand; returns its length in seconds, None where it is
        left out."""
        if self._speaker is None or self._now is not None:
            return None
        clip = (self._whose(topic) if self._whose is not None else self._prompts).quick(text, PACE)
        if clip is None:
            return None
        self._murmur = self._speaker.play(clip.pcm * np.float32(_QUIET), clip.rate_hz)
        return clip.seconds

    def yield_receipt(self, stirring: bool) -> None:
        """Take a receipt back with the first block that may be voice."""
        if self._murmur is None or self._speaker is None or self._now is not None:
            self._murmur = None
        elif stirring:
            self._speaker.flush()
            self._murmur = None
        elif self._speaker.status(self._murmur).state in ("done", "dropped"):
            self._murmur = None

    @property
    def began_s(self) -> float | None:
        """When the utterance was first heard; None before that."""
        now = self._now
        if now is None or now.clip is None or self._speaker is None:
            return None
        return self._speaker.status(now.clip).started_s

    def withdraw(self) -> None:
        """Stop what is being said as if it had not been begun: nothing will be told of it."""
        if self._now is not None and self._now.clip is not None and self._speaker is not None:
            self._speaker.flush()
            self._speaker.hold(False)
            self._speaker.duck(1.0)
        self._now, self.trace = None, None

    def _spoken(self, text: str, topic: str) -> Clip | None:
        """The clip, or None and a trouble to tell: whatever a voice's driver raises must not end the session."""
        try:
            return (self._whose(topic) if self._whose is not None else self._prompts).get(text)
        except Exception as error:
            why = str(error) if isinstance(error, InterviewerError) else f"the voice failed ({error!r})."
            if why != self._told:
                self._told = why
                self._troubles.append(f"Shown as text: {why}")
            return None

    def troubles(self) -> list[str]:
        """What the person should be told, each line once."""
        told, self._troubles = self._troubles, []
        return told

    def hear(self, voicing: bool, at_s: float, near: bool = False) -> None:
        """React to the candidate's voice while we speak; `near`: to a sound that is not ours, and may be it."""
        if self._now is None or self._now.clip is None or self._speaker is None:
            return
        self._now.barge, act = self._now.barge.hear(voicing, at_s, near)
        if act == "duck":
            self._speaker.duck(_DUCKED)
        elif act == "hold":
            self._speaker.hold(True)
        elif act == "resume":
            self._speaker.hold(False)
            self._speaker.duck(1.0)
        elif act == "stop":
            self._speaker.flush()

    def hush(self) -> None:
        """Stop speaking."""
        if self._now is not None and self._now.clip is not None and self._speaker is not None:
            self._speaker.flush()
        elif self._now is not None:
            self._now.seconds = 0.0

    def poll(self, at_s: float) -> Done | None:
        """Whether the utterance is over; call once a block."""
        now = self._now
        if now is None:
            return None
        if self._speaker is None or now.clip is None:
            if at_s - now.since_s < now.seconds:
                return None
            return self._over(Done(now.utterance, 1.0, at_s))
        status = self._speaker.status(now.clip)
        now.started_s = status.started_s if now.started_s is None else now.started_s
        if status.state in ("done", "dropped"):
            share = min(1.0, status.played_s / now.seconds) if now.seconds else 1.0
            self._speaker.hold(False)
            self._speaker.duck(1.0)
            return self._over(Done(now.utterance, share, at_s))
        overdue_s = at_s - now.since_s - now.seconds
        if getattr(self._speaker, "lost", False) or overdue_s > getattr(self._speaker, "late_s", _LATE_S):
            return self._over(Done(now.utterance, 0.0, at_s, lost=True))
        return None

    def _over(self, done: Done) -> Done:
        trace, now = self.trace, self._now
        self._now, self.trace = None, None
        if trace is None or now is None or now.started_s is None:
            return done
        return Done(done.utterance, done.played, done.ended_s, done.lost, {**trace, "first_sound": now.started_s})

    def replace_speaker(self, speaker: Speaker | None) -> None:
        """Go on through another loudspeaker, which is open already, or silently with None; the old one is closed."""
        self.close()
        self._speaker = speaker

    def close(self) -> None:
        """Close the loudspeaker in use, whichever that is by now."""
        if self._speaker is not None:
            self._speaker.__exit__(None, None, None)
            self._speaker = None
