"""Answers become rows: timed findings, states of signals, and nothing that was not heard well enough."""

from __future__ import annotations

import time

import pytest
from debrief_kit import analysis, row, spoken

from voice_interviewer.debrief.data.build import answer_row, build, rebuild, text_answer
from voice_interviewer.debrief.data.schema import Debrief, InterruptionRow
from voice_interviewer.language.model import Analysis, Finding
from voice_interviewer.rubric.keys import SIGNALS

TEXT = "Sorry, I decided to wait a week. The feed goes quiet first."


def test_findings_get_their_seconds_within_the_recording() -> None:
    """A finding's time counts from the start of the answer's audio file, not of the session."""
    heard = spoken(TEXT, start=61.0)
    made = answer_row(heard, analysis(TEXT, ("ownership", "I decided")), id="1", audio_start_s=60.0)
    (found,) = made.findings
    assert (found.start_s, found.end_s) == (1.3, 1.9)
    assert made.transcript.words[0].start == 1.0 and made.voiced[0].start == 1.0


@pytest.mark.parametrize(
    ("question", "kind", "hints", "state"),
    [
        ("", "question", (), "volunteered"),
        ("What would you leave out?", "question", (), "volunteered"),
        ("What would break first?", "question", (), "prompted"),
        ("What would break first?", "follow_up", (), "volunteered"),
        ("Tell me more.", "follow_up", ("failure_anticipation",), "prompted"),
    ],
)
def test_a_signal_is_prompted_when_it_was_asked_for(
    question: str, kind: str, hints: tuple[str, ...], state: str
) -> None:
    """Shown before any hint it is volunteered; the question's pattern or an earlier follow-up makes it prompted."""
    made = row(TEXT, ("failure_anticipation", "goes quiet first"), question=question, kind=kind, hints=hints)
    assert made.signals["failure_anticipation"].state == state
    assert made.signals["failure_anticipation"].evidence[0].text == "goes quiet first"


def test_what_is_listened_for_and_not_shown_is_missed() -> None:
    """A signal the question listens for is missed, any other is not asked; all eight have a state."""
    made = row(TEXT, question="What would you leave out?", pattern="not_do")
    states = {key: made.signals[key].state for key in SIGNALS}
    assert states["restraint"] == states["constraint_tradeoff"] == "missed"
    assert {states[k] for k in SIGNALS if k not in ("restraint", "constraint_tradeoff")} == {"not_asked"}


def test_of_a_question_whose_pattern_is_guessed_only_what_it_asks_outright_is_missed() -> None:
    """What nobody asked for cannot be missed; near it, what is shown is no longer called unasked."""
    made = row(TEXT, question="What would you leave out?")
    assert [key for key in SIGNALS if made.signals[key].state == "missed"] == ["restraint"]
    near = "I was asked what your rollback was like, years ago. Do you like it here?"
    assert {s.state for s in row(TEXT, question=near).signals.values()} == {"not_asked"}
    shown = row(TEXT, ("failure_anticipation", "feed goes quiet first"), question="Are there fragile assumptions?")
    assert shown.pattern == "break_first" and shown.signals["failure_anticipation"].state == "prompted"


def test_the_flow_says_what_is_listened_for() -> None:
    """Signals given by the flow's node replace those of the pattern, but for what the question asks outright."""
    made = row(TEXT, question="What would you leave out?", signals_asked=["learning_loop"])
    states = {key: s.state for key, s in made.signals.items()}
    assert states["learning_loop"] == states["restraint"] == "missed" and states["constraint_tradeoff"] == "not_asked"


def test_adapting_to_a_constraint_is_its_own_evidence() -> None:
    """A reaction classed as adapting shows calm adaptation even without a finding of its own."""
    made = row(TEXT, interruption=InterruptionRow(text="Labels are late.", at=33), reaction="adapts")
    assert made.signals["calm_adaptation"].state == "volunteered"
    assert made.signals["calm_adaptation"].evidence[0].text == "The feed goes quiet first."
    frozen = row(TEXT, interruption=InterruptionRow(text="Labels are late.", at=33), reaction="freeze")
    assert frozen.signals["calm_adaptation"].state == "missed"


