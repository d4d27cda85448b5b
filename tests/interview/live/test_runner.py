"""The runner: a whole session over an in-memory room with scripted engines, on a virtual clock."""

from __future__ import annotations

import signal
from dataclasses import replace
from types import MappingProxyType

import pytest
from places import TINY_FLOW
from stage_kit import PLAIN, STRONG, Stage, analyse

from voice_interviewer.audio.memory import SilentMicrophone
from voice_interviewer.audio.recorder import AnswerRecorder
from voice_interviewer.debrief.data.from_journal import debrief_of
from voice_interviewer.debrief.paint.markdown import render
from voice_interviewer.errors import DeviceError, DiskFullError, MissingPartError
from voice_interviewer.interview.core.replay import first_difference, read_action, read_event
from voice_interviewer.interview.live.screen import Wish
from voice_interviewer.sessions.actions import Say
from voice_interviewer.voice.fake import FakeVoice


@pytest.fixture
def stage(tmp_path):
    stages = []

    def make(texts, **room):
        stages.append(Stage(tmp_path, texts, **room))
        return stages[-1]

    yield make
    for made in stages:
        made.session.close()


def test_a_session_runs_from_greeting_to_closing(stage) -> None:
    """Both questions are asked, each answer is kept with its words and its sound, and the session ends by itself."""
    here = stage([STRONG, PLAIN])
    assert here.run() == "finished"
    assert [turn.heard.text for turn in here.turns()] == [STRONG, PLAIN]
    assert [turn.node for turn in here.turns()] == ["weakest", "left_out"]
    for turn in here.turns():
        assert (here.session.path / turn.audio).stat().st_size > 1000
        assert 0.3 < turn.heard.latency_s < 1.2
    assert len(here.said("closing")) == 1
    assert here.session.finished


def test_follow_up_depends_on_what_was_missing(stage) -> None:
    """An answer without a foreseen failure is asked for one; the strong answer is not."""
    weak, strong = stage(["it is a small web page with some lists", STRONG, PLAIN]), stage([STRONG, PLAIN])
    weak.run()
    strong.run()
    assert [asked.target for asked in weak.candidate.asked][1] == "failure_anticipation"
    assert all(asked.target != "failure_anticipation" for asked in strong.candidate.asked)


def test_the_journal_replays_to_the_same_actions(stage) -> None:
    """What was written down is enough to get every decision again."""
    here = stage(["it is a small web page with some lists", STRONG, PLAIN])
    here.run()
    steps = []
    for entry in here.session.entries():
        if entry.kind == "event":
            steps.append((read_event(entry.data), []))
        elif entry.kind == "action":
            steps[-1][1].append(read_action(entry.data))
    assert first_difference(here.flow, [(event, tuple(actions)) for event, actions in steps]) is None


def test_a_question_asked_again_is_recorded_as_that(stage) -> None:
    """A deflected question is put in other words; the journal, the answer and the debrief all say so."""
    here = stage(["I do not know", STRONG, PLAIN])
    asked = here.flow.questions["weakest"]
    two = asked.model_copy(update={"ask": (*asked.ask, "Which part would you trust least?")})
    here.flow = replace(here.flow, questions=MappingProxyType({**here.flow.questions, "weakest": two}))
    here.run()
    again = here.turns()[1]
    assert (again.kind, again.again_of, again.node) == ("reprompt", "question", "weakest")
    said = [say.kind for say in here.session.read().records(Say)]
    assert said.count("reprompt") == 1
    row = debrief_of(here.session, analyse).answers[1]
    assert (row.kind, row.replies_to) == ("reprompt", "question")
    assert "Asked again" in render(debrief_of(here.session, analyse))


def test_words_come_before_their_sound(stage, monkeypatch) -> None:
    """An answer's record is on disk when its sound file is made; where that fails for want of space, the words stay."""
    here = stage([STRONG, PLAIN])
    seen = []

    def full(self):
        seen.append([turn.heard.text for turn in here.turns()])
        self._file.close()
        raise DiskFullError("the disk is full", where="audio")

    monkeypatch.setattr("voice_interviewer.audio.recorder.AnswerRecorder.close", full)
    assert here.run() == "finished"
    assert seen == [[STRONG], [STRONG, PLAIN]]
    assert any("disk is full" in text for text in here.said("notice"))


