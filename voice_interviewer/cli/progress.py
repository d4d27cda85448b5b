"""`history`, `stories`, `drill`, `plan` and `label`: what changes over the weeks, and what to do next."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from ..disk import check_outputs, write_output
from ..errors import NotFoundError, UsageError
from .plain import echo, prose

DAYS = 7
"How long a plan is when nobody says."


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (history, stories, drill, plan, label):
        app.command()(command)


def _now() -> datetime:
    return datetime.now().astimezone()


def _points(candidate: str) -> Any:
    """The history of a simulated candidate, or of the user. Raises NotFoundError for a candidate without any."""
    from ..debrief.write import make
    from ..progress.history import collect

    everybodys = collect(candidate=None, remake=lambda session: make(session).model_dump())
    points = [point for point in everybodys if point.candidate == candidate]
    if candidate and not points:
        raise _without_history(candidate, sorted({point.candidate for point in everybodys if point.candidate}))
    return points


def _without_history(candidate: str, kept: list[str]) -> NotFoundError:
    """That nothing is kept of this candidate, and what can be typed instead: `kept` are those of whom there is."""
    from ..interview.rehearsal.personas import list_personas

    known = list_personas()
    if candidate in known:
        what = f"no session with answers of the simulated candidate “{candidate}” is kept."
        fix = f"Have one with `voice-interviewer practice --candidate {shlex.quote(candidate)}`."
    else:
        what = f"there is no simulated candidate “{candidate}”."
        fix = f"Known: {', '.join(known)}."
    if kept:
        fix = f"Kept are sessions of {', '.join(kept)}. {fix}"
    return NotFoundError(what, where="--candidate", fix=fix)


def _read_by_us() -> list[Path]:
    """Files of ours that no output may replace."""
    from ..paths import data_dir, sessions_dir
    from ..sessions.find import JOURNAL

    return [*data_dir().glob("*.json"), *sessions_dir().glob("*.json"), *sessions_dir().glob(f"*/{JOURNAL}")]


def _flows() -> tuple[str, ...]:
    from ..flow.catalog import names

    return names()


def history(
    question: Annotated[str, typer.Option(help="Only answers to this question (its node or words).")] = "",
    candidate: Annotated[str, typer.Option(metavar="PERSONA", help="A persona's history instead of yours.")] = "",
    html: Annotated[Path | None, typer.Option(help="Also write a page with plots here.")] = None,
    agreement: Annotated[bool, typer.Option("--agreement", help="How often people accept the findings.")] = False,
) -> None:
    """Show how each signal and habit changed from session to session, and whether that is more than noise.

    Example: `voice-interviewer history --html history.html`
    """
    from ..progress import history_view

    check_outputs([html], _read_by_us())
    if agreement:
        _agreement()
        return
    points = _points(candidate)
    apart = "" if candidate else _simulated()
    asked = sorted({key for point in points for key in point.questions})
    if question and points and question not in asked:
        raise UsageError(f"“{question}” was never asked.", where="--question", fix=f"Asked were: {', '.join(asked)}.")
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None  # a file may be as wide as it likes
    echo(history_view.table(points, question, columns=width).rstrip())
    if apart:
        echo(apart)
    if html is not None:
        _write(html, history_view.html(points, question))


def _simulated() -> str:
    """That simulated sessions are kept apart, and how to see them; empty without any."""
    from collections import Counter

    from ..sessions.find import list_sessions

    count = Counter(s.candidate for s in list_sessions() if s.candidate and s.answers and not s.retake)
    if not count:
        return ""
    total, names = count.total(), [name for name, _ in count.most_common(3)]
    how = ", ".join(f"`voice-interviewer history --candidate {shlex.quote(name)}`" for name in names)
    apart = "session is kept apart and counts" if total == 1 else "sessions are kept apart and count"
    return f"{total} simulated {apart} nowhere here; see {how}."


def _agreement() -> None:
    from ..progress.labels import agreement, opinions
    from ..sessions.journal import Session, list_sessions

    given = [opinion for listed in list_sessions() for opinion in opinions(Session(listed.path))]
    for row in agreement(given):
        echo(f"{row.label or 'all findings':<24} {row.says}")


def stories(
    confirm: Annotated[str | None, typer.Option(help="Keep this proposed story.", metavar="ID")] = None,
    title: Annotated[str, typer.Option(help="Its name, with --confirm.")] = "",
    discard: Annotated[str | None, typer.Option(help="Forget this story.", metavar="ID")] = None,
) -> None:
    """Show your judgement stories: what each still lacks, which questions it serves, where it was told.

    Stories are proposed from your answers; nothing is kept as yours until you confirm it.

    Example: `voice-interviewer stories --confirm fridge-alarms --title "The fridge alarms"`
    """
    from ..debrief.wording import say
    from ..debrief.write import make
    from ..progress import stories as bank_of
    from ..progress import told
    from ..sessions.journal import Session

    if title and not confirm:
        raise UsageError("this names a story that is confirmed.", where="--title", fix="Add --confirm ID.")
    bank = kept = told.gather(lambda listed: make(Session(listed.path)).model_dump())
    if confirm:
        bank = bank_of.confirm(bank, confirm, title=title)
    if discard:
        bank = bank_of.discard(bank, discard)
    if bank != kept:
        with told.following():
            bank_of.save_bank(bank)
    shown = bank_of.kept(bank)
    proposed = sorted((s for s in shown if not s.confirmed), key=lambda s: len(s.missing))
    for story in [s for s in shown if s.confirmed] + proposed[: bank_of.MANY]:
        echo(f"{story.id}  {story.title}{'' if story.confirmed else '  (proposed)'}")
        for name, part in story.parts.items():
            echo(f"  {name:<12} {part.text}")
        if story.missing:
            echo(f"  missing      {', '.join(story.missing)}")
        serves = ", ".join(say("patterns", pattern).lower() for pattern in story.serves)
        echo(f"  serves       {serves or 'no pattern yet'}")
    if len(proposed) > bank_of.MANY:
        more = len(proposed) - bank_of.MANY
        tell = "proposal tells fewer parts and is" if more == 1 else "proposals tell fewer parts and are"
        echo(f"{more} more {tell} not shown.")
    echo(bank_of.advice(bank, typed=True))


def drill(
    candidate: Annotated[str, typer.Option(metavar="PERSONA", help="A persona's next practice instead of yours.")] = "",
) -> None:
    """Say what to practise next: the weakest, most overdue signal, with its drill and flow.

    Example: `voice-interviewer drill`
    """
    from ..progress.drills import next_drill

    chosen = next_drill(_points(candidate), _now(), _flows())
    prose(f"{chosen.title}: {chosen.why}")
    prose(chosen.drill)
    echo(f"Start: voice-interviewer practice {chosen.flow}")


def plan(
    days: Annotated[int | None, typer.Option(help=f"Days until the interview; {DAYS} when left out.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the page here instead of printing it.")] = None,
    interview: Annotated[
        str | None, typer.Option(help="The day of your interview, in place of --days.", metavar="YYYY-MM-DD")
    ] = None,
    posting: Annotated[
        Path | None, typer.Option("--for", help="The posting as text: which stories it needs, what to rehearse.")
    ] = None,
) -> None:
    """Make a plan of one page for the days until your interview.

    Example: `voice-interviewer plan --days 10`

    Example: `voice-interviewer plan --interview 2026-12-08 --for posting.txt`
    """
    from ..progress.plan import markdown
    from ..progress.plan import plan as make_plan
    from ..progress.stories import load_bank

    if interview is not None and days is not None:
        raise UsageError("--days says the same in another way.", where="--interview", fix="Give one of the two.")
    days = DAYS if days is None else days
    check_outputs([out], [*_read_by_us(), *([posting] if posting is not None else [])])
    if interview is not None or posting is not None:
        text = _until(interview, days, posting)
    else:
        text = markdown(make_plan(days, _points(""), load_bank(), _now(), _flows()))
    if out is None:
        echo(text.rstrip())
    else:
        _write(out, text)


def _until(interview: str | None, days: int, posting: Path | None) -> str:
    """The plan to a day, as Markdown."""
    import shlex
    from datetime import timedelta

    from ..progress.plan import MAX_DAYS
    from ..progress.stories import load_bank
    from ..progress.until import day_of, markdown, until
    from .own import make, wanted_by

    now = _now()
    if interview is None and not 0 <= days <= MAX_DAYS:
        raise UsageError(f"{days} days cannot be planned", where="--days", fix=f"Use 0 to {MAX_DAYS}.")
    day = day_of(interview, now.date()) if interview is not None else now.date() + timedelta(days=days)
    wanted = wanted_by(posting) if posting is not None else {}
    rehearse = f"voice-interviewer practice --for {shlex.quote(str(posting))}" if posting is not None else ""
    minutes = make(None, posting).flow.minutes if posting is not None else 0
    points, bank = _points(""), load_bank()
    made = until(day, now, points, bank, _flows(), wanted=wanted, rehearse=rehearse, rehearse_minutes=minutes)
    return markdown(made)


def label(
    session: Annotated[str, typer.Argument(help="Session id, its beginning, or `last`.")] = "last",
    by: Annotated[str, typer.Option(metavar="NAME", help="Who judges: you, or a mentor's name.")] = "",
    export: Annotated[Path | None, typer.Option(help="Write all opinions as JSON lines for the evaluation.")] = None,
    taken: Annotated[
        Path | None, typer.Option("--from", help="Take in what a mentor saved in a shared page (`debrief --bundle`).")
    ] = None,
) -> None:
    """Accept or reject the findings of a session, one after the other; the debrief and the figures take it in.

    Example: `voice-interviewer label last --by "my mentor"`

    Example: `voice-interviewer label --from opinions-2026-11-22-1405-first-five-minutes.json`
    """
    from ..debrief.wording import name
    from ..debrief.write import make, write_debrief
    from ..progress import labels
    from ..sessions.journal import Session

    check_outputs([export], _read_by_us())
    if taken is not None:
        echo(_take_in(taken, session, by))
        return
    with Session.open(session) as opened:
        debrief = make(opened).model_dump()
        given = labels.opinions(opened)
        if export is not None:
            rows = [json.dumps(row, ensure_ascii=False) for row in labels.export(debrief, given)]
            _write(export, "\n".join(rows) + "\n" if rows else "")
            return
        left, kept = list(labels.findings_to_label(debrief, given, by)), 0
        if not left:
            echo("There is nothing left to judge in this session.")
        for finding in left:
            echo(f"\n… {finding['context']} …\n{name(finding['label'])}: “{finding['text']}”")
            echo(f"  {finding['why']}")
            try:
                said = ""
                while said not in ("y", "n", "s", "q"):
                    said = typer.prompt("Right? y yes · n no · s skip · q quit", default="s").strip().lower()[:1]
            except typer.Abort:  # the end of the input, or Ctrl-C: what was said so far counts
                echo("")
                break
            if said == "q":
                break
            if said in ("y", "n"):
                labels.record(opened, finding, said == "y", by=by)
                kept += 1
        write_debrief(opened)
        for row in labels.agreement(labels.opinions(opened))[:1]:
            echo(f"{kept} kept; in this session {row.says}.")


def _take_in(file: Path, session: str, by: str) -> str:
    """A mentor's file into the session it is about; `last` means that one."""
    from ..debrief.write import make, write_debrief
    from ..paths import sessions_dir
    from ..progress import mentors
    from ..sessions.find import find_exactly
    from ..sessions.journal import Session

    found = mentors.read(file)
    which = find_exactly(found.session, sessions_dir(), offered=False) if session == "last" else session
    with Session.open(which) as opened:
        told = mentors.take_in(opened, make(opened), found, by).told()
        files = write_debrief(opened)
    return f"{told}\nDebrief: {files.html}"


def _write(path: Path, text: str) -> None:
    write_output(path, text)
    echo(f"Written: {path}")
