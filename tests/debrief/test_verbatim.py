"""A sentence said again as it was: whole, nothing invented or lost, no half quotation, no question, no loose end."""

from __future__ import annotations

import math
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_interviewer.debrief.data.kept import can_be_kept
from voice_interviewer.debrief.data.own_part import LONGEST
from voice_interviewer.debrief.data.reframes import (
    as_it_was_said,
    begins_elsewhere,
    invented_words,
    quoted,
    templates,
)
from voice_interviewer.debrief.data.sayable import weighed
from voice_interviewer.debrief.data.trim import MAX_WORDS
from voice_interviewer.debrief.data.verbatim import NAMES, numbers, own_words, verbatim, way
from voice_interviewer.english.sentences import sentences
from voice_interviewer.language.assessor import Way

LABEL = "team_voice"
FORM = "{said} My own part was [what]."


def again(text: str, quote: str = "e decided") -> str | None:
    """What is said again of the sentence with the quote."""
    at = text.index(quote)
    sentence = next((a, b) for a, b in sentences(text) if a <= at < b)
    made = way(LABEL, text, sentence, at, FORM)
    return own_words(made.said) if made else None


@pytest.mark.parametrize(
    ("said", "own"),
    [
        ("So, um, we decided to print the lists at six.", "We decided to print the lists at six."),
        ("And then we decided to wait, you know.", "We decided to wait."),
        ("So we, um, we decided to wait.", "We decided to wait."),
        ("We just decided to print 40 lists in Porto --", "We decided to print 40 lists in Porto."),
        ("But in the end we decided not to wait for Marta...", "In the end we decided not to wait for Marta."),
        ("When it was late we decided to wait,", "When it was late we decided to wait."),
        ('We decided "okay, we print them."', 'We decided "okay, we print them".'),
        ("We decided that - for six clinics - the list is enough.", None),
        ("So we actually -- again, we decided to wait.", "We decided to wait."),
        ('We just said "we kind of just wait", you know.', 'We said "we kind of just wait".'),
        ('We said "um, we wait."', 'We said "we wait".'),
        ('We decided on 27" screens, and I mean 27" ones.', 'We decided on 27" screens, and I mean 27" ones.'),
        ("The ER was full, so we decided to wait.", "The ER was full, so we decided to wait."),
        ("It was -- never what we decided to do.", "It was -- never what we decided to do."),
    ],
)
def test_only_what_opens_joins_or_trails_is_left_out(said: str, own: str | None) -> None:
    """The rest stands as it stood, a dash inside it too."""
    assert verbatim(said, 0, len(said)) == (own or said)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("We thought it over, and we decided to print the lists at six.", True),
        ('The depot was late. In the end we decided "no lists today" and went home. Fine.', True),
        ("In the end we decided “no lists today”.", True),
        ('A clerk said "in the end we decided to wait" and then went home.', False),
        ('She said "it is late. So we decided to wait. Fine."', False),
        ('She said "it is late, and then we decided to wait" and then "no', False),
        ('It was late," she said, and we decided to wait, "so be it.', False),
        ("In the end we decided ‘no lists today’ and went home.", False),
        ("Should I say that we decided to wait?", False),
        ('In the end we decided "why not?" and went home.', False),
        ("In the end we decided to -- no, the clerks decided it.", False),
        ("In the end we decided... the clerks were late.", False),
        ("In the end we decided it would be better to wait for the.", False),
        ("We had no scanners, and we decided on lists, so it's basically.", False),
        ("We had no scanners, and then we decided on [unclear] lists.", False),
        ("In the end we decided with the, with the clerks to wait.", False),
        ("If we decided to wait, we would lose them.", False),
        ("I doubt that we decided to wait at all.", False),
        ("In the end we decided to wait. I was against it.", False),
        ("And the whole team, we decided to wait was the list late we left it there and no", False),
        ("So we decided so.", False),
        ("The team, the team and we decided to wait.", False),
        ("I, we decided to wait for them.", False),
        ("In the end we decided, we had decided earlier to wait for them.", False),
        ("In the end we decided — no wait, they decided — to wait.", False),
        ("In the end we decided it would be better to wait for Dr. Roe.", False),
        ("It was decided by my boss, and we decided to wait for it.", False),
        ("It was decided by the whole team, and then we decided to wait.", True),
        ("They asked us what we decided to do about the lists.", False),
        ("That is why we decided to print the lists.", True),
        ("In the end we decided to I don't know, print the lists.", False),
        ("In the end we decided, or rather the clerks did, to wait.", False),
        ("In the end we decided, with the clerks, we would wait.", True),
        (f"In the end we decided to print {'many, ' * MAX_WORDS}lists.", False),
        ('In the end we decided "print them. By hand." was no plan.', False),
        ('In the end we decided (after a "short. Very short." talk) to wait.', False),
        ('In the end we decided to move from "Yahoo!" to lists of our own.', False),
        ("In the end we decided to use Acme Inc. for the lists.", False),
        ('In the end we decided on “the "fast" lane for lists. The other was full.', False),
        ("In the end we decided on 'the long way. The safe one', which took a year.", False),
        ("In the end we decided to print the lists, I mean, we didn't.", False),
        ("In the end we decided nothing: the lists were late.", False),
        ("In the end the vendor had decided it for us, and we decided to wait.", False),
        ("Anna claims... in the end we decided to print the lists.", False),
        ("It is a lie... that we decided to print the lists.", False),
        ('Then, "we are done," we decided to leave the lists.', False),
        ("Do we decided to wait in the end, so they came.", False),
        ("First, that in the end we decided to wait for them.", False),
        ("The end is - we decided to wait for them.", False),
        ('In the end we decided to ask Tom (who "knows. Things.") for his help.', False),
        ("In the end we decided to ship it on Jan. 5 of that year.", False),
        ("In the end we decided to go with Yahoo! for the search.", False),
        ("In the end we decided to ship ten, sorry, twelve of them.", False),
        ("In the end we decided to use Kafka, no, Pulsar for it.", False),
        ("In the end we had never decided to ship it, and yet we decided to wait.", False),
        ("According to the board, in the end we decided to wait.", False),
        ("My boss thinks in the end we decided to wait.", False),
        ("Management decided, and so in the end we decided to wait.", False),
        ('In the end we decided on "fail fast. Learn fast." No, sorry, that was later.', False),
        ("In the end we decided to do what nobody else would do.", True),
        ("In the end we decided to keep the '90s lists.", True),
        ("In the end we decided to keep the ER open over the summer.", True),
        ("It was in the end of decided lists, and we decided to wait.", False),
    ],
)
def test_what_is_broken_quoted_supposed_or_told_is_not_said_again(text: str, kept: bool) -> None:
    """A quotation in it stays whole; somebody else's decision, half a sentence or a question is not offered."""
    assert bool(again(text)) == kept


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ('So we decided, "Fine. Print the lists." Then it rained.', 'We decided, "Fine. Print the lists".'),
        ('We decided "no lists. None", and we left. Fine.', 'We decided "no lists. None", and we left.'),
        ('We decided "print them by hand. But only today."', 'We decided "print them by hand. But only today".'),
        ("We decided “print the lists. Then go home.” It rained.", "We decided “print the lists. Then go home”."),
        (f'We decided "print the lists by hand. {"And wait. " * 40}" Fine.', None),
        ('We decided "print the lists by hand. It rained and it rained.', None),
        ('We decided "print the lists. And what then? Wait." Fine.', None),
    ],
)
def test_a_quotation_is_said_to_its_end_or_not_at_all(text: str, own: str | None) -> None:
    """Where it runs on into the next sentences it is carried on; closed early it would be half of a thought."""
    assert again(text) == own
    first, last = quoted(LABEL, text, text.index("decided"), text.index("decided") + 7)
    if own:
        assert not begins_elsewhere(text[first:last], own)


