"""What is chosen to be changed is quoted by words that show it, and nobody is reproached for a guess."""

from __future__ import annotations

from debrief_kit import row

from voice_interviewer.debrief.data.candidates import reactions
from voice_interviewer.debrief.data.priorities import _telling_words, priorities
from voice_interviewer.debrief.data.schema import InterruptionRow


def test_a_mere_opening_is_not_quoted() -> None:
    """`Yeah.` shows nobody what to change: the sentence behind it does, and where there is none nothing is quoted."""
    text = "Oh. Okay, um. I would keep it exactly as it is."
    assert text[slice(*_telling_words(text, 0, 3))] == "I would keep it exactly as it is."
    assert text[slice(*_telling_words("Yeah.", 0, 5))] == "" and _telling_words(text, 14, 47) == (14, 47)
    assert _telling_words(text, 0, 0) == (0, 0)


def test_a_reaction_that_is_only_likeliest_is_no_reproach() -> None:
    """Defending is said of somebody where it was heard; falling silent also where hardly a word came."""
    calm = row("So that kills the part with the two silent weeks.").model_copy(update={"reaction": "defense"})
    silent = row("Oh.").model_copy(update={"reaction": "freeze"})
    assert "defense" not in [p.label for p in priorities([calm])]
    assert [c.label for c in reactions([calm, silent])] == ["freeze"]


def test_what_was_begun_with_is_quoted_until_it_tells_something() -> None:
    """`A few things.` as the opening of a long answer is quoted together with what follows it."""
    text = (
        "A few things. This is what we began with many years ago. "
        + "And so on, and also the rest of it, by the way. " * 40
    )
    (first,) = [p for p in priorities([row(text)]) if p.label == "answer_length"]
    assert first.quote == "A few things. This is what we began with many years ago."


def test_the_same_words_are_not_quoted_under_two_priorities() -> None:
    """A short answer that stops at a constraint is quoted for that, and not once more for its shortness."""
    said = "Oh. I don't know what I would do then."
    rows = [row(said, ("freeze", "I don't know what I would do then."), id=str(n), reaction="freeze") for n in (1, 2)]
    for r in rows:
        r.interruption = InterruptionRow(text="Usage doubles.", at=0)
    found = priorities(rows)
    assert {p.label for p in found} >= {"freeze", "too_short"}
    quoted = [(p.answer, p.start, p.end) for p in found if p.quote]
    assert all(a[0] != b[0] or a[2] <= b[1] or b[2] <= a[1] for a in quoted for b in quoted if a is not b)


def test_short_answers_are_counted_as_the_reader_counts_them() -> None:
    """To questions and to follow-ups alike: the page says in how many answers, and each has its line below."""
    rows = [row("It is fine.", id=str(n), kind="question" if n % 2 else "follow_up") for n in range(1, 6)]
    (found,) = [p for p in priorities(rows) if p.label == "too_short"]
    assert found.count == 5