@pytest.mark.parametrize(
    ("plain", "shown"), [(TEXT, True), ("I decided to wait a week.", False), ("", False), ("so sorry about that", True)]
)
def test_an_apology_needs_a_second_witness(plain: str, shown: bool) -> None:
    """A heard `sorry` is only shown when the plain decode has it too; else it is withheld with the reason."""
    made = row(TEXT, ("apology", "Sorry"), ("ownership", "I decided"), heard=spoken(TEXT, plain_text=plain))
    assert ("apology" in [f.label for f in made.findings]) == shown
    assert [w.label for w in made.withheld] == ([] if shown else ["apology"])


def test_a_typed_apology_needs_no_witness() -> None:
    """What was typed or read is taken at its word."""
    assert row(TEXT, ("apology", "Sorry")).findings[0].label == "apology"


def test_an_apology_in_other_words_needs_no_sorry() -> None:
    """Only the words a recogniser invents need the proof, not every apology."""
    text = "That is not a great example I am afraid."
    assert row(text, ("apology", "not a great example"), heard=spoken(text, plain_text="")).findings


def test_findings_on_uncertain_words_are_withheld() -> None:
    """A finding whose words were recognised with low probability is not shown, a disfluency is."""
    text = "I guess I um decided"
    made = row(text, ("hedge", "I guess"), ("filler", "um"), heard=spoken(text, probability=0.2))
    assert [f.label for f in made.findings] == ["filler"]
    assert "uncertain" in made.withheld[0].reason


def test_a_withheld_weakness_is_not_pursued() -> None:
    """Neither the follow-up nor the trap may rest on what was withheld."""
    heard = spoken(TEXT, plain_text="")
    made = row(TEXT, ("apology", "Sorry"), heard=heard, target="apology", trap="apologetic_minimising")
    assert made.follow_up.target is None and made.trap is None


def test_another_language_is_said_and_not_judged() -> None:
    """An answer that is not English has no missed signals and a note that says why."""
    made = row("Ich habe das entschieden.", question="What would break first?", language="other")
    assert {s.state for s in made.signals.values()} == {"not_asked"}
    assert "English" in made.notes[0]


@pytest.mark.parametrize("text", ["", " ", "yes", "\ud800 broken \x00 text \u202e", "a" * 100_000])
def test_any_text_makes_a_row_that_can_be_written(text: str) -> None:
    """Empty, hostile or endless text gives a row that serialises and reads back."""
    made = build([answer_row(text_answer(text), Analysis(text), id="1", question="What would break first?")])
    assert Debrief.model_validate_json(made.model_dump_json()) == made


def test_a_debrief_without_answers_says_so() -> None:
    """No answers: a verdict that claims nothing, no priorities, and a way to begin."""
    made = build([])
    assert "Nothing was said" in made.debrief.verdict
    assert made.debrief.priorities == [] and made.debrief.next_steps


def test_building_again_changes_nothing() -> None:
    """Everything derived follows from the answers alone."""
    made = build(
        [row(TEXT, ("apology", "Sorry"), ("ownership", "I decided"), heard=spoken(TEXT))], session="s", flow="f"
    )
    assert rebuild(made) == made


def test_a_text_review_has_a_timeline_of_its_answers() -> None:
    """Answers heard without a session are laid one behind the other; typed ones take no time."""
    rows = [row(TEXT, heard=spoken(TEXT, start=0.0), id=str(i)) for i in (1, 2)]
    starts = [float(str(line["start_s"])) for line in build(rows).timeline]
    assert starts == sorted(starts) and starts[-1] > rows[0].duration_s
    assert build([row(TEXT)]).timeline == []


@pytest.mark.parametrize("end", [". ", ", "])
def test_an_answer_of_forty_minutes_is_built_in_linear_time(end: str) -> None:
    """7,600 words with 1,600 findings, with or without full stops, become a debrief in seconds, not minutes."""
    sentence = f"I decided to keep the gate because we guess that nothing else would have told us about it, sorry{end}"
    text = (sentence * 400).strip()
    cues = (("ownership", "I decided"), ("hedge", "we guess"), ("apology", "sorry"), ("restraint", "keep the gate"))
    found = []
    for i in range(400):
        for label, cue in cues:
            at = i * len(sentence) + sentence.index(cue)
            found.append(Finding(label, at, at + len(cue), cue, "why"))
    began = time.process_time()
    made = build([answer_row(spoken(text), Analysis(text, tuple(found)), id="1", question="What would break first?")])
    assert time.process_time() - began < 10.0
    assert made.debrief.priorities[0].quote in text
