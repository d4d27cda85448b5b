"""Stand-ins keep a device's contract: a recording ends, silence goes on, a loudspeaker nobody hears takes its time."""

from __future__ import annotations

import numpy as np

from voice_interviewer.audio.protocols import BLOCK, BLOCK_S, RATE_HZ
from voice_interviewer.audio.standins import FileMicrophone, NullSpeaker, SilentMicrophone


def test_a_recording_is_heard_between_its_silences() -> None:
    """Lead, sound, tail, then None; its time is that of what was read."""
    sound = np.full(BLOCK, 0.5, np.float32)
    with FileMicrophone(sound, lead_s=BLOCK_S, tail_s=BLOCK_S, start_s=4.0) as microphone:
        read = []
        while (block := microphone.read()) is not None:
            read.append(float(np.abs(block.samples).max()))
        assert read == [0.0, 0.5, 0.0]
        assert microphone.now() == 4.0 + 3 * BLOCK_S


def test_silence_goes_on_at_its_own_pace() -> None:
    """Nothing but zeros, as fast as they are read unless told to keep to the clock."""
    with SilentMicrophone(realtime=False) as microphone:
        blocks = [microphone.read() for _ in range(50)]
    assert all(block is not None and not block.samples.any() for block in blocks)
    assert abs(microphone.now() - 50 * BLOCK_S) < 1e-9


def test_a_clip_nobody_hears_still_takes_its_time() -> None:
    """A clip of a second is being played half a second later, and over after two."""
    now = [0.0]
    with NullSpeaker(lambda: now[0]) as speaker:
        clip = speaker.play(np.ones(RATE_HZ, np.float32), RATE_HZ)
        now[0] = 0.5
        assert speaker.status(clip).state == "playing"
        now[0] = 2.0
        assert speaker.status(clip).state == "done"
