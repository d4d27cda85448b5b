"""Which answer a candidate meant when they named their weakest. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...sessions import records
from .schema import AnswerRow, OwnView

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER = re.compile(r"\b(?:answer|question|number)\s+(?:number\s+)?(\w+)", re.IGNORECASE)
_ORDINAL = re.compile(rf"\b({'|'.join(_ORDINALS)}|last)\b(?!\s+(?:time|year|week|month|sentence|word))", re.IGNORECASE)
_SHARED = 2
"Rare words that a view and one question share, and no other question as many, before it is taken to be meant."


def of(record: records.OwnView | None, rows: Sequence[AnswerRow]) -> OwnView | None:
    """The view as the debrief shows it; None where nothing was said."""
    if record is None or not record.text.strip():
        return None
    return OwnView(question=record.question, text=record.text, answer=meant(record.text, rows), spoken=record.spoken)


def meant(text: str, rows: Sequence[AnswerRow]) -> str:
    """The id of the answer that is meant: by its number, its place, or words of its question; empty when unclear."""
    if (found := _NUMBER.search(text)) is not None:
        said = found[1].casefold()
        number = _CARDINALS.index(said) + 1 if said in _CARDINALS else said
        if any(row.id == str(number) for row in rows):
            return str(number)
    if (found := _ORDINAL.search(text)) is not None and rows:
        place = len(rows) if found[1].casefold() == "last" else _ORDINALS.index(found[1].casefold()) + 1
        if place <= len(rows):
            return rows[place - 1].id
    said_words = _rare(text)
    ranked = sorted(((len(said_words & _rare(row.question)), row.id) for row in rows), key=lambda r: -r[0])
    if ranked and ranked[0][0] >= _SHARED and (len(ranked) == 1 or ranked[0][0] > ranked[1][0]):
        return ranked[0][1]
    return ""


def _rare(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{5,}", text.casefold())) - {"answer", "question", "about", "which", "would", "think"}
