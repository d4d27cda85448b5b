"""The answer being given, from the first sound to its record: heard, armed, interrupted, typed, committed.

What each thing that is heard means stands in `phases.TABLE`; this carries it out.

    soft end   → analyse, step the machine on a copy, synthesise the reply: armed, nothing heard
    resumed    → drop what was armed
    committed  → the armed clip is played, and once it stands the armed state becomes the state
    goes on    → the reply is taken back, nothing has happened, the answer goes on
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ...hearing.model import (
    Caption,
    Committed,
    Heard,
    HearingEvent,
    NothingHeard,
    Resumed,
    SoftEnd,
    Trouble,
    VoiceStarted,
)
from ...language.model import Interruption
from ...sessions import events as ev
from ...sessions.actions import Listen
from ..core.pressure import under_way
from .acknowledging import Acknowledging
from .arming import Armed, Host, arm, asked_of, beside, expectation_of, reword
from .interrupting import Interrupting
from .mishaps import Mishaps
from .own_voice import Said, is_own_voice
from .phases import Do, Phase, Signal, phase_of, react
from .replying import Replying
from .turn import TurnBook
from .typed_answers import TypedAnswers, behind
from .untimed import says_so
from .yielding import Reply

_CAPTION_EVERY_S = 0.25
_SIGNALS: dict[type, Signal] = {
    VoiceStarted: Signal.VOICE,
    Caption: Signal.WORDS,
    SoftEnd: Signal.SOFT_END,
    Resumed: Signal.RESUMED,
    Committed: Signal.COMMITTED,
    NothingHeard: Signal.NOTHING,
}


class Answering:
    """One answer after the other, as long as the session lasts."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._parts = host.parts
        self.book = TurnBook(host.parts.session)
        self.listen: Listen | None = None
        "What is being answered; None while nobody is asked."
        self.asked_at_s: float | None = None
        "When the latest utterance of ours ended."
        self.said: Said | None = None
        "The latest utterance of ours."
        self.hold_until: float | None = None
        "A moment was granted until this session time."
        self._armed: Armed | None = None
        self.replying = Replying(self, host)
        self.acknowledging = Acknowledging(host.parts)
        self._caption_at_s = -1.0
        self.interrupting = Interrupting(self, host)
        self.typing = TypedAnswers(self, host)
        self.mishaps = Mishaps(self, host)

    @property
    def phase(self) -> Phase:
        """Where the answer stands."""
        turn = self.book.turn
        return phase_of(
            listening=self.listen is not None,
            breaking=turn is not None and turn.breaking,
            held=self.held,
            armed=self._armed is not None,
            replying=self.replying.reply is not None,
            clock=self._host.clock,
        )

    @property
    def held(self) -> bool:
        """No clock of silence runs: something is being typed, or the turn is held."""
        return self.typing.draft.open or self._parts.commands.floor.keeps

    @property
    def going_on(self) -> bool:
        """Somebody is asked and has begun to answer."""
        return self.listen is not None and self.book.began

    # ---- listening ----

    def start(self, action: Listen) -> None:
        """Listen for an answer, or for the reaction of the one that was interrupted."""
        host, parts = self._host, self._parts
        parts.ears.mute(False)
        self.listen = action
        self._armed = None
        if self.book.turn is None or self.book.turn.listen.turn != action.turn:
            self.acknowledging.next_answer()
        put = self.open_ears(action)
        question = host.flow.questions.get(action.node)
        self.book.open(action, host.now_s, listens=question.listens_for if question else ())
        parts.screen.listening(True)
        if parts.guest is not None:
            parts.guest.prompt(asked_of(action, put), host.now_s)

    def open_ears(self, action: Listen, goes_on: Heard | None = None) -> Interruption | None:
        """Listen from now on; returns the constraint that is being answered, if one was put."""
        host = self._host
        put = self.book.turn.interruption() if self.book.turn is not None else None
        asked_at_s = self.asked_at_s if self.asked_at_s is not None else host.now_s
        expect = expectation_of(action, put, host.patience, asked_at_s, goes_on)
        self._parts.ears.begin(host.now_s, expect)
        return put

    def stop(self) -> None:
        """Stop listening in mid-answer; what was said stays part of it."""
        self.settle()
        if self.listen is None:
            return
        self.book.keep(self._parts.ears.finish(self._host.now_s))
        self.close()

    def we_speak(self, text: str) -> None:
        """An utterance of ours begins: what was armed is settled, and nobody is listened to."""
        self._armed = None
        self.stop()
        self.said = Said(text, self._host.now_s)
        if self._parts.full_duplex:
            self.book.we_speak(self._host.now_s)

    def close(self) -> None:
        """Nobody is listened to any more."""
        self.listen, self._armed = None, None
        self.interrupting.forget()
        self.replying.forget()
        self._parts.screen.listening(False)

    # ---- what is heard ----

    def hear(self, event: HearingEvent) -> None:
        """One event of hearing, carried out as the table says."""
        if isinstance(event, Trouble):
            self._host.note(event.text)
            return
        event, ours = self.acknowledging.without_echo(event)
        if ours:
            self.mishaps.half_duplex()
        signal = _SIGNALS[type(event)]
        if isinstance(event, Committed) and not self._host.clock and self.book.turn is not None:
            signal = Signal.SAID_SO if says_so(self.book.turn.so_far(event.heard.text)) else signal
        if signal in (Signal.VOICE, Signal.RESUMED):
            self._parts.commands.floor.spoke()
        elif signal is Signal.SOFT_END:
            self.replying.words_came()
        match react(self.phase, signal), event:
            case Do.BEGIN, VoiceStarted():
                self._begin(event.at_s)
            case Do.FOLLOW, Caption():
                self._follow(event)
            case Do.ARM, SoftEnd():
                self._arm(event)
            case Do.DISARM, _:
                self._armed = None
            case Do.ANSWER, Committed():
                self._commit(event)
            case Do.GO_ON, _:
                self._go_on(event)
            case Do.HEARD_OUT, Committed():
                self.heard_out(event.heard)
            case Do.SILENCE, _:
                self.mishaps.silence()

    def _begin(self, at_s: float) -> None:
        self.hold_until = None
        if self.book.turn is not None and self.book.turn.began_s is None:
            self.book.turn.began_s = at_s
        self._host.apply(ev.VoiceBegan(at_s))

    def _go_on(self, event: HearingEvent) -> None:
        """Who types or holds the turn is not silent: what was said aloud is kept, and the same answer goes on."""
        if isinstance(event, Committed):
            self.book.keep(event.heard, silent=not self.typing.draft.open)
        elif self.phase is Phase.UNTIMED:
            self.mishaps.microphone.tell()
        self._armed = None
        if self.listen is not None:
            self.open_ears(self.listen)

    def _follow(self, event: Caption) -> None:
        turn, now_s = self.book.turn, self._host.now_s
        text = turn.so_far(event.text) if turn else event.text
        self._parts.screen.caption(text)
        due = now_s - self._caption_at_s >= _CAPTION_EVERY_S or event.clause_edge
        if turn is not None and turn.began_s is not None and due:
            self._caption_at_s = now_s
            self._host.apply(under_way(now_s, text, now_s - turn.began_s, event.clause_edge))
        if event.clause_edge:
            self.interrupting.now()

    def _arm(self, event: SoftEnd, *, typed: bool = False) -> Armed:
        self._armed = arm(self._host, event, self.listen, self.book.turn, typed=typed)
        return self._armed

    def disarm(self) -> None:
        """What was armed is not what follows."""
        self._armed = None

    def drop(self) -> None:
        """Nothing is answered any more, as if it had not been asked."""
        self.listen, self._armed = None, None
        self.interrupting.forget()

    def end_now(self, heard: Heard, why: str, *, typed: bool = False) -> None:
        """The answer is over with this, whatever was armed."""
        armed = self._arm(SoftEnd(self._host.now_s, -1, heard), typed=typed)
        self._end(armed, heard, {"why": why}, typed=typed)

    def _commit(self, event: Committed) -> None:
        heard, armed = event.heard, self._armed
        if self._parts.full_duplex and is_own_voice(self.said, heard.text, heard.start_s, heard.end_s):
            self.mishaps.heard_ourselves()
            return
        if heard.unheard and (self.book.turn is None or self.book.turn.before is None):
            self.mishaps.not_understood(heard)
            return
        if armed is None or armed.revision != event.revision:
            armed = self._arm(SoftEnd(event.at_s, event.revision, heard))
        trace: dict[str, Any] = {**event.trace, "why": event.why}
        if self.acknowledging.last_s is not None:
            trace["receipt"] = self.acknowledging.last_s
        say = self.replying.begin(reworded := reword(self._host, armed), heard, trace)
        if say is None:
            self._end(reworded, heard, trace)
        else:
            self.said = Said(say.text, self._host.now_s)
            self.book.we_speak(self._host.now_s)

    def settle(self) -> None:
        """A reply that has begun stands, whatever comes; nothing to do where there is none."""
        if (reply := self.replying.take()) is not None:
            self._end(reply.armed, reply.heard, reply.trace)
        self.replying.saying = None

    def take_back(self, reply: Reply) -> None:
        """The candidate goes on: as if no reply had been begun."""
        now_s, turn = self._host.now_s, self.book.turn
        self._armed = None
        self.said = replace(self.said, to_s=now_s) if self.said else None
        self.book.we_spoke(now_s)
        self.book.keep(reply.heard)
        if turn is not None:
            turn.taken_back += 1
        self.open_ears(reply.listen, reply.heard if turn is None else turn.before)

    def _end(self, armed: Armed, heard: Heard, trace: dict[str, Any], *, typed: bool = False) -> None:
        """The reply first, then the record: what is heard must not wait for a disk."""
        host = self._host
        if self.replying.saying is None:
            armed = reword(host, armed)
        counts = armed.state.answered != host.state.answered  # a request (say that again?) is not an answer
        kept = not counts and self.book.turn is not None and self.book.turn.before is not None
        took_s = self.book.turn.took_s(heard) if self.book.turn is not None else heard.end_s - heard.start_s
        closing, text = None if kept else self.book.take(), armed.event.answer.text
        host.state = armed.state
        self.close()
        self._parts.screen.answered(text, took_s)
        if closing is not None and trace.get("committed") and self.replying.saying is None:
            self._parts.mouth.trace = {**trace, "turn": closing.turn.listen.turn}
        for action in armed.actions:
            host.act(action)
        if closing is not None and counts:
            closing.write(heard, text, typed=typed, trace=trace, at_s=host.now_s)
        elif closing is not None:
            closing.discard()
        if armed.reworded is not None:
            host.write(armed.reworded, ())
        host.write(armed.event, armed.actions)

    # ---- our own utterances ----

    def heard_out(self, heard: Heard) -> None:
        """The part of an answer that came before we interrupted it."""
        if self.book.turn is not None:
            self.book.turn.end_first_part(heard)

    def spoken(self, utterance: int, ended_s: float, played: float) -> None:
        """An utterance of ours is over: if it interrupted this answer, the answer goes on as a reaction."""
        self.settle()  # a reply shorter than the time it can be taken back in
        host, turn = self._host, self.book.turn
        self.asked_at_s = ended_s
        self.said = replace(self.said, to_s=ended_s) if self.said else None
        self.book.we_spoke(ended_s)
        if turn is None or turn.broke is None or turn.broke.utterance != utterance:
            host.apply(ev.SpokenToEnd(host.now_s, utterance, played))
            return
        if turn.breaking:
            turn.end_first_part(self._parts.ears.finish(host.now_s))
        broke = turn.finish_break(host.now_s)
        listen = self.listen
        host.apply(ev.BrokeIn(host.now_s, broke.at, broke.stop_time_s, broke.overlap_s or 0.0))
        if listen is not None and self.listen is listen:
            self.start(listen)

    # ---- time ----

    def tick(self) -> None:
        """Time has passed: deadlines of an interruption, a granted moment, the answer's own limit."""
        host, parts = self._host, self._parts
        self.replying.tick()
        turn = self.book.turn
        quiet = self.phase is not Phase.ARMED or self.hold_until is not None or self.interrupting.planned
        topic = self.listen.node if self.listen is not None else ""
        outlook = None if quiet else parts.ears.outlook
        around = beside(host.state, self._armed)
        given = self.acknowledging.tick(host.now_s, outlook, quiet=quiet, topic=topic, beside=around)
        if given is not None:
            host.apply(given)
        if turn is not None and turn.broke is not None:
            turn.watch_voice(parts.ears.voicing, host.now_s)
            if turn.breaking and turn.broke.stop_time_s is not None:
                turn.end_first_part(parts.ears.finish(host.now_s))
        self.interrupting.tick()
        over = self.hold_until is not None and host.now_s >= self.hold_until
        if over and not parts.mouth.busy and not self.held:
            self.hold_until = None
            self.stop()
            host.apply(ev.NothingSaid(host.now_s))
        listen = self.listen
        if listen is None or listen.limit_s is None or turn is None or turn.began_s is None or self.held:
            return
        if host.now_s - turn.began_s > listen.limit_s and not parts.mouth.busy:
            self.finish("time limit")

    def finish(self, why: str) -> None:
        """End the answer now, with what was heard."""
        if self.replying.reply is not None:
            self.settle()
            return
        now_s = self._host.now_s
        self.end_now(self._parts.ears.finish(now_s), why)
        if self._parts.guest is not None:
            self._parts.guest.hush(now_s)

    # ---- what is done elsewhere ----

    def half_duplex(self) -> None:
        """The microphone hears the loudspeaker: from now on it is off while we speak."""
        self.mishaps.half_duplex()

    def typed(self, text: str) -> None:
        """A typed answer; what was said aloud before it belongs to it."""
        self.typing.take(text)

    # ---- the end ----

    def leave(self, why: str) -> None:
        """The session is over: keep what was being said, and what was being typed."""
        self.settle()
        typed = self.typing.left()
        if typed and self.listen is None:  # no answer is open that it could belong to
            self._host.note(f"Typed while no answer was open, and kept here: {typed}")
            typed = ""
        if not (self.going_on or typed):
            self.book.leave(self._host.now_s)
            return
        heard = behind(self._parts.ears.finish(self._host.now_s), typed, self._host.now_s)
        closing = self.book.take()
        if closing is not None:
            text = closing.turn.whole(heard).text
            closing.write(heard, text, typed=bool(typed), trace={"why": why}, at_s=self._host.now_s)
