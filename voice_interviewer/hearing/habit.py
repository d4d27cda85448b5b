"""This speaker's own pauses, from usual values on. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable

from .turn_policy import Pauses

_KEEP = 60
"Latest pauses remembered: habits change within a session as nervousness goes."
_LONGEST_S = 4.0
"Longer silences were asked for and say nothing about a habit."
_SHORTEST_S = 0.25
"Shorter ones are closures and word boundaries."
_PRIOR_WEIGHT = 5.0
"The usual values count as much as this many pauses of one's own."


class PauseHabit:
    """Collects in-answer pauses (seconds)."""

    def __init__(self, pauses: Iterable[float] = (), usual: Pauses | None = None) -> None:
        self._usual = usual or Pauses()
        self._pauses: list[float] = []
        for pause in pauses:
            self.add(pause)

    @property
    def pauses(self) -> tuple[float, ...]:
        """The pauses remembered, oldest first."""
        return tuple(self._pauses)

    def add(self, pause_s: float) -> None:
        """A silence after which the same answer went on."""
        if _SHORTEST_S <= pause_s <= _LONGEST_S:
            self._pauses = [*self._pauses, pause_s][-_KEEP:]

    def law(self) -> Pauses:
        """The log-normal law of this speaker's pauses: own ones and the usual values, weighed by their number."""
        logs = [math.log(pause) for pause in self._pauses]
        usual = math.log(self._usual.median_s)
        weight = _PRIOR_WEIGHT + len(logs)
        middle = (_PRIOR_WEIGHT * usual + sum(logs)) / weight
        spread = _PRIOR_WEIGHT * (self._usual.spread**2 + (usual - middle) ** 2) + sum((x - middle) ** 2 for x in logs)
        return Pauses(math.exp(middle), max(self._usual.spread, math.sqrt(spread / weight)))

    def long_pause_s(self, share: float = 0.9) -> float:
        """The pause that `share` of this speaker's pauses stay under, seconds."""
        return self.law().exceeded_by(1.0 - share)
