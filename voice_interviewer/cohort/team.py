"""Who reviews: one process of this computer, or the workers of a Dask cluster (`cluster`)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Protocol

from ..errors import StorageError
from .hand import Hand
from .job import Job, Outcome

_RAM_BESIDES = 1.5 * 2**30
"Bytes left to everything else on this computer."
_RAM_ENGINES = 0.35 * 2**30
"Bytes a worker needs besides its recogniser's weights: two interpreters, the reader of answers, sound."
_WEIGHTS_GROW = 2.5
"A recogniser in memory against its file: int8 weights are unpacked, and a decode needs room."
FEW = 4
"For so few files a second process takes longer to start than it saves."


class Team(Protocol):
    """Whoever reviews files."""

    def review(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Outcomes as they come, in any order. Only so many jobs are taken as there are hands for, and a few more."""
        ...

    def close(self) -> None:
        """End what was started."""
        ...


class Alone:
    """One process beside this one."""

    def __init__(self) -> None:
        self._hand = Hand()

    def review(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """One after the other."""
        for job in jobs:
            yield attempt(self._hand, job)

    def close(self) -> None:
        """End it."""
        self._hand.close()


def attempt(hand: Hand, job: Job) -> Outcome:
    """What came of a job; where not even a failure can be written down, going on is no use."""
    try:
        return hand.review(job)
    except StorageError as error:
        return Outcome(
            student=job.student, recording=job.recording, state="broken", why=str(error), tries=job.tries + 1
        )


def fitting(files: int, cores: int, free: float, weights: float) -> int:
    """How many workers help: no more than cores, files, and what fits into `free` bytes of memory. Pure.

    `weights`: bytes of the recogniser's model on disk.
    """
    if files < FEW:
        return 1
    room = (free - _RAM_BESIDES) / (_RAM_ENGINES + _WEIGHTS_GROW * weights)
    return max(1, min(cores, files, int(room)))


def cores() -> int:
    """Processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1


def free_memory() -> float:
    """Bytes that are free or can be freed; where the system does not say, as many as most computers have."""
    try:
        import psutil
    except ImportError:
        return 8 * 2**30
    return float(psutil.virtual_memory().available)


def weights_of(model: str) -> float:
    """Bytes of a recogniser's weights: of a folder, or of a name of `models list`; 0 where that is not known."""
    from ..paths import at_home, models_dir

    folders = (at_home(model), models_dir() / model)
    return float(sum(path.stat().st_size for folder in folders if folder.is_dir() for path in folder.iterdir()))
