"""Interviews without sound: rehearsals, simulations with their report, and scripted conversations."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from interview_kit import PLAIN, READY, analyse, flow, question

from voice_interviewer.flow.catalog import find, load_flow
from voice_interviewer.flow.diagnostics import FlowErrors
from voice_interviewer.flow.schema import Script
from voice_interviewer.interview.core.replay import replay
from voice_interviewer.interview.rehearsal.rehearse import rehearse
from voice_interviewer.interview.rehearsal.script import load_script, play, scripts
from voice_interviewer.interview.rehearsal.simulate import SLOW_EVERY, simulate
from voice_interviewer.interview.rehearsal.simulation_report import report
from voice_interviewer.sessions.actions import BreakIn, Listen


class Talker:
    """Says the same thing to everything, and something else to constraints."""

    name = "talker"

    def __init__(self, text: str, reaction: str = "Then the gate [calm_adaptation]stays and the rest goes.") -> None:
        self.text, self.reaction = text, reaction

    def answer(
        self, *, question: str, node: str, pattern: str | None, kind: str, target: str | None, turn: int, seed: int,
        attempt: int = 0, said: Sequence[str] = (),
    ) -> str:  # fmt: skip
        return self.reaction if kind == "constraint" else self.text


class Plain:
    def __init__(self, text: str) -> None:
        self.text = text

    def answer(self, listen: Listen) -> str:
        return self.text

    def react(self, broke: BreakIn, listen: Listen) -> str:
        return "Then I would [calm_adaptation]keep the gate."


LONG = ", and ".join([PLAIN.rstrip(".")] * 4)


def test_a_rehearsal_is_a_session_that_replays() -> None:
    """Its events alone lead to the same end."""
    played = flow()
    out = rehearse(played, Plain(LONG), analyse, seed=3)
    assert out.reason == "finished"
    assert replay(played, out.events).state == out.state
    assert [b.constraint for b in out.breaks] == ["double"]
    turn = next(t for t in out.state.turns if t.constraint)
    assert turn.answer.text[turn.constraint_at :].startswith("Then I would")


def test_silence_is_a_session_too() -> None:
    """Somebody who never speaks is let go."""
    assert rehearse(flow(), Plain(""), analyse, seed=1).reason == "finished"
    many = {f"q{n}": question(to=f"q{n + 1}" if n < 5 else "END") for n in range(6)}
    assert rehearse(flow(many), Plain(""), analyse, seed=1).reason == "no_answers"


def test_a_simulation_counts_what_was_reached() -> None:
    """Questions, follow-ups, constraints, edges, ends, targets by candidate."""
    result = simulate(flow(), [Talker(LONG), Talker(READY)], times=40, analyse=analyse)
    assert result.questions == {"first": 40, "second": 40}
    assert result.reasons == {"finished": 40}
    assert result.broken_in["double"] >= 20
    assert result.follow_ups[("first", "quiet")] > 0
    assert 'follow-up "first/whose"' in dict(result.unreached())
    assert result.overdrawn() == 0.0
    text = report([result], "flows simulate kit", "2026-01-01")
    assert 'Never reached: follow-up "first/whose".' in text and "| first | 40 |" in text and "talker" in text
    assert "`flows simulate kit` on 2026-01-01" in text


def test_the_same_seed_simulates_the_same() -> None:
    """A report can be made again."""
    runs = [report([simulate(flow(), [Talker(LONG)], times=5, seed=s, analyse=analyse)]) for s in (1, 1, 2)]
    assert runs[0] == runs[1]


def test_what_was_not_reached_says_why() -> None:
    """A condition that never held is told from an occasion that something else took."""
    why = dict(simulate(flow(), [Talker(LONG)], times=12, analyse=analyse).unreached())
    assert all("visits" in reason for reason in why.values()) and why
    never = next(reason for what, reason in why.items() if what == 'follow-up "first/whose"')
    assert "held in none of 12 visits" in never
    nobody = dict(simulate(flow(), [Talker("")], times=1, analyse=analyse).unreached())
    assert any(what.startswith("follow-up") for what in nobody)


def test_some_candidates_take_their_time() -> None:
    """Every fourth session is slower, and its minutes are kept apart."""
    result = simulate(flow(), [Talker(PLAIN)], times=2 * SLOW_EVERY, analyse=analyse)
    assert len(result.slow_seconds) == 2 and len(result.seconds) == 2 * SLOW_EVERY - 2
    assert min(result.slow_seconds) > max(result.seconds)


def test_too_few_sessions_for_slow_ones_are_said_to_be() -> None:
    """The report claims no slow candidate where none has played, and counts one candidate as one."""
    few, many = (report([simulate(flow(), [Talker(LONG)], times=times)]) for times in (3, 4))
    assert "3 sessions with 1 written candidate, " in few
    assert "nobody is slow before session 4 of a flow" in few and "in every fourth session" not in few
    assert "in every fourth session" in many and "nobody is slow" not in many


def test_progress_is_told() -> None:
    """One step a session."""
    steps: list[float] = []
    simulate(flow(), [Talker(PLAIN)], times=3, analyse=analyse, progress=steps.append)
    assert steps == [1.0, 1.0, 1.0]


# ---- scripts ----


def script(**more: object) -> Script:
    return Script.model_validate({"schema": 1, "flow": "kit", **more})


def test_a_script_that_fits_has_no_mismatches() -> None:
    """Answers, constraints, silence and keys, up to the end."""
    good = script(
        opens={"node": "first", "kind": "question"},
        turns=[
            {
                "answer": LONG,
                "after_constraint": "I [reaction_freeze]don't know. [freeze]Sorry.",
                "expect": {"kind": "follow_up", "target": "freeze|restart", "node": "first", "says": "first hour"},
            },
            {"silence": True, "expect": {"kind": "nudge"}},
            {"command": "skip", "expect": {"node": "second", "kind": "question", "target": "none"}},
            {"command": "pause", "expect": {"kind": "repeat"}},
            {"answer": "Let's stop here.", "expect": {"kind": "closing"}},
        ],
        ends="asked_to_finish",
    )
    assert play(good, flow(), analyse) == ()


def test_mismatches_say_where_and_what() -> None:
    """Each with its turn, what was expected, and what was said."""
    bad = script(
        opens={"node": "second"},
        turns=[
            {"answer": PLAIN, "after_constraint": "Well.", "expect": {"target": "hedge", "says": "unicorn"}},
            {"answer": "Let's stop here."},
            {"answer": "I go on."},
        ],
    )
    texts = [str(m) for m in play(bad, flow(), analyse)]
    assert len(texts) == 5
    assert texts[0].startswith("turn 0: expected second") and "turn 1: expected a constraint" in texts[1]
    assert "hedge" in texts[2] and '"unicorn"' in texts[3] and "turn 3: expected the interview to go on" in texts[4]


def test_a_broken_script_is_refused_with_its_place(tmp_path: Path) -> None:
    """Two things in one turn, an unknown key, a list instead of a map."""
    for text, code in (
        ("schema: 1\nflow: kit\nturns:\n  - answer: a\n    silence: true\n", "VF010"),
        ("schema: 1\nflow: kit\nturns:\n  - anwser: a\n", "VF008"),
        ("- 1\n", "VF010"),
        ("a: [\n", "VF003"),
    ):
        file = tmp_path / "x.script.yaml"
        file.write_text(text)
        with pytest.raises(FlowErrors) as caught:
            load_script(file)
        assert code in [d.code for d in caught.value.diagnostics]


@pytest.mark.parametrize("path", scripts(), ids=lambda p: p.name)
def test_shipped_conversations_go_as_written(path: Path) -> None:
    """The script beside each flow, with the real language room."""
    from voice_interviewer.language.analyze import analyze

    loaded = load_script(path)
    assert find(loaded.flow).stem == path.name.removesuffix(".script.yaml")
    wrong = play(loaded, load_flow(loaded.flow), analyze)
    assert not wrong, "\n".join(map(str, wrong))
