"""Counting findings against annotators of real answers, on a small invented answer."""

from __future__ import annotations

import json
from pathlib import Path

from scripts.lab import real_speech as rs

TEXT = "I guess I sort of chose it. We pinned the version because two shops had already been hurt."


def _answer(*places: rs.Place, targets: frozenset[str] = frozenset({"none"}), trap: str | None = None) -> rs.Answer:
    return rs.Answer("a", "e", "Why?", TEXT, places, targets, trap, "experience")


def test_two_votes_make_right_one_arguable_none_wrong() -> None:
    """Any overlap with a place of the same label counts, by its votes."""
    places = (rs.Place("hedge", 0, 20, 3, True), rs.Place("restraint", 28, 40, 1, False))
    assert rs.kind(rs.Found("hedge", 8, 27), places) == rs.RIGHT
    assert rs.kind(rs.Found("restraint", 30, 60), places) == rs.ARGUABLE
    assert rs.kind(rs.Found("restraint", 41, 60), places) == rs.WRONG
    assert rs.kind(rs.Found("apology", 0, 20), places) == rs.WRONG


def test_a_near_relative_is_arguable() -> None:
    """An apology where annotators heard shrinking is no false accusation, and no hit either."""
    assert rs.kind(rs.Found("apology", 0, 5), (rs.Place("minimizer", 0, 9, 3, True),)) == rs.ARGUABLE


def test_recall_is_over_sure_places_and_a_trap_only_false_where_none_is() -> None:
    """An unsure place is not asked for; a trap that annotators saw too is not counted."""
    places = (rs.Place("hedge", 0, 20, 2, True), rs.Place("restraint", 28, 40, 2, False))
    said = rs.Said((rs.Found("hedge", 0, 7, 0.9),), target="hedge", trap="apologetic_minimising")
    counts = rs.tally(_answer(*places, targets=frozenset({"hedge"}), trap="apologetic_minimising"), said)
    assert counts.met["hedge"] == [1, 1]
    assert counts.met["restraint"] == [0, 0]
    assert counts.targets == [1, 1]
    assert counts.traps == [0, 0]
    assert rs.tally(_answer(*places), said).traps == [1, 1]


def test_the_curve_leaves_out_what_is_less_sure() -> None:
    """Findings under the asked confidence are passed over."""
    said = rs.Said((rs.Found("hedge", 0, 7, 0.4),))
    assert rs.tally(_answer(), said, least=0.5).kinds["hedge"] == [0, 0, 0]
    assert rs.tally(_answer(), said).kinds["hedge"] == [0, 0, 1]


def test_the_development_part_is_read_by_id(tmp_path: Path) -> None:
    """Answers without labels are left out; places keep their votes."""
    texts = [{"id": "a", "question": "Why?", "text": TEXT}, {"id": "b", "question": "", "text": "No."}]
    gold = {
        "id": "a",
        "spans": [{"label": "hedge", "start": 0, "end": 7, "votes": 2, "sure": True}],
        "targets": {"hedge": 2},
        "trap": None,
        "mode": "opinion",
    }
    (tmp_path / "dev_answers.jsonl").write_text("".join(json.dumps(t) + "\n" for t in texts), encoding="utf-8")
    (tmp_path / "dev_gold.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    (answer,) = rs.development(tmp_path)
    assert answer.places == (rs.Place("hedge", 0, 7, 2, True),)
    assert answer.targets == {"hedge"}
