"""Each module of the command line adds its commands and no others, and is thin enough to load without engines."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import typer

from voice_interviewer.cli import (
    analyze,
    bars,
    bench,
    doctor,
    flows,
    models,
    practice,
    progress,
    review,
    sessions,
)
from voice_interviewer.cli.app import run
from voice_interviewer.errors import InputFileError, UsageError

COMMANDS = (
    (practice, {"practice", "resume"}),
    (review, {"review"}),
    (analyze, {"analyze"}),
    (sessions, {"sessions", "debrief", "delete"}),
    (progress, {"history", "stories", "drill", "plan", "label"}),
    (doctor, {"doctor"}),
)


@pytest.mark.parametrize(("module", "names"), COMMANDS, ids=lambda value: getattr(value, "__name__", ""))
def test_a_module_adds_its_commands(module: ModuleType, names: set[str]) -> None:
    """By the names that the documents use."""
    app = typer.Typer()
    module.register(app)
    found = {command.name or command.callback.__name__ for command in app.registered_commands}
    assert found >= names


@pytest.mark.parametrize("module", [flows, models, bench], ids=lambda module: module.__name__)
def test_a_group_adds_itself(module: ModuleType) -> None:
    """One group a module, named like it."""
    app = typer.Typer()
    module.register(app)
    (group,) = app.registered_groups
    assert group.name == module.__name__.rpartition(".")[2]


def test_loading_the_command_line_loads_no_engine() -> None:
    """Help comes at once: neither numpy nor any library of sound or inference is imported for it."""
    heavy = ("numpy", "onnxruntime", "sounddevice", "faster_whisper", "av", "networkx")
    load = "from voice_interviewer.cli.app import _register; _register()"
    program = f"import sys; {load}; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run((sys.executable, "-c", program), capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(("text", "factor"), [("normal", 1.0), ("2.5", 2.5)])
def test_patience_is_a_word_or_a_number(text: str, factor: float) -> None:
    """Anything else is refused with what may be said."""
    assert practice.patience_factor(text) == factor
    for wrong in ("soon", "0", "99"):
        with pytest.raises(UsageError, match=wrong):
            practice.patience_factor(wrong)


def test_the_context_of_a_line_is_read() -> None:
    """Nothing, a question, or an object; what is none of these is named with its place."""
    assert analyze.context_from(None, "1").question == ""
    assert analyze.context_from("Why?", "1").question == "Why?"
    cut = analyze.context_from({"interruption": {"text": "Now?", "at": -3}}, "1").interruption
    assert cut is not None and cut.at == 0
    for wrong in (3, {"pattern": "nonsense"}):
        with pytest.raises(InputFileError, match="line 7"):
            analyze.context_from(wrong, "line 7")


def test_a_bar_is_for_people_only(capsys: pytest.CaptureFixture[str]) -> None:
    """Both streams stay clean for programs: not even an empty line."""
    with bars.bar("hearing", 2) as advance, bars.bar_to("hearing again") as reach:
        advance(1)
        reach(1, 2)
    assert capsys.readouterr() == ("", "")


def test_benchmarks_belong_to_a_checkout(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The installed package says so in one line, with what to do."""
    monkeypatch.setattr(bench, "_CHECKOUT", tmp_path)
    assert run(["bench", "turns"]) == 2
    error = capsys.readouterr().err.strip()
    assert len(error.splitlines()) == 1 and "checkout" in error


def test_a_benchmark_is_started_with_its_own_options(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`bench turns --part tune` runs the laboratory's program with these options."""
    started: list[list[str]] = []
    monkeypatch.setattr(bench.subprocess, "call", lambda program, **_: started.append(program) or 0)
    assert run(["bench", "turns", "--part", "tune"]) == 0
    assert started[0][1:] == ["-m", "scripts.lab.bench_turns", "--part", "tune"]


def test_a_flow_is_drawn_to_a_file(tmp_path: Path) -> None:
    """`flows draw --format svg --out` writes a picture."""
    out = tmp_path / "flow.svg"
    assert run(["flows", "draw", "first-five-minutes", "--format", "svg", "--out", str(out)]) == 0
    assert out.read_text(encoding="utf-8").startswith("<svg")
