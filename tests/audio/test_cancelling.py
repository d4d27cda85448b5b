"""A microphone without our own voice: a room on a virtual clock, a real canceller, and every way it can fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from tests.audio.echoes import RATE, babble, room
from voice_interviewer.audio.cancelling import (
    LATE_S,
    NO_PACKAGE,
    NO_REFERENCE,
    Canceller,
    EchoFreeMicrophone,
    installed,
    webrtc,
)
from voice_interviewer.audio.duplex import Duplex, Listening
from voice_interviewer.audio.protocols import BLOCK, Pcm
from voice_interviewer.audio.reference import Reference
from voice_interviewer.audio.standins import FileMicrophone

needs_package = pytest.mark.skipif(not installed(), reason="no wheel of pywebrtc-audio for this platform")
SECONDS = 10.0


def speech(seconds: float = SECONDS, seed: int = 1) -> np.ndarray:
    """Ours: utterances of three seconds with a second between them."""
    pcm = babble(seconds, seed=seed)
    for at in range(3, round(seconds), 4):
        pcm[at * RATE : (at + 1) * RATE] = 0.0
    return pcm


@dataclass
class Run:
    """What came of one."""

    duplex: Duplex
    heard: Pcm
    told: list[str]
    near: list[bool]
    "Whether somebody besides us was noticed, block by block."

    def level_db(self, from_s: float, to_s: float) -> float:
        """RMS of what hearing got, dBFS."""
        part = self.heard[round(from_s * RATE) : round(to_s * RATE)]
        return float(10 * np.log10(np.mean(np.square(part)) + 1e-12))


def run(
    far: np.ndarray,
    mic: np.ndarray,
    *,
    canceller: Callable[[], Canceller] | None = webrtc,
    duplex: Duplex | None = None,
    hand_in: bool = True,
    ahead_s: float = 0.09,
) -> Run:
    """Read a recorded microphone to its end; the loudspeaker hands in what it plays `ahead_s` before it sounds."""
    duplex, reference = duplex or Duplex(), Reference()
    microphone = EchoFreeMicrophone(FileMicrophone(mic.astype(np.float32)), reference, duplex, canceller)
    heard, told, near, at, step = [], [], [], 0, RATE // 100
    with microphone:
        while True:
            now_s = len(heard) * BLOCK / RATE
            while hand_in and at / RATE < now_s + ahead_s and at + step <= len(far):
                reference.tap(far[at : at + step], at / RATE, RATE)
                at += step
            microphone.speaking = bool(np.abs(far[round(now_s * RATE) :][:1600]).max(initial=0.0) > 0.001)
            block = microphone.read()
            if block is None:
                break
            heard.append(block.samples)
            told += duplex.news()
            near.append(microphone.near)
    return Run(duplex, np.concatenate(heard), told, near)


@needs_package
@pytest.mark.parametrize("delay_s", [-0.03, 0.12, 0.4])
def test_echo_is_gone_and_we_may_listen(delay_s) -> None:
    """Whatever the device says of its latency: within three seconds of speech, and to the room's noise."""
    far = speech()
    done = run(far, room(far, delay_s, 1.0))
    assert done.duplex.state is Listening.CANCELLED
    assert done.duplex.delay_s is not None
    assert 0.0 < done.duplex.delay_s < 0.5
    assert done.level_db(8.0, 10.0) < -60.0
    assert len(done.told) == 1


@needs_package
def test_echo_that_comes_before_its_sound_is_known_is_half_duplex() -> None:
    """A device that overstates its latency by more than what it is ahead: told, never guessed."""
    far = speech()
    done = run(far, room(far, -0.1, 1.0))
    assert done.duplex.state is Listening.HALF
    assert len(done.told) == 1


@needs_package
def test_candidate_who_talks_over_us_stays() -> None:
    """Their voice, as loud as our echo, is still 35 dB above the room's noise while we speak."""
    far, near = speech(), np.zeros(round(SECONDS * RATE), np.float32)
    near[8 * RATE : 10 * RATE] = babble(2.0, seed=7)
    done = run(far, room(far, 0.1, 1.0) + near)
    assert done.level_db(8.2, 9.8) > -70.0 + 35.0
    assert done.duplex.full


