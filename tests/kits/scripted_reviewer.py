"""A reviewer for cohorts that hears nothing: what it does with a file stands in the file.

`ok`, `refuse`, `die`, `hang`, `once die`, `once hang`, `break`. Each file that it is done with becomes a line in the
log that `Settings.question` names. It runs in the processes that review; tests put this folder on their path.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

from voice_interviewer.cohort.job import Job, Settings
from voice_interviewer.cohort.records import Answer, Mark, Recording
from voice_interviewer.cohort.reviewing import stamped
from voice_interviewer.errors import InputFileError, ModelError

SCRIPTED = "scripted_reviewer:Scripted"


def settings(log: Path, **more: float) -> Settings:
    """Settings under which files are reviewed by script."""
    return Settings(model="none", question=str(log), reviewer=SCRIPTED, **more)


def cohort(folder: Path, students: int, each: int, says: str = "ok") -> Path:
    """A folder of so many students with so many files each."""
    for student in range(students):
        for number in range(each):
            path = folder / f"student {student}" / f"week {number}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{says}\n{student}-{number}", encoding="utf-8")
    return folder


def logged(log: Path) -> list[str]:
    """Files that were reviewed to the end, in order, each as often as it was."""
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def hung(log: Path) -> Path:
    """A file with a letter for each time that something hangs."""
    return log.with_name("hung")


def waiting(log: Path) -> Path:
    """A named pipe, where a test made one: whoever reads it waits until something hangs, and is told its process."""
    return log.with_name("waiting")


class Scripted:
    """See above."""

    def __init__(self, settings: Settings) -> None:
        self._log = Path(settings.question)

    def __call__(self, job: Job, length: Callable[[float], None]) -> Recording:
        says = job.path.read_text(encoding="utf-8").splitlines()[0]
        length(60.0)
        if says.startswith("once "):
            says = says.removeprefix("once ") if self._first(job) else "ok"
        if says == "refuse":
            raise InputFileError("holds no sound.", where=job.path.name, fix="Record it again.")
        if says == "break":
            raise ModelError("the weights are gone.", fix="Fetch them.")
        if says == "die":
            os._exit(3)
        if says == "hang":
            with hung(self._log).open("a", encoding="utf-8") as file:
                file.write("x")
            if (pipe := waiting(self._log)).exists():
                pipe.write_text(str(os.getpid()), encoding="utf-8")
            threading.Event().wait()
        answer = Answer(number=1, text="I would cap it.", words=100, quality="good", seconds=60.0)
        made = Recording(
            student=job.student, recording=job.recording, seconds=60.0, words=100, quality="good", answers=[answer]
        )
        made.marks = [Mark(label="decision_ownership", quote="I would", end=7)]
        with self._log.open("a", encoding="utf-8") as file:
            file.write(f"{job.student}/{job.recording}\n")
        return stamped(made, job)

    def ready(self) -> None:
        """It always is."""

    def _first(self, job: Job) -> bool:
        first = not self._seen(job).exists()
        self._seen(job).touch()
        return first

    def _seen(self, job: Job) -> Path:
        return self._log.with_name(f"{job.student} {job.recording}.seen")
