"""Repeatable choice: the same seed and the same place in the interview give the same variant, on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence


def number(seed: int, *place: object) -> int:
    """A stable 64-bit number for a place; independent of Python's own hash seed."""
    key = "\x1f".join([str(seed), *map(str, place)])
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big")


def pick(options: Sequence[str], seed: int, *place: object, used: Iterable[str] = ()) -> str:
    """One of the options; those not used yet come first. `options` must not be empty."""
    taken = set(used)
    fresh = [option for option in options if option not in taken] or list(options)
    return fresh[number(seed, *place) % len(fresh)]


def shuffled(options: Sequence[str], seed: int, *place: object) -> list[str]:
    """All options in a repeatable order."""
    return sorted(options, key=lambda option: number(seed, *place, option))
