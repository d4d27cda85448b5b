"""Readers' verdicts are counted by what a rule would have asked."""

from __future__ import annotations

import pytest

from scripts.lab.follow_up_bounds import Read, bounded, judged, main, readings
from voice_interviewer.interview.core.fitting import LEADS, STAYS, choose
from voice_interviewer.language.assessor import QUESTIONS, Chance


def test_each_kind_weighs_what_the_rule_would_ask_of_it() -> None:
    """Three of four answers would be led on: that kind counts three times as much, however few were asked it."""
    read = [Read(1, "turn", 0.9, 0.1, "gg"), *[Read(1, "own", 0.9, 0.1, "bb")] * 2, Read(1, "own", 0.2, 0.1, "gf")]
    assert judged(read, bounded(0.8, 0.6)) == (pytest.approx(0.75 + 0.25 / 2), 0.0)


@pytest.mark.parametrize(("turn", "near"), [(0.9, 0.1), (0.1, 0.9), (0.5, 0.5), (LEADS, STAYS), (0.85, 0.9)])
def test_the_rule_is_the_programs(turn: float, near: float) -> None:
    """With the shipped bounds it asks what the program asks."""
    known = {**{kind: Chance(0.0, 0.0) for kind in QUESTIONS}, "turn": Chance(turn, 0.0), "near": Chance(near, 0.0)}
    assert bounded(LEADS, STAYS)(Read(1, "own", turn, near, "")) == choose(known)


def test_the_readings_bear_out_what_is_said_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    """As docs/language.md tells it: 89 of 100 good, one out of place, with the shipped bounds."""
    read = readings()
    assert len(read) == 2732 and {letter for one in read for letter in one.verdicts} == set("gfb")
    good, bad = judged(read, bounded(LEADS, STAYS))
    assert round(good, 2) == 0.89 and round(bad, 2) == 0.01
    assert main([]) == 0 and "*leads" in capsys.readouterr().out
