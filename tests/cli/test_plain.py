"""Escape sequences and bidirectional controls of files, names and speech never reach a terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from voice_interviewer.cli.plain import console, escaped_json, prose, visible

ESC, LINK, TURN = "\x1b]0;owned\x07\x1b[2J", "\x1b]8;;file:///etc\x1b\\here\x1b]8;;\x1b\\", "a\u202eb\u2066c\x9bd"


@pytest.mark.parametrize("text", [ESC, LINK, TURN, "\r over", "\x7f", "\u2028"])
def test_controls_become_visible(text: str) -> None:
    """Nothing that a terminal obeys is left, and the words are."""
    shown = visible(f"Sorry, {text} I decided.\n\tNext")
    assert not [
        c for c in shown if (ord(c) < 32 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066\u2028"
    ]
    assert shown.startswith("Sorry, ") and shown.endswith(" I decided.\n\tNext")


def test_prose_is_broken_between_words_in_a_terminal_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As wide as the window, later lines under the first; where a program reads, it stays one line."""
    text = "what-breaks-first     12 min  What breaks first: Five ways to ask where a system is fragile, whoever asks."
    prose(text, indent=30)
    assert capsys.readouterr().out == text + "\n"
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    prose(text + ESC, indent=30)
    first, *rest = capsys.readouterr().out.splitlines()
    assert len(rest) > 1 and all(line.startswith(" " * 30) and line[30] != " " for line in rest)
    assert all(len(line) <= 60 for line in (first, *rest)) and "\x1b" not in "".join(rest)
    assert " ".join([first, *(line.strip() for line in rest)]).startswith(text)


def test_other_scripts_are_left_alone() -> None:
    """Accents, Hebrew, emoji joined from several, line feeds and tabs stay."""
    text = "café שלום 👩‍💻 \n\t“quoted”"
    assert visible(text) == text and visible("a\r\nb") == "a\nb"


def test_json_keeps_its_value() -> None:
    """What is escaped reads back as what it was, so offsets hold."""
    row = {"text": TURN + "é"}
    line = escaped_json(json.dumps(row, ensure_ascii=False))
    assert json.loads(line) == row and "\u202e" not in line and "é" in line


@pytest.mark.parametrize("argv", [["analyze", "a.txt"], ["review", "no\x1b]0;owned\x07.wav"], ["review", "a.txt"]])
def test_commands_print_no_raw_escape(tmp_path: Path, argv: list[str]) -> None:
    """From a transcript or a name, through output and error lines."""
    (tmp_path / "a.txt").write_text(f"{ESC} Sorry, I {TURN} decided.\n", encoding="utf-8")
    env = {**os.environ, "VOICE_INTERVIEWER_DATA": str(tmp_path / "d"), "VOICE_INTERVIEWER_CACHE": str(tmp_path / "c")}
    command = [sys.executable, "-m", "voice_interviewer", *argv]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, check=False, timeout=120)
    said = (done.stdout + done.stderr).decode()
    assert said and "\x1b" not in said and "\x07" not in said and "\u202e" not in said and "\x9b" not in said


def test_every_command_writes_through_it() -> None:
    """No command writes with `typer.echo` itself."""
    folder = Path(__file__).parent.parent.parent / "voice_interviewer" / "cli"
    raw = [file.name for file in folder.glob("*.py") if "typer.echo(" in file.read_text(encoding="utf-8")]
    assert set(raw) <= {"plain.py", "app.py"}


HOSTILE = "a\x1b]0;title\x07b\x1b[2Jc\u202ed\x9b1m"


def test_what_rich_lays_out_cannot_command_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """A table, a styled line and a bar's description show each control as a picture, on a terminal or in a pipe."""
    from rich.progress import Progress
    from rich.table import Table
    from rich.text import Text

    table = Table(HOSTILE)
    table.add_row(HOSTILE)
    for printed in (table, HOSTILE, Text(HOSTILE, style="bold")):
        console().print(printed)
    with Progress(console=console(stderr=True)) as bar:
        bar.add_task(HOSTILE, total=1)
        bar.console.print(HOSTILE)
    said = capsys.readouterr()
    for text in (said.out, said.err):
        assert "\u241b" in text
        assert not set(text) & {"\x1b", "\x07", "\x9b", "\u202e"}


def test_richs_own_colours_are_kept(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """On a terminal a style is still a colour."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    console().print("[green]yes[/]")
    assert "\x1b[32myes" in capsys.readouterr().out


def test_no_command_goes_round_the_door() -> None:
    """Only this module makes a console of rich."""
    import voice_interviewer.cli.plain as plain

    folder = Path(plain.__file__).parent
    makers = [file.name for file in sorted(folder.glob("*.py")) if "rich.console" in file.read_text(encoding="utf-8")]
    assert makers == ["plain.py"]
