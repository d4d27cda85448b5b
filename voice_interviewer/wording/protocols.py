"""What a part that rewords must be."""

from __future__ import annotations

from typing import Protocol

from ..availability import Availability

GROUP = "voice_interviewer.wording"
"The entry-point group of such parts."


class Rewording(Protocol):
    """Says a question in other words. It is never asked what to ask, nor how good an answer was."""

    name: str

    @classmethod
    def availability(cls) -> Availability:
        """Whether it can work here at all."""
        ...

    def reword(self, question: str, timeout_s: float) -> str:
        """The question in other words, within so many seconds. Whatever it raises, the question is asked as it was."""
        ...
