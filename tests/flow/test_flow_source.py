"""YAML with places: what is read, where it stands, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_interviewer.flow.source import MAX_BYTES, parse, read


def codes(text: str) -> list[tuple[str, int, int]]:
    return [(d.code, d.place.line, d.place.column) for d in parse(text, "x.yaml")[1]]


def test_values_remember_line_and_column() -> None:
    """Every value and key knows where it stands, counting from 1."""
    source, wrong = parse("a: 1\nb:\n  - x\n  - 'y z'\n", "x.yaml")
    assert source is not None and not wrong
    assert source.value == {"a": 1, "b": ["x", "y z"]}
    assert (source.place(("b", 1)).line, source.place(("b", 1)).column) == (4, 5)
    assert (source.place(("b",), key=True).line, source.place(("b",), key=True).column) == (2, 1)
    assert source.inside(("b", 1), 2).column == 8, "inside quotes, two characters on"


def test_a_text_over_several_lines_is_placed_where_it_begins() -> None:
    """No column inside a text is claimed that cannot be known."""
    source, _ = parse("a: |\n  one\n  two\n", "x.yaml")
    assert source is not None
    assert source.inside(("a",), 5) == source.place(("a",))


@pytest.mark.parametrize(
    ("written", "value"),
    [("no", "no"), ("on", "on"), ("12:30", "12:30"), ("0x1f", "0x1f"), ("1e5", "1e5"), ("2024-01-01", "2024-01-01"),
     ("3", 3), ("-2", -2), ("1.5", 1.5), ("true", True), ("null", None), ("'3'", "3"), ("9" * 40, "9" * 40)],
)  # fmt: skip
def test_only_plain_numbers_and_true_false_null_are_more_than_text(written: str, value: object) -> None:
    """The surprises of YAML 1.1 do not happen."""
    source, _ = parse(f"a: {written}", "x.yaml")
    assert source is not None
    assert source.value == {"a": value}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2", [("VF005", 2, 1)]),
        ("a: &x 1", [("VF006", 1, 4)]),
        ("a: *x", [("VF006", 1, 4)]),
        ("a: !!python/object/apply:os.system ['true']", [("VF006", 1, 4)]),
        ("a: !thing 3", [("VF006", 1, 4)]),
        ("a:\n\t- b", [("VF004", 2, 1)]),
        ("a: b: c", [("VF003", 1, 5)]),
        ("", [("VF003", 1, 1)]),
        ("a: 1\n---\nb: 2", [("VF003", 2, 1)]),
        ("? [a, b]\n: c", [("VF003", 1, 3)]),
        ("a: \x07", [("VF003", 1, 4)]),
    ],
)
def test_what_a_flow_has_no_use_for_is_refused_at_its_place(text: str, expected: list[tuple[str, int, int]]) -> None:
    """Tags, anchors, aliases, tabs, duplicates, broken YAML: numbered and located."""
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('a: 1\nb: "left open\nc: 3\n', 2, 4),
        ('a: 1\nb: "left open\nc: 3\nd: "closed"\n', 2, 4),
        ("q:\n  - ask: 'left open\n  - ask: 'closed'\nz: 1\n", 2, 10),
    ],
)
def test_a_quotation_mark_that_is_never_closed_is_found_where_it_opens(text: str, line: int, column: int) -> None:
    """Not at the end of the file, nor at the next one, far below, where the reading breaks."""
    (wrong,) = parse(text, "x.yaml")[1]
    assert (wrong.code, wrong.place.line, wrong.place.column) == ("VF003", line, column)
    assert "quotation mark" in wrong.message


def test_a_quoted_text_over_two_lines_is_fine() -> None:
    """And is not blamed for a mistake that stands elsewhere."""
    assert codes('a: "one\n  two"\nb: 1') == []
    assert codes('a: "one\n  two"\nb: c: d') == [("VF003", 3, 5)]


def test_a_yaml_bomb_costs_nothing() -> None:
    """Aliases are reported, never expanded."""
    bomb = "a: &a [x,x]\n" + "".join(
        f"{c}: &{c} [*{p},*{p}]\n" for p, c in zip("abcdefghijklm", "bcdefghijklmn", strict=True)
    )
    source, wrong = parse(bomb, "x.yaml")
    assert source is not None
    assert {d.code for d in wrong} == {"VF006"}
    assert source.value["n"] == [None, None]


@pytest.mark.parametrize("text", ["a: " + "[" * 5000, "- " * 5000 + "x", "{a: " * 400 + "1"])
def test_deep_nesting_is_refused_without_recursion(text: str) -> None:
    """A hostile file is a message, not a crash."""
    source, wrong = parse(text, "x.yaml")
    assert source is None
    assert wrong[-1].code == "VF003"


def test_files_are_checked_before_they_are_parsed(tmp_path: Path) -> None:
    """Missing, huge and binary files are one line each; a byte-order mark is nothing to speak of."""
    assert read(tmp_path / "no.yaml", "no.yaml")[1][0].code == "VF002"
    assert read(tmp_path, "folder")[1][0].code == "VF002"
    big = tmp_path / "big.yaml"
    big.write_bytes(b"a: " + b"x" * (10 * MAX_BYTES))
    assert "larger" in read(big, "big.yaml")[1][0].message
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"a: b\nc: \xff\xfe")
    assert (read(binary, "b")[1][0].place.line, read(binary, "b")[1][0].place.column) == (2, 4)
    marked = tmp_path / "marked.yaml"
    marked.write_bytes(b"\xef\xbb\xbfa: 1\n")
    source, wrong = read(marked, "m")
    assert source is not None and source.value == {"a": 1} and not wrong


def test_taking_a_part_out_moves_the_places_of_its_neighbours() -> None:
    """After a list item is removed the others are still found where they stand."""
    source, _ = parse("a:\n  - x\n  - y\n  - z\n", "x.yaml")
    assert source is not None
    assert source.take_out(("a", 1))
    assert source.value == {"a": ["x", "z"]}
    assert source.place(("a", 1)).line == 4
    assert not source.take_out(("a", 7)) and not source.take_out(("b", "c")) and not source.take_out(())


@given(st.text(alphabet="ab:-[]{}&*!|>'\"#,? \n\t\\%@`", max_size=60))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    """Whatever is in a file, reading it gives values or diagnostics."""
    source, wrong = parse(text, "x.yaml")
    assert source is not None or wrong
