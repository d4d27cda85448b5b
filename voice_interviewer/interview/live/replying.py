"""A reply from its first sample to where it stands, or is taken back; what decides is in `yielding`."""

from __future__ import annotations

from typing import Any, Protocol

from ...hearing.model import Heard
from ...sessions.actions import Listen, Say
from ...sessions.events import Yielded
from .arming import Armed, Host
from .phases import Phase
from .turn import TurnBook
from .yielding import NOTHING_CAME_S, Reply, fate, withdrawable

_ECHOES = 2
"Replies in a row that were taken back for no speech: then it is our own voice that is heard."


class Answered(Protocol):
    """The answer that is replied to; `answering.Answering` is the real one."""

    book: TurnBook
    listen: Listen | None

    @property
    def phase(self) -> Phase: ...
    def settle(self) -> None: ...
    def take_back(self, reply: Reply) -> None: ...
    def half_duplex(self) -> None: ...
    def finish(self, why: str) -> None: ...


class Replying:
    """The reply to the answer that `answering` has heard."""

    def __init__(self, answering: Answered, host: Host) -> None:
        self._answering = answering
        self._host = host
        self._parts = host.parts
        self.reply: Reply | None = None
        "A reply that has begun and can still be taken back."
        self.saying: Say | None = None
        "The action of a reply that now stands: it is being said already."
        self._since_s: float | None = None
        "Latest voice since a reply was taken back; None where there was none, and once words were heard."
        self._nothing_came = 0

    def begin(self, armed: Armed, heard: Heard, trace: dict[str, Any]) -> Say | None:
        """Begin to reply; nothing else has happened until it stands. None: it could not be taken back (we cannot hear
        meanwhile, or it is more than a reply), and is to be carried out as it is."""
        host, parts, listen = self._host, self._parts, self._answering.listen
        turn = self._answering.book.turn
        if not parts.full_duplex or not parts.mouth.has_speaker or turn is None or listen is None:
            return None
        say = withdrawable(armed, answered=host.state.answered, taken_back=turn.taken_back)
        if say is not None:
            self.reply = Reply(armed, heard, trace, listen, say, host.now_s)
            parts.mouth.trace = {**trace, "turn": listen.turn}
            parts.mouth.say(say.utterance, say.text, host.now_s, topic=say.node)
        return say

    def take(self) -> Reply | None:
        """The reply, which stands from now on."""
        reply, self.reply = self.reply, None
        self.saying = reply.say if reply is not None else None
        return reply

    def tick(self) -> None:
        """Once a block: what becomes of a reply that has begun, and of an answer that was thought to go on."""
        reply, parts, now_s = self.reply, self._parts, self._host.now_s
        if reply is None:
            self._nothing_more()
            return
        began_s = parts.mouth.began_s
        what = fate(reply, began_s, voicing=parts.ears.voicing, now_s=now_s)
        if what == "stands":
            self._answering.settle()
        elif what == "take_back":
            parts.mouth.withdraw()
            self.reply, self._since_s = None, now_s
            self._answering.take_back(reply)
            self._host.apply(Yielded(now_s, reply.say.text, 0.0 if began_s is None else now_s - began_s))

    def words_came(self) -> None:
        """The answer does go on."""
        self._since_s, self._nothing_came = None, 0

    def forget(self) -> None:
        """The answer is over."""
        self._since_s = None

    def _nothing_more(self) -> None:
        """It was a cough, or our own voice: put the reply again."""
        ears, now_s = self._parts.ears, self._host.now_s
        if self._since_s is None:
            return
        if ears.voicing:
            self._since_s = now_s
        if self._answering.phase is not Phase.LISTENING or ears.outlook is not None:
            return
        if now_s - self._since_s >= NOTHING_CAME_S:
            self._since_s = None
            self._nothing_came += 1
            if self._nothing_came >= _ECHOES:
                self._answering.half_duplex()
            self._answering.finish("nothing more was said")
