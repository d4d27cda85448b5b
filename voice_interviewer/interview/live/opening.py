"""Opening the two devices at the start: one that cannot be opened is said with what can be done instead."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from ...audio.portaudio import Device, Direction, list_devices
from ...audio.protocols import Microphone, Speaker
from ...errors import DeviceError

DEFAULT_PERSONA = "apologetic"

Devices = Callable[[], list[Device]]


def open_microphone(
    microphone: Microphone, stack: ExitStack, asked: str | None, devices: Devices = list_devices
) -> Microphone:
    """Enter it. Raises DeviceError that names what would do instead: another microphone, typing, a simulated candidate.

    `asked`: the device the user named; None: the default was taken.
    """
    try:
        return stack.enter_context(microphone)
    except DeviceError as err:
        fix = f"{_other('input', microphone.name, asked, devices)}type your answers (`--type`), or let a simulated "
        fix += f"candidate answer (`--candidate {DEFAULT_PERSONA}`)."
        raise DeviceError(err.what, where=err.where, fix=fix[0].upper() + fix[1:]) from err


def open_speaker(
    speaker: Speaker | None, stack: ExitStack, asked: str | None, notes: list[str], devices: Devices = list_devices
) -> Speaker | None:
    """Enter it; a default one that cannot be opened is done without, with a note. DeviceError for a named one."""
    if speaker is None:
        return None
    try:
        return stack.enter_context(speaker)
    except DeviceError as err:
        other = _other("output", speaker.name, asked, devices)
        if asked is not None:
            fix = f"{other}read the questions on the screen (`--no-voice`)."
            raise DeviceError(err.what, where=err.where, fix=fix[0].upper() + fix[1:]) from err
        notes.append(f"{err.sentence} The questions are shown as text.")
        return None


def _other(direction: Direction, tried: str, asked: str | None, devices: Devices) -> str:
    """`use …, ` where there is another device of that kind, ready to be put before other advice; else empty."""
    option = "--microphone" if direction == "input" else "--loudspeaker"
    try:
        found = [d for d in devices() if (d.inputs if direction == "input" else d.outputs) > 0 and d.name != tried]
    except DeviceError:
        return ""
    default = next((d for d in found if (d.default_input if direction == "input" else d.default_output)), None)
    if asked is not None and default is not None:
        return f"leave out `{option}` to use the default one ({default.name}), "
    return f"use another one (`{option} {found[0].index}`: {found[0].name}), " if found else ""
