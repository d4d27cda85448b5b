"""A few hundred damaged journals and a few killed sessions; the programs run many more by hand."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from scripts.lab import fuzz_journals as fz
from scripts.lab import kill_sessions as ks
from voice_interviewer.errors import StorageError


def test_damaged_journals_never_crash_hang_or_spoil_others() -> None:
    """Every one is listed, rendered and counted, or refused with its place; the sound session beside it stays."""
    kinds, bad = fz.fuzz(40, seed=7)
    assert not bad and sum(kinds.values()) == 40


def test_the_same_seed_does_the_same_damage() -> None:
    """So a failure can be had again."""
    raw = (fz.OLD / fz.SOUND / "journal.jsonl").read_bytes()
    one, other = (fz.damage(raw, random.Random(3)) for _ in range(2))
    assert one == other != raw


def test_what_is_bad_is_counted_as_bad() -> None:
    """The program can fail: a foreign error is a crash, a refusal without a place is unlocated."""

    def foreign() -> None:
        raise KeyError("flow")

    def nowhere() -> None:
        raise StorageError("no")

    def here() -> None:
        raise StorageError("no", where="journal.jsonl")

    assert [fz.outcome("x", f).kind for f in (foreign, nowhere, here)] == ["crash", "unlocated", "refused"]


@pytest.mark.slow
def test_a_killed_session_loses_nothing_but_the_answer_in_progress(tmp_path: Path) -> None:
    """Its sound is in the debrief, and the session goes on to its end."""
    rng = random.Random(5)
    for number in range(3):
        left = ks.kill_once(tmp_path / str(number), rng)
        assert not left.lost and (left.sound_found or not left.recording)
        assert left.ended in ("finished", "out_of_time", "")
