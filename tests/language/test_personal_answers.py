"""What somebody tells of an illness, a loss or a job taken from them is held against nobody."""

from __future__ import annotations

import pytest

from voice_interviewer.language.analyze import analyze, spared
from voice_interviewer.language.model import Context, Finding
from voice_interviewer.rubric.keys import COSTS

WORK = "The list was printed each morning, and two nurses took it to the ward and signed for what they had used there. "
ASKED = Context(question="Which decision of yours hurt somebody else?")


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry, I have depression and it is hard for me to talk for long.",
        "Sorry, I stutter, please give me a moment.",
        "My father died in the spring, so somebody else took over and I never saw the launch, sorry.",
        "I was laid off with the whole team, I only got two weeks notice, and I never got to see it live.",
    ],
)
def test_no_apology_and_no_gap_is_found_there(text: str) -> None:
    """Neither heard nor perhaps; no trap, nothing to pursue."""
    made = analyze(text, ASKED)
    assert made.personal and made.touched
    assert not [f for f in (*made.findings, *made.perhaps) if f.label in COSTS]
    assert made.trap is None and made.weakness.target is None and made.claims == ()


def test_in_a_short_answer_nothing_is_missing_either() -> None:
    """Half about work or not: there was no room for more."""
    made = analyze("I get tired quickly since then. I was on sick leave for months. I would ask for help earlier.")
    assert made.touched and not made.personal and made.spared
    assert not analyze("I would ask for help earlier.").spared


def test_what_is_short_is_counted_once() -> None:
    """Figures and dashes count alike where faults are left out and where nothing is called missing."""
    told = "I was ill for a while, you know. Sorry, that was stupid of me, and it was a rambling answer. "
    for filling in ("It was good 1/2 ", "It was good — "):
        made = [analyze(told + filling * n, ASKED) for n in range(5, 17)]
        assert {one.spared for one in made} == {True, False} and not any(one.personal for one in made)
        assert all(one.has("apology") is not one.spared for one in made)


def test_beside_work_only_the_sentence_is_spared() -> None:
    """The rest of the answer is read as any other."""
    work = (
        " Sorry, that was stupid of me. "
        + WORK * 2
        + "I decided to keep the list short, because two nurses had to run it alone."
    )
    made = analyze("Before I got ill I built a small tool for the ward." + work)
    assert not made.personal and len(made.touched) == 1
    assert made.has("apology") and made.has("decision_ownership")


def test_neither_blame_nor_praise_is_found_in_such_a_sentence() -> None:
    """Beside it an answer about work has both; one that is about the illness has no blame at all."""
    found = (Finding("hedge", 0, 5, "", ""), Finding("restraint", 0, 5, "", ""), Finding("apology", 9, 12, "", ""))
    assert [f.label for f in spared(found, [(0, 6)], whole=False)] == ["apology"]
    assert spared(found, [(0, 6)], whole=True) == ()
