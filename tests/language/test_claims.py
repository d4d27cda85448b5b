"""From an answer's words to its claims, to contradictions inside a session, and to what uncertain hearing withholds."""

from __future__ import annotations

import pytest

from voice_interviewer.debrief.data.build import answer_row, build, text_answer
from voice_interviewer.debrief.data.schema import AnswerRow
from voice_interviewer.hearing.model import Heard, Word
from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.model import Claim, Context


def _claims(text: str) -> dict[str, Claim]:
    """Claims by kind."""
    return {claim.kind: claim for claim in analyze(text, Context(opening=False)).claims}


@pytest.mark.parametrize(
    ("kind", "text", "numbered"),
    [
        ("scale", "The platform had two hundred million users.", True),
        ("scale", "We had 40k users.", True),
        ("scale", "We handled 1,200 parcels a day.", True),
        ("scale", "It was a huge platform with massive traffic.", False),
        ("number", "The alert fired eleven times in a week.", True),
        ("number", "I kept two weeks of stock for every depot.", True),
        ("role", "I decided to stop the rollout.", False),
        ("role", "I was the lead engineer of the project.", False),
        ("outcome", "Refunds fell by twelve percent.", True),
        ("outcome", "I cut the response time from nine seconds to forty milliseconds.", True),
    ],
)
def test_claims_have_a_kind_and_a_number_or_none(kind: str, text: str, numbered: bool):
    """Scale, number, role and outcome are told apart, with numbers in words or digits."""
    assert _claims(text)[kind].has_number == numbered


@pytest.mark.parametrize(
    ("text", "compared", "role"),
    [
        ("Refunds fell by twelve percent.", False, False),
        ("Refunds fell from nine to seven percent.", True, False),
        ("Refunds fell from nine to seven percent after I gave up same-day approval.", True, True),
    ],
)
def test_a_claim_says_whether_it_carries_comparison_and_role(text: str, compared: bool, role: bool):
    """A before and after is a comparison, a decision of one's own is a role, and both are seen."""
    claim = _claims(text)["outcome"]
    assert (claim.has_number, claim.has_comparison, claim.has_role) == (True, compared, role)


@pytest.mark.parametrize("text", ["It was sunny.", "Our shops sell pumps.", "The camera hangs above the belt.", "Yes."])
def test_a_description_claims_nothing(text: str):
    """Without size, number, role or outcome there is no claim."""
    assert _claims(text) == {}


@pytest.mark.parametrize("mark", ["<b>", "\x07", "🙂", "\u202e"])
def test_a_claim_quotes_the_text_as_given(mark: str):
    """Also with markup, control characters or emoji inside, a claim's words are the text's own at its place."""
    text = f"So. We had {mark} forty thousand users {mark} in spring."
    claim = _claims(text)["scale"]
    assert text[claim.start : claim.end] == claim.text and mark in claim.text


# ---- a session ----


def _session(*answers: str) -> list[AnswerRow]:
    rows = [answer_row(text_answer(text), analyze(text), id=str(n)) for n, text in enumerate(answers, start=1)]
    return build(rows).answers


def _contradicted(*answers: str) -> list[bool]:
    return [any(claim.verdict == "contradicted" for claim in row.claims) for row in _session(*answers)]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("The ticket system had forty thousand users.", "I kept the ticket system small, it had two thousand users."),
        ("The claims model served 200,000 customers in Spain.", "The claims model served 3k customers in Spain."),
    ],
)
def test_two_sizes_of_one_thing_contradict(one: str, two: str):
    """The same thing with two very different sizes in two answers: both are marked, and each quotes the other."""
    assert _contradicted(one, two) == _contradicted(two, one) == [True, True]
    rows = _session(one, "The camera hangs above the belt.", two)
    said = next(claim for claim in rows[0].claims if claim.verdict == "contradicted")
    assert two[:20] in said.why and "Answer 3" in said.why


def test_one_answer_can_contradict_itself():
    """Two sizes of one thing inside one answer disagree as well."""
    text = (
        "The claims model served 200,000 customers in Spain. In truth the claims model served 3,000 customers in Spain."
    )
    assert _contradicted(text) == [True]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param(
            "The ticket system had forty thousand users.", "The parking app had two thousand users.", id="other"
        ),
        pytest.param(
            "The ticket system had forty thousand users.", "The ticket system had 41,000 users.", id="rounded"
        ),
        pytest.param("The ticket system had forty thousand users.", "The ticket system had 40k users.", id="same"),
        pytest.param(
            "The ticket system grew from two thousand to forty thousand users.",
            "The ticket system had forty thousand users.",
            id="growth",
        ),
        pytest.param(
            "The ticket system answered in forty milliseconds.",
            "The ticket system answered in nine milliseconds.",
            id="a time, not a count",
        ),
    ],
)
def test_what_fits_together_is_no_contradiction(one: str, two: str):
    """Another thing, the same number said otherwise, a rounding, or growth that is told accuse nobody."""
    assert _contradicted(one, two) == [False, False]


# ---- heard badly ----


def _heard(text: str, unsure: str = "", probability: float = 0.1) -> Heard:
    """`text` as heard; the words of `unsure` with a low probability."""
    first = text.index(unsure) if unsure else len(text)
    words, at, place = [], 0.0, 0
    for token in text.split():
        place = text.index(token, place)
        doubted = first <= place < first + len(unsure)
        words.append(Word(token, at, at + 0.3, probability if doubted else 0.95))
        at, place = at + 0.3, place + len(token)
    return Heard(text, tuple(words), 0.0, at, ((0.0, at),), plain_text=text)


DOUBT = "I guess I sort of decided it myself, I'm not really sure."
DONE = "I blocked the release because there was no way to switch it off."
SAID = f"{DOUBT} The pump runs in the north. The feed comes in at nine. The the index was, um, rebuilt at night. {DONE}"


def _labels(heard: Heard) -> tuple[set[str], set[str]]:
    row = answer_row(heard, analyze(heard.text), id="1")
    return {f.label for f in row.findings}, {w.label for w in row.withheld}


def test_what_was_heard_well_is_shown():
    """With sure words nothing is withheld."""
    shown, withheld = _labels(_heard(SAID))
    assert {"hedge", "ownership", "filler", "repeat"} <= shown and not withheld


@pytest.mark.parametrize(("unsure", "label"), [(DOUBT, "hedge"), (DONE, "ownership")])
def test_only_what_rests_on_unsure_words_is_withheld(unsure: str, label: str):
    """A finding among the uncertain words goes, with its reason; one that does not touch them stays."""
    begin = SAID.index(unsure)
    end = begin + len(unsure)
    row = answer_row(_heard(SAID, unsure), analyze(SAID), id="1")
    assert label in [w.label for w in row.withheld]
    assert all(begin <= w.start and w.end <= end and "uncertain" in w.reason for w in row.withheld)
    assert row.findings and not any(begin <= f.start and f.end <= end for f in row.findings)


def test_disfluencies_are_kept_however_unsure():
    """Fillers and repeats are recognised with low probability even when right, so they are never withheld."""
    shown, withheld = _labels(_heard(SAID, SAID))
    assert shown == {"filler", "repeat"} and "hedge" in withheld


def test_a_withheld_finding_shows_no_signal():
    """What may not be shown gives no credit either."""
    text = "I left the vector database out on purpose; a sorted list did the job and we could add it later."
    states = [
        answer_row(heard, analyze(text), id="1").signals["restraint"].state
        for heard in (_heard(text), _heard(text, text))
    ]
    assert states[0] == "volunteered" and states[1] != "volunteered"
