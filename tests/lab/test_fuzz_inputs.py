"""A few hundred mutated inputs of each kind: no crash, no hang, no refusal without a place."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.lab.fuzz_inputs import KINDS, run


@pytest.mark.parametrize("kind", KINDS)
def test_mutated_inputs_are_read_or_refused_with_their_place(tmp_path: Path, kind: str) -> None:
    """The same seed makes the same inputs; `--count 10000` by hand tries more."""
    counts = run(kind, 120, 7, tmp_path)
    assert counts.tried == 120 and counts.used and counts.refused
    assert (counts.crashes, counts.unlocated) == (0, 0), counts.first
