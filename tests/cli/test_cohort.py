"""`review --cohort` as a command: what it prints, what it writes, and one line for what does not go together."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT
from scripted_reviewer import cohort, logged

from voice_interviewer.cli import cohort as command
from voice_interviewer.cli.app import run

SAID = "I decided to roll it back when the error rate went above two percent, because users lost their drafts. " * 5


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for student in ("Ada", "Bo"):
        (tmp_path / "in" / student).mkdir(parents=True)
        (tmp_path / "in" / student / "week 1.txt").write_text(SAID, encoding="utf-8")
    return tmp_path / "in"


def test_a_cohort_from_the_command_line(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Table, records and pages; the second time it says that all was done before."""
    out = tmp_path / "out"
    argv = ["review", str(folder), "--cohort", "--out", str(out), "--workers", "1"]
    assert run(argv) == 0
    said = capsys.readouterr()
    assert "Bo/week 1.txt and Ada/week 1.txt are the same file, and it counts twice." in said.err
    assert "2 of 2 files are reviewed." in said.out and f"Written: {out / 'cohort.csv'}" in said.out
    assert "1 of 2: Ada/week 1.txt: 95 words" in said.err
    assert sorted(p.name for p in out.iterdir() if not p.name.startswith(".")) == [
        "cohort.csv",
        "index.html",
        "students",
        "work",
    ]
    assert run(argv) == 0
    assert "2 of 2 files are reviewed, 2 of them before." in capsys.readouterr().out
    (folder / "Bo" / "week 1.txt").unlink()
    (out / "work" / "Bo" / "week 1.txt.json").unlink()
    assert run(argv) == 0
    said = capsys.readouterr()
    assert "1 of 1 file is reviewed" in said.out and "same file" not in said.err, "what the note advises helps"


def test_names_criteria_and_pseudonyms_reach_the_pages(folder: Path, tmp_path: Path) -> None:
    """The key lies where it was asked for; a name that somebody says is gone from page and table alike."""
    (folder / "Ada" / "week 1.txt").write_text(f"My name is Ada, and Grushenka helped. {SAID}", encoding="utf-8")
    (tmp_path / "names.txt").write_text("Grushenka\n", encoding="utf-8")
    (tmp_path / "criteria.yaml").write_text("title: Course of May\n", encoding="utf-8")
    out, key = tmp_path / "out", tmp_path / "key.csv"
    more = ["--names", str(tmp_path / "names.txt"), "--criteria", str(tmp_path / "criteria.yaml"), "--scrub"]
    argv = ["review", str(folder), "--cohort", "--out", str(out), "--workers", "1", "--pseudonyms", str(key), *more]
    assert run(argv) == 0
    pages = [path.read_text(encoding="utf-8") for path in (out / "students").glob("*.html")]
    told = "".join([*pages, (out / "cohort.csv").read_text(encoding="utf-8")])
    assert len(pages) == 2 and "Ada" not in told and "Grushenka" not in told and "[name]" in told
    assert "Course of May" in (out / "index.html").read_text(encoding="utf-8")
    assert "Ada" in key.read_text(encoding="utf-8")


