"""What the benchmark of the page computes from its log and its recording, on made ones."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest

from scripts.lab import bench_web


def row(frame: int, epoch: int, played: int, peak: int) -> list[float]:
    return [frame, 960, epoch, played, 0, peak, frame / 48_000]


def test_a_gap_is_known_to_the_sample():
    """From the end of the last loud piece to the first frame rendered, whichever piece that falls into."""
    rows = [row(960 * i, 1, 0, 9000 if i < 50 else 5) for i in range(100)]
    rows += [row(960 * 100, 1, 160, 5), row(960 * 101, 1, 1120, 5), row(960 * 102, 2, 0, 5)]
    expected = 1000 * (960 * 101 - 160 - 960 * 50) / 48_000
    assert bench_web.gaps(rows, 48_000) == [pytest.approx(expected)]
    assert bench_web.gaps(rows[50:], 48_000) == [], "nobody has spoken before"


def test_a_lost_piece_shifts_what_follows():
    """The same second is found where it is; after a loss it is found that much earlier."""
    ideal = np.random.default_rng(1).normal(0, 0.1, 16_000 * 30).astype(np.float32)
    heard = np.concatenate([ideal[: 16_000 * 15], ideal[16_000 * 15 + 320 :]])
    assert bench_web.shift(ideal, heard, 5) == 0 and bench_web.shift(ideal, heard, 20) == 320
    assert bench_web.shift(ideal, np.zeros(16_000 * 30, np.float32), 5) is None


def test_a_log_may_end_in_mid_line(tmp_path: Path):
    """The child is killed while it writes."""
    log = tmp_path / "log"
    log.write_text(json.dumps(row(0, 1, 0, 0)) + "\n[960, 96")
    assert len(bench_web.rows_of(log)) == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc is Linux's")
def test_memory_is_what_the_system_says():
    """More than nothing, in megabytes."""
    assert 5 < bench_web.peak_rss_mb(os.getpid()) < 100_000