PARTS = (
    ["", "So ", "And, um, ", "But basically, ", "I guess ", "When it was late ", 'They said "go on", and '],
    [
        "we decided to print 40 lists",
        "we chose not to wait for Marta",
        "we went with Porto in 2021",
        "we did not agree",
    ],
    [
        " because nobody came",
        ", and it was two thousand nurses",
        ' and said "never again"',
        " -- the lists",
        ", so it's",
        "",
    ],
    [".", "...", "?", ", right.", " --", "", '."', ' and said "fine. So be it." Good.', ' "fine. So be it", and left.'],
)
FACT = re.compile(r"\d+|\b(?:not|nobody|never|two|thousand|Porto|Marta)\b")


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_invented_and_no_fact_is_lost(seed: int) -> None:
    """Names, numbers and denials stay, in their order; marks of quotation are as many; none asks, breaks or hangs."""
    rnd = random.Random(seed)
    made = 0
    for _ in range(400):
        text = " ".join("".join(rnd.choice(part) for part in PARTS) for _ in range(rnd.randint(1, 3)))
        for first, last in sentences(text):
            found = as_it_was_said(LABEL, text, (first, last), first)
            if found is None:
                continue
            made += 1
            own = own_words(found.said)
            assert not invented_words(text, found.said) and found.said.count("[") == 1
            while text[first:last].count('"') % 2:  # on to the sentence in which the other mark stands
                last = next(b for a, b in sentences(text) if a >= last)
            assert FACT.findall(own) == FACT.findall(text[first:last]), (text, own)
            assert own.count('"') == text[first:last].count('"') and own.count('"') % 2 == 0
            assert not re.search(r"\?|--|\.\.|…|\b(?:it's|and|to|because)\.$", own), (text, own)
            assert own[0].isupper() and own.endswith(".") and len(own.split()) <= MAX_WORDS
    assert made > 60


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300), st.floats(-40, 40), st.floats(-40, 40))
def test_any_text_invents_nothing_and_has_finite_numbers(text: str, a: int, b: int, say: float, good: float) -> None:
    """Whatever the text and the place in it, nothing breaks."""
    first, last = min(a, b, len(text)), min(max(a, b), len(text))
    found = as_it_was_said(LABEL, text, (first, last), first)
    if found is not None:
        assert not invented_words(text, found.said)
    known = numbers(found or Way(LABEL, text, first, last, text), (say, good))
    assert tuple(known) == NAMES and all(math.isfinite(x) for x in known.values())


