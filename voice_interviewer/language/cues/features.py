"""What the weigher sees of a stretch of speech: which cues fired, which word classes occur, and its bare sentence pattern.

Nothing here names a domain: content words are reduced to their class or their ending, so that weights fitted on hospitals
also serve for warehouses.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ...english.tokens import Token
from ...english.wordset import words
from ..rules.candidate import Candidate
from ..rules.passage import Passage
from ..rules.rules import Hit

_CLOSED = words(
    """i we you he she they it me us him her them my our your his their its mine this that these those there here a an the
    no not never nobody nothing none and or but so because since if when while until unless although though before after
    once as than then now yet still already only just also even too again ever always often who which what how why where
    whether is are was were be been am has have had do does did would will can could shall should may might must to of in
    on at for with from by into over under up down out off about between through without within per each every all any
    some more most less least much many few both either one first two last next same other another own such very really
    something anything everything anyone everyone somebody someone let like today tomorrow longer instead rather enough
    therefore however whatever whenever"""
)
"Function words: they carry person, tense, doubt and logic, in every domain alike."

_SHAPES = (
    "decide_past",
    "decide",
    "risk",
    "metric",
    "ops",
    "hype",
    "size",
    "check",
    "gate",
    "opponent",
    "small",
    "exp",
    "chore",
)
"Classes that stand for their words in the sentence pattern, in this order."

_DULL = words("x -s -ed -ing -ly #")
LENGTH_STEP = 7


@dataclass(slots=True)
class Marks:
    """What fired in one unit of speech, each with the token it fired at (for finding the span later)."""

    first: int
    last: int
    at: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def note(self, name: str, index: int) -> None:
        """Remember a feature and the first place it was seen."""
        self.at.setdefault(name, index)


def shape(token: Token) -> str:
    """A function word as it is, a number as `#`, a classed word as its class, any other word as its ending."""
    word = token.norm
    if word in _CLOSED:
        return word
    if "num" in token.tags:
        return "#"
    for name in _SHAPES:
        if name in token.tags:
            return f"<{name}>"
    for ending in ("ed", "ing", "ly"):
        if word.endswith(ending):
            return "-" + ending
    return "-s" if word.endswith("s") else "x"


def units(passage: Passage, reaction_from: int | None = None, longest: int = 36) -> list[tuple[int, int]]:
    """Sentences as token ranges; one without marks is cut at joining words so that no unit is much longer than `longest`."""
    found: list[tuple[int, int]] = []
    for sentence in passage.sentences:
        edges = [sentence.first, sentence.last]
        if reaction_from is not None and sentence.first < reaction_from < sentence.last:
            edges.insert(1, reaction_from)
        for first, last in itertools.pairwise(edges):
            while last - first > longest + 8:
                cut = _cut(passage.tokens, first + longest // 2, first + longest)
                found.append((first, cut))
                first = cut
            found.append((first, last))
    return found


def _cut(tokens: Sequence[Token], low: int, high: int) -> int:
    for index in range(high, low, -1):
        if tokens[index].norm in ("so", "but", "then", "because", "and") and tokens[index + 1].norm in (
            "i",
            "we",
            "the",
            "it",
            "that",
            "they",
        ):
            return index
    for index in range(high, low, -1):
        if tokens[index].norm in ("i", "we", "so", "and", "but") or tokens[index - 1].comma:
            return index
    return high


def marks(
    passage: Passage, ranges: Sequence[tuple[int, int]], hits: Iterable[Hit], candidates: Iterable[Candidate]
) -> list[Marks]:
    """The marks of each unit."""
    found = [Marks(first, last) for first, last in ranges]
    home = [0] * len(passage.tokens)
    for number, (first, last) in enumerate(ranges):
        for index in range(first, last):
            home[index] = number
    for hit in hits:
        found[home[hit.first]].note(f"r:{hit.rule.id}", hit.first)
    for candidate in candidates:
        index = min(passage.index_from_char(candidate.start), len(passage.tokens) - 1)
        found[home[index]].note(f"k:{candidate.label}", index)
    for unit in found:
        _words(passage, unit)
    return found


def _words(passage: Passage, unit: Marks) -> None:
    line: list[tuple[str, int]] = [("^", unit.first)]
    for index in range(unit.first, unit.last):
        token = passage.tokens[index]
        for tag in token.tags:
            unit.counts[tag] = unit.counts.get(tag, 0) + 1
            unit.note(f"c:{tag}", index)
        line.append((shape(token), index))
    line.append(("$", unit.last - 1))
    for size in (1, 2, 3):
        for start in range(len(line) - size + 1):
            gram = [name for name, _ in line[start : start + size]]
            if not all(name in _DULL for name in gram):
                unit.note("s:" + " ".join(gram), line[start][1])


def window(parts: Sequence[Marks], pattern: str | None, reaction: bool, opening: bool) -> dict[str, int]:
    """Features of one or more units taken together: name to the token where it was first seen (-1 for none)."""
    features: dict[str, int] = {}
    counts: dict[str, int] = {}
    for part in parts:
        for name, index in part.at.items():
            features.setdefault(name, index)
        for tag, count in part.counts.items():
            counts[tag] = counts.get(tag, 0) + count
    for tag, count in counts.items():
        if count > 1:
            features[f"c2:{tag}"] = features[f"c:{tag}"]
        if count > 2:
            features[f"c3:{tag}"] = features[f"c:{tag}"]
    length = sum(part.last - part.first for part in parts)
    features[f"n:{min(3, len(parts))}"] = -1
    features[f"l:{min(6, length // LENGTH_STEP)}"] = -1
    features[f"p:{pattern}"] = -1
    if reaction:
        features["x:reaction"] = -1
    if opening:
        features["x:opening"] = -1
    return features
