"""The voice model that ships with the program."""

import numpy as np
import pytest

from voice_interviewer.errors import ModelError
from voice_interviewer.hearing.voiceprint import WINDOW, Voiceprint, mel_frames
from voice_interviewer.weights.check import inspect
from voice_interviewer.weights.manifest import model_named

RATE = 16_000


def tone(hz, seconds=2.0):
    return (0.2 * np.sin(2 * np.pi * hz * np.arange(int(seconds * RATE)) / RATE)).astype(np.float32)


def test_mel_frames_stand_where_the_sound_is():
    """A frame each 10 ms; a tone's power lies in the band of its pitch, and grows with the square of its level."""
    low, high = mel_frames(tone(200)), mel_frames(tone(3000))
    assert low.shape == (201, 40) and low.dtype == np.float32
    assert np.argmax(low[100]) < 5 and 20 < np.argmax(high[100]) < 30
    assert mel_frames(2 * tone(200))[100].max() == pytest.approx(4 * low[100].max(), rel=1e-3)


def test_vectors_are_unit_and_the_same_each_time():
    """(n, 160, 40) windows give n unit vectors; sounds that differ have vectors that differ."""
    model = Voiceprint()
    windows = np.stack([mel_frames(tone(hz))[:WINDOW] for hz in (150, 150, 900)])
    made = model.vectors(windows)
    assert made.shape == (3, 256)
    assert np.linalg.norm(made, axis=1) == pytest.approx(np.ones(3), abs=1e-4)
    assert made[0] @ made[1] == pytest.approx(1.0, abs=1e-4) and made[0] @ made[2] < 0.95
    assert model.vectors(windows[:0]).shape == (0, 256)


def test_its_file_is_the_one_of_the_manifest():
    """Listed with its licence, lies with the program, never fetched."""
    listed = model_named("voiceprint")
    assert listed.shipped and listed.licence == "Apache-2.0" and not listed.packages
    assert {state.state for state in inspect(listed, thorough=True)} == {"ok"}


def test_a_missing_or_broken_file_is_one_line(tmp_path):
    """Both are named as what they are."""
    with pytest.raises(ModelError, match="missing"):
        Voiceprint(tmp_path / "none.onnx")
    (tmp_path / "broken.onnx").write_bytes(b"nothing")
    with pytest.raises(ModelError, match="cannot be loaded"):
        Voiceprint(tmp_path / "broken.onnx")
