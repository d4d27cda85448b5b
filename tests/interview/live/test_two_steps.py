"""Acknowledge first, ask later, in whole sessions over an in-memory room: receipts, replies taken back, the floor."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from stage_kit import PLAIN, STRONG, Prompts, Stage

from scripts.lab import real_turns
from voice_interviewer.audio.protocols import RATE_HZ
from voice_interviewer.interview.core.machine import begin, step
from voice_interviewer.interview.core.openings import first_word
from voice_interviewer.interview.live.receipts import WORDS
from voice_interviewer.interview.live.screen import Wish
from voice_interviewer.interview.live.yielding import WINDOW_S
from voice_interviewer.sessions.events import Acknowledged, AnswerEnded, Yielded
from voice_interviewer.voice.fake import FakeVoice


class Quick(Prompts):
    """Receipts are at hand, 0.35 s long."""

    def quick(self, text: str, pace: float):
        clip = FakeVoice().speak(text)
        return type(clip)(clip.pcm[: round(0.35 * clip.rate_hz)], clip.rate_hz)


class Pausing:
    """Says each text with the given silences between its halves."""

    name = "pausing"
    stop_after_s = 0.4

    def __init__(self, stage: Stage, text: str, pause_s: float, more: str = "") -> None:
        self._stage, self._text, self._pause_s, self._more = stage, text, pause_s, more
        self.asked = []

    def answer(self, asked):
        self.asked.append(asked)
        if len(self.asked) > 1 or not self._text:
            return self._stage.candidate.answer(asked)
        self._stage.recogniser.text = self._text
        first = FakeVoice().speak(self._text).pcm
        if not self._pause_s:
            return first
        second = FakeVoice().speak(self._more).pcm
        return np.concatenate([first, np.zeros(round(self._pause_s * RATE_HZ), np.float32), second])


@pytest.fixture
def stage_of(tmp_path):
    """Makes stages, each with a folder of its own, and closes their sessions."""
    made: list[Stage] = []

    def make(texts, *, acknowledge="normal", text="", pause_s=0.0, more="", **room) -> Stage:
        folder = tmp_path / str(len(made))
        folder.mkdir()
        stage = Stage(folder, texts, **room)
        made.append(stage)
        stage.parts.mouth._prompts = Quick()
        stage.parts.acknowledge = acknowledge
        if text:
            stage.parts.guest.candidate = Pausing(stage, text, pause_s, more)
        return stage

    yield make
    for stage in made:
        stage.session.close()


def events(stage: Stage, kind: type) -> list:
    return [event for event in stage.session.read().events if isinstance(event, kind)]


def test_a_receipt_is_heard_before_the_question_and_is_no_turn(stage_of):
    """It comes 0.6 to 1.5 s after the last voice; replaying the journal gives the same state with it."""
    stage = stage_of([STRONG, PLAIN, PLAIN, PLAIN])
    stage.run()
    given = events(stage, Acknowledged)
    assert given and all(event.text in WORDS for event in given)
    for event in given:
        turn = next(t for t in stage.turns() if t.heard.end_s <= event.at_s < t.trace["committed"])
        assert 0.55 <= event.at_s - turn.heard.end_s <= 1.5
        assert event.at_s < turn.trace["committed"] and turn.trace["receipt"] == event.at_s
    state = begin(stage.flow)
    for event in stage.session.read().events:
        state, _ = step(state, event)
    without = begin(stage.flow)
    for event in stage.session.read().events:
        if not isinstance(event, Acknowledged):
            without, _ = step(without, event)
    assert state == without


@pytest.mark.parametrize("texts", [[STRONG, PLAIN], [PLAIN, STRONG, PLAIN]])
def test_a_receipt_and_the_question_after_it_open_with_other_words(stage_of, texts):
    """In what is heard of a whole session no two utterances in a row open with the same word."""
    stage = stage_of(texts)
    stage.run()
    heard = [
        entry.data["text"]
        for entry in stage.session.entries()
        if entry.data.get("type") in ("Acknowledged", "Say", "Yielded")
    ]
    words = [first_word(text) for text in heard]
    assert len(heard) >= 5 and events(stage, Acknowledged)
    assert all(a != b for a, b in pairwise(words)), heard


def test_no_receipts_where_they_are_off_or_we_cannot_hear_meanwhile(stage_of):
    """`off`, and half duplex."""
    off = stage_of([STRONG, PLAIN, PLAIN, PLAIN], acknowledge="off")
    off.run()
    half = stage_of([STRONG, PLAIN, PLAIN, PLAIN])
    half.parts.full_duplex = False
    half.run()
    assert not events(off, Acknowledged) and not events(half, Acknowledged)


def test_no_receipt_after_a_filler(stage_of):
    """An "um" means that more is coming."""
    stage = stage_of(["I left the feature store out on purpose because um"] * 4)
    stage.run()
    assert not events(stage, Acknowledged)


def test_a_candidate_who_goes_on_takes_the_reply_back_and_it_is_one_answer(stage_of):
    """Voice in the first 0.4 s of a reply: it stops, one record holds both halves, and the question comes once."""
    whole = "the address feed fails first so I alert on its null rate before anybody notices it at all"
    plain = stage_of([whole, PLAIN, PLAIN, PLAIN])
    plain.run()
    wait_s = plain.turns()[0].trace["committed"] - plain.turns()[0].heard.end_s
    stage = stage_of([PLAIN] * 4, text=whole, pause_s=wait_s + 0.25, more=PLAIN)
    stage.run()
    [taken, *_] = events(stage, Yielded)
    assert taken.played_s <= 0.6
    first = stage.turns()[0]
    assert first.heard.end_s > taken.at_s > first.heard.start_s
    ended = events(stage, AnswerEnded)[0]
    assert ended.at_s > taken.at_s and len(ended.answer.text.split()) > len(whole.split())
    assert [turn.turn for turn in stage.turns()] == sorted({turn.turn for turn in stage.turns()})
    assert first.audio_s >= first.heard.end_s - first.audio_start_s
    questions = [text for kind, text in stage.screen.lines if kind in ("follow_up", "constraint", "question")]
    assert len(questions) == len(set(questions))


@pytest.mark.parametrize(("late_s", "taken_back"), [(0.02, True), (0.36, True), (0.7, False)])
def test_a_reply_can_be_taken_back_as_long_as_the_bench_says(stage_of, late_s, taken_back):
    """Counted from the commit: who goes on within 0.4 s has given one answer; later than that the reply stands."""
    assert real_turns.YIELD_S == WINDOW_S
    whole = "the address feed fails first so I alert on its null rate before anybody notices it at all"
    plain = stage_of([whole, PLAIN, PLAIN, PLAIN])
    plain.run()
    first = plain.turns()[0]
    pause_s = first.trace["committed"] - first.heard.end_s + late_s
    stage = stage_of([PLAIN] * 4, text=whole, pause_s=pause_s, more=PLAIN)
    stage.run()
    said = events(stage, AnswerEnded)[0].answer.text.split()
    assert bool(events(stage, Yielded)) == taken_back
    assert (len(said) > len(whole.split())) == taken_back


def test_a_cough_over_a_reply_costs_two_seconds_and_no_answer(stage_of):
    """Voice without words takes the reply back; it is put again, and the answer is what it was."""
    stage = stage_of([STRONG, PLAIN, PLAIN, PLAIN])
    say, coughed = stage.parts.mouth.say, []

    def say_and_cough(utterance, text, at_s, **more):
        say(utterance, text, at_s, **more)
        if stage.candidate.asked and not coughed:
            stage.recogniser.text = ""
            coughed.append(at_s)
            stage.room.say(FakeVoice().speak("hm").pcm[: round(0.2 * RATE_HZ)], at_s + 0.1)

    stage.parts.mouth.say = say_and_cough
    stage.run()
    assert coughed and len(events(stage, Yielded)) == 1
    assert stage.turns()[0].heard.text.startswith(STRONG[:20])
    assert stage.parts.full_duplex


def test_keys_end_hold_and_mute_an_answer(stage_of):
    """`done` ends it at once; while held or muted it outlasts any silence; muted, nothing is heard."""
    stage = stage_of([STRONG, PLAIN, PLAIN, PLAIN])
    stage.run()
    ends_s = stage.turns()[0].heard.end_s
    committed_s = stage.turns()[0].trace["committed"]

    done = stage_of([STRONG, PLAIN, PLAIN, PLAIN])
    done.screen.queue = [(ends_s + 0.3, Wish("done"))]
    done.run()
    assert done.turns()[0].trace["why"] == "said by key that it is over"
    assert done.turns()[0].heard.text == stage.turns()[0].heard.text

    held = stage_of([STRONG, PLAIN, PLAIN, PLAIN])
    held.screen.queue = [(ends_s + 0.3, Wish("hold")), (committed_s + 8.0, Wish("hold"))]
    held.run()
    assert not events(held, Yielded)
    assert events(held, AnswerEnded)[0].at_s > committed_s + 7.0

    muted = stage_of([STRONG, PLAIN, PLAIN, PLAIN])
    muted.screen.queue = [(0.1, Wish("mute")), (ends_s + 0.5, Wish("mute"))]
    muted.run()
    assert stage.turns()[0].heard.start_s < ends_s
    assert not muted.turns() or muted.turns()[0].heard.start_s > ends_s


@pytest.mark.parametrize("name", ["take_time", "hold", "mute", "push_to_talk", "talk", "acknowledge"])
def test_every_wish_is_told_in_a_line(stage_of, name):
    """Who pressed a key sees what it did."""
    stage = stage_of([STRONG, PLAIN, PLAIN, PLAIN])
    stage.screen.queue = [(0.5, Wish(name)), (0.6, Wish(name))]
    stage.run()
    assert len(stage.said("notice")) >= 2
