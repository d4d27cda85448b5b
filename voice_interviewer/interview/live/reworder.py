"""Other words for the armed follow-up, made beside the session: in time and the same question, or not used at all.

soft end    → the follow-up that was chosen is sent; nothing waits
commit      → what came back by then (at most `WAIT_S` more) is checked; it or the follow-up as it was is spoken
"""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass, field

from ...wording.protocols import Rewording
from ..core.rewording import refused, split

BUDGET_S = 1.2
"From the soft end: a request that takes longer is given up."
WAIT_S = 0.4
"Longest that the reply waits once the answer is over."


@dataclass(slots=True)
class _Asked:
    original: str
    answer: str
    done: threading.Event = field(default_factory=threading.Event)
    said: str = ""


class Reworder:
    """One request at a time; a new one makes the last one's answer worthless. Never raises."""

    def __init__(self, part: Rewording, budget_s: float = BUDGET_S, wait_s: float = WAIT_S) -> None:
        self._part = part
        self._budget_s = budget_s
        self._wait_s = wait_s
        self._asked: _Asked | None = None
        self.refusals: list[str] = []
        "Why wordings that came were not used."

    def begin(self, original: str, answer: str) -> None:
        """Ask for other words; `answer` (what the candidate said) is only for the check, and is not sent."""
        if self._asked is not None and (self._asked.original, self._asked.answer) == (original, answer):
            return
        self._asked = asked = _Asked(original, answer)
        threading.Thread(target=self._ask, args=(asked,), daemon=True, name="rewording").start()

    def take(self, original: str) -> str | None:
        """The other words for this follow-up, if they came in time and say the same; None: say it as it was."""
        asked, self._asked = self._asked, None
        if asked is None or asked.original != original or not asked.done.wait(self._wait_s) or not asked.said:
            return None
        if asked.said == original:
            return None
        if why := refused(original, asked.said, asked.answer):
            self.refusals.append(why)
            return None
        return asked.said

    def _ask(self, asked: _Asked) -> None:
        with contextlib.suppress(Exception):  # whatever goes wrong with it, the interview goes on without
            before, question = split(asked.original)  # what quotes the candidate is kept here, and put back in front
            other = str(self._part.reword(question, self._budget_s)).strip()
            asked.said = f"{before} {other}".strip() if other else ""
        asked.done.set()
