"""Write docs/cli.md, the reference of all commands, from the commands themselves.

    python -m scripts.lab.make_cli_reference [--check] [--out docs/cli.md]

With `--check` nothing is written; the exit status is 1 when the page is not what the commands say.
"""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from scripts.lab import ROOT
from voice_interviewer.cli.usage import placeholder

PAGE = ROOT / "docs" / "cli.md"
HEAD = """# Commands

Made from the program by `python -m scripts.lab.make_cli_reference`; a test keeps it fresh. `--help` behind any command
shows the same. Exit status: 0 success, 2 bad usage or input, 1 anything else, 130 after Ctrl-C (`web` is ended by
it, with 0). `--debug` before a command shows tracebacks instead of one line.
"""


@dataclass(frozen=True)
class Command:
    """One command: what is typed, and the function behind it."""

    words: str
    function: Callable[..., Any]
    help: str

    @property
    def first_line(self) -> str:
        """What it does, in one sentence."""
        return " ".join(self.help.split("\n\n")[0].split())


def commands() -> Iterator[Command]:
    """Every command in the order of the help, those of groups behind the others."""
    from voice_interviewer.cli.app import _register, app

    if not app.registered_commands:
        _register()
    groups = [(f"{group.name} ", group.typer_instance) for group in app.registered_groups if group.typer_instance]
    for before, one in [("", app), *groups]:
        for found in one.registered_commands:
            assert found.callback is not None
            name = found.name or found.callback.__name__.replace("_", "-")
            yield Command(before + name, found.callback, inspect.cleandoc(found.help or found.callback.__doc__ or ""))


def page() -> str:
    """The whole page as Markdown."""
    found = list(commands())
    lines = [HEAD, *(f"- [`{c.words}`](#{c.words.replace(' ', '-')}): {c.first_line}" for c in found)]
    for command in found:
        lines += ["", f"## {command.words}", "", command.help, *_parameters(command.function)]
    return "\n".join(lines) + "\n"


def _parameters(function: Callable[..., Any]) -> Iterator[str]:
    """Arguments and options as a table; nothing where there are none."""
    rows = []
    hints = get_type_hints(function, include_extras=True)
    for name, parameter in inspect.signature(function).parameters.items():
        kind, *more = get_args(hints[name]) if get_origin(hints[name]) is Annotated else (hints[name],)
        info = next((m for m in more if hasattr(m, "param_decls")), None)
        if info is not None and not info.hidden:
            about = " ".join((info.help or "").split()).replace("|", "\\|")
            rows.append(f"| {_typed(name, kind, info)} | {about} | {_default(parameter.default)} |")
    if rows:
        yield from ("", "| argument or option | | default |", "|---|---|---|", *rows)


def _typed(name: str, kind: Any, info: Any) -> str:
    """How a parameter is typed: `FLOW`, `--seed N`, `--headphones / --speakers`."""
    if type(info).__name__ == "ArgumentInfo":
        return f"`{info.metavar or name.upper()}`".replace("|", "\\|")
    dashed = "--" + name.replace("_", "-")
    # Typer takes the first name of an annotated option for its default, and sorts that out later.
    named = (*([info.default] if isinstance(info.default, str) else []), *(info.param_decls or ()))
    kinds = {k for k in (kind, *get_args(kind)) if k is not type(None)}
    if bool in kinds:
        given = named or (f"{dashed}/--no-{dashed[2:]}",)
        return ", ".join("`" + each.replace("/", "` / `") + "`" for each in given)
    word = (info.metavar or placeholder(kind)).replace("|", "\\|")
    return ", ".join(f"`{each} {word}`" for each in named or (dashed,))


def _default(value: Any) -> str:
    if value is inspect.Parameter.empty:
        return "required"
    return "" if value is None or isinstance(value, bool) or value in ("", ()) else f"`{value}`"


def main(argv: Sequence[str] | None = None) -> int:
    """Write or check the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; 1 when the page is not fresh")
    parser.add_argument("--out", type=Path, default=PAGE)
    options = parser.parse_args(argv)
    made = page()
    if options.check:
        there = options.out.read_text(encoding="utf-8") if options.out.is_file() else ""
        if there != made:
            print(f"{options.out} is not fresh: run python -m scripts.lab.make_cli_reference", file=sys.stderr)
        return 0 if there == made else 1
    options.out.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
