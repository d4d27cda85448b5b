"""The in-memory pair and the stand-ins."""

import numpy as np
import pytest

from voice_interviewer.audio import pace
from voice_interviewer.audio.memory import FileMicrophone, NullSpeaker, Room, SilentMicrophone
from voice_interviewer.audio.protocols import BLOCK, BLOCK_S, RATE_HZ


def read(source, count):
    return np.concatenate([source.read().samples for _ in range(count)])


@pytest.fixture
def wall(monkeypatch):
    """A wall clock that only sleeping moves."""

    class Wall:
        now = 100.0
        slept = 0.0

        def monotonic(self):
            return self.now

        def sleep(self, seconds):
            self.now += seconds
            self.slept += seconds

    wall = Wall()
    monkeypatch.setattr(pace, "time", wall)
    return wall


def test_candidate_speech_is_heard_where_it_was_put():
    """Speech lands on the microphone's timeline at the sample promised."""
    room = Room()
    start, end = room.say(0.5 * np.ones(1000, np.float32), at_s=0.1)
    heard = read(room.microphone, 10)
    loud = np.flatnonzero(heard)
    assert (loud[0], loud[-1] + 1) == (round(start * RATE_HZ), round(end * RATE_HZ)) == (1600, 2600)


def test_overlapping_speech_is_mixed_and_limited():
    """Two voices at once add up, never beyond full scale."""
    room = Room()
    room.say(0.7 * np.ones(BLOCK, np.float32))
    room.say(0.7 * np.ones(BLOCK // 2, np.float32))
    heard = room.microphone.read().samples
    assert heard[0] == 1.0
    assert heard[-1] == pytest.approx(0.7)


def test_the_past_cannot_be_changed():
    """Speech for a moment already read begins now."""
    room = Room()
    read(room.microphone, 5)
    assert room.say(np.ones(10, np.float32), at_s=0.0)[0] == pytest.approx(5 * BLOCK_S)


def test_clips_play_on_the_microphones_time():
    """A clip starts at the session time it was queued at and takes its length of microphone time."""
    room = Room()
    read(room.microphone, 3)
    clip = room.speaker.play(np.ones(4 * BLOCK, np.float32), RATE_HZ)
    read(room.microphone, 2)
    status = room.speaker.status(clip)
    assert (status.state, status.started_s, status.played_s) == ("playing", 3 * BLOCK_S, 2 * BLOCK_S)
    read(room.microphone, 2)
    assert room.speaker.status(clip).state == "done"


def test_the_microphone_hears_the_loudspeaker_only_when_told_to():
    """Echo is off by default; with a gain and a delay it is the loudspeaker's sound, later and weaker."""
    silent, leaky = Room(), Room(echo_gain=0.25, echo_delay_s=2 * BLOCK_S)
    for room in (silent, leaky):
        room.speaker.play(np.ones(BLOCK, np.float32), RATE_HZ)
    assert not read(silent.microphone, 4).any()
    heard = read(leaky.microphone, 4)
    assert np.flatnonzero(heard)[0] == 2 * BLOCK
    assert heard[2 * BLOCK] == pytest.approx(0.25)


def test_hushed_candidates_fall_silent_when_promised():
    """What is being said fades out at the moment given, what was to come is forgotten."""
    room = Room()
    room.say(np.ones(RATE_HZ, np.float32))
    room.say(np.ones(RATE_HZ, np.float32), at_s=5.0)
    read(room.microphone, 10)
    silent_s = room.hush(fade_s=0.05, at_s=0.5)
    heard = read(room.microphone, 200)
    last = (10 * BLOCK + np.flatnonzero(heard)[-1] + 1) / RATE_HZ
    assert silent_s == pytest.approx(0.55)
    assert last == pytest.approx(0.55, abs=0.001)
    assert heard[round(0.5 * RATE_HZ) - 10 * BLOCK - 1] == 1.0


def test_speaking_and_quiet_from_follow_the_schedule():
    """The room knows whether and until when the candidate is going to talk."""
    room = Room()
    room.say(np.ones(RATE_HZ, np.float32), at_s=1.0)
    assert not room.speaking()
    assert room.speaking(1.5)
    assert room.quiet_from_s() == 2.0


def test_noise_is_the_same_for_the_same_seed():
    """Noise is at the level asked for and repeats with its seed."""
    one, two, other = (Room(noise_db=-40, seed=s) for s in (1, 1, 2))
    a, b, c = (read(room.microphone, 30) for room in (one, two, other))
    assert np.array_equal(a, b)
    assert not np.array_equal(a, c)
    assert 20 * np.log10(np.sqrt(np.mean(a**2))) == pytest.approx(-40, abs=0.3)


def test_both_tracks_are_kept_side_by_side():
    """The recorded tracks are equally long and hold what each side said."""
    room = Room()
    room.say(0.25 * np.ones(BLOCK, np.float32))
    room.speaker.play(0.5 * np.ones(BLOCK, np.float32), RATE_HZ)
    read(room.microphone, 2)
    mic, spk = room.tracks()
    assert len(mic) == len(spk) == 2 * BLOCK
    assert np.allclose(mic[:BLOCK], 0.25)
    assert np.allclose(spk[:BLOCK], 0.5)
    assert not Room(record=False).tracks()[0].any()


def test_an_unplugged_room_stands_still():
    """A lost microphone gives None and its time does not move."""
    room = Room()
    read(room.microphone, 2)
    room.unplugged = True
    assert room.microphone.read() is None
    assert room.now_s == 2 * BLOCK_S


def test_a_realtime_room_keeps_pace(wall):
    """With realtime, ten blocks take ten blocks of wall time; without, none."""
    read(Room().microphone, 10)
    assert wall.slept == 0.0
    read(Room(realtime=True).microphone, 10)
    assert wall.slept == pytest.approx(10 * BLOCK_S)


def test_a_slow_reader_catches_up(wall):
    """Blocks missed while the reader was busy come at once; the timeline does not slip."""
    room = Room(realtime=True)
    read(room.microphone, 1)
    wall.now += 10 * BLOCK_S
    slept = wall.slept
    read(room.microphone, 10)
    assert wall.slept == pytest.approx(slept)
    read(room.microphone, 1)
    assert wall.slept == pytest.approx(slept + BLOCK_S)


def test_a_file_is_read_to_its_end():
    """A recording comes with its lead and tail of silence, then None."""
    pcm = 0.5 * np.ones(1000, np.float32)
    microphone = FileMicrophone(pcm, lead_s=0.1, tail_s=0.1, start_s=3.0)
    blocks = []
    while (block := microphone.read()) is not None:
        blocks.append(block)
    heard = np.concatenate([block.samples for block in blocks])
    assert np.array_equal(np.flatnonzero(heard), np.arange(1600, 2600))
    assert len(heard) >= 1600 + 1000 + 1600
    assert blocks[0].end_s == pytest.approx(3.0 + BLOCK_S)


def test_silence_keeps_the_wall_clocks_time(wall):
    """Without a microphone the session still has a clock that runs in real time."""
    microphone = SilentMicrophone(start_s=5.0)
    blocks = [microphone.read() for _ in range(5)]
    assert not any(block.samples.any() for block in blocks)
    assert blocks[-1].end_s == pytest.approx(5.0 + 5 * BLOCK_S)
    assert wall.slept == pytest.approx(5 * BLOCK_S)


def test_a_silent_loudspeaker_takes_the_clips_time():
    """Without a loudspeaker clips take as long as they would, on the session's clock, and can be flushed."""
    now = [2.0]
    speaker = NullSpeaker(lambda: now[0])
    first, second = (speaker.play(np.ones(RATE_HZ, np.float32), RATE_HZ) for _ in range(2))
    now[0] = 2.5
    assert speaker.status(first).played_s == pytest.approx(0.5)
    now[0] = 3.25
    assert speaker.status(first).state == "done"
    assert speaker.status(second).started_s == pytest.approx(3.0)
    speaker.flush()
    now[0] = 3.5
    assert speaker.status(second).state == "dropped"
    now[0] = 60.0
    late = speaker.play(np.ones(RATE_HZ, np.float32), RATE_HZ)
    now[0] = 60.5
    assert speaker.status(late).started_s == pytest.approx(60.0)


@pytest.mark.parametrize("make", ["room", "file", "silent"])
def test_in_real_time_the_clock_runs_on_between_blocks(wall, make):
    """What plays on a device beside a simulated microphone is dated finer than a block, never beyond the next one."""
    microphone = {
        "room": lambda: Room(realtime=True).microphone,
        "file": lambda: FileMicrophone(np.zeros(RATE_HZ, np.float32), realtime=True),
        "silent": SilentMicrophone,
    }[make]()
    end_s = [microphone.read() for _ in range(3)][-1].end_s
    assert microphone.now() == pytest.approx(end_s)
    wall.now += 0.01
    assert microphone.now() == pytest.approx(end_s + 0.01)
    wall.now += 5.0
    assert microphone.now() == pytest.approx(end_s + BLOCK_S)
