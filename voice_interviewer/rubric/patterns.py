"""The question patterns: what each asks for and listens for, how a bare question is recognised, what its topic sounds like.

All of it stands in `patterns.yaml`, one entry a pattern; this module reads it and is the only way to ask about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from ..tables import Part, Table, covering, shipped
from .keys import PATTERNS, Pattern, Signal, Strength, is_pattern

LEAST = 2
"Points below which a question belongs to no pattern."
LEAD = 2
"Points by which a pattern must lead the next one: a hint more is no answer."


def _expression(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is no regular expression: {error}") from None
    return text


Expression = Annotated[str, AfterValidator(_expression)]


class Cues(Part):
    """Expressions by how much each says: `plain` 3 points, `likely` 2, `hint` 1; several of them add up."""

    plain: tuple[Expression, ...] = ()
    likely: tuple[Expression, ...] = ()
    hint: tuple[Expression, ...] = ()

    def weighed(self) -> list[tuple[int, re.Pattern[str]]]:
        """Points and compiled expression of each cue."""
        levels = ((3, self.plain), (2, self.likely), (1, self.hint))
        return [(points, whole_words((cue,))) for points, cues in levels for cue in cues]


class Entry(Part):
    """Everything that is known of one question pattern."""

    asks: tuple[Signal, ...]
    "Signals that such a question asks for in so many words: shown then, they count as prompted."
    listens: tuple[Signal | Strength, ...] = Field(min_length=1)
    "What a strong answer shows, the heart of it first: signals not shown count as missed."
    serves: tuple[Signal, ...]
    "Signals of a story that answers such a question."
    cues: Cues
    topic: tuple[Expression, ...] = Field(min_length=1)
    "Words by which an answer touches on the subject."

    @model_validator(mode="after")
    def _asked_is_listened_for(self) -> Entry:
        if not set(self.asks) <= set(self.listens):
            raise ValueError("what is asked for must be listened for")
        return self


class PatternFile(Part):
    """`patterns.yaml`."""

    patterns: Annotated[dict[Pattern, Entry], covering(PATTERNS)]
    elsewhere: Cues
    "Cues of questions outside the rubric; they count against every pattern."


@cache
def table() -> Mapping[Pattern, Entry]:
    """Every pattern's entry, in the order of `keys.PATTERNS`."""
    entries = _file().patterns
    return {pattern: entries[pattern] for pattern in PATTERNS}


def read(text: str) -> PatternFile:
    """The table from its YAML. Raises TableError that names the line, the entry and the field."""
    return Table("patterns.yaml", text).read(PatternFile)


@cache
def _file() -> PatternFile:
    return shipped(__package__ or "", "patterns.yaml").read(PatternFile)


def asks(pattern: str | None) -> tuple[Signal, ...]:
    """Signals that a question of the pattern asks for outright; none without a pattern."""
    return table()[pattern].asks if is_pattern(pattern) else ()


def listens(pattern: str | None) -> tuple[Signal | Strength, ...]:
    """What a strong answer to the pattern shows, the heart of it first; nothing without a pattern."""
    return table()[pattern].listens if is_pattern(pattern) else ()


def serves(signals: Iterable[str]) -> tuple[Pattern, ...]:
    """Patterns of questions that a story showing these signals answers."""
    shown = set(signals)
    return tuple(pattern for pattern, entry in table().items() if shown & set(entry.serves))


# ---- a question's pattern, from its words ----


def whole_words(expressions: Iterable[str]) -> re.Pattern[str]:
    """One expression that finds any of these as whole words, without regard to case."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(expressions)})(?!\w)", re.IGNORECASE)


@cache
def _cues() -> tuple[dict[Pattern, list[tuple[int, re.Pattern[str]]]], list[tuple[int, re.Pattern[str]]]]:
    return {pattern: entry.cues.weighed() for pattern, entry in table().items()}, _file().elsewhere.weighed()


def infer(question: str) -> Pattern | None:
    """The pattern a question belongs to, from its wording alone; None when it belongs to none, or to two alike."""
    text = question.replace("’", "'")
    cues, elsewhere = _cues()

    def points(weighed: list[tuple[int, re.Pattern[str]]]) -> int:
        return sum(worth for worth, cue in weighed if cue.search(text))

    scores = {pattern: points(weighed) for pattern, weighed in cues.items()}
    first, second = sorted(scores, key=lambda pattern: -scores[pattern])[:2]
    if scores[first] < LEAST or scores[first] - scores[second] < LEAD:
        return None
    return first if scores[first] - points(elsewhere) >= LEAST else None


# ---- a pattern's topic in an answer ----


@cache
def _topic(topic: Pattern) -> re.Pattern[str]:
    return whole_words(table()[topic].topic)


def touched(topic: Pattern, text: str) -> int:
    """How often an answer touches the pattern's topic, `heard(rollback)` in a condition; 0: it did not come up.

    Coarser than a judgement signal: it only asks whether the subject was mentioned, so a list of stems is enough.
    """
    return sum(1 for _ in _topic(topic).finditer(text)) if text else 0
