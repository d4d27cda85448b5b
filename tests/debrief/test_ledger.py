"""The claim ledger: what stands, what is too big, too small, or said twice differently."""

from __future__ import annotations

import pytest
from debrief_kit import row

from voice_interviewer.debrief.data.build import build
from voice_interviewer.debrief.data.contradictions import cross_check
from voice_interviewer.debrief.data.ledger import ledger
from voice_interviewer.debrief.data.reframes import invented_words
from voice_interviewer.debrief.data.schema import AnswerRow, InterruptionRow
from voice_interviewer.language.model import Claim


def claimed(text: str, quote: str, kind: str, *found: tuple[str, str], id: str = "1", **flags: bool) -> AnswerRow:
    start = text.index(quote)
    has = {"has_number": False, "has_comparison": False, "has_role": False, **flags}
    return row(text, *found, id=id, claims=(Claim(kind, start, start + len(quote), quote, **has),))


def test_two_numbers_are_told_with_both_of_them() -> None:
    """One is quoted and the other stands in why; of what is praised on the same page the other one is quoted."""
    rows = [
        claimed("The booking tool had 400 users.", "400 users", "scale", id="1", has_number=True),
        claimed("Our booking tool served 40 thousand users.", "40 thousand users", "scale", id="2", has_number=True),
    ]
    (plain,) = [p for p in build(rows).debrief.priorities if p.label == "contradiction"]
    assert plain.quote == "Our booking tool served 40 thousand users." and "“400 users”" in plain.cost
    said = "I decided that our booking tool served 40 thousand users."
    decided = ("decision_ownership", said)
    praised = claimed(said, "our booking tool served 40 thousand users", "scale", decided, id="2", has_number=True)
    made = build([rows[0], praised]).debrief
    assert [s.answer for s in made.strengths] == ["2"]
    (moved,) = [p for p in made.priorities if p.label == "contradiction"]
    assert (moved.answer, moved.quote) == ("1", "The booking tool had 400 users.")
    assert "Elsewhere it is “our booking tool served 40 thousand users”." in moved.cost


def test_a_big_word_without_number_or_role_is_inflated() -> None:
    """An overstated claim is marked and told why; no words are put into one's mouth for it."""
    made = claimed(
        "It had a huge impact on the whole company.", "a huge impact", "outcome", ("inflation", "huge impact")
    )
    (claim,) = made.claims
    assert claim.verdict == "inflated"
    assert "no number and no part of your own" in claim.why and claim.you_may_say == ""


def test_a_shrunk_claim_is_minimised() -> None:
    """A claim inside shrinking words is marked the other way."""
    made = claimed(
        "It was just a small thing for 40 nurses.",
        "40 nurses",
        "scale",
        ("minimizer", "just a small thing"),
        has_number=True,
    )
    assert made.claims[0].verdict == "minimised"
    assert "just" not in made.claims[0].you_may_say and "small" not in made.claims[0].you_may_say


def test_a_claim_with_number_and_role_is_solid() -> None:
    """Nothing is asked of a claim that has all it needs."""
    text = "I cut the wait from nine seconds to two for 40 nurses."
    made = claimed(text, "from nine seconds to two", "outcome", has_number=True, has_comparison=True, has_role=True)
    assert made.claims[0].verdict == "solid" and made.claims[0].you_may_say == ""


def test_two_numbers_for_one_thing_contradict() -> None:
    """The same users counted as 400 and as 40,000 are marked in both answers, each naming the other."""
    rows = [
        claimed("The booking tool had 400 users.", "400 users", "scale", id="1", has_number=True),
        claimed("Our booking tool served 40 thousand users.", "40 thousand users", "scale", id="2", has_number=True),
    ]
    checked = cross_check(rows)
    assert [r.claims[0].verdict for r in checked] == ["contradicted", "contradicted"]
    assert "Answer 2" in checked[0].claims[0].why
    assert [r.claims[0].verdict for r in rows] == ["solid", "solid"]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("The booking tool had 400 users.", "The payroll export had 40 thousand users."),
        ("The booking tool had 400 users.", "The booking tool had 12 servers."),
        ("The booking tool had 400 users.", "The booking tool had about 410 users."),
        ("The booking tool had 400 users.", "The booking tool grew from 400 to 4000 users."),
    ],
)
def test_different_things_and_changes_do_not_contradict(one: str, two: str) -> None:
    """Another subject, another unit, a close number or a told change are no contradiction."""
    rows = [claimed(text, text.rstrip("."), "scale", id=str(i), has_number=True) for i, text in enumerate((one, two))]
    assert all(r.claims[0].verdict == "solid" for r in cross_check(rows))


def test_one_stretch_of_words_is_one_claim() -> None:
    """A sentence that holds a size, a result and a role stands once, and a claim is never said back unchanged."""
    text = "We cut the wait for 4000 nurses by half."
    has = {"has_number": True, "has_comparison": True, "has_role": False}
    claims = tuple(Claim(kind, 0, len(text), text, **has) for kind in ("role", "number", "scale", "outcome"))  # type: ignore[arg-type]
    (claim,) = row(text, claims=claims).claims
    assert claim.kind == "outcome" and claim.you_may_say == f"{text} My own part was [what you did]."


