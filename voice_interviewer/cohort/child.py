"""The process that reviews files, one after the other, with engines it loads once: it can be ended at any moment.

A line of JSON in is a `Job`; lines out are `{"seconds": …}`, the length of its sound, and at the end `{"outcome": …}`.
It ends with its parent, however that ended, and when it was given nothing for `IDLE_S`.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from ..errors import InputFileError, InterviewerError, UsageError
from ..review.formats.made_json import OwnDebriefError
from ..review.transcripts import shown
from . import records
from .job import Job, Outcome, Settings, hidden

IDLE_S = 600.0
"On somebody's cluster nobody may come to end it: the run that needed it was killed."
Write = Callable[[dict[str, Any]], None]


def main() -> int:
    """Review until there is no more to do."""
    out = sys.stdout
    sys.stdout = sys.stderr  # a library that prints disturbs nobody
    with contextlib.suppress(AttributeError, OSError):
        os.nice(5)
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(lines,), name="jobs", daemon=True).start()

    def write(said: dict[str, Any]) -> None:
        out.write(json.dumps(said) + "\n")
        out.flush()

    kept: dict[str, Any] = {}
    used_s = 0.0
    while True:
        try:
            job = Job.of_line(lines.get(timeout=IDLE_S))
        except queue.Empty:
            return 0
        outcome = reviewed(job, kept, lambda seconds: write({"seconds": seconds}))
        spent_s = time.process_time()
        outcome.cpu_s, used_s = round(spent_s - used_s, 3), spent_s
        write({"outcome": outcome.model_dump()})


def reviewed(job: Job, kept: dict[str, Any], length: Callable[[float], None]) -> Outcome:
    """Review one file and write its record; `kept` holds the reviewer with the latest engines."""

    def came(state: Any, why: str = "") -> Outcome:
        why = " ".join(why.removeprefix(f"{shown(job.path)}: ").split())
        return Outcome(student=job.student, recording=job.recording, state=state, why=why, tries=job.tries + 1)

    try:
        reviewer = _kept(job.settings, kept)
    except InterviewerError as error:
        return came("broken", str(error))
    try:
        made = hidden(reviewer(job, length), job)
        records.write(job.record, made)
    except OwnDebriefError as error:
        return came("ignored", str(error))
    except (InputFileError, UsageError) as error:
        return came("failed", str(error))
    except InterviewerError as error:
        return came("broken", str(error))
    except OSError as error:
        return came("failed", f"cannot be read ({error.strerror or error}).")
    except MemoryError:
        return came("failed", "there was not enough memory for it.")
    except Exception as error:
        return came("failed", f"unexpected {type(error).__name__}: {error}. This is a defect of ours.")
    done = came("done")
    done.seconds, done.words = made.seconds, made.words
    return done


def reviewer_of(settings: Settings) -> Any:
    """What reviews files under these settings. Raises InterviewerError for settings that nothing can be done with."""
    module, _, name = settings.reviewer.partition(":")
    return getattr(importlib.import_module(module), name)(settings)


def _kept(settings: Settings, kept: dict[str, Any]) -> Any:
    key = settings.engines
    if key not in kept:
        kept.clear()
        kept[key] = reviewer_of(settings)
    return kept[key]


def _read(lines: queue.SimpleQueue[str]) -> None:
    with contextlib.suppress(OSError, ValueError):
        for line in sys.stdin:
            lines.put(line)
    os._exit(0)  # whoever gave the jobs is gone, or has no more


if __name__ == "__main__":
    sys.exit(main())
