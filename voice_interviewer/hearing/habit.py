"""This speaker's own pauses: what counts as long for them, learned while they talk. Pure."""

from __future__ import annotations

from collections.abc import Iterable

_PRIOR = (0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.9, 1.2)
"Pauses inside answers of a usual speaker, seconds; they count until enough own ones are known."
_KEEP = 60
"Latest pauses remembered: habits change within a session as nervousness goes."
_LONGEST_S = 4.0
"Longer silences were waited for on request and say nothing about a habit."


class PauseHabit:
    """Collects in-answer pauses (seconds) and says what a long one is."""

    def __init__(self, pauses: Iterable[float] = ()) -> None:
        self._pauses: list[float] = []
        for pause in pauses:
            self.add(pause)

    @property
    def pauses(self) -> tuple[float, ...]:
        """The pauses remembered, oldest first."""
        return tuple(self._pauses)

    def add(self, pause_s: float) -> None:
        """A silence after which the same answer went on."""
        if 0.2 <= pause_s <= _LONGEST_S:
            self._pauses = [*self._pauses, pause_s][-_KEEP:]

    def long_pause_s(self, share: float = 0.9) -> float:
        """The pause that `share` of this speaker's pauses stay under, seconds."""
        known = sorted([*self._pauses, *_PRIOR])
        at = share * (len(known) - 1)
        low = int(at)
        high = min(low + 1, len(known) - 1)
        return known[low] + (known[high] - known[low]) * (at - low)
