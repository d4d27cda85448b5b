"""The interviewer's mouth: what is being said, how far it got, and what may cut it short."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from ...audio.protocols import Speaker
from ...voice.protocols import Clip
from .barge_in import BargeIn

_DUCKED = 0.25
_LATE_S = 3.0
"A clip this much overdue means the loudspeaker no longer takes samples."


class Prompts(Protocol):
    """Where clips come from: ready ones at once, others synthesised now."""

    def get(self, text: str) -> Clip: ...


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
    clip: int
    seconds: float
    since_s: float
    barge: BargeIn
    started_s: float | None = None


class Mouth:
    """Speaks one utterance at a time through a loudspeaker; without one, takes the time reading it would take."""

    def __init__(self, speaker: Speaker | None, prompts: Prompts) -> None:
        self._speaker = speaker
        self._prompts = prompts
        self._ready: dict[str, Clip] = {}
        self._now: _Now | None = None
        self.trace: dict[str, Any] | None = None
        "Stages of the turn that the next utterance answers; completed with its first sample and handed back."

    @property
    def busy(self) -> bool:
        """Something is being said."""
        return self._now is not None

    def prepare(self, text: str) -> None:
        """Have the clip of this text at hand."""
        if text not in self._ready:
            self._ready = {text: self._prompts.get(text)}

    def say(self, utterance: int, text: str, at_s: float, *, protected_s: float = 0.0) -> None:
        """Begin to speak; `protected_s` is how long nobody can interrupt it."""
        clip = self._ready.pop(text, None) or self._prompts.get(text)
        self._ready.clear()
        number = self._speaker.play(clip.pcm, clip.rate_hz) if self._speaker else -1
        self._now = _Now(utterance, number, clip.seconds, at_s, BargeIn(at_s + protected_s))

    def hear(self, voicing: bool, at_s: float) -> None:
        """React to the candidate's voice while we speak."""
        if self._now is None or self._speaker is None:
            return
        self._now.barge, act = self._now.barge.hear(voicing, at_s)
        if act == "duck":
            self._speaker.duck(_DUCKED)
        elif act == "resume":
            self._speaker.duck(1.0)
        elif act == "stop":
            self._speaker.flush()

    def hush(self) -> None:
        """Stop speaking."""
        if self._now is not None and self._speaker is not None:
            self._speaker.flush()
        elif self._now is not None:
            self._now.seconds = 0.0

    def poll(self, at_s: float) -> Done | None:
        """Whether the utterance is over; call once a block."""
        now = self._now
        if now is None:
            return None
        if self._speaker is None:
            if at_s - now.since_s < now.seconds:
                return None
            return self._over(Done(now.utterance, 1.0, at_s))
        status = self._speaker.status(now.clip)
        now.started_s = status.started_s if now.started_s is None else now.started_s
        if status.state in ("done", "dropped"):
            share = min(1.0, status.played_s / now.seconds) if now.seconds else 1.0
            self._speaker.duck(1.0)
            return self._over(Done(now.utterance, share, at_s))
        if getattr(self._speaker, "lost", False) or at_s - now.since_s > now.seconds + _LATE_S:
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
