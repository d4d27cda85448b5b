"""Sound on the wire: what is written is read, and nothing else is taken for it."""

from __future__ import annotations

import numpy as np
import pytest

from voice_interviewer.web.live import wire


def test_what_a_page_sends_is_read():
    """Frame, epoch, counts and every sample."""
    samples = np.arange(-480, 480, dtype=np.int16)
    found = wire.read(wire.heard(2**40, samples, epoch=7, played=960, thrown=20))
    assert (found.frame, found.epoch, found.played, found.thrown) == (2**40, 7, 960, 20)
    assert np.array_equal(found.samples, samples)


def test_what_is_played_is_within_16_bits():
    """Too loud is clipped, not wrapped round."""
    epoch, samples = wire.read_sound(wire.sound(3, np.array([0.0, 1.5, -1.5, 0.5], np.float32)))
    assert epoch == 3 and samples.tolist() == [0, 32767, -32768, 16384]


@pytest.mark.parametrize(
    "message",
    [b"", b"\x01" * 8, b"\x02" + bytes(41), bytes(40), b"\x01" + bytes(40), wire.heard(0, np.zeros(30_000, np.int16)),
     wire.heard(-1, np.zeros(2, np.int16)), wire.heard(0, np.zeros(2, np.int16), played=2**60)],
)  # fmt: skip
def test_anything_else_is_refused(message: bytes):
    """Short, odd, of another version, too long, or with numbers that count nothing."""
    with pytest.raises(wire.Unreadable):
        wire.read(message)
    with pytest.raises(wire.Unreadable):
        wire.read_sound(b"\x00\x01")
