"""Word classes: the lexicon in `data/lexicon.yaml`, and marking tokens with the classes they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from ...english import inflect
from ...english.tokens import Token
from ...tables import shipped
from .schema import LexiconFile

_FORMS = ("", "_past", "_s", "_ing")
_NUMBER = re.compile(r"^\d")
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_COMPOUND = re.compile(rf"^(?:{_TENS})-(?:one|two|three|four|five|six|seven|eight|nine)(?:th|s)?$")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Classes by word, and by the first word of longer phrases (longest phrase first)."""

    words: dict[str, frozenset[str]]
    phrases: dict[str, tuple[tuple[tuple[str, ...], frozenset[str]], ...]]
    classes: frozenset[str]


def _entries(classes: dict[str, Any], verbs: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """Every (class, word or phrase) pair, verbs inflected."""
    for name, body in classes.items():
        for line in body if isinstance(body, list) else body.split("\n"):
            for entry in (part.strip() for part in str(line).split(",")):
                if entry:
                    yield name, entry
    for name, body in verbs.items():
        for entry in (part.strip() for part in body.replace("\n", ",").split(",")):
            if not entry:
                continue
            verb = entry.split(" ")[0]
            yield name, entry
            for form in inflect.with_verb(entry, inflect.past(verb)):
                yield f"{name}_past", form
            for form in inflect.with_verb(entry, (inflect.third(verb),)):
                yield f"{name}_s", form
            for form in inflect.with_verb(entry, (inflect.gerund(verb),)):
                yield f"{name}_ing", form


@cache
def load() -> Lexicon:
    """The lexicon, read once."""
    data = shipped("voice_interviewer.language", "data/lexicon.yaml").read(LexiconFile)
    words: dict[str, set[str]] = {}
    phrases: dict[tuple[str, ...], set[str]] = {}
    names: set[str] = {"num", "ed"}
    for name, entry in _entries(data.classes, data.verbs):
        names.add(name)
        parts = tuple(entry.split(" "))
        if len(parts) == 1:
            words.setdefault(entry, set()).add(name)
        else:
            phrases.setdefault(parts, set()).add(name)
    for name in data.verbs:
        names.update(name + form for form in _FORMS)
    by_first: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
    for parts, tags in sorted(phrases.items(), key=lambda item: -len(item[0])):
        by_first.setdefault(parts[0], []).append((parts, frozenset(tags)))
    return Lexicon(
        {word: frozenset(tags) for word, tags in words.items()},
        {first: tuple(options) for first, options in by_first.items()},
        frozenset(names),
    )


def is_number(word: str) -> bool:
    """Whether a token is a number written in digits or as a compound such as `forty-two`."""
    return bool(_NUMBER.match(word) or _COMPOUND.match(word))


def mark(tokens: list[Token], lexicon: Lexicon) -> None:
    """Give every token its classes; the words inside a phrase are marked `~` (continuation). Linear."""
    count = len(tokens)
    norms = [token.norm for token in tokens]
    for index, token in enumerate(tokens):
        word = token.norm
        tags = lexicon.words.get(word)
        if tags:
            token.tags |= tags
        if word.endswith("ed") and len(word) > 4:
            token.tags.add("ed")
        if is_number(word):
            token.tags.add("num")
        elif "-" in word:
            for part in word.split("-"):
                token.tags |= lexicon.words.get(part, frozenset()) & {"num"}
        for parts, phrase_tags in lexicon.phrases.get(word, ()):
            end = index + len(parts)
            if end <= count and tuple(norms[index:end]) == parts:
                token.tags |= phrase_tags
                for inner in tokens[index + 1 : end]:
                    inner.tags.add("~")
                break
