"""The runner of reproductions: a row holds only when what was seen is what was expected."""

from __future__ import annotations

import json
from pathlib import Path

from scripts.lab import reproduce
from scripts.lab.reproduce import Row, Seen, answers, holds, said


def seen(folder: Path, text: str = "", status: int = 0) -> Seen:
    return Seen(status, text, folder)


def test_rows_have_names_of_their_own() -> None:
    """Every row can be named with `--only`, and says what is expected."""
    rows = [*reproduce.field_rows(), *reproduce.reliability_rows()]
    assert len({row.name for row in rows}) == len(rows) > 40
    assert all(row.expected and row.command for row in rows)


def test_a_row_without_its_output_does_not_hold(tmp_path) -> None:
    """No JSON, JSON of another shape, another status or another text: the fault is still there."""
    row = Row("x", "", answers(2, "kept"), "2 answers")
    assert not holds(row, seen(tmp_path))
    (tmp_path / "o.json").write_text("{}", encoding="utf-8")
    assert not holds(row, seen(tmp_path))
    (tmp_path / "o.json").write_text(json.dumps({"answers": [{"question": "a", "t": "kept"}, {"question": ""}]}))
    assert not holds(row, seen(tmp_path))
    (tmp_path / "o.json").write_text(json.dumps({"answers": [{"question": "a", "t": "kept"}, {"question": "b"}]}))
    assert holds(row, seen(tmp_path))
    assert not said("no such file", 2)(seen(tmp_path, "no such file", 0))
    assert said("no such file", 2)(seen(tmp_path, "x: No such file.", 2))


def test_a_command_runs_in_folders_of_its_own(tmp_path) -> None:
    """Home, data and cache are fresh ones, and the weights are reached through a link."""
    show = Row("x", 'echo "$HOME|$VOICE_INTERVIEWER_DATA"; ls "$VOICE_INTERVIEWER_DATA"', said("models"), "models")
    done = reproduce.run(show, tmp_path, "voice-interviewer", tmp_path)
    assert done.status == 0 and holds(show, done)
    home, data = done.text.splitlines()[0].split("|")
    assert home == str(done.folder) and data.startswith(home)
