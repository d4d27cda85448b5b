"""The queue of clips behind every loudspeaker."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_interviewer.audio.playout import FADE_S, MAX_WAITING, Playout, resample
from voice_interviewer.errors import DeviceError

RATE = 16_000


def ones(count):
    return np.ones(count, np.float32)


def pull(playout, *counts):
    """Render pieces one after the other, heard from time 0 on."""
    at, parts = 0, []
    for count in counts:
        parts.append(playout.render(count, at / RATE))
        at += count
    return np.concatenate(parts)


def test_clips_follow_each_other_without_a_gap():
    """The second clip's first sample is the one after the first clip's last."""
    playout = Playout(RATE)
    first, second = playout.play(ones(100), RATE), playout.play(0.5 * ones(50), RATE)
    out = pull(playout, 64, 64, 64)
    assert np.all(out[:100] == 1.0)
    assert np.all(out[100:150] == 0.5)
    assert not out[150:].any()
    assert playout.status(first).state == playout.status(second).state == "done"
    assert playout.status(second).started_s == pytest.approx(100 / RATE)
    assert not playout.busy


def test_status_tells_what_was_really_played():
    """A clip waits, plays with its played length growing, and is done; its start is when it was heard."""
    playout = Playout(RATE)
    clip = playout.play(ones(RATE), RATE)
    assert playout.status(clip).state == "waiting"
    assert playout.status(clip).started_s is None
    playout.render(RATE // 4, 7.0)
    status = playout.status(clip)
    assert (status.state, status.played_s, status.started_s) == ("playing", 0.25, 7.0)
    playout.render(RATE, 7.25)
    assert (playout.status(clip).state, playout.status(clip).played_s) == ("done", 1.0)


def test_flush_fades_and_drops():
    """After a flush the playing clip fades to silence within the fade, and the waiting one is never heard."""
    playout = Playout(RATE)
    playing, waiting = playout.play(ones(RATE), RATE), playout.play(0.5 * ones(RATE), RATE)
    pull(playout, 1600)
    playout.flush()
    assert playout.status(waiting).state == "dropped"
    out = pull(playout, 1600)
    fade = round(FADE_S * RATE)
    assert np.all(np.diff(out[:fade]) < 0)
    assert not out[fade:].any()
    assert playout.status(playing).state == "dropped"
    assert playout.status(playing).played_s == pytest.approx(0.1 + FADE_S, abs=1e-3)
    assert playout.status(waiting).played_s == 0.0


def test_what_is_queued_after_a_flush_is_played():
    """A flush ends what was there, not what comes next, even before the device has pulled anything."""
    playout = Playout(RATE)
    playout.play(ones(RATE), RATE)
    pull(playout, 160)
    playout.flush()
    after = playout.play(np.float32(0.3) * ones(800), RATE)
    out = pull(playout, 1600)
    assert playout.status(after).state == "done"
    assert np.count_nonzero(out == np.float32(0.3)) == 800


def test_ducking_ramps_without_a_jump_and_back():
    """The gain goes down and up again in steps far too small to click."""
    playout = Playout(RATE)
    playout.play(ones(RATE), RATE)
    before = pull(playout, 320)
    playout.duck(0.2)
    down = pull(playout, 640)
    playout.duck(1.0)
    up = pull(playout, 640)
    out = np.concatenate([before, down, up])
    assert np.abs(np.diff(out)).max() < 0.005
    assert down[-1] == pytest.approx(0.2)
    assert up[-1] == 1.0


def test_other_rates_are_resampled():
    """A clip of another rate plays at its own pitch and length."""
    playout = Playout(48_000)
    tone = np.sin(2 * np.pi * 440 * np.arange(24_000) / 24_000).astype(np.float32)
    playout.play(tone, 24_000)
    out = playout.render(60_000, 0.0)
    assert not out[48_200:].any()
    spectrum = np.abs(np.fft.rfft(out[:48_000] * np.hanning(48_000)))
    assert np.argmax(spectrum) == 440


def test_an_empty_clip_is_done_at_once():
    """Nothing to play is played, not waited for."""
    playout = Playout(RATE)
    clip = playout.play(ones(0), RATE)
    playout.render(16, 3.0)
    assert playout.status(clip).state == "done"


def test_the_queue_is_bounded():
    """A device that pulls nothing ends in an error, not in memory filling up."""
    playout = Playout(RATE)
    for _ in range(MAX_WAITING):
        playout.play(ones(1), RATE)
    with pytest.raises(DeviceError):
        playout.play(ones(1), RATE)


def test_old_fates_are_forgotten():
    """A long session does not keep every clip it ever played."""
    playout = Playout(RATE)
    for _ in range(3000):
        clip = playout.play(ones(1), RATE)
        playout.render(1, 0.0)
    assert playout.status(clip).state == "done"
    assert len(playout._fates) <= 1025


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("play"), st.integers(0, 400)),
            st.tuples(st.just("render"), st.integers(1, 300)),
            st.tuples(st.just("flush"), st.just(0)),
            st.tuples(st.just("duck"), st.integers(0, 10)),
        ),
        max_size=40,
    )
)
def test_no_order_of_calls_breaks_the_count(steps):
    """Any order of play, render, flush and duck: finite sound within limits, and every clip ends done or dropped."""
    playout, clips, at = Playout(RATE), {}, 0
    for what, value in steps:
        if what == "play":
            clips[playout.play(ones(value), RATE)] = value
        elif what == "render":
            out = playout.render(value, at / RATE)
            at += value
            assert len(out) == value
            assert np.all((out >= 0.0) & (out <= 1.0))
        elif what == "flush":
            playout.flush()
        else:
            playout.duck(value / 10)
    playout.render(40 * 400 + 40 * 300, at / RATE)
    for clip, length in clips.items():
        status = playout.status(clip)
        assert status.state in ("done", "dropped")
        assert 0 <= status.played_s * RATE <= length + 0.5
        if status.state == "done":
            assert round(status.played_s * RATE) == length
    assert not playout.busy


def test_resampling_keeps_what_has_the_right_rate():
    """No work and no copy where none is needed."""
    pcm = ones(10)
    assert resample(pcm, RATE, RATE) is pcm
