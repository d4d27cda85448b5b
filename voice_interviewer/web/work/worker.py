"""One long job at a time, each in a child process of its own: it can be ended at any moment and leaves nothing behind.

The child (`child`) writes a JSON object a line; the thread that reads them keeps the latest state of each job. A child
ends when it is told to, when it is done, and when this process is gone, however that ended: its standard input closes.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections import OrderedDict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

State = Literal["waiting", "running", "done", "failed", "stopped"]
OVER: tuple[State, ...] = ("done", "failed", "stopped")
REMEMBERED = 40
"Jobs that are over and still told of."
LINES = 400
"Lines of one job that are kept."
WAITING = 20
"Most jobs that wait."
_PATIENCE_S = 3.0


@dataclass(frozen=True, slots=True)
class Status:
    """A job as of now."""

    state: State = "waiting"
    what: str = ""
    "What is being worked on."
    done_s: float = 0.0
    whole_s: float = 0.0
    "Seconds of sound worked through, and in all; 0 when unknown."
    error: str = ""
    fix: str = ""
    result: str = ""
    lines: tuple[Mapping[str, str], ...] = ()
    "What was said so far, for jobs that speak: `who` and `text`."


@dataclass(slots=True)
class _Job:
    words: Sequence[str]
    status: Status = Status()
    lines: deque[Mapping[str, str]] = field(default_factory=lambda: deque(maxlen=LINES))
    process: subprocess.Popen[bytes] | None = None
    stopping: bool = False


def step(status: Status, said: Mapping[str, Any]) -> Status:
    """The state after one line of the child; unknown lines change nothing."""
    match said:
        case {"progress": [str(what), int() | float() as done, int() | float() as whole]}:
            return replace(status, state="running", what=what, done_s=float(done), whole_s=float(whole))
        case {"error": str(error)}:
            return replace(status, state="failed", error=error, fix=str(said.get("fix") or ""))
        case {"result": str(result)}:
            return replace(status, state="done", result=result)
    return status


class Worker:
    """Jobs in the order they came. Use from any thread; `close` ends the one that runs and forgets the rest."""

    def __init__(self, command: Sequence[str] = (sys.executable, "-m", "voice_interviewer.web.work.child")) -> None:
        self._command = tuple(command)
        self._jobs: OrderedDict[str, _Job] = OrderedDict()
        self._change = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = False

    def submit(self, key: str, *words: str) -> bool:
        """Begin a job, or leave the one of this key that waits or runs. False where too many wait, or all is over."""
        with self._change:
            known = self._jobs.get(key)
            if known is not None and known.status.state not in OVER:
                return True
            waiting = sum(1 for job in self._jobs.values() if job.status.state == "waiting")
            if self._closed or waiting >= WAITING:
                return False
            self._jobs.pop(key, None)
            self._jobs[key] = _Job(words)
            over = [name for name, job in self._jobs.items() if job.status.state in OVER]
            for name in over[: max(0, len(over) - REMEMBERED)]:
                del self._jobs[name]
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="page-work", daemon=True)
                self._thread.start()
            self._change.notify_all()
            return True

    def status(self, key: str) -> Status | None:
        """How it stands; None for a job this server was never given, or has forgotten."""
        with self._change:
            job = self._jobs.get(key)
            return replace(job.status, lines=tuple(job.lines)) if job is not None else None

    def stop(self, key: str) -> None:
        """End it, also while it waits."""
        with self._change:
            job = self._jobs.get(key)
            if job is None or job.status.state in OVER:
                return
            job.stopping = True
            if job.status.state == "waiting":
                job.status = replace(job.status, state="stopped")
            process = job.process
        if process is not None:
            _end(process)

    def forget(self, key: str) -> None:
        """End it and keep nothing of it."""
        self.stop(key)
        with self._change:
            self._change.wait_for(lambda: key not in self._jobs or self._jobs[key].status.state in OVER, _PATIENCE_S)
            self._jobs.pop(key, None)

    def close(self) -> None:
        """End everything; returns when the child is gone."""
        with self._change:
            self._closed = True
            keys = list(self._jobs)
            self._change.notify_all()
        for key in keys:
            self.stop(key)
        if self._thread is not None:
            self._thread.join(2 * _PATIENCE_S)

    # ---- the thread ----

    def _work(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._closed or self._next() is not None)
                job = self._next()
                if self._closed or job is None:
                    return
                job.status = replace(job.status, state="running")
                try:
                    job.process = process = self._started(job.words)
                except OSError as error:
                    job.status = replace(job.status, state="failed", error=f"It could not be started ({error}).")
                    continue
            self._follow(job, process)
            with self._change:
                job.process = None
                if job.status.state not in OVER:
                    stopped = job.stopping or self._closed
                    why = "" if stopped else f"It ended by itself (code {process.returncode})."
                    fix = "" if stopped else "Try once more."
                    job.status = replace(job.status, state="stopped" if stopped else "failed", error=why, fix=fix)
                self._change.notify_all()

    def _next(self) -> _Job | None:
        return next((job for job in self._jobs.values() if job.status.state == "waiting"), None)

    def _started(self, words: Sequence[str]) -> subprocess.Popen[bytes]:
        # A group of its own: Ctrl-C in the terminal is for the server, which then ends its children in order.
        own: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            own = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.BELOW_NORMAL_PRIORITY_CLASS}
        return subprocess.Popen(
            [*self._command, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
            **own,
        )

    def _follow(self, job: _Job, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None and process.stdin is not None
        with process.stdout, contextlib.suppress(OSError):
            for line in process.stdout:
                try:
                    said = json.loads(line)
                except (ValueError, RecursionError):
                    continue
                if not isinstance(said, dict):
                    continue
                with self._change:
                    if isinstance(said.get("who"), str) and isinstance(said.get("text"), str):
                        job.lines.append({"who": said["who"], "text": said["text"]})
                    else:
                        job.status = step(job.status, said)
        with contextlib.suppress(OSError):
            process.stdin.close()
        process.wait()


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        process.terminate()
    try:
        process.wait(_PATIENCE_S)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(OSError):
            process.kill()
