"""A network that is missing or damaged is one clear error, which says what it is, where, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_interviewer.errors import ModelError
from voice_interviewer.hearing.network import load_network
from voice_interviewer.hearing.voiceprint import model_file


def test_a_network_that_ships_is_loaded() -> None:
    """It asks for what it needs by name."""
    assert [one.name for one in load_network(model_file(), "voice model", "-").get_inputs()] == ["mel"]


def test_a_missing_network_says_what_to_do(tmp_path: Path) -> None:
    """Its file is named, and the way to get it."""
    with pytest.raises(ModelError, match="the turn model is missing") as caught:
        load_network(tmp_path / "none.onnx", "turn model", "Fetch it.")
    assert "none.onnx" in str(caught.value.where) and caught.value.fix == "Fetch it."


def test_a_damaged_network_says_which(tmp_path: Path) -> None:
    """Whatever onnxruntime throws becomes an error of ours."""
    file = tmp_path / "x.onnx"
    file.write_bytes(b"no network")
    with pytest.raises(ModelError, match="the turn model cannot be loaded") as caught:
        load_network(file, "turn model", "-")
    assert caught.value.where == str(file)