def test_the_ledger_puts_trouble_first() -> None:
    """Contradicted and overstated claims come before solid ones."""
    rows = [
        claimed("I set the gate at 40 users.", "40 users", "scale", id="1", has_number=True),
        claimed("It had a huge impact.", "huge impact", "outcome", ("inflation", "huge impact"), id="2"),
    ]
    assert [claim.verdict for _, claim in ledger(rows)] == ["inflated", "solid"]


def test_a_ceiling_never_invents() -> None:
    """What one may say uses the candidate's words, and brackets for the rest."""
    texts = ["We kind of scaled it to millions of users.", "I only helped, it was a tiny thing.", "Revenue doubled."]
    for text in texts:
        for kind in ("scale", "number", "role", "outcome"):
            said = claimed(text, text.rstrip("."), kind, ("inflation", text.split()[0])).claims[0].you_may_say
            assert invented_words(text, said) <= {"one", "number", "part", "my", "was"}, said


def test_one_loose_difference_is_another_project_two_are_a_pattern() -> None:
    """Own counts that differ without a shared subject are only marked when two kinds of things disagree."""
    answers = [
        "We had two million users over there.",
        "In that week we served six hundred thousand users.",
        "I led a team of eight people in Porto.",
        "With my three people I was at the limit.",
        "We brought in two shops that complained.",
        "We handle fraud for two hundred shops.",
    ]
    rows = [claimed(t, t.rstrip("."), "number", id=str(i), has_number=True) for i, t in enumerate(answers)]
    verdicts = [r.claims[0].verdict for r in cross_check(rows)]
    assert verdicts == ["contradicted"] * 4 + ["solid"] * 2
    assert {r.claims[0].verdict for r in cross_check([*rows[:2], *rows[4:]])} == {"solid"}


def test_three_figures_for_one_thing_are_a_pattern() -> None:
    """Own users counted three ways in three answers contradict each other, without a second kind of thing."""
    answers = [
        "We had two million users over there.",
        "In that week we served six hundred thousand users.",
        "It ran for our thirty thousand users.",
    ]
    rows = [claimed(t, t.rstrip("."), "number", id=str(i), has_number=True) for i, t in enumerate(answers)]
    assert [r.claims[0].verdict for r in cross_check(rows)] == ["contradicted"] * 3
    assert [r.claims[0].verdict for r in cross_check(rows[:2])] == ["solid"] * 2


@pytest.mark.parametrize(
    ("one", "two", "verdict"),
    [
        ("I had a team of eight under me.", "My team of three did it.", "contradicted"),
        ("I led eight people.", "There were three people reporting to me.", "contradicted"),
        ("I gave up four thousand euros of fraud.", "We accepted fraud of a few thousand euros.", "solid"),
    ],
)
def test_team_sizes_are_compared_and_rough_sums_are_not(one: str, two: str, verdict: str) -> None:
    """A team has one size at a time, beside another disagreement; "a few thousand" contradicts nothing."""
    texts = (one, two, "We had two million users.", "We had ninety users.")
    rows = [claimed(t, t.rstrip("."), "number", id=str(i), has_number=True) for i, t in enumerate(texts)]
    assert {r.claims[0].verdict for r in cross_check(rows)[:2]} == {verdict}


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("I think it is by far the biggest one.", "scale"),
        ("People remember the biggest failure.", "scale"),
        ("You get the most coverage out of the box.", "scale"),
        ("We know large companies that made a fortune.", "scale"),
        ("I'd rather have the most advanced system.", "scale"),
        ("I cut the wait by half.", "outcome"),
        ('They said, "We are the largest shop."', "scale"),
    ],
)
def test_no_bracket_is_asked_for_where_nothing_of_ones_own_lacks_it(said: str, kind: str) -> None:
    """The world's sizes, opinions, plans and other people's words need no number of yours, nor an `I` a second one."""
    assert claimed(said, said.rstrip("."), kind, has_number="half" in said).claims[0].you_may_say == ""


def test_ones_own_large_claim_is_asked_for_its_number() -> None:
    """A result of one's own without a number still gets the bracket."""
    said = "Our release was the biggest of the year."
    assert (
        claimed(said, said.rstrip("."), "scale").claims[0].you_may_say
        == f"{said} The number behind that is [which number]."
    )


def test_a_claim_ends_where_the_interviewer_broke_in() -> None:
    """What was said before a constraint and after it is not run together into one claim."""
    before, after = "We had tens of thousands of users in the city,", " No, I'd keep it as it is."
    text = f"{before} No"
    claim = Claim("scale", 0, len(text), text, has_number=True, has_comparison=False, has_role=False)
    broken = InterruptionRow(text="Halve it.", at=len(before))
    made = row(before + after, claims=(claim,), interruption=broken)
    assert made.claims[0].text == before.rstrip(",")
