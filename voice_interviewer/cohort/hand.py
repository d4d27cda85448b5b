"""One worker's end of the process that reviews (`child`): gives it files, and ends it where it hangs.

Neither a file that never ends nor one that brings a library down can take more with it than this child. A worker of
somebody's cluster is never ended for a file of ours.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from . import records
from .job import TRIES, Job, Outcome, hidden
from .records import Recording
from .reviewing import marks

COMMAND = (sys.executable, "-m", "voice_interviewer.cohort.child")
THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
"Variables that limit the threads of numerical libraries."
_DASKS = "MALLOC_TRIM_THRESHOLD_"
"""Dask's workers give memory back at once, which suits tables that come and go. A recogniser takes and frees megabytes
with every decode: it then spent seven tenths more processor time, all of it in page faults."""
_GRACE_S = 3.0
_LOOK_S = 0.5
"How often it is looked whether time is up."


class Hand:
    """A child process, started with the first job and again after it was lost. For one thread at a time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._process: subprocess.Popen[bytes] | None = None
        self._said: queue.SimpleQueue[Mapping[str, Any] | None] = queue.SimpleQueue()

    def review(self, job: Job) -> Outcome:
        """Have a file reviewed, a second time where the first came to nothing; a failure is written as its record.

        Raises StorageError when that cannot be written.
        """
        while True:
            outcome = self._once(job)
            outcome.earlier = job.earlier
            job = replace(job, tries=outcome.tries, earlier=outcome.why)
            if outcome.state != "failed":
                return outcome
            records.write(job.record, failed(job, outcome.why))
            if outcome.tries >= TRIES:
                return outcome

    def close(self) -> None:
        """End the child."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(OSError):
            assert process.stdin is not None
            process.stdin.close()
        try:
            process.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            _kill(process)

    def _once(self, job: Job) -> Outcome:
        began = self._clock()
        limit_s = job.settings.limit_s(None)
        came = {"student": job.student, "recording": job.recording, "state": "failed", "tries": job.tries + 1}
        try:
            self._give(job)
        except OSError as error:
            self._lose()
            return Outcome.model_validate({**came, "why": f"the process that reviews could not be started ({error})."})
        while True:
            try:
                said = self._said.get(timeout=_LOOK_S)
            except queue.Empty:
                if self._clock() < began + limit_s:
                    continue
                self._lose()
                took = f"{limit_s:.0f} s" if limit_s < 300 else f"{limit_s / 60:.0f} minutes"
                return Outcome.model_validate({**came, "why": f"it was not done after {took}, and was stopped."})
            match said:
                case None:
                    code = self._lose()
                    why = f"the process that reviewed it was lost ({_ended(code)})."
                    return Outcome.model_validate({**came, "why": why})
                case {"seconds": int() | float() as seconds}:
                    limit_s = job.settings.limit_s(seconds)
                case {"outcome": outcome}:
                    return Outcome.model_validate(outcome)

    def _give(self, job: Job) -> None:
        if self._process is None or self._process.poll() is not None:
            self._start(job.settings.threads)
        assert self._process is not None and self._process.stdin is not None
        self._process.stdin.write(job.line().encode() + b"\n")
        self._process.stdin.flush()

    def _start(self, threads: int) -> None:
        # A group of its own: Ctrl-C in the terminal is for the command, which then ends its children in order.
        own: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            own = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.BELOW_NORMAL_PRIORITY_CLASS}
        self._said = queue.SimpleQueue()
        self._process = subprocess.Popen(
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(os.environ, threads),
            **own,
        )
        reader = threading.Thread(target=_listen, args=(self._process, self._said), name="reviewing", daemon=True)
        reader.start()

    def _lose(self) -> int | None:
        """End the child at once; its exit code where it had ended by itself."""
        process, self._process = self._process, None
        if process is None:
            return None
        code = None
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = process.wait(_LOOK_S)
        _kill(process)
        return code


def environment(given: Mapping[str, str], threads: int) -> dict[str, str]:
    """What the process that reviews finds: held to so many threads, without what Dask set for its workers."""
    kept = {name: value for name, value in given.items() if name != _DASKS}
    return {**kept, **dict.fromkeys(THREADS, str(threads)), "PYTHONIOENCODING": "utf-8"}


def failed(job: Job, why: str) -> Recording:
    """The record of a file that could not be reviewed; `job.tries` counts the tries that were made."""
    try:
        known = marks(job)
    except OSError:  # it is gone meanwhile
        known = {"settings": job.settings.line()}
    made = Recording(student=job.student, recording=job.recording, failure=why, tries=job.tries)
    return hidden(made.model_copy(update=known), job)


def _listen(process: subprocess.Popen[bytes], said: queue.SimpleQueue[Mapping[str, Any] | None]) -> None:
    assert process.stdout is not None
    with process.stdout, contextlib.suppress(OSError, ValueError):
        for line in process.stdout:
            with contextlib.suppress(ValueError, RecursionError):
                found = json.loads(line)
                if isinstance(found, dict):
                    said.put(found)
    said.put(None)


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        process.kill()
    with contextlib.suppress(OSError):
        assert process.stdin is not None
        process.stdin.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_GRACE_S)


def _ended(code: int | None) -> str:
    if code is None:
        return "no answer"
    return f"signal {-code}" if code < 0 else f"code {code}"
