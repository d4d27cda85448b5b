"""A device that cannot be opened at the start: one line, with what would do instead."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from voice_interviewer.audio.portaudio import Device
from voice_interviewer.audio.standins import NullSpeaker, SilentMicrophone
from voice_interviewer.errors import DeviceError
from voice_interviewer.interview.live.opening import open_microphone, open_speaker


class BusyMicrophone(SilentMicrophone):
    """Another program has it."""

    name = "Webcam"

    def __enter__(self) -> SilentMicrophone:
        raise DeviceError("the microphone cannot be opened (Device unavailable).", where=self.name, fix="Connect it.")


class BusySpeaker(NullSpeaker):
    """The same."""

    name = "Dock"

    def __enter__(self) -> NullSpeaker:
        raise DeviceError("the loudspeaker cannot be opened (Device unavailable).", where=self.name, fix="Connect it.")


def devices() -> list[Device]:
    """A webcam, a built-in card that is the default, and a dock."""
    return [
        Device(0, "Webcam", "ALSA", 1, 0, 48_000),
        Device(1, "Built-in", "ALSA", 2, 2, 48_000, default_input=True, default_output=True),
        Device(2, "Dock", "ALSA", 0, 2, 48_000),
    ]


def alone() -> list[Device]:
    """Nothing but the busy ones."""
    return [Device(0, "Webcam", "ALSA", 1, 0, 48_000, default_input=True)]


def refused(asked: str | None, found=devices) -> str:
    """What the user reads."""
    with ExitStack() as stack, pytest.raises(DeviceError) as caught:
        open_microphone(BusyMicrophone(), stack, asked, found)
    return str(caught.value)


def test_named_microphone_that_is_busy_offers_the_default_one() -> None:
    """And typing, and a simulated candidate."""
    said = refused("Webcam")
    assert "Device unavailable" in said
    assert "leave out `--microphone` to use the default one (Built-in)" in said.replace("Leave", "leave")
    assert "`--type`" in said
    assert "`--candidate apologetic`" in said
    assert "\n" not in said


def test_default_microphone_that_is_busy_offers_another() -> None:
    """By number, as `devices` lists it."""
    assert "`--microphone 1`: Built-in" in refused(None)


def test_only_microphone_that_is_busy_offers_what_needs_none() -> None:
    """No device to name."""
    said = refused(None, alone)
    assert "--microphone" not in said
    assert "Type your answers" in said


def test_default_loudspeaker_that_is_busy_is_done_without() -> None:
    """The session begins, and the person is told."""
    notes: list[str] = []
    with ExitStack() as stack:
        assert open_speaker(BusySpeaker(lambda: 0.0), stack, None, notes, devices) is None
    assert notes == ["The loudspeaker cannot be opened (Device unavailable). The questions are shown as text."]


def test_named_loudspeaker_that_is_busy_is_refused() -> None:
    """Somebody asked for it."""
    with ExitStack() as stack, pytest.raises(DeviceError, match="use the default one \\(Built-in\\)"):
        open_speaker(BusySpeaker(lambda: 0.0), stack, "Dock", [], devices)


def test_devices_that_open_are_passed_on() -> None:
    """And no loudspeaker stays none."""
    with ExitStack() as stack:
        assert open_microphone(SilentMicrophone(), stack, None, devices).name == "none"
        assert open_speaker(None, stack, None, [], devices) is None
