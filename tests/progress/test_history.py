"""The history is derived, quick, and careful about what it calls a change."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from voice_interviewer.progress import history
from voice_interviewer.progress.history import collect, point_of, series, signal_series
from voice_interviewer.sessions.journal import Session


def debrief(
    day: int, *, hedges: int = 0, words: int = 400, volunteered: int = 1, missed: int = 1, **more: Any
) -> dict[str, Any]:
    """A debrief's JSON with what the history reads."""
    answer = {
        "id": "1",
        "node": "scale",
        "words": words,
        "findings": [{"label": "hedge", "text": "I guess"}] * hedges + [{"label": "filler", "text": "um"}],
        "signals": {
            **{f"s{i}": {"state": "volunteered"} for i in range(volunteered)},
            **{f"m{i}": {"state": "missed"} for i in range(missed)},
            "restraint": {"state": "not_asked"},
        },
        "measures": {"pace_wpm": {"value": 160.0}},
    }
    return {
        "session": f"s{day}",
        "started": f"2026-11-{day:02d}T10:00:00+00:00",
        "candidate": "",
        "patience": 2.5,
        "answers": [answer],
        "debrief": {"priorities": [{"label": "hedge"}]},
        **more,
    }


def test_a_point_holds_the_counts() -> None:
    """Words, minutes, findings, signals by state and the first priority come from the debrief."""
    point = point_of(debrief(3, hedges=2))
    assert (point.total.words, point.total.labels["hedge"], point.total.ums) == (400, 2, 1)
    assert point.total.minutes == pytest.approx(2.5) and point.first_priority == "hedge"
    assert point.total.volunteered() == (1, 2) and "restraint" not in point.total.signals
    assert list(point.questions) == ["scale"]


@pytest.mark.parametrize(
    "data", [{}, {"answers": None}, {"answers": [{}]}, {"answers": [3]}, {"debrief": {"priorities": []}}]
)
def test_odd_debriefs_count_as_nothing(data: dict[str, Any]) -> None:
    """Missing fields are zero, never an exception."""
    assert point_of(data).total.words == 0


def test_a_clear_drop_is_better_and_a_small_one_is_noise() -> None:
    """Hedges from 24 to 2 in four sessions are better; from 5 to 4 within noise."""
    clear = [point_of(debrief(d, hedges=h)) for d, h in ((1, 12), (2, 12), (3, 1), (4, 1))]
    small = [point_of(debrief(d, hedges=h)) for d, h in ((1, 3), (2, 2), (3, 2), (4, 2))]
    assert {s.key: s.says for s in series(clear)}["hedge"] == "better"
    assert {s.key: s.says for s in series(small)}["hedge"] == "within noise"
    assert series(clear)[0].values == (3.0, 3.0, 0.25, 0.25)


def test_getting_worse_is_said_too() -> None:
    """More hedges than before, beyond chance, is called worse."""
    points = [point_of(debrief(d, hedges=h)) for d, h in ((1, 1), (2, 12))]
    assert {s.key: s.says for s in series(points)}["hedge"] == "worse"


def test_volunteered_share_is_followed_by_question_too() -> None:
    """The share of signals volunteered is compared over all answers or one question's."""
    points = [point_of(debrief(d, volunteered=v, missed=m)) for d, v, m in ((1, 0, 8), (2, 8, 0))]
    for question in ("", "scale"):
        found = {s.key: s for s in series(points, question)}["volunteered"]
        assert found.values == (0.0, 100.0) and found.says == "better"
    assert {s.key: s.says for s in series(points, "other")}["volunteered"] == "too little yet"


def test_one_session_changes_nothing() -> None:
    """With a single session no change is claimed."""
    assert {s.says for s in series([point_of(debrief(1, hedges=9))])} <= {"too little yet", "within noise", "noted"}


def test_signals_have_series_of_their_own() -> None:
    """Each signal's share shown, of what was listened for; None where nobody listened."""
    points = [point_of(debrief(1, volunteered=1)), point_of(debrief(2, volunteered=1, missed=2))]
    shown, missed, never = signal_series(points, ["s0", "m1", "restraint"])
    assert shown.values == (100.0, 100.0) and missed.values == (None, 0.0) and never.values == (None, None)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three sessions: two of a person, one of a persona, one of them without a debrief."""
    for day, candidate in ((1, ""), (2, "ready"), (3, "")):
        now = datetime(2026, 11, day, tzinfo=UTC)
        with Session.create(tmp_path, {"flow": "f", "candidate": candidate}, now=now) as session:
            session.append("heard", {"turn": 1})
            if day != 3:
                made = debrief(day, candidate=candidate, session=session.id)
                session.write_file("debrief.json", json.dumps(made))
    return tmp_path


def test_the_history_is_collected_from_the_folders(root: Path) -> None:
    """A person's sessions, a persona's, or all; one without a debrief is remade or left out."""
    assert (
        len(collect(root)) == 1
        and len(collect(root, candidate="ready")) == 1
        and len(collect(root, candidate=None)) == 2
    )
    remade = collect(root, remake=lambda s: debrief(3, session=s.id))
    assert [p.started[:10] for p in remade] == ["2026-11-01", "2026-11-03"]


def test_the_cache_is_only_a_cache(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the cache the debriefs are not read again; without it, or with a damaged one, the result is the same."""
    first = collect(root, candidate=None)
    assert (root / history.CACHE).is_file()
    monkeypatch.setattr(history, "_debrief", lambda path: pytest.fail("read again"))
    assert collect(root, candidate=None) == first
    monkeypatch.undo()
    for damaged in ("{broken", "[]", json.dumps({s: {"stamp": "", "point": 3} for s in ("a", "b")})):
        (root / history.CACHE).write_text(damaged)
        assert collect(root, candidate=None) == first


def test_a_changed_debrief_is_read_again(root: Path) -> None:
    """A debrief made anew replaces what the cache knew; a deleted session is gone."""
    (point,) = collect(root)
    folder = root / point.session
    (folder / "debrief.json").write_text(json.dumps(debrief(1, hedges=9, session=point.session)))
    assert collect(root)[0].total.labels["hedge"] == 9
    shutil.rmtree(folder)
    assert collect(root) == []


def test_a_retake_is_no_session_of_the_history(tmp_path: Path) -> None:
    """One answer told again is compared with its first take, not counted as a session."""
    for day, more in ((1, {}), (2, {"retake": "s1/1"})):
        now = datetime(2026, 11, day, 10, 0, tzinfo=UTC)
        with Session.create(tmp_path, {"flow": "f", **more}, now=now) as made:
            made.write_file("debrief.json", json.dumps(debrief(day)))
    assert [point.session for point in collect(tmp_path)] == ["s1"]
