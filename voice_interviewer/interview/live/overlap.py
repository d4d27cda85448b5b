"""Words that were said while we spoke are less sure: an echo's remains, or a voice the canceller thinned out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...hearing.model import Heard

LESS_SURE = 0.5
"Certainty that such a word is left with, at most: half of what a finding would take for granted."
NOTE = "some words were said while the interviewer spoke: they are less sure"

Spans = Sequence[tuple[float, float]]
"From and to, session seconds."


def less_sure(heard: Heard, spoken: Spans) -> Heard:
    """The same answer, with the words said during `spoken` marked; doing it twice changes nothing."""
    inside = tuple((max(a, heard.start_s), min(b, heard.end_s)) for a, b in spoken)
    inside = tuple((a, b) for a, b in inside if a < b)
    words = tuple(
        replace(w, probability=min(w.probability, LESS_SURE)) if _within(w.start, w.end, spoken) else w
        for w in heard.words
    )
    if not any(_within(w.start, w.end, spoken) for w in words):
        return heard
    overlaps = tuple(dict.fromkeys((*heard.overlaps, *inside)))
    return replace(heard, words=words, notes=tuple(dict.fromkeys((*heard.notes, NOTE))), overlaps=overlaps)


def _within(start_s: float, end_s: float, spoken: Spans) -> bool:
    """Most of a word lies in one of the spans: recognisers place edges a few hundredths wrongly."""
    length = max(1e-3, end_s - start_s)
    return any(min(end_s, b) - max(start_s, a) > 0.5 * length for a, b in spoken)
