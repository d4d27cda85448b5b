"""Which signals a question gives an occasion to show, by its pattern, where its author did not say."""

from __future__ import annotations

from collections.abc import Mapping

from ...flow.schema import Question

BY_PATTERN: Mapping[str, tuple[str, ...]] = {
    "break_first": ("failure_anticipation", "systems_thinking"),
    "growth": ("failure_anticipation", "systems_thinking", "constraint_tradeoff"),
    "user_harm": ("metric_skepticism", "failure_anticipation"),
    "rollback": ("systems_thinking", "decision_ownership"),
    "hindsight": ("learning_loop", "decision_ownership"),
    "stakeholders": ("systems_thinking", "decision_ownership"),
    "not_do": ("restraint", "constraint_tradeoff"),
    "direct": ("decision_ownership", "scale_translation"),
}


def listens_for(question: Question) -> tuple[str, ...]:
    """What the question listens for: its own list, else its pattern's."""
    return question.listens_for or pattern_listens(question.pattern)


def pattern_listens(pattern: str | None) -> tuple[str, ...]:
    """Signals a pattern gives an occasion for; none without a pattern."""
    return BY_PATTERN.get(pattern or "", ())
