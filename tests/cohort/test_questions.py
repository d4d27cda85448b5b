"""Which recordings answer which question: by the names of files, first row first, each mistake with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_interviewer.cohort import records
from voice_interviewer.cohort.job import Settings
from voice_interviewer.cohort.questions import Questions, read
from voice_interviewer.cohort.run import run
from voice_interviewer.cohort.team import Alone
from voice_interviewer.errors import InputFileError
from voice_interviewer.rubric.patterns import infer


def table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "questions.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_first_row_that_fits_decides(tmp_path: Path) -> None:
    """Whatever the case, with folders; what no row names answers what the options say."""
    found = read(table(tmp_path, "recording,question\nweek-1*,One?\n*/Take 2.wav,Two?\nweek-*,Other?\n\n"))
    asked = [found.settings(Settings(question="Mine?"), name).question for name in NAMES]
    assert asked == ["One?", "One?", "Two?", "Other?", "Mine?"]


NAMES = ("week-1.wav", "WEEK-10/a.mp4", "May/take 2.WAV", "week-2.wav", "a.wav")


def test_a_node_brings_its_pattern(tmp_path: Path) -> None:
    """Semicolons do, as some spreadsheets write them; a table may have more columns."""
    text = "recording;question;node;remark\na*;;first-five-minutes/scale;x\n"
    found = read(table(tmp_path, text)).settings(Settings(question="Mine?"), "a.wav")
    assert (found.question, found.node) == ("", "first-five-minutes/scale")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "this is no table of questions"),
        ("name,question\na,b\n", r"this is no table of questions.*recording,question,node"),
        ("recording,question\n", "there is no question in this table"),
        ("recording,question\na*,One?\nb*,\n", r"questions\.csv:3: a row names recordings and a question"),
        ("recording,question,node\na*,,no/where\n", r"questions\.csv:2: .*no"),
    ],
)
def test_mistakes_are_one_line(tmp_path: Path, text: str, why: str) -> None:
    """With the file and the line."""
    with pytest.raises(InputFileError, match=why) as caught:
        read(table(tmp_path, text))
    assert "\n" not in str(caught.value)


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    """It is named in one line."""
    with pytest.raises(InputFileError, match="the questions cannot be read"):
        read(tmp_path / "nowhere.csv")


class Nobody:
    def note(self, text: str) -> None: ...
    def begin(self, todo: int, done: int) -> None: ...
    def came(self, outcome: object) -> None: ...


def test_records_know_their_question_and_only_changed_ones_are_reviewed_anew(tmp_path: Path) -> None:
    """By one process with one set of engines; a question that was put otherwise concerns its recordings alone."""
    said = "I would cap the retries, because the payments service falls over first. " * 6
    for name in ("week-1.txt", "week-2.txt"):
        (tmp_path / "in" / "Ada").mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / "Ada" / name).write_text(said, encoding="utf-8")

    def go(second: str):
        rows = (("week-1*", "What would break first?", ""), ("week-2*", second, ""))
        questions = Questions(rows)
        told = run(tmp_path / "in", tmp_path / "out", Settings(), lambda _: Alone(), Nobody(), questions=questions)
        return told.reviewed, [(r.answers[0].question, r.answers[0].pattern) for r in records.every(tmp_path / "out")]

    first, other = "What would break first?", "How would you roll it back?"
    assert go(other) == (2, [(first, infer(first)), (other, infer(other))])
    assert go(first) == (1, [(first, infer(first))] * 2)
