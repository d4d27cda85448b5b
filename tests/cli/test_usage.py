"""What `--help` shows, and which command a mistake in usage points to."""

import re
from pathlib import Path
from typing import Any, Literal

import pytest
import typer

from voice_interviewer.cli.app import _register, app, run
from voice_interviewer.cli.sessions import FORMATS
from voice_interviewer.cli.usage import meant, placeholder, tidied
from voice_interviewer.flow.schema import STYLES
from voice_interviewer.sessions.choices import PATIENCE


def shown(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *argv: str) -> str:
    """The help of a command in a window of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")
    run(list(argv))
    return capsys.readouterr().out


def found(*words: str) -> Any:
    """The command that is called so."""
    command: Any = typer.main.get_command(app)
    for word in words:
        command = command.commands[word]
    return command


@pytest.mark.parametrize("argv", [["--help"], ["practice", "-h"], ["flows", "check", "--help"], ["flows"]])
def test_flags_take_no_value_in_help(argv, capsys, monkeypatch) -> None:
    """Behind a flag stands no type, as if something had to follow it."""
    text = shown(capsys, monkeypatch, *argv)
    assert re.search(r"--help +Show", text) and "<bool>" not in text


def test_no_help_shows_a_type_of_the_program(capsys, monkeypatch) -> None:
    """What an option takes is told in words, choices or a letter: nothing in angle brackets, in any command."""
    _register()
    left: list[tuple[str, ...]] = [()]
    told = ""
    while left:
        words = left.pop()
        told += shown(capsys, monkeypatch, *words, "--help")
        left += [(*words, name) for name in getattr(found(*words), "commands", {})]
    assert re.findall(r"<[\w\[\]. |]+>", told) == []
    wanted = {"--minutes MINUTES", "--seed N", "--json PATH", "--acknowledge off|normal", "--seconds SECONDS"}
    assert {each for each in wanted if each not in told} == set()
    assert "--format mermaid|dot|svg" in told and "--style neutral|warm|tough" in told


@pytest.mark.parametrize(
    ("words", "option", "known"),
    [
        (("practice",), "style", STYLES),
        (("debrief",), "format", FORMATS),
        (("flows", "draw"), "format", ("mermaid", "dot", "svg")),
        (("practice",), "patience", (*PATIENCE, "FACTOR")),
    ],
)
def test_choices_in_help_are_those_there_are(words, option, known) -> None:
    """Where the program looks them up by itself, its help names the same."""
    tidied(command := found(*words))
    (shown_there,) = [each.metavar for each in command.params if each.name == option]
    assert shown_there.split("|") == list(known)


@pytest.mark.parametrize(
    ("kind", "word"),
    [(int, "N"), (float | None, "X"), (Path, "PATH"), (list[str] | None, "TEXT"), (Literal["a", "b"] | None, "a|b")],
)
def test_what_stands_for_a_value(kind, word) -> None:
    """Whether it may be left out or given again makes no difference."""
    assert placeholder(kind) == word


def test_help_is_readable_in_a_usual_window(capsys, monkeypatch) -> None:
    """In 80 columns what an option does has half of the line, and no word or address is cut off."""
    text = shown(capsys, monkeypatch, "practice", "--help")
    assert "--interruptions / --no-interruptions" in text and "http://127.0.0.1:8080/v1." in text
    assert len(text.splitlines()) < 90 and "…" not in text


def test_examples_stand_in_one_line_each(capsys, monkeypatch) -> None:
    """They are there to be copied; two of them make no paragraph."""
    text = shown(capsys, monkeypatch, "practice", "--help")
    assert "  Example: `voice-interviewer practice questions.txt --for posting.txt --cv notes.txt`\n" in text
    assert text.count("\n  Example: ") == 4


def test_a_list_of_commands_tells_their_whole_sentences(capsys, monkeypatch) -> None:
    """None ends in dots."""
    text = shown(capsys, monkeypatch, "--help")
    assert "..." not in text.split("Commands:")[1]
    assert "a debrief with evidence is written at the end" in re.sub(r"\s+", " ", text)


def test_arguments_are_written_as_on_the_page(capsys, monkeypatch) -> None:
    """Capitals everywhere, as in docs/cli.md."""
    assert "judge [OPTIONS] {OUT} {STUDENT}" in shown(capsys, monkeypatch, "cohort", "judge", "--help").replace(
        " OUT STUDENT", " {OUT} {STUDENT}"
    )


def test_every_option_says_what_it_does() -> None:
    """And every argument: a name alone explains nothing."""
    _register()
    left: list[Any] = [typer.main.get_command(app)]
    silent = []
    while left:
        command = left.pop()
        left += getattr(command, "commands", {}).values()
        silent += [(command.name, each.name) for each in command.params if not each.help]
    assert silent == []


@pytest.mark.parametrize(
    ("argv", "help_of"),
    [
        (["practice", "--candidate"], "practice"),
        (["flows", "show"], "flows show"),
        (["--debug", "flows", "show"], "flows show"),
        (["flows", "--nope"], "flows"),
        (["practice", "--minutes", "review"], "practice"),
    ],
)
def test_a_mistake_points_to_the_help_of_its_command(argv, help_of, capsys) -> None:
    """Whatever the library knows about where it happened."""
    assert run(argv) == 2
    assert capsys.readouterr().err.endswith(f"See `voice-interviewer {help_of} --help`.\n")


def test_a_word_that_is_no_command_ends_the_way() -> None:
    """What follows a command are its arguments, whatever they are called."""
    assert meant(object(), ["practice"]) == "voice-interviewer"


def test_a_group_alone_shows_its_help_once(capsys) -> None:
    """On standard output, with the exit code of bad usage, and no line of complaint."""
    assert run(["flows"]) == 2
    said = capsys.readouterr()
    assert said.out.startswith("Usage: voice-interviewer flows") and said.err == ""
