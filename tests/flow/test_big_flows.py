"""Flows of a thousand questions, and mistakes in them: drawn, checked, and told by cause."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_interviewer.cli.app import run
from voice_interviewer.flow.catalog import check_flow, find, load_flow
from voice_interviewer.flow.graph import tree

HEAD = "schema: 1\nid: many\ntitle: Many\nsummary: Many questions in a row.\nminutes: 90\nstart: n0\nquestions:\n"
QUESTION = """  n{n}:
    title: T{n}
    ask:
      - What would fail first in part {n} of it?
      - Which part of step {n} worries you most?
      - In stage {n}, what would you watch?
      - What did you decide in step {n}?
"""


def chain(folder: Path, length: int, last: str, name: str = "many.yaml") -> Path:
    """A flow of `length` questions one after the other; `last` is the line behind the last one."""
    ways = [f"    to: n{n + 1}\n" for n in range(length - 1)] + [last]
    file = folder / name
    file.write_text(HEAD + "".join(QUESTION.format(n=n) + way for n, way in enumerate(ways)), encoding="utf-8")
    return file


def test_a_thousand_questions_are_drawn(tmp_path) -> None:
    """The tree shows every question once, in lines that a terminal can hold."""
    lines = tree(load_flow(str(chain(tmp_path, 1000, "    to: END\n")))).splitlines()
    shown = [line for line in lines if " T" in line]
    assert len(shown) == 1000
    assert max(map(len, lines)) < 160


def test_one_missing_way_is_one_message(tmp_path) -> None:
    """The question that says nowhere to go is named; the hundred that lead to it are not."""
    found = check_flow(str(chain(tmp_path, 100, ""))).diagnostics
    assert [(d.code, "n99" in d.message) for d in found] == [("VF030", True)]


def test_questions_that_only_lead_into_a_circle_are_counted(tmp_path) -> None:
    """A circle without a way out is named once, with how many questions lead there."""
    found = check_flow(str(chain(tmp_path, 50, "    to: n48\n"))).diagnostics
    assert [d.code for d in found] == ["VF019"]
    assert "n48" in found[0].message and "48 other questions lead there" in found[0].message


def test_a_suffix_in_capitals_is_a_flow_file(tmp_path) -> None:
    """`.YAML` is found like `.yaml`."""
    file = chain(tmp_path, 2, "    to: END\n", "UPPER.YAML")
    assert find(str(file)) == file


@pytest.mark.parametrize(("given", "written"), [("my notes", "my notes.yaml"), ("own.yml", "own.yml")])
def test_a_new_flow_is_one_that_can_be_found_again(tmp_path, capsys, given: str, written: str) -> None:
    """A missing suffix is added, and the command that is printed works as it stands."""
    assert run(["flows", "new", str(tmp_path / given)]) == 0 and (tmp_path / written).is_file()
    assert (f"'{tmp_path / written}'" if " " in given else str(tmp_path / written)) in capsys.readouterr().out


def test_a_new_flow_of_another_suffix_is_refused(tmp_path) -> None:
    """`flows new notes.txt` would write a file that `flows check` cannot find."""
    assert run(["flows", "new", str(tmp_path / "notes.txt")]) == 2 and not list(tmp_path.iterdir())
