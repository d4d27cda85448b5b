"""Planted weaknesses come out first, heard through the real language room."""

from __future__ import annotations

from typing import Any

import pytest
from debrief_kit import row

from scripts.lab.planted import first_of, heard, sessions
from voice_interviewer.debrief.data.build import build
from voice_interviewer.debrief.data.priorities import rank
from voice_interviewer.rubric.keys import COSTS

SESSIONS = sessions()


def test_the_right_first_priority_in_nine_of_ten_sessions() -> None:
    """Over the planted sessions the first priority is one a careful reader would name, in at least 90 %."""
    wrong = {s["name"]: first_of(s) for s in SESSIONS if first_of(s) not in s["first"]}
    assert len(wrong) <= 0.1 * len(SESSIONS), wrong


@pytest.mark.parametrize("session", SESSIONS, ids=lambda s: s["name"])
def test_quotes_are_the_candidates_own_words(session: dict[str, Any]) -> None:
    """Every priority and strength quotes exactly what stands in the answer it names; three at most, all different."""
    rows = [heard(i, item) for i, item in enumerate(session["answers"], 1)]
    made = build(rows).debrief
    texts = {r.id: r.transcript.text for r in rows}
    assert len(made.priorities) <= 3
    assert len({p.label for p in made.priorities}) == len(made.priorities)
    for p in made.priorities:
        assert p.quote == texts[p.answer][p.start : p.end]
        assert p.quote.strip() or p.label not in COSTS
        assert p.title and p.cost and p.drill
    for s in made.strengths:
        assert s.quote in texts[s.answer] and s.why


def test_ranking_does_not_depend_on_the_order_of_findings() -> None:
    """The same answers give the same priorities whatever order their findings are listed in."""
    text = "Sorry, I just helped. We decided it together, I guess."
    found = [("apology", "Sorry"), ("minimizer", "just"), ("team_voice", "We decided"), ("hedge", "I guess")]
    forward, backward = row(text, *found), row(text, *reversed(found))
    assert [c.label for c in rank([forward])] == [c.label for c in rank([backward])]


def test_what_runs_through_a_session_goes_before_one_failed_reaction() -> None:
    """Team voice in every answer is the first thing to change, although one constraint was met with a defence."""
    text = (
        "We decided it together and we agreed on the limit. The list was printed at six, and the drivers took it along "
        "on the tour every morning until the spring."
    )
    rows = [row(text, ("team_voice", "We decided"), ("team_voice", "we agreed"), id=str(n)) for n in range(9)]
    met = row("I would keep it exactly as it is.", ("defense", "keep it exactly"), id="9", reaction="defense")
    assert [c.label for c in rank([*rows, met])][:2] == ["team_voice", "defense"]


def test_short_answers_to_follow_ups_do_not_hide_what_the_questions_got() -> None:
    """A label in every answer to a question stays as heavy when follow-ups are answered without it."""
    plain = "The list was printed at six and the driver took it along on the tour every morning."
    asked = [row("It should be monitored well.", ("generic", "monitored"), id=str(n)) for n in range(4)]
    led = [row(plain, id=str(n), kind="follow_up") for n in range(4, 12)]
    alike = [row(plain, id=str(n)) for n in range(4, 12)]
    assert rank([*asked, *led])[0].score > rank([*asked, *alike])[0].score


def test_a_terse_candidate_is_told_so_although_follow_ups_drew_more() -> None:
    """Answers to questions decide whether answers are too short."""
    asked = [row("The data, probably.", id=str(n)) for n in range(5)]
    led = [row("I put the limit at two per cent " * 5, id=str(n), kind="follow_up") for n in range(5, 12)]
    assert "too_short" in [c.label for c in rank([*asked, *led])]
