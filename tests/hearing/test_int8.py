"""Weights of 16 bits are written once as the 8 bits they are computed with; anything unknown is left as it is."""

from __future__ import annotations

import io
import json
import struct
from pathlib import Path

import numpy as np
import pytest

from voice_interviewer.hearing import int8
from voice_interviewer.paths import models_dir

TINY = models_dir() / "tiny.en"
WEIGHT = np.array([[0.5, -1.0, 0.25], [0.0, 0.0, 0.0]], np.float16)
BIAS = np.array([1.5, -2.0], np.float16)


def text(value: str) -> bytes:
    """As CTranslate2 writes it."""
    return struct.pack("<H", len(value) + 1) + value.encode() + b"\0"


def variable(name: str, value: np.ndarray, kind: int) -> bytes:
    """One entry of the file."""
    head = text(name) + struct.pack(f"<B{value.ndim}I", value.ndim, *value.shape)
    return head + struct.pack("<BI", kind, value.nbytes) + value.tobytes()


def weights(version: int = 6, behind: bytes = b"") -> bytes:
    """A small model: a table of weights, one of a convolution, a bias, and another name for the first."""
    kept = variable("enc/conv1/weight", WEIGHT, 4) + variable("dec/bias", BIAS, 4)
    body = variable("dec/weight", WEIGHT, 4) + kept
    head = struct.pack("<I", version) + text("WhisperSpec") + struct.pack("<II", 3, 3)
    return head + body + struct.pack("<I", 1) + text("dec/again/weight") + text("dec/weight") + behind


def folder(tmp_path: Path, content: bytes) -> Path:
    """A fetched model with these weights."""
    (tmp_path / "model.bin").write_bytes(content)
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "notes.txt").write_text("of no use to the engine")
    return tmp_path


def test_a_table_becomes_eight_bits_and_a_scale_a_row(tmp_path: Path) -> None:
    """The largest of a row becomes 127; a row of zeros has the scale 1; what is no table stays."""
    made = int8.make(folder(tmp_path, weights()))
    assert made == tmp_path / "int8"
    expected = struct.pack("<I", 6) + text("WhisperSpec") + struct.pack("<II", 3, 4)
    expected += variable("dec/weight", np.array([[64, -127, 32], [0, 0, 0]], np.int8), 1)
    expected += variable("dec/weight_scale", np.array([127.0, 1.0], np.float32), 0)
    expected += variable("enc/conv1/weight", WEIGHT, 4) + variable("dec/bias", BIAS, 4)
    expected += struct.pack("<I", 2) + text("dec/again/weight") + text("dec/weight")
    expected += text("dec/again/weight_scale") + text("dec/weight_scale")
    assert (made / "model.bin").read_bytes() == expected
    assert sorted(file.name for file in made.iterdir()) == ["config.json", "made.json", "model.bin"]


def test_it_is_found_again_until_the_model_is_another(tmp_path: Path) -> None:
    """Nothing before it was made, nothing of an earlier model, and no scratch is left."""
    model = folder(tmp_path, weights())
    assert int8.ready(model) is None
    assert int8.make(model) == int8.ready(model) == model / "int8"
    assert not list(model.glob(".int8-*"))
    (model / "model.bin").write_bytes(weights() + b"x")
    assert int8.ready(model) is None


def test_a_damaged_one_is_none(tmp_path: Path) -> None:
    """One bit that flipped, a file that went, a seal that is no seal: it is made anew."""
    model = folder(tmp_path, weights())
    made = int8.make(model)
    assert made is not None
    whole = (made / "model.bin").read_bytes()
    (made / "model.bin").write_bytes(whole[:-1] + b"\1")
    assert int8.ready(model) is None
    (made / "model.bin").write_bytes(whole)
    assert int8.ready(model) is not None
    (made / "config.json").unlink()
    assert int8.ready(model) is None
    for seal in ("[]", "{", json.dumps({"of": int8.made_of(model), "files": 3})):
        (made / "made.json").write_text(seal)
        assert int8.ready(model) is None
    assert int8.make(model) == made and int8.ready(model) == made


@pytest.mark.parametrize("content", [weights(version=7), weights(behind=b"more"), weights()[:-9], b"", weights()[:40]])
def test_a_file_of_another_form_is_left_alone(tmp_path: Path, content: bytes) -> None:
    """Another version, something behind the end, an end too early: nothing is made, nothing is left lying about."""
    model = folder(tmp_path, content)
    assert int8.make(model) is None
    assert sorted(file.name for file in model.iterdir()) == ["config.json", "model.bin", "notes.txt"]


def test_a_table_is_read_a_few_rows_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pieces join to what the whole would give."""
    whole, pieces = io.BytesIO(), io.BytesIO()
    int8._convert(io.BytesIO(weights()), whole)
    monkeypatch.setattr(int8, "_ROWS", 1)
    int8._convert(io.BytesIO(weights()), pieces)
    assert whole.getvalue() == pieces.getvalue()


@pytest.mark.models
@pytest.mark.skipif(not (TINY / "model.bin").is_file(), reason="tiny.en is not fetched")
def test_whisper_hears_the_same_to_the_last_bit(tmp_path: Path) -> None:
    """Words, times and probabilities, from the fetched weights and from ours."""
    from voice_interviewer.audio.playout import resample
    from voice_interviewer.hearing.whisper import WhisperRecogniser
    from voice_interviewer.voice.hibari import HibariVoice

    for file in TINY.iterdir():
        if file.is_file() and not file.name.startswith("."):
            (tmp_path / file.name).symlink_to(file)
    made = int8.make(tmp_path)
    assert made is not None
    clip = HibariVoice().speak("We had no alert on the share of empty records, and I told the product lead so.")
    pcm = resample(clip.pcm, clip.rate_hz, 16_000)
    theirs, ours = WhisperRecogniser(TINY), WhisperRecogniser(made)
    assert theirs.model == "tiny.en" and ours.model == tmp_path.name
    assert theirs.transcribe(pcm) == ours.transcribe(pcm) != ()
