"""Rules as data: reading them from YAML, and trying them on a passage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ...tables import Table, shipped
from . import lexicon
from .passage import Codes, Passage
from .pattern import Pattern, PhraseIndex, compile_pattern
from .schema import Entry, RuleFile

FAMILIES = ("doubt", "shrinking", "agency", "claims", "signals", "reactions", "story", "plain")
"The rule files in `data/`, in the order they are read."


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


def parse(table: Table) -> tuple[Rule, ...]:
    """The rules of a file, in order. Raises TableError: one line with file, line and what, for the first bad pattern."""
    content = table.read(RuleFile)
    rules: list[Rule] = []
    for group, entries in content.rules.items():
        for place, entry in enumerate(entries):
            path = ("rules", group, place)
            if any(rule.id == entry.id for rule in rules):
                raise table.error((*path, "id"), f"another rule has the id {entry.id!r} already")

            def patterns(field: str, path: tuple[str | int, ...] = path, entry: Entry = entry) -> tuple[Pattern, ...]:
                return tuple(
                    _compiled(table, (*path, field, number), text, content.macros, field == "any")
                    for number, text in enumerate(getattr(entry, field))
                )

            rules.append(
                Rule(
                    id=entry.id,
                    label=entry.label or group,
                    any=patterns("any"),
                    why=entry.why,
                    confidence=entry.confidence,
                    unless=patterns("unless"),
                    before_not=patterns("before_not"),
                    after_not=patterns("after_not"),
                    needs=patterns("needs"),
                    when=entry.when,
                    extend=entry.extend,
                )
            )
    return tuple(rules)


def _compiled(table: Table, path: tuple[str | int, ...], text: str, macros: Mapping[str, str], listed: bool) -> Pattern:
    for name, body in macros.items():
        text = text.replace(f"%{name}", f"( {body} )")
    try:
        return compile_pattern(text, codes().of, listed)
    except ValueError as error:
        raise table.error(path, str(error)) from None


@cache
def load(family: str) -> tuple[Rule, ...]:
    """The rules of one family, read once. Raises TableError that names the line of a mistake."""
    return parse(shipped("voice_interviewer.language", f"data/{family}.yaml"))


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
