"""Ways to say a decision again as it was told: whole, to the end of a quotation, or behind a start that broke off.

What keeps most comes first. A sentence that ends in the midst of a quotation is carried on to where that closes, or
closed where its first sentence ends; one that broke off may be begun at a clause behind the break. Nothing else is left
out, and no word comes in (`verbatim.py`). What is begun later has to tell the decision in a whole sentence that points
to nothing in front of it.

A clause is not cut from a sentence that holds, nor an aside from its end: asked for another way to say the sentence,
three readers refused most of those, for half of the thought was gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ...english.quoted import closes_at, quoted_at
from ...english.sentences import sentences
from ...english.spoken import content_words, starts
from ...english.whole import is_whole
from ...language.assessor import Way
from . import verbatim
from .own_part import LONGEST, TURNED, cut_off
from .told import part_told_near, supposed

MOST_WAYS: Final = 6
LEAST_QUOTED: Final = 2
"Content words of a quotation that is closed where its first sentence ends."
LEAST_DECIDED: Final = 2
"Content words behind the decision's verb, in what is begun later."
_BREAK = re.compile(r"--|\s[-–—]\s|—|\.\.\.|…")
"Behind such a mark a sentence is begun anew."
_POINTS = re.compile(
    r"\b(?:it|its|it['’]s|them|they|their|these|those|him|her|he|she|one(?! of the\b)|instead)\b"
    r"|\bthis\b(?! (?:year|month|week|quarter|morning|summer|winter|spring|autumn)\b)"
    r"|\bthere\b(?! (?:is|was|are|were)\b)"
    r"|\b(?:do|did|of|for|on|with|like|in|at|to|about|from|than|by|and|or) that\b"
    r"|\bthat(?:['’]s| (?:is|was|effort|one|way|thing|idea|part))\b",
    re.IGNORECASE,
)
"Words that may point to what was left out."
_OTHERWISE = re.compile(r"\b(?:either|whether|if|unless|or)\b", re.IGNORECASE)
"What is cut off behind such a word may be one of two things that never both were."
_WAITS = re.compile(r"\b(?:if|unless|until|when|because|where|so that)\b", re.IGNORECASE)
"A quotation that is closed early may lack what such a word waits for."
_OPENS = re.compile(r"[\"“„‟«‘]")
_OTHER_END = {'"': '"', "“": "”", "„": "“", "‟": "”", "«": "»", "‘": "’"}


class Stretch(NamedTuple):
    """What is said again of a text."""

    first: int
    last: int
    close: str = ""
    "The mark of quotation that has to be set behind it."


def ways(
    label: str, text: str, sentence: tuple[int, int], at: int, form: str, cue: re.Pattern[str] | None = None
) -> tuple[Way, ...]:
    """Ways to say `text[sentence]` again in `form` ({said}), the one that keeps most first. Pure; linear.

    `at`: where the words that cost something are. Who quotes them from somebody, only supposes them, or tells the own
    part beside them is asked for nothing. `cue` finds the decision; without one nothing is begun later.
    """
    first, last = sentence
    if last - first > LONGEST or quoted_at(text, at) or supposed(text, first, at) or part_told_near(text, first, last):
        return ()
    found: dict[str, Way] = {}
    for stretch in _stretches(text, first, last, at):
        said = _said(text, stretch)
        if said and (stretch.first == first or _tells(said, text[first : stretch.first], cue)):
            found.setdefault(said, Way(label, text, first, last, form.format(said=said)))
    return tuple(found.values())[:MOST_WAYS]


def _said(text: str, stretch: Stretch) -> str:
    """A stretch said again, with its quotation closed; "" where that has a break, a loose end or too many words."""
    first, last, close = stretch
    said = verbatim.verbatim(text, first, last)
    if close:
        quoted = text[_opening(text, first, last) : last]
        if TURNED.search(quoted) or _WAITS.search(quoted) or len(content_words(quoted)) < LEAST_QUOTED:
            return ""
        said = f"{said.rstrip('.')}{close}." if said else ""
    return said if said and verbatim.can_be_kept(text, first, last, said, closed=bool(close)) else ""


def _tells(said: str, before: str, cue: re.Pattern[str] | None) -> bool:
    """Whether a part of a sentence tells a decision, and needs nothing of what stands before it."""
    told = cue.search(said) if cue else None
    if told is None or len(content_words(said[told.end() :])) < LEAST_DECIDED or _OTHERWISE.search(before):
        return False
    return not _POINTS.search(said) and is_whole(said)


def _stretches(text: str, first: int, last: int, at: int) -> Iterator[Stretch]:
    """What of the sentence around `at` may be said again, the most first."""
    sentence = text[first:last]
    begins = [n for n in starts(sentence) if 0 < n <= at - first and not cut_off(sentence, n)]
    begins = [first + n for n in begins if _BREAK.search(sentence, 0, n) and not quoted_at(text, first + n)]
    for end, close in _ends(text, first, last):
        yield from (Stretch(begin, end, close) for begin in (first, *begins))


def _ends(text: str, first: int, last: int) -> Iterator[tuple[int, str]]:
    """Where the sentence ends; where a quotation that it ends in does, and the mark that closes it early."""
    if not quoted_at(text, last):
        yield last, ""
        return
    if (carried := to_its_end(text, last)) > last:
        yield carried, ""
    if (opening := _opening(text, first, last)) > first:
        yield last, _OTHER_END[text[opening - 1]]


def to_its_end(text: str, last: int) -> int:
    """`last`, or where the sentence ends in which a quotation closes that stands open there."""
    closing = closes_at(text, last) if quoted_at(text, last) else None
    return last if closing is None else next((b for a, b in sentences(text) if a <= closing - 1 < b), closing)


def _opening(text: str, first: int, last: int) -> int:
    """Behind the last mark that may open a quotation; `first` where there is none."""
    return max((m.end() for m in _OPENS.finditer(text, first, last)), default=first)
