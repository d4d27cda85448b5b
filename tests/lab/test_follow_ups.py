"""Readers' verdicts on follow-ups are counted by round, by kind and by wording."""

from __future__ import annotations

import pytest

from scripts.lab.follow_ups import LEAST, Tried, by_wording, main, readings, report, shares, wordings
from voice_interviewer.interview.core.fitting import STAYS, lines


def test_a_wording_is_counted_within_its_trial_and_region() -> None:
    """The same words in another trial, or after other answers, are counted apart; a few verdicts give no share."""
    tried = [
        Tried(1, "own", 0.2, ((0, "g"), (1, "f"))),
        Tried(1, "own", 0.3, ((0, "b"),)),
        Tried(2, "own", 0.2, ((0, "f"),)),
        Tried(1, "near", STAYS, ((0, "g"),)),
    ]
    found = [
        (trial, number, letters) for region, trial, number, letters in by_wording(tried) if region == "all own work"
    ]
    assert found == [(1, 0, "gb"), (1, 1, "f"), (2, 0, "f")]
    assert shares("gbfg") == (0.5, 0.25)
    assert [
        line for line in report(readings(), ["words"], [Tried(1, "own", 0.1, ((0, "g"),))] * LEAST) if " trial " in line
    ] == [f"all own work, trial 1: 1.00 good, 0.00 bad of {LEAST}: words"]


def test_the_wordings_of_a_trial_met_the_same_answers() -> None:
    """In three trials each was read after every answer of its kind; in the others about equally often."""
    texts, tried = wordings()
    assert len(texts) == len(set(texts)) > 30 and {letter for one in tried for _, letter in one.verdicts} == set("gfb")
    assert {number for one in tried for number, _ in one.verdicts} == set(range(len(texts)))
    for trial in (2, 3, 4):
        for kind in ("near", "own", "turn"):
            read = [[number for number, _ in one.verdicts] for one in tried if one.trial == trial and one.kind == kind]
            assert read and all(numbers == read[0] for numbers in read)


def test_the_words_for_all_own_work_are_those_that_did_best() -> None:
    """Of one trial, by the same readers after the same answers: no other general line did better there."""
    texts, tried = wordings()
    own = {line: texts.index(line) for line in lines().open.own}
    for trial in (3, 4):
        good = {
            number: shares(letters)[0]
            for region, t, number, letters in by_wording(tried)
            if t == trial and region == "all own work"
        }
        ours = [good[number] for number in own.values() if number in good]
        assert ours and min(ours) >= max(
            (share for number, share in good.items() if number not in own.values()), default=0
        )


def test_the_readings_bear_out_what_is_said_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    """As docs/language.md tells it: of what is shipped 92 of 100 good, one out of place; 88 with the words before."""
    read = readings()
    assert len(read) > 2700 and {letter for one in read for letter in one.verdicts} == set("gfb")
    for first, last, expected in ((12, 15, 0.88), (18, 20, 0.92), (118, 119, 0.88)):
        good, bad = shares("".join(one.verdicts for one in read if first <= one.round <= last))
        assert round(good, 2) == expected and round(bad, 2) == 0.01
    assert main([]) == 0 and "round 15: 1" in capsys.readouterr().out
