"""When the candidate speaks over a question: duck, hold, stop, or go on after a back-channel. Pure, fed times.

    voice      ____▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁______
               0   duck     90 ms: hold     400 ms: stop     "let me answer that"
    voice      ____▁▁▁▁▁▁▁____________________
               0   duck     90 ms: hold   + 150 ms quiet: go on from the same sample     "mm-hm"

Voice is known for certain about 0.1 s after it began, and sound takes some 0.1 s through both devices; so we are
silent within 0.4 s of the candidate's first sound. A "mm-hm" lasts 0.2 to 0.35 s: the question waits for it, loses
nothing, and goes on; someone who means it is not talked over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

HOLD_S = 0.09
STOP_S = 0.40
QUIET_S = 0.15
NEAR_S = 0.35
"A sound that is not followed by voice for so long was none."

Act = Literal["duck", "hold", "resume", "stop"]


@dataclass(frozen=True, slots=True)
class BargeIn:
    """State of one utterance of ours; a new one for each."""

    protected_until_s: float = 0.0
    "Session time before which we cannot be interrupted."
    voice_since_s: float | None = None
    quiet_since_s: float | None = None
    ducked: bool = False
    held: bool = False
    stopped: bool = False
    near_s: float | None = None
    "When somebody besides us was last noticed, before it was known to be voice."

    def hear(self, voicing: bool, at_s: float, near: bool = False) -> tuple[BargeIn, Act | None]:
        """Take the voice activity of one block; returns the next state and what to do with our own voice.

        `near`: the canceller let a sound through that is not ours. It thins out a voice that ours drowns, so voice may
        be certain only once we are silent: we hold at once, and go on if no voice follows.
        """
        if self.stopped or at_s < self.protected_until_s:
            return self, None
        if voicing:
            since = at_s if self.voice_since_s is None else self.voice_since_s
            state = replace(self, voice_since_s=since, quiet_since_s=None)
            if at_s - since >= STOP_S - 1e-9:
                return replace(state, stopped=True), "stop"
            if at_s - since >= HOLD_S - 1e-9 and not self.held:
                return replace(state, ducked=True, held=True), "hold"
            if not self.ducked:
                return replace(state, ducked=True), "duck"
            return state, None
        if self.voice_since_s is None:
            return self._suspect(at_s, near)
        quiet = at_s if self.quiet_since_s is None else self.quiet_since_s
        if at_s - quiet >= QUIET_S - 1e-9:
            done = replace(self, voice_since_s=None, quiet_since_s=None, near_s=None, ducked=False, held=False)
            return done, "resume" if self.ducked else None
        return replace(self, quiet_since_s=quiet), None

    def _suspect(self, at_s: float, near: bool) -> tuple[BargeIn, Act | None]:
        if near:
            return replace(self, near_s=at_s, ducked=True, held=True), None if self.held else "hold"
        if self.near_s is not None and at_s - self.near_s >= NEAR_S - 1e-9:
            return replace(self, near_s=None, ducked=False, held=False), "resume"
        return self, None
