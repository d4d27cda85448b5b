"""`practice` and `resume`: the spoken interview in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from ..errors import InterviewerError, UsageError

DEFAULT_FLOW = "first-five-minutes"
PATIENCE = {"short": 0.7, "normal": 1.0, "long": 1.8}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(practice)
    app.command()(resume)


def practice(
    flow: Annotated[str, typer.Argument(help="A shipped flow or a flow file; see `flows list`.")] = DEFAULT_FLOW,
    candidate: Annotated[
        list[str] | None,
        typer.Option(help="Who answers instead of you: a persona, or audio files (repeat the option).", metavar="WHO"),
    ] = None,
    minutes: Annotated[float | None, typer.Option(help="Time budget; the flow's own when left out.")] = None,
    seed: Annotated[int | None, typer.Option(help="Choice of variants; the same seed asks the same.")] = None,
    json_out: Annotated[Path | None, typer.Option("--json", help="Also write the debrief JSON here.")] = None,
    voice: Annotated[str | None, typer.Option(help="The interviewer's voice; see `voices list`.")] = None,
    rate: Annotated[float, typer.Option(min=0.5, max=2.0, help="Pace of the voice.")] = 1.0,
    model: Annotated[
        str, typer.Option(help="Recogniser: a name of `models list`, a folder, or ENGINE:MODEL.")
    ] = "tiny.en",
    patience: Annotated[
        str | None, typer.Option(help="How long silence is waited out: short, normal, long, or a factor. Remembered.")
    ] = None,
    headphones: Annotated[
        bool | None, typer.Option("--headphones/--speakers", help="With headphones you may interrupt. Remembered.")
    ] = None,
    microphone: Annotated[str | None, typer.Option(help="Input device; see `devices`.")] = None,
    loudspeaker: Annotated[str | None, typer.Option(help="Output device; see `devices`.")] = None,
    interruptions: Annotated[
        bool, typer.Option("--interruptions/--no-interruptions", help="Constraints put into your answers.")
    ] = True,
    type_answers: Annotated[bool, typer.Option("--type", help="Type your answers instead of speaking.")] = False,
    retake: Annotated[
        str | None, typer.Option(help="Answer a question of an earlier session again.", metavar="SESSION/ANSWER")
    ] = None,
    no_voice: Annotated[bool, typer.Option("--no-voice", help="Show the questions instead of speaking them.")] = False,
    tagger: Annotated[Path | None, typer.Option(help="Folder of another sentence tagger.")] = None,
) -> None:
    """Live through a spoken mock interview; a debrief with evidence is written at the end.

    Without a microphone a simulated candidate answers, through the same code.

    Example: `voice-interviewer practice what-breaks-first --minutes 10`

    Example: `voice-interviewer practice --retake last/2`
    """
    from ..flow.catalog import load_flow
    from ..interview.live.assemble import Choices, check_candidate, who_answers
    from ..sessions.journal import Session
    from .analyze import analyser
    from .takes import Take

    analyse = analyser(tagger)
    remembered = _remember(patience=patience, headphones=headphones)
    choices = Choices(
        candidate=tuple(candidate or ()),
        voice=voice or "auto",
        rate=rate,
        model=model,
        patience=patience_factor(remembered.get("patience") or "normal"),
        headphones=remembered.get("headphones"),
        microphone=microphone,
        loudspeaker=loudspeaker,
        type_answers=type_answers,
        by_pipe=type_answers and not _keyboard(),
        silent=no_voice,
        seed=seed or 0,
        minutes=minutes,
        pressure=interruptions,
    )
    if minutes is not None and not 0 < minutes <= 240:
        raise UsageError(f"{minutes:g} minutes is no time for an interview.", where="--minutes", fix="Use 1 to 240.")
    first = Take.of(retake, analyse) if retake else None
    loaded = first.flow() if first else load_flow(flow)
    check_candidate(choices.candidate)
    who, notes = who_answers(choices)
    if seed is None:
        choices = replace(choices, seed=_fresh_seed(bool(who)))
    meta = _meta(first.flow_name if first else flow, loaded, choices, who)
    session = Session.create(None, {**meta, "retake": retake} if retake else meta)
    with session:
        try:
            _play(session, loaded, choices, who=who, notes=notes, analyse=analyse)
        except InterviewerError:
            _forget_if_empty(session)
            raise
        finish(session, json_out, analyse)
        if first is not None:
            typer.echo(first.compare(session, analyse))


def resume(
    session: Annotated[str, typer.Argument(help="Session id, its beginning, or `last`.")] = "last",
    json_out: Annotated[Path | None, typer.Option("--json", help="Also write the debrief JSON here.")] = None,
) -> None:
    """Go on with a session that was broken off, at the question that was open.

    Example: `voice-interviewer resume last`
    """
    from ..audio.recorder import recover
    from ..flow.catalog import load_flow
    from ..interview.core.replay import read_event
    from ..interview.live.assemble import Choices, who_answers
    from ..sessions.journal import Session

    with Session.open(session) as opened:
        meta = opened.meta
        rescued = recover(opened.path / "audio")
        if opened.finished:
            raise UsageError(
                "this session came to its end; there is nothing to go on with.",
                where=opened.id,
                fix=f"See it with `voice-interviewer debrief {opened.id}`.",
            )
        known = {key: value for key, value in meta.get("choices", {}).items() if key in Choices.__dataclass_fields__}
        choices = Choices(**{**known, "candidate": tuple(known.get("candidate", ()))})
        choices = replace(choices, by_pipe=choices.type_answers and not _keyboard())
        entries = opened.entries()
        past = tuple(read_event(entry.data) for entry in entries if entry.kind == "event")
        at_s = max((entry.at_s for entry in entries), default=0.0)
        who, notes = who_answers(choices)
        notes += [f"Sound kept from the answer that was broken off: {path}" for path in rescued]
        _play(opened, load_flow(meta["flow"]), choices, past=past, starts_at_s=at_s, who=who, notes=notes)
        finish(opened, json_out)


def patience_factor(text: str) -> float:
    """`short`, `normal`, `long` or a number as a factor on every waiting time. Raises `UsageError`."""
    if text in PATIENCE:
        return PATIENCE[text]
    try:
        factor = float(text)
    except ValueError:
        factor = 0.0
    if not 0.4 <= factor <= 6:
        raise UsageError(f"`{text}` is no patience.", where="--patience", fix="Use short, normal, long, or 0.4 to 6.")
    return factor


def finish(session: Any, json_out: Path | None = None, analyse: Any = None) -> None:
    """Write the debrief and say where it is; a failing debrief never costs the session."""
    from ..debrief.write import write_debrief

    try:
        files = write_debrief(session, analyse)
    except InterviewerError:
        raise
    except Exception as err:
        raise InterviewerError(
            f"the debrief could not be made ({type(err).__name__}: {err}).",
            where=session.id,
            fix=f"The session is kept; try `voice-interviewer debrief {session.id} --debug`.",
        ) from err
    if json_out is not None:
        try:
            json_out.parent.mkdir(parents=True, exist_ok=True)
            json_out.write_bytes(files.json.read_bytes())
        except OSError as err:
            raise UsageError(f"cannot be written ({err.strerror}).", where=str(json_out)) from err
    typer.echo("")
    typer.echo(files.headline)
    typer.echo(f"Debrief: {files.html}")
    typer.echo(f"Again any time: voice-interviewer debrief {session.id} --open")


def _play(session: Any, flow: Any, choices: Any, *, notes: list[str], **more: Any) -> None:
    from ..heap import few_arenas
    from ..interview.live.assemble import assemble
    from ..interview.live.runner import BROKEN_OFF

    few_arenas()
    who = more["who"]
    with _screen(who, typing=choices.type_answers) as screen:
        for note in notes:
            screen.notice(note)
        with assemble(flow, choices, session, screen, **more) as ready:
            for note in ready.notes:
                screen.notice(note)
            reason = ready.runner.run()
    if reason in BROKEN_OFF:
        typer.echo(f"Go on later with: voice-interviewer resume {session.id}")


@contextmanager
def _screen(who: tuple[str, ...], *, typing: bool) -> Iterator[Any]:
    """The live page in a terminal, plain lines elsewhere; typed answers then come from standard input, one a line."""
    you = f"Candidate “{who[0]}”" if len(who) == 1 else "Candidate" if who else "You"
    if not (_keyboard() and sys.stdout.isatty()):
        from .screens import PlainScreen

        if typing and (sys.stdin is None or sys.stdin.closed):
            raise UsageError(
                "there is nothing to type on.", where="--type", fix="Use a terminal, or pipe one answer a line."
            )
        yield PlainScreen(lambda line: print(line, flush=True), you, sys.stdin if typing else None)
        return
    from ..audio.portaudio import hush_libraries
    from .terminal import LiveScreen

    with hush_libraries(), LiveScreen(you, typing=typing) as screen:
        yield screen


def _keyboard() -> bool:
    return sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty()


def _forget_if_empty(session: Any) -> None:
    """A session that never began leaves nothing behind."""
    from ..sessions.journal import delete_session

    if not any(entry.kind == "event" for entry in session.entries()):
        session.close()
        delete_session(session.path)


def _meta(name: str, flow: Any, choices: Any, who: tuple[str, ...]) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "flow": str(Path(name).resolve()) if Path(name).is_file() else flow.id,
        "title": flow.title,
        "candidate": ", ".join(who),
        "seed": choices.seed,
        "minutes": choices.minutes or flow.minutes,
        "choices": asdict(choices) | {"candidate": list(who)},
    }


def _fresh_seed(simulated: bool) -> int:
    """A person gets new variants each time; a simulated candidate the same ones, so that runs can be compared."""
    import secrets

    return 1 if simulated else secrets.randbelow(1_000_000)


def _remember(**given: Any) -> dict[str, Any]:
    """Remembered choices, with those just given put in and kept."""
    from ..sessions.settings import load_settings, remember

    if given.get("patience") is not None:
        patience_factor(given["patience"])
    new = {key: value for key, value in given.items() if value is not None}
    return remember(**new) if new else load_settings()
