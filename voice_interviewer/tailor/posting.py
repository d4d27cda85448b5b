"""What a posting and the candidate's notes say that an interview can use, each thing with the line it was taken from.

Found by words, never guessed: a question is only asked about what the candidate's own notes say, in their words, and a
posting only chooses among kinds of questions. What is not there is not asked about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal, TypeAlias

from ..rubric.keys import PATTERNS, Pattern
from ..tables import Part, covering, shipped
from .material import Line
from .question_list import speakable

MOST_CLAIMS = 3
MOST_WORDS = 24
"Terms for the recogniser from one text."
MOST_LINES = 1_000
"Lines of a posting that are looked at; the longest have two hundred."
QUOTE_WORDS = 12
LEAST_QUOTE_WORDS = 4
TITLE_LINES = 3
"Where a posting says what the job is called."

_DENIED = re.compile(r"(?:\b(?:no|not|without|never|zero)|n't)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_TERM = re.compile(r"(?<![\w@/.-])(?:[A-Z][a-z]+[A-Z]\w*|[a-z]+[A-Z]\w+|[A-Z][A-Z0-9]{1,5}|[A-Z][a-z]{2,}\w*)(?![\w@])")
_EDGE = re.compile(r"[.;:!?]\s+|,\s+|\s[–—-]\s|\s(?=(?:and|while|which|using|with|by) )")

Expressions: TypeAlias = tuple[str, ...]
Kind = Literal["role", "flow", "pattern", "vocabulary", "claim"]


@dataclass(frozen=True, slots=True)
class Taken:
    """One thing that was taken, and from where."""

    kind: Kind
    value: str
    line: int
    words: str
    "What stands there, as it stands there."


@dataclass(frozen=True, slots=True)
class Claim:
    """Something in the candidate's notes that an interviewer would ask about."""

    quote: str
    "Their own words, as they can be spoken."
    kind: Literal["scale", "result"]
    line: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a posting asks for."""

    role: Literal["general", "infra_heavy"]
    flow: str
    "Name of the shipped flow that comes nearest."
    patterns: tuple[Pattern, ...]
    "Kinds of questions its words point to, the most first."
    vocabulary: tuple[str, ...]
    taken: tuple[Taken, ...]


class Words(Part):
    """`posting.yaml`."""

    patterns: Annotated[dict[Pattern, Expressions], covering(PATTERNS)]
    heavy_title: Expressions
    heavy: dict[str, Expressions]
    backend: Expressions
    learning: Expressions
    boilerplate: Expressions
    size: Expressions
    result: str
    own_work: Expressions
    private: Expressions
    tools: str
    no_names: str
    usual: tuple[Pattern, ...]
    changes: Annotated[dict[Pattern, Expressions], covering(PATTERNS)]


@cache
def _table() -> Words:
    return shipped(__package__ or "", "posting.yaml").read(Words)


def usual() -> tuple[Pattern, ...]:
    """What is asked where nothing points to anything else, in order."""
    return _table().usual


def changes(pattern: Pattern | None) -> tuple[str, ...]:
    """Ids of shipped changes of circumstances that fit a pattern."""
    return _table().changes[pattern] if pattern is not None else ()


@cache
def _any_of(expressions: Expressions) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(expressions)})(?![\w-])", re.IGNORECASE)


@cache
def _inside(expressions: Expressions) -> re.Pattern[str]:
    """Like `_any_of`, also within words."""
    return re.compile("|".join(expressions), re.IGNORECASE)


@cache
def _own_work() -> re.Pattern[str]:
    return re.compile(rf"^(?:i |we )?(?:\w+ly )?(?:{'|'.join(_table().own_work)})\b", re.IGNORECASE)


@cache
def _names() -> tuple[frozenset[str], frozenset[str]]:
    """Tools, and words that are none although written with a capital."""
    return frozenset(_table().tools.split()), frozenset(_table().no_names.split())


def _found(lines: Sequence[Line], expressions: Expressions) -> Iterator[tuple[Line, str]]:
    """(line, words) of what is said and not denied."""
    for line in lines:
        for match in _any_of(expressions).finditer(line.text):
            if not _DENIED.search(line.text[: match.start()]):
                yield line, match[0]


def read_posting(found: Sequence[Line]) -> Reading:
    """The role, the kinds of questions in order, and the terms that a posting's words point to."""
    words = _table()
    lines = [line for line in found[:MOST_LINES] if not _inside(words.boilerplate).search(line.text)]
    taken: list[Taken] = []
    scores: dict[Pattern, int] = {}
    for pattern, expressions in words.patterns.items():
        hits = list(_found(lines, expressions))
        scores[pattern] = len({(line.number, said.lower()) for line, said in hits})
        taken += _few("pattern", pattern, hits)
    ranked = sorted((p for p in scores if scores[p]), key=lambda p: -scores[p])
    role, why = _role(lines)
    terms = _terms(lines)
    return Reading(
        role=role,
        flow=_flow(lines, role),
        patterns=tuple(ranked),
        vocabulary=tuple(term.value for term in terms),
        taken=(*why, *sorted(taken, key=lambda one: ranked.index(one.value)), *terms),  # type: ignore[arg-type]
    )


