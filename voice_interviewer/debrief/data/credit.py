"""Credit for judgement: whether each signal came unasked, on request, not at all, or was not looked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ...english.sentences import sentences
from ...language.model import Analysis, Finding
from ...rubric.keys import SIGNALS
from ...rubric.relations import hinted_by
from .align import TimeMap
from .schema import AnswerRow, Evidence, SignalRow


def signal_states(
    row: AnswerRow,
    analysis: Analysis,
    kept: Iterable[Finding],
    near: Collection[str],
    asked: Collection[str],
    listens: Collection[str],
    hints: Collection[str],
    times: TimeMap,
    zero: float,
) -> dict[str, SignalRow]:
    """For each judgement signal whether it came unasked, on request, not at all, or was not looked for.

    `near`: what the question's pattern asks for, perhaps only by a guess: shown there it is no longer unasked. `asked`:
    what it asks for beyond doubt, and `listens`, what it listens for: not shown, that was missed. What may have been
    said is not called missed: then nothing is known.
    """
    if row.replies_to == "follow_up":
        near = asked = ()
    asked = {*asked, *(key for hint in hints for key in hinted_by(hint))}
    states: dict[str, SignalRow] = {}
    for key in SIGNALS:
        shown = [evidence(analysis.text, f.start, f.end, times, zero) for f in kept if f.label == key]
        if not shown and key == "calm_adaptation" and analysis.reaction == "adapts" and row.interruption:
            at = min(row.interruption.at, len(analysis.text))
            start, end = _fullest_sentence(analysis.text, at)
            shown = [evidence(analysis.text, start, end, times, zero)] if end > start else []
        if shown:
            state = "prompted" if key in near or key in asked else "volunteered"
        elif analysis.language != "en" or analysis.spared or any(f.label == key for f in analysis.perhaps):
            state = "not_asked"
        else:
            state = "missed" if key in listens or key in asked else "not_asked"
        states[key] = SignalRow(state=state, evidence=shown)
    return states


def evidence(text: str, start: int, end: int, times: TimeMap, zero: float) -> Evidence:
    """Words of the text with their second; `zero` is the session time of the recording's start."""
    start_s, _ = times.span(start, end)
    return Evidence(
        text=safe(text[start:end]),
        start=start,
        end=end,
        start_s=None if start_s is None else since(start_s, zero),
    )


def since(at_s: float, zero: float) -> float:
    """Session time as time within the recording."""
    return round(at_s - zero, 3)


def safe(text: str) -> str:
    """Lone surrogates, which no file can hold, become question marks; offsets stay."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _fullest_sentence(text: str, at: int) -> tuple[int, int]:
    """The longest sentence behind `at`; a cut one counts from there."""
    spans = [(max(a, at), b) for a, b in sentences(text) if b > at]
    return max(spans, key=lambda s: s[1] - s[0], default=(at, len(text)))
