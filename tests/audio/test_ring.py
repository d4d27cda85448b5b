"""The ring between device callback and reader."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voice_interviewer.audio.ring import Ring


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 40)), max_size=60), st.integers(1, 64))
def test_samples_come_out_once_and_in_order(steps, capacity):
    """Whatever the order of writes and reads, what was accepted comes out exactly once, in order."""
    ring, sent, accepted, got = Ring(capacity), 0, [], []
    for write, count in steps:
        if write:
            samples = np.arange(sent, sent + count, dtype=np.float32)
            taken = ring.write(samples)
            accepted += list(samples[:taken])
            sent += count
        elif (out := ring.read(count)) is not None:
            got += list(out)
    rest = ring.read(len(ring))
    assert got + list(rest) == accepted
    assert ring.dropped == sent - len(accepted)


def test_a_full_ring_drops_the_new_samples():
    """What does not fit is dropped and counted; what was there stays."""
    ring = Ring(4)
    assert ring.write(np.arange(6, dtype=np.float32)) == 4
    assert ring.dropped == 2
    assert list(ring.read(4)) == [0, 1, 2, 3]


def test_too_few_samples_give_none():
    """A read never returns part of what was asked for."""
    ring = Ring(8)
    ring.write(np.ones(3, np.float32))
    assert ring.read(4) is None
    assert len(ring) == 3
