"""Review: what files hold becomes answers, by the same rules as in a session."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voice_interviewer.debrief.data.schema import Debrief
from voice_interviewer.errors import InputFileError
from voice_interviewer.hearing.model import Heard, Word
from voice_interviewer.review.review import Asked, Memory, asked_by, review, sources

VTT = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Asker>What would break first in your system?

00:00:05.000 --> 00:00:15.000
<v Me>The address feed goes stale first, so I alert on its null rate.

00:00:16.000 --> 00:00:19.000
<v Asker>And what did you leave out?

00:00:20.000 --> 00:00:28.000
<v Me>I left the feature store out because one table did the job.
"""


def no_model():
    raise AssertionError("nothing here needs listening")


def test_json_lines_are_answers_of_their_own(tmp_path: Path) -> None:
    """Each line keeps its id, question and interruption; the reaction is judged where there was one."""
    rows = [
        {"id": "a", "question": "What would break first?", "text": "The feed goes stale first and nobody sees it."},
        {
            "text": "I would retrain daily. Then the daily run no longer holds, so I would sample; the gate stays.",
            "node": "first-five-minutes/weakest",
            "interruption": {"text": "Labels now come a month late.", "at": 22},
        },
    ]
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows))
    debrief = review(sources([path], Asked()), no_model)
    first, second = debrief.answers
    assert (first.id, first.question, first.reaction) == ("a", "What would break first?", None)
    assert (second.id, second.node) == ("in-2", "weakest")
    assert second.reaction in ("adapts", "defense", "restart", "freeze")
    assert all(row.follow_up.text and row.follow_up.why for row in debrief.answers)


def test_the_result_has_the_published_shape(tmp_path: Path) -> None:
    """What is written as JSON reads back as the same debrief, and every offset points at its words."""
    path = tmp_path / "answer.txt"
    path.write_text(
        "I wish I had a better example. I guess I sort of decided that. It was only a small thing, um, really."
    )
    debrief = review(sources([path], Asked(question="What did you decide?")), no_model)
    again = Debrief.model_validate_json(debrief.model_dump_json())
    assert again == debrief
    (answer,) = again.answers
    assert {"apology", "hedge"} <= {f.label for f in answer.findings}
    for found in answer.findings:
        assert answer.transcript.text[found.start : found.end] == found.text
    assert len(again.debrief.priorities) <= 3


def test_a_transcript_with_speakers_is_cut_into_answers(tmp_path: Path) -> None:
    """Whoever asks is the interviewer; each answer keeps its question and its times."""
    path = tmp_path / "call.vtt"
    path.write_text(VTT)
    first, second = sources([path], Asked())
    assert "break first" in first.asked.question and "leave out" in second.asked.question
    assert first.heard and first.heard.text.startswith("The address feed")
    assert second.heard and 19 < second.heard.start_s < 21


def test_a_folder_gives_what_can_be_reviewed(tmp_path: Path) -> None:
    """Other files in a folder are nobody's mistake; a folder with nothing to review is."""
    (tmp_path / "notes.png").write_bytes(b"\x89PNG nothing")
    with pytest.raises(InputFileError, match="nothing to review"):
        sources([tmp_path], Asked())
    (tmp_path / "b.txt").write_text("I decided it.")
    (tmp_path / "a.txt").write_text("I stopped it.")
    assert [item.id for item in sources([tmp_path], Asked())] == ["a", "b"]


def test_same_names_get_different_ids(tmp_path: Path) -> None:
    """Two files of one name are told apart in the debrief."""
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text("I decided it.")
    ids = [item.id for item in sources([tmp_path / "x" / "a.txt", tmp_path / "y" / "a.txt"], Asked())]
    assert ids == ["a", "a-2"]


def test_a_node_brings_its_question_pattern_and_words() -> None:
    """FLOW/NODE stands for everything the flow knows of the question."""
    asked = asked_by(node="first-five-minutes/weakest")
    assert asked.pattern == "break_first"
    assert asked.question and asked.vocabulary and asked.listens


def test_memory_knows_what_was_heard_until_the_file_changes(tmp_path: Path) -> None:
    """A second review of the same file needs no listening; a changed file is listened to again."""
    path = tmp_path / "a.wav"
    path.write_bytes(b"1")
    memory = Memory(tmp_path / "cache", "base")
    heard = Heard("hi", (Word("hi", 0.1, 0.2, 0.9),), 0.1, 0.2, voiced=((0.1, 0.2),))
    assert memory.recall(path, None, ()) is None
    memory.keep(path, None, (), heard, ("a note",))
    assert memory.recall(path, None, ()) == (heard, ("a note",))
    assert memory.recall(path, 1, ()) is None
    path.write_bytes(b"12")
    assert memory.recall(path, None, ()) is None


@pytest.mark.parametrize(
    ("level", "says", "says_not"),
    [(0.0, "most of it is silence", "faint"), (1e-4, "very faint", "silence"), (0.05, "No voice was heard", "faint")],
)
def test_why_no_voice_was_heard_is_told_as_far_as_the_sound_tells(
    tmp_path: Path, level: float, says: str, says_not: str
) -> None:
    """A muted microphone and a far too quiet one are named; a hiss is just without a voice."""
    path = tmp_path / "a.wav"
    soundfile.write(path, level * np.random.default_rng(0).standard_normal(48_000), 16_000, subtype="PCM_24")
    (answer,) = review(sources([path], Asked()), lambda: None).answers
    (note,) = answer.notes
    assert says in note and says_not not in note


TALK = (
    "Tell me about a step you left out. I left the nightly copy out, since it cost two hours. "
    "What would you do now? The same."
)


@pytest.mark.parametrize(("split", "note"), [(None, "--split cuts it"), (False, ""), (True, "Cut at")])
def test_a_transcript_without_names_that_asks_says_so(tmp_path: Path, split: bool | None, note: str) -> None:
    """The questions in it may be somebody else's: that is told, and --split cuts there."""
    path = tmp_path / "a.txt"
    path.write_text(TALK)
    (made,) = review(sources([path], Asked()), no_model, split=split).answers
    assert note in " ".join(made.notes) and bool(made.notes) == bool(note)
    assert made.question == ("Tell me about a step you left out." if split else "")


def test_answers_in_json_lines_are_never_cut(tmp_path: Path) -> None:
    """One answer a line is what such a file is."""
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": TALK}))
    (answer,) = review(sources([path], Asked()), no_model, split=True).answers
    assert answer.transcript.text == TALK and answer.notes == []
