"""What the reader reads at once: the end of the question, what was said before, some stretches, and what follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

QUESTION_WORDS = 28
"So many words of the question's end are read."


@dataclass(frozen=True, slots=True)
class Limits:
    """How many word pieces a window holds."""

    question_tokens: int = 40
    left_tokens: int = 56
    window_tokens: int = 88
    right_tokens: int = 24
    sentence_tokens: int = 72


@dataclass(frozen=True, slots=True)
class Window:
    """Stretches `first` to behind `last` are scored; context reaches from `left` to behind `right`."""

    left: int
    first: int
    last: int
    right: int


def plan(lengths: Sequence[int], limits: Limits) -> list[Window]:
    """Windows over stretches of these token counts. A window depends only on what precedes it and its right side."""
    found: list[Window] = []
    first = 0
    while first < len(lengths):
        last, total = first + 1, lengths[first]
        while last < len(lengths) and total + lengths[last] <= limits.window_tokens:
            total += lengths[last]
            last += 1
        left, total = first, 0
        while left > 0 and total + lengths[left - 1] <= limits.left_tokens:
            left -= 1
            total += lengths[left]
        found.append(Window(left, first, last, min(len(lengths), last + 1)))
        first = last
    return found


def assemble(
    question: Sequence[int], pieces: Sequence[Sequence[int]], window: Window, limits: Limits, marks: Mapping[str, int]
) -> tuple[list[int], list[tuple[int, int]]]:
    """Token ids of a window, and where in them each of its stretches `left` to `last` lies."""
    ids = [marks["start"], *question[-limits.question_tokens :], marks["end"], marks["end"]]
    if window.left > 0:
        ids.append(marks["more"])
    places = []
    for index in range(window.left, window.last):
        places.append((len(ids), len(ids) + len(pieces[index])))
        ids += pieces[index]
    for index in range(window.last, window.right):
        ids += pieces[index][: limits.right_tokens]
    ids.append(marks["end"])
    return ids, places
