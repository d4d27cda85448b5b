"""Which claims the page lists."""

from __future__ import annotations

import pytest
from debrief_kit import row

from voice_interviewer.debrief.data.build import build
from voice_interviewer.debrief.data.schema import AnswerRow
from voice_interviewer.debrief.paint import html, markdown
from voice_interviewer.debrief.view.claims import MOST_SOLID, claimed
from voice_interviewer.debrief.wording import say
from voice_interviewer.language.model import Claim


def claiming(text: str, *found: tuple[str, str], id: str = "1", kind: str = "number") -> AnswerRow:
    quote = text.rstrip(".")
    claim = Claim(kind, 0, len(quote), quote, has_number=True, has_comparison=False, has_role=True)  # type: ignore[arg-type]
    return row(text, *found, id=id, claims=(claim,))


def listed(*rows: AnswerRow) -> list[str]:
    return [item.text for item in claimed(build(rows)).listed]


@pytest.mark.parametrize(
    "said",
    [
        "You spend five minutes on the query every day.",
        "I think there are four kinds of teams.",
        "The engine runs every five minutes.",
        "I would keep all twelve inputs.",
        'He said, "I sold three of them."',
        "We " + "and then we walked on and on " * 5 + "for two years.",
        "Let me think of two examples.",
    ],
)
def test_what_is_no_claim_of_ones_own_is_not_listed(said: str) -> None:
    """General facts, opinions, plans, other people's words and long tales are not called claims of the candidate."""
    assert listed(claiming(said)) == []


def test_ones_own_claims_are_listed_once_and_trouble_comes_first() -> None:
    """What was repeated stands once; what is overstated stands before what is solid."""
    rows = [
        claiming("I set the gate at 40 users.", id="1"),
        claiming("I set the gate at 40 users.", id="2"),
        row(
            "It had a huge impact.",
            ("inflation", "huge impact"),
            id="3",
            claims=(Claim("outcome", 0, 20, "It had a huge impact", False, False, False),),
        ),
    ]
    assert listed(*rows) == ["It had a huge impact", "I set the gate at 40 users"]


def test_many_solid_claims_are_counted_and_not_all_listed() -> None:
    """A long session lists the first ones and says how many more stand; both painters say the same."""
    rows = [claiming(f"I set the gate at {n} users.", id=str(n)) for n in range(100, 110)]
    debrief = build(rows)
    table = claimed(debrief)
    assert (len(table.listed), table.more) == (MOST_SOLID, 2)
    assert "2 more stand as said." in html.render(debrief) and "2 more stand as said." in markdown.render(debrief)


def test_where_nothing_is_worth_listing_there_is_no_table() -> None:
    """No heading stands over nothing."""
    debrief = build([claiming("The engine runs every five minutes.")])
    assert 'id="claims"' not in html.render(debrief) and "## Claims" not in markdown.render(debrief)


def test_what_lacks_its_number_is_not_said_to_stand() -> None:
    """Beside a sentence with a bracket the table does not say that the claim stands as said."""
    said = "Our release was the biggest of the year"
    bare = Claim("scale", 0, len(said), said, has_number=False, has_comparison=False, has_role=False)
    (item,) = claimed(build([row(f"{said}.", claims=(bare,))])).listed
    assert item.claim.verdict == "solid" and item.claim.you_may_say and item.stands == say("verdicts", "firmer")
