"""Own criteria choose what is shown; every mistake in the file is one line with its place and what was meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from places import DOCS

from voice_interviewer.cohort import criteria
from voice_interviewer.cohort.records import Answer, First, Mark, Recording, Withheld
from voice_interviewer.errors import InputFileError
from voice_interviewer.rubric.keys import LABELS


def read(tmp_path: Path, text: str) -> criteria.Criteria:
    path = tmp_path / "rubric.yaml"
    path.write_text(text, encoding="utf-8")
    return criteria.read(path)


RECORD = Recording(
    student="a",
    recording="x.wav",
    answers=[Answer(number=1, signals={"restraint": "missed", "learning_loop": "missed"}, listens=["restraint"])],
    marks=[Mark(label="hedge"), Mark(label="team_voice"), Mark(label="filler")],
    priorities=[First(label="hedge", title="h"), First(label="team_voice", title="t"), First(label="pace", title="p")],
    strengths=[First(label="ownership", title="o")],
    withheld=[Withheld(what="rates", why="x"), Withheld(what="hedge", why="y")],
)


def test_named_labels_alone_are_shown(tmp_path: Path) -> None:
    """Marks, priorities, strengths, signals and what was withheld; the record itself is left as it was."""
    found = read(tmp_path, "labels: [team_voice, learning_loop]\n")
    shown = found.chosen(RECORD)
    assert [m.label for m in shown.marks] == ["team_voice"] and [p.label for p in shown.priorities] == ["team_voice"]
    assert not shown.strengths and [w.what for w in shown.withheld] == ["rates"]
    assert shown.answers[0].signals == {"learning_loop": "missed"} and shown.answers[0].listens == []
    assert len(RECORD.marks) == 3 and RECORD.answers[0].listens == ["restraint"]


def test_left_out_labels_are_not_shown(tmp_path: Path) -> None:
    """All others are, and what only a measure shows; pages say what is not."""
    left_out = read(tmp_path, "leave_out: [hedge, filler]\nnames: {hedge: Doubt}\n")
    assert left_out.told() == "Not shown here: Doubt, filler." and criteria.ALL.told() == ""
    shown = left_out.chosen(RECORD)
    assert [m.label for m in shown.marks] == ["team_voice"] and [p.label for p in shown.priorities] == [
        "team_voice",
        "pace",
    ]


def test_without_criteria_all_is_shown() -> None:
    """The very record."""
    assert criteria.ALL.chosen(RECORD) is RECORD
    assert all(criteria.ALL.counts(label) for label in LABELS)


def test_names_notes_and_headings(tmp_path: Path) -> None:
    """What the pages say comes from the file."""
    found = read(
        tmp_path, "title: Week 3\nintro: Two of us listened.\nnames: {hedge: Doubt}\nnotes: {rollback: See week 2.}\n"
    )
    assert (found.title, found.names["hedge"], found.notes["rollback"]) == ("Week 3", "Doubt", "See week 2.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "title: x\nlabels:\n  - hedge\n  - ownrship\n",
            r"rubric\.yaml:4: labels\.1: “ownrship” is no label.*mean \"ownership\".*absence_lead",
        ),
        ("names:\n  hegde: x\n", r"rubric\.yaml:2: names\.hegde: “hegde” is no label.*\"hedge\""),
        ("notes:\n  rolback: x\n", r"rubric\.yaml:2: notes\.rolback: “rolback” is no question pattern.*\"rollback\""),
        ("titlle: x\n", r"rubric\.yaml:1: titlle: there is no such field.*\"title\""),
        ("labels: [hedge]\nleave_out: [filler]\n", r"rubric\.yaml:2: leave_out: give either"),
        ("title: ' '\n", r"rubric\.yaml:1: title: these words are blank"),
        ("labels: hedge\n", r"rubric\.yaml:1: labels: this is a list; write \[hedge\]"),
        ("- hedge\n", r"rubric\.yaml:1: criteria are a list of fields: title"),
        ("labels: [hedge\n", r"rubric\.yaml:2: no YAML"),
        ("labels: [hedge]\nlabels: [hedge]\n", r"rubric\.yaml:2: labels is given twice"),
        ("", r"rubric\.yaml:1: the file is empty"),
        ("[" * 100_000, "nested too deep|no YAML"),
        ("#" * 300_000, "too large"),
    ],
)
def test_mistakes_are_one_line_with_place_and_mend(tmp_path: Path, text: str, said: str) -> None:
    """Line and key of the mistake, and the nearest name or all of them."""
    with pytest.raises(InputFileError, match=said) as caught:
        read(tmp_path, text)
    assert "\n" not in str(caught.value)


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    """A file that is not there, or is no text."""
    with pytest.raises(InputFileError, match="cannot be read"):
        criteria.read(tmp_path / "gone.yaml")
    (tmp_path / "b.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(InputFileError, match="no UTF-8"):
        criteria.read(tmp_path / "b.yaml")


def test_the_documents_example_is_one(tmp_path: Path) -> None:
    """What the guide shows can be copied."""
    (example,) = re.findall(r"```yaml\n(.*?)```", (DOCS / "cohort.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    found = read(tmp_path, example)
    assert found.labels and found.names and found.notes and found.intro
