"""Barge-in: a question is ducked, stopped or resumed by how long the candidate's voice lasts."""

import pytest

from voice_interviewer.interview.live.barge_in import BargeIn


def play(voice: list[tuple[float, float]], until_s: float = 2.0, protected_s: float = 0.0) -> list[tuple[float, str]]:
    """What happens when voice is active in the given stretches, in 32 ms blocks."""
    state, acts, at = BargeIn(protected_s), [], 0.0
    while at < until_s:
        at += 0.032
        state, act = state.hear(any(a <= at < b for a, b in voice), at)
        if act:
            acts.append((round(at, 2), act))
    return acts


@pytest.mark.parametrize(
    ("voice", "acts"),
    [
        ([], []),
        ([(0.5, 0.58)], ["duck", "resume"]),
        ([(0.5, 0.8)], ["duck", "hold", "resume"]),
        ([(0.5, 1.2)], ["duck", "hold", "stop"]),
        ([(0.5, 0.7), (1.4, 1.55)], ["duck", "hold", "resume", "duck", "hold", "resume"]),
    ],
)
def test_length_of_voice_decides(voice, acts) -> None:
    """A click only ducks, a back-channel is waited for, someone who means it stops us."""
    assert [act for _, act in play(voice)] == acts


def test_times_are_within_the_promised_ranges() -> None:
    """Ducking is immediate, silence comes within 130 ms and the end within 500 ms after voice is certain."""
    acts = {act: at for at, act in play([(0.5, 1.5)])}
    assert acts["duck"] - 0.5 <= 0.04
    assert 0.08 <= acts["hold"] - 0.5 <= 0.13
    assert 0.30 <= acts["stop"] - 0.5 <= 0.50


def test_protected_time_cannot_be_interrupted() -> None:
    """A deliberate interruption stands its first second, then it can be stopped like anything else."""
    assert play([(0.0, 0.95)], protected_s=1.0) == []
    assert [act for _, act in play([(0.0, 1.9)], protected_s=1.0)] == ["duck", "hold", "stop"]


def test_a_breath_inside_speech_is_no_end_of_it() -> None:
    """A gap shorter than 0.15 s does not start the count again."""
    assert [act for _, act in play([(0.5, 0.68), (0.8, 1.2)])] == ["duck", "hold", "stop"]


def test_sound_that_is_not_ours_holds_at_once() -> None:
    """Before voice is certain; voice then stops us, and without it we go on from where we were."""
    state, act = BargeIn().hear(False, 1.0, near=True)
    assert act == "hold"
    assert state.hear(False, 1.03, near=True)[1] is None
    assert [state.hear(False, at)[1] for at in (1.1, 1.3)] == [None, None]
    after, act = state.hear(False, 1.36)
    assert act == "resume"
    assert not after.held
    spoken = state.hear(True, 1.1)[0]
    assert spoken.hear(True, 1.3)[1] is None
    assert spoken.hear(True, 1.5)[1] == "stop"
