"""What is asked after an answer presupposes no more than the answer told."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from interview_kit import analyse

from voice_interviewer.interview.core import fitting
from voice_interviewer.interview.core.fitting import READY, SURE, about_acts, asks_again, choose, lines, variants
from voice_interviewer.interview.core.next_question import next_question
from voice_interviewer.interview.core.suits import Chance, weights
from voice_interviewer.rubric import keys

TALK = "Thank you so much! Welcome to the show. Do you want to tell us about it? What do you think?"
NONE = {kind: Chance(0.2, 0.6) for kind in weights().good}
PRESUPPOSING = ("part", "own_part", "price", "breaks", "measure", "learnt", "limits")


def every_line() -> Iterator[str]:
    for kind in type(lines().open).model_fields:
        yield from getattr(lines().open, kind)
    for pursued in lines().pursued.values():
        yield from (*pursued.sure, *pursued.safe)
    yield from lines().named


def test_every_line_is_one_question_that_can_be_said() -> None:
    """One question mark, at the end; at most 25 words; a capital first."""
    for line in every_line():
        assert line.count("?") == 1 and line.endswith("?") and len(line.split()) <= 25 and line[0] in line[0].upper()


@pytest.mark.parametrize("kind", ["turn", "gently", "near", "own", "today"])
def test_no_kind_has_a_single_line(kind: str) -> None:
    """So that nothing is asked twice in a row."""
    assert len(set(getattr(lines().open, kind))) >= 2


def test_what_leads_away_is_asked_where_it_suits() -> None:
    """And never where staying suits better: the closer to the answer, the likelier something in it can be pursued."""
    assert choose({**NONE, "turn": Chance(0.8, 0.0)}) == "turn"
    assert choose({**NONE, "turn": Chance(0.4, 0.0)}) == "own"
    assert choose({**NONE, "turn": Chance(0.4, 0.0), "part": Chance(0.5, 0.3)}) == "near"


def test_the_hardest_thing_is_not_asked_for_where_it_was_told() -> None:
    """Not by any of the lines of the kind that is chosen then."""
    known = {**NONE, "turn": Chance(0.1, 0.0), "part": Chance(0.9, 0.0)}
    told = "The hardest part was the night shift, so I changed the second list."
    assert choose(known, told) == "today" != choose(known, "I changed the second list.")
    assert not any("hard" in line for line in lines().open.today)


def test_after_a_loss_the_turn_is_a_gentle_one() -> None:
    """Of somebody near, or one's own illness; not where a process passed away."""
    known = {**NONE, "turn": Chance(0.9, 0.0)}
    assert choose(known, "My father passed away when I was twelve, so I worked at the depot.") == "gently"
    assert choose(known, "I was diagnosed at forty, which explained a good deal.") == "gently"
    assert choose(known, "As a child I had lost an older sister, so I waste no time.") == "gently"
    assert choose(known, "The old list has passed away, and nobody missed it.") == "turn"
    assert all(line.startswith("Thank you") for line in lines().open.gently)


@pytest.mark.parametrize("kind", ["turn", "gently", "near", "own", "today"])
def test_safe_lines_leave_a_way_out(kind: str) -> None:
    """They fit where nothing at all was told: something else may be picked."""
    for line in getattr(lines().open, kind):
        assert re.search(r"\b(?:or elsewhere|or (?:in|of) other work|something you (?:built|made))\b", line), line


def test_safe_lines_of_signals_leave_a_way_out() -> None:
    """Whoever told no such thing can pick another."""
    for target in keys.SIGNALS:
        if target in lines().pursued:
            assert all("or in other work" in line for line in lines().pursued[target].safe), target


def test_sure_lines_name_what_must_suit() -> None:
    """Each rests on a chance that is computed, with its own bounds."""
    for target, pursued in lines().pursued.items():
        assert bool(pursued.sure) == bool(pursued.suits), target
        assert not pursued.suits or (pursued.suits in SURE and pursued.suits in weights().good)
    assert set(SURE) == set(PRESUPPOSING) - {"part"}


def test_a_target_is_asked_about_surely_or_safely(monkeypatch: pytest.MonkeyPatch) -> None:
    """The price of `that` where one was told; else the price of whatever the speaker picks."""
    price = lines().pursued["constraint_tradeoff"]
    for chance, expected in ((Chance(0.9, 0.0), price.sure), (Chance(0.9, 0.6), price.safe)):
        monkeypatch.setattr(fitting, "chances", lambda _, c=chance: {**NONE, "price": c})
        assert variants(analyse("It went well."), "constraint_tradeoff", {}) == expected


@pytest.mark.parametrize("target", [None, READY, *keys.SIGNALS, *keys.COSTS])
def test_there_are_words_for_every_target(target: str | None) -> None:
    """At least one line without a slot, whatever was said."""
    bank = {"calm_adaptation": ("What now?",), "defense": ("What now?",), "restart": (), "freeze": ()}
    for text in (TALK, "I built the list again."):
        assert any("{" not in line for line in variants(analyse(text), target, bank))


def test_small_talk_is_led_to_ones_own_work() -> None:
    """No accusation, no constraint out of the blue."""
    _, text, why = next_question(analyse(TALK))
    assert text in lines().open.turn and "mend" not in why


def test_what_was_chosen_is_named_in_the_question() -> None:
    """Not `that`: the thing itself, in the speaker's own words."""
    _, text, _ = next_question(
        analyse("The night shift was small. We decided to use a managed queue, because of the clerks.")
    )
    assert "managed queue" in text


def test_nothing_is_named_where_it_does_not_suit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A decision in passing, in talk of something else, is not said back; nor one where another target is pursued."""
    chose = analyse("We decided to use a managed queue.")
    assert about_acts(chose, None) and not about_acts(chose, "hedge")
    monkeypatch.setattr(fitting, "chances", lambda _: NONE)
    assert not about_acts(chose, None)


def test_the_question_is_put_again_where_that_is_asked() -> None:
    """An answer that ends by asking for the question gets it."""
    text = "A third of the lists go to the depot. Sorry, what was the original question?"
    assert asks_again(text) and not asks_again("I dropped half of the columns.")
    assert next_question(analyse(text), "Why a third?")[1] == "Why a third?"
