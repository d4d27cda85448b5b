"""`cohort.csv`: stable columns, empty where nothing is known, and safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from places import DOCS

from voice_interviewer.cohort import records, sheet
from voice_interviewer.cohort.records import Answer, First, Mark, Recording, Withheld
from voice_interviewer.errors import UsageError
from voice_interviewer.rubric.keys import LABELS


def spoken(**more: object) -> Recording:
    answer = Answer(number=1, words=100, quality="good", seconds=60.0)
    made = Recording(student="Ada", recording="a.wav", seconds=60.04, words=100, quality="good", answers=[answer])
    made.marks = [Mark(label="hedge"), Mark(label="hedge"), Mark(label="apology", tier="perhaps")]
    return made.model_copy(update=more)


def cells(record: Recording) -> dict[str, str]:
    return dict(zip(sheet.COLUMNS, sheet.row(record), strict=True))


def test_the_columns_are_those_of_the_rubric(tmp_path: Path) -> None:
    """A column a label, by its key; no column adds them up or ranks anybody."""
    assert [c.removesuffix("_per_100_words") for c in sheet.COLUMNS if c.endswith("_per_100_words")] == list(LABELS)
    assert sheet.COLUMNS[:6] == ("student", "recording", "when", "seconds", "words", "quality")
    assert sheet.COLUMNS[-3:] == ("first_priority", "withheld", "failure")
    assert not [c for c in sheet.COLUMNS if any(word in c for word in ("total", "rank", "score", "mean"))]


def test_a_row_tells_rates_and_what_was_withheld() -> None:
    """What is only perhaps there is not counted."""
    found = cells(
        spoken(
            priorities=[First(label="hedge", title="Hedges")],
            withheld=[Withheld(what="apology", why="not confirmed", answer=1, quote="sorry")],
        )
    )
    assert (found["seconds"], found["words"], found["quality"]) == ("60.0", "100", "good")
    assert (found["hedge_per_100_words"], found["apology_per_100_words"]) == ("2.00", "0.00")
    assert found["first_priority"] == "hedge"
    assert found["withheld"] == "apology “sorry” (answer 1): not confirmed" and found["failure"] == ""


def test_what_is_not_known_is_empty_and_no_zero() -> None:
    """Too few words: no rates, and the reason. A failure: nothing but the reason."""
    short = cells(spoken(answers=[Answer(number=1, words=12, quality="good")], words=12))
    assert all(short[column] == "" for column in sheet.PER_100)
    assert short["withheld"] == "rates: only 12 words, and rates need 60"
    failed = cells(Recording(student="Ada", recording="a.wav", failure="no sound"))
    assert {key for key, cell in failed.items() if cell} == {"student", "recording", "failure"}


@pytest.mark.parametrize("name", ["=1+1", "+x", "-x", "@x", "\tx", "\r=x", "  =x", "＝1"])
def test_nothing_is_a_formula(name: str) -> None:
    """An apostrophe stands before what a spreadsheet would compute."""
    assert sheet.safe(name).startswith("'")
    assert cells(Recording(student=name, recording="a"))["student"].startswith("'")


def test_a_cell_is_one_line() -> None:
    """Line feeds and control characters of file names become spaces; other text stays."""
    assert sheet.safe("a\nb\x1b[0m\x00c") == "a b [0m c" and sheet.safe("Åsa – 李") == "Åsa – 李"


def test_the_table_is_read_back(tmp_path: Path) -> None:
    """Written whole, in order, through whatever says how records are shown; half-written leftovers do not stay."""
    for name in ("b", "a"):
        records.write(tmp_path / "work" / name / "x.json", Recording(student=name, recording='x, "y"'))
    path = sheet.write(tmp_path, lambda record: record.model_copy(update={"student": record.student.upper()}))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["student"] for row in rows] == ["A", "B"] and rows[0]["recording"] == 'x, "y"'
    assert sorted(p.name for p in tmp_path.iterdir()) == ["cohort.csv", "work"]


def test_a_table_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    """A folder of its name, say."""
    (tmp_path / "cohort.csv").mkdir()
    with pytest.raises(UsageError, match=r"cohort\.csv: cannot be written"):
        sheet.write(tmp_path)


def test_the_columns_are_documented() -> None:
    """docs/cohort.md tells each column."""
    text = (DOCS / "cohort.md").read_text(encoding="utf-8")
    plain = [column for column in sheet.COLUMNS if column not in sheet.PER_100]
    assert [column for column in (*plain, "LABEL_per_100_words") if f"`{column}`" not in text] == []
