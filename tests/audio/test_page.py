"""Sound that another thread brings and fetches: nothing is lost, time is the samples', a page may go and come back."""

from __future__ import annotations

import threading

import numpy as np

from voice_interviewer.audio.page import PageMicrophone, PageSpeaker
from voice_interviewer.audio.protocols import BLOCK, BLOCK_S, RATE_HZ


def tone(seconds: float, rate_hz: int) -> np.ndarray:
    return (0.3 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate_hz)) / rate_hz)).astype(np.float32)


def drain(microphone: PageMicrophone) -> np.ndarray:
    blocks = []
    while microphone.backlog_s >= BLOCK_S:
        block = microphone.read(0.0)
        assert block is not None
        blocks.append(block.samples)
    return np.concatenate(blocks) if blocks else np.zeros(0, np.float32)


def test_what_is_fed_is_read_at_our_rate():
    """Small int16 pieces at 48 kHz become the same tone at 16 kHz, in blocks of 512, none missing."""
    microphone = PageMicrophone(48_000)
    pcm = np.round(tone(2.0, 48_000) * 32767).astype(np.int16)
    for at in range(0, len(pcm), 960):
        microphone.feed(pcm[at : at + 960])
    heard = drain(microphone)
    assert len(heard) % BLOCK == 0 and len(heard) > 1.9 * RATE_HZ
    middle = heard[4000:28000]
    ideal = tone(2.0, RATE_HZ)
    best = max(float(np.dot(middle, ideal[4000 + d : 28000 + d])) for d in range(-40, 41))
    assert best / (np.linalg.norm(middle) * np.linalg.norm(ideal[4000:28000])) > 0.999


def test_time_is_the_number_of_samples_read():
    """Blocks end 32 ms apart, from where session time is said to go on."""
    microphone = PageMicrophone(RATE_HZ, realtime=False)
    microphone.starts_at(60.0)
    microphone.feed(tone(0.2, RATE_HZ))
    first, second = microphone.read(0.0), microphone.read(0.0)
    assert first and second
    assert (first.end_s, second.end_s) == (60.0 + BLOCK_S, 60.0 + 2 * BLOCK_S)
    assert abs(microphone.now() - 60.2) < 1e-6


def test_a_reader_is_woken_by_what_is_fed_and_by_the_end():
    """A waiting read returns with the block; after `close` what was fed is read, then nothing more, and for good."""
    microphone = PageMicrophone(RATE_HZ)
    found: list[object] = []
    reader = threading.Thread(target=lambda: found.extend([microphone.read(30.0), microphone.read(30.0)]))
    reader.start()
    microphone.feed(np.zeros(BLOCK, np.float32))
    microphone.close()
    reader.join(30.0)
    assert not reader.is_alive() and found[0] is not None and found[1] is None
    microphone.feed(np.zeros(BLOCK, np.float32))
    assert microphone.read(0.0) is None and not microphone.away


def test_a_page_that_left_is_away_until_it_feeds_again():
    """Gone is not lost; it may come back at another rate."""
    microphone = PageMicrophone(48_000)
    microphone.leave()
    assert microphone.read(0.0) is None and microphone.away
    microphone.join(44_100)
    microphone.feed(tone(0.5, 44_100))
    assert len(drain(microphone)) > 0.4 * RATE_HZ


def test_what_nobody_reads_is_counted_not_piled_up():
    """Half a minute is kept; the block after a loss says so."""
    microphone = PageMicrophone(RATE_HZ)
    for _ in range(40):
        microphone.feed(np.zeros(RATE_HZ, np.float32))
    assert microphone.backlog_s <= 30.0
    block = microphone.read(0.0)
    assert block is not None and block.overflowed and microphone.overflows == 1


def test_what_is_played_is_what_was_fetched():
    """A clip counts as played sample by sample as it is fetched, and started when it will be heard."""
    speaker = PageSpeaker(RATE_HZ, clock=lambda: 7.0)
    speaker.delay_s = 0.25
    clip = speaker.play(tone(1.0, RATE_HZ), RATE_HZ)
    assert np.array_equal(speaker.pull(RATE_HZ // 4), tone(1.0, RATE_HZ)[: RATE_HZ // 4])
    state = speaker.status(clip)
    assert (state.state, state.played_s, state.started_s) == ("playing", 0.25, 7.25)


def test_a_flush_reaches_the_page():
    """The page is told, and what is fetched afterwards is silence."""
    told: list[str] = []
    speaker = PageSpeaker(RATE_HZ, clock=lambda: 0.0, on_flush=lambda: told.append("flush"))
    clip = speaker.play(tone(1.0, RATE_HZ), RATE_HZ)
    speaker.pull(1600)
    speaker.flush()
    speaker.pull(1600)
    assert told == ["flush"] and speaker.status(clip).state == "dropped"
    assert not speaker.pull(1600).any()


def test_a_clip_is_over_when_the_page_has_played_it():
    """For a page that counts: fetched is not heard, and what it threw away was not."""
    speaker = PageSpeaker(RATE_HZ, clock=lambda: 0.0)
    speaker.unheard(0)
    clip = speaker.play(tone(1.0, RATE_HZ), RATE_HZ)
    speaker.pull(RATE_HZ)
    speaker.unheard(RATE_HZ // 2)
    assert (speaker.status(clip).state, speaker.status(clip).played_s) == ("playing", 0.5)
    speaker.unheard(0)
    assert speaker.status(clip).state == "done"
    second = speaker.play(tone(1.0, RATE_HZ), RATE_HZ)
    speaker.pull(RATE_HZ)
    speaker.unheard(RATE_HZ // 2)
    speaker.flush()
    assert speaker.status(second).state == "playing", "until the page has said what became of it"
    speaker.thrown(RATE_HZ // 4, speaker.fetched)
    speaker.unheard(0)
    assert (speaker.status(second).state, speaker.status(second).played_s) == ("dropped", 0.75)
    assert speaker.status(clip).state == "done"


def test_a_page_may_turn_the_sound_down_itself():
    """Then the gain is told, at once, and what is fetched stays at full strength."""
    gains: list[float] = []
    speaker = PageSpeaker(RATE_HZ, clock=lambda: 0.0, on_duck=gains.append)
    speaker.duck(0.25)
    speaker.play(tone(0.1, RATE_HZ), RATE_HZ)
    assert np.array_equal(speaker.pull(1600), tone(0.1, RATE_HZ)) and gains == [0.25]


def test_what_waits_for_another_rate_is_dropped():
    """A page that comes back with another rate is sent nothing at the old one."""
    speaker = PageSpeaker(48_000, clock=lambda: 0.0)
    clip = speaker.play(tone(1.0, 48_000), 48_000)
    speaker.pull(4800)
    speaker.join(44_100)
    assert not speaker.busy and speaker.status(clip).state == "dropped"
    speaker.play(tone(1.0, 48_000), 48_000)
    assert np.abs(speaker.pull(44_100)).max() > 0.2 and not speaker.pull(44_100)[100:].any()


def test_what_was_fed_before_the_session_is_nobodys():
    """A microphone that was open while engines were loaded begins with what is said now."""
    microphone = PageMicrophone(RATE_HZ)
    microphone.feed(tone(20.0, RATE_HZ))
    with microphone:
        assert microphone.backlog_s == 0.0


def test_a_muted_microphone_is_noticed():
    """Nothing but zeros for some seconds."""
    microphone = PageMicrophone(RATE_HZ)
    microphone.feed(np.zeros(4 * RATE_HZ, np.float32))
    assert microphone.zeros is not None and microphone.zeros.never_live
