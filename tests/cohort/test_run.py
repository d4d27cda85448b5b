"""A whole cohort, killed and gone on with: nothing twice, nothing lost. Real processes, real kills."""

from __future__ import annotations

import csv
import itertools
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT
from scripted_reviewer import cohort, logged, settings

from voice_interviewer.cohort import ledger, records
from voice_interviewer.cohort.job import Outcome
from voice_interviewer.cohort.pseudonyms import Pseudonyms
from voice_interviewer.cohort.run import Told, Work, failures, run
from voice_interviewer.cohort.team import Alone
from voice_interviewer.errors import InputFileError, InterviewerError, UsageError

PROGRAM = """
import sys
from pathlib import Path
from scripted_reviewer import settings
from voice_interviewer.cohort import cluster
from voice_interviewer.cohort.pseudonyms import Pseudonyms
from voice_interviewer.cohort.run import run
from voice_interviewer.cohort.team import Alone


class Line:
    def note(self, text): print("note", text, flush=True)
    def begin(self, todo, done): print("begin", todo, done, flush=True)
    def came(self, outcome): print("came", outcome.state, flush=True)


if __name__ == "__main__":
    home, workers = Path(sys.argv[1]), int(sys.argv[2])
    team = (lambda work: cluster.local(workers)) if workers else (lambda work: Alone())
    told = run(home / "in", home / "out", settings(home / "log"), team, Line())
    print("told", told.reviewed, told.before, flush=True)
"""


class Watching:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.begun: tuple[int, int] = (-1, -1)
        self.outcomes: list[Outcome] = []

    def note(self, text: str) -> None:
        self.notes.append(text)

    def begin(self, todo: int, done: int) -> None:
        self.begun = (todo, done)

    def came(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)


@pytest.fixture(autouse=True)
def scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "tests" / "kits"))


def go(home: Path, **more: object) -> tuple[Told, Watching]:
    screen = Watching()
    told = run(home / "in", home / "out", settings(home / "log"), lambda work: Alone(), screen, **more)
    return told, screen