def test_failures_are_listed_and_the_code_is_zero(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whose file, why, how often it was tried, and how to try it again. Where nothing was reviewed the code is 1."""
    (folder / "Bo" / "week 1.txt").write_bytes(b"")
    argv = ["review", str(folder), "--cohort", "--out", str(tmp_path / "out")]
    assert run([*argv, "--workers", "1"]) == 0
    said = capsys.readouterr()
    assert "1 could not be:" in said.out and "Bo/week 1.txt: is empty" in said.out and "(tried 2 times)" in said.out
    assert "--again" in said.out and "failed twice: Bo/week 1.txt: is empty" in said.err
    (folder / "Ada" / "week 1.txt").write_bytes(b"")
    assert run([*argv, "--workers", "1"]) == 1


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (["--cohort"], "a cohort needs a folder for its results. Add --out DIR."),
        (["--cohort", "--out", "o", "x"], "a cohort is one folder."),
        (["--cohort", "--out", "o", "--workers", "2", "--cluster", "tcp://h:1"], "these do not go together."),
        (["--cohort", "--out", "o", "--json", "x.json"], "a cohort is written to --out."),
        (["--out", "o"], "this is for a cohort."),
        (["--workers", "2"], "this is for a cohort."),
        (["--scrub"], "this is for a cohort."),
        (
            ["--cohort", "--out", "o", "--pseudonyms", "o/key.csv"],
            "the key may not lie in the folder that it protects.",
        ),
        (["--cohort", "--out", "o", "--criteria", "nowhere.yaml"], "the criteria cannot be read"),
        (["--cohort", "--out", "o", "--questions", "nowhere.csv"], "the questions cannot be read"),
        (["--cohort", "--out", "o", "--names", "nowhere.txt"], "the names cannot be read"),
        (["--cohort", "--out", "o", "--node", "no/where"], "no"),
    ],
)
def test_what_does_not_go_together_is_one_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch, more: list[str], why: str
) -> None:
    """Exit code 2, before anything is started."""
    monkeypatch.chdir(tmp_path)
    assert run(["review", str(folder), *more]) == 2
    said = capsys.readouterr().err.strip()
    assert why in said.splitlines()[-1] and "Traceback" not in said


def test_what_is_missing_is_told_before_anything_is_started(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A recogniser that is not there, where there is something to hear; transcripts alone need none."""
    argv = ["review", str(folder), "--cohort", "--out", str(tmp_path / "out"), "--model", "nothing", "--workers", "1"]
    assert run(argv) == 0
    (folder / "Bo" / "week 2.wav").write_bytes(b"no sound")
    capsys.readouterr()
    assert run(argv) == 2
    assert "nothing" in (said := capsys.readouterr().err) and said.count("week 2") == 0


def test_without_dask_a_line_says_how_to_get_more(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One process does it all; asking for several is refused with the mend."""
    from voice_interviewer.cohort import cluster, team

    monkeypatch.setattr(cluster, "installed", lambda: False)
    monkeypatch.setattr(team, "fitting", lambda *_: 4)
    argv = ["review", str(folder), "--cohort", "--out", str(tmp_path / "out")]
    assert run([*argv, "--workers", "2"]) == 1
    assert "several workers need Dask" in (said := capsys.readouterr().err) and cluster.MORE in said
    assert run([*argv, "--cluster", "tcp://127.0.0.1:1"]) == 1
    assert cluster.MORE in capsys.readouterr().err
    assert run(argv) == 0
    assert f"One file at a time; with Dask it would be 4: {cluster.MORE}" in capsys.readouterr().err


INTERRUPTED = """
import sys
from pathlib import Path
from scripted_reviewer import settings
from voice_interviewer.cli.cohort import Wish, review_cohort
from voice_interviewer.errors import Stopped

if __name__ == "__main__":
    home = Path(sys.argv[1])
    try:
        sys.exit(review_cohort([str(home / "in")], settings(home / "log"), Wish(home / "out", int(sys.argv[2]))))
    except Stopped as said:
        print(said, file=sys.stderr)
        sys.exit(said.exit_code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("workers", ["1", pytest.param("2", marks=pytest.mark.slow)])
def test_ctrl_c_ends_it_and_says_how_to_go_on(tmp_path: Path, workers: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table is made of what is done, nothing is printed but that, and no process stays."""
    psutil = pytest.importorskip("psutil", reason="needs psutil, of the `cohort` extra")
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "tests" / "kits"))
    cohort(tmp_path / "in", 6, 50)
    (tmp_path / "program.py").write_text(INTERRUPTED, encoding="utf-8")
    argv = [sys.executable, str(tmp_path / "program.py"), str(tmp_path), workers]
    with subprocess.Popen(argv, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stderr is not None
        said, children = [], []
        for line in process.stderr:
            said.append(line)
            if line.startswith("5 of 300"):
                children = psutil.Process(process.pid).children(recursive=True)
                os.killpg(process.pid, signal.SIGINT)
    assert process.returncode == 130, said
    assert children and psutil.wait_procs(children, timeout=60)[1] == []
    done = len(logged(tmp_path / "log"))
    ends = [line for line in said if " of 300: " not in line and "files at a time" not in line]
    assert len(ends) == 1 and re.fullmatch(r"stopped: \d+ of 300 files are done. The same command goes on.\n", ends[0])
    rows = (tmp_path / "out" / "cohort.csv").read_text(encoding="utf-8").splitlines()
    assert 5 <= len(rows) - 1 <= done < 300


def test_a_cluster_that_does_not_answer_is_bad_input(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2 and one line; no table of nothing, and one of what was done before."""
    pytest.importorskip("distributed", reason="needs Dask, of the `cohort` extra")
    from voice_interviewer.cohort import cluster

    monkeypatch.setattr(cluster, "CONNECT_S", 0.3)
    argv = ["review", str(folder), "--cohort", "--out", str(tmp_path / "out"), "--cluster", "tcp://127.0.0.1:9"]
    assert run(argv) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1 and said[0].startswith("voice-interviewer: tcp://127.0.0.1:9: no cluster answers here")
    assert not (tmp_path / "out" / "cohort.csv").exists()
    assert run(argv[:-2]) == 0
    (table := tmp_path / "out" / "cohort.csv").unlink()
    next(path for path in folder.rglob("*") if path.is_file()).write_text(
        "Something else was said here.", encoding="utf-8"
    )
    capsys.readouterr()
    assert run(argv) == 2
    assert len(table.read_text(encoding="utf-8").splitlines()) > 1


def test_the_time_that_is_left() -> None:
    """From what the files took so far; nothing is said before three."""
    times = iter([0.0, 60.0, 120.0, 180.0, 190.0])
    left = command._Left(5, lambda: next(times))
    assert [left.after_one() for _ in range(4)] == ["", "", "; about 2 min left", "; about 48 s left"]
