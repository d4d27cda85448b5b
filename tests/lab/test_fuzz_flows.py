"""Some mutated flows; the program runs many more by hand."""

from __future__ import annotations

import random
from pathlib import Path

from scripts.lab import fuzz_flows as fz


def test_mutated_flows_never_crash_or_hang_and_every_refusal_says_where() -> None:
    """Each is played, or its mistakes are named with file and line."""
    kinds, bad = fz.fuzz(60, seed=7)
    assert not bad and sum(kinds.values()) == 60 and kinds["refused"] > 5


def test_the_same_seed_mutates_alike() -> None:
    """So a failure can be had again."""
    raw = b"a: 1\nb:\n  - c\n  - d: e\n"
    one, other = (fz.mutate(raw, random.Random(5)) for _ in range(2))
    assert one == other != raw


def test_what_is_bad_is_counted_as_bad(tmp_path: Path, monkeypatch) -> None:
    """A foreign error is a crash."""
    (tmp_path / "flow.yaml").write_text("schema: 1\n", encoding="utf-8")
    monkeypatch.setattr(fz, "check", lambda _: 1 / 0)
    assert fz.judge(tmp_path / "flow.yaml")[0] == "crash"
