"""Real Dask clusters: one of ours with a worker that is killed, somebody's that can be used, and those that cannot."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from places import ROOT
from scripted_reviewer import cohort, logged, settings, waiting

from voice_interviewer import __version__
from voice_interviewer.cohort import cluster, records
from voice_interviewer.cohort.cluster import differences, joined
from voice_interviewer.cohort.job import Settings, job_of
from voice_interviewer.cohort.tree import look
from voice_interviewer.errors import UsageError

pytest.importorskip("distributed", reason="needs Dask, of the `cohort` extra")
psutil = pytest.importorskip("psutil", reason="needs psutil, of the `cohort` extra")
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")

OURS = """
import sys
from pathlib import Path
from scripted_reviewer import settings
from voice_interviewer.cohort import cluster
from voice_interviewer.cohort.job import job_of
from voice_interviewer.cohort.tree import look

if __name__ == "__main__":
    home = Path(sys.argv[1])
    team = cluster.local(2)
    how = settings(home / "log")
    for outcome in team.review(job_of(item, how) for item in look(home / "in", home / "out").items()):
        print(outcome.state, outcome.tries, outcome.earlier, flush=True)
    team.close()
"""
SOMEBODYS = """
import sys
from distributed import LocalCluster

if __name__ == "__main__":
    with LocalCluster(n_workers=int(sys.argv[1]), threads_per_worker=2, host="127.0.0.1", dashboard_address=None) as it:
        print(it.scheduler_address, flush=True)
        sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "tests" / "kits"))


def started(home: Path, program: str, *words: str) -> subprocess.Popen[str]:
    file = home / "program.py"
    file.write_text(program, encoding="utf-8")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    return subprocess.Popen([sys.executable, str(file), *words], text=True, **pipes)


@pytest.fixture(scope="module")
def somebodys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a cluster that is not ours."""
    home = tmp_path_factory.mktemp("cluster")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT / "tests" / "kits"))
        with started(home, SOMEBODYS, "2") as process:
            assert process.stdout is not None and process.stdin is not None
            yield process.stdout.readline().strip()
            process.stdin.close()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals and pipes of POSIX")
def test_a_worker_that_is_lost_is_named_and_its_file_tried_once_more(tmp_path: Path) -> None:
    """The others' files go on meanwhile; nothing is done twice."""
    folder = cohort(tmp_path / "in", 2, 4)
    (folder / "student 0" / "week 0.txt").write_text("once hang", encoding="utf-8")
    os.mkfifo(waiting(tmp_path / "log"))
    with started(tmp_path, OURS, str(tmp_path)) as process:
        hanging = psutil.Process(int(waiting(tmp_path / "log").read_text(encoding="utf-8")))
        waiting(tmp_path / "log").unlink()
        os.kill(hanging.ppid(), signal.SIGKILL)
        assert psutil.wait_procs([hanging], timeout=60)[1] == [], "its process outlived the worker"
        said, _ = process.communicate(timeout=120)
    lines = said.splitlines()
    assert sorted(line.split()[0] for line in lines) == ["done"] * 8
    assert [line for line in lines if "the worker that reviewed it was lost." in line and "done 2" in line]
    assert len(logged(tmp_path / "log")) == len(set(logged(tmp_path / "log"))) == 8


def test_somebodys_cluster_reviews_and_keeps_nothing_of_ours(somebodys: str, tmp_path: Path) -> None:
    """Its workers write the records; afterwards no process of ours is on it, and it can be used again."""
    how = settings(tmp_path / "log")
    cohort(tmp_path / "in", 3, 2)
    (tmp_path / "out").mkdir()
    team = joined(somebodys, tmp_path / "in", tmp_path / "out", how)
    assert team.places == 4
    found = list(team.review(job_of(item, how) for item in look(tmp_path / "in", tmp_path / "out").items()))
    assert [outcome.state for outcome in found] == ["done"] * 6
    assert len(list(records.every(tmp_path / "out"))) == 6 == len(logged(tmp_path / "log"))
    team.close()
    mine = [p.cmdline() for p in psutil.Process().children(recursive=True)]
    assert not [words for words in mine if "voice_interviewer.cohort.child" in words]
    joined(somebodys, tmp_path / "in", tmp_path / "out", how).close()


def test_a_cluster_that_does_not_see_the_folders_is_one_line(somebodys: str, tmp_path: Path) -> None:
    """Which worker, which folder, what to do."""
    how = settings(tmp_path / "log")
    (tmp_path / "out").mkdir()
    with pytest.raises(UsageError, match=r"its worker tcp://127.0.0.1:\d+ does not see .*nowhere. Use a folder"):
        joined(somebodys, tmp_path / "nowhere", tmp_path / "out", how)
    assert "or may not write there" in cluster.sees(str(tmp_path), str(tmp_path / "x" / ".seen-1"), "{}", False)


def test_a_cluster_of_another_version_is_one_line(somebodys: str, tmp_path: Path, monkeypatch) -> None:
    """Rows of one table are made by one version."""
    monkeypatch.setattr(cluster, "__version__", "99.0")
    (tmp_path / "out").mkdir()
    why = rf"worker tcp://127.0.0.1:\d+ has voice-interviewer {__version__}, and this computer 99.0\. Install"
    with pytest.raises(UsageError, match=why):
        joined(somebodys, tmp_path, tmp_path / "out", settings(tmp_path / "log"))


def test_a_cluster_without_the_weights_is_one_line(somebodys: str, tmp_path: Path) -> None:
    """Where there is something to hear."""
    (tmp_path / "out").mkdir()
    with pytest.raises(UsageError, match=r"cannot review: .*no-such-model"):
        joined(somebodys, tmp_path, tmp_path / "out", Settings(model="no-such-model"))


def test_a_cluster_that_does_not_answer_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A closed port, and what is no address."""
    monkeypatch.setattr(cluster, "CONNECT_S", 0.5)
    for address in ("tcp://127.0.0.1:9", "what://is this", "127.0.0.1:nine"):
        with pytest.raises(UsageError, match="no cluster answers here") as caught:
            joined(address, tmp_path, tmp_path, Settings())
        assert "\n" not in str(caught.value)


def test_a_cluster_without_workers_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It answers, and nobody is there."""
    monkeypatch.setattr(cluster, "CONNECT_S", 5.0)
    with started(tmp_path, SOMEBODYS, "0") as process:
        assert process.stdout is not None and process.stdin is not None
        address = process.stdout.readline().strip()
        with pytest.raises(UsageError, match="this cluster has no workers"):
            joined(address, tmp_path, tmp_path, Settings())
        process.stdin.close()


def test_differences_of_versions() -> None:
    """Python by its first two numbers, Dask exactly; a scheduler need not have our program."""

    def part(
        python: str = "3.11.4", dask: str = "1", ours: str | None = __version__
    ) -> dict[str, dict[str, str | None]]:
        return {"packages": {"python": python, "dask": dask, "distributed": dask, "voice_interviewer": ours}}

    same = {"client": part(), "scheduler": part(ours=None), "workers": {"w": part(python="3.11.9.final.0")}}
    assert differences(same) == []
    assert differences({**same, "workers": {"w": part(python="3.12.1")}}) == [
        "w has python 3.12, and this computer 3.11"
    ]
    assert differences({**same, "scheduler": part(dask="2")})[0] == "scheduler has dask 2, and this computer 1"
    lacking = differences({**same, "workers": {"w": part(ours=None)}})
    assert lacking == [f"worker w does not have voice-interviewer, and this computer {__version__}"]
