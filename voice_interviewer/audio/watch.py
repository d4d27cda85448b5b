"""Decides from times alone whether a sound device has gone quiet: stopped calling back, or sends nothing but zeros."""

from __future__ import annotations

from dataclasses import dataclass, field

STALE_S = 1.5
"A callback later than this means the device is gone; ordinary hiccups under load stay under half a second."
ZEROS_S = 3.0
"A real microphone never sends exact zeros for this long: it is muted, or the program may not use it."


@dataclass(slots=True)
class Staleness:
    """Fed the time of every sign of life, says when there have been none for `limit_s` seconds."""

    since_s: float
    "Last sign of life, on whatever clock the caller uses; at the start the time of opening."
    limit_s: float = STALE_S

    def fed(self, at_s: float) -> None:
        """The device gave a sign of life."""
        self.since_s = max(self.since_s, at_s)

    def age_s(self, now_s: float) -> float:
        """Seconds without a sign of life."""
        return max(0.0, now_s - self.since_s)

    def stale(self, now_s: float) -> bool:
        """The device counts as lost."""
        return self.age_s(now_s) > self.limit_s


@dataclass(slots=True)
class ZeroWatch:
    """Notices a microphone that delivers nothing but digital zeros."""

    limit_s: float = ZEROS_S
    zeros_s: float = field(default=0.0)
    "Length of the run of exact zeros at the end of what was fed."
    live: bool = False
    "Something else than zeros has come at some time: later zeros may be a noise gate's."

    def fed(self, seconds: float, peak: float) -> None:
        """`seconds` of sound with this largest absolute sample."""
        self.zeros_s = self.zeros_s + seconds if peak == 0.0 else 0.0
        self.live = self.live or peak > 0.0

    @property
    def dead(self) -> bool:
        """Muted or forbidden, in all likelihood."""
        return self.zeros_s >= self.limit_s

    @property
    def never_live(self) -> bool:
        """Nothing but zeros from the beginning, for long enough: surely dead, and to be named at once."""
        return self.dead and not self.live
