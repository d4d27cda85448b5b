"""The bench of cohorts on tiny input: what is counted, and that everything started is counted."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

pytest.importorskip("psutil", reason="needs psutil, of the `cohort` extra")

from scripts.lab import bench_cohort
from voice_interviewer.audio.protocols import RATE_HZ

BUSY = "import time\nbegan = time.process_time()\nwhile time.process_time() - began < 0.6: pass"
PARENT = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {BUSY!r}])"


def test_recordings_have_exactly_the_length(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five a student, and what is there is kept."""
    monkeypatch.setattr(bench_cohort, "sound", lambda plan: np.full(RATE_HZ // 2, 0.1, np.float32))
    made = bench_cohort.make(tmp_path, 6, 1.25)
    assert {soundfile.info(path).frames for path in made} == {20_000}
    assert [path.parent.name for path in made] == ["student-000"] * 5 + ["student-001"]
    monkeypatch.setattr(bench_cohort, "sound", lambda plan: pytest.fail("made again"))
    assert bench_cohort.make(tmp_path, 6, 1.25) == made


def test_processor_time_of_children_counts(tmp_path: Path) -> None:
    """A command that only waits for another costs what that one does, but for one sample's time."""
    cost = bench_cohort.metered([[sys.executable, "-c", PARENT]] * 2, tmp_path)
    assert cost.core_s >= 2 * (0.6 - 2 * bench_cohort._SAMPLE_S)


def test_an_arm_that_fails_is_no_figure(tmp_path: Path) -> None:
    """Otherwise it would be the quickest."""
    with pytest.raises(SystemExit, match="exit code 3"):
        bench_cohort.metered([[sys.executable, "-c", "raise SystemExit(3)"]], tmp_path)


def test_efficiency_is_work_for_core_seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Against by hand; what starting costs is told apart and weighs little in a thousand."""
    hand = {1: bench_cohort.Cost(2.0, 2.0), 2: bench_cohort.Cost(24.0, 12.0)}
    monkeypatch.setattr(bench_cohort, "make", lambda folder, number, seconds: [folder / "x"] * number)
    monkeypatch.setattr(bench_cohort, "by_hand", lambda files, processes, model, home: hand[processes])
    arms = iter([bench_cohort.Cost(10.0, 5.0), bench_cohort.Cost(31.0, 16.0)])
    monkeypatch.setattr(bench_cohort, "cohort", lambda folder, workers, model, home: next(arms))
    found = bench_cohort.costs(20, 60.0, "m", [2], 2, tmp_path)["2 workers"]
    assert found["efficiency"] == round(24 / 31, 3) and found["core_s_per_recording"] == 1.05
    assert found["efficiency_without_start"] == round(1.0 / 1.05, 3)
    assert found["at_1000"] == round((2 * 2 + 1000) / (10 + 1050), 3)


def test_memory_is_that_of_a_fresh_process(tmp_path: Path) -> None:
    """With table and pages of scripted results."""
    found = bench_cohort.memory([3], tmp_path, False)["3"]
    assert 0 < found["start"] <= found["results"] <= found["pages"]
