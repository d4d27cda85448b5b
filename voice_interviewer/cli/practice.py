"""`practice` and `resume`: the spoken interview in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ..disk import check_outputs, write_output
from ..errors import InterviewerError, ModelError, Stopped, UsageError
from ..paths import at_home
from ..sessions.choices import patience_factor as patience_factor
from .asking import by_ctrl_c
from .bars import bar_to
from .own import found_wrong, is_list, keep, make
from .plain import echo, prose

if TYPE_CHECKING:
    from ..interview.live.session import Interview
    from ..interview.live.takes import Takes

QUICKEST = "tiny.en"
"Hears while somebody waits for a reply."
DEFAULT_FLOW = "first-five-minutes"
ECHO = ("auto", "on", "off")
Acknowledge = Literal["off", "normal"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(practice)
    app.command()(resume)


def practice(
    flow: Annotated[
        str,
        typer.Argument(
            help="A shipped flow or a flow file (see `flows list`), or your own questions: a .txt, .md or .csv.",
            show_default=DEFAULT_FLOW,
        ),
    ] = "",
    candidate: Annotated[
        list[str] | None,
        typer.Option(help="Who answers instead of you: a persona, or audio files (repeat the option).", metavar="WHO"),
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(metavar="MINUTES", help="Time budget; the flow's own when left out.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Choice of variants; the same seed asks the same.")] = None,
    json_out: Annotated[Path | None, typer.Option("--json", help="Also write the debrief JSON here.")] = None,
    voice: Annotated[
        str | None, typer.Option(metavar="NAME", help="The interviewer's voice; see `voices list`.")
    ] = None,
    rate: Annotated[float | None, typer.Option(min=0.5, max=2.0, metavar="FACTOR", help="Pace of the voice.")] = None,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Recogniser for all: a name of `models list`, a folder, or ENGINE:MODEL. Left out: a quick one while "
            "you talk, then for the debrief the best that this computer keeps up with.",
        ),
    ] = None,
    patience: Annotated[
        str | None,
        typer.Option(
            metavar="short|normal|long|FACTOR",
            help="How long silence is waited out: short, normal, long, or a factor. Remembered.",
        ),
    ] = None,
    acknowledge: Annotated[
        Acknowledge | None,
        typer.Option(help="A quiet “okay” when you fall silent, long before the next question. Remembered."),
    ] = None,
    headphones: Annotated[
        bool | None, typer.Option("--headphones/--speakers", help="With headphones you may interrupt. Remembered.")
    ] = None,
    echo: Annotated[
        str | None,
        typer.Option(
            "--echo",
            help="On loudspeakers: auto takes the interviewer's voice out of the microphone, so you may interrupt; "
            "on trusts that from the first word; off does not listen while it speaks. Remembered.",
            metavar="auto|on|off",
        ),
    ] = None,
    microphone: Annotated[str | None, typer.Option(metavar="NAME", help="Input device; see `devices`.")] = None,
    loudspeaker: Annotated[str | None, typer.Option(metavar="NAME", help="Output device; see `devices`.")] = None,
    interruptions: Annotated[
        bool, typer.Option("--interruptions/--no-interruptions", help="Constraints put into your answers.")
    ] = True,
    type_answers: Annotated[bool, typer.Option("--type", help="Type your answers instead of speaking.")] = False,
    retake: Annotated[
        str | None, typer.Option(help="Answer a question of an earlier session again.", metavar="SESSION/ANSWER")
    ] = None,
    no_voice: Annotated[bool, typer.Option("--no-voice", help="Show the questions instead of speaking them.")] = False,
    posting: Annotated[
        Path | None, typer.Option("--for", help="A posting as text: it chooses what is asked, and in which order.")
    ] = None,
    notes: Annotated[
        Path | None, typer.Option("--cv", help="Your notes or CV as text: what they claim is asked about.")
    ] = None,
    style: Annotated[
        str,
        typer.Option(
            metavar="neutral|warm|tough",
            help="How the interviewer speaks around the questions: neutral, warm or tough.",
        ),
    ] = "",
    wording: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="A language model server on this computer that may reword follow-ups, such as "
            "http://127.0.0.1:8080/v1. Off unless given; it never judges.",
        ),
    ] = "",
    panel: Annotated[bool, typer.Option("--panel", help="Two voices take turns, topic by topic.")] = False,
    tagger: Annotated[Path | None, typer.Option(help="Folder of another reader model.")] = None,
    clock: Annotated[
        bool | None,
        typer.Option(
            "--clock/--no-clock",
            help="Without a clock no time is limited: an answer ends when you say so, or by key. Remembered. Simulated "
            "candidates answer by the clock.",
        ),
    ] = None,
    judge: Annotated[
        bool | None,
        typer.Option("--judge/--no-judge", help="Asked for your own view before the debrief. Remembered."),
    ] = None,
) -> None:
    """Live through a spoken mock interview; a debrief with evidence is written at the end.

    Without a microphone a simulated candidate answers, through the same code.

    Example: `voice-interviewer practice what-breaks-first --minutes 10`

    Example: `voice-interviewer practice --retake last/2`

    Example: `voice-interviewer practice mock-15 --style tough --panel`

    Example: `voice-interviewer practice questions.txt --for posting.txt --cv notes.txt`
    """
    from ..interview.live.given import Given
    from ..interview.live.session import Choices, Interview
    from ..sessions.settings import load_settings, remember
    from ..voice.choose import remembered_voice
    from .analyze import analyser

    if retake and flow:
        raise UsageError("what is answered again brings its own flow.", where="--retake", fix=f"Leave out {flow}.")
    read = [flow or DEFAULT_FLOW, *(candidate or ()), *(str(path) for path in (posting, notes) if path is not None)]
    check_outputs([json_out], [Path(name) for name in read])
    if is_list(flow) or posting is not None or notes is not None:
        flow = _own(flow, posting, notes, retake)
    given = Given(analyse=analyser(tagger))
    if patience is not None:
        patience_factor(patience)
    chosen: dict[str, Any] = {
        "patience": patience,
        "acknowledge": acknowledge,
        "headphones": headphones,
        "echo": echo_choice(echo),
        "clock": clock,
        "judge": judge,
    }
    chosen = {key: value for key, value in chosen.items() if value is not None}
    remembered = {**load_settings(), **chosen}
    choices = Choices(
        candidate=tuple(candidate or ()),
        voice=voice or remembered_voice(remembered.get("voice")),
        rate=rate or remembered.get("rate") or 1.0,
        model=model or QUICKEST,
        hear_again=model is None,
        patience=patience_factor(remembered.get("patience") or "normal"),
        acknowledge="off" if remembered.get("acknowledge") == "off" else "normal",
        headphones=remembered.get("headphones"),
        echo=echo_choice(remembered.get("echo")) or "auto",
        microphone=microphone,
        loudspeaker=loudspeaker,
        type_answers=type_answers,
        by_pipe=type_answers and not _keyboard(),
        silent=no_voice,
        minutes=minutes,
        clock=remembered.get("clock", True),
        pressure=interruptions,
        style=style.strip().lower(),
        panel=panel,
        wording=wording,
    )
    if retake:
        interview = Interview.retake(retake, choices, given, seed=seed)
    else:
        interview = Interview.new(flow or DEFAULT_FLOW, choices, given, seed=seed)
    if clock is not None and interview.choices.clock != clock:
        del chosen["clock"]  # it did not hold here, which is told
    if chosen:
        remember(**chosen)  # now that nothing was refused
    _play(interview, json_out)


def _own(flow: str, posting: Path | None, notes: Path | None, retake: str | None) -> str:
    """The file of a flow made from the user's own material, after saying what was made of it."""
    if retake:
        raise UsageError(
            "a question that is answered again is not chosen anew.", where="--retake", fix="Leave out the other files."
        )
    questions = at_home(flow) if is_list(flow) else None
    made = make(questions, posting, notes, base="" if questions is not None else flow)
    warned = found_wrong(made, str(questions or notes or posting))
    path = keep(made)
    for line in [*warned, *made.told]:
        echo(line)
    echo("")
    return str(path)


