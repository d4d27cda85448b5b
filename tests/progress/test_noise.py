"""A change is only called one when chance does not explain it."""

from __future__ import annotations

import random

from voice_interviewer.progress.noise import rates, shares, wilson


def test_wilson_matches_the_published_example() -> None:
    """For 81 of 263 the interval is 25.5 to 36.6 per cent (Newcombe 1998, table I, method 3)."""
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    assert wilson(0, 0) == (0.0, 1.0)


def test_a_clear_drop_is_no_noise_and_a_small_one_is() -> None:
    """30 against 5 in the same number of words is a change; 6 against 4 is not."""
    assert not rates(30, 10, 5, 10).noise
    assert rates(6, 10, 4, 10).noise
    assert rates(30, 10, 5, 10).direction == -1


def test_fisher_agrees_with_the_lady_and_the_tea() -> None:
    """Four of four against none of four is beyond chance at 5 %, three of four against one of four is not."""
    assert not shares(0, 4, 4, 4).noise
    assert shares(1, 4, 3, 4).noise


def test_without_data_nothing_is_claimed() -> None:
    """Zero exposure or zero answers is noise with unknown values."""
    assert rates(0, 0, 3, 10).noise and rates(0, 0, 3, 10).before is None
    assert shares(0, 0, 3, 4).noise
    assert rates(0, 10, 0, 10).noise


def test_equal_rates_are_called_different_in_at_most_five_per_cent() -> None:
    """The exact test holds its level: over 500 pairs with one true rate, at most 5 % are called a change."""
    rnd = random.Random(7)

    def count() -> int:
        return sum(rnd.random() < 0.02 for _ in range(400))

    false = sum(not rates(count(), 4.0, count(), 4.0).noise for _ in range(500))
    assert false <= 25