def test_a_disk_that_fills_up_costs_the_sound_first(stage, monkeypatch) -> None:
    """The recording stops and gives back space, the user is told once, and every word is kept."""
    here = stage([STRONG, PLAIN])
    append = AnswerRecorder.append

    def full(self, pcm):
        if not self.stopped and self.samples > 16_000:
            raise DiskFullError("the disk is full", where="audio")
        append(self, pcm)

    monkeypatch.setattr(AnswerRecorder, "append", full)
    assert here.run() == "finished"
    assert [turn.heard.text for turn in here.turns()] == [STRONG, PLAIN]
    assert sum("disk is full" in text for text in here.said("notice")) == 1


def test_a_typed_answer_counts(stage) -> None:
    """Typing instead of speaking is an answer like any other, marked as typed and without sound."""
    here = stage([None, PLAIN])
    here.screen.queue = [(8.0, Wish("typed", "The address feed goes stale first and nobody sees it."))]
    here.run()
    first = here.turns()[0]
    assert (first.typed, first.audio) == (True, None)
    assert first.heard.text.startswith("The address feed")


def test_nobody_is_hurried_while_typing(stage) -> None:
    """A draft on the line stops every clock of silence; what was typed for a minute is one answer, without a nudge."""
    here = stage([None, PLAIN])
    here.screen.drafts = [(8.0, "The address"), (30.0, "The address feed goes"), (70.0, "")]
    here.screen.queue = [(70.0, Wish("typed", STRONG))]
    here.run()
    assert not here.said("nudge")
    assert here.turns()[0].heard.text == STRONG


def test_an_erased_draft_is_silence_again(stage) -> None:
    """Once the line is empty again, somebody who neither types nor speaks is asked whether they are there."""
    here = stage([None, PLAIN])
    here.screen.drafts = [(8.0, "The"), (20.0, "")]
    here.screen.queue = [(90.0, Wish("finish"))]
    here.run()
    assert here.said("nudge")


def test_what_was_said_before_typing_belongs_to_the_answer(stage) -> None:
    """Somebody who speaks, then types the rest, has given one answer of both, and the sound is kept with it."""
    here = stage([STRONG, PLAIN])
    here.screen.drafts = [(7.0, "and"), (24.0, "")]
    here.screen.queue = [(24.0, Wish("typed", "and I tested it"))]
    here.run()
    first = here.turns()[0]
    assert first.heard.text == f"{STRONG} and I tested it"
    assert first.typed and first.audio is not None


def test_an_answer_typed_before_it_is_asked_for_waits(stage) -> None:
    """Enter while the interviewer is still speaking cuts the question short and loses nothing."""
    here = stage([None, PLAIN])
    here.screen.queue = [(4.5, Wish("typed", "The address feed goes stale first."))]
    here.run()
    assert here.turns()[0].heard.text == "The address feed goes stale first."


def test_a_draft_left_alone_is_sent_when_time_is_up(stage) -> None:
    """After the session's time, a draft that nobody has touched for two minutes is taken as the answer."""
    here = stage([None, PLAIN])
    here.screen.drafts = [(8.0, "The address feed goes stale first.")]
    here.run()
    assert here.turns()[0].heard.text == "The address feed goes stale first."
    assert any("Time is up" in line for line in here.said("notice"))


def test_skip_and_repeat_by_key(stage) -> None:
    """Repeat says the question again; skip leaves it without an answer."""
    here = stage([None, None, PLAIN])
    here.screen.queue = [(7.0, Wish("repeat")), (13.0, Wish("skip"))]
    here.run()
    assert sum("fail first" in text for _, text in here.screen.lines) == 2
    assert [turn.node for turn in here.turns()] == ["left_out"]


def test_silence_is_met_with_a_nudge_and_then_an_end(stage) -> None:
    """Someone who never speaks is nudged kindly and the session still comes to its end."""
    here = stage([])
    assert here.run() in ("no_answers", "out_of_time", "finished")
    assert here.said("nudge")
    assert here.turns() == []


