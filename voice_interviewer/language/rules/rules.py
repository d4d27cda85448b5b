"""Rules as data: reading them from YAML, and trying them on a passage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from ...rubric.keys import LABELS
from . import lexicon
from .passage import Codes, Passage
from .pattern import Pattern, PhraseIndex, compile_pattern

FAMILIES = ("doubt", "shrinking", "agency", "claims", "signals", "reactions", "story")
"The rule files in `data/`, in the order they are read."

_FIELDS = frozenset("id label any why confidence unless before_not after_not needs when extend weight note".split())


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of saying something. Conditions look at the sentence, cut to `passage.REACH` words either side."""

    id: str
    label: str
    "A key of `keys.LABELS`, or a cue of ours that begins with an underscore and is never shown."
    any: tuple[Pattern, ...]
    why: str
    confidence: float
    unless: tuple[Pattern, ...] = ()
    "None of these may occur in reach."
    before_not: tuple[Pattern, ...] = ()
    "None of these may end where the match begins."
    after_not: tuple[Pattern, ...] = ()
    "None of these may begin where the match ends."
    needs: tuple[Pattern, ...] = ()
    "At least one of these must occur in reach (beside the match itself)."
    when: str = ""
    "`opening`: only at the answer's beginning."
    extend: str = ""
    "`sentence`, `left` or `right`: widen the reported span to the sentence or to one of its ends."


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matched: tokens `first` to behind `last`."""

    rule: Rule
    first: int
    last: int


@cache
def codes() -> Codes:
    """The character of each word class."""
    return Codes.for_classes(lexicon.load().classes)


def _patterns(value: Any, macros: dict[str, str], listed: bool = False) -> tuple[Pattern, ...]:
    if value is None:
        return ()
    items = [value] if isinstance(value, str) else value
    found = []
    for item in items:
        for name, body in macros.items():
            item = item.replace(f"%{name}", f"( {body} )")
        found.append(compile_pattern(item, codes().of, listed))
    return tuple(found)


def parse(entry: dict[str, Any], label: str, macros: dict[str, str]) -> Rule:
    """A rule from its YAML mapping; raises ValueError for unknown fields or labels."""
    unknown = set(entry) - _FIELDS
    if unknown:
        raise ValueError(f"rule {entry.get('id')!r}: unknown fields {sorted(unknown)}")
    label = entry.get("label", label)
    if label not in LABELS and not label.startswith("_"):
        raise ValueError(f"rule {entry.get('id')!r}: unknown label {label!r}")
    return Rule(
        id=entry["id"],
        label=label,
        any=_patterns(entry["any"], macros, listed=True),
        why=entry.get("why", ""),
        confidence=float(entry.get("confidence", 0.9)),
        unless=_patterns(entry.get("unless"), macros),
        before_not=_patterns(entry.get("before_not"), macros),
        after_not=_patterns(entry.get("after_not"), macros),
        needs=_patterns(entry.get("needs"), macros),
        when=entry.get("when", ""),
        extend=entry.get("extend", ""),
    )


@cache
def load(family: str) -> tuple[Rule, ...]:
    """The rules of one family, read once."""
    data = lexicon.read_data(family)
    macros = dict(data.get("macros") or {})
    rules: list[Rule] = []
    for label, entries in data["rules"].items():
        rules.extend(parse(entry, label, macros) for entry in entries)
    return tuple(rules)


def warm() -> None:
    """Read and compile everything, so that the first answer is as quick as the next."""
    for family in FAMILIES:
        for rule in load(family):
            for group in (rule.any, rule.unless, rule.before_not, rule.after_not, rule.needs):
                for pattern in group:
                    if not pattern.phrases:
                        pattern.compiled()


def possible(pattern: Pattern, passage: Passage) -> bool:
    """Whether the passage holds a word the pattern cannot do without."""
    return not pattern.anchors or not pattern.anchors.isdisjoint(passage.vocabulary)


def occurs(patterns: tuple[Pattern, ...], passage: Passage, first: int, last: int) -> bool:
    """Whether any pattern occurs within tokens `first` to behind `last`."""
    live = [p for p in patterns if possible(p, passage)]
    if not live:
        return False
    part = passage.slice(first, last)
    return any(p.compiled().search(part) for p in live)


def _ends_at(patterns: tuple[Pattern, ...], passage: Passage, first: int) -> bool:
    live = [p for p in patterns if possible(p, passage)]
    if not live or first == 0:
        return False
    sentence = passage.sentences[passage.sentence_of[first]]
    part = passage.slice(max(sentence.first, first - 8), first)
    return any(m.end() == len(part) for p in live for m in p.compiled().finditer(part))


def _begins_at(patterns: tuple[Pattern, ...], passage: Passage, last: int) -> bool:
    live = [p for p in patterns if possible(p, passage)]
    if not live or last >= len(passage.tokens):
        return False
    sentence = passage.sentences[passage.sentence_of[last]]
    part = passage.slice(last, min(sentence.last, last + 10))
    return any(p.compiled().match(part) for p in live)


def allowed(rule: Rule, passage: Passage, first: int, last: int) -> bool:
    """Whether a match of `rule` at tokens `first` to behind `last` meets the rule's conditions."""
    if rule.before_not and _ends_at(rule.before_not, passage, first):
        return False
    if rule.after_not and _begins_at(rule.after_not, passage, last):
        return False
    if rule.unless or rule.needs:
        left, right = passage.bounds(first)
        right = max(right, min(passage.bounds(last - 1)[1], last + 32))
        if rule.unless and occurs(rule.unless, passage, left, right):
            return False
        if rule.needs and not occurs(rule.needs, passage, left, right):
            return False
    return True


