"""The next question to a single answer, without a session."""

from __future__ import annotations

from dataclasses import replace

import pytest
from interview_kit import PLAIN, READY, analyse

from voice_interviewer.interview.core.fitting import WHY, lines
from voice_interviewer.interview.core.next_question import next_question
from voice_interviewer.language.assessor import QUESTIONS, Chance
from voice_interviewer.language.model import Analysis, Weakness
from voice_interviewer.rubric import keys

PROBES = {
    "team_voice": ("You said: {quote}. Whose call was that?", "Whose call was that?"),
    "growth": ("And ten times that?",),
    "failure_anticipation": ("What breaks quietly?",),
    "failure_visibility": ("When did you feel it fail?",),
}


def ask(text: str, pattern: str | None = None, **more: object) -> tuple[str | None, str, str]:
    return next_question(analyse(text), "?", pattern, PROBES, 1, constraints=("Labels are late. What now?",), **more)  # type: ignore[arg-type]


def test_a_weakness_is_pursued_with_its_reason() -> None:
    """Target, words and why belong together."""
    target, text, why = ask("We [team_voice]decided it together.")
    assert (target, why) == ("team_voice", "why team_voice") and "Whose call" in text


def test_after_something_personal_it_is_left_alone() -> None:
    """Thanks, and a way on whenever they like: nothing of it is pursued, whatever the question hoped for."""
    personal = replace(analyse("My father died and I was away."), personal=True, weakness=Weakness(None, "Left alone."))
    target, text, why = next_question(personal, "What would break first?", "break_first")
    assert target is None and text in lines().open.gently and why == "Left alone."


def test_what_the_pattern_hopes_for_is_asked_when_absent() -> None:
    """A plain answer to `what breaks first` lacks its heart."""
    assert ask(PLAIN, "break_first")[:2] == ("failure_anticipation", "What breaks quietly?")


@pytest.mark.parametrize("pattern", keys.PATTERNS)
def test_a_ready_answer_has_no_target_and_a_harder_question(pattern: str) -> None:
    """Growth or a constraint; to a growth question a constraint."""
    target, text, why = next_question(analyse(READY), "?", pattern, PROBES, constraints=("Labels are late. What now?",))
    assert target is None and why
    assert text in ("And ten times that?", "Labels are late. What now?")
    if pattern == "growth":
        assert text == "Labels are late. What now?"


def test_an_answer_that_is_none_leads_back() -> None:
    """Silence keeps the question; a way out is met with the heart of it."""
    assert next_question(Analysis(""), "What broke?", None, PROBES, constraints=()) == (
        None, "What broke?", "Nothing was said, so the question stands.",
    )  # fmt: skip
    target, _, why = ask("I don't know.", "break_first")
    assert target == "failure_anticipation" and "no answer" in why


def test_an_infrastructure_role_keeps_the_label_and_changes_the_words() -> None:
    """The target stays one of the rubric's keys."""
    target, text, _ = ask("It was a [exposure]giant platform.", role="infra_heavy")
    assert (target, text) == ("exposure", "When did you feel it fail?")


@pytest.mark.parametrize("label", [*keys.SIGNALS, *keys.COSTS])
def test_the_shipped_bank_has_words_for_every_target(label: str) -> None:
    """Short, without open slots, and the same for the same answer."""
    text = f"So this is the [{label}]thing that we talked about."
    analysis = analyse(text)
    runs = {next_question(analysis, "?", None) for _ in range(3)}
    assert len(runs) == 1
    target, said, why = runs.pop()
    assert why and "{" not in said and len(said.split()) <= 28
    assert target is None or target in keys.LABELS


def test_the_shipped_words_are_used_by_default() -> None:
    """Nothing has to be passed for a review."""
    _, text, _ = next_question(analyse(READY))
    assert text in {*lines().open.own, *lines().open.turn}


def test_without_any_bank_there_still_is_a_question() -> None:
    """An empty bank is no crash."""
    assert next_question(analyse("We [team_voice]decided."), "?", None, {}, constraints=())[1]
    assert next_question(analyse(READY), "?", None, {}, constraints=())[1]


def test_a_question_that_leaves_the_answer_does_not_say_that_it_stays() -> None:
    """Words that ask for any work of one's own are given for what they are; growth goes further."""
    assert next_question(analyse("It rained all day."), "How was it?")[2] == WHY["turn"]
    grown = next_question(analyse(PLAIN), "?", "growth", {"growth": ("Ten times?",)}, 1, constraints=())
    assert grown[2] not in WHY.values()


@pytest.mark.parametrize(("near", "limits", "kind"), [(0.9, 0.0, "near"), (0.0, 0.0, "own"), (0.0, 0.9, "limits")])
def test_the_reason_is_of_the_question_that_is_asked(near: float, limits: float, kind: str) -> None:
    """Whatever the assessor says: what stays is said to stay, what looks for more to look for it."""
    after = {name: Chance(0.0, 0.0) for name in QUESTIONS}
    after |= {"near": Chance(near, 0.0), "limits": Chance(limits, 0.0)}
    _, text, why = next_question(analyse(READY), after=after)
    assert text in getattr(lines().open, kind) and why == WHY[kind]


def test_a_signal_that_is_not_pursued_is_named_with_what_is_asked_in_its_place() -> None:
    """The target and its reason stay; that the question looks elsewhere is said."""
    after = {name: Chance(0.0, 0.0) for name in QUESTIONS}
    asked = (analyse(PLAIN), "What breaks first?", "break_first")
    target, text, why = next_question(*asked, after=after)
    told, pursued, plain = next_question(*asked, after={**after, "near": Chance(0.95, 0.0)})
    assert target == told == "failure_anticipation"
    assert text in lines().open.own and pursued in lines().pursued[target].safe
    assert plain and why == f"{plain} {WHY['own']}"
