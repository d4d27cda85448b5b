"""Numbers as people say them: digits, words, halves and "a couple of thousand", each with what it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .tokens import Token, tokenise
from .wordset import words

_UNITS = {
    word: value
    for value, word in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen"
        ).split()
    )
}
_TENS = {w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_LARGE = {
    "hundred": 100.0,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
    "hundreds": 100.0,
    "thousands": 1e3,
    "millions": 1e6,
    "billions": 1e9,
    "trillions": 1e12,
    "dozen": 12.0,
    "dozens": 12.0,
}
SPOKEN: frozenset[str] = frozenset({*_UNITS, *_TENS, *(word for word in _LARGE if not word.endswith("s"))})
"Words that exact spoken numbers are made of; `hundreds` is none."
_PARTS = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1, "thirds": 1 / 3, "quarters": 0.25}
_DIGITS = re.compile(r"^(\d+(?:[.,:]\d+)*)(%|st|nd|rd|th|[kKmMxX×]|ms|s)?$")
_NO_UNIT = words(
    """a an the of to and or in at on by for from with per is was were are be been as than that which who it we i they
    so but because if when then not more less about around over under only just each every my our his her their this
    these those out into after before until while had has have did do would will could can point same other"""
)
_GENERIC = words(
    "percent times point points day days week weeks month months year years hour hours minute minutes second seconds"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number said: token range, value, and the singular noun it counts ("" when none follows)."""

    first: int
    last: int
    value: float
    unit: str

    @property
    def counts_things(self) -> bool:
        """Whether it counts things (users, stores) rather than a share, a time or nothing."""
        return bool(self.unit) and self.unit + "s" not in _GENERIC and self.unit not in _GENERIC


def _word_value(word: str) -> float | None:
    if word in _UNITS:
        return float(_UNITS[word])
    if word in _TENS:
        return float(_TENS[word])
    head, _, tail = word.partition("-")
    if head in _TENS and tail in _UNITS:
        return float(_TENS[head] + _UNITS[tail])
    return None


def singular(noun: str) -> str:
    """A plain singular of a plain plural."""
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("ches", "shes", "xes", "sses")):
        return noun[:-2]
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is")):
        return noun[:-1]
    return noun


def _parse(tokens: Sequence[Token], index: int) -> tuple[float, int, str] | None:
    """Value, index behind the number, and a unit that is part of it ("percent"), starting at `index`."""
    word = tokens[index].norm
    digits = _DIGITS.match(word)
    if digits:
        text = digits.group(1)
        plain = text.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text) else text.replace(",", ".")
        try:
            value = float(plain)
        except ValueError:
            return None
        mark = (digits.group(2) or "").lower()
        value *= {"k": 1e3, "m": 1e6}.get(mark, 1.0)
        unit = {"%": "percent", "x": "times", "×": "times", "ms": "millisecond"}.get(mark, "")
        end = index + 1
        while end < len(tokens) and tokens[end].norm in _LARGE:
            value *= _LARGE[tokens[end].norm]
            end += 1
        return value, end, unit
    total, current, end, seen = 0.0, 0.0, index, False
    while end < len(tokens):
        word = tokens[end].norm
        small = _word_value(word)
        if small is not None:
            current += small
        elif word in _LARGE:
            scale = _LARGE[word]
            if scale >= 1000:
                total, current = total + (current or 1.0) * scale, 0.0
            else:
                current = (current or 1.0) * scale
        elif word in _PARTS and (seen or end == index):
            return (total + (current or 1.0) * _PARTS[word], end + 1, "") if not total else (total + current, end, "")
        elif word == "and" and seen and end + 1 < len(tokens) and (_word_value(tokens[end + 1].norm) is not None):
            if tokens[end - 1].norm not in _LARGE:
                break
        else:
            break
        seen = True
        end += 1
    return (total + current, end, "") if seen else None


def find(tokens: Sequence[Token], first: int, last: int) -> list[Number]:
    """The numbers among tokens `first` to behind `last`, left to right; ordinals and a bare "one" are left out."""
    found: list[Number] = []
    index = first
    while index < last:
        parsed = _parse(tokens[:last], index) if "num" in tokens[index].tags or tokens[index].norm in _UNITS else None
        if parsed is None:
            index += 1
            continue
        value, end, unit = parsed
        if not unit and end < last:
            unit = _unit(tokens, end, last)
        bare_one = tokens[index].norm == "one" and end == index + 1 and not unit
        if not bare_one and not re.search(r"\d(st|nd|rd|th)$", tokens[index].norm):
            found.append(Number(index, end, value, unit))
        index = max(end, index + 1)
    return found


def values(text: str) -> list[float]:
    """The numbers of a few words as values, left to right: `40k`, `1,200`, `two hundred and five`; no word classes needed."""
    tokens = tokenise(text).tokens
    found: list[float] = []
    index = 0
    while index < len(tokens):
        parsed = _parse(tokens, index)
        if parsed is not None:
            found.append(parsed[0])
        index = parsed[1] if parsed is not None else index + 1
    return found


def _unit(tokens: Sequence[Token], index: int, last: int) -> str:
    """The counted noun at `index`: the last of up to three words before a function word or comma, in the singular."""
    if (
        tokens[index].norm == "of"
        and index + 1 < last
        and tokens[index - 1].norm in ("dozens", "hundreds", "thousands", "millions", "couple")
    ):
        index += 1
    noun = ""
    for place in range(index, min(last, index + 3)):
        word = tokens[place].norm
        if word in _NO_UNIT or "num" in tokens[place].tags or (place > index and tokens[place - 1].comma):
            break
        if (
            "be" in tokens[place].tags
            or "modal" in tokens[place].tags
            or (place > index and "ed" in tokens[place].tags)
        ):
            break
        noun = word
        if word in _GENERIC or word.endswith("s"):
            break
    return singular(noun)
