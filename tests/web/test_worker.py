"""Long work: one child at a time, ended at a word, nothing left behind, and a line that says what went wrong."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from voice_interviewer.web.work import worker as worker_module
from voice_interviewer.web.work.worker import OVER, Status, Worker, step

CHILD = """
import json, sys
print("noise"); print("[1, 2]"); print(json.dumps({"progress": ["a", 1, 4]}), flush=True)
print(json.dumps({"who": "candidate", "text": "hello"}), flush=True)
if sys.argv[1] == "wait":
    sys.stdin.read()
elif sys.argv[1] == "fail":
    print(json.dumps({"error": "It cannot be read.", "fix": "Mend it."}))
elif sys.argv[1] == "crash":
    sys.exit(7)
else:
    print(json.dumps({"result": sys.argv[1]}))
"""


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker((sys.executable, "-c", CHILD))
    yield made
    made.close()
    assert not [t for t in threading.enumerate() if t.name == "page-work" and t is made._thread and t.is_alive()]


def until(worker: Worker, key: str, holds: Callable[[Status], bool]) -> Status:
    """The state once it is so; woken by the worker itself, at the latest each tenth of a second."""
    for _ in range(600):
        status = worker.status(key)
        assert status is not None
        if holds(status):
            return status
        with worker._change:
            worker._change.wait(0.1)
    raise AssertionError(status)


def over(worker: Worker, key: str) -> Status:
    return until(worker, key, lambda status: status.state in OVER)


def test_what_a_child_says_is_its_state(worker: Worker):
    """Progress, lines and the result; noise is passed over."""
    assert worker.submit("a", "fine")
    status = over(worker, "a")
    assert (status.state, status.result, status.what) == ("done", "fine", "a") and status.whole_s == 4
    assert status.lines == ({"who": "candidate", "text": "hello"},)


def test_what_goes_wrong_is_told(worker: Worker):
    """In the child's own words, or by its code where it had none."""
    worker.submit("a", "fail"), worker.submit("b", "crash")
    assert over(worker, "a") == Status("failed", "a", 1, 4, "It cannot be read.", "Mend it.", "", status_lines())
    crashed = over(worker, "b")
    assert crashed.state == "failed" and "code 7" in crashed.error and crashed.fix


def status_lines() -> tuple[dict[str, str], ...]:
    return ({"who": "candidate", "text": "hello"},)


def test_one_after_the_other_and_each_can_be_stopped(worker: Worker):
    """A job that waits never begins; the one that runs is ended, and the next takes its place."""
    for key, word in (("a", "wait"), ("b", "wait"), ("c", "fine")):
        worker.submit(key, word)
    until(worker, "a", lambda status: bool(status.lines))
    states = [worker.status(key) for key in "bc"]
    assert [s.state for s in states if s] == ["waiting", "waiting"]
    worker.stop("b"), worker.stop("a")
    assert over(worker, "a").state == "stopped" and over(worker, "b").state == "stopped"
    assert over(worker, "c").state == "done"


def test_the_same_job_is_not_begun_twice(worker: Worker):
    """While it waits or runs; afterwards it is begun anew."""
    worker.submit("a", "wait")
    until(worker, "a", lambda status: status.state == "running")
    process = worker._jobs["a"].process
    assert worker.submit("a", "fine") and worker._jobs["a"].process is process
    worker.stop("a")
    assert over(worker, "a").state == "stopped"
    worker.submit("a", "fine")
    assert over(worker, "a").state == "done"


def test_closing_ends_the_child(worker: Worker):
    """And takes no work any more."""
    worker.submit("a", "wait")
    until(worker, "a", lambda status: bool(status.lines))
    process = worker._jobs["a"].process
    worker.close()
    assert process is not None and process.poll() is not None and not worker.submit("b", "fine")


def test_nothing_grows(worker: Worker, monkeypatch: pytest.MonkeyPatch):
    """Jobs that are over are forgotten, and no more wait than is sensible."""
    monkeypatch.setattr(worker_module, "REMEMBERED", 2)
    for key in "abcdef":
        worker.submit(key, "fine")
        over(worker, key)
    assert len(worker._jobs) <= 3 and worker.status("a") is None
    monkeypatch.setattr(worker_module, "WAITING", 1)
    worker.submit("x", "wait")
    until(worker, "x", lambda status: status.state == "running")
    assert worker.submit("y", "fine") and not worker.submit("z", "fine")


def test_a_child_that_cannot_be_started():
    """Is a failure in words."""
    made = Worker(("/nowhere/at/all",))
    made.submit("a")
    assert "could not be started" in over(made, "a").error
    made.close()


@pytest.mark.parametrize("said", [{}, {"progress": ["a"]}, {"progress": "a"}, {"error": 1}, {"result": None}])
def test_a_line_that_says_nothing_changes_nothing(said: dict[str, object]):
    """A child of another version disturbs nobody."""
    assert step(Status("running"), said) == Status("running")
