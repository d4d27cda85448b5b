"""Receipts carried out: what was said of them, and their echo kept out of the answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ...hearing.model import Committed, Heard, HearingEvent, SoftEnd
from ...hearing.turn_policy import Outlook
from ...sessions.events import Acknowledged
from .own_voice import Said, without_receipts
from .parts import Parts
from .receipts import Receipts


class Acknowledging:
    """Gives receipts in the silences of one answer after the other."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._receipts = Receipts()
        self._said: list[Said] = []
        self.last_s: float | None = None
        "When the latest was given; None since the candidate spoke."

    def next_answer(self) -> None:
        """Another answer begins."""
        self._receipts = self._receipts.next_answer(at_its_end=self.last_s is not None)
        self._said, self.last_s = [], None

    def tick(
        self, now_s: float, outlook: Outlook | None, *, quiet: bool, topic: str = "", beside: Collection[str] = ()
    ) -> Acknowledged | None:
        """Once a block: take back what is being said when voice stirs, or give one; `quiet`: not now; `topic`: whose
        question is being answered; `beside`: first words of what was said before and of what comes next."""
        parts = self._parts
        parts.mouth.yield_receipt(parts.ears.stirring)
        if parts.ears.voicing:
            self.last_s = None
        if quiet or parts.acknowledge == "off" or not parts.full_duplex or parts.mouth.busy or parts.ears.stirring:
            return None
        text = self._receipts.due(now_s, outlook, beside)
        if text is None or outlook is None or (seconds := parts.mouth.murmur(text, topic)) is None:
            return None
        self._receipts = self._receipts.after(now_s, outlook.last_voice_s)
        self._said = [*self._said[-5:], Said(text, now_s, now_s + seconds)]
        self.last_s = now_s
        return Acknowledged(now_s, text)

    def without_echo(self, event: HearingEvent) -> tuple[HearingEvent, bool]:
        """The event without words that are a receipt of ours, and whether there were any."""
        if not isinstance(event, SoftEnd | Committed) or not self._said:
            return event, False
        heard: Heard = without_receipts(event.heard, self._said)
        return (event, False) if heard is event.heard else (replace(event, heard=heard), True)
