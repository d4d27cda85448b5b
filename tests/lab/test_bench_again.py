"""The bench of the second hearing on tiny input: what counts as an error, and that both hearings are run."""

from __future__ import annotations

from typing import Any

import numpy as np

from scripts.lab import bench_again
from voice_interviewer.audio.protocols import RATE_HZ
from voice_interviewer.hearing.fake import FakeVad
from voice_interviewer.hearing.model import Word


class Says:
    """A recogniser with one answer to everything."""

    name = "says"

    def __init__(self, text: str) -> None:
        self.text = text

    def transcribe(self, pcm: Any, *, vocabulary: tuple[str, ...] = (), fillers: bool = True) -> tuple[Word, ...]:
        return tuple(Word(w, i * 0.3, i * 0.3 + 0.25, 0.9) for i, w in enumerate(self.text.split()))


def test_fillers_are_no_errors() -> None:
    """Errors are counted over words without um and uh, whichever side has them."""
    assert bench_again.errors("so um we stopped", "so we stopped") == (0, 3)
    assert bench_again.errors("so we stopped", "so uh he stopped") == (1, 3)


def test_both_hearings_are_measured(monkeypatch, tmp_path) -> None:
    """The ratio is that of the second model's errors to the live one's."""
    texts = {"quick": "we shut it", "better": "we shipped it"}
    monkeypatch.setattr(bench_again, "make_recogniser", lambda name: Says(texts[name]))
    monkeypatch.setattr(bench_again, "make_voice_activity", FakeVad)
    monkeypatch.setattr(bench_again, "corpus", lambda folder: [(tmp_path / "a.flac", "we shipped it now")])
    tone = (0.3 * np.sin(np.arange(RATE_HZ) / 5)).astype(np.float32)
    monkeypatch.setattr(bench_again, "load", lambda path: tone)
    found = bench_again.measure("quick", "better", ("one",))
    assert (found["live"]["all"], found["again"]["all"], found["ratio"]) == (0.5, 0.25, 0.5)
