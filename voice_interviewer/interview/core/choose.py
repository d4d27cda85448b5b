"""Repeatable choice: the same seed and the same place in the interview give the same variant, on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence

from .openings import unlike


def number(seed: int, *place: object) -> int:
    """A stable 64-bit number for a place; independent of Python's own hash seed."""
    key = "\x1f".join([str(seed), *map(str, place)])
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big")


def pick(
    options: Sequence[str], seed: int, *place: object, used: Iterable[str] = (), heard: Collection[str] = ()
) -> str:
    """One of the options; those not used yet come first. `options` must not be empty.

    `heard`: words that it should not open with; where every option does, it is chosen as if none had been heard.
    """
    order = in_turn(options, seed, *place, used=used)
    return unlike(order, heard) or order[0]


def in_turn(options: Sequence[str], seed: int, *place: object, used: Iterable[str] = ()) -> list[str]:
    """All options in the order in which they are tried: from a repeatable place on, those not used yet first."""
    taken = set(used)
    fresh = [option for option in options if option not in taken]
    rest = [option for option in options if option in taken]
    return [*_from(fresh, number(seed, *place)), *_from(rest, number(seed, *place))]


def _from(options: list[str], start: int) -> list[str]:
    at = start % len(options) if options else 0
    return [*options[at:], *options[:at]]


def shuffled(options: Sequence[str], seed: int, *place: object) -> list[str]:
    """All options in a repeatable order."""
    return sorted(options, key=lambda option: number(seed, *place, option))
