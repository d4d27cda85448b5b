"""Which of the question patterns a question belongs to, told from its words when the flow does not say."""

from __future__ import annotations

import re

_CUES: tuple[tuple[str, str], ...] = (
    (
        "not_do",
        r"leave out|left out|leave it out|refuse to build|not (?:do|build|add)|deliberately not|without\b.*on purpose|where would you stop|keep out|say no to|resist|hold off|skip",
    ),
    (
        "rollback",
        r"roll(?:ed|ing)? ?back|revert|undo|undoing|take (?:this|it) back|switch(?:ed)? (?:it )?off|pull(?:ed)? (?:it|the)|back out|turn(?:ed)? (?:it )?off|reverse",
    ),
    (
        "user_harm",
        r"hurt|harm|worse off|damage|pays when|suffer|unfair|tell you that people|affected people|wrong for (?:people|users)",
    ),
    (
        "hindsight",
        r"differently|looking back|hindsight|another way|get wrong|got wrong|started (?:this )?again|what did you learn|do over|regret|knowing what you know",
    ),
    (
        "growth",
        r"(?:ten|hundred|twenty|fifty|thousand|\d+) ?(?:times|x)\b|\d+×|multipl|grows?\b|hold up with|more (?:users|traffic|data)|at (?:larger|bigger) scale|next year|double",
    ),
    (
        "stakeholders",
        r"who else|which people|stakeholder|other teams|outside your team|involve|agree before|whom|bring in|legal|had to agree|convince",
    ),
    (
        "break_first",
        r"break|fail|weak(?:est)? (?:spot|part|point|link)|worr|fragile|go(?:es)? wrong|silent|quietly|first to|assumption|keeps you up",
    ),
    (
        "direct",
        r"at scale|large scale|largest system|how much traffic|how many (?:users|requests)|in production|biggest system|deployed|scale have you|served?\b",
    ),
)
_COMPILED = tuple((pattern, re.compile(expression)) for pattern, expression in _CUES)


def infer(question: str) -> str | None:
    """One of `keys.PATTERNS`, or None when the question belongs to none."""
    lowered = question.lower()
    for pattern, expression in _COMPILED:
        if expression.search(lowered):
            return pattern
    return None
