"""`sessions`, `debrief` and `delete`: what is kept, shown again, and removed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..disk import check_outputs, write_output
from ..errors import Stopped, UsageError
from .asking import agreed
from .plain import echo, prose

if TYPE_CHECKING:
    from ..sessions.find import Listed
    from ..sessions.journal import Session

FORMATS = ("html", "md", "json", "pdf")
MADE = (*(f"debrief.{format}" for format in FORMATS), "debrief-to-share.html")
"What may be written anew in a session's folder; everything else there is read."


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(sessions)
    app.command()(debrief)
    app.command()(delete)


def sessions(
    drop_empty: Annotated[
        bool, typer.Option("--drop-empty", help="Remove sessions without any answer or recording.")
    ] = False,
) -> None:
    """List the sessions kept on this computer, newest first.

    Example: `voice-interviewer sessions`

    Example: `voice-interviewer sessions --drop-empty`
    """
    from ..progress.forget import drop_empty_sessions
    from ..sessions.journal import list_sessions

    if drop_empty:
        gone = drop_empty_sessions()
        echo(f"Removed: {len(gone)} session{'' if len(gone) == 1 else 's'} without an answer.")
    rows = list_sessions()[::-1]
    if not rows:
        echo("No sessions yet. Start one with `voice-interviewer practice`.")
    states: set[str] = set()
    for row in rows:
        states.add(state := _state(row))
        who = f"  candidate {row.candidate}" if row.candidate else ""
        who += f"  again: {row.retake}" if row.retake else ""
        told = f"  ({state})" if state else ""
        echo(f"{row.id:<40} {row.answers} answer{'' if row.answers == 1 else 's'}{who}{told}")
    if "broken off" in states:
        echo("What was broken off goes on with `voice-interviewer resume ID`.")
    if "nothing answered" in states:
        echo("What has no answer goes with `voice-interviewer sessions --drop-empty`.")


def _state(row: Listed) -> str:
    """What is to be said about a session beside its answers; empty for most."""
    from ..sessions.lock import is_held

    if not row.finished:
        return "going on now" if is_held(row.path) else "broken off"
    return "" if row.answers else "nothing answered"


def debrief(
    session: Annotated[str, typer.Argument(help="Session id, its beginning, or `last`.")] = "last",
    format: Annotated[str, typer.Option(metavar="html|md|json|pdf", help="What it is written as.")] = "html",
    out: Annotated[Path | None, typer.Option(help="Write it here instead of into the session's folder.")] = None,
    open_it: Annotated[bool, typer.Option("--open", help="Open it in the browser or its own program.")] = False,
    correct: Annotated[
        list[str] | None,
        typer.Option(help="That is not what I said: ANSWER:heard=said. Everything is recomputed.", metavar="CHANGE"),
    ] = None,
    share: Annotated[
        bool, typer.Option("--bundle", help="One page with its sound inside, for a mentor to judge and send back.")
    ] = False,
    sound: Annotated[bool, typer.Option("--sound/--no-sound", help="With --bundle: with your voice in it.")] = True,
    yes: Annotated[bool, typer.Option("--yes", help="With --bundle: do not ask whether its size is right.")] = False,
    hear_again: Annotated[
        bool, typer.Option("--hear-again", help="Hear the recordings again first, with the best model here.")
    ] = False,
    model: Annotated[
        str, typer.Option(metavar="NAME", help="With --hear-again: this Whisper model, or a folder.")
    ] = "",
) -> None:
    """Make the debrief of a session again and say where it is.

    Example: `voice-interviewer debrief last --open`

    Example: `voice-interviewer debrief last --correct "2:sorry=story"`

    Example: `voice-interviewer debrief last --hear-again --model base`

    Example: `voice-interviewer debrief last --bundle --out for-ada.html`
    """
    from ..debrief.write import make, write_as, write_debrief
    from ..interview.live.rescue import rescue
    from ..sessions.journal import Session

    if format not in FORMATS:
        raise UsageError(f"`{format}` is no format.", where="--format", fix=f"Use one of {', '.join(FORMATS)}.")
    if model and not hear_again:
        raise UsageError("this needs --hear-again.", where="--model", fix="Give both.")
    if share and format != "html":
        raise UsageError("what is shared is a page.", where=f"--format {format}", fix="Leave it out, or --bundle.")
    for name, given in (("--no-sound", not sound), ("--yes", yes)):
        if given and not share:
            raise UsageError("this is for --bundle.", where=name, fix="Add --bundle, or leave it out.")
    if out is not None and (meant := out.suffix.lower().removeprefix(".")) != format and meant in FORMATS:
        fix = f"Name it {out.stem}.html." if share else f"Add --format {meant}, or rename it."
        raise UsageError(f"this would be {format}.", where=f"--out {out}", fix=fix)
    with Session.open(session) as opened:
        check_outputs([out], [p for p in opened.path.rglob("*") if p.name not in MADE])
        stopped = False
        if hear_again:
            line, stopped = heard_again(opened, model)
            echo(line)
        for change in correct or ():
            from ..debrief.data.correct import apply_correction

            echo(apply_correction(opened, change))
        rescue(opened)
        if share:
            target, headline = _bundled(opened, out, sound=sound, ask=not yes), ""
        elif out is not None:
            made = make(opened)
            target, headline = write_as(opened, format, out, made), made.debrief.verdict
        else:
            files = write_debrief(opened)
            there = {"html": files.html, "md": files.markdown, "json": files.json}
            target, headline = there.get(format) or write_as(opened, format, None, files.debrief), files.headline
    if not share:
        prose(headline)
        echo(f"Debrief: {target}")
    if stopped:
        raise Stopped("stopped; what was heard again is kept.", fix="The same command begins anew.")
    if open_it:
        typer.launch(str(target))


def _bundled(session: Session, out: Path | None, *, sound: bool, ask: bool) -> Path:
    """Write the page to share; its size is said before. Asks only somebody at a terminal. Returns where it is."""
    import sys

    from ..audio.compact import BYTES_A_SECOND, mp3
    from ..debrief import bundle
    from ..debrief.write import make

    debrief = make(session)
    plan = bundle.plan(debrief, session.path, sound=sound, bytes_a_second=BYTES_A_SECOND)
    echo(plan.told())
    if plan.sounds and ask and sys.stdin is not None and sys.stdin.isatty():
        agreed(
            "Your voice is in it, for everybody who gets the file. Write it?",
            otherwise="nothing was written.",
            default=True,
        )
    page = bundle.bundle(debrief, session.path, plan.sounds, mp3)
    target = out or session.path / bundle.NAME
    write_output(target, page)
    size = bundle.megabytes(len(page.encode()))
    echo(f"To share: {target} ({size}). Take in what comes back with `voice-interviewer label --from FILE`.")
    return target


def _delete_student(student: str, out: Path | None, key: Path | None, *, ask: bool) -> None:
    """A student out of a cohort's results."""
    from ..cohort.forget import delete_student
    from ..cohort.pseudonyms import Pseudonyms

    if not student or out is None:
        raise UsageError("which student of which cohort?", where="delete", fix="Give --student NAME and --out DIR.")
    known = Pseudonyms.open(key, out) if key is not None else None
    if ask:
        what = f"Remove {student} from {out}: records, page, rows? This cannot be undone."
        agreed(what, otherwise="nothing was removed.", fix="With nobody to ask, give --yes.")
    echo(delete_student(out, student, known).told())
    echo("The recordings themselves are where they were; a run that finds them reviews them again.")


