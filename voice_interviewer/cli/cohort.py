"""`review FOLDER --cohort`: many students' recordings, with progress, failures at the end, and how to go on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ..errors import Stopped, UsageError
from .plain import console, echo

if TYPE_CHECKING:
    from ..cohort.job import Outcome, Settings
    from ..cohort.run import Work
    from ..cohort.team import Team

SHOWN = 20
"Failures that are listed; all are in cohort.csv."


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked of a cohort besides how its files are reviewed."""

    out: Path | None
    workers: int | None = None
    cluster: str = ""
    again: bool = False
    pseudonyms: Path | None = None
    "The key file."
    names: Path | None = None
    "Names to take out, one a line."
    questions: Path | None = None
    "Which recordings answer what."
    criteria: Path | None = None


def review_cohort(files: list[str], settings: Settings, wish: Wish) -> int:
    """Review a cohort's folder; the exit code. Raises UsageError for options that do not go together."""
    from ..cohort import criteria, pages, sheet
    from ..cohort import questions as table
    from ..cohort.pseudonyms import Pseudonyms
    from ..cohort.run import alike_files, failures, run
    from ..cohort.scrub import names_in

    out = wish.out
    if out is None:
        raise UsageError("a cohort needs a folder for its results.", where="--cohort", fix="Add --out DIR.")
    if len(files) != 1:
        raise UsageError("a cohort is one folder.", where="--cohort", fix="Name the folder that holds the students'.")
    if wish.workers is not None and wish.cluster:
        fix = "Leave one of them out: a cluster has its own workers."
        raise UsageError("these do not go together.", where="--workers, --cluster", fix=fix)
    chosen = criteria.read(wish.criteria) if wish.criteria else criteria.ALL
    key = Pseudonyms.open(wish.pseudonyms, out) if wish.pseudonyms else None
    asked = table.read(wish.questions) if wish.questions else table.Questions()
    settings.names = names_in(wish.names) if wish.names else ()

    def finish(out: Path) -> None:
        sheet.write(out)
        scrubbed = settings.scrub or bool(settings.names or key)
        pages.write(out, criteria=chosen, recordings=None if key else folder, scrubbed=scrubbed)

    folder = Path(files[0])
    chooser = _Chooser(folder, out, settings, wish)
    with _Progress() as progress:
        try:
            told = run(
                folder, out, settings, chooser, progress, key=key, questions=asked, again=wish.again, finish=finish
            )
        except KeyboardInterrupt:
            progress.stop()
            so_far = f"stopped: {progress.done} of {progress.files} files are done"
            raise Stopped(so_far, fix="The same command goes on.") from None
    if told.gone:
        some = "1 record is of a file that is" if told.gone == 1 else f"{told.gone} records are of files that are"
        echo(f"note: {some} no longer there; what was found stays in the table.", err=True)
    done = told.before + told.reviewed
    what = "file is" if told.files == 1 else "files are"
    echo(f"{done} of {told.files} {what} reviewed" + (f", {told.before} of them before." if told.before else "."))
    for one, other, path in alike_files(out):
        undo = f"To count it once, remove {one} and {path}, and run this again."
        echo(f"note: {one} and {other} are the same file, and it counts twice. {undo}", err=True)
    if told.failed:
        echo(f"{told.failed} could not be:")
        for number, record in enumerate(failures(out)):
            if number == SHOWN:
                echo(f"  … and {told.failed - SHOWN} more, all in {out / 'cohort.csv'}")
                break
            tries = f" (tried {record.tries} times)" if record.tries > 1 else ""
            echo(f"  {record.student}/{record.recording}: {record.failure}{tries}")
        echo("The same command leaves them; --again tries them once more.")
    echo(f"Written: {out / 'cohort.csv'}, {out / 'index.html'}")
    return 0 if done else 1


class _Chooser:
    """Who reviews, once it is known what there is to do."""

    def __init__(self, folder: Path, out: Path, settings: Settings, wish: Wish) -> None:
        self._folder, self._out, self._settings = folder, out, settings
        self._workers, self._address = wish.workers, wish.cluster

    def __call__(self, work: Work) -> Team:
        from ..cohort import cluster
        from ..cohort.reviewing import Reviewer
        from ..cohort.team import Alone, cores, fitting, free_memory, weights_of

        if self._address:
            team = cluster.joined(self._address, self._folder, self._out, self._settings, sounds=work.sounds > 0)
            echo(f"{team.places} file{'s' * (team.places != 1)} at a time on {self._address}.", err=True)
            return team
        reviewer = Reviewer(self._settings)  # what is missing is told before anything is started
        if work.sounds:
            reviewer.ready()
        most = fitting(work.files, cores(), free_memory(), weights_of(self._settings.model))
        if self._workers is None and most > 1 and not cluster.installed():
            echo(f"One file at a time; with Dask it would be {most}: {cluster.MORE}", err=True)
            most = 1
        wanted = self._workers or most
        self._settings.threads = max(1, cores() // wanted)
        if wanted == 1:
            return Alone()
        team = cluster.local(wanted)
        echo(f"{wanted} files at a time.", err=True)
        return team


class _Progress:
    """A bar with the time that is left where somebody can see it, otherwise a line a file; both on standard error."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._console = console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._task: Any = None
        self._clock: Any = None
        self.done = self.files = 0

    def __enter__(self) -> _Progress:
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._bar.stop()

    def stop(self) -> None:
        """Take the bar away."""
        self._bar.stop()

    def note(self, text: str) -> None:
        """Something that was left out."""
        self._say(f"note: {text}")

    def begin(self, todo: int, done: int) -> None:
        """So many are to do."""
        from time import monotonic

        self.done, self.files = done, todo + done
        self._clock = _Left(todo, monotonic)
        self._task = self._bar.add_task("reviewing", total=todo)
        if done and todo:
            was, left = ("file was" if done == 1 else "files were"), ("is" if todo == 1 else "are")
            self._say(f"{done} {was} reviewed before; {todo} {left} left.")

    def came(self, outcome: Outcome) -> None:
        """A file is done, or failed."""
        self.done += outcome.state == "done"
        name = f"{outcome.student}/{outcome.recording}"
        self._bar.update(self._task, advance=1, description=name)
        left = self._clock.after_one()
        if outcome.earlier and outcome.state != "failed":
            self._say(f"note: {name}: {outcome.earlier} It was tried once more.")
        if outcome.state == "failed":
            self._say(f"failed{' twice' if outcome.tries > 1 else ''}: {name}: {outcome.why}")
        elif not self._console.is_terminal:
            what = f"{outcome.seconds:.0f} s of sound, " if outcome.seconds else ""
            told = f"{what}{outcome.words} words" if outcome.state == "done" else f"left out: {outcome.why}"
            self._say(f"{self._clock.count} of {self._clock.todo}: {name}: {told}{left}")

    def _say(self, text: str) -> None:
        if self._console.is_terminal:
            self._console.print(text, markup=False, highlight=False)
        else:
            echo(text, err=True)


class _Left:
    """How long it will still take, from how long it took."""

    def __init__(self, todo: int, clock: Any) -> None:
        self.todo, self.count = todo, 0
        self._clock, self._began = clock, clock()

    def after_one(self) -> str:
        """In words, after one more file; empty while too little is known."""
        self.count += 1
        left_s = (self._clock() - self._began) / self.count * (self.todo - self.count)
        if self.count < 3 or self.count == self.todo:
            return ""
        return f"; about {left_s / 60:.0f} min left" if left_s >= 90 else f"; about {left_s:.0f} s left"
