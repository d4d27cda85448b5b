"""When a candidate is shown that they were heard: "okay", long before the next question. Pure, fed times.

    voice      ██████████░░░░░░░░░░░░░░░░░░░░░░░░
                         │     │          └ the question, once the turn is over
                         │     └ receipt: 0.3 to 0.4 s, quiet; withdrawn when they go on
                         └ last voiced sample

Listeners do so 0.4 to 0.7 s into a silence and ask later. A receipt is no turn: what the candidate says next is the
same answer. How long into a silence it is in place is for the evidence to say (`hearing.turn_policy`); here stands what
withholds it: too many of them, none left in this silence, a question that follows at once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

from ...hearing.turn_policy import Outlook
from ..core.openings import unlike

Acknowledge = Literal["normal", "off"]

WORDS: tuple[str, ...] = ("Okay.", "Right.", "I see.")
"""In turn, so that none is heard twice in a row; three, so that one is left between what was said and the question that
is armed. No "mm-hm": the voices we know spell it, or say "mama"."""
PACE = 1.25
"A little quicker than a sentence: 0.35 to 0.4 s each."
MOST_A_MINUTE = 3
"Inside answers, in any one minute; on real answers that makes fewer than two a minute."
APART_S = 4.0
EVEN_SO_S = 1.5
"A silence of this length is acknowledged whatever was given before: nobody is left for 2 s without a sound."
_BLOCK_S = 0.032
"How often it is asked whether one is due."
ROOM_S = 0.5
"A question that follows sooner than this makes a receipt superfluous."


@dataclass(frozen=True, slots=True)
class Receipts:
    """What was given in this session, and the number of the next word."""

    given: tuple[float, ...] = ()
    "Session times of those inside answers, and of the latest."
    word: int = 0
    answered_s: float | None = None
    "The silence (its last voiced sample) that has had its receipt."

    def next_answer(self, *, at_its_end: bool) -> Receipts:
        """Another answer begins. `at_its_end`: the latest was given at the end of an answer, so it does not count."""
        return Receipts(self.given[:-1] if at_its_end else self.given, self.word)

    def allows(self, at_s: float, silence_s: float, wait_s: float) -> bool:
        """Whether one may be given at `at_s`, `silence_s` into a silence in which the question comes at `wait_s`."""
        if wait_s - silence_s < ROOM_S:
            return False
        if silence_s >= EVEN_SO_S:
            return True
        if self.given and at_s - self.given[-1] < APART_S:
            return False
        return sum(at_s - given < 60.0 for given in self.given) < MOST_A_MINUTE

    def moment(self, since_s: float, receipt_s: float, wait_s: float) -> float | None:
        """How far into a silence since `since_s` one would be given; None: it is withheld to the end."""
        silence_s = receipt_s
        while silence_s <= wait_s - ROOM_S:
            if self.allows(since_s + silence_s, silence_s, wait_s):
                return silence_s
            silence_s += _BLOCK_S
        return None

    def due(self, now_s: float, outlook: Outlook | None, beside: Collection[str] = ()) -> str | None:
        """The words to say now; None: nothing. `beside`: first words of what was said before and of what comes next."""
        if outlook is None or outlook.receipt_s is None or outlook.last_voice_s == self.answered_s:
            return None
        silence_s = now_s - outlook.last_voice_s
        if silence_s < outlook.receipt_s - 1e-9 or not self.allows(now_s, silence_s, outlook.wait_s):
            return None
        at = self.word % len(WORDS)
        return unlike((*WORDS[at:], *WORDS[:at]), beside) or WORDS[at]

    def after(self, now_s: float, last_voice_s: float | None = None) -> Receipts:
        """One was given."""
        return replace(self, given=(*self.given, now_s), word=self.word + 1, answered_s=last_voice_s)
