"""What is asked after an answer presupposes no more than the answer told."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from interview_kit import analyse

from voice_interviewer.english import personal
from voice_interviewer.interview.core.fitting import (
    LEADS,
    READY,
    STAYS,
    SURE,
    TOLD,
    WHY,
    asks_again,
    choose,
    is_personal,
    lines,
    names_difficulty,
    surely,
    variants,
)
from voice_interviewer.interview.core.next_question import next_question
from voice_interviewer.language.assessor import QUESTIONS, Chance, Chances
from voice_interviewer.rubric import keys

TALK = "Thank you so much! Welcome to the show. Do you want to tell us about it? What do you think?"
NONE: Chances = {kind: Chance(0.0, 0.6) for kind in QUESTIONS}


def every_line() -> Iterator[str]:
    for kind in type(lines().open).model_fields:
        yield from getattr(lines().open, kind)
    for pursued in lines().pursued.values():
        yield from (*pursued.sure, *pursued.safe)


def test_every_line_is_one_question_that_can_be_said() -> None:
    """One question mark, at the end; at most 25 words; a capital first."""
    for line in every_line():
        assert line.count("?") == 1 and line.endswith("?") and len(line.split()) <= 25 and line[0] in line[0].upper()


@pytest.mark.parametrize("kind", ["turn", "gently", "near", "solved", "own"])
def test_no_kind_has_a_single_line(kind: str) -> None:
    """So that nothing is asked twice in a row."""
    assert len(set(getattr(lines().open, kind))) >= 2


@pytest.mark.parametrize(
    ("turn", "near", "expected"),
    [
        (LEADS, 0.2, "turn"),
        (0.7, 0.2, "own"),
        (0.2, STAYS, "near"),
        (0.2, 0.5, "own"),
        (0.9, 0.8, "turn"),
        (0.8, 0.85, "near"),
    ],
)
def test_leading_on_and_staying_are_for_where_they_surely_fit(turn: float, near: float, expected: str) -> None:
    """The surer of them; in between, and where nothing is known, it is asked of all one's own work."""
    assert choose({**NONE, "turn": Chance(turn, 0.0), "near": Chance(near, 0.0)}) == expected
    assert choose(NONE) == "own"


def test_nobody_who_named_a_work_of_theirs_is_led_to_one() -> None:
    """ "Let us turn to something you built" would say that it was not heard."""
    known = {**NONE, "turn": Chance(0.97, 0.0)}
    assert choose(known, "It is what our app does at night.") == "own"
    assert choose(known, "It is what their app does at night.") == "turn"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The hardest part was to get the clinics to call us.", True),
        ("It was a real struggle, and very difficult to explain.", True),
        ("We print the lists at six and they go out at seven.", False),
        ("It is hardly ever printed.", False),
        ("It wasn't really difficult, and nothing was tricky.", False),
        ("I would hardly call it difficult.", False),
        ("No doubt the hardest part was the clock.", True),
        ("Nothing was more challenging than that.", True),
        ("It was not tricky, but the toughest call was to wait.", True),
    ],
)
def test_nobody_who_told_what_was_hard_is_asked_for_it(text: str, told: bool) -> None:
    """Where the question stays with what was told, it asks for something else."""
    known = {**NONE, "near": Chance(0.9, 0.0)}
    assert names_difficulty(text) is told and choose(known, text) == ("solved" if told else "near")
    assert choose(NONE, text) == "own"
    assert not any(re.search(r"hardest (?:thing|to get)|what was hard", line) for line in lines().open.solved)


def test_after_a_loss_the_turn_is_a_gentle_one() -> None:
    """Of somebody near, or one's own illness, unless the assessor rules it out; not where a process passed away."""
    known = {**NONE, "turn": Chance(0.97, 0.0), "gently": Chance(0.1, 0.0)}
    assert choose(known, "My father passed away when I was twelve, so I worked at the depot.") == "gently"
    assert choose(known, "I was diagnosed at forty, which explained a good deal.") == "gently"
    assert choose(known, "As a child I had lost an older sister, so I waste no time.") == "gently"
    assert choose(known, "The old list has passed away, and nobody missed it.") == "turn"
    assert choose({**known, "gently": Chance(0.0, 0.9)}, "My father passed away that year.") == "turn"
    assert choose({**known, "gently": Chance(0.7, 0.0)}, "I could not get up for a year.") == "gently"
    assert choose(known, "I’ve injured my knee, so I’ve been at home.") == "gently"
    assert choose(known, "There was an accident on the way, and I was in the emergency room that night.") == "gently"
    assert choose(known, "I was there when we found it by accident.") == "turn"
    assert all(line.startswith("Thank you") for line in lines().open.gently)


