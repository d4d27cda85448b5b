"""What the conditions of a flow can see, gathered from the answers so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from ...flow.conditions import Facts
from ...language.model import Analysis
from ...rubric import keys, patterns
from .pace import left_s
from .state import State, Thread


def counts(analysis: Analysis) -> Counter[str]:
    """How often each label, story part and topic occurs in one answer."""
    found = Counter(finding.label for finding in analysis.findings)
    found.update(part for part, span in analysis.story.items() if span is not None)
    found.update(dict(_topics(analysis.text)))
    return found


@lru_cache(maxsize=4096)
def _topics(text: str) -> tuple[tuple[str, int], ...]:
    """Topics touched in a text; the same answers are looked at after every further one."""
    return tuple((topic, n) for topic in keys.PATTERNS if (n := patterns.touched(topic, text)))


def forget() -> None:
    """Drop the answers that are remembered to save work."""
    _topics.cache_clear()


def heard(analyses: Iterable[Analysis]) -> Counter[str]:
    """The same over several answers."""
    total: Counter[str] = Counter()
    for analysis in analyses:
        total.update(counts(analysis))
    return total


def facts(state: State, thread: Thread) -> Facts:
    """Everything a condition of this question may ask for, now."""
    analyses = [turn.answer.analysis for turn in thread.turns]
    visits = Counter(t.node for t in state.threads)
    return Facts(
        counts=heard(analyses),
        ever=frozenset(state.ever),
        asked=frozenset(thread.pursued),
        visits=visits,
        words=sum(a.words or len(a.text.split()) for a in analyses),
        minutes_left=max(0.0, left_s(state) / 60),
        trap=next((a.trap for a in reversed(analyses) if a.trap), None) or "none",
        reaction=next((a.reaction for a in reversed(analyses) if a.reaction), None) or "none",
        role=state.flow.role,
    )
