"""A reply that has begun and can still be taken back. Pure, fed times.

    voice      ███████░░░░░░░░░░░░░░░░░████████
    reply                      ▓▓▓▓
                               │  │└ the candidate went on in its first 0.4 s: the reply stops, they are listened to,
                               │  │  and it is one answer
                               │  later than that it stands (and may be talked over like any question)
                               commit

Nothing is lost by it: until the window is over the interviewer's state is that before the reply, nothing is written,
and what was begun is asked in full after the real end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from ...hearing.model import Heard
from ...sessions.actions import Listen, Say
from .arming import Armed

WINDOW_S = 0.4
"Of a reply, from its first sample."
_TOLD_S = 0.15
"Voice is certain so much after it began, in 95 of 100 beginnings of read speech (0.11 s in the median)."
_UNHEARD_S = 1.0
"A reply whose first sample is this late stands: something is wrong with the loudspeaker."
MOST = 3
"Replies taken back in one answer; whoever goes on once more is talked over."
NOTHING_CAME_S = 2.0
"Silence after a reply was taken back for what was no speech: it is put again."


@dataclass(frozen=True, slots=True)
class Reply:
    """What has been begun, with all that follows if it stands."""

    armed: Armed
    heard: Heard
    trace: dict[str, Any]
    listen: Listen
    say: Say
    since_s: float
    "Session time of the commit."


def withdrawable(armed: Armed, *, answered: int, taken_back: int) -> Say | None:
    """The reply of an armed answer if it can be begun before it stands; `answered`: answers counted so far."""
    [*_, last] = armed.actions or (None,)
    if len(armed.actions) != 1 or not isinstance(last, Say) or taken_back >= MOST:
        return None
    return last if armed.state.answered != answered else None


def fate(reply: Reply, began_s: float | None, *, voicing: bool, now_s: float) -> Literal["take_back", "stands", "open"]:
    """What becomes of a reply. `began_s`: its first sample was heard then; None: not yet."""
    until_s = (began_s + WINDOW_S if began_s is not None else reply.since_s + _UNHEARD_S) + _TOLD_S
    if now_s > until_s:
        return "stands"
    return "take_back" if voicing else "open"
