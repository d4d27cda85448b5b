"""The answer being given, with hearing scripted event by event: armed, taken back, ended, and what is made of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from places import TINY_FLOW

from voice_interviewer.audio.memory import Room
from voice_interviewer.flow.catalog import load_flow
from voice_interviewer.hearing.executors import InlineExecutor
from voice_interviewer.hearing.fake import FakeVad, KnowingRecogniser
from voice_interviewer.hearing.listener import Listener
from voice_interviewer.hearing.model import (
    Caption,
    Committed,
    Heard,
    Pause,
    Resumed,
    SoftEnd,
    Trouble,
    VoiceStarted,
    Word,
)
from voice_interviewer.interview.core.machine import begin, step
from voice_interviewer.interview.live.answering import Answering
from voice_interviewer.interview.live.arming import answer_of, asked_of, expectation_of
from voice_interviewer.interview.live.given import NOTHING
from voice_interviewer.interview.live.parts import Parts
from voice_interviewer.interview.live.phases import Phase
from voice_interviewer.interview.live.screen import RecordingScreen
from voice_interviewer.interview.live.sound import find_sound
from voice_interviewer.interview.live.speaking import Mouth
from voice_interviewer.interview.live.turn import OpenTurn
from voice_interviewer.language.model import Analysis, Context, Interruption
from voice_interviewer.sessions import events as ev
from voice_interviewer.sessions.actions import Action, Listen
from voice_interviewer.sessions.choices import Choices
from voice_interviewer.sessions.journal import Session
from voice_interviewer.sessions.records import Header
from voice_interviewer.voice.fake import FakeVoice

LISTEN = Listen(1, "weakest", "What would fail first?", pattern="break_first", kind="follow_up", patience=2.0)


def heard(text: str, end_s: float = 3.0) -> Heard:
    """Words of certainty one half, all voiced."""
    words = tuple(Word(word, i * 0.3, i * 0.3 + 0.2, 0.5) for i, word in enumerate(text.split()))
    return Heard(text=text, words=words, start_s=1.0, end_s=end_s, voiced=((1.0, 2.5),), plain_text=text)


class Prompts:
    """Clips of the scripted voice."""

    def get(self, text: str):
        return FakeVoice().speak(text)


class Host:
    """The session around the answer: notes what it is told."""

    def __init__(self, folder: Path) -> None:
        room = Room(record=False)
        self.parts = Parts(
            microphone=room.microphone,
            mouth=Mouth(None, Prompts()),
            ears=Listener(KnowingRecogniser(), FakeVad(), InlineExecutor()),
            session=Session.create(folder, Header(flow="tiny")),
            screen=RecordingScreen(),
            analyse=lambda text, context: Analysis(text, words=len(text.split())),
        )
        self.flow = load_flow(str(TINY_FLOW))
        self.patience, self.clock, self.now_s = 1.5, True, 1.0
        self.state = begin(self.flow)
        self.applied: list[ev.Event] = []
        self.written: list[ev.Event] = []
        self.acted: list[Action] = []
        self.notes: list[str] = []
        for event in (ev.Started(0.0, 1, 3.0), ev.SpokenToEnd(0.5, 1), ev.SpokenToEnd(0.9, 2)):
            self.state, _ = step(self.state, event)

    def apply(self, event: ev.Event) -> None:
        self.applied.append(event)

    def act(self, action: Action) -> None:
        self.acted.append(action)

    def write(self, event: ev.Event, actions: tuple[Action, ...]) -> None:
        self.written.append(event)

    def note(self, text: str) -> None:
        self.notes.append(text)


@pytest.fixture
def host(tmp_path: Path):
    made = Host(tmp_path)
    yield made
    made.parts.session.close()


def test_a_soft_end_arms_and_speech_takes_it_back(host: Host):
    """Nothing is decided or heard before the commit; the phase says where the answer stands."""
    answering = Answering(host)
    assert answering.phase is Phase.IDLE
    answering.start(LISTEN)
    answering.hear(VoiceStarted(1.2))
    assert answering.phase is Phase.LISTENING and answering.going_on
    before = host.state
    answering.hear(SoftEnd(2.0, 1, heard("the feed fails first")))
    assert answering.phase is Phase.ARMED
    answering.hear(Resumed(2.2, 1))
    assert answering.phase is Phase.LISTENING
    assert host.state is before and not host.acted and not host.written
    answering.book.drop()


@pytest.mark.parametrize(("text", "personal"), [("My father died that spring", True), ("The feed died", False)])
def test_what_is_told_says_whether_it_is_personal(host: Host, text: str, personal: bool):
    """With the event, so that whoever decides on interruptions, now or in a replay, reads no words."""
    answering = Answering(host)
    answering.start(LISTEN)
    answering.hear(VoiceStarted(1.2))
    host.now_s = 4.0
    answering.hear(Caption(4.0, text, True))
    told = [event for event in host.applied if isinstance(event, ev.Progress)]
    assert [(event.text, event.clause_edge, event.personal) for event in told] == [(text, True, personal)]
    answering.book.drop()


def test_a_commit_makes_the_armed_state_the_state(host: Host):
    """The reply is acted on, the answer is written, and nobody is listened to until the next question."""
    answering = Answering(host)
    answering.start(LISTEN)
    answering.hear(SoftEnd(2.0, 1, heard("the feed fails first")))
    answering.hear(Committed(2.8, 1, heard("the feed fails first"), {"committed": 2.8}, "silence"))
    assert answering.phase is Phase.IDLE and host.state.answered == 1
    assert host.acted and [type(event) for event in host.written] == [ev.AnswerEnded]
    assert [entry.data["heard"]["text"] for entry in host.parts.session.entries() if entry.kind == "heard"] == [
        "the feed fails first"
    ]


def test_a_commit_of_another_revision_is_decided_anew(host: Host):
    """What was armed for older words is not said in reply to newer ones."""
    answering = Answering(host)
    answering.start(LISTEN)
    answering.hear(SoftEnd(2.0, 1, heard("the feed")))
    answering.hear(Committed(3.0, 2, heard("the feed fails first"), {}, "silence"))
    event = host.written[0]
    assert isinstance(event, ev.AnswerEnded) and event.answer.text == "the feed fails first"


def test_a_held_turn_goes_on_after_a_commit(host: Host):
    """What was said is kept, and the next words join it."""
    answering = Answering(host)
    answering.start(LISTEN)
    host.parts.commands.floor.held = True
    answering.hear(Committed(2.0, 1, heard("the feed"), {}, "silence"))
    assert answering.phase is Phase.HELD and not host.written
    host.parts.commands.floor.held = False
    answering.hear(Committed(6.0, 2, heard("fails first"), {}, "silence"))
    event = host.written[0]
    assert isinstance(event, ev.AnswerEnded) and event.answer.text == "the feed fails first"


def test_a_typed_answer_is_taken_as_typed(host: Host):
    """In the state as in the journal: a typed answer is certain."""
    answering = Answering(host)
    answering.start(LISTEN)
    answering.typed("  the feed fails first ")
    event = host.written[0]
    assert isinstance(event, ev.AnswerEnded) and event.answer.typed
    assert host.state.threads[-1].turns[-1].answer.typed


def test_trouble_is_told_whoever_has_the_floor(host: Host):
    """Also between questions."""
    Answering(host).hear(Trouble(1.0, "The microphone hums."))
    assert host.notes == ["The microphone hums."]


def test_what_hearing_should_expect():
    """The reaction to a constraint gets more time; a follow-up is answered in fewer words."""
    plain = expectation_of(LISTEN, None, 1.5, 4.0)
    put = expectation_of(LISTEN, Interruption("The labels are late.", 9), 1.5, 4.0)
    assert (plain.question, plain.patience, plain.asked_at_s) == ("What would fail first?", 3.0, 4.0)
    assert put.question == "The labels are late." and put.patience > plain.patience
    assert (plain.goes_on_from_s, plain.paused) == (None, 0)
    assert asked_of(LISTEN, None).kind == "follow_up"
    assert asked_of(LISTEN, Interruption("The labels are late.", 9)).kind == "constraint"


def test_an_answer_that_goes_on_keeps_its_pauses():
    """A reply that was taken back makes no fresh answer: its pauses count, and the silence that we spoke into."""
    so_far = replace(heard("so far", 3.0), pauses=(Pause(1.2, 1.45), Pause(1.6, 2.0)))
    on = expectation_of(LISTEN, None, 1.0, 4.0, so_far)
    assert (on.goes_on_from_s, on.paused) == (3.0, 2)


def test_an_answer_holds_both_parts_and_is_read_with_its_question():
    """What was said before an interruption belongs to it; certainty is the mean of its words."""
    seen: list[Context] = []

    def analyse(text: str, context: Context) -> Analysis:
        seen.append(context)
        return Analysis(text)

    turn = OpenTurn(LISTEN, (), 0.0, before=heard("first part"))
    answer = answer_of(heard("second part"), LISTEN, turn, analyse)
    assert answer.text == "first part second part" and answer.confidence == 0.5 and answer.voiced_s == 3.0
    assert (seen[0].question, seen[0].pattern) == ("What would fail first?", "break_first")
    assert answer_of(Heard("", (), 0.0, 0.0), None, None, analyse).confidence == 1.0


def test_a_typed_session_has_a_clock_and_no_microphone():
    """By pipe and silent, nothing waits for real time; a resumed one goes on where it was."""
    choices = Choices(type_answers=True, by_pipe=True, silent=True)
    sound = find_sound(choices, NOTHING, simulated=False, notes=[], starts_at_s=60.0)
    assert not sound.realtime and sound.speaker is None
    block = sound.microphone.read(0.0)
    assert block is not None and 60.0 < block.end_s < 60.1 and not np.any(block.samples)
