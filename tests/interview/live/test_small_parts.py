"""What a spoken session is put together from: who answers, spare devices, one question again, the open answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from debrief_kit import spoken
from interview_kit import flow

from voice_interviewer.audio.standins import SilentMicrophone
from voice_interviewer.errors import DeviceError, InputFileError, NotFoundError, UsageError
from voice_interviewer.flow.schema import END
from voice_interviewer.hearing.model import Heard
from voice_interviewer.interview.live.assemble import flow_texts, who_answers
from voice_interviewer.interview.live.candidate import check_candidate
from voice_interviewer.interview.live.given import NOTHING, Given
from voice_interviewer.interview.live.retaking import retake_flow
from voice_interviewer.interview.live.sound import find_sound
from voice_interviewer.interview.live.spares import Spares
from voice_interviewer.interview.live.takes import Take
from voice_interviewer.interview.live.turn import OpenTurn, TurnBook
from voice_interviewer.sessions.actions import BreakIn, Listen
from voice_interviewer.sessions.choices import Choices
from voice_interviewer.sessions.journal import Session


def test_who_was_named_answers() -> None:
    """A persona or files named by the user are taken, and nobody looks for a microphone."""
    assert who_answers(Choices(candidate=("terse",))) == (("terse",), [])
    assert who_answers(Choices(type_answers=True)) == ((), [])


def test_a_candidate_is_checked_before_anything_opens(tmp_path: Path) -> None:
    """A known persona passes; an unknown one and a file that is not there are named."""
    check_candidate(("terse",))
    with pytest.raises(NotFoundError, match="terze"):
        check_candidate(("terze",))
    with pytest.raises(InputFileError, match="no such file"):
        check_candidate((str(tmp_path / "a.wav"),))


def test_what_is_said_first_is_synthesised_first() -> None:
    """The first question stands before later ones, no text twice, and texts with open places are left out."""
    texts = flow_texts(flow())
    assert texts.index("What would fail first?") < texts.index("What did you leave out?")
    assert len(texts) == len(set(texts)) and not any("{quote}" in text for text in texts)
    assert "Traffic has doubled. What now?" in texts


def test_a_retake_is_one_question_in_its_old_words() -> None:
    """No follow-up, no constraint, and END behind it; a node that is gone is made from its words."""
    again = retake_flow(flow(), "first", "What worries you?", "break_first")
    (asked,) = again.questions.values()
    assert asked.ask == ("What worries you?",) and asked.to == END
    assert asked.follow_ups == () and again.constraints == {}
    lost = retake_flow(flow(), "gone", "Anything else?", None)
    assert lost.start == "gone" and lost.questions["gone"].ask == ("Anything else?",)


def broken(at_s: float) -> SilentMicrophone:
    raise DeviceError("no device")


def test_a_lost_microphone_is_replaced_or_typed_on() -> None:
    """Another one if there is one, else text, once; without either the session ends, and each says so."""
    spare = Spares(lambda at_s: SilentMicrophone(start_s=at_s), None)
    new, says = spare.microphone("Desk", 12.0)
    assert new is not None and new.now() == 12.0 and "Desk" in says
    typed = Spares(broken, lambda at_s: SilentMicrophone(start_s=at_s))
    new, says = typed.microphone("Desk", 3.0)
    assert new is not None and "type your answers" in says
    assert typed.microphone("Desk", 4.0)[0] is None
    assert Spares().speaker() == (None, "The loudspeaker stopped; the questions are shown as text from here.")


def test_sound_is_what_was_brought_or_chosen() -> None:
    """A given microphone is taken, silence needs no loudspeaker, and a simulated candidate needs a room to speak in."""
    brought = SilentMicrophone(realtime=False)
    found = find_sound(Choices(silent=True), Given(microphone=brought), simulated=False, notes=[], starts_at_s=0.0)
    assert found.microphone is brought and found.speaker is None and not found.full_duplex
    with pytest.raises(UsageError, match="room to speak in"):
        find_sound(Choices(), Given(microphone=brought), simulated=True, notes=[], starts_at_s=0.0)
    room = find_sound(Choices(silent=True), NOTHING, simulated=True, notes=[], starts_at_s=5.0)
    assert room.room is not None and room.full_duplex and not room.realtime and room.room.now_s == 5.0


def test_a_retake_names_an_answer_that_is_there(tmp_path: Path) -> None:
    """`SESSION/ANSWER`; an answer that the session does not have is named with those it has."""
    with Session.create(tmp_path, {"flow": "first-five-minutes"}) as made:
        made.append("end", {"reason": "finished"}, 1.0)
    with pytest.raises((NotFoundError, UsageError), match="7"):
        Take.of(f"{made.id}/7", root=tmp_path)


def test_only_the_candidates_own_silence_is_a_pause(tmp_path: Path) -> None:
    """It is one where no clock runs and the answer goes on; no longer once a break or words of ours came between."""
    with Session.create(tmp_path, {"flow": "first-five-minutes"}) as session:
        for between, pauses in ((False, 1), (True, 0)):
            book = TurnBook(session)
            book.open(Listen(1, "first", "What would fail first?", "question"), 0.0)
            assert book.turn is not None
            book.keep(replace(spoken("I would watch"), voiced=((0.0, 1.0),)), silent=True)
            if between:
                book.keep(Heard(text="", words=(), start_s=40.0, end_s=40.0))
            later = replace(spoken("the feed", start=90.0), voiced=((90.0, 91.0),))
            assert len(book.turn.whole(later).pauses) == pauses
            book.drop()


def test_an_interrupted_answer_took_the_time_of_both_parts() -> None:
    """What we said between them is not the candidate's time; their own silence is."""
    turn = OpenTurn(Listen(1, "first", "What would fail first?", "question"), (), 0.0)
    alone = turn.took_s(spoken("I would watch"))
    turn.before = spoken("I would watch")
    after = spoken("the feed", start=50.0)
    assert turn.took_s(after) == pytest.approx(alone + after.end_s - after.start_s)
    turn.silent = True
    assert turn.took_s(after) == pytest.approx(after.end_s - turn.before.start_s)


def test_an_interrupted_answer_is_one_answer() -> None:
    """Words before and after an interruption are joined; where it fell is known to the character."""
    turn = OpenTurn(Listen(1, "first", "What would fail first?", "question"), (), 0.0)
    turn.start_break(BreakIn(2, "", "Now the feed is late.", "first"), 2.0)
    assert turn.breaking
    turn.end_first_part(spoken("I would watch"))
    assert not turn.breaking
    whole = turn.whole(spoken("the feed", start=5.0))
    assert whole.text == "I would watch the feed" and len(whole.words) == 5
    cut = turn.interruption()
    assert cut is not None and whole.text[cut.at :] == "the feed"