def test_ctrl_c_keeps_the_answer_being_given(stage, monkeypatch) -> None:
    """Ctrl-C in mid-answer keeps what was said so far, and the session can be gone on with."""
    here = stage([STRONG])
    read = here.room.microphone.read

    def interrupted(timeout_s: float = 2.0):
        if here.room.now_s > 8.0:
            raise KeyboardInterrupt
        return read(timeout_s)

    monkeypatch.setattr(here.room.microphone, "read", interrupted, raising=False)
    assert here.run() == "interrupted"
    kept = here.turns()[0]
    assert kept.heard.text and STRONG.startswith(kept.heard.text)
    assert (here.session.path / kept.audio).is_file()
    assert not here.session.finished


def test_ctrl_c_while_a_typed_answer_is_read_keeps_it(stage) -> None:
    """It was sent, so it counts, although Ctrl-C comes before it is written down; the session can be gone on with."""
    here = stage([None])
    here.screen.queue = [(8.0, Wish("typed", STRONG))]

    def pressed(text, context):
        signal.raise_signal(signal.SIGINT)
        return analyse(text, context)

    here.parts.analyse = pressed
    assert here.run() == "interrupted"
    assert [(turn.heard.text, turn.typed) for turn in here.turns()] == [(STRONG, True)]
    assert not here.session.finished
    assert ("notice", "Stopping. Everything so far is kept.") in here.screen.lines


def test_ctrl_c_keeps_what_was_sent_while_the_last_step_was_taken(stage) -> None:
    """Nobody looks at the line any more; what was sent there with no answer open is written down as a note."""
    here = stage([None])
    here.screen.queue = [(8.0, Wish("typed", STRONG))]

    def pressed(text, context):
        here.screen.queue.append((0.0, Wish("typed", "And I kept the old list.")))
        signal.raise_signal(signal.SIGINT)
        return analyse(text, context)

    here.parts.analyse = pressed
    assert here.run() == "interrupted"
    texts = [turn.heard.text for turn in here.turns()] + [text for _, text in here.screen.lines]
    assert texts[0] == STRONG and any("And I kept the old list." in text for text in texts[1:])


def test_ctrl_c_keeps_what_stands_on_the_line(stage, monkeypatch) -> None:
    """Half an answer that is typed is worth as much as half an answer that is spoken."""
    here = stage([None])
    here.screen.drafts = [(8.0, "I decided to keep the old")]
    read = here.room.microphone.read

    def interrupted(timeout_s: float = 2.0):
        if here.room.now_s > 10.0:
            raise KeyboardInterrupt
        return read(timeout_s)

    monkeypatch.setattr(here.room.microphone, "read", interrupted, raising=False)
    assert here.run() == "interrupted"
    assert [(turn.heard.text, turn.typed) for turn in here.turns()] == [("I decided to keep the old", True)]


def test_resume_goes_on_at_the_open_question(stage, tmp_path) -> None:
    """The events of a broken session bring the interviewer back to the question that was open."""
    first = stage([STRONG])
    first.screen.queue = [(15.0, Wish("pause"))]
    past = []
    first.parts.microphone = Ends(first.room.microphone, 19.0)
    first.run()
    for entry in first.session.entries():
        if entry.kind == "event":
            past.append(read_event(entry.data))
    again = stage([PLAIN])
    assert again.run(past=tuple(past)) == "finished"
    assert [turn.node for turn in again.turns()] == ["left_out"]
    assert not again.said("greeting")


class Ends:
    """A microphone that stops delivering at a given session time."""

    def __init__(self, inner, at_s: float) -> None:
        self._inner, self._at_s, self.name = inner, at_s, "worn-out microphone"

    def __enter__(self):
        return self

    def __exit__(self, *exc) -> None:
        pass

    def read(self, timeout_s: float = 2.0):
        block = self._inner.read(timeout_s)
        return block if block is None or block.end_s < self._at_s else None


