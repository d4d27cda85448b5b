"""A sentence that undersells, without what does so: only where that is surely a softener, and whole in its meaning."""

from __future__ import annotations

import re

import pytest

from voice_interviewer.debrief.data.deleting import fit, without
from voice_interviewer.debrief.data.reframes import templates


def less(label: str, quote: str, sentence: str) -> str:
    """The sentence without what the label marked at the quote."""
    at = sentence.index(quote)
    return without(label, sentence, at, at + len(quote), re.compile(templates()[label].cue or "", re.IGNORECASE))


@pytest.mark.parametrize(
    ("label", "quote", "sentence", "said"),
    [
        (
            "hedge",
            "sort of",
            "I guess I sort of decided to wait with the feature store.",
            "I decided to wait with the feature store.",
        ),
        ("hedge", "I suppose", "Yeah, so I suppose that is a rollback.", "That is a rollback."),
        ("hedge", "I think", "I think we moved 40 clinics to Porto.", "We moved 40 clinics to Porto."),
        ("hedge", "I guess", "I sort of rewrote the scanner, I guess.", "I rewrote the scanner."),
        ("hedge", "I guess", "I guess it was a tool for the night clerks.", "It was a tool for the night clerks."),
        ("apology", "sorry", "I'm sorry, I blocked the release for a week.", "I blocked the release for a week."),
        ("minimizer", "just", "I'm just a night nurse.", "I'm a night nurse."),
        ("minimizer", "just", "I just wrote the report.", "I wrote the report."),
    ],
)
def test_the_softener_goes_and_the_sentence_stays(label: str, quote: str, sentence: str, said: str) -> None:
    """Softeners, apologies and a shrinking `just` are left out; every other word is kept."""
    assert less(label, quote, sentence) == said


@pytest.mark.parametrize(
    ("label", "quote", "sentence"),
    [
        ("hedge", "maybe", "I maybe moved 40 clinics to Porto."),
        ("hedge", "probably", "It is probably the scanner of the depot."),
        ("hedge", "I'm not sure", "I'm not sure if I did that by hand or with the script."),
        ("hedge", "I think", "Maybe it was my idea, I think, I don't remember."),
        ("minimizer", "just a", "It was just a small internal tool for the night shift."),
        ("minimizer", "just", "It was just a neat thing to do in the depot."),
        ("minimizer", "just", "The list is made by me, who's just some driver dude."),
        ("minimizer", "just", "I have so many gaps as a driver that I just need to fill."),
        ("minimizer", "just", "I just wrote the report and they printed it."),
        ("minimizer", "just", "I was just the driver, and you know the book is just a book."),
        ("minimizer", "just", "Because I'm just a nurse, Marta prints the lists."),
        ("apology", "sorry", "I'm sorry if I was too long, but as a driver this is what I do."),
    ],
)
def test_where_the_word_may_mean_something_nothing_is_deleted(label: str, quote: str, sentence: str) -> None:
    """Doubt about the world, a place in a row of clauses, and words that still undersell: others judge those."""
    assert less(label, quote, sentence) == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "I guess I didn't try that hard.",
        "We did not print it, I guess, because the depot was late.",
        "I guess if we print the lists, the depot opens.",
        "I guess it means that the lists were printed by us.",
        "I guess you print the lists with us.",
        "I guess that's why we printed the lists.",
        "I guess I lost the question, but I printed the lists.",
        "I guess we printed the, the",
    ],
)
def test_what_would_say_another_thing_is_left_alone(sentence: str) -> None:
    """Denials, conditions, meanings, the listener, reasons, the talk itself, and half sentences give nothing."""
    assert less("hedge", "I guess", sentence) == ""


def test_an_apology_makes_room_for_an_act_only() -> None:
    """What follows `sorry` is said again where somebody did something, not where something was so."""
    assert less("apology", "Sorry", "Sorry, we moved the clinics to Porto.") == "We moved the clinics to Porto."
    assert less("apology", "Sorry", "Sorry, the depot was cold.") == ""


def test_a_number_that_is_not_exact_does_not_become_so() -> None:
    """`About 40` and `2021 or so` stay as they were said, or nothing is offered."""
    assert less("hedge", "I guess", "I guess I left the depot in 2021 or so.").endswith(" in 2021 or so.")
    assert less("hedge", "I guess", "We printed about 40 lists, I guess.") == "We printed about 40 lists."
    late = "I guess I left the depot in 2021 or so, and it was sad, so I, um, the lists."
    assert less("hedge", "I guess", late) == ""


def test_nearly_everything_that_was_said_is_kept() -> None:
    """A clause with the softener is not offered in the place of a sentence that says much more."""
    said = "I guess we printed the lists, and the nurses, well, the, like, in the clinics of Porto, the patients, they"
    assert less("hedge", "I guess", said) == ""


LONG = (
    "I guess we printed the long paper lists of the night clerks for the nurses of all northern clinics every winter "
    "morning"
)


@pytest.mark.parametrize(
    ("sentence", "some"),
    [
        (f"{LONG}, and maybe somebody waited.", True),
        (f"{LONG}, and maybe Marta waited.", False),
        (f"{LONG}, and maybe 40 waited.", False),
        (f"{LONG}, and maybe, Marta waited.", False),
        (f"Instead, {LONG}.", True),
        (f"Instead of that, {LONG}.", False),
        ("I guess we printed like 4 lists in Porto.", False),
    ],
)
def test_a_little_may_be_cut_off_but_no_fact_and_no_turn(sentence: str, some: bool) -> None:
    """What is left says nearly all; names, numbers, what turns the sense, and `like` before a number stay."""
    assert bool(less("hedge", "I guess", sentence)) is some


@pytest.mark.parametrize(
    ("said", "about", "good"),
    [
        ("We decided to build it in the depot.", "act", True),
        ("We decided to build it in the depot.", "alone", False),
        ("It was an internal tool for the night shift.", "topic", True),
        ("It was an internal tool for the night shift.", "alone", False),
        ("We used those lists in the depot for a year.", "place", True),
        ("That is why we used the lists in the depot.", "place", False),
        ("We decided because when the lists came.", "place", False),
    ],
)
def test_what_a_sentence_may_rest_on(said: str, about: str, good: bool) -> None:
    """In its own place it may point back; elsewhere it stands alone; it is whole everywhere."""
    assert fit(said, about=about) is good
