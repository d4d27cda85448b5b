"""What the language room takes and gives: plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """Something noticed in a text. `text[start:end] == finding.text` always holds."""

    label: str
    "One of `keys.LABELS`."
    start: int
    "Character offset of the first character."
    end: int
    "Character offset behind the last character."
    text: str
    why: str
    "One plain sentence: what was noticed and why it matters."
    confidence: float = 1.0
    "Calibrated probability that a careful annotator would agree."


@dataclass(frozen=True, slots=True)
class Interruption:
    """A constraint injected into an answer."""

    text: str
    "What the interviewer said."
    at: int
    "Character offset in the answer's text at which it was said; what follows is the reaction."


@dataclass(frozen=True, slots=True)
class Context:
    """What was asked. Everything is optional: text alone can be analysed."""

    question: str = ""
    pattern: str | None = None
    "One of `keys.PATTERNS`."
    interruption: Interruption | None = None
    opening: bool = True
    "The text begins where the answer begins (`absence_lead` is only found there)."


ClaimKind = Literal["scale", "number", "role", "outcome"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement of size, number, role or outcome."""

    kind: ClaimKind
    start: int
    end: int
    text: str
    has_number: bool
    has_comparison: bool
    has_role: bool
    "The speaker says what they themselves did."


@dataclass(frozen=True, slots=True)
class TrapScale:
    """Both traps on one scale; always shown together."""

    apologetic: float
    "0 to 1: how much of the answer undersells."
    inflated: float
    "0 to 1: how much of it oversells."


@dataclass(frozen=True, slots=True)
class Weakness:
    """What a sharp interviewer would pursue next."""

    target: str | None
    "One of `keys.LABELS`; None when nothing remedial is called for (ask for growth or a constraint instead)."
    why: str
    quote: tuple[int, int] | None = None
    "Character span of the words that call for it."


SPARED_WORDS = 60
"In an answer of up to so many words that tells of an illness, a loss or the like, nothing is found fault with."


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything language has to say about one answer."""

    text: str
    findings: tuple[Finding, ...] = ()
    "What is heard: shown, counted, used."
    story: Mapping[str, tuple[int, int] | None] = field(default_factory=dict)
    "For each of `keys.STORY_PARTS` the span that told it, or None."
    trap: str | None = None
    trap_scale: TrapScale = TrapScale(0.0, 0.0)
    reaction: str | None = None
    "One of `keys.REACTIONS`; None without an interruption."
    claims: tuple[Claim, ...] = ()
    weakness: Weakness = Weakness(None, "")
    language: str = "en"
    "`en`, or `other` when the text is not English: then nothing else is reported."
    words: int = 0
    perhaps: tuple[Finding, ...] = ()
    "What may be there: told when asked for, and counted nowhere."
    whole: Mapping[str, float] = field(default_factory=dict)
    "What the reader holds of the answer as a whole (`reader.Reading.whole`); empty where the rules decided alone."
    touched: tuple[tuple[int, int], ...] = ()
    "Sentences that tell of an illness, a loss or the like that touched the speaker: none of them is held against anybody."
    personal: bool = False
    "The answer as a whole is about that: nothing is missing in it, and nothing in it is pursued."

    @property
    def spared(self) -> bool:
        """Whether nothing is found fault with or missing: it is about something personal, or short and touches on it."""
        return self.personal or (bool(self.touched) and self.words <= SPARED_WORDS)

    def of(self, label: str) -> tuple[Finding, ...]:
        """All findings of one label."""
        return tuple(f for f in self.findings if f.label == label)

    def has(self, label: str) -> bool:
        """Whether the label was heard."""
        return any(f.label == label for f in self.findings)

    def may_have(self, label: str) -> bool:
        """Whether the label was heard or may be there: nobody is asked for what they perhaps have said."""
        return self.has(label) or any(f.label == label for f in self.perhaps)