def heard_again(session: Session, model: str = "") -> tuple[str, bool]:
    """Hear a session's recordings again, with a bar: a line that says what came of it, and whether Ctrl-C left it.

    What is done by then is kept.
    """
    from ..interview.live.ctrl_c import Pressed
    from ..interview.live.second_hearing import LEFT, hear_session_again
    from .bars import bar_to

    pressed = Pressed()
    try:
        with pressed.watched(), bar_to("hearing the answers again") as progress:
            found = hear_session_again(session, model, progress=pressed.told_by(progress))
    except KeyboardInterrupt:
        return LEFT, True
    if found is None:
        return "There is nothing to hear again: no recordings, or no better model on this computer.", pressed.at_all
    return found.told(), pressed.at_all


def delete(
    session: Annotated[str | None, typer.Argument(help="Session id or `last`; its beginning when asked first.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; then the id must be whole.")] = False,
    reviews: Annotated[bool, typer.Option("--reviews", help="Forget all reviewed files.")] = False,
    student: Annotated[
        str, typer.Option(metavar="NAME", help="A student of a cohort, by folder or pseudonym; needs --out.")
    ] = "",
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="With --student: the cohort's results.")] = None,
    pseudonyms: Annotated[
        Path | None, typer.Option(metavar="KEY.csv", help="With --student: the key, whose line goes too.")
    ] = None,
) -> None:
    """Remove a session and every trace of it: journal, recordings, debrief, history, stories, what was heard in it.

    Example: `voice-interviewer delete 2026-11-22-1405-first-five-minutes`

    Example: `voice-interviewer delete --reviews`

    Example: `voice-interviewer delete --student "Ada Brook" --out results --pseudonyms key.csv`
    """
    if student or out or pseudonyms:
        if session is not None or reviews:
            raise UsageError("a student is removed alone.", where="--student", fix="Leave the rest out.")
        _delete_student(student, out, pseudonyms, ask=not yes)
        return
    from ..paths import sessions_dir
    from ..progress.forget import delete_session, forget_heard, forget_reviews
    from ..sessions.find import find_exactly

    if session is None and not reviews:
        raise UsageError("which session?", where="delete", fix="`voice-interviewer sessions` lists them.")
    if session is not None:
        name = find_exactly(session, sessions_dir(), offered=not yes).name
        if not yes:
            what = f"Remove the session {name} with its recordings, and what was told in it from your stories?"
            agreed(
                f"{what} This cannot be undone.",
                otherwise="nothing was removed.",
                fix="With nobody to ask, give the whole id and --yes.",
            )
        echo(f"Removed: {delete_session(name)}")
    if reviews:
        dropped = forget_reviews()
        gone = forget_heard()
        echo(f"Forgotten: what was heard in reviewed files ({gone} entr{'y' if gone == 1 else 'ies'}).")
        if dropped:
            echo(f"Removed: {dropped} review{'' if dropped == 1 else 's'} of files dropped on the page.")
