"""Lines break between words, at the width of the terminal."""

from __future__ import annotations

import pytest

from voice_interviewer.cli.wrapping import wrapped


@pytest.mark.parametrize(
    ("text", "columns", "taken", "lines"),
    [
        ("", 10, 0, [""]),
        ("one two", 10, 0, ["one two"]),
        ("one two six", 7, 0, ["one two", "six"]),
        ("one two six", 11, 0, ["one two six"]),
        ("one two six", 11, 4, ["one two", "six"]),
        ("one\ntwo six", 7, 4, ["one", "two six"]),
        ("incomprehensibilities of it", 9, 0, ["incomprehensibilities", "of it"]),
        ("日本語 日本語 go", 8, 0, ["日本語", "日本語", "go"]),
        ("a  b", 10, 0, ["a  b"]),
    ],
)
def test_no_word_is_cut(text: str, columns: int, taken: int, lines: list[str]) -> None:
    """Only a word that is wider than a line runs over; signs of two columns count as two."""
    assert wrapped(text, columns, taken).split("\n") == lines


@pytest.mark.parametrize("columns", [20, 40, 79])
def test_nothing_is_lost(columns: int) -> None:
    """The words are the same, and each line fits."""
    text = "Take the time you need, and tell me if you want one repeated; we will come back to it at the end."
    lines = wrapped(text, columns, 13).split("\n")
    assert " ".join(lines) == text
    assert len(lines[0]) <= columns - 13 and max(map(len, lines)) <= columns
