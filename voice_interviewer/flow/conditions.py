"""The closed little language of flow conditions: text to syntax tree, and evaluation over plain facts.

    condition := conjunction ("or" conjunction)*
    conjunction := negation ("and" negation)*
    negation := "not" negation | "(" condition ")" | atom
    atom := ("heard" | "missing" | "ever" | "asked") "(" NAME ")"
          | measure OP NUMBER          measure := NAME.count | NAME.per_100_words | words | minutes_left | visits(NAME)
          | ("trap" | "reaction" | "role") ("==" | "!=") NAME

There is no other name, no arithmetic and no way to call anything: a condition can be read, decided and proved about.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ..rubric import keys
from .diagnostics import did_you_mean
from .schema import ROLES, TARGETS

FINDABLE: tuple[str, ...] = keys.LABELS + keys.STORY_PARTS + keys.PATTERNS
"What `heard`, `missing`, `ever`, `.count` and `.per_100_words` take."

CHOICES: Mapping[str, tuple[str, ...]] = {
    "trap": (*keys.TRAPS, "none"),
    "reaction": (*keys.REACTIONS, "none"),
    "role": ROLES,
}
NAMED = "All are listed under Names in docs/flow-format.md."
CALLS = ("heard", "missing", "ever", "asked", "visits")
MEASURES = ("words", "minutes_left")
RATE_WORDS = 60
"Below this many words no rate per 100 words is formed."

OPERATORS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Atom:
    """A comparison of one variable with a constant; every call is one too (`missing(x)` is `count:x == 0`)."""

    variable: str
    "`count:x`, `rate:x`, `ever:x`, `asked:x`, `visits:node`, `words`, `minutes_left`, `trap`, `reaction`, `role`"
    op: str
    value: float | str
    column: int = field(default=0, compare=False)
    "Offset of the name in the condition's text."
    name: str = field(default="", compare=False)
    "The name as written, for messages."


@dataclass(frozen=True, slots=True)
class Not:
    """Negation."""

    part: Tree


@dataclass(frozen=True, slots=True)
class All:
    """Conjunction; of nothing: true."""

    parts: tuple[Tree, ...] = ()


@dataclass(frozen=True, slots=True)
class Any_:
    """Disjunction."""

    parts: tuple[Tree, ...]


Tree = Atom | Not | All | Any_
ALWAYS = All()


class ConditionError(ValueError):
    """A condition that cannot be read."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.column = column
        "Offset in the condition's text."


_INSTEAD = {
    "=": " Equality is written `==`.",
    "&": " Write `and`.",
    "|": " Write `or`.",
    "!": " Write `not`, or missing(…).",
    **dict.fromkeys("'\"`“”„‟‘’‚‛«»‹›′″", " Names stand without quotes, such as heard(hedge)."),
    "≥": " Write `>=`.",
    "≤": " Write `<=`.",
    "≠": " Write `!=`.",
}
"What a sign of other languages, or of a word processor, is called here."
_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_][\w-]*)|(<=|>=|==|!=|<|>|\(|\)|\.)|(\S))")


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    position = 0
    while position < len(text.rstrip()):
        match = _TOKEN.match(text, position)
        assert match is not None  # the last branch takes any character that is left
        kind = ("number", "name", "sign", "odd")[(match.lastindex or 4) - 1]
        if kind == "odd":
            hint = _INSTEAD.get(match[4], "")
            raise ConditionError(f'"{match[4]}" does not belong in a condition.{hint}', match.start(4))
        yield kind, match[match.lastindex or 0], match.start(match.lastindex or 0)
        position = match.end()
    yield "end", "", len(text)


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.at = 0
        self.depth = 0

    def take(self, *wanted: str) -> str | None:
        kind, value, _ = self.tokens[self.at]
        if kind != "end" and value in wanted:
            self.at += 1
            return value
        return None

    def need(self, sign: str, after: str) -> None:
        if self.take(sign) is None:
            kind, value, column = self.tokens[self.at]
            found = "the condition ends" if kind == "end" else f'"{value}" stands there'
            raise ConditionError(f'"{sign}" is missing {after}; {found}', column)

    def whole(self) -> Tree:
        tree = self.disjunction()
        kind, value, column = self.tokens[self.at]
        if kind != "end":
            if value.lower() in ("and", "or", "not"):
                raise ConditionError(f'"{value}" is written in small letters: {value.lower()}', column)
            raise ConditionError(f'"and" or "or" is missing before "{value}"', column)
        return tree

    def disjunction(self) -> Tree:
        parts = [self.conjunction()]
        while self.take("or"):
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else Any_(tuple(parts))

    def conjunction(self) -> Tree:
        parts = [self.negation()]
        while self.take("and"):
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def negation(self) -> Tree:
        self.depth += 1
        if self.depth > 30:
            raise ConditionError("nested too deeply", self.tokens[self.at][2])
        try:
            if self.take("not"):
                return Not(self.negation())
            if self.take("("):
                tree = self.disjunction()
                self.need(")", "behind the group")
                return tree
            return self.atom()
        finally:
            self.depth -= 1

    def atom(self) -> Tree:
        kind, name, column = self.tokens[self.at]
        if kind != "name" or name in ("and", "or"):
            if kind == "number":
                raise ConditionError(f"a number stands on the right, such as words > {name}", column)
            found = "the condition ends here" if kind == "end" else f'"{name}" stands here'
            raise ConditionError(f"a name such as heard(hedge) is expected; {found}", column)
        self.at += 1
        if name in CALLS:
            return self.call(name)
        if name in CHOICES:
            return self.choice(name, column)
        if name in MEASURES:
            return self.comparison(name, column, name)
        if self.take("."):
            _, measure, where = self.tokens[self.at]
            if measure not in ("count", "per_100_words"):
                guess = did_you_mean(measure, ("count", "per_100_words"))
                raise ConditionError(f'"{name}." must be followed by count or per_100_words.{guess}', where)
            self.at += 1
            return self.comparison(f"{'count' if measure == 'count' else 'rate'}:{name}", column, name)
        if name.lower() == "not":
            raise ConditionError(f'"{name}" is written in small letters: not', column)
        if name in FINDABLE:
            raise ConditionError(f"write heard({name}), missing({name}) or {name}.count", column)
        raise ConditionError(f'"{name}" is not known here.{did_you_mean(name, (*CALLS, *CHOICES, *MEASURES))}', column)

    def call(self, function: str) -> Tree:
        self.need("(", f"behind {function}")
        kind, name, column = self.tokens[self.at]
        if kind != "name":
            raise ConditionError(f"{function}(…) needs a name in its parentheses", column)
        self.at += 1
        self.need(")", f"behind {function}({name}")
        if function == "visits":
            return self.comparison(f"visits:{name}", column, name)
        if function in ("heard", "missing"):
            return Atom(f"count:{name}", ">=" if function == "heard" else "<", 1, column, name)
        return Atom(f"{function}:{name}", ">=", 1, column, name)

    def choice(self, variable: str, column: int) -> Tree:
        op = self.take("==", "!=")
        if op is None:
            raise ConditionError(f"{variable} is compared with == or !=", self.tokens[self.at][2])
        kind, value, where = self.tokens[self.at]
        if kind != "name":
            raise ConditionError(f"{variable} is compared with one of {', '.join(CHOICES[variable])}", where)
        self.at += 1
        return Atom(variable, op, value, where, value)

    def comparison(self, variable: str, column: int, name: str) -> Tree:
        op = self.take(*OPERATORS)
        if op is None:
            shown = name if variable == name else f"{name}…"
            raise ConditionError(
                f"{shown} must be compared with a number (<, <=, >, >=, ==, !=)", self.tokens[self.at][2]
            )
        kind, value, where = self.tokens[self.at]
        if kind != "number":
            raise ConditionError("a number is expected here", where)
        self.at += 1
        return Atom(variable, op, float(value), column, name)


