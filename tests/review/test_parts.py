"""The parts of reading a transcript: what asks, who is who, which format it is, what was heard before."""

from __future__ import annotations

from pathlib import Path

import pytest
from debrief_kit import spoken

from voice_interviewer.errors import InputFileError, NotFoundError
from voice_interviewer.review import asking, sides, sources
from voice_interviewer.review.formats import captions, foreign, format_of, made_json, meeting
from voice_interviewer.review.lines import Line, shortened, words_of
from voice_interviewer.review.memory import Memory

TALK = "Ana: What broke?\nBen: The feed.\nAna: And then?\nBen: I cut it off."


@pytest.mark.parametrize(
    ("text", "asks"), [("Why?", True), ("Tell me about it.", True), ("Suppose it doubled.", True), ("It broke.", False)]
)
def test_a_turn_asks_by_its_mark_or_its_opening(text: str, asks: bool) -> None:
    """A question mark or a request; a statement is neither. Marks of other writings count."""
    assert asking.asks(text) is asks
    assert asking.question_marks("a? b？") == 2


@pytest.mark.parametrize(
    ("text", "nods"),
    [
        *(("Mm-hm.", True), ("Mama, right?", True), ("Okay?", True), ("Go on.", True), ("Why?", False)),
        *(("You cached it, right?", False), ("Describe your proudest moment.", False), ("Walk me through it.", False)),
    ],
)
def test_a_listeners_nod_is_no_question(text: str, nods: bool) -> None:
    """It does not cut an answer, also where a recogniser heard a question mark."""
    assert asking.is_backchannel(text) is nods


def test_who_asks_is_told_by_evidence_and_said() -> None:
    """Ana asks in each of her turns, so Ben is the candidate, and the note says why and how to correct it."""
    found = sides.sides_of(meeting.read(TALK))
    assert found.candidate == "Ben" and found.askers == {"Ana"}
    assert "--me" in found.note
    assert sides.named("ben", ("Ana", "Ben"), "x.txt") == "Ben"
    with pytest.raises(InputFileError, match="speakers here: Ana, Ben"):
        sides.named("zoe", ("Ana", "Ben"), "x.txt")


def test_captions_have_times_and_speakers() -> None:
    """Each cue is a line; what is no caption is left to other readers."""
    found = captions.read("WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ana>What broke?</v>\n")
    assert found is not None
    assert [(line.text, line.start, line.end, line.speaker) for line in found.lines] == [("What broke?", 1, 3, "Ana")]
    assert captions.read("hello") is None


def test_json_is_read_by_its_shape() -> None:
    """Segments with times are a transcript; JSON without one is refused by name."""
    found = made_json.read('{"segments": [{"start": 0, "end": 1.5, "text": " hi", "speaker": "A"}]}', "x.json")
    assert str(found) == "hi" and found.lines[0].end == 1.5
    with pytest.raises(InputFileError, match=r"x\.json: no transcript"):
        made_json.read('{"a": 1}', "x.json")


def test_formats_are_known_by_their_suffix() -> None:
    """In any case of letters; a recording's suffix is no transcript's."""
    assert format_of(".VTT") is not None and format_of(".VTT") is format_of(".srt")
    assert format_of(".mp3") is None


def test_other_files_are_named_as_what_they_are() -> None:
    """By suffix or by first bytes, with what to do; text and sound are left alone."""
    word, pdf = foreign.by_suffix(".docx"), foreign.by_content(b"%PDF-1.7")
    assert word is not None and "Word" in word.what and word.fix
    assert pdf is not None and "PDF" in pdf.what
    assert foreign.by_suffix(".vtt") is None
    assert foreign.is_text(b"abc") and not foreign.is_text(b"\x00\x01")


def test_words_share_the_time_of_their_line() -> None:
    """Longer words take longer, all of the time is used; without times there are none."""
    first, second = words_of(Line("two words", 1.0, 2.0))
    assert (first.start, second.end) == (1.0, 2.0) and first.end == second.start
    assert first.end - first.start < second.end - second.start
    assert words_of(Line("x")) == ()
    assert len(shortened("a  b " * 40, 20)) <= 20


def test_what_was_heard_is_remembered_until_the_file_changes(tmp_path: Path) -> None:
    """The same file and model give the same hearing; another channel, model or content gives none."""
    file = tmp_path / "a.wav"
    file.write_bytes(b"one")
    memory = Memory(tmp_path / "cache", "tiny")
    assert memory.recall(file, None, ()) is None
    memory.keep(file, None, (), spoken("The feed."), ("a note",))
    heard, notes = memory.recall(file, None, ()) or (None, ())
    assert heard == spoken("The feed.") and notes == ("a note",)
    assert memory.recall(file, 1, ()) is None
    assert Memory(tmp_path / "cache", "base").recall(file, None, ()) is None
    file.write_bytes(b"two, longer")
    assert memory.recall(file, None, ()) is None


def test_the_question_comes_from_words_or_from_a_flow() -> None:
    """A node of a flow brings its words, pattern and vocabulary; one that is not there is named."""
    assert sources.asked_by("Why?").question == "Why?"
    asked = sources.asked_by(node="first-five-minutes/weakest")
    assert asked.question and asked.node == "weakest"
    with pytest.raises(NotFoundError, match="nowhere"):
        sources.asked_by(node="first-five-minutes/nowhere")
