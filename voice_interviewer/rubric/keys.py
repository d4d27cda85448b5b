"""The closed lists of everything the program can find in an answer. Names never change; scripts rely on them.

Each list is a type as well (`Signal`, `Cost`, `Pattern` …): the values are plain strings, and mypy refuses a mistyped one.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, TypeGuard, get_args

Signal: TypeAlias = Literal[
    "failure_anticipation",
    "constraint_tradeoff",
    "decision_ownership",
    "metric_skepticism",
    "systems_thinking",
    "calm_adaptation",
    "restraint",
    "learning_loop",
]
"A judgement signal: good to show."

Strength: TypeAlias = Literal["calibration", "ownership", "scale_translation"]
"A way of speaking that is credited."

Cost: TypeAlias = Literal[
    "absence_lead",
    "apology",
    "minimizer",
    "hedge",
    "team_voice",
    "exposure",
    "inflation",
    "generic",
    "outcome_only",
    "defense",
    "restart",
    "freeze",
]
"A way of speaking that costs the candidate."

Disfluency: TypeAlias = Literal["filler", "repeat"]
Label: TypeAlias = Signal | Strength | Cost | Disfluency
"Whatever a finding can be."

Pattern: TypeAlias = Literal[
    "break_first",
    "growth",
    "user_harm",
    "rollback",
    "hindsight",
    "stakeholders",
    "not_do",
    "direct",
]
"A question pattern; `direct` is the direct question about scale. What each means stands in `patterns.yaml`."

StoryPart: TypeAlias = Literal["context", "decision", "expectation", "result", "change"]
Trap: TypeAlias = Literal["apologetic_minimising", "inflated_compensation"]
Failed: TypeAlias = Literal["defense", "restart", "freeze"]
"A failed reaction to a new constraint; each is a cost, too."
Reaction: TypeAlias = Literal["adapts"] | Failed
Judged: TypeAlias = Literal["risk_awareness", "decision_clarity", "adaptability", "ownership_mindset"]
SignalState: TypeAlias = Literal["volunteered", "prompted", "missed", "not_asked"]
Family: TypeAlias = Literal["cost", "signal", "strength", "disfluency"]
"The list that a label stands in."
Probe: TypeAlias = Literal["decision_authority", "failure_visibility"]
"What is probed where size is claimed."
Target: TypeAlias = Label | StoryPart | Pattern | Trap | Probe
"What a follow-up can pursue."

SIGNALS: Final[tuple[Signal, ...]] = get_args(Signal)
STRENGTHS: Final[tuple[Strength, ...]] = get_args(Strength)
COSTS: Final[tuple[Cost, ...]] = get_args(Cost)
DISFLUENCIES: Final[tuple[Disfluency, ...]] = get_args(Disfluency)
LABELS: Final[tuple[Label, ...]] = SIGNALS + STRENGTHS + COSTS + DISFLUENCIES
PATTERNS: Final[tuple[Pattern, ...]] = get_args(Pattern)
STORY_PARTS: Final[tuple[StoryPart, ...]] = get_args(StoryPart)
TRAPS: Final[tuple[Trap, ...]] = get_args(Trap)
FAILED: Final[tuple[Failed, ...]] = get_args(Failed)
REACTIONS: Final[tuple[Reaction, ...]] = ("adapts", *FAILED)
JUDGED: Final[tuple[Judged, ...]] = get_args(Judged)
SIGNAL_STATES: Final[tuple[SignalState, ...]] = get_args(SignalState)
LOOKED_FOR: Final[tuple[SignalState, ...]] = tuple(state for state in SIGNAL_STATES if state != "not_asked")
"States of a signal that something asked or listened for."
PROBES: Final[tuple[Probe, ...]] = get_args(Probe)


def is_label(key: str | None) -> TypeGuard[Label]:
    """Whether a finding can be this."""
    return key in LABELS


def is_signal(key: str | None) -> TypeGuard[Signal]:
    """Whether this is one of the eight judgement signals."""
    return key in SIGNALS


def is_pattern(key: str | None) -> TypeGuard[Pattern]:
    """Whether this is one of the question patterns."""
    return key in PATTERNS


_FAMILIES: Final[tuple[tuple[tuple[Label, ...], Family], ...]] = (
    (COSTS, "cost"),
    (SIGNALS, "signal"),
    (STRENGTHS, "strength"),
    (DISFLUENCIES, "disfluency"),
)


def family(key: str) -> Family | None:
    """The list that a label stands in; None for what is no label."""
    return next((name for keys, name in _FAMILIES if key in keys), None)


def words(key: str) -> str:
    """A key as words, where no better name is at hand."""
    return key.replace("_", " ")
