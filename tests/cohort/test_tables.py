"""Results as flat rows: what `cohort.csv` holds, every finding, every thing asked for; pandas reads them in a line."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from cohort_kit import cohort

from voice_interviewer import read_cohort, review_files, rows_of
from voice_interviewer.cohort import records
from voice_interviewer.cohort.overview import Overview
from voice_interviewer.cohort.records import Answer, Recording
from voice_interviewer.cohort.tables import What, of_asked
from voice_interviewer.errors import InputFileError, UsageError
from voice_interviewer.rubric.keys import LABELS

KINDS: tuple[What, ...] = ("recordings", "findings", "asked", "answers")


@pytest.mark.parametrize("what", KINDS)
def test_rows_are_flat_and_alike(tmp_path: Path, what: What) -> None:
    """Every row has the same columns, of plain values."""
    cohort(tmp_path)
    rows = list(read_cohort(tmp_path, what))
    assert rows and len({tuple(row) for row in rows}) == 1
    assert all(value is None or type(value) in (str, int, float, bool) for row in rows for value in row.values())


def test_one_line_makes_a_table(tmp_path: Path) -> None:
    """As many rows as recordings, numbers as numbers, and a missing value where nothing is known."""
    made = cohort(tmp_path)
    table = pd.DataFrame(read_cohort(tmp_path))
    assert list(table["student"]) == [one.student for one in made] and len(table) == 7
    assert set(table.columns) >= {f"{label}_per_100_words" for label in LABELS}
    assert table["words"].sum() == sum(one.words for one in made)
    failed = table[table["failure"].notna()]
    assert list(failed["student"]) == ["noor"] and failed["hedge_per_100_words"].isna().all()
    assert failed["words"].isna().all()


def test_findings_are_rows(tmp_path: Path) -> None:
    """As many as marks; each with its student, question, quote and second."""
    made = cohort(tmp_path)
    table = pd.DataFrame(read_cohort(tmp_path, "findings"))
    assert len(table) == sum(len(one.marks) for one in made)
    hedges = table[(table["label"] == "hedge") & (table["tier"] == "heard")]
    assert len(hedges) == sum(len(one.of("hedge")) for one in made) > 0
    assert hedges["family"].eq("cost").all() and hedges["start_s"].notna().all() and (hedges["question"] != "").all()


def test_what_was_asked_for_has_its_denominator(tmp_path: Path) -> None:
    """A share is a mean: missed, of those asked."""
    made = cohort(tmp_path)
    table = pd.DataFrame(read_cohort(tmp_path, "asked"))
    missed = sum(
        answer.signals.get(key) == "missed" for one in made for answer in one.answers for key in answer.listens
    )
    assert table["missed"].sum() == missed > 0
    shares = table.groupby("signal")["missed"].mean()
    assert shares.between(0, 1).all()


def test_one_review_is_rows_too(tmp_path: Path) -> None:
    """The same columns as a cohort's."""
    file = tmp_path / "answer.txt"
    file.write_text("Sorry, I guess I sort of decided to leave the store out, because one table did the job. " * 5)
    debrief = review_files([file], question="What did you leave out?")
    table = pd.DataFrame(rows_of(debrief))
    assert {"apology", "hedge"} <= set(table["label"]) and table["question"].eq("What did you leave out?").all()
    (row,) = rows_of(debrief, "recordings")
    assert row["words"] == debrief.answers[0].words and row["recording"].endswith("answer.txt")
    cohort(tmp_path)
    assert list(pd.DataFrame(read_cohort(tmp_path, "findings")).columns) == list(table.columns)


def test_records_are_read_one_at_a_time(tmp_path: Path) -> None:
    """The first rows are there before a later record is looked at."""
    cohort(tmp_path)
    list(records.files(tmp_path))[-1].write_text("{")
    rows = read_cohort(tmp_path)
    assert next(rows)["student"] == "ada-lovelace"
    with pytest.raises(InputFileError, match="no record"):
        list(rows)


def test_what_cannot_be_read_is_said_at_once(tmp_path: Path) -> None:
    """No cohort there, or another kind of row: before anything is iterated."""
    with pytest.raises(InputFileError, match="no results of a cohort here"):
        read_cohort(tmp_path / "nowhere")
    cohort(tmp_path)
    with pytest.raises(UsageError, match=r"“stars” is no kind of row.*recordings, findings, asked, answers"):
        read_cohort(tmp_path, "stars")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "unheard", [{"words": 0}, {"quality": "poor"}, {"language": "other"}, {"unheard": "it was cut short"}]
)
def test_nothing_is_missed_where_nothing_could_be_heard(unheard: dict[str, object]) -> None:
    """An answer that is silent, poorly heard or in another language is neither a row here nor a share on the page."""
    answer = Answer(number=1, words=80, quality="good", signals={"restraint": "missed"}, listens=["restraint"])
    for given, rows in ((answer, 1), (answer.model_copy(update=unheard), 0)):
        made = Recording(student="ada", recording="1.wav", answers=[given])
        overview = Overview()
        overview.take("ada", [made])
        assert len(list(of_asked(made))) == rows and overview.all_asked().answers == rows
