"""Answers for the debrief's tests, made without sound and without the language room."""

from __future__ import annotations

from typing import Any

from voice_interviewer.debrief.data.build import answer_row, build, text_answer
from voice_interviewer.debrief.data.schema import AnswerRow, Debrief, FollowUp, InterruptionRow
from voice_interviewer.hearing.model import AudioQuality, Heard, Pause, Word
from voice_interviewer.language.model import Analysis, Claim, Finding, TrapScale, Weakness

TOLD = "Sorry, I decided to wait because nothing was watched. We rolled it back for 40 users. It went quiet first."
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
    names = ("target", "scale", "story", "trap", "reaction", "claims", "language", "personal")
    about = {k: more.pop(k) for k in names if k in more}
    more.setdefault("id", "1")
    return answer_row(heard or text_answer(text), analysis(text, *found, **about), **more)


def debrief() -> Debrief:
    """Two answers: one with findings of every family and an interruption, one with none."""
    made = row(
        TOLD,
        ("apology", "Sorry"),
        ("ownership", "I decided"),
        ("decision_ownership", "I decided to wait because nothing was watched"),
        ("team_voice", "We rolled it back"),
        ("failure_anticipation", "It went quiet first"),
        heard=spoken(TOLD),
        question="What would break first?",
        interruption=InterruptionRow(text="Labels are late.", at=54, at_s=6.0),
        reaction="adapts",
        asked_next=[FollowUp(target="team_voice", text="Whose call was that?", why="It was told as “we”.")],
        audio="audio/01.flac",
        claims=(Claim("scale", 72, 84, "for 40 users", True, False, False),),
        story={"decision": "I decided to wait"},
        trap="apologetic_minimising",
        scale=(0.5, 0.0),
    )
    other = row("It was fine.", id="2", question="What did you learn?")
    return build([made, other], session="2026-11-22-1405-x", flow="first-five", started="2026-11-22T14:05:00+00:00")
