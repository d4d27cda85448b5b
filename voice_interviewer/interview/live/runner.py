"""The thin shell: carries the interviewer's actions to the loudspeaker, and what is heard back to the interviewer.

One loop, driven by microphone blocks (32 ms), whose sample count is the session's clock. Everything that decides is
elsewhere and pure (`machine`, `hearing.turn`, `barge_in`); everything slow runs in hearing's executor or was prepared
beforehand. So the same loop runs in real time over devices and as fast as the machine can over an in-memory pair.

    soft end   → analyse, step the machine on a copy, synthesise the reply: armed, nothing heard
    resumed    → drop what was armed
    committed  → the armed state becomes the state, the armed clip is played
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from ...audio.level import rms_dbfs
from ...audio.protocols import Block, Microphone
from ...errors import InterviewerError
from ...flow.model import Flow
from ...hearing.model import (
    Caption,
    Committed,
    Expectation,
    Heard,
    HearingEvent,
    NothingHeard,
    Resumed,
    SoftEnd,
    Trouble,
    VoiceStarted,
)
from ...hearing.protocols import Ears
from ...language.model import Analysis, Context, Interruption
from ...sessions import events as ev
from ...sessions.actions import Action, BreakIn, End, Hold, Listen, Say, StopListening
from ...sessions.journal import Session
from ...sessions.kinds import BrokenOff, EndReason
from ...sessions.records import Ended, Note, waterfall
from ..core.machine import State, begin, step
from ..core.state import PAUSED
from .candidate import Asked, Guest
from .own_voice import Said, is_own_voice
from .screen import Commands, Screen, Wish
from .spares import Spares
from .speaking import Mouth
from .turn import TurnBook
from .typing import ONLY_TYPING_SILENCE_S, TypedDraft

Analyse = Callable[[str, Context], Analysis]
BROKEN_OFF: tuple[str, ...] = get_args(BrokenOff)
"Reasons after which `resume` can go on; the journal gets no end then."
_CAPTION_EVERY_S = 0.25
_REACTION_PATIENCE = 1.6
"Somebody whose plan was just overturned needs longer to think, and that thinking is what is judged."
_FOLLOW_UP_LENGTH = 0.65
"A follow-up asks for one thing and is answered in fewer words than an opening question."


@dataclass
class Parts:
    """The engines of one session."""

    microphone: Microphone
    mouth: Mouth
    ears: Ears
    session: Session
    screen: Screen
    analyse: Analyse
    full_duplex: bool = True
    "Headphones or an in-memory pair: we can hear while we speak."
    guest: Guest | None = None
    "A simulated candidate; None for a person."
    spares: Spares = field(default_factory=Spares)
    only_typing: bool = False
    "Answers are typed: there is no microphone to be silent."
    commands: Commands = field(default_factory=Commands)
    "Wishes from other threads, beside those of the screen."

    def close(self) -> None:
        """Close the devices in use, whichever those are by now."""
        self.mouth.close()
        self.microphone.__exit__(None, None, None)


@dataclass(frozen=True, slots=True)
class _Armed:
    revision: int
    event: ev.AnswerEnded
    state: State
    actions: tuple[Action, ...]


class Runner:
    """One session from greeting to closing."""

    def __init__(
        self,
        parts: Parts,
        flow: Flow,
        *,
        seed: int,
        minutes: float,
        pressure: bool = True,
        patience: float = 1.0,
        past: tuple[ev.Event, ...] = (),
        starts_at_s: float = 0.0,
    ) -> None:
        self.parts = parts
        self.flow = flow
        self.patience = patience
        self.state: State = begin(flow)
        self.now_s = starts_at_s
        self.reason: EndReason | BrokenOff | None = None
        self._opening = ev.Started(starts_at_s, seed, minutes, pressure)
        self._past = past
        self._budget_s = minutes * 60
        self._listen: Listen | None = None
        self._pending: deque[Action] = deque()
        self._armed: _Armed | None = None
        self._break: tuple[BreakIn, float] | None = None
        self._hold_until: float | None = None
        self._book = TurnBook(parts.session)
        self._asked_at_s: float | None = None
        self._caption_at_s = -1.0
        self._told_dead = False
        self._said: Said | None = None
        self._draft = TypedDraft()
        self._typed_ahead: deque[str] = deque()
        "Answers sent while nobody was listening yet."
        self._stopped = False
        self._left = False

    # ---- the loop ----

    def run(self) -> str:
        """Play the session to its end and return the reason it ended. Ctrl-C ends it kindly: nothing heard is lost."""
        try:
            self._begin()
            while self.reason is None and not self._stopped:
                block = self._read()
                if block is None:
                    break
                self._tick(block)
            if self._stopped and self.reason is None:
                self.reason = "interrupted"
        except KeyboardInterrupt:
            self.reason = "interrupted"
            self.parts.screen.notice("Stopping. Everything so far is kept.")
        finally:
            self._close()
        return self.reason or "microphone_lost"

    def stop(self) -> None:
        """Break off within a block, from any thread; everything heard so far is kept, and `resume` can go on."""
        self._stopped = True

    def _begin(self) -> None:
        for event in self._past:
            self.state, _ = step(self.state, event)
        if self._past:
            self._apply(ev.Command(self.now_s, "resume"))
        else:
            self._apply(self._opening)

    def _tick(self, block: Block) -> None:
        self.now_s = block.end_s
        screen = self.parts.screen
        screen.level(rms_dbfs(block.samples))
        screen.time(self.now_s, self._budget_s)
        self._wishes()
        self._typing()
        self._book.hear(block)
        for text in self._book.troubles():
            self._note(text)
        for event in self.parts.ears.feed(block):
            self._hearing(event)
        if self._listen is not None and getattr(getattr(self.parts.microphone, "zeros", None), "never_live", False):
            self._dead_microphone()
        self._speaking()
        self._timers()

    def _read(self) -> Block | None:
        block = self.parts.microphone.read(2.0)
        while block is None and not self._stopped and self.reason is None:
            if getattr(self.parts.microphone, "away", False):
                self._wait_for_microphone()
            elif not self._replace_microphone():
                break
            block = self.parts.microphone.read(0.5)
        if self._left and block is not None and self.reason is None:
            self._left = False
            self._wish(Wish("resume"))
        return block

    def _wait_for_microphone(self) -> None:
        """It will be back (a page that was closed or reloaded): pause until then. Session time stands still."""
        if not self._left and self.state.mode != PAUSED:
            self._left = True
            self._wish(Wish("pause"))
            self._note("The microphone is away; waiting for it.")
        self._wishes()

    def _wishes(self) -> None:
        for wish in (*self.parts.commands.take(), *self.parts.screen.wishes()):
            self._wish(wish)

    def _replace_microphone(self) -> bool:
        """The microphone is lost: go on with another, else in text; False when neither can be had."""
        lost = self.parts.microphone
        lost.__exit__(None, None, None)
        new, notice = self.parts.spares.microphone(lost.name, self.now_s)
        if new is not None:
            self.parts.microphone = new
        self._note(notice)
        return new is not None

    # ---- events in, actions out ----

    def _apply(self, event: ev.Event) -> None:
        """Step the machine, carry out what it wants, and write both down: what is heard must not wait for a disk."""
        self.state, actions = step(self.state, event)
        for action in actions:
            self._act(action)
        self._write(event, actions)

    def _write(self, event: ev.Event, actions: tuple[Action, ...]) -> None:
        self.parts.session.write(event, self.now_s)
        for action in actions:
            self.parts.session.write(action, self.now_s)

    def _act(self, action: Action) -> None:
        if self.parts.mouth.busy and isinstance(action, Listen | Say | End):
            self._pending.append(action)  # one voice at a time: wait until what is being said has been said
            return
        match action:
            case Say():
                self._say(action)
            case Listen():
                self._start_listening(action)
            case BreakIn():
                self.parts.mouth.prepare(f"{action.preface} {action.text}".strip())
                self._break = (action, self.now_s + action.deadline_s)
            case StopListening():
                self._stop_listening()
            case Hold():
                self._hold_until = None if action.for_s is None else self.now_s + action.for_s
            case End():
                self.reason = action.reason

    def _say(self, action: Say) -> None:
        self._armed = None
        if self._listen is not None:
            self._stop_listening()
        if not self.parts.full_duplex:
            self.parts.ears.mute(True)
        self.parts.mouth.say(action.utterance, action.text, self.now_s)
        self._said = Said(action.text, self.now_s)
        self.parts.screen.said(action.text, action.kind)

    def _start_listening(self, action: Listen) -> None:
        self.parts.ears.mute(False)
        self._listen = action
        self._armed = None
        put = self._open_ears(action)
        question = self.flow.questions.get(action.node)
        self._book.open(action, self.now_s, listens=question.listens_for if question else ())
        self.parts.screen.listening(True)
        if self.parts.guest is not None:
            self.parts.guest.prompt(
                Asked(
                    question=put.text if put else action.question,
                    node=action.node,
                    pattern=action.pattern,
                    kind="constraint" if put else action.kind,
                    target=action.target,
                    turn=action.turn,
                ),
                self.now_s,
            )

    def _open_ears(self, action: Listen) -> Interruption | None:
        """Listen from now on; returns the constraint that is being answered, if one was put."""
        asked = self._asked_at_s if self._asked_at_s is not None else self.now_s
        put = self._book.turn.interruption() if self._book.turn is not None else None
        self.parts.ears.begin(
            self.now_s,
            Expectation(
                question=put.text if put else action.question,
                vocabulary=action.vocabulary,
                patience=action.patience * self.patience * (_REACTION_PATIENCE if put else 1.0),
                wants_parts=action.wants_parts,
                length=_FOLLOW_UP_LENGTH if action.kind == "follow_up" else 1.0,
                asked_at_s=asked,
            ),
        )
        return put

    def _stop_listening(self) -> None:
        if self._listen is None:
            return
        self._book.keep(self.parts.ears.finish(self.now_s))
        self._listen, self._armed, self._break = None, None, None
        self.parts.screen.listening(False)

    # ---- hearing ----

    def _hearing(self, event: HearingEvent) -> None:
        if isinstance(event, Trouble):
            self._note(event.text)
            return
        if self._listen is None:
            return
        turn = self._book.turn
        if turn is not None and turn.breaking:
            if isinstance(event, Committed):
                turn.end_first_part(event.heard)
            return
        match event:
            case VoiceStarted():
                self._hold_until = None
                if turn is not None and turn.began_s is None:
                    turn.began_s = event.at_s
                self._apply(ev.VoiceBegan(event.at_s))
            case Caption():
                self._caption(event)
            case SoftEnd():
                self._arm(event)
            case Resumed():
                self._armed = None
            case Committed() | NothingHeard() if self._draft.open:
                self._go_on_typing(event)
            case Committed():
                self._commit(event)
            case NothingHeard():
                self._nothing_heard()

    def _go_on_typing(self, event: Committed | NothingHeard) -> None:
        """Somebody who types is not silent: what was said aloud is kept, and the same answer goes on."""
        if isinstance(event, Committed):
            self._book.keep(event.heard)
        self._armed = None
        if self._listen is not None:
            self._open_ears(self._listen)

    def _caption(self, event: Caption) -> None:
        turn = self._book.turn
        text = turn.so_far(event.text) if turn else event.text
        self.parts.screen.caption(text)
        due = self.now_s - self._caption_at_s >= _CAPTION_EVERY_S or event.clause_edge
        if turn is not None and turn.began_s is not None and due:
            self._caption_at_s = self.now_s
            self._apply(ev.Progress(self.now_s, text, self.now_s - turn.began_s, event.clause_edge))
        if event.clause_edge and self._break is not None:
            self._break_in()

    def _arm(self, event: SoftEnd) -> None:
        """Decide now what would be said if this were the end, on a copy; nothing is heard yet."""
        answer = self._answer(event.heard, event.at_s)
        ended = ev.AnswerEnded(event.at_s, answer)
        state, actions = step(self.state, ended)
        self._armed = _Armed(event.revision, ended, state, actions)
        for action in actions:
            if isinstance(action, Say):
                self.parts.mouth.prepare(action.text)

    def _commit(self, event: Committed) -> None:
        heard = event.heard
        if self.parts.full_duplex and is_own_voice(self._said, heard.text, heard.start_s, heard.end_s):
            self._heard_ourselves()
            return
        if heard.unheard and (self._book.turn is None or self._book.turn.before is None):
            self._not_understood(heard)
            return
        armed = self._armed
        if armed is None or armed.revision != event.revision:
            self._arm(SoftEnd(event.at_s, event.revision, event.heard))
            armed = self._armed
        assert armed is not None
        self._end_answer(armed, event.heard, {**event.trace, "why": event.why})

    def _end_answer(self, armed: _Armed, heard: Heard, trace: dict[str, Any], *, typed: bool = False) -> None:
        """The reply first, then the record: what is heard must not wait for a disk."""
        counts = armed.state.answered != self.state.answered  # a request (say that again?) is not an answer
        kept = not counts and self._book.turn is not None and self._book.turn.before is not None
        closing, text = None if kept else self._book.take(), armed.event.answer.text
        self._listen, self._armed, self._break = None, None, None
        self.state = armed.state
        self.parts.screen.listening(False)
        self.parts.screen.answered(text, heard.end_s - heard.start_s)
        if closing is not None and trace.get("committed"):
            self.parts.mouth.trace = {**trace, "turn": closing.turn.listen.turn}
        for action in armed.actions:
            self._act(action)
        if closing is not None and counts:
            closing.write(heard, text, typed=typed, trace=trace, at_s=self.now_s)
        elif closing is not None:
            closing.discard()
        self._write(armed.event, armed.actions)

    def _heard_ourselves(self) -> None:
        """The microphone hears the loudspeaker: go over to half duplex, and ask again."""
        self.parts.full_duplex = False
        self._note("The microphone hears the loudspeaker; from now on it is off while I speak (as with --speakers).")
        if self._listen is not None and self._book.turn is not None and self._book.turn.before is not None:
            self._start_listening(self._listen)  # it was the interruption that was heard: the reaction is still to come
            return
        self._listen, self._armed, self._break = None, None, None
        self._apply(ev.Command(self.now_s, "repeat"))

    def _not_understood(self, heard: Heard) -> None:
        """Somebody spoke and the recogniser failed: no silence. The sound is kept, and the next question comes."""
        closing = self._book.take()
        self._listen, self._armed, self._break = None, None, None
        self.parts.screen.listening(False)
        if closing is not None:
            closing.write(heard, heard.text, typed=False, trace={"why": "not understood"}, at_s=self.now_s)
        self._note(
            f"Your answer could not be turned into words ({heard.unheard}). Its sound is kept; hear it again later "
            f"with `voice-interviewer debrief {self.parts.session.id} --hear-again`. You may also type."
        )
        self._apply(ev.Command(self.now_s, "skip"))

    def _dead_microphone(self) -> None:
        """Name a microphone that delivers nothing but zeros, once."""
        zeros = getattr(self.parts.microphone, "zeros", None)
        if zeros is not None and zeros.dead and not self._told_dead:
            self._told_dead = True
            self._note("The microphone delivers only silence: is it muted, or not permitted? You may also type (t).")

    def _nothing_heard(self) -> None:
        if self._hold_until is not None or self.state.mode == PAUSED:
            return
        turn = self._book.turn
        if self.parts.only_typing and turn is not None and self.now_s - turn.opened_s < ONLY_TYPING_SILENCE_S:
            assert self._listen is not None
            self._open_ears(self._listen)
            return
        if turn is not None and turn.began_s is not None and turn.before is None:
            heard = self.parts.ears.finish(self.now_s)
            if heard.unheard:
                self._not_understood(heard)
                return
        if self.parts.guest is not None and self.parts.guest.done:
            self._stop_listening()
            self._apply(ev.Command(self.now_s, "finish"))
            return
        self._dead_microphone()
        if self._book.turn is not None and self._book.turn.before is not None:
            self._finish_answer("nothing more was said")  # silence after an interruption is a reaction too
            return
        self._book.drop()
        self._listen = None
        self.parts.screen.listening(False)
        self._apply(ev.NothingSaid(self.now_s))

    def _answer(self, heard: Heard, at_s: float) -> ev.Answer:
        turn = self._book.turn
        whole = turn.whole(heard) if turn else heard
        context = Context(
            question=self._listen.question if self._listen else "",
            pattern=self._listen.pattern if self._listen else None,
            interruption=turn.interruption() if turn else None,
        )
        probabilities = [w.probability for w in whole.words]
        return ev.Answer(
            text=whole.text,
            analysis=self.parts.analyse(whole.text, context),
            start_s=whole.start_s,
            end_s=whole.end_s,
            voiced_s=sum(b - a for a, b in whole.voiced),
            confidence=sum(probabilities) / len(probabilities) if probabilities else 1.0,
        )

    # ---- speaking ----

    def _speaking(self) -> None:
        mouth = self.parts.mouth
        if not mouth.busy:
            return
        if self.parts.full_duplex:
            mouth.hear(self.parts.ears.voicing, self.now_s)
        done = mouth.poll(self.now_s)
        if done is None:
            return
        if done.lost:
            self._speaker_lost()
        if done.trace:
            self.parts.session.write(waterfall(done.trace), self.now_s)
        self._asked_at_s = done.ended_s
        self._said = replace(self._said, to_s=done.ended_s) if self._said else None
        if not self.parts.full_duplex:
            self.parts.ears.mute(False)
        turn = self._book.turn
        if turn is not None and turn.broke is not None and turn.broke.utterance == done.utterance:
            if turn.breaking:
                turn.end_first_part(self.parts.ears.finish(self.now_s))
            broke = turn.finish_break(self.now_s)
            listen = self._listen
            self._apply(ev.BrokeIn(self.now_s, broke.at, broke.stop_time_s, broke.overlap_s or 0.0))
            if listen is not None and self._listen is listen:
                self._start_listening(listen)  # the same answer goes on, now as a reaction
        else:
            self._apply(ev.SpokenToEnd(self.now_s, done.utterance, done.played))
        while self._pending and not mouth.busy and self.reason is None:
            self._act(self._pending.popleft())

    def _speaker_lost(self) -> None:
        self.parts.mouth.close()
        new, notice = self.parts.spares.speaker()
        self._note(notice)
        self.parts.mouth.replace_speaker(new)

    def _break_in(self) -> None:
        """Interrupt on purpose: speak first, then hear the candidate out until they stop; recording goes on.

        On loudspeakers their voice cannot be told from ours, so hearing (not recording) ends where we begin.
        """
        if self._break is None or self._listen is None or self._book.turn is None:
            return
        action, self._break = self._break[0], None
        text = f"{action.preface} {action.text}".strip()
        self.parts.mouth.say(action.utterance, text, self.now_s, protected_s=1.0)
        self._said = Said(text, self.now_s)
        self.parts.screen.said(text, "constraint")
        self._armed = None
        self._book.turn.start_break(action, self.now_s)
        if not self.parts.full_duplex:
            self._book.turn.end_first_part(self.parts.ears.finish(self.now_s))
            self.parts.ears.mute(True)
        if self.parts.guest is not None:
            self.parts.guest.talked_over(self.now_s)

    # ---- time and wishes ----

    def _timers(self) -> None:
        turn = self._book.turn
        if turn is not None and turn.broke is not None:
            turn.watch_voice(self.parts.ears.voicing, self.now_s)
            if turn.breaking and turn.broke.stop_time_s is not None:
                turn.end_first_part(self.parts.ears.finish(self.now_s))
        if self._break is not None and self.now_s >= self._break[1]:
            self._break_in()
        held = self._hold_until is not None and self.now_s >= self._hold_until
        if held and not self.parts.mouth.busy and not self._draft.open:
            self._hold_until = None
            self._stop_listening()
            self._apply(ev.NothingSaid(self.now_s))
        listen = self._listen
        if listen is None or listen.limit_s is None or turn is None or turn.began_s is None or self._draft.open:
            return
        if self.now_s - turn.began_s > listen.limit_s and not self.parts.mouth.busy:
            self._finish_answer("time limit")

    def _finish_answer(self, why: str) -> None:
        """End the answer now, with what was heard."""
        heard = self.parts.ears.finish(self.now_s)
        self._arm(SoftEnd(self.now_s, -1, heard))
        assert self._armed is not None
        self._end_answer(self._armed, heard, {"why": why})
        if self.parts.guest is not None:
            self.parts.guest.hush(self.now_s)

    def _wish(self, wish: Wish) -> None:
        if wish.name == "typed":
            self._typed(wish.text)
        elif wish.name == "finish" and self._listen is not None and self._book.began:
            self._finish_answer("asked to finish")
            self._apply(ev.Command(self.now_s, "finish"))
        else:
            if self.parts.mouth.busy and wish.name in ("repeat", "skip", "finish", "pause"):
                self.parts.mouth.hush()
                self._pending.clear()
            self._apply(ev.Command(self.now_s, wish.name))

    def _typing(self) -> None:
        """Follow the line; send what was sent too early once it can be heard, and a draft whose time is up."""
        self._draft.look(self.parts.screen.draft(), self.now_s)
        listen = self._listen
        if listen is None or self.parts.mouth.busy:
            return
        if self._typed_ahead:
            self._typed(self._typed_ahead.popleft())
        elif self._draft.due(self.now_s, listen.limit_s, self.now_s > self._budget_s):
            self._note("Time is up: what you had typed was taken as your answer.")
            self._typed(self.parts.screen.take_draft())

    def _typed(self, text: str) -> None:
        """A typed answer; what was said aloud before it belongs to it."""
        if not text.strip():
            return
        if self._listen is None or self.parts.mouth.busy:
            self._typed_ahead.append(text)
            self.parts.mouth.hush()
            return
        self._draft.look("", self.now_s)
        spoken = self.parts.ears.finish(self.now_s)
        whole = f"{spoken.text} {text.strip()}".strip()
        heard = replace(spoken, text=whole, plain_text=f"{spoken.plain_text} {text.strip()}".strip(), end_s=self.now_s)
        self._arm(SoftEnd(self.now_s, -1, heard))
        assert self._armed is not None
        answer = replace(self._armed.event.answer, typed=True)
        self._armed = replace(self._armed, event=replace(self._armed.event, answer=answer))
        self._end_answer(self._armed, heard, {"why": "typed"}, typed=True)

    # ---- the end ----

    def _note(self, text: str) -> None:
        self.parts.screen.notice(text)
        self.parts.session.write(Note("notice", text), self.now_s)

    def _close(self) -> None:
        """Keep what was being said, whatever happened."""
        reason = self.reason or "microphone_lost"
        try:
            if self._listen is not None and self._book.began:
                heard = self.parts.ears.finish(self.now_s)
                closing = self._book.take()
                if closing is not None:
                    text = closing.turn.whole(heard).text
                    closing.write(heard, text, typed=False, trace={"why": reason}, at_s=self.now_s)
            else:
                self._book.leave(self.now_s)
            if reason == "interrupted" or reason == "microphone_lost":
                self.parts.session.write(Note("broken off", reason=reason), self.now_s)
            else:
                self.parts.session.write(Ended(reason), self.now_s)
        except InterviewerError as err:
            self.parts.screen.notice(str(err))
            raise
