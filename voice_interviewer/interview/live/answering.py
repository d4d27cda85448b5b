"""The answer being given, from the first sound to its record: heard, armed, interrupted, typed, committed.

What each thing that is heard means stands in `phases.TABLE`; this carries it out.

    soft end   → analyse, step the machine on a copy, synthesise the reply: armed, nothing heard
    resumed    → drop what was armed
    committed  → the armed clip is played, and once it stands the armed state becomes the state
    goes on    → the reply is taken back, nothing has happened, the answer goes on
"""

from __future__ import annotations

from collections import deque
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
from ...sessions.actions import BreakIn, Listen, Say
from ..core.machine import step
from ..core.state import PAUSED
from .acknowledging import Acknowledging
from .arming import Armed, Host, answer_of, asked_of, expectation_of
from .own_voice import Said, is_own_voice
from .phases import Do, Phase, Signal, on_silence, phase_of, react
from .replying import Replying
from .turn import TurnBook
from .typing import ONLY_TYPING_SILENCE_S, TypedDraft
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
        self._break: tuple[BreakIn, float] | None = None
        self.replying = Replying(self, host)
        self.acknowledging = Acknowledging(host.parts)
        self._caption_at_s = -1.0
        self._told_dead = False
        self._draft = TypedDraft()
        self._typed_ahead: deque[str] = deque()
        "Answers sent while nobody was listening yet."

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
        )

    @property
    def held(self) -> bool:
        """No clock of silence runs: something is being typed, or the turn is held."""
        return self._draft.open or self._parts.commands.floor.keeps

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
        put = self._open_ears(action)
        question = host.flow.questions.get(action.node)
        self.book.open(action, host.now_s, listens=question.listens_for if question else ())
        parts.screen.listening(True)
        if parts.guest is not None:
            parts.guest.prompt(asked_of(action, put), host.now_s)

    def _open_ears(self, action: Listen, goes_on: Heard | None = None) -> Interruption | None:
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
        self._close()

    def we_speak(self, text: str) -> None:
        """An utterance of ours begins: what was armed is settled, and nobody is listened to."""
        self._armed = None
        self.stop()
        self.said = Said(text, self._host.now_s)
        if self._parts.full_duplex:
            self.book.we_speak(self._host.now_s)

    def _close(self) -> None:
        self.listen, self._armed, self._break = None, None, None
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
            self.half_duplex()
        signal = _SIGNALS[type(event)]
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
                self._heard_out(event.heard)
            case Do.SILENCE, _:
                self._silence()

    def _begin(self, at_s: float) -> None:
        self.hold_until = None
        if self.book.turn is not None and self.book.turn.began_s is None:
            self.book.turn.began_s = at_s
        self._host.apply(ev.VoiceBegan(at_s))

    def _go_on(self, event: HearingEvent) -> None:
        """Who types or holds the turn is not silent: what was said aloud is kept, and the same answer goes on."""
        if isinstance(event, Committed):
            self.book.keep(event.heard)
        self._armed = None
        if self.listen is not None:
            self._open_ears(self.listen)

    def _follow(self, event: Caption) -> None:
        turn, now_s = self.book.turn, self._host.now_s
        text = turn.so_far(event.text) if turn else event.text
        self._parts.screen.caption(text)
        due = now_s - self._caption_at_s >= _CAPTION_EVERY_S or event.clause_edge
        if turn is not None and turn.began_s is not None and due:
            self._caption_at_s = now_s
            self._host.apply(ev.Progress(now_s, text, now_s - turn.began_s, event.clause_edge))
        if event.clause_edge and self._break is not None:
            self._break_in()

    def _arm(self, event: SoftEnd, *, typed: bool = False) -> Armed:
        """Decide now what would be said if this were the end, on a copy; nothing is heard yet."""
        ended = ev.AnswerEnded(
            event.at_s, answer_of(event.heard, self.listen, self.book.turn, self._parts.analyse, typed=typed)
        )
        state, actions = step(self._host.state, ended)
        self._armed = armed = Armed(event.revision, ended, state, actions)
        for action in actions:
            if isinstance(action, Say):
                self._parts.mouth.prepare(action.text, action.node)
                if action.kind == "follow_up" and self._parts.reworder is not None and state.asked is not None:
                    self._parts.reworder.begin(state.asked.text, ended.answer.text)
        return armed

    def _reword(self, armed: Armed) -> Armed:
        """The same reply in other words, where they are there in time; what was armed otherwise."""
        asked, host, reworder = armed.state.asked, self._host, self._parts.reworder
        other = reworder.take(asked.text) if reworder is not None and asked is not None else None
        if other is None or asked is None:
            return armed
        event = ev.Reworded(armed.event.at_s, asked.text, other)
        changed, _ = step(host.state, event)
        state, actions = step(changed, armed.event)
        if not any(isinstance(action, Say) and other in action.text for action in actions):
            return armed
        return Armed(armed.revision, armed.event, state, actions, event)

    def _commit(self, event: Committed) -> None:
        heard, armed = event.heard, self._armed
        if self._parts.full_duplex and is_own_voice(self.said, heard.text, heard.start_s, heard.end_s):
            self._heard_ourselves()
            return
        if heard.unheard and (self.book.turn is None or self.book.turn.before is None):
            self._not_understood(heard)
            return
        if armed is None or armed.revision != event.revision:
            armed = self._arm(SoftEnd(event.at_s, event.revision, heard))
        trace: dict[str, Any] = {**event.trace, "why": event.why}
        if self.acknowledging.last_s is not None:
            trace["receipt"] = self.acknowledging.last_s
        say = self.replying.begin(reworded := self._reword(armed), heard, trace)
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
        self._open_ears(reply.listen, reply.heard if turn is None else turn.before)

    def _end(self, armed: Armed, heard: Heard, trace: dict[str, Any], *, typed: bool = False) -> None:
        """The reply first, then the record: what is heard must not wait for a disk."""
        host = self._host
        if self.replying.saying is None:
            armed = self._reword(armed)
        counts = armed.state.answered != host.state.answered  # a request (say that again?) is not an answer
        kept = not counts and self.book.turn is not None and self.book.turn.before is not None
        closing, text = None if kept else self.book.take(), armed.event.answer.text
        host.state = armed.state
        self._close()
        self._parts.screen.answered(text, heard.end_s - heard.start_s)
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

    def half_duplex(self) -> None:
        """The microphone hears the loudspeaker: from now on it is off while we speak."""
        if not self._parts.full_duplex:
            return
        self._parts.full_duplex = False
        if self._parts.duplex is not None:
            self._parts.duplex.fail("I heard my own words")
        else:
            self._host.note(
                "The microphone hears the loudspeaker; from now on it is off while I speak (as with --speakers)."
            )

    def _heard_ourselves(self) -> None:
        """What was heard is our own utterance: go over to half duplex, and ask again."""
        host = self._host
        self.half_duplex()
        if self.listen is not None and self.book.turn is not None and self.book.turn.taken_back:
            end_s = self.book.turn.before.end_s if self.book.turn.before is not None else host.now_s
            nothing = Heard(text="", words=(), start_s=end_s, end_s=end_s)
            self._end(self._arm(SoftEnd(host.now_s, -1, nothing)), nothing, {"why": "nothing more was said"})
            return
        if self.listen is not None and self.book.turn is not None and self.book.turn.before is not None:
            self.start(self.listen)  # it was the interruption that was heard: the reaction is still to come
            return
        self.listen, self._armed, self._break = None, None, None
        host.apply(ev.Command(host.now_s, "repeat"))

    def _not_understood(self, heard: Heard) -> None:
        """Somebody spoke and the recogniser failed: no silence. The sound is kept, and the next question comes."""
        host = self._host
        closing = self.book.take()
        self._close()
        if closing is not None:
            closing.write(heard, heard.text, typed=False, trace={"why": "not understood"}, at_s=host.now_s)
        host.note(
            f"Your answer could not be turned into words ({heard.unheard}). Its sound is kept; hear it again later "
            f"with `voice-interviewer debrief {self._parts.session.id} --hear-again`. You may also type."
        )
        host.apply(ev.Command(host.now_s, "skip"))

    def _silence(self) -> None:
        """Nobody spoke for as long as we were willing to wait."""
        host, parts, turn = self._host, self._parts, self.book.turn
        reading = parts.only_typing and turn is not None and host.now_s - turn.opened_s < ONLY_TYPING_SILENCE_S
        what = on_silence(
            held=self.hold_until is not None,
            paused=host.state.mode == PAUSED,
            reading=reading,
            nobody_left=parts.guest is not None and parts.guest.done,
            said_before=turn is not None and turn.before is not None,
        )
        if what == "wait":
            return
        if what == "listen_on":
            assert self.listen is not None
            self._open_ears(self.listen)
            return
        if turn is not None and turn.began_s is not None and turn.before is None:
            heard = parts.ears.finish(host.now_s)
            if heard.unheard:
                self._not_understood(heard)
                return
        if what == "finish":
            self.stop()
            host.apply(ev.Command(host.now_s, "finish"))
            return
        self._tell_dead()
        if what == "answer":
            self.finish("nothing more was said")  # silence after an interruption is a reaction too
            return
        self.book.drop()
        self.listen = None
        parts.screen.listening(False)
        host.apply(ev.NothingSaid(host.now_s))

    def watch_microphone(self) -> None:
        """Name a microphone that never delivered anything but zeros as soon as somebody is asked."""
        if self.listen is not None and getattr(getattr(self._parts.microphone, "zeros", None), "never_live", False):
            self._tell_dead()

    def _tell_dead(self) -> None:
        """Once. Else only in silence: noise gates also deliver exact zeros, between words that are heard."""
        zeros = getattr(self._parts.microphone, "zeros", None)
        if zeros is not None and zeros.dead and not self._told_dead:
            self._told_dead = True
            self._host.note(
                "The microphone delivers only silence: is it muted, or not permitted? You may also type (t)."
            )

    # ---- interrupting ----

    def will_break_in(self, action: BreakIn) -> None:
        """At the next clause edge, or when the deadline is over."""
        self._parts.mouth.prepare(f"{action.preface} {action.text}".strip(), action.node)
        self._break = (action, self._host.now_s + action.deadline_s)

    def _break_in(self) -> None:
        """Interrupt on purpose: speak first, then hear the candidate out until they stop; recording goes on.

        On loudspeakers their voice cannot be told from ours, so hearing (not recording) ends where we begin.
        """
        if self._break is None or self.listen is None or self.book.turn is None:
            return
        parts, now_s = self._parts, self._host.now_s
        action, self._break = self._break[0], None
        text = f"{action.preface} {action.text}".strip()
        parts.mouth.say(action.utterance, text, now_s, protected_s=1.0, topic=action.node)
        self.said = Said(text, now_s)
        parts.screen.said(text, "constraint")
        self._armed = None
        self.book.turn.start_break(action, now_s)
        if not parts.full_duplex:
            self._heard_out(parts.ears.finish(now_s))
            parts.ears.mute(True)
        else:
            self.book.we_speak(now_s)
        if parts.guest is not None:
            parts.guest.talked_over(now_s)

    def _heard_out(self, heard: Heard) -> None:
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
        quiet = self.phase is not Phase.ARMED or self.hold_until is not None or self._break is not None
        topic = self.listen.node if self.listen is not None else ""
        given = self.acknowledging.tick(host.now_s, None if quiet else parts.ears.outlook, quiet=quiet, topic=topic)
        if given is not None:
            host.apply(given)
        if turn is not None and turn.broke is not None:
            turn.watch_voice(parts.ears.voicing, host.now_s)
            if turn.breaking and turn.broke.stop_time_s is not None:
                turn.end_first_part(parts.ears.finish(host.now_s))
        if self._break is not None and host.now_s >= self._break[1]:
            self._break_in()
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
        heard = self._parts.ears.finish(now_s)
        self._end(self._arm(SoftEnd(now_s, -1, heard)), heard, {"why": why})
        if self._parts.guest is not None:
            self._parts.guest.hush(now_s)

    # ---- typing ----

    def look_at_draft(self, budget_s: float) -> None:
        """Follow the line; send what was sent too early once it can be heard, and a draft whose time is up."""
        host, parts, listen = self._host, self._parts, self.listen
        self._draft.look(parts.screen.draft(), host.now_s)
        if listen is None or parts.mouth.busy:
            return
        if self._typed_ahead:
            self.typed(self._typed_ahead.popleft())
        elif self._draft.due(host.now_s, listen.limit_s, host.now_s > budget_s):
            host.note("Time is up: what you had typed was taken as your answer.")
            self.typed(parts.screen.take_draft())

    def typed(self, text: str) -> None:
        """A typed answer; what was said aloud before it belongs to it."""
        parts, now_s, text = self._parts, self._host.now_s, text.strip()
        if not text:
            return
        self.settle()
        if self.listen is None or parts.mouth.busy:
            self._typed_ahead.append(text)
            parts.mouth.hush()
            return
        self._draft.look("", now_s)
        spoken = parts.ears.finish(now_s)
        heard = replace(
            spoken,
            text=f"{spoken.text} {text}".strip(),
            plain_text=f"{spoken.plain_text} {text}".strip(),
            end_s=now_s,
        )
        self._end(self._arm(SoftEnd(now_s, -1, heard), typed=True), heard, {"why": "typed"}, typed=True)

    # ---- the end ----

    def leave(self, why: str) -> None:
        """The session is over: keep what was being said."""
        self.settle()
        if not self.going_on:
            self.book.leave(self._host.now_s)
            return
        heard = self._parts.ears.finish(self._host.now_s)
        closing = self.book.take()
        if closing is not None:
            text = closing.turn.whole(heard).text
            closing.write(heard, text, typed=False, trace={"why": why}, at_s=self._host.now_s)
