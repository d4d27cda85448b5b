"""The ways that are put up for a sentence: its own words and one template, nothing lost in a clause, never many."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.lab.assessor.labels import judged_forms
from voice_interviewer.debrief.data.own_part import LONGEST, carrying
from voice_interviewer.debrief.data.proposals import MOST_WAYS, proposals, sayable
from voice_interviewer.debrief.data.reframes import invented_words, templates
from voice_interviewer.english.sentences import sentences
from voice_interviewer.rubric.keys import COSTS

FORMED = [label for label in COSTS if judged_forms(label)[0]]
OWN_PART = "My own part was [what you recommended, decided or argued against]."


def ways(label: str, text: str, quote: str) -> list[str]:
    """What is put up for the sentence with the quote."""
    at = text.index(quote)
    return list(put_up(label, text, at, at + len(quote)))


def put_up(label: str, text: str, start: int, end: int) -> Iterable[str]:
    about = templates()[label]
    cue = re.compile(about.cue, re.IGNORECASE) if about.cue else None
    sentence = carrying(text, start, end, cue)
    forms, behind = (about.forms, about.behind) if about.forms else judged_forms(label)
    return proposals(label, text, sentence, (start, end), forms, behind=behind, cue=cue)


def test_the_whole_sentence_comes_first() -> None:
    """With the bracket behind it; then runs of its clauses."""
    text = "And after a week we decided to roll it back because refunds rose."
    whole = "After a week we decided to roll it back because refunds rose."
    assert ways("team_voice", text, "we decided") == [f"{whole} {OWN_PART}"]
    found = ways("hedge", "I guess we moved 40 clinics to Porto, and we did not lose a list.", "I guess")
    assert found[0] == "We moved 40 clinics to Porto, and we did not lose a list."
    assert "We moved 40 clinics to Porto." in found and "We did not lose a list." in found


def test_in_the_place_of_an_excuse_may_stand_the_next_sentence() -> None:
    """As many sentences behind it as the label says, without their softeners; no question."""
    text = "Sorry, that was a poor answer. So I basically rebuilt the lists for six clinics. I left the depot early."
    found = ways("apology", text, "Sorry")
    assert found[-2:] == ["I rebuilt the lists for six clinics.", "I left the depot early."]
    asked = "Sorry, that was a poor answer. Do you want the lists of the clinics? I left the depot early."
    assert [way for way in ways("apology", asked, "Sorry") if "[" not in way] == ["That was a poor answer."]


def test_words_that_shrink_or_swell_go_where_the_form_says_so() -> None:
    """`{bare}` is without them, `{said}` is as it was said."""
    found = ways("minimizer", "It was just a small script for 40 nurses.", "just a small")
    assert found[0] == "It was a script for 40 nurses."
    assert any(way.startswith("It was a small script for 40 nurses. What it had to get right") for way in found)
    swollen = "It had a truly massive impact on the sellers in Porto."
    assert "It had an impact on the sellers in Porto." in ways("inflation", swollen, "truly massive")


def test_a_name_is_no_swelling_word() -> None:
    """What would be left out as a boast is kept where it is written as a name, and then there is no way without it."""
    assert ways("inflation", "It ran on our world-class platform for the clinics.", "world")
    assert ways("inflation", "It ran on our World-Class platform for the clinics.", "World") == []


@pytest.mark.parametrize(
    "said",
    [
        'So we decided "okay, we print the lists" at the depot.',
        "So we decided “okay, we print the lists” at the depot.",
        'We decided to call it "the night list" in Porto.',
        'We decided to print the lists, and Marta said, "No."',
    ],
)
def test_a_quoted_voice_is_in_no_way(said: str) -> None:
    """No mark of it is left, and nothing of what it says."""
    found = ways("team_voice", said, "e decided")
    assert not any(mark in way for way in found for mark in '"“”')
    assert set(found) <= {f"We decided to print the lists. {OWN_PART}"}


@pytest.mark.parametrize("denial", ["It is not true at all that", "It isn’t true that", "Nobody would say that"])
def test_no_clause_is_cut_from_a_denial_in_front_of_it(denial: str) -> None:
    """What hangs on it is said with it or not at all; behind `but` or a new beginning stands another statement."""
    decision = "we decided to keep the old list"
    own = f"We decided to keep the old list. {OWN_PART}"
    assert not any(
        way.startswith("We decided") for way in ways("team_voice", f"{denial} we were slow, so {decision}.", "we d")
    )
    assert own in ways("team_voice", f"{denial} we were slow, but {decision}.", "we d")


HEADS = ["", "Sorry, ", "I guess ", "um, so ", "I'm not an expert, but ", "Honestly, ", "I've never run a depot, but "]
BODIES = [
    "we kind of decided to print 40 lists in Porto",
    "I only helped Marta with the scanner",
    "it was just a small thing for two thousand nurses",
    "we did not lose a list in 2021 or so",
    "nobody at the depot wanted an incredibly fast scanner",
    "the team, the team agreed to wait",
]
JOINS = [", and ", ", but ", " because ", "... ", ", which ", ". ", " -- "]


def spoken(rnd: random.Random) -> str:
    """A rough answer, said in clauses."""
    said = rnd.choice(HEADS) + rnd.choice(BODIES)
    for _ in range(rnd.randint(0, 4)):
        said += rnd.choice(JOINS) + rnd.choice(["", rnd.choice(HEADS)]) + rnd.choice(BODIES)
    return said[0].upper() + said[1:] + rnd.choice([".", "", "!"])


FACT = re.compile(r"\d+|\b(?:not|nobody|never|two|thousand|Porto|Marta)\b|\w+n't")
BRACKETED = re.compile(r"[^.]*\[[^\]]*\]\.")


def lost(text: str, own: str) -> set[str]:
    """Facts of the text between the first and the last word of what was made of it, at the place that loses least."""
    said, kept = re.findall(r"[\w']+", text), [w.casefold() for w in re.findall(r"[\w']+", own)]
    best: list[str] | None = None
    for first in (i for i, word in enumerate(said) if word.casefold() == kept[0]):
        left, at = [], first
        for want in kept:
            while at < len(said) and said[at].casefold() != want and {said[at], want} != {"a", "an"}:
                left.append(said[at])
                at += 1
            at += 1
        if at <= len(said) and (best is None or len(left) < len(best)):
            best = left
    assert best is not None, (text, own)
    return set(FACT.findall(" ".join(best)))


@pytest.mark.parametrize("label", FORMED)
def test_every_way_is_the_sentence_with_words_left_out(label: str) -> None:
    """Own words in their order and at most one template; no name, number or negation is lost between them."""
    rnd = random.Random(label)
    made = 0
    for _ in range(60):
        text = spoken(rnd)
        start, end = rnd.choice(sentences(text))
        found = list(put_up(label, text, start, end))
        made += len(found)
        assert len(found) == len(set(found)) <= MOST_WAYS
        for way in found:
            assert way.count("[") <= 1
            own = BRACKETED.sub("", way).strip()
            assert invented_words(text, own) == set(), (text, way)
            assert sayable(own) and not lost(text, own), (text, way)
    assert made > 30


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300), st.sampled_from(FORMED))
def test_any_text_has_few_ways_and_none_invents(text: str, a: int, b: int, label: str) -> None:
    """Whatever the text and the place in it, nothing breaks, and no word is added."""
    start, end = min(a, b, len(text)), min(max(a, b), len(text))
    found = list(put_up(label, text, start, end))
    assert len(found) <= MOST_WAYS
    words = " ".join([text, *judged_forms(label)[0]])
    assert all(invented_words(words, way) == set() for way in found)


@pytest.mark.parametrize("label", FORMED)
@pytest.mark.parametrize(
    "text",
    ["", "   ", "Sorry.", "I guess so.", "We decided to the, the...", 'We decided "what', "?! -- ...", "just the of a"],
)
def test_what_is_broken_has_no_way(label: str, text: str) -> None:
    """Too short, without an end, or full of breaks: nothing is put up."""
    assert list(put_up(label, text, 0, len(text))) == []


@pytest.mark.parametrize("label", FORMED)
def test_what_does_not_end_has_no_way_and_costs_little(label: str) -> None:
    """A sentence longer than is read gives none at once; one as long as is read is cut."""
    endless = "we decided to print the lists, and " * 40_000
    assert list(proposals(label, endless, (0, len(endless)), (0, 9), judged_forms(label)[0])) == []
    longest = endless[:LONGEST]
    assert len(list(proposals(label, longest, (0, LONGEST), (0, 9), judged_forms(label)[0]))) <= MOST_WAYS


@pytest.mark.parametrize(
    ("said", "good"),
    [
        ("We printed the lists at six.", True),
        ("Printed the lists at six in Porto.", True),
        ("We printed it.", False),
        ("It was what it was.", False),
        ("We printed the lists for the.", False),
        ("We printed... the lists of the clinics.", False),
        ("We printed the lists -- the clinics were late.", False),
        ("Who printed the lists of the clinics?.", False),
        ("We waited and with the, with the scanners at the depot.", False),
        ("We printed the lists of the of the clinics.", False),
        ("We printed that that list of the clinics had.", True),
        (f"We printed {'long ' * 40}lists.", False),
    ],
)
def test_what_has_a_break_or_a_loose_end_cannot_be_said(said: str, good: bool) -> None:
    """Short, closed, and of something: whether it is a good sentence, others say."""
    assert sayable(said) is good
