"""One answer while it is open, through the listener: voice, pauses, decodes, decisions, and what becomes of trouble."""

from __future__ import annotations

import pytest
from hearing_kit import DONE, Room, kinds, room

from voice_interviewer.hearing.executors import Busy, InlineExecutor
from voice_interviewer.hearing.fake import DelayedExecutor, FakeVad, ScriptedRecogniser
from voice_interviewer.hearing.listener import Listener
from voice_interviewer.hearing.model import Caption, Committed, NothingHeard, Resumed, SoftEnd, Trouble, VoiceStarted
from voice_interviewer.hearing.open_answer import OpenAnswer
from voice_interviewer.hearing.turn_policy import Evidence, TurnPolicy, Wait


def test_a_plain_answer():
    """Voice, soft end, commit; the commit carries the words, their times and the stages."""
    here, _ = room()
    here.hear(1.0)
    here.begin(asked_at_s=1.0)
    here.hear(0.7)
    here.speak(2.0)
    here.hear(2.0)
    assert kinds(here.events) == [VoiceStarted, SoftEnd, Committed]
    started, _, committed = (e for e in here.events if not isinstance(e, Caption))
    assert started.at_s == pytest.approx(1.7, abs=0.07)
    assert committed.heard.text == DONE
    assert committed.heard.start_s == pytest.approx(1.7, abs=0.07)
    assert committed.heard.end_s == pytest.approx(3.7, abs=0.07)
    assert committed.heard.latency_s == pytest.approx(0.7, abs=0.07)
    assert committed.trace["committed"] - committed.trace["last_voice"] == pytest.approx(0.83, abs=0.07)
    assert all(committed.heard.start_s <= w.start <= w.end <= committed.heard.end_s for w in committed.heard.words)


def test_silence_gives_no_words_and_says_so():
    """Nobody speaks: one NothingHeard, no decode."""
    here, recogniser = room(policy=TurnPolicy(nothing_after_s=3.0))
    here.begin()
    here.hear(10.0)
    assert kinds(here.events) == [NothingHeard]
    assert recogniser.calls == []


def test_a_pause_inside_the_answer_is_one_answer():
    """Resumed speech drops the soft end; both parts are in the answer, the pause is measured."""
    here, _ = room(["I rolled it back because the", "I rolled it back because the feed froze. That's it."])
    here.begin()
    here.hear(0.5)
    here.speak(1.5)
    here.hear(0.5)
    here.speak(1.5)
    here.hear(2.0)
    assert kinds(here.events) == [VoiceStarted, SoftEnd, Resumed, SoftEnd, Committed]
    heard = here.events[-1].heard
    assert heard.text.endswith("feed froze. That's it.")
    assert [round(p.end - p.start, 1) for p in heard.pauses] == [0.5]


def test_a_long_pause_closes_the_piece_before_it():
    """After more than 0.6 s the first part is not decoded again; its words stay."""
    here, recogniser = room(["I rolled it back because", "the feed froze. That's it."])
    here.begin()
    here.hear(0.5)
    here.speak(1.5)
    here.hear(1.5)
    here.speak(1.5)
    here.hear(2.0)
    assert len(recogniser.calls) == 2
    assert here.events[-1].heard.text == "I rolled it back because the feed froze. That's it."
    assert recogniser.calls[1][0] < 2.6


def test_let_me_think_is_waited_for():
    """Six seconds of silence after a request for time are one answer."""
    here, _ = room(["Let me think about that for a second.", "The address feed. That's it."])
    here.begin()
    here.hear(0.5)
    here.speak(1.5)
    assert Committed not in kinds(here.hear(6.0))
    here.speak(1.5)
    here.hear(1.0)
    assert kinds(here.events)[-1] is Committed


def test_an_apology_needs_a_second_proof():
    """A "sorry" that only the filler prompt heard is not in the answer."""
    here, recogniser = room(["Sorry, it was a small thing. That's it."])
    recogniser.enqueue(["Surely it was a small thing. That's it."], plain=True)
    here.begin()
    here.speak(1.5)
    here.hear(1.5)
    heard = here.events[-1].heard
    assert "sorry" not in heard.text.lower()
    assert [fillers for _, _, fillers in recogniser.calls] == [True, False]


def test_a_proven_apology_stays():
    """When both decodes have it, it was said; the second decode is kept as proof."""
    here, recogniser = room(["Um, sorry, it was small. That's it."])
    recogniser.enqueue(["Sorry, it was small. That's it."], plain=True)
    here.begin()
    here.speak(1.5)
    here.hear(1.5)
    heard = here.events[-1].heard
    assert heard.text.startswith("Um, sorry")
    assert heard.plain_text == "Sorry, it was small. That's it."


def test_vocabulary_reaches_the_recogniser():
    """The question's own terms bias every decode."""
    here, recogniser = room()
    here.begin(vocabulary=("feature store",))
    here.speak(1.0)
    here.hear(1.5)
    assert recogniser.calls[0][1] == ("feature store",)


