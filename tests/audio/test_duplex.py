"""Whether we may listen while we speak: every way it can turn out, and what the person is told."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from voice_interviewer.audio.delay import Delay
from voice_interviewer.audio.duplex import Duplex, Listening, Window


def echo(at_s: float, delay_s: float = 0.1, *, left_db: float = -66.0, left: float = 5.0) -> Window:
    """A window in which the microphone hears us at -25 dBFS."""
    return Window(at_s, Delay(delay_s, 25.0), Delay(delay_s, left), -25.0, left_db, -68.0)


def silent(at_s: float) -> Window:
    """A window in which it does not."""
    return Window(at_s, Delay(0.3 * (at_s % 1), 6.0), heard_db=-66.0, left_db=-66.0, floor_db=-68.0)


def take(duplex: Duplex, windows: Iterable[Window]) -> list[str]:
    """Step through them; what was told."""
    for window in windows:
        duplex.step(window)
    return duplex.news()


def cancelled() -> Duplex:
    """Loudspeakers whose echo is removed."""
    duplex = Duplex()
    take(duplex, (echo(0.5 * i) for i in range(4)))
    assert duplex.state is Listening.CANCELLED
    return duplex


def test_we_do_not_listen_before_something_is_known() -> None:
    """The first windows settle it, not hope."""
    duplex = Duplex()
    assert not duplex.full
    take(duplex, [echo(0.5), echo(1.0)])
    assert not duplex.full
    assert duplex.summary() == ""


def test_headphones_are_found_without_being_named() -> None:
    """Two seconds of our voice without an echo: the candidate may interrupt, and is told."""
    duplex = Duplex()
    told = take(duplex, (silent(0.5 * i) for i in range(4)))
    assert duplex.state is Listening.CLEAR
    assert len(told) == 1
    assert "may interrupt" in told[0]
    assert "headphones" in duplex.summary()


def test_loudspeakers_whose_echo_is_removed() -> None:
    """Full duplex, told once, with its delay known."""
    duplex = Duplex()
    told = take(duplex, (echo(0.5 * i) for i in range(12)))
    assert duplex.full
    assert duplex.delay_s == pytest.approx(0.1)
    assert len(told) == 1
    assert "echo cancellation" in duplex.summary()


def test_echo_that_stays_is_half_duplex() -> None:
    """After eight seconds of speech it is settled, told in one line, and reported with its reason."""
    duplex = Duplex()
    told = take(duplex, (echo(0.5 * i, left_db=-30.0, left=15.0) for i in range(20)))
    assert duplex.state is Listening.HALF
    assert len(told) == 1
    assert "cannot be removed" in told[0]
    assert "half duplex" in duplex.summary()


def test_without_the_package_an_echo_means_half_duplex_at_once() -> None:
    """And headphones still mean full duplex."""
    duplex = Duplex(cannot="not installed")
    told = take(duplex, (echo(0.5 * i) for i in range(3)))
    assert duplex.state is Listening.HALF
    assert "not installed" in told[0]
    clear = Duplex(cannot="not installed")
    take(clear, (silent(0.5 * i) for i in range(4)))
    assert clear.full


def test_delay_that_wanders_is_half_duplex() -> None:
    """A delay that no three windows agree on cannot be followed."""
    duplex = Duplex()
    told = take(duplex, (echo(0.5 * i, 0.05 + 0.06 * (i % 5), left_db=-30.0, left=15.0) for i in range(20)))
    assert duplex.state is Listening.HALF
    assert "keeps changing" in told[0]


def test_delay_that_jumps_is_measured_again() -> None:
    """Half duplex until it is known again; the third time for good."""
    duplex = cancelled()
    told = take(duplex, (echo(3 + 0.5 * i, 0.2) for i in range(3)))
    assert duplex.state is Listening.MEASURING
    assert len(told) == 1
    assert "delay" in told[0]
    take(duplex, (echo(6 + 0.5 * i, 0.2) for i in range(4)))
    assert duplex.full
    for delay_s in (0.3, 0.1):
        take(duplex, (echo(10 + 0.5 * i, delay_s) for i in range(8)))
    assert duplex.state is Listening.HALF


def test_clocks_that_drift_apart_are_named() -> None:
    """1000 ppm: the echo comes back, and its delay has moved steadily."""
    duplex = cancelled()
    told: list[str] = []
    for i in range(200):
        at_s = 2 + 0.5 * i
        bad = i > 24
        told += take(
            duplex, [echo(at_s, 0.1 + 1e-3 * at_s, left_db=-35.0 if bad else -66.0, left=15.0 if bad else 5.0)]
        )
    assert duplex.state is Listening.HALF
    assert "drift apart" in told[-1]


def test_headset_in_mid_session() -> None:
    """The echo is gone: told, half duplex until it is known for sure, then listened again."""
    duplex = cancelled()
    told = take(duplex, (silent(3 + 0.5 * i) for i in range(4)))
    assert not duplex.full
    assert "headset" in told[0]
    take(duplex, (silent(6 + 0.5 * i) for i in range(4)))
    assert duplex.state is Listening.CLEAR
    assert duplex.summary().count(";") == 1


def test_headphones_that_are_taken_off() -> None:
    """Who said `--headphones` and uses loudspeakers: noticed by the sound, before any word is taken for theirs."""
    duplex = Duplex(headphones=True)
    assert duplex.full
    told = take(duplex, (echo(0.5 * i) for i in range(3)))
    assert not duplex.full
    assert "hears the loudspeaker" in told[0]


def test_no_reference_and_own_words_end_it() -> None:
    """What the shell finds out is final, and told once."""
    duplex = cancelled()
    duplex.fail("what the loudspeaker plays cannot be followed")
    duplex.fail("again")
    assert duplex.news() == [
        "I do not listen while I speak from now on: what the loudspeaker plays cannot be followed."
    ]
    take(duplex, (silent(9 + 0.5 * i) for i in range(9)))
    assert duplex.state is Listening.HALF


def test_other_devices_are_measured_anew() -> None:
    """Never counted against it."""
    duplex = cancelled()
    for _ in range(5):
        duplex.anew("another microphone is used")
        assert not duplex.full
        take(duplex, (echo(0.5 * i) for i in range(4)))
        assert duplex.full


def test_candidate_who_talks_while_we_measure_decides_nothing() -> None:
    """Loud, but not our voice: neither removed nor remaining for long; the first quiet second settles it."""
    duplex = Duplex()
    talked = [Window(0.5 * i, Delay(0.1, 14), Delay(0.4, 10), -22.0, -25.0, -68.0) for i in range(6)]
    take(duplex, talked)
    assert duplex.state is Listening.MEASURING
    take(duplex, (echo(4 + 0.5 * i) for i in range(2)))
    assert duplex.state is Listening.CANCELLED


def test_trusted_listens_from_the_first_word() -> None:
    """`--echo on`; but not where there is no canceller."""
    assert Duplex(trusted=True).full
    assert not Duplex(trusted=True, cannot="not installed").full
