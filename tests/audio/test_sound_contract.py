"""What every microphone and loudspeaker must keep, run over every pair there is.

The `device` pair needs a sound card; `test_on_virtual_card` runs this file on one, and only there the pair is run over.
"""

import os

import numpy as np
import pytest
from scripted_portaudio import ScriptedPortAudio

from voice_interviewer.audio import devices, portaudio
from voice_interviewer.audio.memory import FileMicrophone, NullSpeaker, Room, SilentMicrophone
from voice_interviewer.audio.page import PageMicrophone, PageSpeaker
from voice_interviewer.audio.protocols import BLOCK, BLOCK_S, RATE_HZ

ON_CARD = "VOICE_INTERVIEWER_TEST_CARD"
PAIRS = ["room", "file", "silent", "page", "scripted", *(["device"] if os.environ.get(ON_CARD) else [])]


def _scripted(monkeypatch):
    """The device classes over a scripted PortAudio in which sleeping lets both streams run."""
    module = ScriptedPortAudio()
    monkeypatch.setattr(portaudio, "portaudio", lambda: module)
    monkeypatch.setattr(devices, "portaudio", lambda: module)
    monkeypatch.setattr(portaudio, "_open_streams", set())
    monkeypatch.setattr(portaudio, "_LEAVE_S", 0.0)

    class Clock:
        now = 10.0

        def monotonic(self):
            return self.now

        def sleep(self, seconds):
            self.now += 0.01
            for stream in module.streams:
                if stream.kind == "input":
                    stream.hear(np.full(160, 0.1))
                else:
                    stream.ask(480)

    monkeypatch.setattr(devices, "time", Clock())
    microphone = devices.open_microphone()
    return microphone, devices.open_speaker(clock=microphone.now)


def _page():
    """The ends of a page that feeds and fetches just before each read."""

    class Fed(PageMicrophone):
        def read(self, timeout_s=2.0):
            while self.backlog_s < BLOCK_S:
                self.feed(np.full(960, 0.1, np.float32))
                speaker.pull(960)
            return super().read(timeout_s)

    microphone = Fed(48_000, realtime=False)
    speaker = PageSpeaker(48_000, clock=microphone.now)
    return microphone, speaker


@pytest.fixture(params=PAIRS)
def pair(request, monkeypatch):
    """An open microphone and loudspeaker that share a timeline."""
    if request.param == "room":
        room = Room()
        ends = room.microphone, room.speaker
    elif request.param == "file":
        microphone = FileMicrophone(np.full(10 * RATE_HZ, 0.1, np.float32))
        ends = microphone, NullSpeaker(microphone.now)
    elif request.param == "silent":
        microphone = SilentMicrophone(realtime=False)
        ends = microphone, NullSpeaker(microphone.now)
    elif request.param == "page":
        ends = _page()
    elif request.param == "scripted":
        ends = _scripted(monkeypatch)
    else:
        microphone = devices.open_microphone()
        ends = microphone, devices.open_speaker(clock=microphone.now)
    with ends[0] as microphone, ends[1] as speaker:
        yield microphone, speaker


def read(microphone, seconds):
    blocks = [microphone.read() for _ in range(round(seconds / BLOCK_S))]
    assert all(block is not None for block in blocks)
    return blocks


def until(pair, clip, *states, limit_s=5.0):
    """Read until the clip is in one of the states; fails after so much session time."""
    microphone, speaker = pair
    for _ in range(round(limit_s / BLOCK_S)):
        if (status := speaker.status(clip)).state in states:
            return status
        read(microphone, BLOCK_S)
    raise AssertionError(f"clip stays {speaker.status(clip)}")


def test_blocks_are_what_hearing_expects(pair):
    """Mono float32, 512 samples, within full scale, and their ends count on by 32 ms exactly."""
    blocks = read(pair[0], 0.4)
    assert {(block.samples.shape, block.samples.dtype.name) for block in blocks} == {((BLOCK,), "float32")}
    assert max(float(np.abs(block.samples).max()) for block in blocks) <= 1.0
    ends = np.array([block.end_s for block in blocks])
    assert np.allclose(np.diff(ends), BLOCK_S, atol=1e-9)
    assert ends[0] == pytest.approx(BLOCK_S)


def test_the_clock_agrees_with_the_blocks(pair):
    """`now` is never before the end of the block just read, never far after it, and never runs back."""
    microphone = pair[0]
    last = 0.0
    for _ in range(20):
        block = microphone.read()
        now = microphone.now()
        assert block.end_s - 1e-9 <= now < block.end_s + 0.3
        assert now >= last
        last = now


def test_both_ends_have_a_name(pair):
    """Notices to the user name the device."""
    assert all(isinstance(end.name, str) and end.name for end in pair)


def test_a_clip_waits_plays_and_is_done(pair):
    """A clip is heard to its end; its played seconds and its start are told in session time."""
    microphone, speaker = pair
    read(microphone, 0.2)
    queued_s = microphone.now()
    clip = speaker.play(np.full(12_000, 0.1, np.float32), 24_000)
    assert speaker.status(clip).state in ("waiting", "playing")
    status = until(pair, clip, "done")
    assert status.played_s == pytest.approx(0.5, abs=0.002)
    assert queued_s - 0.05 <= status.started_s <= queued_s + 0.3


def test_clips_play_in_order_without_a_gap(pair):
    """The second clip starts where the first one ended."""
    microphone, speaker = pair
    read(microphone, 0.2)
    first, second = (speaker.play(np.full(3200, 0.1, np.float32), RATE_HZ) for _ in range(2))
    assert second > first
    later = until(pair, second, "done")
    earlier = speaker.status(first)
    assert earlier.state == "done"
    assert later.started_s - earlier.started_s == pytest.approx(0.2, abs=0.04)


def test_a_flush_ends_everything_soon(pair):
    """The playing clip is dropped within a tenth of a second, the waiting one is never heard, and play works again."""
    microphone, speaker = pair
    playing, waiting = (speaker.play(np.full(5 * RATE_HZ, 0.1, np.float32), RATE_HZ) for _ in range(2))
    until(pair, playing, "playing")
    read(microphone, 0.3)
    speaker.flush()
    assert until(pair, playing, "dropped", limit_s=0.2).played_s < 1.0
    status = until(pair, waiting, "dropped", limit_s=0.2)
    assert (status.played_s, status.started_s) == (0.0, None)
    again = speaker.play(np.full(1600, 0.1, np.float32), RATE_HZ)
    until(pair, again, "done", limit_s=1.0)


def test_ducking_changes_the_loudness_not_the_time(pair):
    """A ducked clip takes exactly as long."""
    speaker = pair[1]
    clip = speaker.play(np.full(8000, 0.1, np.float32), RATE_HZ)
    speaker.duck(0.2)
    speaker.duck(1.0)
    assert until(pair, clip, "done").played_s == pytest.approx(0.5, abs=0.002)


def test_flushing_nothing_is_harmless(pair):
    """A flush without clips leaves the loudspeaker usable."""
    microphone, speaker = pair
    speaker.flush()
    read(microphone, 0.1)
    until(pair, speaker.play(np.full(800, 0.1, np.float32), RATE_HZ), "done", limit_s=1.0)


def test_an_unknown_clip_is_a_key_error(pair):
    """A number that was never given out is the caller's mistake."""
    with pytest.raises(KeyError):
        pair[1].status(12_345)
