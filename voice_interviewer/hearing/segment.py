"""Voice or silence: probabilities per block in, edges with their true times out. Pure.

    probability  ▁▁▁▂▇█▇█▇▇█▃▁▁▁▂▁▁▁▁▁▇▁▁▁▁▁▁▁
                     │  ├ Onset(at_s = ┘ first voiced block), told once `min_voice_s` was voiced
                     ╵              ├ Offset(at_s = end of the last voiced block), told after `min_silence_s`
                                            ╵ a click: too short, never told

A block counts as voiced above `on`, and goes on counting so down to `off` (hysteresis), as in Silero's own
segmentation. Both edges are back-dated: `at_s` is when voice began or ended, which is earlier than when it could be
known.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Onset:
    """Voice began."""

    at_s: float
    "Start of the first voiced block."


@dataclass(frozen=True, slots=True)
class Offset:
    """Voice ended."""

    at_s: float
    "End of the last voiced block."


Edge = Onset | Offset


@dataclass(frozen=True, slots=True)
class SegmentRules:
    """When a probability is voice. Defaults are Silero's, but for the onset: a keystroke must not count as speech."""

    on: float = 0.5
    off: float = 0.35
    min_voice_s: float = 0.09
    "Voice shorter than this (three blocks) is a click or a breath."
    min_silence_s: float = 0.09
    "Silence shorter than this belongs to speech: closures of stops last up to about 100 ms."


class Segmenter:
    """Turns probabilities into edges; feed blocks in order."""

    def __init__(self, rules: SegmentRules | None = None) -> None:
        self.rules = rules or SegmentRules()
        self.reset()

    def reset(self) -> None:
        """Start in silence."""
        self.voiced = False
        "Inside told voice (between an `Onset` and its `Offset`)."
        self.tentative = False
        "Something above the threshold that is not yet long enough to be told as voice."
        self.last_voiced_s: float | None = None
        "End of the last voiced block inside told voice."
        self._hot = False
        self._began_s = 0.0
        self._ended_s = 0.0
        self._run_s = 0.0

    def feed(self, probability: float, start_s: float, end_s: float) -> list[Edge]:
        """One block from `start_s` to `end_s` (session seconds) → the edges that became certain with it."""
        rules = self.rules
        self._hot = probability >= (rules.off if self._hot or self.voiced else rules.on)
        if self.voiced:
            if self._hot:
                self.last_voiced_s = end_s
            elif self.last_voiced_s is not None and end_s - self.last_voiced_s >= rules.min_silence_s - 1e-9:
                self.voiced = False
                self._run_s = 0.0
                return [Offset(self.last_voiced_s)]
            return []
        if self._hot:
            if self._run_s == 0.0 or start_s - self._ended_s > rules.min_silence_s:
                self._began_s, self._run_s = start_s, 0.0
            self._run_s += end_s - start_s
            self._ended_s = end_s
            self.tentative = True
            if self._run_s >= rules.min_voice_s - 1e-9:
                self.voiced, self.tentative, self.last_voiced_s = True, False, end_s
                return [Onset(self._began_s)]
        elif self.tentative and end_s - self._ended_s >= rules.min_silence_s - 1e-9:
            self.tentative, self._run_s = False, 0.0
        return []
