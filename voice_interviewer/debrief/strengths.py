"""What to keep: the words that showed judgement, quoted without what costs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..hearing.model import Word
from ..language.keys import COSTS
from .align import TimeMap
from .schema import AnswerRow, FindingRow, Strength
from .trim import sentence_at, sentences
from .wording import about

_SORRY = re.compile(r"\b(?:sorry|apolog\w+|embarrass\w+)\b", re.IGNORECASE)


def strengths(rows: Sequence[AnswerRow], limit: int = 4) -> list[Strength]:
    """What to keep: signals that came unasked, then the strong ways of speaking, then signals shown on request."""
    found: dict[str, tuple[float, Strength]] = {}
    for row in rows:
        for label, start, end, text, weight in _shown(row):
            worth = weight + min(len(text), 160) / 1000
            if label not in found or worth > found[label][0]:
                span = praiseworthy(row, start, end)
                if span is None:
                    continue
                first, last = span
                strength = Strength(
                    label=label,
                    title=about(label).get("name", label),
                    answer=row.id,
                    quote=row.transcript.text[first:last],
                    start_s=second(row, first),
                    why=about(label).get("praise", ""),
                )
                found[label] = (worth, strength)
    best = sorted(found.values(), key=lambda pair: -pair[0])
    quotes: set[str] = set()
    kept = []
    for _, strength in best:
        if strength.quote not in quotes:
            quotes.add(strength.quote)
            kept.append(strength)
    return kept[:limit]


def praiseworthy(row: AnswerRow, start: int, end: int, *, whole: bool = True) -> tuple[int, int] | None:
    """The part of the shown stretch that can be quoted as praise: a sentence, or a piece of one, free of what costs.

    `whole` False keeps to the stretch itself where that is enough. None where nothing of five words is free.
    """
    text = row.transcript.text
    clear = not _SORRY.search(text[start:end]) and not any(f.start < end and f.end > start for f in _costs(row))
    if not whole and clear and len(text[start:end].split()) >= 5:
        return start, end
    over, until = _sentences_over(text, start, end)
    inside = [(max(a, over), min(b, until)) for a, b in sentences(text) if a < until and b > over]
    pieces: list[tuple[int, int]] = []
    for first, last in inside:
        at = first
        for cost in sorted((f for f in _costs(row) if f.start < last and f.end > first), key=lambda f: f.start):
            pieces.append((at, cost.start))
            at = max(at, cost.end)
        pieces.append((at, last))
    fit = [_stripped(text, a, b) for a, b in pieces if b > a]
    fit = [(a, b) for a, b in fit if len(text[a:b].split()) >= 5 and not _SORRY.search(text[a:b])]
    touching = [(a, b) for a, b in fit if a < end and b > start]
    return max(touching, key=lambda s: min(s[1], end) - max(s[0], start), default=None)


def second(row: AnswerRow, at: int) -> float | None:
    """The second at which the word at offset `at` was said."""
    words = [Word(w.text, w.start, w.end, w.probability) for w in row.transcript.words]
    return TimeMap(row.transcript.text, words).span(at, at + 1)[0]


# ---- small parts ----


def _costs(row: AnswerRow) -> list[FindingRow]:
    return [f for f in row.findings if f.label in COSTS and f.opinion is not False]


def _sentences_over(text: str, start: int, end: int) -> tuple[int, int]:
    """From the beginning of the sentence that holds `start` to the end of the one that holds the last character."""
    first, _ = sentence_at(text, start, min(end, start + 1))
    _, last = sentence_at(text, max(start, end - 1), end)
    return first, max(last, end)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " ,;:.-–—":
        start += 1
    while end > start and text[end - 1] in " ,;:-–—":
        end -= 1
    return start, end


def _shown(row: AnswerRow) -> Iterable[tuple[str, int, int, str, float]]:
    for key, signal in row.signals.items():
        for evidence in signal.evidence:
            yield key, evidence.start, evidence.end, evidence.text, 3.0 if signal.state == "volunteered" else 1.0
    for finding in row.findings:
        if finding.opinion is False:
            continue
        if finding.label == "scale_translation":
            yield finding.label, finding.start, finding.end, finding.text, 4.0
        elif finding.label == "calibration":
            yield finding.label, finding.start, finding.end, finding.text, 1.5
        elif finding.label == "ownership":
            yield finding.label, finding.start, finding.end, finding.text, 0.5