def resume(
    session: Annotated[str, typer.Argument(help="Session id, its beginning, or `last`.")] = "last",
    json_out: Annotated[Path | None, typer.Option("--json", help="Also write the debrief JSON here.")] = None,
    type_answers: Annotated[bool, typer.Option("--type", help="Type the rest of your answers.")] = False,
) -> None:
    """Go on with a session that was broken off, at the question that was open.

    It goes on as it was begun, with its own clock, voice and patience, whatever was chosen since.

    Example: `voice-interviewer resume last`
    """
    from ..interview.live.session import Interview

    check_outputs([json_out])
    _play(Interview.resume(session, by_pipe=not _keyboard(), typing=type_answers), json_out)


def echo_choice(text: str | None) -> str | None:
    """A choice of echo cancellation; None stays None. Raises `UsageError`."""
    if text is not None and text not in ECHO:
        raise UsageError(f"`{text}` is no choice for echo cancellation.", where="--echo", fix="Use auto, on or off.")
    return text


def _play(interview: Interview, json_out: Path | None) -> None:
    """Run a session on the terminal, and say what came of it. Raises Stopped, last of all, when Ctrl-C was pressed."""
    from ..interview.live.second_hearing import LEFT

    with _screen(interview.who, typing=interview.choices.type_answers) as screen:
        interview.screen = screen
        outcome = interview.run()
    stopped = outcome.reason == "interrupted"
    if outcome.can_resume:
        echo(f"Go on later with: voice-interviewer resume {outcome.id}")
    try:
        stopped |= _own_view(interview)
        with bar_to("hearing your answers again") as progress:
            made = interview.finish(progress)
    except KeyboardInterrupt:
        fix = f"Everything you said is kept; `voice-interviewer debrief {outcome.id}` makes it."
        raise Stopped("stopped before the debrief was made.", fix=fix) from None
    if json_out is not None:
        write_output(json_out, made.files.json.read_bytes())
    echo("")
    prose(made.files.headline)
    if made.heard_again is not None:
        echo(made.heard_again.told())
    elif made.stopped:
        echo(LEFT)
    echo(f"Debrief: {made.files.html}")
    echo(f"Again any time: voice-interviewer debrief {outcome.id} --open")
    if interview.is_retake:
        _compare(made.takes)
    unheard = _unheard(interview)
    if stopped or made.stopped:
        if unheard is not None:
            echo(str(unheard))
        raise Stopped("stopped; everything so far is kept.")
    if unheard is not None:
        raise unheard


