"""Whether a way can be said is weighed of numbers that exist, and offered above a bar only."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from voice_interviewer.debrief.data import verbatim
from voice_interviewer.debrief.data.reframes import templates
from voice_interviewer.debrief.data.sayable import (
    NAMES,
    ONE,
    Weighed,
    as_said,
    best,
    chance,
    chance_heard,
    is_entire,
    numbers,
    weighed,
)
from voice_interviewer.language.assessor import Way
from voice_interviewer.rubric.keys import COSTS

SENTENCE = "So after a week we decided to roll it back because refunds rose."
OWN_PART = "My own part was [what you decided]."
SURE, UNSURE = (9.0, 9.0), (-9.0, -9.0)


ENTIRE = "outcome_only"
"Offers only whole sentences that keep all."
AS_SAID = "team_voice"
"Offers sentences as they were said."


def way(said: str, label: str = ENTIRE, text: str = SENTENCE) -> Way:
    """A way to say a whole text."""
    return Way(label, text, 0, len(text), said)


WHOLE = way(f"After a week we decided to roll it back because refunds rose. {OWN_PART}")
CUT = way(f"After a week we decided to roll it back. {OWN_PART}")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200), st.sampled_from(COSTS), st.floats(-40, 40), st.floats(-40, 40))
def test_numbers_are_finite_for_any_text(text: str, said: str, label: str, say: float, good: float) -> None:
    """Whatever was said and whatever is to be said: every number by its name, and a chance between 0 and 1."""
    found = numbers(way(said, label, text), (say, good))
    assert tuple(found) == NAMES and all(math.isfinite(x) for x in found.values())
    assert all(0 <= found[name] <= 1 for name in NAMES[2:] if name != "lost")
    assert 0 <= chance(label, found) <= 1


def test_the_share_kept_is_of_the_sentences_words() -> None:
    """What was left out of a sentence, its end above all, is counted."""
    whole, cut = numbers(WHOLE, SURE), numbers(CUT, SURE)
    assert (whole["kept"], whole["lost"], whole["cut"]) == (1, 0, 0)
    assert (cut["lost"], cut["cut"]) == (2, 1) and 0 < cut["kept"] < 1


def test_the_brackets_place_is_known() -> None:
    """Behind the own part, before it, or nowhere; the template itself is no part of what is counted."""
    own = "We decided to roll it back."
    places = {said: numbers(way(said), SURE) for said in (own, f"{own} {OWN_PART}", f"{OWN_PART} {own}")}
    assert [(n["before"], n["behind"]) for n in places.values()] == [(0, 0), (0, 1), (1, 0)]
    assert all(n["whole"] == 1 for n in places.values())


@pytest.mark.parametrize(
    ("said", "name", "value"),
    [
        ("Because refunds rose after a week.", "causal", 1),
        ("We decided because refunds rose.", "causal", 0),
        ("We maybe decided to roll it back.", "undersold", 1),
        ("We decided to roll it back.", "undersold", 0),
        (SENTENCE, "changed", 0),
        (SENTENCE.upper(), "changed", 0),
        ("We decided to roll it back.", "changed", 1),
        ("We decided to the roll because.", "whole", 0),
    ],
)
def test_what_is_counted_of_the_own_words(said: str, name: str, value: float) -> None:
    """Whether they hang on a reason, still undersell, were changed at all, and are a whole sentence."""
    assert numbers(way(said), SURE)[name] == value


@pytest.mark.parametrize("label", weighed())
def test_every_weight_is_of_a_number_there_is(label: str) -> None:
    """The shipped weights name known numbers and nothing else, for labels that have forms, with a bar above a half."""
    about = weighed()[label]
    names = verbatim.NAMES if about.heard else NAMES
    assert set(about.weights) == {*names, ONE} and all(math.isfinite(w) for w in about.weights.values())
    assert templates()[label].forms and about.offered > 0.5


def test_a_weight_of_no_number_is_refused() -> None:
    """It is named; a number without a weight counts nothing."""
    with pytest.raises(ValidationError, match="no number is called length"):
        Weighed(offered=0.9, weights={"say": 1.0, ONE: 0.0, "length": 2.0})
    assert Weighed(offered=0.9, weights={"say": 1.0}).weights == {"say": 1.0}
    heard = {"form": 1.0, "finding": 0.5, "one": 0.0, "middle": 0.7}
    with pytest.raises(ValidationError, match="no number is called kept"):
        Weighed.model_validate({"offered": 0.9, "weights": {"say": 1.0, "kept": 2.0}, "heard": heard})
    with pytest.raises(ValidationError, match="leave out `entire` or `heard`"):
        Weighed.model_validate({"offered": 0.9, "entire": True, "weights": {"say": 1.0}, "heard": heard})


def test_only_labels_with_weights_have_forms() -> None:
    """Of the others none would ever be tried."""
    assert {label for label in COSTS if templates()[label].forms} == set(weighed())
    assert all(about.forms for about in templates().values() if about.behind)


@pytest.mark.parametrize("label", weighed())
def test_a_surer_assessor_makes_a_way_likelier(label: str) -> None:
    """Nowhere does an opinion count against itself."""
    ways = [way(f"{SENTENCE} {OWN_PART}", label), way("We decided to roll it back.", label)]
    known = verbatim.numbers if weighed()[label].heard else numbers
    for w in ways:
        alone = [[chance(label, known(w, pair)) for pair in ((x, 0.0), (0.0, x))] for x in (-9.0, 0.0, 9.0)]
        assert all(low <= high for row, higher in pairwise(alone) for low, high in zip(row, higher, strict=True))
        assert chance(label, known(w, UNSURE)) < chance(label, known(w, SURE))


@pytest.mark.parametrize("label", [label for label in COSTS if label not in weighed()])
def test_under_a_label_without_weights_no_way_is_offered(label: str) -> None:
    """However sure the assessor is."""
    assert chance(label, numbers(way(SENTENCE, label), SURE)) == 0
    assert best([way(SENTENCE, label)], [SURE]) == ""


def test_the_surest_way_is_taken() -> None:
    """Not the first one, and not the one the assessor likes less."""
    one, other = way("We decided to roll it back.", "hedge"), way("Refunds rose after a week.", "hedge")
    assert best([one, other], [UNSURE, SURE]) == other.said
    assert best([one, other], [SURE, UNSURE]) == one.said
    assert best([WHOLE, WHOLE], [SURE, SURE]) == WHOLE.said


def test_where_the_whole_sentence_is_to_be_kept_no_half_is_offered() -> None:
    """However sure the assessor is of it: half of what was decided is another decision."""
    assert weighed()[ENTIRE].entire and not is_entire(numbers(CUT, SURE))
    assert best([CUT], [SURE]) == "" and best([CUT, WHOLE], [SURE, SURE]) == WHOLE.said
    tangled = way(f"After a week we decided to roll because it back refunds rose the. {OWN_PART}")
    assert not is_entire(numbers(tangled, SURE)) and best([tangled], [SURE]) == ""
    assert not weighed()["hedge"].entire


@pytest.mark.parametrize(
    "tail", ["but then we did not", "but only if we could", "but not all of us", "or I think we did"]
)
def test_a_tail_that_turns_or_bounds_is_no_small_loss(tail: str) -> None:
    """None of its words is a content word, and all is another thing without it."""
    known = numbers(
        way(f"We decided to roll it back. {OWN_PART}", text=f"So we decided to roll it back, {tail}."), SURE
    )
    assert known["kept"] == 1 and known["turned"] == 1 and not is_entire(known)


def test_below_the_bar_nothing_is_offered() -> None:
    """The bar is a probability: the same way passes with one opinion and not with another."""
    bar = weighed()[ENTIRE].offered
    opinions = [(x, x) for x in range(-30, 31)]
    assert {bool(best([WHOLE], [o])) for o in opinions} == {True, False}
    assert all(bool(best([WHOLE], [o])) == (chance(ENTIRE, numbers(WHOLE, o)) >= bar) for o in opinions)
    assert best([], []) == ""


def test_every_way_needs_its_opinion() -> None:
    """Ways and opinions that do not match are a mistake, not a silent choice."""
    with pytest.raises(ValueError):
        best([WHOLE, CUT], [SURE])


DECIDED = way(f"After a week we decided to roll it back because refunds rose. {OWN_PART}", AS_SAID)


def test_what_is_said_as_it_was_has_a_bar_of_its_own() -> None:
    """The same sentence is offered with one opinion and not with another; as one of several ways it never is."""
    assert as_said(DECIDED, SURE, None) == DECIDED.said and as_said(DECIDED, UNSURE, None) == ""
    assert best([DECIDED], [SURE]) == ""
    assert as_said(WHOLE, SURE, 0.9) == "" and as_said(way(SENTENCE, "apology"), SURE, 0.9) == ""


def test_the_surer_the_finding_the_likelier_the_sentence() -> None:
    """A confidence of 0 or 1 is no proof; one that is not known counts as the middle one."""
    known = verbatim.numbers(DECIDED, (0.0, 0.0))
    chances = [chance_heard(AS_SAID, known, c) for c in (0.0, 0.005, 0.3, 0.6, 0.9, 1.0)]
    assert chances == sorted(chances) and chances[0] == chances[1] and len(set(chances)) == 5
    assert all(0 < c < 1 for c in chances)
    heard = weighed()[AS_SAID].heard
    assert heard and chance_heard(AS_SAID, known, None) == chance_heard(AS_SAID, known, heard.middle)
    assert chance_heard(ENTIRE, known, 0.9) == chance_heard("apology", known, 0.9) == 0


def test_neither_words_nor_finding_count_against_themselves() -> None:
    """Better words and a surer finding make a sentence likelier, by what ships."""
    heard = weighed()[AS_SAID].heard
    assert heard and heard.form > 0 and heard.finding > 0 and 0.5 < heard.middle < 1
    assert weighed()[AS_SAID].weights["whole"] > 0 > weighed()[AS_SAID].weights["aside"]
