"""When the candidate speaks over a question: duck, stop, or go on after a back-channel. Pure, fed times.

    voice      ____▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁______
               0   120 ms: duck     400 ms: stop            "let me answer that"
    voice      ____▁▁▁▁▁▁▁____________________
               0   120 ms: duck   + 250 ms quiet: go on     "mm-hm"

A "mm-hm" lasts 0.2 to 0.35 s; so a question survives it, and someone who means it is not talked over for long.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

DUCK_S = 0.12
STOP_S = 0.40
QUIET_S = 0.25


@dataclass(frozen=True, slots=True)
class BargeIn:
    """State of one utterance of ours; a new one for each."""

    protected_until_s: float = 0.0
    "Session time before which we cannot be interrupted."
    voice_since_s: float | None = None
    quiet_since_s: float | None = None
    ducked: bool = False
    stopped: bool = False

    def hear(self, voicing: bool, at_s: float) -> tuple[BargeIn, str | None]:
        """Take the voice activity of one block; returns the next state and `duck`, `resume`, `stop` or None."""
        if self.stopped or at_s < self.protected_until_s:
            return self, None
        if voicing:
            since = at_s if self.voice_since_s is None else self.voice_since_s
            state = replace(self, voice_since_s=since, quiet_since_s=None)
            if at_s - since >= STOP_S:
                return replace(state, stopped=True), "stop"
            if at_s - since >= DUCK_S and not self.ducked:
                return replace(state, ducked=True), "duck"
            return state, None
        if self.voice_since_s is None:
            return self, None
        quiet = at_s if self.quiet_since_s is None else self.quiet_since_s
        if at_s - quiet >= QUIET_S:
            done = replace(self, voice_since_s=None, quiet_since_s=None, ducked=False)
            return done, "resume" if self.ducked else None
        return replace(self, quiet_since_s=quiet), None
