"""Two tiers: what is heard is bet on, what is perhaps there counts nowhere; reader, cues and plain rules join."""

from __future__ import annotations

from itertools import pairwise

import pytest

from voice_interviewer.debrief.data.build import answer_row, build, text_answer
from voice_interviewer.english.stretches import LONG_WORDS, stretches
from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.model import Context, Interruption
from voice_interviewer.language.reader import Join, Reading
from voice_interviewer.language.weigh.join import chance

TEXT = "The pumps ran all night. The depot called at six about it. Somebody had moved the gauge."
JOIN = Join(1.0, 0.0, 0.0, 0.0, 0.7, 0.4)


class Says:
    """A reader that holds one label of the second stretch, with a logit."""

    def __init__(self, label: str, logit: float, whole: dict[str, float] | None = None) -> None:
        self.id = f"{label} {logit}"
        self.label, self.logit, self.whole = label, logit, whole or {}

    def read(self, text: str, context: Context) -> Reading:
        spans = tuple(stretches(text))
        rows = tuple((self.logit if n == 1 else -9.0,) for n in range(len(spans)))
        return Reading((self.label,), spans, rows, {self.label: JOIN}, self.whole)


def test_what_the_reader_would_bet_on_is_heard_and_stays_in_its_sentence():
    """Above the first threshold; the span is the stretch that carries it."""
    (found,) = [
        f for f in analyze(TEXT, reader=Says("systems_thinking", 3.0)).findings if f.label == "systems_thinking"
    ]
    assert found.text == "The depot called at six about it."
    assert found.confidence == pytest.approx(0.953, abs=0.001)


def test_between_the_tiers_it_is_only_perhaps_there():
    """Told apart, and not among the findings."""
    said = analyze(TEXT, reader=Says("systems_thinking", 0.0))
    assert not said.has("systems_thinking") and said.may_have("systems_thinking")
    assert [f.label for f in said.perhaps] == ["systems_thinking"]


def test_below_both_tiers_nothing_is_said():
    """Silence is an answer."""
    said = analyze(TEXT, reader=Says("systems_thinking", -2.0))
    assert not said.may_have("systems_thinking")


@pytest.mark.parametrize("label", ["hedge", "minimizer", "team_voice", "systems_thinking"])
def test_a_perhaps_counts_nowhere_in_a_debrief(label: str):
    """Not in findings, signals, priorities, reframes, ledger; it stands under a key of its own."""
    said = analyze(TEXT, reader=Says(label, 0.0))
    row = answer_row(text_answer(TEXT), said, id="a")
    made = build([row])
    assert [f.label for f in row.perhaps] == [label]
    assert label not in {f.label for f in row.findings}
    assert all(not signal.evidence for signal in row.signals.values())
    assert not [p for p in made.debrief.priorities if p.label == label]
    assert not [r for r in made.debrief.reframes if r.label == label]
    assert all(claim.verdict in ("solid", "contradicted") for claim in row.claims)


def test_what_may_have_been_said_is_not_called_missed():
    """A question that asks for a signal misses nothing that is perhaps there."""
    asked = "What breaks first?"
    for logit, state in ((0.0, "not_asked"), (-9.0, "missed")):
        said = analyze(TEXT, Context(asked, "break_first"), reader=Says("failure_anticipation", logit))
        row = answer_row(text_answer(TEXT), said, id="a", question=asked, pattern="break_first")
        assert row.signals["failure_anticipation"].state == state


def test_an_explanation_that_was_asked_for_is_no_tutorial():
    """The question decides what tutorial knowledge means."""
    reader = Says("generic", 6.0)
    assert analyze(TEXT, Context("Tell me about something you built."), reader=reader).has("generic")
    assert not analyze(TEXT, Context("Can you explain how a pump station works?"), reader=reader).has("generic")


def test_reactions_belong_behind_a_changed_constraint():
    """Nowhere else, whatever the reader holds."""
    reader = Says("defense", 6.0)
    assert not analyze(TEXT, reader=reader).may_have("defense")
    cut = Context(interruption=Interruption("The pumps are gone from Monday.", 0))
    assert analyze(TEXT, cut, reader=reader).has("defense")


