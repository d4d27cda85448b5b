"""The delay of an echo: found where there is one, not where there is none, and its drift told from its jitter."""

from __future__ import annotations

import numpy as np
import pytest

from tests.audio.echoes import RATE, babble, room
from voice_interviewer.audio.delay import Delay, agreeing, drift_ppm, measure_delay

EARLIEST_S, LATEST_S = -0.1, 0.4


def measured(delay_s: float, gain: float, *, near: np.ndarray | None = None, at: int = 16_000) -> Delay:
    """One second of a room that answers `gain` of what is played, `delay_s` later."""
    far = babble(4.0, seed=1)
    mic = room(far, delay_s, gain) + (0 if near is None else near[: len(far)])
    played = far[at - round(LATEST_S * RATE) : at + RATE - round(EARLIEST_S * RATE)]
    return measure_delay(played, mic[at : at + RATE], earliest_s=EARLIEST_S, latest_s=LATEST_S)


@pytest.mark.parametrize("delay_s", [-0.05, 0.0, 0.013, 0.12, 0.35])
def test_delay_of_an_echo_is_found(delay_s) -> None:
    """Also a negative one: devices overstate how late they are."""
    found = measured(delay_s, 1.0)
    assert found.echo
    assert found.seconds == pytest.approx(delay_s, abs=0.002)


def test_candidate_who_talks_hides_no_echo() -> None:
    """A voice as loud as the echo leaves its delay standing."""
    found = measured(0.12, 0.5, near=babble(4.0, seed=2) * 0.5)
    assert found.echo
    assert found.seconds == pytest.approx(0.12, abs=0.002)


def test_no_echo_is_no_echo() -> None:
    """Neither silence nor another voice counts as one."""
    assert not measured(0.1, 0.0).echo
    assert not measured(0.1, 0.0, near=babble(4.0, seed=3)).echo
    nothing = measure_delay(np.zeros(24_000, np.float32), np.zeros(16_000, np.float32), earliest_s=-0.1, latest_s=0.4)
    assert not nothing.echo


def test_wrong_length_is_refused() -> None:
    """The played sound must cover every delay that is looked for."""
    with pytest.raises(ValueError, match="do not cover"):
        measure_delay(np.zeros(100, np.float32), np.zeros(100, np.float32), earliest_s=0.0, latest_s=0.4)


def test_windows_agree_or_they_do_not() -> None:
    """Three of four within 25 ms are enough; windows without an echo have no vote."""
    agree = [Delay(0.120, 20), Delay(0.300, 10), Delay(0.131, 12), Delay(0.125, 15)]
    assert agreeing(agree, 0.025, 3) == pytest.approx(0.120)
    assert agreeing([*agree[:2], Delay(0.131, 5), agree[3]], 0.025, 3) is None
    assert agreeing([Delay(0.1, 20), Delay(0.2, 20), Delay(0.3, 20), Delay(0.4, 20)], 0.025, 3) is None


def test_drift_is_a_steady_move() -> None:
    """1000 ppm moves 1 ms a second; jitter between reflections, or a move of 2 ms, is no drift."""
    times = [0.5 * i for i in range(40)]
    assert drift_ppm(times, [0.1 + 1e-3 * t for t in times]) == pytest.approx(1000, rel=0.01)
    assert drift_ppm(times, [0.12 + 0.015 * (i % 3 == 0) for i in range(40)]) is None
    assert drift_ppm(times, [0.12 + 1e-4 * t for t in times]) is None
    assert drift_ppm(times[:4], [0.1, 0.2, 0.3, 0.4]) is None
