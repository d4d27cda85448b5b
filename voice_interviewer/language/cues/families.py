"""Runs every family of rules over one passage, and cuts it into the windows that the weigher judges."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Claim, Context
from ..rules import rules
from ..rules.candidate import Candidate
from ..rules.passage import Passage
from ..rules.rules import Hit
from . import agency, claims, doubt, features, ownership, plain, reactions, shrinking, signals
from .features import Marks

WHOLE_WORDS = 72
WHOLE_UNITS = 4
"Up to this size a stretch of speech is judged as one; longer ones as overlapping pairs of sentences."

_FILLER_WHY = "A filler; it fills a gap and carries nothing."
_REPEAT_WHY = "Said twice by accident."


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of speech that is judged as one: tokens `first` to behind `last`, with its features."""

    first: int
    last: int
    reaction: bool
    features: dict[str, int]
    units: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class View:
    """One piece of an answer after the rules."""

    passage: Passage
    candidates: tuple[Candidate, ...]
    windows: tuple[Window, ...]
    story: tuple[Hit, ...]
    claims: tuple[Claim, ...]
    reaction_from: int | None
    bounds: tuple[int, ...]
    "Tokens at which a reason, cost, comparison or role bounds what is said."
    offset: int
    "Where the passage begins in the whole answer, in characters."
    plain: tuple[Candidate, ...] = ()
    "What is said so plainly that it needs no second opinion."


def read(passage: Passage, context: Context, pattern: str | None, offset: int) -> View:
    """All candidates and windows of one piece of an answer that begins `offset` characters into it."""
    spoken = passage.text.tokens
    loose = [
        Candidate(
            d.label,
            spoken[d.first].start,
            spoken[d.last - 1].end,
            _FILLER_WHY if d.label == "filler" else _REPEAT_WHY,
            0.9,
        )
        for d in passage.disfluencies
    ]
    if not passage.tokens:
        return View(passage, tuple(loose), (), (), (), None, (), offset)
    reaction_from = None
    if context.interruption is not None:
        reaction_from = passage.index_from_char(max(0, context.interruption.at - offset))
    opening = context.opening and offset == 0 and reaction_from != 0
    hits = {family: rules.hits(rules.load(family), passage) for family in rules.FAMILIES}
    found: list[Candidate] = shrinking.find(passage, hits["shrinking"], opening)
    acts = agency.acts(passage)
    found += ownership.find(passage, hits["agency"], acts)
    found += doubt.find(passage, hits["doubt"], reaction_from)
    found += claims.find(passage, hits["claims"])
    found += signals.find(passage, hits["signals"])
    found += reactions.find(passage, hits["reactions"], reaction_from)
    ranges = features.units(passage, reaction_from)
    every = [hit for name, family in hits.items() if name != "plain" for hit in family]
    marks = features.marks(passage, ranges, every, found)
    bounds = tuple(hit.first for hit in hits["claims"] if hit.rule.id == "cl-bound")
    views = windows(marks, pattern, reaction_from, opening)
    return View(
        passage,
        tuple(loose + found),
        tuple(views),
        tuple(hits["story"]),
        _moved(claims.statements(passage, hits["claims"], acts), offset),
        reaction_from,
        bounds,
        offset,
        tuple(plain.find(passage, hits["plain"], opening)),
    )


def _moved(found: tuple[Claim, ...], offset: int) -> tuple[Claim, ...]:
    """Claims with offsets of the whole answer."""
    return tuple(dataclasses.replace(c, start=c.start + offset, end=c.end + offset) for c in found) if offset else found


def windows(marks: Sequence[Marks], pattern: str | None, reaction_from: int | None, opening: bool) -> list[Window]:
    """The windows of a passage: what was said before an interruption and what reacts to it never share one."""
    split = len(marks)
    if reaction_from is not None:
        split = next((n for n, unit in enumerate(marks) if unit.first >= reaction_from), len(marks))
    found: list[Window] = []
    for group, reaction in ((marks[:split], False), (marks[split:], True)):
        for parts in _groups(group):
            starts = opening and not reaction and parts[0].first == 0
            found.append(
                Window(
                    parts[0].first,
                    parts[-1].last,
                    reaction,
                    features.window(parts, pattern, reaction, starts),
                    tuple((part.first, part.last) for part in parts),
                )
            )
    return found


def _groups(marks: Sequence[Marks]) -> list[Sequence[Marks]]:
    if not marks:
        return []
    if len(marks) <= WHOLE_UNITS and marks[-1].last - marks[0].first <= WHOLE_WORDS:
        return [marks]
    if len(marks) == 1:
        return [marks]
    return [marks[n : n + 2] for n in range(len(marks) - 1)]