def test_a_voice_that_fails_costs_the_sound_of_a_question_alone(stage) -> None:
    """Each question is shown, one line names the voice and the mend, and the session comes to its end as always."""
    here = stage([STRONG, PLAIN])
    asked = []

    class Hung:
        def get(self, text: str):
            asked.append(text)
            raise MissingPartError("the voice did not answer.", where="voice system", fix="Use --voice hibari.")

    here.parts.mouth._prompts = Hung()
    assert here.run() == "finished"
    assert [turn.heard.text for turn in here.turns()] == [STRONG, PLAIN]
    assert len(here.said("question")) == 2
    told = [text for text in here.said("notice") if "voice" in text]
    assert told == ["Shown as text: voice system: the voice did not answer. Use --voice hibari."]
    assert asked


def test_a_reader_that_cannot_be_used_is_told_once(stage) -> None:
    """Findings then rest on the rules alone; the session says so with the mend, and so does its debrief."""
    here = stage([STRONG, PLAIN])

    class Damaged:
        trouble = ""

        def __call__(self, text, context):
            self.trouble = "the reader is damaged. Install it again."
            return analyse(text, context)

    here.parts.analyse = damaged = Damaged()
    assert here.run() == "finished"
    assert here.said("notice").count(damaged.trouble) == 1
    assert debrief_of(here.session, damaged).notes == [damaged.trouble]


def test_a_voice_that_comes_back_is_heard_again(stage) -> None:
    """What the voice failed to say is shown; the next question is spoken, and an odd driver's error is one line too."""
    here = stage([STRONG, PLAIN])
    failed = []

    class Once:
        def get(self, text: str):
            if not failed:
                failed.append(text)
                raise RuntimeError("driver gone")
            return FakeVoice().speak(text)

    here.parts.mouth._prompts = Once()
    assert here.run() == "finished"
    assert [text for text in here.said("notice") if "driver gone" in text] == [
        "Shown as text: the voice failed (RuntimeError('driver gone'))."
    ]
    assert here.said("greeting")


def test_lost_microphone_is_replaced_with_one_line_of_notice(stage) -> None:
    """When the microphone stops in mid-answer, the session goes on with another one and says so once."""
    here = stage([STRONG, PLAIN])
    inner = here.room.microphone
    here.parts.microphone = Ends(inner, 7.5)
    here.parts.spares.reopen_microphone = lambda at_s: inner
    assert here.run() == "finished"
    assert len(here.said("notice")) == 1 and "worn-out" in here.said("notice")[0]
    assert len(here.turns()) == 2


def test_lost_microphone_without_another_ends_honestly(stage) -> None:
    """With no other microphone the answer so far is kept and the session says that it ends here."""
    here = stage([STRONG])
    here.parts.microphone = Ends(here.room.microphone, 8.0)

    def nothing(at_s: float):
        raise DeviceError("no microphone was found.")

    here.parts.spares.reopen_microphone = nothing
    assert here.run() == "microphone_lost"
    assert "kept" in here.said("notice")[-1]
    assert here.turns()[0].heard.text


def test_lost_microphone_goes_on_in_text(stage) -> None:
    """Where text is possible the session goes on with typed answers instead of dying."""
    here = stage([STRONG])
    here.parts.microphone = Ends(here.room.microphone, 7.5)
    here.parts.spares.text_microphone = lambda at_s: SilentMicrophone(start_s=at_s, realtime=False)
    here.screen.queue = [(9.0, Wish("typed", STRONG)), (14.0, Wish("typed", PLAIN)), (25.0, Wish("finish"))]
    here.run()
    assert "type your answers" in here.said("notice")[0]
    assert any(turn.typed for turn in here.turns())


def test_half_duplex_does_not_hear_its_own_voice(stage) -> None:
    """On loudspeakers that leak fully into the microphone, nothing the interviewer says becomes part of an answer."""
    here = stage([STRONG, PLAIN], echo_gain=1.0)
    here.parts.full_duplex = False
    assert here.run() == "finished"
    assert [turn.heard.text for turn in here.turns()] == [STRONG, PLAIN]
    events = [entry.data for entry in here.session.of("event")]
    speaking = [e for e in events if e["type"] in ("VoiceBegan", "SpokenToEnd")]
    assert [e["type"] for e in speaking].count("VoiceBegan") == 2


