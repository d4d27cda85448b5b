"""Cohorts for tests: records made of simulated candidates, as the engine would write them."""

from __future__ import annotations

from pathlib import Path

from rehearsed import rehearsed

from voice_interviewer.cohort import records
from voice_interviewer.cohort.from_review import record_of
from voice_interviewer.cohort.records import Recording, Withheld

STUDENTS = {
    "ada-lovelace": ("apologetic", "apologetic", "ready"),
    "grace-hopper": ("ready",),
    "li-wei": ("rambler", "team_hider"),
    "noor": (),
}
"Folder to the persona of each recording; who has none has one file that fails."


def record(student: str, number: int, persona: str, answers: int = 3) -> Recording:
    """A recording of a persona: some answers, spoken, with times."""
    made = rehearsed(persona, seed=number, answers=answers)
    seconds = sum(row.duration_s for row in made.answers)
    found = record_of(made, student, f"week-{number}.wav", seconds=seconds, model="base")
    return found.model_copy(update={"when": f"2026-11-{number:02d}T10:00:00+00:00", "settings": "base"})


def failed(student: str) -> Recording:
    """A recording that could not be reviewed."""
    return Recording(student=student, recording="week-1.wav", failure="week-1.wav: holds no sound.", tries=2)


def place(out: Path, made: Recording) -> Path:
    """Where the engine keeps a record."""
    return out / records.WORK / made.student / f"{made.recording}.json"


def cohort(out: Path, students: dict[str, tuple[str, ...]] | None = None) -> list[Recording]:
    """Write the records of a small cohort, in order."""
    every = []
    for student, personas in sorted((STUDENTS if students is None else students).items()):
        own = [record(student, number, persona) for number, persona in enumerate(personas, start=1)] or [
            failed(student)
        ]
        every += own
        for made in own:
            place(out, made).parent.mkdir(parents=True, exist_ok=True)
            records.write(place(out, made), made)
    if every:
        first = every[0]
        first.withheld.append(
            Withheld(what="apology", why="these words were uncertain (mean probability 0.21)", answer=1, quote="sorry")
        )
        records.write(place(out, first), first)
    return every
