"""Human opinions of findings, and what is said about agreement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from voice_interviewer.errors import UsageError
from voice_interviewer.progress import labels
from voice_interviewer.progress.labels import Opinion, agreement, export, findings_to_label, opinions, record
from voice_interviewer.sessions.journal import Session

TEXT = "Sorry, I guess we decided."
DEBRIEF: dict[str, Any] = {
    "answers": [
        {
            "id": "1",
            "question": "Why?",
            "transcript": {"text": TEXT},
            "findings": [
                {"label": "apology", "start": 0, "end": 5, "text": "Sorry", "why": "w"},
                {"label": "hedge", "start": 7, "end": 14, "text": "I guess", "why": "w"},
                {"label": "filler", "start": 0, "end": 5, "text": "Sorry", "why": "w"},
            ],
        }
    ]
}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path, {}, now=datetime(2026, 11, 22, tzinfo=UTC)) as made:
        yield made


def test_findings_are_offered_once_per_person(session: Session) -> None:
    """Fillers are not asked about; a finding with an opinion is not asked again of the same person."""
    offered = list(findings_to_label(DEBRIEF))
    assert [f["label"] for f in offered] == ["apology", "hedge"] and offered[0]["context"] == TEXT
    record(session, offered[0], True, by="mentor")
    given = opinions(session)
    assert [f["label"] for f in findings_to_label(DEBRIEF, given, "mentor")] == ["hedge"]
    assert len(list(findings_to_label(DEBRIEF, given, "me"))) == 2


def test_a_later_opinion_replaces_the_earlier(session: Session) -> None:
    """A person may change their mind; damaged records are left out."""
    finding = next(findings_to_label(DEBRIEF))
    record(session, finding, True)
    record(session, finding, False)
    session.append("label", {"answer": "1"})
    (only,) = opinions(session)
    assert (only.accept, only.label, only.session) == (False, "apology", session.id)


def some(n: int, accepted: int) -> list[Opinion]:
    return [Opinion("s", str(i), "hedge", 0, 5, "x", i < accepted, "") for i in range(n)]


def test_below_eight_nothing_is_said() -> None:
    """Seven opinions give no share, only how many are needed; eight give an interval."""
    assert agreement(some(7, 7))[0].low is None and "7 of at least 8" in agreement(some(7, 7))[0].says
    eight = agreement(some(8, 7))[0]
    assert eight.low is not None and eight.high is not None and 0.5 < eight.low < 0.875 < eight.high < 1
    assert eight.says == "7 of 8 accepted (53 to 98 %)"


def test_agreement_is_given_by_label_too() -> None:
    """All opinions together, then each label, most frequent first."""
    made = agreement([*some(9, 9), Opinion("s", "a", "apology", 0, 5, "x", False, "")])
    assert [(a.label, a.n) for a in made] == [("", 10), ("hedge", 9), ("apology", 1)]
    assert agreement([])[0].n == 0


def test_exported_labels_can_join_the_evaluation_set(session: Session) -> None:
    """A row has text, label, offsets that match, and the opinion; one whose text was corrected away is left out."""
    for finding in findings_to_label(DEBRIEF):
        record(session, finding, finding["label"] == "hedge", by="me")
    session.append(
        "label", {"answer": "1", "label": "hedge", "start": 3, "end": 9, "text": "old words", "accept": True}
    )
    rows = list(export(DEBRIEF, opinions(session)))
    assert [(r["label"], r["accept"]) for r in rows] == [("apology", False), ("hedge", True)]
    assert all(r["text"][r["start"] : r["end"]] for r in rows) and labels.MIN_N == 8


def test_a_finding_without_its_place_is_refused(session: Session) -> None:
    """Only findings of a debrief can be labelled."""
    with pytest.raises(UsageError):
        record(session, {"label": "hedge"}, True)
