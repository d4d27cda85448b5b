"""Other voices in an answer: what somebody tells in quotation marks is not said again as their own words."""

from __future__ import annotations

import re
from collections.abc import Iterator

NEAR = 400
"Characters before a sentence in which a mark that still stands open is looked for: transcripts forget to close them."
_MARK = re.compile(r"[\"“”]")
_SPACE = re.compile(r"[\s,;:.!?]*")


def quoted_at(text: str, at: int) -> bool:
    """Whether the words at `at` are somebody's voice that the speaker quotes: a mark opened near before them. Pure."""
    return any(opening for _, opening in list(_marks(text, max(0, at - NEAR), at))[-1:])


def unquoted(text: str, first: int, last: int, at: int) -> tuple[int, int] | None:
    """The stretch of the sentence `text[first:last]` around `at` that ends it in the speaker's own voice. Pure; linear.

    None where another voice speaks at `at`, or is heard behind it: what is cut off before a quotation says half.
    """
    own, begin = not quoted_at(text, first), first
    for place, opening in _marks(text, first, last):
        if place >= at:
            return None
        own, begin = not opening, _SPACE.match(text, place + 1, last).end()  # type: ignore[union-attr]
    return (begin, last) if own and begin <= at else None


def _marks(text: str, first: int, last: int) -> Iterator[tuple[int, bool]]:
    """The quotation marks of a stretch, and whether each opens: a straight one does behind a space or a bracket."""
    for found in _MARK.finditer(text, first, last):
        at = found.start()
        yield at, found[0] == "“" or (found[0] == '"' and (at == 0 or text[at - 1] in " \n\t([-–—"))
