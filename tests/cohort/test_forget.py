"""One student out of a cohort's results: not a trace is left, and everybody else is as before."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cohort_kit import cohort

from voice_interviewer.cli.app import run
from voice_interviewer.cohort import pages, sheet
from voice_interviewer.cohort.criteria import Criteria
from voice_interviewer.cohort.forget import delete_student
from voice_interviewer.cohort.ledger import alone
from voice_interviewer.cohort.pseudonyms import Pseudonyms
from voice_interviewer.errors import InputFileError, NotFoundError, UsageError

SAID = "I decided to roll it back when the error rate went above two percent, because users lost their drafts. " * 5
OWN = "Zanzibar was where I kept the only copy of the feed."
"What nobody else says."


def traces(folder: Path, *wanted: str) -> list[str]:
    """Files that hold one of these words, or are called so, whatever their case; hidden files too."""
    find = re.compile("|".join(map(re.escape, wanted)).encode(), re.IGNORECASE)
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if find.search(str(path.relative_to(folder)).encode()) or (path.is_file() and find.search(path.read_bytes()))
    ]


def test_nothing_of_a_student_is_left(tmp_path: Path) -> None:
    """Neither record nor page nor row nor link; the others are in table and pages as before."""
    cohort(tmp_path)
    sheet.write(tmp_path)
    pages.write(tmp_path, criteria=Criteria(title="Course of May"))
    assert len(traces(tmp_path, "ada-lovelace")) > 5
    gone = delete_student(tmp_path, "ada-lovelace")
    assert traces(tmp_path, "ada-lovelace") == []
    assert (gone.records, gone.key) == (3, False) and "3 records" in gone.told()
    rows = (tmp_path / "cohort.csv").read_text(encoding="utf-8").splitlines()
    assert [row.split(",")[0] for row in rows[1:]] == ["grace-hopper", "li-wei", "li-wei", "noor"]
    index = (tmp_path / pages.INDEX).read_text(encoding="utf-8")
    assert "Course of May" in index and "3 of 4 recordings of 3 students" in index


def test_who_is_not_there_is_told_so(tmp_path: Path) -> None:
    """A misspelled name, a folder without results, a run that is writing: nothing is removed."""
    cohort(tmp_path)
    with pytest.raises(NotFoundError, match=r"no student “ada”.*--pseudonyms KEY"):
        delete_student(tmp_path, "ada")
    with pytest.raises(InputFileError, match="no results of a cohort"):
        delete_student(tmp_path / "nowhere", "ada-lovelace")
    with pytest.raises(NotFoundError):
        delete_student(tmp_path, "../work/ada-lovelace")
    with alone(tmp_path), pytest.raises(UsageError, match="another run"):
        delete_student(tmp_path, "ada-lovelace")
    assert traces(tmp_path, "ada-lovelace")


def test_a_student_of_the_key_alone_can_be_forgotten(tmp_path: Path) -> None:
    """Their recordings were never reviewed, but the key knows them."""
    cohort(tmp_path / "out")
    key = Pseudonyms.open(tmp_path / "key.csv")
    key.of("Zoe")
    gone = delete_student(tmp_path / "out", "Zoe", key)
    assert (gone.records, gone.key) == (0, True) and "Zoe" not in (tmp_path / "key.csv").read_text()


@pytest.mark.parametrize("by_pseudonym", [False, True])
def test_from_the_command_line(tmp_path: Path, by_pseudonym: bool, capsys: pytest.CaptureFixture[str]) -> None:
    """A real cohort under pseudonyms holds no student's name at all; once one is deleted, neither pseudonym nor a word
    of theirs is found in results or key. The others stay."""
    for student, text in (("Ada Brook", f"This is Ada Brook speaking. {SAID} {OWN}"), ("Bo Finch", SAID)):
        (tmp_path / "in" / student).mkdir(parents=True)
        (tmp_path / "in" / student / f"{student} week 1.txt").write_text(text, encoding="utf-8")
    out, key = tmp_path / "out", tmp_path / "key.csv"
    argv = ["review", str(tmp_path / "in"), "--cohort", "--out", str(out), "--workers", "1", "--pseudonyms", str(key)]
    assert run(argv) == 0
    assert traces(out, "ada brook", "bo finch", "brook", "finch") == []
    ada, bo = (Pseudonyms.open(key).of(student) for student in ("Ada Brook", "Bo Finch"))
    assert traces(out, ada) and traces(out, "zanzibar")
    capsys.readouterr()
    named = ada if by_pseudonym else "Ada Brook"
    assert run(["delete", "--student", named, "--out", str(out), "--pseudonyms", str(key), "--yes"]) == 0
    assert "Removed: 1 record, the page and the rows, and the line of the key." in capsys.readouterr().out
    assert traces(out, ada, "zanzibar") == [] and traces(out, bo)
    assert key.read_text(encoding="utf-8").splitlines()[1:] == [f"Bo Finch,{bo}"]
    assert run(["delete", "--student", named, "--out", str(out), "--pseudonyms", str(key), "--yes"]) == 2


@pytest.mark.parametrize(
    ("argv", "why"),
    [
        (["--student", "x"], "Give --student NAME and --out DIR"),
        (["--out", "x"], "Give --student NAME and --out DIR"),
        (["last", "--student", "x", "--out", "y"], "a student is removed alone"),
        (["--student", "x", "--out", "nowhere", "--yes"], "no results of a cohort"),
        (["--student", "x", "--out", "o", "--pseudonyms", "o/key.csv"], "the key may not lie"),
    ],
)
def test_what_does_not_go_together(argv: list[str], why: str, tmp_path: Path, capsys, monkeypatch) -> None:
    """One line, exit code 2."""
    monkeypatch.chdir(tmp_path)
    assert run(["delete", *argv]) == 2
    assert why in (said := capsys.readouterr().err) and said.count("\n") == 1