@needs_package
def test_somebody_is_noticed_and_we_are_not() -> None:
    """A voice over ours within 0.3 s; our own echo never, once it is removed."""
    far, near = speech(12.0), np.zeros(12 * RATE, np.float32)
    near[8 * RATE : 10 * RATE] = babble(2.0, seed=7)
    alone = run(far, room(far, 0.1, 1.0))
    assert not any(alone.near)
    over = run(far, room(far, 0.1, 1.0) + near)
    first = over.near.index(True) * BLOCK / RATE
    assert 8.0 < first < 8.3


@needs_package
def test_clocks_that_drift_apart_are_noticed() -> None:
    """5000 ppm: told in one line, half duplex, and reported."""
    far = speech(24.0)
    done = run(far, room(far, 0.3, 1.0, drift_ppm=5000))
    assert done.duplex.state is Listening.HALF
    assert "half duplex" in done.duplex.summary()
    assert len([line for line in done.told if "do not listen while I speak from now on" in line]) == 1


@needs_package
def test_ordinary_drift_is_followed() -> None:
    """Two sound cards differ by some 50 ppm: no reason to stop listening."""
    far = speech(24.0)
    done = run(far, room(far, 0.1, 1.0, drift_ppm=50))
    assert done.duplex.state is Listening.CANCELLED
    assert len(done.told) == 1


@needs_package
def test_delay_that_jumps_in_mid_session_is_measured_again() -> None:
    """A device that buffers more all at once: told, not listened for a moment, then cancelled again."""
    far = speech(24.0)
    mic = np.concatenate([room(far, 0.08, 1.0)[: 10 * RATE], room(far, 0.28, 1.0)[10 * RATE :]])
    done = run(far, mic)
    assert done.duplex.state is Listening.CANCELLED
    assert any("do not listen while I speak until" in line for line in done.told)


@needs_package
def test_headset_in_mid_session_is_noticed() -> None:
    """The echo ends: told, and later listened plainly."""
    far = speech(24.0)
    mic = np.concatenate([room(far, 0.08, 1.0)[: 10 * RATE], room(far, 0.08, 0.0)[10 * RATE :]])
    done = run(far, mic)
    assert done.duplex.state is Listening.CLEAR
    assert any("headset" in line for line in done.told)


def test_headphones_are_passed_through_unchanged() -> None:
    """No echo: what hearing gets is the microphone, 16 ms later, to the sample."""
    far = speech()
    mic = room(far, 0.1, 0.0) + babble(SECONDS, seed=8)
    done = run(far, mic, duplex=Duplex(headphones=True))
    late = round(LATE_S * RATE)
    assert done.duplex.state is Listening.CLEAR
    assert np.array_equal(done.heard[late : late + 100_000], mic[:100_000].astype(np.float32))


def test_no_reference_signal_is_half_duplex() -> None:
    """The loudspeaker plays and hands nothing in: after two seconds."""
    far = speech()
    done = run(far, room(far, 0.1, 1.0), hand_in=False)
    assert done.duplex.state is Listening.HALF
    assert done.duplex.why == NO_REFERENCE
    assert len(done.told) == 1


def test_without_a_canceller_an_echo_is_half_duplex() -> None:
    """A platform without a wheel: measured all the same."""
    far = speech()
    done = run(far, room(far, 0.1, 1.0), canceller=None, duplex=Duplex(cannot=NO_PACKAGE))
    assert done.duplex.state is Listening.HALF
    assert NO_PACKAGE in done.told[0]
    clear = run(far, room(far, 0.1, 0.0), canceller=None, duplex=Duplex(cannot=NO_PACKAGE))
    assert clear.duplex.full


def test_canceller_that_removes_nothing_is_half_duplex() -> None:
    """Eight seconds of our speech, then it is given up."""

    class Idle:
        def process(self, near: Pcm, far: Pcm) -> Pcm:
            return near

    far = speech(24.0)
    done = run(far, room(far, 0.1, 1.0), canceller=Idle)
    assert done.duplex.state is Listening.HALF
    assert "cannot be removed" in done.duplex.why


def test_what_the_microphone_offers_is_passed_through() -> None:
    """Its clock and its end."""
    microphone = EchoFreeMicrophone(FileMicrophone(np.zeros(BLOCK, np.float32)), Reference(), Duplex())
    assert microphone.now() == 0.0
    assert microphone.read() is not None
    assert microphone.now() == pytest.approx(BLOCK / RATE)
    assert microphone.read() is None