def rows(home: Path) -> list[dict[str, str]]:
    with (home / "out" / "cohort.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def started(home: Path, workers: int) -> subprocess.Popen[str]:
    program = home / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, str(program), str(home), str(workers)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("workers", [0, pytest.param(2, marks=pytest.mark.slow)])
def test_killed_and_started_again(tmp_path: Path, workers: int) -> None:
    """After SIGKILL no process stays; the second run does what has no record yet, and only that."""
    psutil = pytest.importorskip("psutil", reason="needs psutil, of the `cohort` extra")
    if workers:
        pytest.importorskip("distributed", reason="needs Dask, of the `cohort` extra")
    cohort(tmp_path / "in", 6, 5)
    with started(tmp_path, workers) as first:
        assert first.stdout is not None
        came = (line for line in first.stdout if line.startswith("came"))  # its record lies there by then
        assert len(list(itertools.islice(came, 8))) == 8
        children = psutil.Process(first.pid).children(recursive=True)
        os.kill(first.pid, signal.SIGKILL)
    assert children and psutil.wait_procs(children, timeout=60)[1] == []
    kept = [f"{record.student}/{record.recording}" for record in records.every(tmp_path / "out")]
    assert 8 <= len(kept) < 30
    second = started(tmp_path, workers)
    said, _ = second.communicate(timeout=120)
    assert second.returncode == 0 and f"begin {30 - len(kept)} {len(kept)}" in said
    done = logged(tmp_path / "log")
    assert len(rows(tmp_path)) == len(set(done)) == 30
    assert [name for name in kept if done.count(name) != 1] == [], "what had a record was reviewed again"
    assert len(done) <= 30 + max(1, workers), "no more than what was under way was done twice"


def test_a_second_run_finds_nothing_to_do(tmp_path: Path) -> None:
    """Nor does it start anybody; touched files are known by their content, changed ones are reviewed anew."""
    cohort(tmp_path / "in", 2, 2)
    told, screen = go(tmp_path)
    assert (told.files, told.reviewed, told.before, screen.begun) == (4, 4, 0, (4, 0))
    touched, changed = (tmp_path / "in" / "student 0" / f"week {n}.txt" for n in (0, 1))
    os.utime(touched, (1, 1))
    changed.write_text("ok\nsomething else", encoding="utf-8")
    told, screen = go(tmp_path)
    assert (told.reviewed, told.before) == (1, 3) and screen.begun == (1, 3)
    told = run(tmp_path / "in", tmp_path / "out", settings(tmp_path / "log"), no_team, Watching())
    assert (told.reviewed, told.before) == (0, 4) and len(logged(tmp_path / "log")) == 5


def no_team(work: Work) -> Alone:
    raise AssertionError("nothing is left to do")


def test_other_settings_review_anew(tmp_path: Path) -> None:
    """Rows of one table were made the same way."""
    cohort(tmp_path / "in", 1, 2)
    go(tmp_path)
    other = settings(tmp_path / "log").model_copy(update={"model": "other"})
    told = run(tmp_path / "in", tmp_path / "out", other, lambda work: Alone(), Watching())
    assert (told.reviewed, told.before) == (2, 0)


def test_failures_stop_nobody_and_are_tried_again_when_asked(tmp_path: Path) -> None:
    """They are in the table and in the list; a later run leaves them, --again does not."""
    folder = cohort(tmp_path / "in", 2, 2)
    bad = folder / "student 0" / "week 1.txt"
    bad.write_text("refuse", encoding="utf-8")
    told, screen = go(tmp_path)
    assert (told.reviewed, told.failed, told.left) == (3, 1, 0)
    assert [record.recording for record in failures(tmp_path / "out")] == ["week 1.txt"]
    assert [row["failure"] != "" for row in rows(tmp_path)] == [False, True, False, False]
    told, screen = go(tmp_path)
    assert (told.reviewed, told.failed, screen.outcomes) == (0, 1, [])
    told, screen = go(tmp_path, again=True)
    assert (told.failed, [o.state for o in screen.outcomes]) == (1, ["failed"])
    bad.write_text("ok", encoding="utf-8")
    told, _ = go(tmp_path)
    assert (told.reviewed, told.failed, told.before) == (1, 0, 3) and not list(failures(tmp_path / "out"))


def test_trouble_of_the_computer_ends_the_run(tmp_path: Path) -> None:
    """What is done is in the table."""
    folder = cohort(tmp_path / "in", 1, 3)
    (folder / "student 0" / "week 1.txt").write_text("break", encoding="utf-8")
    with pytest.raises(InterviewerError, match=r"the weights are gone.*the same command goes on"):
        go(tmp_path)
    assert [row["recording"] for row in rows(tmp_path)] == ["week 0.txt"]


def test_one_run_at_a_time(tmp_path: Path) -> None:
    """A second one on the same results is refused in one line; the lock ends with its process."""
    cohort(tmp_path / "in", 1, 1)
    with ledger.alone(tmp_path / "out"), pytest.raises(UsageError, match="another run is writing this folder"):
        go(tmp_path)
    assert go(tmp_path)[0].reviewed == 1


def test_records_of_files_that_are_gone_stay(tmp_path: Path) -> None:
    """They are counted, and stay in the table."""
    folder = cohort(tmp_path / "in", 2, 2)
    go(tmp_path)
    (folder / "student 1" / "week 1.txt").unlink()
    told, _ = go(tmp_path)
    assert (told.files, told.gone, len(rows(tmp_path))) == (3, 1, 4)


def test_a_damaged_record_is_made_again(tmp_path: Path) -> None:
    """A file that somebody spoilt is no reason to stop."""
    cohort(tmp_path / "in", 1, 2)
    go(tmp_path)
    (tmp_path / "out" / "work" / "student 0" / "week 0.txt.json").write_text("{", encoding="utf-8")
    assert go(tmp_path)[0].reviewed == 1


def test_under_pseudonyms_nothing_says_who_it_was(tmp_path: Path) -> None:
    """Neither folders, records, table nor failures; the key alone does. What is done is known under the pseudonym."""
    folder = cohort(tmp_path / "in", 2, 1)
    for number, name in enumerate(("Zuzanna Kowal", "Bohdan")):
        (folder / f"student {number}").rename(folder / name)
    (folder / "Bohdan" / "bohdan.txt").write_text("refuse", encoding="utf-8")
    key = Pseudonyms.open(tmp_path / "key.csv")
    told, _ = go(tmp_path, key=key)
    assert (told.reviewed, told.failed) == (2, 1)
    written = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    told_of = "\n".join([*map(str, written), *(path.read_text(encoding="utf-8") for path in written)]).casefold()
    assert not [
        word for word in ("zuzanna", "kowal", "bohdan") if word in told_of.replace(str(tmp_path).casefold(), "")
    ]
    assert {record.student for record in records.every(tmp_path / "out")} == {key.of("Bohdan"), key.of("Zuzanna Kowal")}
    again, _ = go(tmp_path, key=Pseudonyms.open(tmp_path / "key.csv"))
    assert (again.before, again.reviewed, again.failed) == (2, 0, 1)


def test_names_and_pseudonyms_do_not_meet_in_one_folder(tmp_path: Path) -> None:
    """Side by side they would say who is who."""
    cohort(tmp_path / "in", 1, 1)
    key = Pseudonyms.open(tmp_path / "key.csv")
    go(tmp_path)
    with pytest.raises(UsageError, match="under their own names"):
        go(tmp_path, key=key)
    (tmp_path / "out").rename(tmp_path / "other")
    go(tmp_path, key=key)
    with pytest.raises(UsageError, match=r"under pseudonyms.*--pseudonyms"):
        go(tmp_path)


def test_nothing_to_review_is_one_line(tmp_path: Path) -> None:
    """Students' folders without a recording."""
    (tmp_path / "in" / "Ada").mkdir(parents=True)
    with pytest.raises(InputFileError, match="no student has anything to review"):
        go(tmp_path)
