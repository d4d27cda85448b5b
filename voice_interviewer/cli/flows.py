"""`flows list|check|show|draw|simulate|new`: the author's tools."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..disk import check_outputs, write_output
from ..errors import UsageError
from .plain import echo, prose

if TYPE_CHECKING:
    from ..flow.model import Flow

group = typer.Typer(no_args_is_help=True, help="Question flows: list, check, show, draw, simulate, begin a new one.")

_FLOWS = typer.Argument(help="Flow names or files; all shipped ones when left out.")
MOST_ALIKE = 5
"Warnings of one kind that are shown of one flow, one by one: of a list of sixty questions each has one wording."


_DRAWN = {".svg": "svg", ".dot": "dot", ".gv": "dot", ".mmd": "mermaid", ".mermaid": "mermaid"}
"What the ending of a drawing's file says."


def register(app: typer.Typer) -> None:
    """Add the group to the command line."""
    app.add_typer(group, name="flows")


@group.command("list")
def list_all() -> None:
    """List the shipped flows.

    Example: `voice-interviewer flows list`
    """
    from ..flow.catalog import list_flows

    for entry in list_flows():
        prose(f"{entry.name:<20} {entry.minutes:>3.0f} min  {entry.title}: {entry.summary}", indent=30)


@group.command()
def check(
    flows: Annotated[
        list[str] | None, typer.Argument(help="Flow names or files; all shipped ones when left out.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
) -> None:
    """Find every mistake in flows, each with its place and number. Exit code 2 when there are errors.

    Example: `voice-interviewer flows check my-flow.yaml`
    """
    from ..english.language_id import language
    from ..flow.catalog import check_flow, names
    from ..flow.diagnostics import CODES

    errors = warnings = 0
    wanted = flows or list(names())
    for name in wanted:
        alike: Counter[str] = Counter()
        report = check_flow(name)
        if report.flow is not None and language(" ".join(asked(report.flow))) != "en":
            echo(f"{name}: the questions do not seem to be in English: the voices speak it, and only it is understood.")
        for diagnostic in report.diagnostics:
            alike[diagnostic.code] += 1
            if diagnostic.severity == "error" or alike[diagnostic.code] <= MOST_ALIKE:
                echo(str(diagnostic))
            errors += diagnostic.severity == "error"
            warnings += diagnostic.severity != "error"
        for code, (severity, title) in CODES.items():
            if severity != "error" and alike[code] > MOST_ALIKE:
                echo(f"{name}: {code} {severity}: {alike[code] - MOST_ALIKE} more of the same kind ({title})")
    echo(f"{_count(len(wanted), 'flow')}: {_count(errors, 'error')}, {_count(warnings, 'warning')}.")
    if errors or (strict and warnings):
        raise typer.Exit(2)


@group.command()
def show(flow: Annotated[str, typer.Argument(help="Flow name or file.")]) -> None:
    """Show a flow as a tree.

    Example: `voice-interviewer flows show first-five-minutes`
    """
    from ..flow.catalog import load_flow
    from ..flow.graph import tree

    echo(tree(load_flow(flow)))


@group.command()
def draw(
    flow: Annotated[str, typer.Argument(help="Flow name or file.")],
    format: Annotated[str, typer.Option(metavar="mermaid|dot|svg", help="What it is drawn as.")] = "mermaid",
    out: Annotated[Path | None, typer.Option(help="Write it here instead of printing it.")] = None,
) -> None:
    """Draw a flow, without a network.

    Example: `voice-interviewer flows draw first-five-minutes --format svg --out flow.svg`
    """
    from ..flow import graph, graph_svg
    from ..flow.catalog import load_flow

    painters = {"mermaid": graph.mermaid, "dot": graph.dot, "svg": graph_svg.svg}
    check_outputs([out], _files([flow]))
    if format not in painters:
        raise UsageError(f"`{format}` is no format.", where="--format", fix=f"Use one of {', '.join(painters)}.")
    meant = _DRAWN.get(out.suffix.lower()) if out is not None else None
    if meant not in (None, format):
        raise UsageError(f"this would be {format}.", where=f"--out {out}", fix=f"Add --format {meant}, or rename it.")
    _out(painters[format](load_flow(flow)), out)


@group.command()
def schema(out: Annotated[Path | None, typer.Option(help="Write it here instead of printing it.")] = None) -> None:
    """Print the JSON Schema of flow files, for editors.

    Example: `voice-interviewer flows schema --out flow.schema.json`
    """
    import json

    from ..flow.json_schema import json_schema

    _out(json.dumps(json_schema(), indent=2), out)


@group.command()
def simulate(
    flows: Annotated[
        list[str] | None, typer.Argument(help="Flow names or files; all shipped ones when left out.")
    ] = None,
    times: Annotated[int, typer.Option("-n", "--times", min=1, max=100_000, help="Sessions a flow.")] = 1000,
    persona: Annotated[
        list[str] | None, typer.Option(metavar="PERSONA", help="Who plays; all personas when left out.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed plays the same sessions.")] = 1,
    out: Annotated[Path | None, typer.Option(help="Write the report as Markdown.")] = None,
) -> None:
    """Let simulated candidates play flows without sound: what is reached, how long it takes, what never happens.

    Example: `voice-interviewer flows simulate first-five-minutes -n 200`
    """
    from datetime import date

    from ..flow.catalog import load_flow, names
    from ..interview.rehearsal.personas import list_personas, load_persona
    from ..interview.rehearsal.simulate import remembering
    from ..interview.rehearsal.simulate import simulate as play
    from ..interview.rehearsal.simulation_report import report
    from .bars import bar

    check_outputs([out], _files([*(flows or ()), *(persona or ())]))
    players = [load_persona(name) for name in (persona or list_personas())]
    wanted = [load_flow(name) for name in flows or names()]
    with bar("sessions", len(wanted) * times) as advance:
        analyse = remembering()
        results = [play(flow, players, times=times, seed=seed, analyse=analyse, progress=advance) for flow in wanted]
    given = [*(flows or ()), "-n", str(times), *(["--seed", str(seed)] if seed != 1 else ())]
    given += [word for name in persona or () for word in ("--persona", name)]
    _out(report(results, shlex.join(["voice-interviewer", "flows", "simulate", *given]), date.today().isoformat()), out)


@group.command()
def new(
    file: Annotated[
        Path | None, typer.Argument(help="Where to put it, e.g. my-flow.yaml; with --from, by default beside the list.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
    questions: Annotated[
        Path | None, typer.Option("--from", help="Your questions: .txt or .md, one a line, or .csv with a header.")
    ] = None,
) -> None:
    """Begin a flow: a commented file that already passes the check, or one that asks your own questions.

    Example: `voice-interviewer flows new my-flow.yaml`

    Example: `voice-interviewer flows new --from questions.txt`
    """
    from ..flow.scaffold import scaffold

    if questions is not None and questions.suffix.lower() in (".yaml", ".yml"):
        fix = "Check it with `voice-interviewer flows check`, or give a .txt, .md or .csv with your questions."
        raise UsageError("this is a flow already, no list of questions.", where=str(questions), fix=fix)
    if questions is not None and questions.is_dir():
        raise UsageError("this is a folder.", where=str(questions), fix="Name the file with your questions.")
    if questions is not None and file is None:
        file = questions.with_suffix(".yaml")
    if file is None:
        fix = "Name it, for example my-flow.yaml, or give your questions with --from."
        raise UsageError("a new flow needs a file.", where="flows new", fix=fix)
    if file.is_dir():
        fix = f"Name a file in it, for example {file / 'my-flow.yaml'}."
        raise UsageError("this is a folder; a flow is one file.", where=str(file), fix=fix)
    if not file.suffix:
        file = file.with_name(file.name + ".yaml")
    if file.suffix.lower() not in (".yaml", ".yml"):
        fix = f"Name it for example {file.with_suffix('.yaml').name}."
        raise UsageError("a flow file ends in .yaml.", where=str(file), fix=fix)
    if file.exists() and not force:
        raise UsageError("this file exists already.", where=str(file), fix="Choose another name, or use --force.")
    if questions is not None:
        _from_list(questions, file)
        return
    _out(scaffold(file.stem), file)
    echo(f"Check it with: voice-interviewer flows check {shlex.quote(str(file))}")


def _from_list(questions: Path, file: Path) -> None:
    """Write the flow of a list of questions, and show what it makes of them."""
    from .own import found_wrong, make

    check_outputs([file], [questions])
    made = make(questions)
    warned = found_wrong(made, str(questions))
    _out(made.flow.text, file)
    for line in [*warned, *made.told]:
        echo(line)
    quoted = shlex.quote(str(file))
    echo(f"Patterns may be corrected in it. Practise it with: voice-interviewer practice {quoted}")


def asked(flow: Flow) -> Iterator[str]:
    """The wordings of a flow's questions."""
    for question in flow.questions.values():
        yield from question.ask


def _files(names: list[str]) -> list[Path]:
    return [Path(name) for name in names if Path(name).is_file()]


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _out(text: str, path: Path | None) -> None:
    if path is None:
        echo(text)
        return
    write_output(path, text.rstrip("\n") + "\n")
    echo(f"Written: {path}")
