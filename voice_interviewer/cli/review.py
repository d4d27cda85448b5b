"""`review`: recordings or written answers in, findings and a debrief out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ..disk import check_outputs, write_output
from ..errors import Stopped, UsageError
from .bars import unseen_elsewhere
from .plain import echo, prose

_PAGES, _JSON = (".html", ".htm", ".md", ".pdf"), (".json", ".jsonl")


def _kinds(json_out: Path | None, html_out: Path | None) -> None:
    """Refuses a page with JSON in it, and the other way round: the names say what is expected."""
    for option, path, made, other, endings in (
        ("--json", json_out, "JSON", "--html", _PAGES),
        ("--html", html_out, "a page", "--json", _JSON),
    ):
        if path is not None and path.suffix.lower() in endings:
            raise UsageError(f"this would be {made}.", where=f"{option} {path}", fix=f"Use {other}, or rename it.")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(review)


def review(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Audio, video, transcripts, folders, .jsonl.")],
    json_out: Annotated[Path | None, typer.Option("--json", help="Write everything as JSON here.")] = None,
    html_out: Annotated[Path | None, typer.Option("--html", help="Write the debrief page here.")] = None,
    question: Annotated[str, typer.Option(help="What was asked.")] = "",
    node: Annotated[
        str, typer.Option(metavar="FLOW/NODE", help="What was asked, as FLOW/NODE of a shipped flow.")
    ] = "",
    model: Annotated[
        str, typer.Option(metavar="NAME", help="Recogniser: a name of `models list`, a folder, or ENGINE:MODEL.")
    ] = "base",
    tagger: Annotated[Path | None, typer.Option(help="Folder of another reader model.")] = None,
    split: Annotated[
        bool | None,
        typer.Option(
            "--split/--no-split",
            help="Cut at what sounds like questions too; or never part one channel by voice.",
            show_default="where two people are heard clearly",
        ),
    ] = None,
    me: Annotated[
        str, typer.Option(metavar="NAME", help="Who you are: a speaker's name, or `channel 1`, `track 2`, `voice 1`.")
    ] = "",
    track: Annotated[int | None, typer.Option(min=1, help="Hear only this sound track of a film.")] = None,
    channel: Annotated[int | None, typer.Option(min=1, help="Hear only this channel: 1 is left, 2 right.")] = None,
    cohort: Annotated[bool, typer.Option("--cohort", help="The folder holds one folder a student.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Cohort: table, pages and records go here.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Cohort: files at a time.", show_default="as many as help")
    ] = None,
    cluster: Annotated[str, typer.Option(metavar="ADDRESS", help="Cohort: a Dask cluster of yours does it.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Cohort: try once more what could not be reviewed.")] = False,
    pseudonyms: Annotated[
        Path | None, typer.Option(metavar="KEY", help="Cohort: other names for students, kept in this key file.")
    ] = None,
    scrub: Annotated[
        bool, typer.Option("--scrub", help="Cohort: take out names that somebody introduces, and the student's own.")
    ] = False,
    names: Annotated[Path | None, typer.Option(help="Cohort: take out the names in this file, one a line.")] = None,
    questions: Annotated[
        Path | None, typer.Option(metavar="TABLE", help="Cohort: a table that says which recordings answer what.")
    ] = None,
    criteria: Annotated[Path | None, typer.Option(help="Cohort: a file that says which labels the pages show.")] = None,
) -> None:
    """Hear recorded answers, mark what hurts and what is good, and write a debrief.

    A file that cannot be used costs only itself: it is named, and listed as `left_out` in the JSON. The exit code is
    then 2 when it was given by name, and 0 when a folder held it.

    Example: `voice-interviewer review answer.m4a --question "What would break first?" --json out.json`
    """
    track_at, channel_at = (None if number is None else number - 1 for number in (track, channel))
    if cohort:
        from ..cohort.job import Settings
        from .cohort import Wish, review_cohort

        if json_out or html_out:
            raise UsageError("a cohort is written to --out.", where="--json, --html", fix="Leave them out.")
        settings = Settings(
            model=model,
            question=question,
            node=node,
            me=me,
            split=split,
            track=track_at,
            channel=channel_at,
            tagger=str(tagger or ""),
            scrub=scrub,
        )
        wish = Wish(out, workers, cluster, again, pseudonyms, names, questions, criteria)
        raise typer.Exit(review_cohort(files, settings, wish))
    given = {"--out": out, "--workers": workers, "--cluster": cluster, "--again": again, "--scrub": scrub}
    for name, value in (
        given | {"--pseudonyms": pseudonyms, "--names": names, "--criteria": criteria, "--questions": questions}
    ).items():
        if value:
            raise UsageError("this is for a cohort.", where=name, fix="Add --cohort, or leave it out.")
    from ..paths import heard_dir
    from ..review.review import Memory, asked_by, gather
    from ..review.review import review as review_all
    from .analyze import analyser

    analyse = analyser(tagger)
    check_outputs([json_out, html_out], _inside(files))
    _kinds(json_out, html_out)
    found = gather(
        files,
        asked_by(question, node),
        me,
        track=track_at,
        channel=channel_at,
    )
    for line in found.left_out:  # before the listening, which may take long; the debrief says it too
        echo(f"Left out: {line}", err=True)
    with _Bar() as bar:
        memory = Memory(heard_dir(), model)
        try:
            debrief = review_all(
                found.items,
                lambda: _recogniser(model),
                bar,
                split=split,
                memory=memory,
                left_out=found.left_out,
                analyse=analyse,
            )
        except KeyboardInterrupt:
            kept = "What was heard to its end is kept; the same command goes on behind it."
            raise Stopped("stopped.", fix=kept) from None
    gone: OSError | None = None
    try:
        _show(debrief)  # first: a disk that fills up costs the file, not what was found
    except OSError as nobody_reads:
        gone = nobody_reads  # and a reader who leaves costs what is shown, not the files
    written = []
    if json_out is not None:
        write_output(json_out, debrief.model_dump_json(indent=1) + "\n")
        written.append(json_out)
    if html_out is not None:
        from ..debrief.paint.html import render

        write_output(html_out, render(debrief))
        written.append(html_out)
    if gone is not None:
        raise gone
    for out in written:
        echo(f"Written: {out}")
    if not written:
        echo("Each finding in its place, on a page: the same with `--html review.html`.")
    if found.lost({answer.source for answer in debrief.answers}):
        raise typer.Exit(UsageError.exit_code)  # all that could be done was; a script must be able to tell


def _recogniser(model: str) -> Any:
    from ..hearing.choose import make_recogniser

    return make_recogniser(model)


def _inside(files: list[str]) -> list[Path]:
    """The files given, and those in the folders given."""
    return [inside for path in map(Path, files) for inside in (path.iterdir() if path.is_dir() else (path,))]


def _show(debrief: Any) -> None:
    """What a person wants to see in the terminal; everything else is in the files."""
    for answer in debrief.answers:
        if answer.question:
            prose(f"asked: {answer.question}", indent=3)
        prose(f"{answer.id}: {answer.transcript.text or '(no words)'}", indent=3)
        for note in answer.notes:
            prose(f"  note: {note}", indent=3)
        if answer.quality is not None and answer.quality.grade == "poor":
            echo(f"  note: heard poorly, so words may be wrong: {'; '.join(answer.quality.reasons)}.")
    for note in debrief.notes:
        prose(f"note: {note}", indent=3)
    echo("")
    prose(debrief.debrief.verdict)
    for number, priority in enumerate(debrief.debrief.priorities, start=1):
        prose(f"{number}. {priority.title}" + (f": “{priority.quote}”" if priority.quote else ""), indent=3)
        prose(f"   Instead: {priority.reframe}" if priority.reframe else f"   Drill: {priority.drill}", indent=3)


class _Bar:
    """A progress bar on standard error, only where somebody can see it."""

    def __init__(self) -> None:
        self._progress = unseen_elsewhere()
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> _Bar:
        self._progress.__enter__()
        return self

    def __exit__(self, *exc: Any) -> None:
        self._progress.__exit__(*exc)

    def __call__(self, source: str, done_s: float, whole_s: float) -> None:
        if source not in self._tasks:
            self._tasks[source] = self._progress.add_task(Path(source).name, total=whole_s or None)
        self._progress.update(self._tasks[source], completed=done_s)
