"""The door for an assessor: a model that says how words of ours would be taken after an answer, or in its place.

It is asked where there is time for it: in a review and a debrief. Without one, questions presuppose nothing, and a
sentence is said anew only where a softener can plainly be taken out of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

QUESTIONS: Final[Mapping[str, str]] = {
    "turn": "Let us turn to something you built or changed yourself. What was it, and why that way?",
    "any": "Of all that you built or changed yourself, in this area or elsewhere, what was the hardest to get right, and why?",
    "near": "In all this, or in other work of yours, what was the hardest thing to get right, and what did you do about it?",
    "today": "In all this, or in other work of yours, what would you do differently if you started today, and why?",
    "own_part": "What was your own part in that?",
    "decided": "Of what you just told me, what did you decide yourself, and why that way?",
    "hardest": "What was the hardest part to get right there?",
    "example": "Can you take me through one concrete example of that?",
    "own_case": "Can you give me one case from your own work where you saw that?",
    "limits": "When would that be the wrong choice?",
    "price": "What did you have to give up for that?",
    "measure": "How would you know that it really works?",
    "breaks": "What could keep that from working?",
    "why": "What in your own work made you see it that way?",
    "learnt": "What do you do differently now because of that?",
    "gently": "Thank you for telling me that. Whenever you like, let us turn to something you built yourself. What was it, and why that way?",
}
"""The questions whose fitness is known, by kind: readers judged exactly these words after real answers, so that what is
asked should be these, nearly these, or words that were tried beside them (docs/language.md)."""


@dataclass(frozen=True, slots=True)
class Chance:
    """How words would be taken, as probabilities that a strict reader finds them good, and out of place."""

    good: float
    bad: float


Chances = Mapping[str, Chance]
"For each of `QUESTIONS` how it would be taken after an answer; empty: nothing is known."


@dataclass(frozen=True, slots=True)
class Way:
    """A sentence to say in the place of `text[first:last]`, which `label` (a key of ours) marked."""

    label: str
    text: str
    first: int
    last: int
    said: str


class Assessor(Protocol):
    """Says how words would be taken. Any thread may call it; it keeps no words of what it read."""

    def after(self, text: str, question: str) -> Chances:
        """How each kind of question would be taken after `text`, an answer to `question`."""
        ...

    def sayable(self, ways: Sequence[Way]) -> Sequence[tuple[float, float]]:
        """For each way the log odds that it can be said aloud, and that a strict reader finds it good.

        Empty: nothing is known."""
        ...
