"""Ways to say a decision again: whole, to a quotation's end or closed early, behind a break; nothing half said."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_interviewer.debrief.data.again import LEAST_DECIDED, MOST_WAYS, ways
from voice_interviewer.debrief.data.own_part import LONGEST
from voice_interviewer.debrief.data.reframes import _cue, begins_elsewhere, invented_words, quoted
from voice_interviewer.debrief.data.trim import MAX_WORDS
from voice_interviewer.english.sentences import sentences

LABEL = "team_voice"
CUE = _cue(LABEL)


def said(text: str, quote: str = "we decided", cued: bool = True) -> list[str]:
    """Every way to say the sentence with the quote."""
    at = text.lower().index(quote)
    sentence = next((a, b) for a, b in sentences(text) if a <= at < b)
    return [way.said for way in ways(LABEL, text, sentence, at, "{said}", CUE if cued else None)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The depot was late, and so we decided to print the lists at six.", 1),
        ("We decided to print the lists at six - that was how clinics liked them.", 1),
        ("We decided to print the lists at six -- that was how clinics liked them.", 0),
    ],
)
def test_a_sentence_that_holds_is_said_whole(text: str, found: int) -> None:
    """No clause is cut from it, nor an aside from its end."""
    assert said(text) == [text][:found]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("We have two -- the depot was late, and we decided to print the lists.", "We decided to print the lists."),
        ("It was about... yeah, we decided to print the lists.", "We decided to print the lists."),
        ("It was late -- we decided on it.", None),
        (f"The depot was late, {'quite late, ' * 40}and we decided to print the lists.", None),
    ],
)
def test_what_broke_off_is_begun_behind_the_break(text: str, first: str | None) -> None:
    """At the clause that tells the decision, and what was decided."""
    assert (first is None and said(text) == []) or said(text)[-1] == first


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ('So we decided, "Fine. Print the lists." Then it rained.', 'We decided, "Fine. Print the lists".'),
        ('We decided "no lists. None", and we left. Fine.', 'We decided "no lists. None", and we left.'),
        ("We decided “print the lists. Then go home.” It rained.", "We decided “print the lists. Then go home”."),
        (f'We decided "print the lists by hand. {"And wait. " * 40}" Fine.', 'We decided "print the lists by hand".'),
        (f'We decided "print the lists when it rains. {"And wait. " * 40}" Fine.', None),
        (f'We decided "never print lists by hand. {"And wait. " * 40}" Fine.', None),
        (f'We decided "fine. {"And wait. " * 40}" Fine.', None),
        ('We decided "print the lists by hand. And what then? Wait." Fine.', 'We decided "print the lists by hand".'),
    ],
)  # fmt: skip
def test_a_quotation_is_said_to_its_end_or_closed(text: str, first: str | None) -> None:
    """Closed early it keeps no condition or denial whose other half is gone, and says more than a word."""
    assert next(iter(said(text)), None) == first


@pytest.mark.parametrize(
    "before_it",
    ["either the lists were late", "they asked whether the lists were late", "the clinics were not open"],
)
def test_no_half_of_two_things_is_said(before_it: str) -> None:
    """What hangs on a condition, a choice or a denial in front of it is not begun behind that."""
    assert "We decided to wait at the depot." not in said(f"Then -- {before_it}, or we decided to wait at the depot.")
    assert said("Then -- the lists were late, so we decided to wait at the depot.")


@pytest.mark.parametrize(
    "decided",
    ["to print them by hand", "to do that by hand first", "on this one by hand", "to ask him by hand first"],
)
def test_what_points_to_the_part_left_out_is_not_said_without_it(decided: str) -> None:
    """A pronoun that has lost its noun says nothing; this year is no such pronoun."""
    assert not said(f"We had some -- the lists from Porto were late, and we decided {decided}.")
    assert said("We had some -- the lists from Porto were late, and we decided to print lists this year.")


def test_without_a_cue_only_the_whole_is_said() -> None:
    """Which clause tells the decision is not known then, and nothing is begun behind a break."""
    text = "The depot was late -- well, it rained, and so we decided to print the lists at six."
    assert said(text) and not said(text, cued=False)


PARTS = (
    ["", "So ", "The depot was late, and ", 'They said "go on", and ', "Either it rains or ", "I think -- I mean, "],
    ["we decided to print 40 lists", "we chose not to wait for Marta", 'we decided "print 40 lists. Then wait"'],
    [
        " because nobody came",
        ", and it was late",
        " - the lists",
        ' and said "never again. Not now"',
        "",
        ", but -- no",
    ],
    [".", "...", "?", " --", '."'],
)


@pytest.mark.parametrize("seed", range(3))
def test_every_way_is_a_part_of_what_was_said(seed: int) -> None:
    """No word comes in, none changes its place, marks of quotation are even, and each has a decision and an end."""
    rnd = random.Random(seed)
    made = 0
    for _ in range(300):
        text = " ".join("".join(rnd.choice(part) for part in PARTS) for _ in range(rnd.randint(1, 3)))
        for first, last in sentences(text):
            found = ways(LABEL, text, (first, last), first, "{said}", CUE)
            assert len(found) <= MOST_WAYS and len({way.said for way in found}) == len(found)
            for way in found:
                made += 1
                words = re.findall(r"\w+", way.said.casefold())
                rest = iter(re.findall(r"\w+", text[first:].casefold()))
                assert all(word in rest for word in words), (text, way.said)
                assert not invented_words(text, way.said) and way.said.count('"') % 2 == 0
                assert way.said.endswith(".") and len(way.said.split()) <= MAX_WORDS
                assert not re.search(r"--|\?|…", way.said)
    assert made > 100 and LEAST_DECIDED > 1


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet='we decided"“”„«»‘’ .?!-—…,a\n', max_size=400), st.integers(0, 400), st.integers(0, 400))
def test_any_marks_break_nothing(text: str, a: int, b: int) -> None:
    """Whatever stands open, closes twice or never: nothing is raised, and nothing half quoted is said."""
    first, last = min(a, b, len(text)), min(max(a, b), len(text))
    for way in ways(LABEL, text, (first, last), first, "{said}", CUE):
        assert way.said.count('"') % 2 == 0 and not invented_words(text, way.said)


def test_what_does_not_end_costs_little() -> None:
    """A long sentence is not read, and of many clauses only the first ones are tried."""
    endless = "we decided to print the lists, and " * 40_000
    assert ways(LABEL, endless, (0, len(endless)), 0, "{said}", CUE) == ()
    many = ("so we wait, " * 90)[: LONGEST - 40] + "and we decided to print."
    assert len(ways(LABEL, many, (0, len(many)), many.index("we decided"), "{said}", CUE)) <= MOST_WAYS


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ('Then we decided, "Fine. Print the lists." It rained.', 'Then we decided, "Fine. Print the lists."'),
        ('Then we decided, "Fine. Print them", and left. It rained.', 'Then we decided, "Fine. Print them", and left.'),
        (f'Then we decided, "Fine, print. {"And wait. " * 40}" It rained.', 'Then we decided, "Fine, print.'),
        ('Then we decided, "Fine. It rained.', 'Then we decided, "Fine.'),
        ("Then we decided to print them. It rained.", "Then we decided to print them."),
    ],
)
def test_what_is_quoted_beside_it_is_what_is_said_again(text: str, quote: str) -> None:
    """So nothing looks as if it stood in another's place: the words of a reframe are those of the quote."""
    at = text.index("we decided")
    first, last = quoted(LABEL, text, at, at + 10)
    assert text[first:last] == quote
    for said_again in said(text):
        assert not begins_elsewhere(text[first:last], said_again)
