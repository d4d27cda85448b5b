"""One file reviewed as `review` does it, engines loaded once and kept; what comes of it is its record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..disk import last_written
from .from_review import record_of
from .job import Job, Settings
from .records import Recording

Progress = Callable[[float], None]
"Called with the seconds of sound in the file as soon as they are known."


class Reviewer:
    """Reviews files with one set of engines. The recogniser is loaded when the first recording needs it.

    What was asked, and whom and what to hear, are each job's own; engines are those of the settings given here.
    """

    def __init__(self, settings: Settings) -> None:
        """Raises NotFoundError or ModelError for settings that nothing can be reviewed with; see also `ready`."""
        from ..language.analyze import Analyser
        from ..language.weigh.shipped import load_reader
        from ..review.sources import asked_by

        self._settings = settings
        asked_by(settings.question, settings.node)
        self._analyse = Analyser(load_reader(Path(settings.tagger))) if settings.tagger else Analyser()
        self._engine: Any = None

    def __call__(self, job: Job, length: Progress) -> Recording:
        """The file's record, complete. Raises InputFileError when it cannot be reviewed."""
        from ..review.review import review
        from ..review.sources import asked_by, gather

        settings = job.settings
        asked = asked_by(settings.question, settings.node)
        found = gather([job.path], asked, settings.me, track=settings.track, channel=settings.channel)
        sound = [item.path for item in found.items if item.heard is None and item.path is not None]
        seconds = _seconds(sound[0]) if sound else 0.0
        length(seconds or most_seconds(job.path.stat().st_size))
        heard = [0.0]

        def progress(_: str, done: float, whole: float) -> None:
            heard.append(done)  # what is there: a file that was cut off states more

        debrief = review(
            found.items,
            self._recogniser,
            progress,
            split=settings.split,
            analyse=self._analyse,
            left_out=found.left_out,
        )
        made = record_of(debrief, job.student, job.recording, seconds=max(heard), model=settings.model)
        return stamped(made, job)

    def _recogniser(self) -> Any:
        from ..hearing.choose import make_recogniser

        if self._engine is None:
            self._engine = make_recogniser(self._settings.model)
        return self._engine

    def ready(self) -> None:
        """Raises NotFoundError, ModelError or MissingPartError where recordings could not be heard; loads nothing."""
        from ..hearing.choose import recogniser_maker

        recogniser_maker(self._settings.model)


def stamped(record: Recording, job: Job) -> Recording:
    """The record with what tells later whether it still holds."""
    return record.model_copy(update={"stamp": stamp(job.path), "tries": job.tries + 1, **marks(job)})


def marks(job: Job) -> dict[str, str]:
    """What is known of a file without reading it."""
    day = datetime.fromtimestamp(job.path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    return {"written": last_written(job.path), "when": day, "settings": job.settings.line()}


def stamp(path: Path) -> str:
    """SHA-256 of a file's content, in constant memory."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def most_seconds(size: int) -> float:
    """The most sound a file of so many bytes holds where it does not say: speech at 16 kbit/s, at most four hours."""
    return min(size / 2000, 4 * 3600.0)


def _seconds(path: Path) -> float:
    from ..audio.files import probe

    return probe(path).seconds or 0.0