@lru_cache(maxsize=2048)
def parse(text: str) -> Tree:
    """A condition to its tree; empty text is always true. Raises `ConditionError` with the column."""
    return _Parser(text).whole() if text.strip() else ALWAYS


def atoms(tree: Tree) -> Iterator[Atom]:
    """Every comparison in a tree, left to right."""
    if isinstance(tree, Atom):
        yield tree
    elif isinstance(tree, Not):
        yield from atoms(tree.part)
    else:
        for part in tree.parts:
            yield from atoms(part)


def unknown_names(tree: Tree, nodes: tuple[str, ...]) -> Iterator[tuple[Atom, str]]:
    """Each comparison that names something unknown, with what is known in its place."""
    for atom in atoms(tree):
        kind, _, name = atom.variable.partition(":")
        known: tuple[str, ...]
        if kind in CHOICES:
            known, name = CHOICES[kind], str(atom.value)
        elif kind in ("count", "rate", "ever"):
            known = FINDABLE
        elif kind == "asked":
            known = TARGETS
        elif kind == "visits":
            known = nodes
        else:
            continue
        if name not in known:
            what = "question" if kind == "visits" else f"value of {kind}" if kind in CHOICES else "finding or target"
            guess = did_you_mean(name, known)
            if kind in CHOICES and not guess:
                guess = f" It is one of {', '.join(known)}."
            elif kind not in (*CHOICES, "visits") and not guess:
                guess = f" {NAMED}"
            yield atom, f'"{name}" is no {what}.{guess}'


@dataclass(frozen=True, slots=True)
class Facts:
    """What a condition can see. Everything absent counts as nothing."""

    counts: Mapping[str, int] = field(default_factory=dict)
    "How often each finding, story part or topic was heard in the answers to this question."
    ever: frozenset[str] = frozenset()
    "What was heard anywhere in the session."
    asked: frozenset[str] = frozenset()
    "Targets pursued by follow-ups to this question."
    visits: Mapping[str, int] = field(default_factory=dict)
    "How often each question was asked, the present one included."
    words: int = 0
    minutes_left: float = 0.0
    trap: str = "none"
    reaction: str = "none"
    role: str = "general"

    def value(self, variable: str) -> float | str | None:
        """The value of a condition's variable; None when it is unknown (a rate over too few words)."""
        kind, _, name = variable.partition(":")
        if kind == "count":
            return self.counts.get(name, 0)
        if kind == "rate":
            return 100 * self.counts.get(name, 0) / self.words if self.words >= RATE_WORDS else None
        if kind == "ever":
            return int(name in self.ever)
        if kind == "asked":
            return int(name in self.asked)
        if kind == "visits":
            return self.visits.get(name, 0)
        found: float | str = getattr(self, kind)
        return found


def holds(tree: Tree, value: Callable[[str], float | str | None]) -> bool:
    """Whether a condition holds, given the value of each variable. A comparison with an unknown is false."""
    if isinstance(tree, Atom):
        actual = value(tree.variable)
        if actual is None:
            return False
        if isinstance(actual, str) or isinstance(tree.value, str):
            return (actual == tree.value) == (tree.op == "==")
        return OPERATORS[tree.op](actual, tree.value)
    if isinstance(tree, Not):
        return not holds(tree.part, value)
    results = (holds(part, value) for part in tree.parts)
    return all(results) if isinstance(tree, All) else any(results)


def evaluate(text: str, facts: Facts) -> bool:
    """Whether a condition holds over facts. A condition that cannot be read is false (`flows check` reports it)."""
    try:
        return holds(parse(text), facts.value)
    except ConditionError:
        return False
