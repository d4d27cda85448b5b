"""One table of question patterns, and one way to tell a question's pattern from its words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.lab.bench_patterns import shipped
from voice_interviewer.rubric import patterns
from voice_interviewer.rubric.keys import PATTERNS, SIGNALS
from voice_interviewer.rubric.patterns import infer
from voice_interviewer.rubric.relations import hinted_by, listens_for
from voice_interviewer.tables import TableError

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data" / "rubric"


@pytest.mark.parametrize(
    ("question", "pattern"),
    [
        ("Which part of that would give way first?", "break_first"),
        ("Which of your assumptions worries you most?", "break_first"),
        ("What happens if the traffic is twenty times what it is now?", "growth"),
        ("Your user base doubles every month. What then?", "growth"),
        ("How would you find out that it harms somebody?", "user_harm"),
        ("Who might be worse off because of it?", "user_harm"),
        ("At what point would you switch it off?", "rollback"),
        ("When do you revert a release?", "rollback"),
        ("Looking back, what was the mistake?", "hindsight"),
        ("What would you do differently?", "hindsight"),
        ("Who else had to agree?", "stakeholders"),
        ("Which other teams were involved?", "stakeholders"),
        ("What would you leave out of a first version?", "not_do"),
        ("What did you deliberately not build?", "not_do"),
        ("Have you ever deployed a model at scale?", "direct"),
        ("What is the largest system you were responsible for?", "direct"),
        ("Tell me about yourself.", None),
        ("", None),
    ],
)
def test_a_question_tells_its_pattern(question: str, pattern: str | None) -> None:
    """Each pattern is found from more than one wording, and small talk from none."""
    assert infer(question) == pattern


def _shares(rows: list[tuple[str | None, str]]) -> tuple[float, float]:
    """(right, wrong) among labelled wordings; silence is neither."""
    found = [(pattern, infer(text)) for pattern, text in rows]
    right = sum(pattern == told for pattern, told in found)
    wrong = sum(told is not None and pattern != told for pattern, told in found)
    return right / len(rows), wrong / len(rows)


def _listed(name: str) -> list[tuple[str | None, str]]:
    content: dict[str, list[str]] = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return [(None if key == "none" else key, text) for key, texts in content.items() for text in texts]


def test_the_shipped_wordings_tell_their_patterns() -> None:
    """Of the wordings that the shipped flows label, at least 85 % are recognised and at most 3 % mistaken."""
    rows = shipped()
    right, wrong = _shares(rows)
    assert len(rows) >= 286
    assert right >= 0.85 and wrong <= 0.03, f"{right:.1%} right, {wrong:.1%} wrong of {len(rows)}"


@pytest.mark.parametrize("name", ["questions", "near"])
def test_a_strangers_wordings_tell_theirs(name: str) -> None:
    """The same on wordings of public interviews' style, together with questions that have no pattern."""
    rows = _listed(name)
    labelled = [row for row in rows if row[0] is not None]
    right, _ = _shares(labelled)
    wrong = _shares(rows)[1]
    assert right >= 0.85 and wrong <= 0.03, f"{right:.1%} right, {wrong:.1%} wrong of {len(rows)}"


def test_questions_outside_the_rubric_have_no_pattern() -> None:
    """Coding, mathematics, background and small talk: none of them, even where they use a pattern's words."""
    outside = [text for name in ("questions", "near") for pattern, text in _listed(name) if pattern is None]
    taken = [text for text in outside if infer(text) is not None]
    assert len(outside) >= 70 and len(taken) <= 0.03 * len(outside), taken


def test_the_table_is_whole() -> None:
    """Every pattern has its entry, and every signal but adaptation is hoped for somewhere."""
    table = patterns.table()
    assert tuple(table) == PATTERNS
    heard = {signal for entry in table.values() for signal in entry.listens}
    assert set(SIGNALS) - heard == {"calm_adaptation"}, "only a changed constraint asks for that"
    assert {signal for entry in table.values() for signal in entry.serves} == set(SIGNALS)


def _changed(**changes: Any) -> str:
    text = (ROOT / "voice_interviewer" / "rubric" / "patterns.yaml").read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    content["patterns"]["growth"].update(changes)
    return yaml.safe_dump(content)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"asks": ["restrain"]}, "patterns.growth.asks.0"),
        ({"asks": ["restraint"]}, "what is asked for must be listened for"),
        ({"listens": []}, "patterns.growth.listens"),
        ({"cues": {"plain": ["(unclosed"]}}, "is no regular expression"),
        ({"cues": {"certain": ["x"]}}, "patterns.growth.cues.certain"),
        ({"name": "Growth"}, "patterns.growth.name"),
    ],
)
def test_a_mistake_in_the_table_is_named(changes: dict[str, Any], says: str) -> None:
    """A mistyped signal, an unknown field, a broken expression: the entry and the field are told."""
    with pytest.raises(TableError, match=says.replace(".", r"\.")):
        patterns.read(_changed(**changes))


def test_a_pattern_without_an_entry_is_an_error() -> None:
    """A pattern that is declared and not described cannot be overlooked, nor one described and not declared."""
    with pytest.raises(TableError, match=r"patterns\.yaml:1: patterns: nothing for break_first, growth"):
        patterns.read("patterns: {}\nelsewhere: {}\n")
    with pytest.raises(TableError, match=r"patterns\.shrinkage"):
        patterns.read("patterns: {shrinkage: {}}\nelsewhere: {}\n")


def test_a_constraint_makes_adaptation_wanted() -> None:
    """An interrupted answer is listened to for calm adaptation, whatever was asked."""
    hopes = patterns.listens("growth")
    assert "calm_adaptation" in listens_for(hopes, True)
    assert "calm_adaptation" not in listens_for(hopes, False)


def test_hints_become_signals() -> None:
    """A follow-up hints at its signal, at what would mend its weakness, or at what its topic asks for."""
    assert hinted_by("restraint") == ("restraint",)
    assert hinted_by("team_voice") == ("decision_ownership",)
    assert hinted_by("user_harm") == ("metric_skepticism",)
    assert hinted_by(None) == hinted_by("filler") == ()


def test_a_topic_is_touched_by_its_stems() -> None:
    """Whether the subject came up, as whole words and in any case."""
    assert patterns.touched("rollback", "We REVERTED it and kept the old version.") == 2
    assert patterns.touched("rollback", "A backroll of fabric.") == 0


def test_a_story_serves_the_questions_that_its_signals_answer() -> None:
    """Derived from the table: no second list says it."""
    assert patterns.serves(["restraint"]) == ("not_do",)
    assert patterns.serves([]) == ()