def _unheard(interview: Interview) -> ModelError | None:
    """What is to be said where somebody spoke and no word was made of it."""
    from ..interview.live.second_hearing import not_understood

    lost = not_understood(interview.session)
    if not lost:
        return None
    return ModelError(
        f"{len(lost)} answer{'s' * (len(lost) > 1)} could not be turned into words ({lost[-1].heard.unheard}).",
        where=interview.id,
        fix=f"The sound is kept; listen once more with `voice-interviewer debrief {interview.id} --hear-again`.",
    )


def _own_view(interview: Interview) -> bool:
    """Ask a person at a terminal for their own view before the findings are shown: typed, spoken, or skipped.

    Returns whether it was left by Ctrl-C.
    """
    from ..interview.live import own_view
    from ..sessions.settings import load_settings

    question = interview.own_question()
    if not question or not (_keyboard() and sys.stdout.isatty()) or not load_settings().get("judge", True):
        return False
    echo(f"\n{question}")
    try:
        chosen = interview.choices  # what is said here ends by silence, and is for who speaks
        by_voice = chosen.clock and not chosen.type_answers
        how = "Type it, s and Enter to say it, or Enter to skip" if by_voice else "Type it, or Enter to skip"
        said = typer.prompt(how, default="", show_default=False).strip()
        spoken = by_voice and said.lower() == "s"
        if spoken:
            echo("Listening; it ends when you are silent.")
            said = own_view.listen(interview.choices)
            echo(f"You: {said or '(nothing understood)'}")
    except (typer.Abort, KeyboardInterrupt) as ended:
        echo("")  # the question's own line has no end yet
        return by_ctrl_c(ended)
    except InterviewerError as err:
        echo(f"That could not be heard: {err}")
        return False
    interview.own_view(said, spoken=spoken)
    return False


def _compare(takes: Takes | None) -> None:
    if takes is None:
        echo("There is no second take to compare: nothing was answered.")
        return
    for line in takes.lines:
        echo(line)
    echo(f"Both takes: {takes.page}")


def _keyboard() -> bool:
    return sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty()


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
