"""`example`: written, spoken, kept in the page; none is said to be none."""

from __future__ import annotations

from pathlib import Path

import pytest
from kept_kit import TOLD, kept

from voice_interviewer.cli import app
from voice_interviewer.cli import example as command
from voice_interviewer.debrief.examples import of
from voice_interviewer.debrief.paint import html, markdown
from voice_interviewer.debrief.write import load, make
from voice_interviewer.errors import DeviceError
from voice_interviewer.interview.rehearsal.examples import example
from voice_interviewer.paths import sessions_dir

ASKED = "What would be the first thing to go wrong?"


def test_it_is_written_and_kept_with_its_sound(capsys: pytest.CaptureFixture[str]) -> None:
    """The command prints it, marked as an example; with --keep the page has its sound, folded away."""
    session = kept(sessions_dir(), TOLD, TOLD, question=ASKED)
    assert app.run(["example", session.id, "1", "--no-voice"]) == 0
    said = capsys.readouterr().out
    found = example(question=ASKED)
    assert found is not None and found.text in said and "An example, not the answer." in said
    assert app.run(["example", session.id, "1", "--keep", "--voice", "fake:high"]) == 0
    made = load(session.path / "debrief.json")
    row = made.answers[0].example
    known = of(made.answers[0])
    assert known is not None and known.text == found.text and callable(command.register)
    assert row is not None and row.audio and (session.path / row.audio).stat().st_size > 5_000
    assert made.answers[1].example is None
    page = html.render(made)
    assert "an example, not the answer" in page and found.text.split(".")[0] in page.replace("&#39;", "'")
    assert "an example, not the answer" in markdown.render(made)


def test_none_is_said_to_be_none(capsys: pytest.CaptureFixture[str]) -> None:
    """For a question that nobody else could answer: one line, exit 2; and the page shows none."""
    session = kept(sessions_dir(), TOLD, question="And the colour of it?")
    assert app.run(["example", session.id, "1"]) == 2
    said = capsys.readouterr().err
    assert "no example for this question" in said and "None of this session's questions has one." in said
    assert app.run(["example", session.id, "7"]) == 2
    assert make(session).answers[0].example is None
    assert app.run(["example", session.id, "1", "--keep", "--no-voice"]) == 2


def test_the_answers_that_have_one_are_named(capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    """A follow-up has none: the numbers of those that have."""
    session = kept(sessions_dir(), TOLD, TOLD, TOLD, question=ASKED)
    monkeypatch.setattr("voice_interviewer.debrief.examples.of", lambda row: None if row.id == "2" else of(row))
    assert app.run(["example", session.id, "2"]) == 2
    assert "Answers with one: 1, 3." in capsys.readouterr().err


def test_a_missing_loudspeaker_leaves_the_words(capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    """They stand there; what is said to do is for this command."""

    def nothing() -> None:
        raise DeviceError("no loudspeaker was found.", fix="Another mend.")

    monkeypatch.setattr("voice_interviewer.audio.devices.open_speaker", nothing)
    session = kept(sessions_dir(), TOLD, question=ASKED)
    assert app.run(["example", session.id, "1", "--voice", "fake:high"]) == 1
    said = capsys.readouterr()
    assert "An example, not the answer." in said.out
    assert "`--no-voice` only writes it" in said.err and "Another mend" not in said.err


def test_an_example_says_nothing_about_the_candidate(tmp_path: Path) -> None:
    """Its words are the persona's file's, letter for letter; nothing of the answer goes into it."""
    session = kept(tmp_path, TOLD, question=ASKED)
    row = make(session).answers[0]
    assert row.example is not None and "dental" not in row.example.text and "twenty names" not in row.example.text
