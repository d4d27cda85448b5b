"""The closed list of everything the program can find in an answer. Names never change; scripts rely on them."""

from __future__ import annotations

SIGNALS: tuple[str, ...] = (
    "failure_anticipation",
    "constraint_tradeoff",
    "decision_ownership",
    "metric_skepticism",
    "systems_thinking",
    "calm_adaptation",
    "restraint",
    "learning_loop",
)
"Judgement signals: each is good to show."

STRENGTHS: tuple[str, ...] = ("calibration", "ownership", "scale_translation")
"Ways of speaking that are credited."

COSTS: tuple[str, ...] = (
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
)
"Ways of speaking that cost the candidate."

DISFLUENCIES: tuple[str, ...] = ("filler", "repeat")

LABELS: tuple[str, ...] = SIGNALS + STRENGTHS + COSTS + DISFLUENCIES

PATTERNS: tuple[str, ...] = (
    "break_first",
    "growth",
    "user_harm",
    "rollback",
    "hindsight",
    "stakeholders",
    "not_do",
    "direct",
)
"Question patterns; `direct` is the direct question about scale."

STORY_PARTS: tuple[str, ...] = ("context", "decision", "expectation", "result", "change")
TRAPS: tuple[str, ...] = ("apologetic_minimising", "inflated_compensation")
REACTIONS: tuple[str, ...] = ("adapts", "defense", "restart", "freeze")
JUDGED: tuple[str, ...] = ("risk_awareness", "decision_clarity", "adaptability", "ownership_mindset")
SIGNAL_STATES: tuple[str, ...] = ("volunteered", "prompted", "missed", "not_asked")
