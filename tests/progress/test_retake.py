"""A retake is judged by what it aimed at, and by nothing else."""

from __future__ import annotations

import pytest
from debrief_kit import row

from voice_interviewer.debrief.data.build import build
from voice_interviewer.errors import NotFoundError, UsageError
from voice_interviewer.progress import retake
from voice_interviewer.rubric.keys import COSTS, PATTERNS, SIGNALS
from voice_interviewer.rubric.patterns import listens
from voice_interviewer.rubric.relations import hinted_by

FIRST = row(
    "Sorry, we decided to wait, sorry. I guess it was fine.",
    ("apology", "Sorry"),
    ("apology", "sorry"),
    ("team_voice", "we decided"),
    ("hedge", "I guess"),
    question="What would break first?",
)
SECOND = row(
    "We decided to wait. The feed goes quiet first. I guess.",
    ("team_voice", "We decided"),
    ("failure_anticipation", "The feed goes quiet first"),
    ("hedge", "I guess"),
    question="What would break first?",
)


def test_only_the_aims_are_compared() -> None:
    """Aiming at the apology and at anticipation shows these two, and not the hedge."""
    made = retake.compare(FIRST, SECOND, ["apology", "failure_anticipation"])
    assert [(a.label, a.before, a.after, a.says, a.better) for a in made.aims] == [
        ("apology", "2 times", "not heard", "gone", True),
        ("failure_anticipation", "not heard", "shown when asked", "shown now", True),
    ]
    assert made.verdict == "Gone: apology. Shown now: anticipates failure."
    assert "hedge" not in retake.markdown(made)


@pytest.mark.parametrize(
    ("aims", "verdict"),
    [
        (["team_voice"], "The same as before"),
        (["apology", "team_voice"], "Gone: apology. The same:"),
        (["restraint"], "The same as before"),
        (["apology", "restraint"], "Gone: apology. Still not heard: shows restraint."),
        ([], "Gone: apology"),
    ],
)
def test_the_verdict_says_how_far(aims: list[str], verdict: str) -> None:
    """What is gone, shown now, less, the same or still not heard: the sentence follows from the aims."""
    assert retake.compare(FIRST, SECOND, aims).verdict.startswith(verdict)


def test_getting_worse_is_said() -> None:
    """The other way round the apologies are new and the anticipation gone."""
    made = retake.compare(SECOND, FIRST, ["apology", "failure_anticipation"])
    assert made.verdict == "New: apology. No longer shown: anticipates failure."


def test_aims_come_from_the_priorities_then_from_the_answer() -> None:
    """What the session put first is aimed at first; at most three things."""
    chosen = build([FIRST]).debrief.priorities
    aims = retake.aims_of(FIRST, chosen)
    assert aims[0] == chosen[0].label and len(aims) <= 3
    assert retake.aims_of(row("I waited.")) == []


@pytest.mark.parametrize("label", [*COSTS, *SIGNALS])
def test_transfer_goes_to_another_pattern_that_listens_for_it(label: str) -> None:
    """From any pattern the same aim is tried in a different one, where its signal is listened for."""
    for pattern in PATTERNS:
        other = retake.other_pattern(label, pattern)
        assert other != pattern
        assert other is None or set(hinted_by(label)) & set(listens(other))
    if hinted_by(label) != ("calm_adaptation",):
        assert retake.transfer(label, None)


@pytest.mark.parametrize("text", ["", "last", "/3", "last/"])
def test_a_place_needs_session_and_answer(text: str) -> None:
    """`SESSION/ANSWER` is required, and the message shows how."""
    with pytest.raises(UsageError, match="last/3"):
        retake.place(text)


def test_a_place_is_taken_apart_and_found() -> None:
    """Session and answer are split at the last slash; an unknown answer names those there are."""
    assert retake.place("2026-11-22-1405-x/3") == ("2026-11-22-1405-x", "3")
    made = build([FIRST])
    assert retake.find(made, "1").id == "1"
    with pytest.raises(NotFoundError, match="Answers: 1"):
        retake.find(made, "2")


def test_the_page_has_both_takes_and_marks_only_the_aims() -> None:
    """Both texts and both recordings stand on the page; untargeted findings are not marked."""
    made = retake.compare(FIRST, SECOND, ["apology"])
    page = retake.html(made, first_audio="audio/01.flac", second_audio="audio/01-take2.flac")
    assert 'src="audio/01.flac"' in page and 'src="audio/01-take2.flac"' in page
    assert page.count("<mark") == 2 and 'title="hedge"' not in page
    hostile = row("<script>alert(1)</script> sorry", ("apology", "sorry"), question="<b>")
    assert "<script>alert" not in retake.html(retake.compare(hostile, hostile, ["apology"]))


def test_length_and_reactions_are_aims_too() -> None:
    """A shorter answer is better when length was the aim; a failed reaction that is gone is mended."""
    long, short = row("word " * 300), row("word " * 120)
    assert retake.compare(long, short, ["answer_length"]).aims[0].better is True
    froze, moved = row("Hm.", reaction="freeze"), row("Then the gate moves.", reaction="adapts")
    assert retake.compare(froze, moved, ["freeze"]).aims[0].says == "gone"


def test_the_transfer_gives_its_command() -> None:
    """A shipped flow that asks such a question, as a command that can be typed; on the page and in Markdown."""
    from voice_interviewer.flow.catalog import load_flow
    from voice_interviewer.interview.live.takes import practised
    from voice_interviewer.rubric.keys import PATTERNS

    flows = practised()
    assert set(flows) == set(PATTERNS)
    for pattern, flow in flows.items():
        assert any(q.pattern == pattern for q in load_flow(flow).questions.values())
    first = row("Sorry, it ran.", ("apology", "Sorry"), question="What would break first?")
    made = retake.compare(first, first, ["apology"], flows)
    assert made.transfer and made.command.startswith("voice-interviewer practice ")
    assert made.command in retake.markdown(made) and made.command in retake.html(made)
    assert retake.compare(first, first, ["apology"]).command == ""