def test_candidate_may_interrupt_a_question(stage) -> None:
    """With headphones, somebody who begins to speak over a question stops it within half a second."""
    here = stage([STRONG, PLAIN])
    here.recogniser.text = STRONG
    here.room.say(FakeVoice().speak(STRONG).pcm, at_s=0.5)
    here.run()
    cut = [e.data for e in here.session.of("event") if e.data["type"] == "SpokenToEnd" and e.data["played"] < 0.9]
    assert cut and cut[0]["at_s"] < 1.2


def test_deliberate_interruption_is_measured_and_answered(stage, monkeypatch) -> None:
    """A constraint breaks into the answer; the answer goes on as a reaction, and the stop time is known."""
    monkeypatch.setattr("stage_kit.TINY_FLOW", TINY_FLOW.with_name("pressure.yaml"))
    long = " ".join([STRONG] * 6)
    here = stage([long, "then the daily check no longer holds but the alert still does"])
    assert here.run() == "finished"
    (turn,) = here.turns()
    cut = turn.interruption
    assert cut is not None and cut.text.startswith("Usage has just doubled")
    assert turn.heard.text[cut.at :].startswith("then the daily check")
    assert turn.heard.text.startswith(STRONG[:40])
    assert 0.2 < cut.stop_time_s < 0.8
    assert [asked.kind for asked in here.candidate.asked] == ["question", "constraint"]


def test_a_spoken_request_is_answered_and_not_counted(stage) -> None:
    """“Could you repeat the question?” repeats it and leaves no answer behind."""
    here = stage(["could you repeat the question please", STRONG, PLAIN])
    assert here.run() == "finished"
    assert sum("fail first" in text for kind, text in here.screen.lines if kind != "answer") == 2
    assert [turn.heard.text for turn in here.turns()] == [STRONG, PLAIN]


def test_an_interviewer_that_hears_itself_goes_over_to_half_duplex(stage) -> None:
    """With the loudspeaker in the microphone no answer is made of the questions; the candidate is still heard."""
    here = stage([None, STRONG, PLAIN, PLAIN], echo_gain=0.9)
    transcribe = here.recogniser.transcribe

    def hears_what_sounds(pcm, **options):
        said = [text for kind, text in here.screen.lines if kind in ("greeting", "question", "follow_up")]
        if len(here.candidate.asked) < 2 and said:
            here.recogniser.text = said[-1]
        return transcribe(pcm, **options)

    here.recogniser.transcribe = hears_what_sounds
    here.run()
    notices = [text for kind, text in here.screen.lines if kind == "notice"]
    assert any("hears the loudspeaker" in text for text in notices) and not here.parts.full_duplex
    for turn in here.turns():
        assert turn.heard.text in (STRONG, PLAIN)


def test_silence_after_an_interruption_keeps_what_was_said_before(stage, monkeypatch) -> None:
    """Somebody who freezes when the plan changes has still answered: words, sound and the interruption are kept."""
    monkeypatch.setattr("stage_kit.TINY_FLOW", TINY_FLOW.with_name("pressure.yaml"))
    long = "I would retrain it every night " * 12
    here = stage([long.strip(), None])
    here.run()
    first = here.turns()[0]
    assert first.heard.text.startswith("I would retrain it")
    assert first.interruption is not None and first.interruption.at >= len(first.heard.text)
    assert (here.session.path / first.audio).stat().st_size > 1000


def test_repeating_the_question_in_mid_answer_loses_nothing(stage) -> None:
    """What was said before the key for `repeat` stays part of the answer."""
    here = stage([STRONG, PLAIN, PLAIN])
    here.screen.queue = [(6.5, Wish("repeat"))]
    here.run()
    first = here.turns()[0]
    assert first.heard.text.startswith("the address feed") and PLAIN in first.heard.text
    assert first.node == "weakest"


def test_skipping_in_mid_answer_keeps_the_beginning(stage) -> None:
    """An answer that was begun and left is written down with what was said."""
    here = stage([STRONG, PLAIN])
    here.screen.queue = [(6.5, Wish("skip"))]
    here.run()
    first, second = here.turns()
    assert first.node == "weakest" and STRONG.startswith(first.heard.text) and first.heard.text
    assert (here.session.path / first.audio).exists()
    assert (second.node, second.heard.text) == ("left_out", PLAIN)
