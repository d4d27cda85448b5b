"""What may be written to a terminal: text from files, names and speech, without anything a terminal would obey.

An escape sequence in a transcript or a file name could set the window's title, hide or overwrite lines, or make a link
(OSC 8); a bidirectional control could turn a line round. Each becomes a visible stand-in. Our own colours are made by
rich from styles and are not touched: what it lays out goes through the same door (`console`).
"""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]"
)
"C0 and C1 controls but tab and line feed, DEL, directional marks, embeddings, isolates, and interlinear notes."


def visible(text: str) -> str:
    """The text with each control as a picture (`␛`) or its code (`<202E>`); CR LF becomes a line feed."""
    return _UNSAFE.sub(_stand_in, text.replace("\r\n", "\n"))


def _stand_in(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"<{code:04X}>"


def echo(message: Any = "", *, err: bool = False, nl: bool = True) -> None:
    """As `typer.echo`, with the message made safe."""
    typer.echo(visible(str(message)), err=err, nl=nl)


def prose(text: str, *, indent: int = 0) -> None:
    """Sentences on standard output: in a terminal broken between words, elsewhere in one line for whatever reads it.

    `indent`: blanks in front of every line but the first. Not for commands and paths, which are there to be copied.
    """
    if sys.stdout.isatty():
        width = max(shutil.get_terminal_size().columns - 1, indent + 20)  # a full line makes some terminals add one
        gap = " " * indent
        text = textwrap.fill(text, width, subsequent_indent=gap, break_long_words=False, break_on_hyphens=False)
    echo(text)


def console(*, stderr: bool = False, soft_wrap: bool = False) -> Console:
    """A console of rich for tables, bars and colours, with every text made safe as it is laid out."""
    from collections.abc import Iterable

    from rich import console as rich_console
    from rich.segment import Segment

    class Safe(rich_console.Console):
        """Whatever is printed, also by a progress bar, becomes segments here; those with a control are rich's own."""

        def render(
            self, renderable: rich_console.RenderableType, options: rich_console.ConsoleOptions | None = None
        ) -> Iterable[Segment]:
            for segment in super().render(renderable, options):
                yield segment if segment.control else Segment(visible(segment.text), segment.style)

    return Safe(stderr=stderr, soft_wrap=soft_wrap)


def escaped_json(line: str) -> str:
    """A line of JSON in which every control that may stand raw in a string is written as its escape; the same value."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
