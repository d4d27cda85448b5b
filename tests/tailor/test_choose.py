"""Which questions a posting brings, and in which order."""

from __future__ import annotations

from voice_interviewer.flow.catalog import load_flow, shipped_constraint_ids
from voice_interviewer.tailor.choose import LEAST, from_flows, in_order, own_in_order
from voice_interviewer.tailor.question_list import OwnQuestion


def test_the_direct_question_opens() -> None:
    """Where the posting asks for experience; the rest by weight, filled up with the usual ones."""
    order = in_order(("not_do", "direct"))
    assert order[:2] == ("direct", "not_do") and len(order) == LEAST
    assert "direct" not in in_order(())


def test_own_questions_are_ordered_by_the_posting() -> None:
    """All of them are kept, and what it does not point to comes last, in its own order."""
    own = [OwnQuestion("A?", 1), OwnQuestion("B?", 2, "growth"), OwnQuestion("C?", 3, "not_do"), OwnQuestion("D?", 4)]
    assert [q.text for q in own_in_order(own, ("not_do", "growth"))] == ["C?", "B?", "A?", "D?"]
    assert list(own_in_order(own, ())) == own


def test_the_first_flow_that_has_a_pattern_gives_it() -> None:
    """One question for each, none twice."""
    flows = [load_flow("infra-heavy"), load_flow("mock-30")]
    chosen = from_flows(("break_first", "not_do", "break_first"), flows, shipped_constraint_ids())
    assert [q.pattern for q in chosen] == ["break_first", "not_do", "break_first"]
    assert chosen[0].ask == flows[0].questions["incident"].ask and chosen[0].ask != chosen[2].ask