@pytest.mark.parametrize("who", ["father", "uncle", "child", "twin", "grandmother", "partner", "friend"])
def test_who_is_near_is_one_list_for_the_hint_and_for_the_rule(who: str) -> None:
    """Whoever's death is told surely is hinted at, too."""
    text = f"My {who} died that spring, and I was away."
    assert personal.told(text) and is_personal(text)


@pytest.mark.parametrize(
    "text",
    [
        "The child process died and I had to restart it by hand.",
        "Our partner service died twice and I was paged.",
        "We lost our family plan customers and I was blamed.",
        "I was paged by the ambulance dispatch, and I had built the injury claims app.",
        "I was building accident detection for emergency room software.",
        "It was no accident that I was hired, and a happy accident that I was late.",
    ],
)
def test_a_process_and_a_plan_are_nobodys_family(text: str) -> None:
    """Neither told nor hinted at: nobody is thanked for sharing that."""
    assert not personal.told(text) and not is_personal(text)


@pytest.mark.parametrize("kind", ["turn", "gently", "near", "solved", "own"])
def test_safe_lines_leave_a_way_out(kind: str) -> None:
    """They fit where nothing at all was told: something else may be picked."""
    for line in getattr(lines().open, kind):
        assert re.search(
            r"\b(?:or in (?:any )?other work|something you (?:built|made)|changed yourself, here or elsewhere)\b", line
        ), line


def test_safe_lines_of_signals_leave_a_way_out() -> None:
    """Whoever told no such thing can pick another."""
    for target in keys.SIGNALS:
        if target in lines().pursued:
            assert all("or in other work" in line for line in lines().pursued[target].safe), target


def test_sure_lines_name_what_must_suit() -> None:
    """Each rests on a chance that an assessor gives."""
    for target, pursued in lines().pursued.items():
        assert bool(pursued.sure) == bool(pursued.suits), target
        assert not pursued.suits or pursued.suits in QUESTIONS


def test_only_what_would_surely_be_taken_well_presupposes() -> None:
    """Likely good and hardly ever out of place; an unknown kind is never sure."""
    assert surely("price", {"price": Chance(*SURE)})
    assert not surely("price", {"price": Chance(0.9, 0.3)}) and not surely("price", {"price": Chance(0.5, 0.0)})
    assert not surely("price", {})


def test_a_target_is_asked_about_surely_or_safely() -> None:
    """The price of `that` where one was told; else the price of whatever the speaker picks."""
    price, told = lines().pursued["constraint_tradeoff"], Chance(0.9, 0.0)
    for chance, expected in ((Chance(0.9, 0.0), price.sure), (Chance(0.9, 0.6), price.safe), (None, price.safe)):
        after = {**NONE, "near": told, "price": chance} if chance else {}
        assert variants(analyse("It went well."), "constraint_tradeoff", {}, after) == (expected, "")


def test_where_hardly_any_own_work_was_told_no_signal_is_pursued_in_it() -> None:
    """The open question stands in its place; what costs is pursued all the same."""
    talk, told = analyse("Lists are printed at night."), Chance(TOLD, 0.0)
    pursued = lines().pursued
    assert variants(talk, "failure_anticipation", {}, NONE) == (lines().open.own, WHY["own"])
    held = variants(talk, "failure_anticipation", {}, {**NONE, "near": told})
    assert held == (pursued["failure_anticipation"].safe, "")
    assert variants(talk, "apology", {}, NONE) == (pursued["apology"].safe, "")


@pytest.mark.parametrize("target", [None, READY, *keys.SIGNALS, *keys.COSTS])
def test_there_are_words_for_every_target(target: str | None) -> None:
    """At least one line without a slot, whatever was said."""
    bank = {"calm_adaptation": ("What now?",), "defense": ("What now?",), "restart": (), "freeze": ()}
    for text in (TALK, "I built the list again."):
        assert any("{" not in line for line in variants(analyse(text), target, bank, NONE)[0])


def test_small_talk_is_led_to_ones_own_work() -> None:
    """No accusation, no constraint out of the blue."""
    _, text, why = next_question(analyse(TALK))
    assert text in lines().open.turn and "mend" not in why


def test_the_question_is_put_again_where_that_is_asked() -> None:
    """An answer that ends by asking for the question gets it."""
    text = "A third of the lists go to the depot. Sorry, what was the original question?"
    assert asks_again(text) and not asks_again("I dropped half of the columns.")
    assert next_question(analyse(text), "Why a third?")[1] == "Why a third?"
