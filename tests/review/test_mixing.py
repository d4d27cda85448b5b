"""What channels hold is told from their levels, before anybody is judged by them."""

import numpy as np
import pytest

from voice_interviewer.review.mixing import Pair, alike, block_levels, crosstalk, relation, voices_apart

NOISE = np.random.default_rng(4).standard_normal(16_000).astype(np.float32) * 0.1
OTHER = np.random.default_rng(5).standard_normal(16_000).astype(np.float32) * 0.1


def related(a, b):
    pair = Pair()
    for begin in range(0, len(a), 4_000):
        pair.add(a[begin : begin + 4_000], b[begin : begin + 4_000])
    return relation(pair)


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        (NOISE, NOISE * 0.5, "same"),
        (NOISE, -NOISE, "mirrored"),
        (NOISE, -0.4 * NOISE + 0.1 * OTHER, "mirrored"),
        (NOISE, 0 * NOISE, "first"),
        (0.0001 * OTHER, NOISE, "second"),
        (NOISE, OTHER, "different"),
        (0 * NOISE, 0 * NOISE, "silent"),
    ],
)
def test_two_channels_are_told_by_their_correlation(a, b, kind):
    """One sound twice, its mirror image, an empty side and two sounds are four things."""
    assert related(a, b) == kind


def talk(first, second, bleed_db=-60.0):
    """Levels and voice of two sides; each of `first`, `second` is a list of 0/1, 10 blocks an entry."""
    speaks = np.repeat(np.array([first, second], bool), 10, axis=1)
    own = np.where(speaks, -20.0, -70.0)
    leak = np.where(speaks[::-1], -20.0 + bleed_db, -120.0)
    levels = np.maximum(own, leak).astype(np.float32)
    return levels, levels > -45.0


def test_a_voice_a_side_is_two_voices():
    """Each side is the louder one while its person speaks, with and without a leak."""
    assert voices_apart(*talk([1, 0, 1, 0], [0, 1, 0, 1]))
    assert voices_apart(*talk([1, 0, 1, 0], [0, 1, 0, 1], bleed_db=-15))


def test_one_voice_on_both_sides_is_not():
    """A room, a side that holds both people, and a side that never speaks are no voice a side."""
    assert not voices_apart(*talk([1, 1, 0, 1], [1, 1, 0, 1]))
    assert not voices_apart(*talk([1, 1, 1, 1], [0, 1, 0, 1]))
    assert not voices_apart(*talk([1, 0, 1, 1], [0, 0, 0, 0]))
    assert not voices_apart(*talk([0, 0], [0, 0]))


def test_what_leaks_over_is_muted_and_nothing_else():
    """Only blocks in which the other side is much louder, and only where its voice is audible here."""
    levels, voiced = talk([1, 0, 0, 1], [0, 0, 1, 0], bleed_db=-15)
    muted = crosstalk(levels, voiced, 1)
    assert muted[:10].all() and not muted[20:28].any()
    assert not crosstalk(*talk([1, 0, 0, 1], [0, 0, 1, 0]), 1).any()


def late(levels: np.ndarray, by: int, weaker_db: float) -> np.ndarray:
    """Levels of two sides with an echo of each on the other, some blocks late."""
    echo = np.roll(levels[::-1], by, axis=1) + weaker_db
    echo[:, :by] = -120.0
    return np.maximum(levels, echo).astype(np.float32)


@pytest.mark.parametrize("by", [3, 6, 12])
def test_a_late_echo_is_muted_and_mutes_nothing(by):
    """What lasts on here when the other has ended goes; our own echo over there takes no word of ours."""
    own = np.where(np.repeat(np.array([[1, 0, 0, 0, 1, 0], [0, 0, 1, 0, 0, 0]], bool), 20, axis=1), -20.0, -70.0)
    own[:, 45:50] = -70.0  # a pause between two words of the second side
    levels = late(own, by, -14.0)
    voiced = levels > -45.0
    muted = crosstalk(levels, voiced, 1)
    assert muted[by : 20 + by].all() and muted[80 + by : 100 + by].all()
    assert not muted[40:45].any() and not muted[50:58].any()
    assert not (muted & (levels[1] == -20.0))[40:60].any()


def test_one_sound_twice_rises_and_falls_together():
    """A copy at another level is alike; another conversation is not."""
    levels, voiced = talk([1, 0, 1, 0], [1, 0, 1, 0])
    assert alike(levels - np.array([[0.0], [12.0]], np.float32), voiced)
    assert not alike(*talk([1, 0, 1, 0], [0, 1, 1, 0]))


def test_levels_are_in_decibels_of_full_scale():
    """A square wave at full scale is 0 dBFS, a tenth of it −20."""
    square = np.tile(np.array([1.0, -1.0], np.float32), 512)
    assert block_levels(np.concatenate([square, square / 10]), 512) == pytest.approx([0, 0, -20, -20], abs=0.01)
