"""`cohort pages|judge|agreement`: what is done with a cohort's results once they are there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from ..disk import check_outputs, write_output
from ..errors import InputFileError
from .plain import echo

group = typer.Typer(
    no_args_is_help=True, help="Results of `review FOLDER --cohort`: pages again, judging them, two people's agreement."
)
Out = Annotated[Path, typer.Argument(metavar="OUT", help="The folder that was given as --out.")]


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="cohort")


@group.command()
def pages(
    out: Out,
    criteria: Annotated[
        Path | None,
        typer.Option(metavar="FILE.yaml", help="Which labels are shown, under which names, with which notes."),
    ] = None,
) -> None:
    """Make the pages of a cohort again, with other criteria or none; nothing is heard again, no finding changes.

    Example: `voice-interviewer cohort pages results --criteria week-3.yaml`
    """
    from ..cohort.criteria import ALL, read
    from ..cohort.ledger import alone
    from ..cohort.pages import look_of, write

    chosen = ALL if criteria is None else read(criteria)
    _there(out)
    with alone(out):
        look = look_of(out)
        sound = None if look.recordings is None else Path(look.recordings)
        made = write(out, criteria=chosen, recordings=sound, scrubbed=look.scrubbed)
    echo(f"Written: {made}")


@group.command()
def judge(
    out: Out,
    student: Annotated[str, typer.Argument(help="The student, as the pages call them.")],
    to: Annotated[Path, typer.Option("--out", metavar="FILE.html", help="Write the page here.")],
) -> None:
    """Write one page on which somebody says of each finding whether it is right, and saves what they said.

    Example: `voice-interviewer cohort judge results blue-elm --out blue-elm-to-judge.html`
    """
    from ..cohort.pages import to_judge

    _there(out)
    check_outputs([to])
    write_output(to, to_judge(out, student, to))
    echo(f"To judge: {to}. Compare what comes back with `voice-interviewer cohort agreement FILE FILE`.")


@group.command()
def agreement(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="What two people saved; several of one go together.")
    ],
    json_out: Annotated[Path | None, typer.Option("--json", help="Write it as JSON here.")] = None,
) -> None:
    """Say how far two people agree on the findings, label by label, and where they differ, with quotes.

    Example: `voice-interviewer cohort agreement opinions-ada.json opinions-grace.json`
    """
    from ..cohort import raters

    check_outputs([json_out], files)
    found = raters.compare(raters.read(files))
    if json_out is not None:
        write_output(json_out, json.dumps(raters.plain(found), ensure_ascii=False, indent=1) + "\n")
    echo(raters.markdown(found))
    if json_out is not None:
        echo(f"Written: {json_out}")


def _there(out: Path) -> None:
    from ..cohort.records import WORK

    if not (out / WORK).is_dir():
        fix = "Name the folder that was given as --out."
        raise InputFileError("there are no results of a cohort here.", where=str(out), fix=fix)
