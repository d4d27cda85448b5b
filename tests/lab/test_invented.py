"""The count of facts that a reframe invents or loses finds each kind, and nothing in a faithful one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts.lab import invented

TEXT = "So I guess we kind of moved 40 clinics to Porto, and we did not lose a list. It was late."


@pytest.mark.parametrize(
    ("suggestion", "kinds"),
    [
        ("We moved 40 clinics to Porto, and we did not lose a list.", []),
        ("We moved 40 clinics to Porto. My own part was [what you recommended].", []),
        ("We moved 40 clinics to Lisbon.", ["invented"]),
        ("We moved clinics to Porto, and we did not lose a list.", ["number lost"]),
        ("We moved 40 clinics, and we did not lose a list.", ["name lost"]),
        ("We moved 40 clinics to Porto, and we did lose a list.", ["negation lost"]),
    ],
)
def test_each_kind_is_found(suggestion: str, kinds: list[str]) -> None:
    """A new word; a number, a name or a negation left out between what was kept."""
    assert [line.split(":")[0] for line in invented.faults(TEXT, TEXT[:77], suggestion)] == kinds


def test_too_few_reframes_are_no_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The program counts what it read, and one sentence is no thousand."""
    file = tmp_path / "answers.jsonl"
    file.write_text(json.dumps({"id": "a", "text": "We kept the clinics in Porto."}), encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        invented.main([str(file)])
    assert stopped.value.code == 1 and " reframes, 0 facts" in capsys.readouterr().out
    with pytest.raises(SystemExit) as stopped:
        invented.main([str(file), "--least", "1"])
    assert stopped.value.code == 0
