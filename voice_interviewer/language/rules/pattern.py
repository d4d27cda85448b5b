"""Patterns over words: a small language that compiles to regular expressions over a text's marked-up words.

    i <adv>? guess|suppose          words, word classes, alternatives of one word, optional elements
    ( the team | everyone ) ..3 <decide_past>   alternatives of several words, and up to three words in between
    { not sure } ..4 counts         braces: the part that is reported, if not all of it
    ^ sorry !to                     ^ the text's first word; !x: the next word is not x
    predict*                        a word by its beginning
    --3                             up to three words in between, none of them behind a comma
    ,   !,                          a comma (dash, bracket) stands here; none stands here
    >>                              on to the end of the sentence; << from its start (only at the ends)

Fillers and repeats are gone before patterns are tried, so "I, um, I decided" reads "i decided".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from ...english.tokens import Token, written_out

EDGE = "§"
"Rendered between two sentences."

_PART = re.compile(r"[()]\??|\||[{}]|[^\s()|{}]+(?:\|[^\s()|{}]+)*")
_ANY = r"[^ |§]+\|[^ ]* "
_COMMON = frozenset(
    "a an the i we it is was are were be been to of in on and or so but that this have had has do did not for with at "
    "my our would will could can as if what no".split()
)


def render(tokens: list[Token], edges: set[int], codes: dict[str, str]) -> tuple[str, list[int]]:
    """The marked-up line that patterns search, and where each token begins in it.

    `edges` holds the indexes of tokens that begin a sentence (not the first); `codes` gives each class its character.
    """
    pieces: list[str] = []
    starts: list[int] = []
    position = 0
    for index, token in enumerate(tokens):
        if index in edges:
            pieces.append(f"{EDGE}| ")
            position += 3
        comma = "," if token.comma else ""
        piece = f"{token.norm}|{''.join([codes[tag] for tag in token.tags])}{comma} "
        starts.append(position)
        pieces.append(piece)
        position += len(piece)
    return "".join(pieces), starts


def token_at(starts: list[int], position: int) -> int:
    """Index of the token that holds `position` of the marked-up line."""
    return max(0, bisect_right(starts, position) - 1)


@dataclass(slots=True, eq=False)
class Pattern:
    """A compiled pattern: a regular expression with group `span` if braces were used, and the words it cannot do without."""

    source: str
    expression: str
    anchors: frozenset[str]
    "At least one of these words or `<class>` names must occur; empty: no such condition."
    whole_left: bool = False
    whole_right: bool = False
    phrases: tuple[tuple[str, ...], ...] = ()
    "For a plain list of words and phrases: the list; it is looked up word by word and needs no regular expression."
    regex: re.Pattern[str] | None = None

    def compiled(self) -> re.Pattern[str]:
        """The regular expression, compiled on first use."""
        if self.regex is None:
            self.regex = re.compile(self.expression)
        return self.regex


def _split(source: str) -> list[str]:
    """The parts of a pattern. Inside brackets every `|` separates whole alternatives, with or without spaces."""
    parts: list[str] = []
    depth = 0
    for part in _PART.findall(source):
        depth += (part == "(") - part.startswith(")")
        if depth and "|" in part and part != "|" and not part.startswith("!"):
            for index, item in enumerate(part.split("|")):
                parts.extend(["|", item] if index else [item])
        else:
            parts.append(part)
    return parts


class _Compiler:
    def __init__(self, source: str, codes: dict[str, str]) -> None:
        self.source = source
        self.codes = codes
        self.parts = _split(source)
        self.place = 0
        self.anchors: list[frozenset[str]] = []
        self.optional = 0
        self.span = 0
        "0: no part is marked; 1: within its braces; 2: behind them."

    def fail(self, message: str) -> ValueError:
        return ValueError(f"pattern {self.source!r}: {message}")

    def word(self, item: str) -> str:
        if item == "_":
            return _ANY[:-1]
        if item.startswith("<") and item != "<<":
            name = item[1:-1]
            if not item.endswith(">"):
                raise self.fail(f"the class {item} is not closed with >")
            if name not in self.codes:
                raise self.fail(f"unknown class {item}")
            return rf"[^ |§]+\|[^ ]*{self.codes[name]}[^ ]*(?: [^ |]+\|[^ ]*{self.codes['~']}[^ ]*)*"
        if reason := _unheard(item):
            raise self.fail(reason)
        if item.endswith("*"):
            return rf"{re.escape(item[:-1])}[^ |§]*\|[^ ]*"
        return rf"{re.escape(item)}\|[^ ]*"

    def element(self, part: str) -> str:
        if part.startswith(("..", "--")):
            if not part[2:].isdecimal():
                raise self.fail(f"{part} needs a number of words, such as {part[:2]}3")
            most = int(part[2:])
            if part[0] == ".":
                return rf"(?:{_ANY}){{0,{most}}}?"
            return rf"(?:(?<!, ){_ANY}){{0,{most}}}?(?<!, )"
        if part == ",":
            return "(?<=, )"
        if part == "!,":
            return "(?<!, )"
        if part == "^":
            return r"\A"
        if part == "$":
            return r"(?=§|\Z)"
        if part.startswith("!"):
            return "(?!" + "|".join(self.word(item) + " " for item in part[1:].split("|")) + ")"
        optional = part.endswith("?") and len(part) > 1
        items = part.removesuffix("?").split("|")
        if not optional and not self.optional and "_" not in items and not any(i.endswith("*") for i in items):
            self.anchors.append(frozenset(items))
        body = "|".join(self.word(item) for item in items)
        return f"(?:(?:{body}) ){'?' if optional else ''}"

    def sequence(self, closing: bool) -> str:
        """Elements up to a closing bracket (or the end), with `|` between alternatives of a group."""
        options: list[str] = []
        current: list[str] = []
        while self.place < len(self.parts):
            part = self.parts[self.place]
            self.place += 1
            if part == "(":
                end = self._closing_of_group()
                free = end.endswith("?") or self._has_bar()
                self.optional += free
                inner = self.sequence(True)
                self.optional -= free
                current.append(f"(?:{inner}){'?' if end.endswith('?') else ''}")
            elif part.startswith(")"):
                if not closing:
                    raise self.fail("bracket closed but not opened")
                if not current:
                    raise self.fail("an alternative is empty")
                options.append("".join(current))
                return "|".join(options)
            elif part == "|":
                if not current:
                    raise self.fail("an alternative is empty")
                options.append("".join(current))
                current = []
            elif part == "{":
                if self.span:
                    raise self.fail("only one part can be reported, and { stands twice")
                self.span = 1
                current.append("(?P<span>")
            elif part == "}":
                if self.span != 1:
                    raise self.fail("} closes nothing")
                self.span = 2
                current.append(")")
            else:
                if part == "^" and current:
                    raise self.fail("^ stands for the text's beginning, and something is in front of it")
                current.append(self.element(part))
        if closing:
            raise self.fail("bracket opened but not closed")
        if not current:
            raise self.fail("an alternative is empty" if self.parts else "there is nothing in it")
        options.append("".join(current))
        return "|".join(options) if len(options) == 1 else f"(?:{'|'.join(options)})"

    def _level(self) -> list[str]:
        depth, level = 0, []
        for part in self.parts[self.place :]:
            if part == "(":
                depth += 1
            elif part.startswith(")"):
                if depth == 0:
                    level.append(part)
                    return level
                depth -= 1
            elif depth == 0:
                level.append(part)
        raise self.fail("bracket opened but not closed")

    def _closing_of_group(self) -> str:
        return self._level()[-1]

    def _has_bar(self) -> bool:
        return "|" in self._level()


def _unheard(word: str) -> str:
    """Why a word of a pattern could never match a word of a text; empty when it can."""
    if word in (">>", "<<"):
        return f"{word} stands at the very {'end' if word == '>>' else 'beginning'} only"
    if word.startswith("%"):
        return f"there is no macro {word}"
    if word != word.lower():
        return f"{word} never matches: words of a text are in small letters"
    if "’" in word:
        return f"{word} never matches: apostrophes are written '"
    if odd := set(word.removesuffix("*")) & set("*?<>%{}^$!"):
        return f"{word} holds {' '.join(sorted(odd))} where it has no meaning"
    if not word.endswith("*") and word[0] != "'" and (forms := written_out(word)) != (word,):
        return f"{word} never matches: a text has it as {' '.join(forms)}"
    if not word.removesuffix("*"):
        return f"{word} would match any word; that is written _"
    return ""


_PLAIN = re.compile(r"[^\s()|{}<>!?^$,]+\*?")


def _plain_list(text: str) -> tuple[tuple[str, ...], ...]:
    """The words and phrases of a pattern that is nothing but one list of them, else nothing."""
    if not (text.startswith("( ") and text.endswith(" )") and text.count("(") == 1):
        return ()
    phrases = tuple(tuple(item.split()) for item in text[2:-2].split("|"))
    for phrase in phrases:
        if not phrase or any(not _PLAIN.fullmatch(word) or word[:2] in ("..", "--") or word == "_" for word in phrase):
            return ()
        if any(word.endswith("*") for word in phrase[1:]):
            return ()
    return phrases


class PhraseIndex:
    """Many lists of words and phrases, looked up together in one pass over the tokens."""

    def __init__(self) -> None:
        self.by_word: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        self.by_stem: dict[str, list[tuple[str, tuple[str, ...], int]]] = {}

    def add(self, phrases: tuple[tuple[str, ...], ...], key: int) -> None:
        """Add a list under `key`. An entry that ends in `*` is the beginning of a word (of three letters or more)."""
        for phrase in phrases:
            if phrase[0].endswith("*"):
                stem = phrase[0][:-1]
                self.by_stem.setdefault(stem[:3], []).append((stem, phrase[1:], key))
            else:
                self.by_word.setdefault(phrase[0], []).append((phrase, key))

    def search(self, norms: list[str]) -> list[tuple[int, int, int]]:
        """Key, first token and the token behind the last, for every entry found."""
        found: list[tuple[int, int, int]] = []
        for index, word in enumerate(norms):
            for phrase, key in self.by_word.get(word, ()):
                end = index + len(phrase)
                if len(phrase) == 1 or tuple(norms[index:end]) == phrase:
                    found.append((key, index, end))
            for stem, rest, key in self.by_stem.get(word[:3], ()):
                if word.startswith(stem):
                    end = index + 1 + len(rest)
                    if not rest or tuple(norms[index + 1 : end]) == rest:
                        found.append((key, index, end))
        return found


def compile_pattern(source: str, codes: dict[str, str], listed: bool = False) -> Pattern:
    """Compile `source`; raises ValueError naming the pattern when it is malformed or names an unknown class."""
    text = source.strip()
    left, right = text.startswith("<< "), text.endswith(" >>")
    text = text.removeprefix("<< ").removesuffix(" >>")
    phrases = _plain_list(text) if listed else ()
    for word in (word for phrase in phrases for word in phrase):
        if reason := _unheard(word):
            raise ValueError(f"pattern {source!r}: {reason}")
    if phrases:
        return Pattern(source, "", frozenset(), left, right, phrases)
    compiler = _Compiler(text, codes)
    body = compiler.sequence(False)
    if compiler.span == 1:
        raise compiler.fail("{ is not closed")

    def rarity(words: frozenset[str]) -> tuple[bool, int]:
        return bool(words & _COMMON), len(words)

    best = min(compiler.anchors, key=rarity, default=frozenset())
    return Pattern(source, rf"(?<![^ ]){body}", best, left, right)
