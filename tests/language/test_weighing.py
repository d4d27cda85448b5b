"""From stretches to findings: plain rules, what the reader reads at once, chances of each label, what is possible."""

from __future__ import annotations

from voice_interviewer.language.cues import families, plain
from voice_interviewer.language.model import Context
from voice_interviewer.language.rules import rules
from voice_interviewer.language.rules.passage import prepare
from voice_interviewer.language.weigh import decide, weigher
from voice_interviewer.language.weigh.judge import Judged, judge
from voice_interviewer.language.weigh.windows import Limits, Window, assemble, plan

TEXT = "Sorry, that was a small thing. I decided to wait for a week."


def test_what_is_said_plainly_needs_no_second_opinion() -> None:
    """An own decision in so many words is a candidate on its words, with its reason."""
    passage = prepare(TEXT, rules.codes())
    found = plain.find(passage, rules.hits(rules.load("plain"), passage), True)
    assert {"ownership"} <= {c.label for c in found} and all(c.why for c in found)
    assert all(TEXT[c.start : c.end].startswith("I decided") for c in found if c.label == "ownership")


def test_every_stretch_has_a_chance_of_every_label() -> None:
    """All in 0 to 1, in the order of the text; without weights the same stretches are judged by what is left."""
    weights = weigher.load()
    assert weights is not None
    views = [families.read(prepare(TEXT, rules.codes()), Context(), None, 0)]
    judged = judge(TEXT, views, weights, None)
    assert judged and judged[0].opening and not any(one.reaction for one in judged)
    assert [one.start for one in judged] == sorted(one.start for one in judged)
    for one in judged:
        assert 0 <= one.start < one.end <= len(TEXT)
        assert all(0.0 <= chance <= 1.0 for chance in one.chances)
    unweighed = judge(TEXT, views, None, None)
    assert [(one.start, one.end) for one in unweighed] == [(one.start, one.end) for one in judged]


def test_openings_and_reactions_have_their_places() -> None:
    """What is missing is only led with at the opening; a defence needs something to defend against."""
    later = Judged(10, 20, False, False, (), ())
    opening = Judged(0, 10, False, True, (), ())
    reaction = Judged(20, 30, True, False, (), ())
    assert decide.possible("absence_lead", opening) and not decide.possible("absence_lead", later)
    assert decide.possible("defense", reaction) and not decide.possible("defense", later)
    assert decide.possible("hedge", later)
    assert all(decide.reasons().values())


def test_windows_cover_every_stretch_once() -> None:
    """Each stretch is scored in one window, none holds more than it may, and what was said before is read with it."""
    limits = Limits(window_tokens=10, left_tokens=6)
    cut = plan([4, 5, 6, 3, 30, 2], limits)
    assert [index for w in cut for index in range(w.first, w.last)] == list(range(6))
    assert cut[1].left == 1 and all(w.left <= w.first < w.last <= w.right for w in cut)
    assert plan([], limits) == []


def test_a_window_knows_where_its_stretches_lie() -> None:
    """Token ids of question, earlier words, stretches and what follows, each stretch at its place."""
    marks = {"start": 1, "end": 2, "more": 3}
    ids, places = assemble([9], [[11], [12, 13], [14]], Window(1, 1, 2, 3), Limits(), marks)
    assert [ids[a:b] for a, b in places] == [[12, 13]]
    assert ids == [1, 9, 2, 2, 3, 12, 13, 14, 2]
