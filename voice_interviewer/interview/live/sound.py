"""The two ends of sound of a session: devices, an in-memory room for a simulated candidate, or what the caller brings.

What is missing decides the kind of session, never whether there is one:

    microphone  loudspeaker   session
    yes         yes           live
    yes         no            live, questions shown as text
    no          yes           a simulated candidate, in real time, both voices audible
    no          no            a simulated candidate, as fast as the machine can
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from ...audio.cancelling import NO_PACKAGE, EchoFreeMicrophone, installed, webrtc
from ...audio.duplex import Duplex
from ...audio.memory import Room, RoomMicrophone, SilentMicrophone
from ...audio.protocols import RATE_HZ, Microphone, Pcm, Played, Speaker
from ...audio.reference import Reference
from ...errors import DeviceError, UsageError
from ...sessions.choices import Choices
from .given import Given


@dataclass
class Sound:
    """Both ends, not yet opened."""

    microphone: Microphone
    speaker: Speaker | None
    realtime: bool
    full_duplex: bool
    duplex: Duplex | None = None
    "Measures whether we may listen while we speak, and changes `full_duplex`; None: as chosen."
    room: Room | None = None
    "The in-memory room, where a simulated candidate speaks."
    reopen_microphone: Callable[[float], Microphone] | None = None
    text_microphone: Callable[[float], Microphone] | None = None
    reopen_speaker: Callable[[], Speaker] | None = None


def find_sound(choices: Choices, given: Given, *, simulated: bool, notes: list[str], starts_at_s: float) -> Sound:
    """Find both ends; what had to be done without is added to `notes`. Raises DeviceError for a device asked for."""
    if given.microphone is not None:
        return _brought(given.microphone, choices, given, simulated, starts_at_s)
    if simulated:
        return _room(choices, given, notes, starts_at_s)
    if choices.type_answers:
        return _typed(choices, given, notes, starts_at_s)
    return _devices(choices, given, notes, starts_at_s)


def _brought(microphone: Microphone, choices: Choices, given: Given, simulated: bool, starts_at_s: float) -> Sound:
    room = microphone.room if isinstance(microphone, RoomMicrophone) else None
    if simulated and room is None:
        raise UsageError(
            "a simulated candidate needs a room to speak in.",
            where="microphone",
            fix="Give a room's microphone, or none.",
        )
    if starts_at_s and (starts_at := getattr(microphone, "starts_at", None)) is not None:
        starts_at(starts_at_s)
    full = given.full_duplex if given.full_duplex is not None else room is not None or bool(choices.headphones)
    speaker = None if choices.silent else given.speaker
    duplex = microphone.duplex if isinstance(microphone, EchoFreeMicrophone) and given.full_duplex is None else None
    return Sound(microphone, speaker, getattr(microphone, "realtime", True), full, duplex, room)


def _room(choices: Choices, given: Given, notes: list[str], starts_at_s: float) -> Sound:
    """A simulated candidate: in real time where somebody can hear both voices, else as fast as the machine can."""
    clock = _Clock()
    # Who brings a candidate of their own has no ears in this: nothing is to be heard, and nothing waited for.
    speaker = given.speaker if given.candidate is not None else _speaker(choices, given, clock, notes, simulated=True)
    room = Room(realtime=speaker is not None, record=False, start_s=starts_at_s)
    room.microphone.starts_at(starts_at_s)
    clock.microphone = room.microphone
    quiet = None if choices.silent else room.speaker
    return Sound(room.microphone, speaker or quiet, speaker is not None, True, room=room)


def _typed(choices: Choices, given: Given, notes: list[str], starts_at_s: float) -> Sound:
    clock = _Clock()
    speaker = _speaker(choices, given, clock, notes, simulated=False)
    realtime = speaker is not None or not choices.by_pipe
    clock.microphone = microphone = SilentMicrophone(realtime=realtime, start_s=starts_at_s)
    return Sound(microphone, speaker, realtime, False)


def _devices(choices: Choices, given: Given, notes: list[str], starts_at_s: float) -> Sound:
    from ...audio import devices

    clock = _Clock()
    reference = Reference()
    speaker = _speaker(choices, given, clock, notes, simulated=False, played=reference.tap)
    duplex = _duplex(choices) if speaker is not None and given.full_duplex is None and given.speaker is None else None

    def listening(microphone: Microphone) -> Microphone:
        if duplex is None:
            return microphone
        return EchoFreeMicrophone(microphone, reference, duplex, webrtc if installed() else None)

    clock.microphone = listening(devices.open_microphone(choices.microphone, start_s=starts_at_s))

    def reopen_microphone(at_s: float) -> Microphone:
        clock.microphone = microphone = listening(devices.open_microphone(None, start_s=at_s))
        if duplex is not None:
            duplex.anew("another microphone is used")
        return microphone

    def reopen_speaker() -> Speaker:
        if duplex is not None:
            duplex.anew("another loudspeaker is used")
        return devices.open_speaker(None, clock=clock.now, played=reference.tap)

    return Sound(
        clock.microphone,
        speaker,
        True,
        given.full_duplex if given.full_duplex is not None else bool(choices.headphones),
        duplex,
        reopen_microphone=reopen_microphone,
        text_microphone=lambda at_s: SilentMicrophone(start_s=at_s),
        reopen_speaker=reopen_speaker,
    )


def _duplex(choices: Choices) -> Duplex | None:
    """What measures whether we may listen while we speak; None where that was not to be."""
    if choices.echo == "off":
        return None
    cannot = "" if installed() else NO_PACKAGE
    return Duplex(headphones=bool(choices.headphones), trusted=choices.echo == "on", cannot=cannot)


class _Clock:
    """The microphone's time, whichever microphone it is at present: what the loudspeaker stamps its samples with."""

    def __init__(self) -> None:
        self.microphone: Microphone | None = None

    def now(self) -> float:
        """Session time in seconds."""
        found: float = getattr(self.microphone, "now", lambda: 0.0)()
        return found


def _speaker(
    choices: Choices,
    given: Given,
    clock: _Clock,
    notes: list[str],
    *,
    simulated: bool,
    played: Played | None = None,
) -> Speaker | None:
    """The loudspeaker; None, with a note, where there is none."""
    from ...audio import devices

    if choices.silent or given.speaker is not None:
        return None if choices.silent else given.speaker
    try:
        return devices.open_speaker(choices.loudspeaker, clock=clock.now, played=played)
    except DeviceError as err:
        if choices.loudspeaker is not None:
            raise
        what = "Both voices stay silent, and the session runs as fast as this machine can."
        notes.append(f"{err.sentence} {what if simulated else 'The questions are shown as text.'}")
        return None


def candidate_mouth(
    sound: Sound, stack: ExitStack
) -> tuple[Callable[[Pcm, float], tuple[float, float]], Callable[[float], None]]:
    """How a simulated candidate speaks: into the room's microphone, and audibly where there is a loudspeaker."""
    room = sound.room
    assert room is not None
    audible: Speaker | None = None
    if sound.realtime:
        from ...audio.devices import open_speaker

        try:
            audible = stack.enter_context(open_speaker(None))
        except DeviceError:
            audible = None

    def say(pcm: Pcm, at_s: float) -> tuple[float, float]:
        span = room.say(pcm, at_s)
        if audible is not None:
            import numpy as np

            lead = np.zeros(round(max(0.0, span[0] - room.now_s) * RATE_HZ), np.float32)
            audible.play(np.concatenate([lead, pcm]), RATE_HZ)
        return span

    def hush(at_s: float) -> None:
        room.hush(at_s=at_s)
        if audible is not None:
            audible.flush()

    return say, hush