def _few(kind: Kind, value: str, hits: Sequence[tuple[Line, str]], most: int = 2) -> list[Taken]:
    """The first few different words that speak for something."""
    first: dict[str, Taken] = {}
    for line, words in hits:
        first.setdefault(words.lower(), Taken(kind, value, line.number, words))
    return list(first.values())[:most]


def _role(lines: Sequence[Line]) -> tuple[Literal["general", "infra_heavy"], list[Taken]]:
    """Whether size counts for itself: the job's name says so, or three of the four things that make it so are there."""
    title = list(_found(lines[:TITLE_LINES], _table().heavy_title))
    if title:
        return "infra_heavy", _few("role", "infra_heavy", title)
    families = [hits for words in _table().heavy.values() if (hits := list(_found(lines, words)))]
    if len(families) >= 3 and sum(len(hits) for hits in families) >= 4:
        return "infra_heavy", [taken for hits in families for taken in _few("role", "infra_heavy", hits, 1)]
    return "general", []


def _flow(lines: Sequence[Line], role: str) -> str:
    if role == "infra_heavy":
        return "infra-heavy"
    backend = any(_found(lines[:TITLE_LINES], _table().backend)) and not any(
        _found(lines[:TITLE_LINES], _table().learning)
    )
    return "backend-design" if backend else "mock-30"


def _terms(lines: Sequence[Line]) -> list[Taken]:
    """Names that a recogniser would not expect: tools, abbreviations, and words written like names more than once."""
    first: dict[str, Taken] = {}
    count: Counter[str] = Counter()
    sure: set[str] = set()
    tools, none = _names()
    for line in lines:
        if line.text.isupper():
            continue  # a heading
        for word in re.findall(r"(?<![\w-])[A-Za-z][\w+#-]*", line.text):
            if word.lower().rstrip("-") in tools:
                sure.add(word.lower())
                count[word.lower()] += 1
                first.setdefault(word.lower(), Taken("vocabulary", word, line.number, word))
        for match in _TERM.finditer(line.text):
            word = match[0]
            begins = not line.text[: match.start()].strip(" -•*") or line.text[: match.start()].rstrip()[-1:] in ".:!?•"
            plain = word[1:].islower()
            if word.lower() in none or word.lower() in tools or (plain and begins):
                continue
            count[word.lower()] += 1
            if not plain:
                sure.add(word.lower())
            first.setdefault(word.lower(), Taken("vocabulary", word, line.number, word))
    kept = [key for key in first if key in sure or count[key] > 1]
    kept.sort(key=lambda key: (-count[key], first[key].line))
    return [first[key] for key in kept[:MOST_WORDS]]


def read_notes(found: Sequence[Line]) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
    """What the candidate's notes claim (sizes first, then results), and the terms they use."""
    claims: dict[int, Claim] = {}
    words, terms = _table(), tuple(term.value for term in _terms(found))
    kinds = (("scale", _any_of(words.size)), ("result", _inside((words.result,))))
    for kind, expression in kinds:
        for line in found:
            text = re.sub(r"^(?:[-*•‣–—+]\s*|\d{1,3}[.)]\s*)+", "", line.text)
            if line.number in claims or _inside(words.private).search(text):
                continue
            match = expression.search(text)
            if match is None or (kind == "scale" and not _own_work().search(text)):
                continue
            if quote := _quote(text, match.start(), match.end()):
                claims[line.number] = Claim(quote, kind, line.number)  # type: ignore[arg-type]
            if len(claims) == MOST_CLAIMS:
                return tuple(claims.values()), terms
    return tuple(claims.values()), terms


def _quote(text: str, start: int, end: int) -> str:
    """The clause around a claim, word for word; empty when it is too long or too short to be said back."""
    edges = [0, *(match.end() for match in _EDGE.finditer(text))]
    left = max(edge for edge in edges if edge <= start)
    right = min([edge for edge in edges if edge >= end] + [len(text)])
    whole = text.strip(" .,;:")
    for clause in (whole, text[left:right].strip(" .,;:–—-")):
        said = speakable(clause).rstrip(".,;:")
        if LEAST_QUOTE_WORDS <= len(said.split()) <= QUOTE_WORDS and "?" not in said and said.isprintable():
            return said
    return ""