@pytest.mark.parametrize(
    ("said", "name", "value"),
    [
        ("We decided to print the lists.", "whole", 1),
        ("Decided to print lists the.", "whole", 0),
        ("We decided - late in the night - to print.", "aside", 1),
        ("We decided to self-host the lists.", "aside", 0),
        ("We decided to print the lists...", "trailing", 1),
        ("We decided to print the lists.", "trailing", 0),
        ("We decided to print the lists --", "abandoned", 1),
        ('We decided "print the lists".', "quoted", 1),
        ("We decided to print the lists.", "quoted", 0),
        ("We decided to print the lists.", "words", 0.6),
        ("When it was late we decided.", "subordinate", 1),
        ("We decided when it was late.", "subordinate", 0),
        ("Because it was late, we decided.", "reason", 1),
        ("They decided to print our lists.", "team", 1),
        ("The team decided to print the lists.", "team", 1),
        ("It was also decided to print the lists.", "team", 1),
        ("They decided to print the lists.", "team", 0),
        ("We decided what I print.", "i", 1),
        ("We decided in the end.", "i", 0),
        ("That is one of the lists we chose.", "pointing", 1),
        ("We chose something else.", "pointing", 0),
        ("We, in the end, decided to print, yes.", "commas", 1.5),
        ("We decided (I think) to print.", "bracketed", 1),
    ],
)
def test_what_is_counted_of_the_words(said: str, name: str, value: float) -> None:
    """Each number counts what it says, of the sentence alone: the one behind it is no part of what is counted."""
    form = templates()[LABEL].forms[0]
    made = Way(LABEL, said, 0, len(said), form.format(said=verbatim(said, 0, len(said))))
    assert own_words(made.said) == verbatim(said, 0, len(said))
    known = numbers(made, (1.5, -0.5))
    assert known[name] == pytest.approx(value) and (known["say"], known["good"]) == (1.5, -0.5)


def test_what_does_not_end_costs_little() -> None:
    """A sentence longer than is read gives none at once."""
    endless = "we decided to print the lists, and " * 40_000
    assert way(LABEL, endless, (0, len(endless)), 0, FORM) is None
    assert not can_be_kept(endless, 0, LONGEST, verbatim(endless, 0, LONGEST))


@pytest.mark.parametrize("label", [label for label, about in weighed().items() if about.heard])
def test_a_label_said_again_as_it_was_has_one_form(label: str) -> None:
    """With the sentence first and a bracket behind; no other form would ever be tried, nor a sentence behind it."""
    about = templates()[label]
    assert len(about.forms) == 1 and about.forms[0].startswith("{said} ") and about.forms[0].count("[") == 1
    assert about.behind == 0 and about.barred is None
    assert own_words(about.forms[0].format(said="Version 2.0 it was.")) == "Version 2.0 it was."
