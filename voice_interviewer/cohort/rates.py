"""Labels per 100 words of a recording, where enough was heard well enough; otherwise why not. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from ..debrief.data.measures import MIN_WORDS
from ..rubric.keys import LABELS
from .records import Recording


@dataclass(frozen=True, slots=True)
class Rates:
    """How often each label was heard."""

    words: int
    "Words that the rates are over: those of answers in English that were not heard poorly."
    per_100: dict[str, float]
    "Label → how often in 100 words, every label of the rubric; empty where rates are withheld."
    why: str = ""
    "Why they are withheld; empty: they are not."


def rates(record: Recording) -> Rates:
    """Labels of tier `heard` per 100 words. Under `MIN_WORDS` one word more or less would decide, so there are none."""
    fit = [answer for answer in record.answers if answer.fit]
    words = sum(answer.words for answer in fit)
    if record.failure:
        return Rates(0, {}, "nothing was reviewed")
    if not any(answer.words for answer in record.answers):
        reasons = (reason for answer in record.answers for reason in (answer.unheard, *answer.reasons) if reason)
        return Rates(0, {}, next(reasons, "there are no words"))
    if words < MIN_WORDS:
        left = sum(answer.words for answer in record.answers) - words
        why = f"only {words} words, and rates need {MIN_WORDS}"
        return Rates(words, {}, f"{why} ({left} more were heard poorly, or are not English)" if left else why)
    numbers = {answer.number for answer in fit}
    counts = dict.fromkeys(LABELS, 0)
    for mark in record.marks:
        if mark.tier == "heard" and mark.answer in numbers and mark.label in counts:
            counts[mark.label] += 1
    return Rates(words, {label: round(100 * count / words, 2) for label, count in counts.items()})
