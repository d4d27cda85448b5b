"""The synthetic cohort: the same recordings for the same seed, each whole, and a stopped run goes on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from scripts.lab import make_cohort
from scripts.lab.make_cohort import Plan, make, plans

VOICES = ["fake:deep", "fake:high"]


def test_students_differ_and_the_seed_decides() -> None:
    """Names, texts and microphones come from the seed; each third recording has its question on another channel."""
    made = plans(6, 3, 1, VOICES)
    assert made == plans(6, 3, 1, VOICES) != plans(6, 3, 2, VOICES)
    assert len({p.student for p in made}) == 6 and [p.stereo for p in made[:3]] == [False, False, True]
    assert len({p.answer for p in made}) > 15 and all(len(p.answer.split()) > 30 for p in made)


def test_files_are_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is there is kept; nothing else lies in the folders."""
    monkeypatch.setattr(make_cohort, "sound", lambda plan: np.zeros((1600, 2) if plan.stereo else 1600, np.float32))
    todo = plans(2, 3, 1, VOICES)
    assert (make(tmp_path, todo[:4]), make(tmp_path, todo), make(tmp_path, todo)) == (4, 2, 0)
    found = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert len(found) == 6 and {soundfile.info(path).channels for path in found} == {1, 2}


def test_a_question_is_heard_on_the_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer follows it on the right."""
    monkeypatch.setattr(make_cohort, "_spoken", lambda voice, rate, text: np.ones(16_000, np.float32))
    both = make_cohort.sound(Plan("A", "x.flac", "Why?", "So.", "a", "b", 1.0, 0.5, 0.0, True))
    assert both.shape[1] == 2 and both[: 1 * 16_000, 1].max() == 0 and both[8_000:, 0].max() == 1
    assert np.flatnonzero(both[:, 1])[0] > np.flatnonzero(both[:, 0])[-1]
    mono = make_cohort.sound(Plan("A", "x.flac", "Why?", "So.", "a", "b", 1.0, 0.5, 0.0, False))
    assert mono.ndim == 1 and mono.max() == 0.5
