"""Two raters: agreement by label, kappa as in the book, and what is said where it would mislead."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from voice_interviewer.cohort import raters
from voice_interviewer.errors import InputFileError, UsageError


def saved(tmp_path: Path, by: str, said: list[bool], *, label: str = "hedge", session: str = "elm") -> Path:
    """A file as the page to judge saves it: finding n with its opinion."""
    path = tmp_path / f"{by}-{label}-{session}.json"
    findings = [
        {"answer": "1", "label": label, "start": n, "end": n + 3, "text": f"“well {n}”", "accept": accept}
        for n, accept in enumerate(said)
    ]
    kept = {"kind": "voice-interviewer opinions", "version": 1, "session": session, "by": by, "findings": findings}
    path.write_text(json.dumps(kept), encoding="utf-8")
    return path


def test_kappa_is_cohens() -> None:
    """The known example: 50 cases, 20 and 15 agreed, 5 and 10 not: 0.4; chance alone: nothing."""
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    assert raters.kappa(pairs) == pytest.approx(0.4)
    assert raters.kappa([(True, True)] * 9) is None and raters.kappa([]) is None
    assert raters.kappa([(True, False), (False, True)]) == pytest.approx(-1)


def test_two_raters_side_by_side(tmp_path: Path) -> None:
    """Several files of a rater are theirs together; what only one judged is counted apart; differences are quoted."""
    files = [
        saved(tmp_path, "Ada", [True] * 20 + [False] * 20),
        saved(tmp_path, "ada", [True, False], label="apology"),
        saved(tmp_path, "Grace", [True] * 18 + [False] * 20),
        saved(tmp_path, "Grace", [False], label="apology"),
    ]
    found = raters.compare(raters.read(files))
    assert found.raters == ("Ada", "Grace") and found.alone == (3, 0)
    by_label = {a.label: a for a in found.agreement}
    assert list(by_label) == ["", "apology", "hedge"]
    hedge = by_label["hedge"]
    assert (hedge.n, hedge.same, hedge.both_accept, hedge.both_reject) == (38, 36, 18, 18) and hedge.note == ""
    assert hedge.kappa == pytest.approx(0.895, abs=0.001) and hedge.share.startswith("36 of 38 (")
    assert by_label["apology"].kappa is None and "at least 8" in by_label["apology"].note
    assert len(found.differences) == 3
    page = raters.markdown(found)
    assert "““well 18””" in page and "right for Grace" not in page.split("apology")[0]
    assert "wrong for Grace" in page and "all findings" in page
    plain = json.loads(json.dumps(raters.plain(found)))
    assert plain["differences"][0]["right_for"] == "Ada" and plain["judged_alone"] == [3, 0]


def test_few_findings_and_one_sided_ones_are_remarked(tmp_path: Path) -> None:
    """Under thirty kappa is called rough; where both always accept there is none."""
    few = raters.compare(
        raters.read([saved(tmp_path, "A", [True, False] * 5), saved(tmp_path, "B", [True, False] * 5)])
    )
    assert few.agreement[0].kappa == 1.0 and "rough" in few.agreement[0].note
    same = raters.compare(raters.read([saved(tmp_path, "A", [True] * 9), saved(tmp_path, "B", [True] * 9)]))
    assert same.agreement[0].kappa is None and "no kappa" in same.agreement[0].note
    assert "Nowhere." in raters.markdown(same)


def test_what_is_no_pair_of_raters_is_said(tmp_path: Path) -> None:
    """One person, three, nothing in common, no name, no such file: one line each."""
    a, b = saved(tmp_path, "A", [True]), saved(tmp_path, "B", [True])
    for files, said in (
        ([a], "between two people, and these files are by “A”"),
        ([a, b, saved(tmp_path, "C", [True])], "by “A” and “B” and “C”"),
        ([], "by nobody"),
        ([a, saved(tmp_path, "D", [True], session="oak")], "A and D judged no finding in common"),
        ([saved(tmp_path, " ", [True])], "does not say whose"),
        ([tmp_path / "gone.json"], "cannot be read"),
    ):
        with pytest.raises(UsageError, match=said):
            raters.compare(raters.read(files))
    (tmp_path / "x.json").write_text("{}")
    with pytest.raises(InputFileError, match="no mentor's file"):
        raters.read([tmp_path / "x.json"])


def test_opinions_are_rows(tmp_path: Path) -> None:
    """Flat, for tables."""
    (row,) = raters.rows([saved(tmp_path, "A", [True])])
    assert row == {
        "rater": "A", "session": "elm", "answer": "1", "label": "hedge", "start": 0, "end": 3, "quote": "“well 0”",
        "accept": True,
    }  # fmt: skip
