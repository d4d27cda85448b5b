"""Where the sentences of a text begin and end: one answer for the findings, the debrief and the reading of files."""

from __future__ import annotations

from functools import lru_cache

from .tokens import tokenise

Span = tuple[int, int]
_OPENING = "\"“‘'([«"


@lru_cache(maxsize=64)
def sentences(text: str) -> tuple[Span, ...]:
    """Character spans of the sentences of a text, marks included and the white space around them not. Linear.

    They are those of `tokens.tokenise`, on which findings rest: a full stop within a number or a name ends nothing.
    """
    read = tokenise(text)
    starts = [read.tokens[sentence.first].start for sentence in read.sentences if sentence.first < sentence.last]
    if not starts:
        return ()
    edges = [0]
    for start in starts[1:]:
        while start > edges[-1] and text[start - 1] in _OPENING:
            start -= 1
        edges.append(start)
    spans = zip(edges, [*edges[1:], len(text)], strict=True)
    return tuple(span for span in (_stripped(text, *span) for span in spans) if span[0] < span[1])


def _stripped(text: str, first: int, last: int) -> Span:
    part = text[first:last]
    return first + len(part) - len(part.lstrip()), last - len(part) + len(part.rstrip())
