"""The bench of voices counts what it says, and the converter keeps the gates in order."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from scripts.lab.bench_voices import NOBODY, alone, interview, judge, voiced_spans
from scripts.lab.make_voiceprint import _gates
from voice_interviewer.audio.protocols import BLOCK

RATE = 16_000


class Loud:
    """Stands in for voice activity: what is loud is voice."""

    def reset(self) -> None:
        pass

    def probabilities(self, samples: np.ndarray) -> np.ndarray:
        return (np.abs(samples).reshape(-1, BLOCK).max(axis=1) > 0.05).astype(np.float32)


class Pitch:
    """Stands in for the voice model: a low voice and a high one; `deaf` hears no difference."""

    def __init__(self, deaf: bool = False) -> None:
        self.deaf = deaf

    def vectors(self, mels: np.ndarray) -> np.ndarray:
        low = mels[:, :, :6].sum(axis=(1, 2)) > mels[:, :, 6:].sum(axis=(1, 2))
        return np.where((low | self.deaf)[:, None], np.eye(8)[0], np.eye(8)[1]).astype(np.float32)


def tone(hz: float, seconds: float) -> np.ndarray:
    return (0.2 * np.sin(2 * np.pi * hz * np.arange(int(seconds * RATE)) / RATE)).astype(np.float32)


def test_an_interview_is_judged_by_its_own_truth(tmp_path: Path) -> None:
    """Turns, pauses and truth are of one length; a model that hears errs nowhere, a deaf one claims nothing."""
    pcm, truth = interview([tone(150, 6)], [tone(1500, 16)], 1)
    assert len(pcm) == len(truth) * 160 and set(truth.tolist()) == {NOBODY, 0, 1}
    spans = voiced_spans(pcm, Loud())  # type: ignore[arg-type]
    assert len(spans) == 8
    good = judge("x", pcm, truth, Loud(), Pitch(), tmp_path)  # type: ignore[arg-type]
    assert good.two and good.wrong < 0.02
    assert not judge("x", pcm, truth, Loud(), Pitch(deaf=True), tmp_path).two  # type: ignore[arg-type]


def test_where_one_speaks_alone() -> None:
    """Overlaps are nobody's; who says most comes first."""
    speakers, hush = alone([("a", 0.0, 1.0), ("b", 0.5, 3.0)], 400)
    assert (speakers[0].sum(), speakers[1].sum(), hush.sum()) == (200, 50, 100)


def test_gates_change_their_order() -> None:
    """torch: input, forget, cell, output; ONNX: input, output, forget, cell."""
    assert _gates(np.array([[1.0], [2.0], [3.0], [4.0]])).ravel().tolist() == [1.0, 4.0, 2.0, 3.0]
