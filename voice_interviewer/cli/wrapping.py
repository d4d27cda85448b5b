"""Long lines of the live page, broken between words: a terminal by itself breaks in the midst of them."""

from __future__ import annotations


def wrapped(text: str, columns: int, taken: int = 0) -> str:
    """The text with line feeds instead of some blanks, so that no line is wider than `columns`.

    `taken`: columns of the first line that are used already. Widths are those a terminal gives (two columns for many
    East Asian signs). A word wider than a line stays whole; line feeds of the text stay.
    """
    from prompt_toolkit.utils import get_cwidth

    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, width = "", 0 if lines else taken
        for word in paragraph.split(" "):
            wide = get_cwidth(word)
            if line and width + 1 + wide > columns:
                lines.append(line)
                line, width = word, wide
            else:
                line = f"{line} {word}" if line else word
                width += wide + (1 if line != word else 0)
        lines.append(line)
    return "\n".join(lines)
