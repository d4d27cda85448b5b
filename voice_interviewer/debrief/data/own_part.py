"""The candidate's own words under a finding: the sentence that carries it, and that sentence said plainly."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from ...english.sentences import sentences
from ...english.spoken import content_words, finished, fluent
from ...english.whole import is_whole

LONGEST = 1200
"Characters of a sentence that is still read."
MOST_WORDS = 34
"Words of the candidate's own part; longer ones are not remembered."
JOINS = re.compile(r"^(?:and|but|so|or|yet|then)(?: then)?,? ", re.IGNORECASE)
"What only joins a sentence to the one before it."

OWN_ACT = re.compile(
    r"\bI (?:(?:also|then|just|only|still|simply|first|deliberately|eventually|finally) )*(?:decided|chose|built"
    r"|blocked|cut|dropped|picked|set|wrote|moved"
    r"|refused|kept|stopped|switched|changed|removed|left|pushed|put|took|asked|told|tested|measured|started|made"
    r"|created|added|turned|ran|held|gave|led"
    r"|designed|fixed|rolled|reverted|replaced|rewrote|cancelled|postponed|argued|insisted|recommended|proposed"
    r"|checked|found|shipped|launched|worked)\b"
)
"An act of the speaker's own."


def carrying(text: str, start: int, end: int, cue: re.Pattern[str] | None) -> tuple[int, int]:
    """The sentence that carries the finding: the one with its cue, else the one that holds most of it."""
    spans = sentences(text)
    at = max(0, bisect_right(spans, (start, len(text))) - 1)
    under = [s for s in spans[at : at + 12] if s[0] < end and s[1] > start] or [(start, end)]
    with_cue = [s for s in under if cue and cue.search(text[max(s[0], start) : min(s[1], end)])]
    return max(with_cue or under, key=lambda s: min(s[1], end) - max(s[0], start))


def plain_sentence(text: str, start: int, end: int) -> str:
    """The sentence at a stretch of the text without sounds and markers, when it is a whole one; else ""."""
    first, last = carrying(text, start, end, None)
    said = finished(JOINS.sub("", fluent(text[first:last]))) if last - first <= LONGEST else ""
    return said if len(said.split()) <= MOST_WORDS and is_whole(said) and content_words(said) else ""


TURNED = re.compile(r"\b(?:not|never|no longer|nobody|without|instead of|rather than)\b|n['’]t\b", re.IGNORECASE)
"What is cut off from a clause with one of these in it may say the opposite."


def cut_off(sentence: str, at: int) -> bool:
    """Whether the piece that begins at `at` hangs on a denial or a contrast in front of it."""
    before = re.split(r"[.;:]|\b(?:but|though)\b", sentence[: max(0, at)])[-1]
    return bool(TURNED.search(before)) and not re.match(r"but\b", sentence[max(0, at) :], re.IGNORECASE)


_FACTS = re.compile(
    r"(?<=[\w,;:] )(?!I\b)[A-Z][^\W_]+|\b(?:not|never|no|nobody|none|without|cannot|\w+n't)\b|\d[^\W_]*"
)


def facts(said: str) -> set[str]:
    """Names, negations and numbers, folded: not one of them is left out of what somebody said."""
    return {word.casefold() for word in _FACTS.findall(said)}


_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def tokens(text: str) -> Iterable[str]:
    """The words of a text outside [brackets], folded."""
    return (t.replace("’", "'").casefold() for t in _TOKEN.findall(re.sub(r"\[[^\[\]]*\]", " ", text)))