def test_finish_in_mid_sentence_returns_everything():
    """Ending by key while the candidate talks decodes what was said so far."""
    here, recogniser = room(["I was just going to"])
    here.begin()
    here.hear(0.3)
    here.speak(2.0)
    heard = here.ears.finish(here.now)
    assert heard.text == "I was just going to"
    assert heard.end_s == pytest.approx(2.3, abs=0.05)
    assert recogniser.calls[0][0] == pytest.approx(2.3, abs=0.05)
    assert here.hear(2.0) == []


def test_finish_with_nothing_heard():
    """Ending before anyone spoke gives an empty answer, not an exception."""
    here, _ = room()
    here.begin()
    here.hear(1.0)
    heard = here.ears.finish(here.now)
    assert heard.text == "" and heard.words == () and heard.voiced == ()


def test_finish_waits_no_longer_than_its_deadline():
    """A decode that hangs leaves a note instead of a hanging session."""
    here, _ = room(executor=DelayedExecutor(usual=10_000), finish_deadline_s=0.01)
    here.begin()
    here.hear(0.3)
    here.speak(1.0)
    heard = here.ears.finish(here.now)
    assert heard.text == ""
    assert any("not transcribed in time" in note for note in heard.notes)


def test_a_hanging_decode_is_told_and_the_turn_goes_on():
    """Past the deadline: one line of trouble, and the answer is committed with what there is."""
    here, _ = room(executor=DelayedExecutor(usual=10_000), policy=TurnPolicy(decode_deadline_s=1.0))
    here.begin()
    here.speak(1.0)
    here.hear(3.0)
    assert kinds(here.events) == [VoiceStarted, Trouble, Committed]


def test_a_failing_recogniser_does_not_end_the_session():
    """A decode that raises leaves a note; the answer still ends."""

    class Broken(ScriptedRecogniser):
        def transcribe(self, pcm, *, vocabulary=(), fillers=True):
            raise RuntimeError("no memory")

    ears = Listener(Broken(), FakeVad(), InlineExecutor(), captions=False)
    here = Room(ears)
    here.begin()
    here.speak(1.0)
    here.hear(1.0)
    heard = here.ears.finish(here.now)
    assert "a stretch could not be transcribed" in heard.notes


def test_stuck_voice_activity_ends_the_answer():
    """A steady hum taken for voice is noticed, told, and ends the turn."""
    here, _ = room(["hum"])
    here.begin()
    here.speak(20.0)
    assert Trouble in kinds(here.events)
    assert kinds(here.events)[-1] is Committed


def test_long_speech_is_decoded_while_it_goes_on():
    """After seconds of talk only a short tail is left at the end of the turn."""
    here, recogniser = room(["one.", "two.", "three. That's it."])
    here.begin()
    for _ in range(4):
        here.speak(3.0)
        here.speak(0.6, 0.15)
        here.hear(0.13)
    here.speak(1.0)
    here.hear(1.5)
    assert len(recogniser.calls) >= 2
    assert max(seconds for seconds, _, _ in recogniser.calls) < 14.5
    assert recogniser.calls[-1][0] < 9.0


def test_a_full_queue_is_no_exception():
    """When no work can be taken, hearing goes on; the answer is decoded at the end."""

    class Full(InlineExecutor):
        refuse = True

        def submit(self, fn, /, *args, **kwargs):
            if self.refuse:
                raise Busy("full")
            return super().submit(fn, *args, **kwargs)

    executor = Full()
    here, _ = room(executor=executor, captions=True)
    here.begin()
    here.speak(9.0)
    executor.refuse = False
    here.hear(3.0)
    assert here.ears.finish(here.now).text == DONE


def test_habit_learns_pauses_and_lengths():
    """In-answer pauses and whole answers move what is known of the speaker."""
    here, _ = room(["I rolled it back because the", "I rolled it back because the feed froze. That's it."])
    here.begin()
    here.speak(1.5)
    here.hear(0.9)
    here.speak(1.5)
    here.hear(2.0)
    assert [round(p, 1) for p in here.ears.habit.pauses] == [0.9]


def test_pauses_of_an_answer_are_counted():
    """What the policy is told: pauses of this answer, with those before a reply that was taken back; short gaps not."""
    seen: list[int] = []

    class Noting(TurnPolicy):
        def wait(self, evidence: Evidence) -> Wait:
            seen.append(evidence.paused)
            return super().wait(evidence)

    here, _ = room(["I rolled it back because the"] * 3 + [DONE], policy=Noting())
    here.begin(paused=2)
    for silence in (0.9, 0.2, 0.9):
        here.speak(1.5)
        here.hear(silence)
    here.speak(1.5)
    here.hear(2.0)
    assert seen[0] == 2 and seen[-1] == 4 and seen == sorted(seen)


def test_an_answer_that_was_taken_is_never_touched_again():
    """Later blocks, voice and the end of the session leave it as it was heard."""
    here, _ = room([DONE, "something else."])
    here.begin()
    here.speak(1.5)
    here.hear(2.0)
    taken = here.events[-1].heard
    answer = here.ears._answer
    assert isinstance(answer, OpenAnswer) and not answer.open
    here.speak(2.0)
    assert here.ears.finish(here.now) == taken == answer.heard
    assert answer.outlook is None and kinds(here.events)[-1] is Committed
