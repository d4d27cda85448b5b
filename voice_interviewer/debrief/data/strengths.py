"""What to keep: the words that showed judgement, quoted without what costs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from types import MappingProxyType

from ...english.sentences import sentences
from ...hearing.model import Word
from ...rubric.keys import COSTS
from ...rubric.relations import TELLING
from ..wording import about
from .align import TimeMap
from .schema import AnswerRow, FindingRow, Strength
from .trim import sentence_at

_MINE = re.compile(r"\b(?:I|[Mm]y|[Mm]ine)\b")
_SORRY = re.compile(
    r"\b(?:sorry|apolog\w+|embarrass\w+|(?:don't|doesn't|didn't|not sure (?:it|this|that)) (?:think (?:it|this|that) )?"
    r"(?:really )?counts?|(?:just|only) guess\w*)\b",
    re.IGNORECASE,
)
"What belittles, wherever it stands: it is not quoted as praise."
_OPENER = re.compile(r"(?:(?:and|but|so|well|okay|ok|yeah|right|um|uh)\b[,.]?\s+)+(?=I\b)", re.IGNORECASE)
_EDGE_AFTER = re.compile(r"[,;:.!?…]\s+|\s+(?=(?:and|but|so|because|although|though)\s)", re.IGNORECASE)
MOST = 12
"Places of one label in one answer that are looked at for a quote."


Spans = Mapping[str, Sequence[tuple[int, int]]]
"Stretches of answers by their id."


def strengths(rows: Sequence[AnswerRow], limit: int = 4, blamed: Spans = MappingProxyType({})) -> list[Strength]:
    """What to keep: signals that came unasked, then the strong ways of speaking, then signals shown on request.

    Nothing is quoted that is `blamed` elsewhere on the page.
    """
    found: dict[str, tuple[float, AnswerRow, tuple[int, int]]] = {}
    for row in rows:
        for label, start, end, weight in _shown(row):
            worth = weight + min(end - start, 160) / 1000
            if label not in found or worth > found[label][0]:
                span = praiseworthy(row, start, end)
                if span is not None and touches(row.id, span, blamed):
                    continue
                if span is not None and not is_told(row.transcript.text[slice(*span)]):
                    continue
                if span is not None and speaks_of_self(label, row.transcript.text[slice(*span)]):
                    found[label] = (worth, row, span)
    kept: list[Strength] = []
    for label, (_, row, (first, last)) in sorted(found.items(), key=lambda item: -item[1][0]):
        quote = row.transcript.text[first:last]
        if len(kept) < limit and quote not in [s.quote for s in kept]:
            words = about(label)
            kept.append(
                Strength(
                    label=label,
                    title=words.get("name", label),
                    answer=row.id,
                    quote=quote,
                    start_s=second(row, first),
                    why=words.get("praise", ""),
                )
            )
    return kept


def praiseworthy(row: AnswerRow, start: int, end: int, *, whole: bool = True) -> tuple[int, int] | None:
    """The part of the shown stretch that can be quoted as praise: a sentence, or a piece of one, free of what costs.

    `whole` False keeps to the stretch itself where that is enough. None where nothing of five words is free.
    """
    text = row.transcript.text
    clear = not _SORRY.search(text[start:end]) and not any(f.start < end and f.end > start for f in _costs(row))
    if not whole and clear and len(text[start:end].split()) >= 5:
        return start, end
    over, until = _sentences_over(text, start, end)
    if row.interruption and over < row.interruption.at < until:  # what was said before and after it is no one sentence
        over, until = (over, row.interruption.at) if start < row.interruption.at else (row.interruption.at, until)
    inside = [(max(a, over), min(b, until)) for a, b in sentences(text) if a < until and b > over]
    pieces: list[tuple[int, int]] = []
    for first, last in inside:
        at = first
        for cost in sorted((f for f in _costs(row) if f.start < last and f.end > first), key=lambda f: f.start):
            if cost.start > at:
                pieces.append(_whole_clauses(text, at, cost.start, begins=at == first, ends=False))
            at = max(at, cost.end)
        if last > at:
            pieces.append(_whole_clauses(text, at, last, begins=at == first, ends=True))
    fit = [_stripped(text, a, b) for a, b in pieces if b > a]
    fit = [(a, b) for a, b in fit if len(text[a:b].split()) >= 5 and not _SORRY.search(text[a:b])]
    touching = [(a, b) for a, b in fit if a < end and b > start]
    return max(touching, key=lambda s: min(s[1], end) - max(s[0], start), default=None)


def is_told(quote: str) -> bool:
    """Whether words tell something by themselves: no question, and no half of what somebody said to somebody."""
    return not quote.rstrip(' "”').endswith("?") and quote.count('"') % 2 == 0 and quote.count("“") == quote.count("”")


def touches(answer: str, span: tuple[int, int], places: Spans) -> bool:
    """Whether a stretch of an answer shares words with any of the places."""
    return any(span[0] < end and span[1] > start for start, end in places.get(answer, ()))


def second(row: AnswerRow, at: int) -> float | None:
    """The second at which the word at offset `at` was said."""
    words = [Word(w.text, w.start, w.end, w.probability) for w in row.transcript.words]
    return TimeMap(row.transcript.text, words).span(at, at + 1)[0]


# ---- small parts ----


def _costs(row: AnswerRow) -> list[FindingRow]:
    return [f for f in row.findings if f.label in COSTS and f.opinion is not False]


def speaks_of_self(label: str, quote: str) -> bool:
    """Praise for owning something needs a first person in the quote; other labels do not."""
    return label not in ("ownership", "decision_ownership") or bool(_MINE.search(quote))


def _sentences_over(text: str, start: int, end: int) -> tuple[int, int]:
    """From the beginning of the sentence that holds `start` to the end of the one that holds the last character."""
    first, _ = sentence_at(text, start, min(end, start + 1))
    _, last = sentence_at(text, max(start, end - 1), end)
    return first, max(last, end)


def _whole_clauses(text: str, start: int, end: int, *, begins: bool, ends: bool) -> tuple[int, int]:
    """A piece of a sentence cut back to clause edges where it does not begin or end the sentence itself."""
    edges = [(m.start(), m.end()) for m in _EDGE_AFTER.finditer(text, max(0, start - 1), min(len(text), end + 1))]
    if not begins:
        start = next((after for _, after in edges if start <= after < end), end)
        start = end if _LEANS.match(text, start, end) else start
    if not ends:
        end = next((before for before, _ in reversed(edges) if start < before <= end), start)
    return start, end


_LEANS = re.compile(r"(?:because|although|though|which|that|so that)\b", re.IGNORECASE)
"A clause that begins so says nothing without the one before it."


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " ,;:.-–—":
        start += 1
    opener = _OPENER.match(text, start, end)
    start = opener.end() if opener else start
    while end > start and text[end - 1] in " ,;:-–—":
        end -= 1
    return start, end


def _shown(row: AnswerRow) -> Iterable[tuple[str, int, int, float]]:
    """(label, start, end, weight) of what an answer showed, the first `MOST` places of each label."""
    for key, signal in row.signals.items():
        for evidence in signal.evidence[:MOST]:
            yield key, evidence.start, evidence.end, 3.0 if signal.state == "volunteered" else 1.0
    for label, weight in TELLING.items():
        found = (f for f in row.findings if f.label == label and f.opinion is not False)
        for finding in islice(found, MOST):
            yield label, finding.start, finding.end, weight
