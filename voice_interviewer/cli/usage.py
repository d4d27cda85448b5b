"""What help and mistakes in usage show, beside what typer makes of it by itself."""

from __future__ import annotations

from typing import Any

_UNBROKEN = "\b\n"
"In front of a paragraph of help: its lines stay as they are."


def tidied(command: Any) -> Any:
    """The command (a group with all below it) as its help shall show it.

    Flags without a value (some releases of typer put `<bool>` behind them); arguments in capitals, as in `docs/cli.md`;
    in a list of commands their whole sentences; and examples that can be copied, each in one line.
    """
    for below in getattr(command, "commands", {}).values():
        below.short_help = " ".join(tidied(below).help.split("\n\n")[0].split())
    paragraphs = [each.strip() for each in (command.help or "").split("\n\n")]
    examples = [each for each in paragraphs if each.startswith("Example: ")]
    told = [each for each in paragraphs if each not in examples]
    command.help = "\n\n".join([*told, _UNBROKEN + "\n".join(examples)] if examples else told)
    for each in command.params:
        if each.param_type_name == "argument":
            each.metavar = (each.metavar or each.name.upper()).rstrip("…")  # typer adds its own dots
        elif getattr(each, "is_flag", False):
            each.metavar = ""
    return command


def meant(command: Any, argv: list[str]) -> str:
    """The command that these words call, as it is typed: `voice-interviewer flows show`."""
    typed = ["voice-interviewer"]
    for word in argv:
        if word not in getattr(command, "commands", {}):
            break
        command = command.commands[word]
        typed.append(word)
    return " ".join(typed)
