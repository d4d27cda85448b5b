"""What belongs to what: every relation speaks of keys that exist, and none forgets one that it must know."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from voice_interviewer.debrief.data.reframes import templates
from voice_interviewer.debrief.wording import about, wording
from voice_interviewer.flow.schema import TARGETS
from voice_interviewer.language.answer import model as answer_model
from voice_interviewer.language.labels import about_labels
from voice_interviewer.language.rules import rules
from voice_interviewer.rubric import keys, relations
from voice_interviewer.rubric.relations import hinted_by, mended_by, near, rank


def test_every_cost_has_its_harm_and_its_signal() -> None:
    """A cost that is new must be weighed, and must say which signal would stand in its place."""
    assert set(relations.HARM) == set(keys.COSTS)
    assert all(hinted_by(cost) for cost in keys.COSTS)
    assert {*relations.HABITS, *relations.WHOLE_ANSWER, *keys.FAILED} == set(keys.COSTS)


def test_every_trap_has_its_costs() -> None:
    """Both traps, each of costs of its own."""
    assert set(relations.TRAP_COSTS) == set(keys.TRAPS)
    assert not set(relations.UNDERSELLING) & set(relations.OVERSELLING)


def test_every_strength_has_its_worth() -> None:
    """What is credited can be shown as a strength."""
    assert set(relations.TELLING) == set(keys.STRENGTHS)


@pytest.mark.parametrize("relation", ["SIGNAL_FOR", "MENDED_BY", "NEAR", "MEANS", "NEAREST"])
def test_relations_of_targets_know_no_others(relation: str) -> None:
    """Whatever stands in them can be the target of a follow-up."""
    assert set(getattr(relations, relation)) <= set(TARGETS)


def test_a_label_stands_in_one_family() -> None:
    """Cost, signal, strength or disfluency: one of them, and nothing else has a family."""
    assert len(set(keys.LABELS)) == len(keys.LABELS)
    assert {keys.family(label) for label in keys.LABELS} == {"cost", "signal", "strength", "disfluency"}
    assert keys.family("pace_wpm") is None


def test_what_is_not_listed_stands_for_itself() -> None:
    """A signal is mended by itself, has nothing near it, and comes in the rubric's order."""
    assert mended_by("restraint") == ("restraint",) and near("restraint") == ()
    assert rank("absence_lead") < rank("freeze") < rank("failure_anticipation") < rank("pace_wpm")


def test_every_label_can_be_found() -> None:
    """Each label has rules or is fitted, and each file that speaks of labels speaks of all of them."""
    from voice_interviewer.language.weigh import weigher

    ruled = {rule.label for family in rules.FAMILIES for rule in rules.load(family)}
    weights = weigher.load()
    assert weights is not None
    assert set(weights.labels) == set(keys.LABELS) - set(keys.DISFLUENCIES), "fit the cue weights"
    assert set(keys.COSTS) - set(relations.WHOLE_ANSWER) - set(keys.FAILED) <= ruled, "no rule says it"


def test_every_label_has_its_words() -> None:
    """A name for all, and for what can be mended a question that pursues it and a better way to say it."""
    assert all(about(label)["name"] for label in keys.LABELS)
    assert set(templates()) >= {*keys.COSTS, *relations.LACKING, *keys.DISFLUENCIES}
    assert set(wording()["questions"]) - {"none"} == {*keys.COSTS, *relations.LACKING}
    assert set(about_labels().why) == set(keys.LABELS) - set(keys.DISFLUENCIES)


def test_the_fitted_weights_know_the_rubric() -> None:
    """No weight is about a cue, label or candidate that is gone, and every candidate has weights of its own."""
    weights = answer_model.load()
    named = {name for names in (weights.target, *weights.story.values()) for name in names}
    cues = {f"c:{rule.id}" for family in ("answers", "story") for rule in rules.load(family)}
    assert {name for name in named if name.startswith("c:")} <= cues, "fit the answers again"
    spoken_of = {name.partition(":")[2] for name in named if name.startswith(("has:", "m:", "b:"))}
    assert spoken_of <= set(keys.LABELS)
    assert {candidate for candidate in answer_model.CANDIDATES if candidate} <= {
        name.partition(":")[2] for name in weights.target if name.startswith("b")
    }, "fit the answers again"
    assert {answer_model.weak(signal) for signal in relations.LACKING} <= cues, "say how a weak answer sounds"


def test_a_mistyped_key_does_not_pass_the_type_check(tmp_path: Path) -> None:
    """mypy, as strict as it runs over the package, refuses a key that the rubric does not have."""
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "from voice_interviewer.rubric.keys import Cost, Pattern\n"
        'right: tuple[Cost, ...] = ("hedge",)\n'
        'wrong: tuple[Cost, ...] = ("hegde",)\n'
        'table: dict[Pattern, int] = {"growht": 1}\n'
        "def told(pattern: Pattern) -> bool:\n"
        '    return pattern == "roll_back"\n',
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(wrong)]
    told = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).resolve().parents[2], check=False)
    assert told.returncode == 1, told.stdout + told.stderr
    assert [line.split(":")[1] for line in told.stdout.splitlines() if " error: " in line] == ["3", "4", "6"]
