"""Other voices in an answer: what somebody tells in quotation marks is not said again as their own words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .sentences import sentences

NEAR = 400
"Characters before a sentence in which a mark that still stands open is looked for: transcripts forget to close them."
_MARK = re.compile(r"[\"“”„‟«»‘’]")
_CLOSES = {"“": "„", "”": "“", "‟": "“", "»": "«", "’": "‘"}
"What opened the voice that a mark closes."
_APART = re.compile(r"[\s,;:.!?]*")
_JOINED = re.compile(r"\s*[,.;:!?]|\s+(?:and|so|but|then)\b", re.IGNORECASE)
"How a clause of the speaker's own goes on behind a quotation; what goes on otherwise has the quoted words in it."


def quoted_at(text: str, at: int) -> bool:
    """Whether the words at `at` are somebody's voice that the speaker quotes: a mark opened near before them. Pure."""
    own = True
    for place, own_behind in _marks(text, max(0, at - NEAR), at):
        if place < at:
            own = own_behind
    return not own


def to_its_end(text: str, last: int) -> int:
    """`last`, or the end of the sentence in which a quotation is closed that stands open there. Pure; linear.

    One that is not closed near stays as it is.
    """
    if not quoted_at(text, last):
        return last
    marks = _marks(text, max(0, last - NEAR), last + NEAR)
    closing = next((place for place, own_behind in marks if place >= last and own_behind), None)
    return next((b for a, b in sentences(text) if closing is not None and a <= closing < b), last)


def unquoted(text: str, first: int, last: int, at: int) -> tuple[int, int] | None:
    """The stretch of the sentence `text[first:last]` around `at` that ends it in the speaker's own voice. Pure; linear.

    None where another voice speaks at `at` or is heard behind it, and where the stretch begins within a clause that has
    quoted words in it: what is cut off there says half, or turns what was said.
    """
    own, begin = True, first
    for place, own_behind in _marks(text, max(0, first - NEAR), last):
        if place < first:
            own = own_behind
        elif place >= at:
            return None
        else:
            own, begin = own_behind, place + 1
            if own and not (text[place - 1 : place] in ",.;:!?" or _JOINED.match(text, begin, last)):
                return None
    if begin > first and (apart := _APART.match(text, begin, last)):
        begin = apart.end()
    return (begin, last) if own and begin <= at else None


def _marks(text: str, first: int, last: int) -> Iterator[tuple[int, bool]]:
    """The quotation marks of a stretch, and whether the speaker's own voice goes on behind each.

    Curly ones nest; a straight one opens before a word that no letter touches, and closes elsewhere; an apostrophe and
    the inches of a number are none.
    """
    voices: list[str] = []
    for found in _MARK.finditer(text, first, last):
        at, mark = found.start(), found[0]
        before, behind = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
        if mark == '"':
            if before.isdigit() and not behind.isalnum() and '"' not in voices:
                continue
            if behind.isalnum() and not before.isalnum() and before not in ".!?":
                voices.append('"')
            elif '"' in voices:
                del voices[voices.index('"') :]
        elif mark == "‘":
            if before.isalnum():
                continue
            voices.append(mark)
        elif mark == "“" and "„" not in voices or mark in "„«":
            voices.append(mark)
        elif mark == "’" and ("‘" not in voices or behind.isalnum()):
            continue
        elif (opened := _CLOSES[mark]) in voices:
            del voices[voices.index(opened) :]
        yield at, not voices
