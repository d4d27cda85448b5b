"""Cuts what was said into stretches that are judged by themselves: a sentence, or a piece of one that does not end."""

from __future__ import annotations

import re

from .wordset import words

SHORT_WORDS = 4
"A sentence of fewer words is read as one with its neighbour."
LONG_WORDS = 40
"A longer stretch without a full stop is cut where a clause may begin."
_STOP = re.compile(r"(?<=[.?!…])[\"”’)\]]*\s+")
_WORD = re.compile(r"\S+")
_OPENERS = words("so but because and then which when if i we they that while you it")


def stretches(text: str) -> list[tuple[int, int]]:
    """Start and end of each stretch, in characters: disjoint, in order, every word is in one of them. Linear."""
    parts: list[tuple[int, int]] = []
    at = 0
    for stop in [*_STOP.finditer(text), None]:
        end = stop.start() if stop else len(text)
        after = stop.end() if stop else len(text)
        found = [(m.start(), m.end()) for m in _WORD.finditer(text, at, end)]
        if stop:
            while end < after and not text[end].isspace():
                end += 1
            if found:
                found[-1] = (found[-1][0], end)
        at = after
        parts += _cut(text, found)
    joined: list[tuple[int, int]] = []
    for start, end in parts:
        if joined and _short(text, joined[-1]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    if len(joined) > 1 and _short(text, joined[-1]):
        last = joined.pop()
        joined[-1] = (joined[-1][0], last[1])
    return joined


def _short(text: str, part: tuple[int, int]) -> bool:
    return len(text[part[0] : part[1]].split(None, SHORT_WORDS)) < SHORT_WORDS


def _cut(text: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A sentence's words in stretches of at most `LONG_WORDS`, cut behind a comma or before a word that opens."""
    parts: list[tuple[int, int]] = []
    at = 0
    while len(found) - at > LONG_WORDS:
        cut = LONG_WORDS
        for index in range(LONG_WORDS, LONG_WORDS // 2, -1):
            before = text[found[at + index - 1][1] - 1]
            here = text[found[at + index][0] : found[at + index][1]].lower()
            if before in ",;:—–" or here in _OPENERS:
                cut = index
                break
        parts.append((found[at][0], found[at + cut - 1][1]))
        at += cut
    if at < len(found):
        parts.append((found[at][0], found[-1][1]))
    return parts
