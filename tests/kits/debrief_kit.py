"""Answers for the debrief's tests, made without sound and without the language room."""

from __future__ import annotations

from typing import Any

from voice_interviewer.debrief.data.build import answer_row, text_answer
from voice_interviewer.debrief.data.schema import AnswerRow
from voice_interviewer.hearing.model import AudioQuality, Heard, Pause, Word
from voice_interviewer.language.model import Analysis, Finding, TrapScale, Weakness

GOOD = AudioQuality(-24.0, -58.0, 0.0)


def finding(text: str, label: str, quote: str, *, confidence: float = 1.0, why: str = "because") -> Finding:
    """The finding of `label` on the first place of `quote` in `text`."""
    start = text.index(quote)
    return Finding(label, start, start + len(quote), quote, why, confidence)


def analysis(text: str, *found: tuple[str, str], **more: Any) -> Analysis:
    """An analysis with findings given as (label, quote); `target` sets the weakness, `story` takes quotes by part."""
    target = more.pop("target", None)
    scale = more.pop("scale", (0.0, 0.0))
    story = {part: (text.index(quote), text.index(quote) + len(quote)) for part, quote in more.pop("story", {}).items()}
    findings = tuple(finding(text, label, quote) for label, quote in found)
    return Analysis(
        text,
        findings,
        story,
        weakness=Weakness(target, "a reason"),
        trap_scale=TrapScale(*scale),
        words=len(text.split()),
        **more,
    )


def spoken(text: str, *, start: float = 1.0, pace: float = 0.3, probability: float = 0.9, **more: Any) -> Heard:
    """`text` heard: each word takes `pace` seconds, a full stop 0.5 s of silence more."""
    words: list[Word] = []
    voiced: list[tuple[float, float]] = []
    pauses: list[Pause] = []
    at = run = start
    tokens = text.split()
    for i, token in enumerate(tokens):
        words.append(Word(token, round(at, 3), round(at + pace, 3), probability))
        at += pace
        if token.endswith(".") and i + 1 < len(tokens):
            voiced.append((run, at))
            pauses.append(Pause(at, at + 0.5))
            at = run = at + 0.5
    voiced.append((run, at))
    given = {"quality": GOOD, "plain_text": text, "latency_s": 1.1, **more}
    return Heard(text, tuple(words), start, at, tuple(voiced), tuple(pauses), **given)


def row(text: str, *found: tuple[str, str], heard: Heard | None = None, **more: Any) -> AnswerRow:
    """An answer's row; keywords of `answer_row` and of `analysis` may be mixed."""
    names = ("target", "scale", "story", "trap", "reaction", "claims", "language")
    about = {k: more.pop(k) for k in names if k in more}
    more.setdefault("id", "1")
    return answer_row(heard or text_answer(text), analysis(text, *found, **about), **more)
