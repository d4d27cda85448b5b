"""`sessions`, `debrief` and `delete`: what is kept, shown again, and removed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UsageError

if TYPE_CHECKING:
    from ..sessions.journal import Session

FORMATS = ("html", "md", "json", "pdf")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(sessions)
    app.command()(debrief)
    app.command()(delete)


def sessions() -> None:
    """List the sessions kept on this computer, newest first.

    Example: `voice-interviewer sessions`
    """
    from ..sessions.journal import list_sessions

    rows = list_sessions()[::-1]
    if not rows:
        typer.echo("No sessions yet. Start one with `voice-interviewer practice`.")
    for row in rows:
        state = "" if row.finished else "  (broken off; `resume` goes on)"
        who = f"  candidate {row.candidate}" if row.candidate else ""
        typer.echo(f"{row.id:<40} {row.answers} answer{'' if row.answers == 1 else 's'}{who}{state}")


def debrief(
    session: Annotated[str, typer.Argument(help="Session id, its beginning, or `last`.")] = "last",
    format: Annotated[str, typer.Option(help="html, md, json, or pdf.")] = "html",
    out: Annotated[Path | None, typer.Option(help="Write it here instead of into the session's folder.")] = None,
    open_it: Annotated[bool, typer.Option("--open", help="Open it in the browser or its own program.")] = False,
    correct: Annotated[
        list[str] | None,
        typer.Option(help="That is not what I said: ANSWER:heard=said. Everything is recomputed.", metavar="CHANGE"),
    ] = None,
    again: Annotated[
        bool, typer.Option("--hear-again", help="Listen to the kept recordings once more, and use those words.")
    ] = False,
    model: Annotated[str, typer.Option(help="Whisper model for --hear-again.")] = "base",
) -> None:
    """Make the debrief of a session again and say where it is.

    Example: `voice-interviewer debrief last --open`

    Example: `voice-interviewer debrief last --correct "2:sorry=story"`

    Example: `voice-interviewer debrief last --hear-again --model base`
    """
    from ..debrief.write import write_as, write_debrief
    from ..sessions.journal import Session

    if format not in FORMATS:
        raise UsageError(f"`{format}` is no format.", where="--format", fix=f"Use one of {', '.join(FORMATS)}.")
    with Session.open(session) as opened:
        if again:
            _hear_again(opened, model)
        for change in correct or ():
            from ..debrief.data.correct import apply_correction

            typer.echo(apply_correction(opened, change))
        files = write_debrief(opened)
        made = {"html": files.html, "md": files.markdown, "json": files.json}
        target = made[format] if out is None and format in made else write_as(opened, format, out)
    typer.echo(files.headline)
    typer.echo(f"Debrief: {target}")
    if open_it:
        typer.launch(str(target))


def _hear_again(session: Session, model: str) -> None:
    """Decode the recordings again and say what became of each answer."""
    from ..hearing.choose import make_recogniser
    from ..review.hear_again import hear_again

    rows = hear_again(session, make_recogniser(model), model=model)
    if not rows:
        raise UsageError("no recording of this session is kept.", where=session.id)
    for row in rows:
        now = (
            f"kept as it was: {row.failed}"
            if row.failed
            else "the same words"
            if row.after == row.before
            else row.after
        )
        typer.echo(f"Answer {row.turn}: {now}")


def delete(
    session: Annotated[str, typer.Argument(help="Session id, its beginning, or `last`.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove everything of a session: journal, recordings, debrief.

    Example: `voice-interviewer delete 2026-11-22-1405`
    """
    from ..sessions.journal import Session, delete_session

    with Session.open(session) as opened:
        name = opened.id
    if not yes:
        typer.confirm(f"Remove the session {name} with its recordings? This cannot be undone.", abort=True)
    folder = delete_session(name)
    typer.echo(f"Removed: {folder}")
