"""`bench`: the benchmarks of a checkout, one command each."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import typer

from ..errors import UsageError

_CHECKOUT = Path(__file__).resolve().parents[2]
_ABOUT = {
    "turns": "End of turn: false cut-offs and waits, beside silence-only and others.",
    "hearing": "Word error rate, speed, fillers and inventions, beside stock faster-whisper.",
    "gap": "The acoustic gap a candidate hears, on a virtual sound card; needs an acoustic lab (`--lab`).",
    "language": "Findings against real speech and the labelled corpus, beside baselines.",
}
_EXAMPLES = {"turns": "--silences DIR --json turns.json"}
"What a benchmark's example shows; its own help where there is none."
_MODULES = {"language": "evaluate"}
"Where a benchmark's program is not called `bench_` and its name."


def register(app: typer.Typer) -> None:
    """Add the group; each benchmark is a program of the checkout, run with its own options."""
    group = typer.Typer(
        no_args_is_help=True, help="Benchmarks: measure speed and quality, beside baselines, in one run."
    )
    app.add_typer(group, name="bench")
    for name, about in _ABOUT.items():
        _add(group, name, about)


def _add(group: typer.Typer, name: str, about: str) -> None:
    settings = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}

    @group.command(
        name,
        help=f"{about}\n\nExample: `voice-interviewer bench {name} {_EXAMPLES.get(name, '--help')}`",
        context_settings=settings,
    )
    def command(context: typer.Context) -> None:
        module = _MODULES.get(name, f"bench_{name}")
        if not (_CHECKOUT / "scripts" / "lab" / f"{module}.py").is_file():
            raise UsageError(
                "the benchmarks are part of the source checkout, not of the installed package.",
                where=f"bench {name}",
                fix="Run it from a checkout of the project.",
            )
        path = os.pathsep.join(filter(None, (str(_CHECKOUT), os.environ.get("PYTHONPATH"))))
        program = [sys.executable, "-m", f"scripts.lab.{module}", *context.args]
        raise typer.Exit(subprocess.call(program, env={**os.environ, "PYTHONPATH": path}))
