"""What help and mistakes in usage show, beside what typer makes of it by itself."""

from __future__ import annotations

from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

_UNBROKEN = "\b\n"
"In front of a paragraph of help: its lines stay as they are."


def tidied(command: Any) -> Any:
    """The command (a group with all below it) as its help shall show it.

    Values as a person writes them, not as types of the program (some releases of typer put `<str>` or `<bool>` there):
    none behind a flag, arguments in capitals, as in `docs/cli.md`. In a list of commands their whole sentences; and
    examples that can be copied, each in one line.
    """
    for below in getattr(command, "commands", {}).values():
        below.short_help = " ".join(tidied(below).help.split("\n\n")[0].split())
    paragraphs = [each.strip() for each in (command.help or "").split("\n\n")]
    examples = [each for each in paragraphs if each.startswith("Example: ")]
    told = [each for each in paragraphs if each not in examples]
    command.help = "\n\n".join([*told, _UNBROKEN + "\n".join(examples)] if examples else told)
    hints = get_type_hints(command.callback) if command.callback else {}
    for each in command.params:
        if each.param_type_name == "argument":
            each.metavar = (each.metavar or each.name.upper()).rstrip("…")  # typer adds its own dots
            each.display_type_rich = lambda ctx: ""  # its name says what it is
        elif getattr(each, "is_flag", False):
            each.metavar = ""
        elif each.name in hints:
            each.metavar = each.metavar or placeholder(hints[each.name])
    return command


def placeholder(kind: Any) -> str:
    """What stands for a value of this annotation: its choices, `N` (whole), `X` (any number), `PATH` or `TEXT`."""
    inner = [each for each in get_args(kind) if each is not NoneType]
    if get_origin(kind) is Literal:
        return "|".join(inner)
    return placeholder(inner[0]) if inner else {int: "N", float: "X", Path: "PATH"}.get(kind, "TEXT")


def meant(command: Any, argv: list[str]) -> str:
    """The command that these words call, as it is typed: `voice-interviewer flows show`."""
    typed = ["voice-interviewer"]
    for word in argv:
        if word not in getattr(command, "commands", {}):
            break
        command = command.commands[word]
        typed.append(word)
    return " ".join(typed)
