"""A flipped bit is caught by what the file holds, not by what its date says."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from voice_interviewer.availability import Missing, Ready
from voice_interviewer.hearing import smart_turn
from voice_interviewer.weights import check
from voice_interviewer.weights.check import inspect
from voice_interviewer.weights.manifest import File, Model

CONTENT = b"weights " * 4_000


@pytest.fixture
def model(tmp_path: Path) -> Model:
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "model.bin").write_bytes(CONTENT)
    file = File("model.bin", hashlib.sha256(CONTENT).hexdigest(), len(CONTENT), ())
    return Model("m", "M", "tests", tmp_path / "m", "MIT", "us", None, True, (), (file,))


def flip(path: Path) -> None:
    """Change one bit and give the file its old date back, as `cp -p` and `rsync -t` keep it."""
    stat = path.stat()
    with path.open("r+b") as stream:
        stream.seek(1000)
        stream.write(bytes([CONTENT[1000] ^ 1]))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def test_a_flipped_bit_with_an_old_date_is_caught(model: Model) -> None:
    """Size and date are as before; the change time is not."""
    assert [state.state for state in inspect(model)] == ["ok"]
    flip(model.folder / "model.bin")
    assert [state.state for state in inspect(model)] == ["wrong"]


def test_an_intact_file_is_hashed_once(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unchanged file costs a look at its dates; what loads it asks for the whole."""
    inspect(model)
    hashed = []
    monkeypatch.setattr(check, "sha256_of", lambda path: hashed.append(path) or model.files[0].sha256)
    inspect(model)
    assert hashed == []
    inspect(model, thorough=True)
    assert len(hashed) == 1


def test_a_damaged_turn_model_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut or changed, it is missing with its mend; the session goes on without it."""
    monkeypatch.setenv("VOICE_INTERVIEWER_DATA", str(tmp_path))
    file = smart_turn.model_file()
    assert isinstance(smart_turn.SmartTurn.availability(), Missing)
    file.parent.mkdir(parents=True)
    file.write_bytes(b"no model")
    state = smart_turn.SmartTurn.availability()
    assert not isinstance(state, Ready) and "damaged" in state.reason and "models fetch smart-turn" in state.fix
