"""What a stranger's question asks for beyond doubt, and what only sounds like it."""

from __future__ import annotations

import pytest

from voice_interviewer.rubric.outright import outright


@pytest.mark.parametrize(
    ("question", "signal"),
    [
        (
            "It holds so far. With ten times the members, what's the next thing that's going to break?",
            "failure_anticipation",
        ),
        ("Which part would give way first?", "failure_anticipation"),
        ("What could go wrong with that?", "failure_anticipation"),
        ("What would you have done differently?", "learning_loop"),
        ("What did you learn from it?", "learning_loop"),
        ("What did you deliberately not build?", "restraint"),
        ("Where does that number mislead you?", "metric_skepticism"),
        ("How would you roll it back?", "systems_thinking"),
        ("What did you give up for that?", "constraint_tradeoff"),
    ],
)
def test_plain_wordings_ask_for_their_signal(question: str, signal: str) -> None:
    """A question in so many words asks for exactly one signal."""
    assert outright(question) == (signal,)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "Does replay help while you build, before anything broke in production?",
        "We had no numbers and said no to a lot. What would you like to see next?",
        "Things break, users get hurt, and one says sorry. Be kind.",
        "What would you do differently in the design if you had to serve the moon?",
        "What is the first thing you do when tests fail?",
        "How can the costs go down?",
        "How can you fail fast there?",
        "That would be what could go wrong, right?",
        "What could go wrong? We covered that. Let us go on. How did you two meet?",
    ],
)
def test_talk_near_a_subject_asks_for_nothing(question: str) -> None:
    """Words of a subject in the lead, a yes-or-no question, a statement with a tag, an earlier question."""
    assert outright(question) == ()