def matches(pattern: Pattern, passage: Passage) -> Iterator[tuple[int, int, int, int]]:
    """Each match as token indexes: the whole match, then the reported part."""
    if not possible(pattern, passage):
        return
    for match in pattern.compiled().finditer(passage.line):
        if match.end() == match.start():
            continue
        begin, end = match.span()
        whole = passage.index_at(begin), passage.index_at(end - 1) + 1
        group = match.re.groupindex.get("span")
        if group and match.group("span"):
            yield *whole, passage.index_at(match.start("span")), passage.index_at(match.end("span") - 1) + 1
        else:
            yield *whole, *whole


@cache
def _index(rules: tuple[Rule, ...]) -> tuple[PhraseIndex, list[Rule]]:
    """The plain lists of some rules, for one common look-up."""
    index = PhraseIndex()
    owners: list[Rule] = []
    for rule in rules:
        for pattern in rule.any:
            if pattern.phrases:
                index.add(pattern.phrases, len(owners))
                owners.append(rule)
    return index, owners


def hits(rules: tuple[Rule, ...], passage: Passage) -> list[Hit]:
    """Every rule that holds, in text order. Matches inside quotation marks of somebody else's words still count as hits."""
    found: list[Hit] = []
    index, owners = _index(rules)
    for key, first, last in index.search([token.norm for token in passage.tokens]):
        if passage.sentence_of[first] == passage.sentence_of[last - 1] and allowed(owners[key], passage, first, last):
            found.append(Hit(owners[key], first, last))
    for rule in rules:
        for pattern in rule.any:
            if pattern.phrases:
                continue
            for first, last, begin, end in matches(pattern, passage):
                if not allowed(rule, passage, first, last):
                    continue
                sentence = passage.sentences[passage.sentence_of[first]]
                if pattern.whole_left or rule.extend in ("left", "sentence"):
                    begin = sentence.first
                if pattern.whole_right or rule.extend in ("right", "sentence"):
                    end = passage.sentences[passage.sentence_of[max(begin, end - 1)]].last
                found.append(Hit(rule, begin, end))
    found.sort(key=lambda hit: (hit.first, -hit.last))
    return found
