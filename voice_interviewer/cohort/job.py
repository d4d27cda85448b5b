"""What is asked of who reviews one file, and what comes back: plain records that go to other processes as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import Field

from .. import __version__
from ..debrief.data.schema import Record
from .records import Recording
from .scrub import Scrub
from .tree import Item

TRIES = 2
"How often a file is tried, in all."


class Settings(Record):
    """How every file of a cohort is reviewed."""

    model: str = "base"
    question: str = ""
    node: str = ""
    me: str = ""
    split: bool | None = None
    track: int | None = None
    channel: int | None = None
    tagger: str = ""
    "Folder of another reader model; empty: the shipped one."
    scrub: bool = False
    "Take out names that somebody introduces, and the student's own."
    names: tuple[str, ...] = ()
    "Names to take out, too."
    reviewer: str = "voice_interviewer.cohort.reviewing:Reviewer"
    "`module:name` of what makes the part that reviews a file."
    first_s: float = Field(default=120.0, gt=0)
    "Seconds a file may take, engines' loading included, before its length is known; more is added then."
    per_second: float = Field(default=10.0, gt=0)
    "Seconds it may take for each second of its sound."
    threads: int = Field(default=1, ge=1)
    "Threads that one worker's engines may use."

    def line(self) -> str:
        """What decides about a record, as one line: where it is another, the file is reviewed anew."""
        parts = [f"version {__version__}", f"model {self.model}"]
        for name in ("question", "node", "me", "split", "track", "channel", "tagger"):
            if getattr(self, name) not in ("", None):
                parts.append(f"{name} {getattr(self, name)}")
        if self.scrub or self.names:
            # The names themselves do not belong into what they were taken out of.
            parts.append(f"without names {sha256(repr((self.scrub, self.names)).encode()).hexdigest()[:12]}")
        return "; ".join(parts)

    @property
    def engines(self) -> str:
        """What decides about the engines, as one line: where it is another, they are loaded anew."""
        return self.model_copy(update={"question": "", "node": ""}).model_dump_json()

    def limit_s(self, seconds: float | None) -> float:
        """How long a file may take; `seconds`: of its sound, None while that is not known."""
        return self.first_s + self.per_second * (seconds or 0.0)


@dataclass(frozen=True, slots=True)
class Job:
    """One file to review."""

    student: str
    recording: str
    path: Path
    record: Path
    settings: Settings
    whose: str = ""
    "Name of the student's folder, where that is to be told nowhere."
    tries: int = 0
    "How often it was tried before."
    earlier: str = ""
    "Why that came to nothing."

    def line(self) -> str:
        """As one line of JSON. Paths may hold bytes that are no text; they come back as they were."""
        told: dict[str, object] = {"student": self.student, "recording": self.recording, "whose": self.whose}
        told |= {"tries": self.tries, "earlier": self.earlier}
        places = {"path": str(self.path), "record": str(self.record), "settings": self.settings.model_dump()}
        return json.dumps({**told, **places})

    @classmethod
    def of_line(cls, line: str | bytes) -> Job:
        """The job in a line of JSON."""
        told = json.loads(line)
        places = {"path": Path(told["path"]), "record": Path(told["record"])}
        return cls(**{**told, **places, "settings": Settings.model_validate(told["settings"])})

    @property
    def key(self) -> str:
        """A name for this try, different from all others of the cohort."""
        return sha256(f"{self.record}|{self.tries}|{self.settings.line()}".encode("utf-8", "replace")).hexdigest()[:24]


def job_of(item: Item, settings: Settings, *, pseudonym: bool = False) -> Job:
    """The job that reviews a file; with a `pseudonym` the student's own name is taken out of its record."""
    whose = item.folder if pseudonym or settings.scrub else ""
    return Job(item.student, item.recording, item.path.absolute(), item.record.absolute(), settings, whose)


def hidden(record: Recording, job: Job) -> Recording:
    """The record as it may be kept: without the names that are to be told nowhere."""
    settings = job.settings
    if not (job.whose or settings.scrub or settings.names):
        return record
    return Scrub(settings.names, introduced=settings.scrub).record(record, job.whose)


State = Literal["done", "failed", "ignored", "broken"]
"""`done`: its record is written. `failed`: it cannot be reviewed, and its record says why. `ignored`: it is no
recording of anybody's (a debrief of ours). `broken`: not the file but this computer is at fault (no weights, no space),
so that going on is no use."""


class Outcome(Record):
    """What came of one file."""

    student: str = ""
    recording: str = ""
    state: State
    why: str = ""
    "One line; empty when done."
    tries: int = 1
    earlier: str = ""
    "Why an earlier try came to nothing; empty: there was none."
    seconds: float = 0.0
    "Of sound."
    words: int = 0
    cpu_s: float = 0.0
    "Processor time of the process that reviewed it, since the outcome before."
