"""`--tagger` of analyze, review and practice: another folder is heard, one that does not fit is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from voice_interviewer import paths
from voice_interviewer.cli.app import run
from voice_interviewer.errors import ModelError, UsageError
from voice_interviewer.language.weigh import shipped

SHIPPED = paths.shipped("models") / "reader"


@pytest.mark.parametrize("command", [["analyze", "-"], ["review", "a.txt"], ["practice"]])
def test_a_folder_that_is_no_checkpoint_is_refused(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """Before anything else happens one line says what the folder lacks."""
    assert run([*command, "--tagger", str(tmp_path)]) == UsageError.exit_code
    error = capsys.readouterr().err
    assert "model.onnx" in error and len(error.strip().splitlines()) == 1


def test_a_checkpoint_for_other_labels_is_refused(tmp_path: Path):
    """A model that knows none of our labels could only add noise."""
    folder = tmp_path / "other"
    shutil.copytree(SHIPPED, folder)
    config = json.loads((folder / "config.json").read_text())
    config["id2label"] = {number: f"mood_{number}" for number in config["id2label"]}
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(ModelError, match="none of the labels"):
        shipped.load_reader(folder)


def test_a_compatible_folder_is_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """`analyze --tagger` listens to the folder named, here one that denies everything; the next command does not."""
    folder = tmp_path / "mine"
    shutil.copytree(SHIPPED, folder)
    config = json.loads((folder / "config.json").read_text())
    never = {"reader": 0.0, "cues": 0.0, "plain": 0.0, "bias": -60.0, "heard": 0.95, "perhaps": 0.9}
    config["joins"] = dict.fromkeys(config["joins"], never)
    (folder / "config.json").write_text(json.dumps(config))
    answer = tmp_path / "answer.txt"
    answer.write_text("I refused to launch it, because nobody would have been paged.\n")
    assert run(["analyze", str(answer), "--jsonl"]) == 0
    assert "ownership" in capsys.readouterr().out
    assert run(["analyze", str(answer), "--jsonl", "--tagger", str(folder)]) == 0
    assert "ownership" not in capsys.readouterr().out
    assert run(["analyze", str(answer), "--jsonl"]) == 0
    assert "ownership" in capsys.readouterr().out, "a choice lasts for one command only"