def test_a_changed_constraint_put_as_a_question_is_judged_as_one():
    """The same reaction, whether it interrupted or was asked; a guessed constraint needs a clear one."""
    put = Context("Suppose the pumps are gone from Monday. What do you change?")
    for label, reaction in (("calm_adaptation", "adapts"), ("restart", "restart")):

        class Always(Says):
            def read(self, text: str, context: Context) -> Reading:
                spans = tuple(stretches(text))
                return Reading((self.label,), spans, tuple((4.0,) for _ in spans), {self.label: JOIN})

        assert analyze(TEXT, put, reader=Always(label, 4.0)).reaction == reaction
    assert analyze(TEXT, put, reader=Says("systems_thinking", -9.0)).reaction is None


def test_an_act_of_ones_own_needs_the_first_person_in_its_sentence():
    """A reader that takes the neighbour for it is not followed."""
    text = (
        "At the depot they called every driver. I decided the list should hold nine names, as nobody could call more."
    )
    spans = stretches(text)

    class Everywhere(Says):
        def read(self, text: str, context: Context) -> Reading:
            return Reading(("ownership",), tuple(spans), tuple((4.0,) for _ in spans), {"ownership": JOIN})

    found = analyze(text, reader=Everywhere("ownership", 4.0)).of("ownership")
    assert [f.start >= spans[1][0] for f in found] == [True]


def test_saying_what_kind_of_thing_it_is_makes_nothing_smaller():
    """ "More of a list than a planner" sorts; what a plain rule finds small beside it stays small."""
    said = Says("minimizer", 3.0)
    sorted_ = "The pumps ran all night. It's more of a list than a planner. The depot called."
    assert not analyze(sorted_, reader=said).may_have("minimizer")
    small = "The pumps ran all night. It was just a little script, more of a toy. The depot called."
    assert analyze(small, reader=said).has("minimizer")


@pytest.mark.parametrize(
    ("said", "doubted"),
    [
        ("It may be a matter of taste.", False),
        ("It could be that the buoys drift.", False),
        ("It could be that nine in ten buoys drift, so we count them.", True),
        ("The count may be off by a tenth, so we compare it with the log.", True),
    ],
)
def test_options_alone_are_no_calibration(said: str, doubted: bool):
    """What may be the case is listed without a number: nothing is credited; with one it may be."""
    text = f"The pumps ran all night. {said} The depot called."
    assert analyze(text, reader=Says("calibration", 3.0)).may_have("calibration") is doubted


@pytest.mark.parametrize(
    ("said", "impresses"),
    [
        ("Before that I spent nine years with a maker of kites.", False),
        ("I was at a firm that made rudders.", False),
        ("Before that I was with Ravensburger.", True),
        ("Before that I was at a firm with two hundred million riders.", True),
    ],
)
def test_a_plain_line_of_a_life_is_no_exposure(said: str, impresses: bool):
    """Years served, and what a firm makes, impress nobody; a size or a name may."""
    text = f"The pumps ran all night. {said} The depot called."
    assert analyze(text, reader=Says("exposure", 3.0)).may_have("exposure") is impresses


def test_voices_add_up():
    """Each voice moves the chance its own way; a plain rule alone can carry it."""
    join = Join(1.0, 0.5, 4.0, -1.0, 0.7, 0.4)
    assert chance(join, 2.0, 0.0, False) > chance(join, 0.0, 0.0, False)
    assert chance(join, 0.0, 2.0, False) > chance(join, 0.0, 0.0, False)
    assert chance(join, 0.0, 50.0, False) == chance(join, 0.0, 4.0, False)
    assert chance(join, -1.0, 0.0, True) > 0.7


@pytest.mark.parametrize("text", ["", "One.", "no end " * 200, "Ja? Nein! … “Gut.” So. " * 9, "a,b " * 90])
def test_stretches_hold_every_word_once_and_in_order(text: str):
    """Disjoint, in order, none much longer than a long sentence."""
    spans = stretches(text)
    assert all(a < b for a, b in spans) and all(b <= c for (_, b), (c, _) in pairwise(spans))
    assert " ".join(" ".join(text[a:b].split()) for a, b in spans) == " ".join(text.split())
    assert all(len(text[a:b].split()) <= LONG_WORDS + 3 for a, b in spans)
