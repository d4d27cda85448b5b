"""What each question pattern asks for outright, what it listens for, and how a bare question is recognised."""

from __future__ import annotations

import re

ASKS: dict[str, tuple[str, ...]] = {
    "break_first": ("failure_anticipation",),
    "growth": ("failure_anticipation",),
    "user_harm": ("metric_skepticism",),
    "rollback": ("systems_thinking",),
    "hindsight": ("learning_loop",),
    "stakeholders": ("systems_thinking",),
    "not_do": ("restraint",),
    "direct": (),
}
"Signals that a question of the pattern asks for in so many words: shown then, they count as prompted."

LISTENS: dict[str, tuple[str, ...]] = {
    "break_first": ("failure_anticipation", "systems_thinking"),
    "growth": ("failure_anticipation", "systems_thinking", "constraint_tradeoff"),
    "user_harm": ("metric_skepticism", "failure_anticipation", "systems_thinking"),
    "rollback": ("systems_thinking", "decision_ownership", "failure_anticipation"),
    "hindsight": ("learning_loop", "decision_ownership"),
    "stakeholders": ("systems_thinking", "decision_ownership"),
    "not_do": ("restraint", "constraint_tradeoff"),
    "direct": ("decision_ownership",),
}
"Signals a strong answer to the pattern shows: not shown, they count as missed."

TARGET_SIGNAL: dict[str, str] = {
    "team_voice": "decision_ownership",
    "exposure": "decision_ownership",
    "hedge": "decision_ownership",
    "minimizer": "decision_ownership",
    "generic": "constraint_tradeoff",
    "outcome_only": "constraint_tradeoff",
    "defense": "calm_adaptation",
    "restart": "calm_adaptation",
    "freeze": "calm_adaptation",
    "change": "learning_loop",
    "decision": "decision_ownership",
}
"The signal that a follow-up pursuing this weakness or story part asks for; signals stand for themselves."

_CUES: tuple[tuple[str, str], ...] = (
    ("break_first", r"\b(break(s|ing)?|fail(s|ing)?|go(es)? wrong|go(es)? quiet|give(s)? way) first\b"),
    ("break_first", r"\bfirst (thing )?to (break|fail|go)\b"),
    (
        "direct",
        r"\b(have|had|did|do) you (ever |actually |personally )*(\w+ )?"
        r"(deploy|run|ran|work|serve|ship|operat|handl|manag)\w*"
        r"[^.?!]*\b(at scale|large[- ]scale|production|millions?|big system|high traffic|that size)\b",
    ),
    (
        "direct",
        r"\b(largest|biggest) (system|scale|deployment|model|thing)\b|\bhow (many|large)[^.?!]*\b(users|requests)\b",
    ),
    ("direct", r"\b(experience|worked) (with|at|of) (large |real |true )?scale\b|\byour experience\b[^.?!]*\bscale\b"),
    (
        "rollback",
        r"\b(roll(ing|ed)?[ -]?(it |this |that |them |things )?back|rollback|revert\w*|undo|back (it )?out|kill switch"
        r"|switch(ed)? (it )?off|turn(ed)? (it )?off|pull(ed)? (it|the|this)|take (it|this) (down|back)|reverse)\b",
    ),
    (
        "hindsight",
        r"\b(differently|hindsight|do (it|that|this) (over|again)|start(ing|ed)? (over|again)|go back|redo|regret"
        r"|second time|looking back|knowing what you know|learn(ed|t)?)\b",
    ),
    (
        "user_harm",
        r"\b(hurt|harm|damag|unfair|suffer|worse off|worse for|mistreat|hurting|injur|disadvantag)\w*\b",
    ),
    (
        "not_do",
        r"\b(leave(s)? out|left out|leave (it |that )?for later|not (build|do|add|ship|include|bother)|say no|said no"
        r"|skip|deliberately|on purpose|out of scope|hold(ing)? off|resist|refuse|cut (from|first)"
        r"|de-?scope|drop from|postpone)\b",
    ),
    (
        "stakeholders",
        r"\b(who else|stakeholders?|which (other )?(teams?|people)|other (teams?|people|departments?|functions?)"
        r"|sign(s)?[ -]?off"
        r"|on board|whose (approval|help|agreement)|involve(d)?|at the table|in the room|need(s)? to (know|be told))\b",
    ),
    (
        "growth",
        r"(\b\d+ ?(x|×|times|fold)\b|\b(two|three|five|ten|twenty|fifty|hundred|thousand) ?-?(times|fold)\b"
        r"|\b(grow|grew|growth|doubl|tripl|tenfold|multipl)\w*|\bmore (users|traffic|data|customers|load|volume)\b"
        r"|\bat (a )?(larger|bigger|greater|much larger|full|real|global) (scale|size|volume)\b"
        r"|\bscale (it |this |that )?up\b)",
    ),
    (
        "break_first",
        r"\b(break|breaks|fail|fails|fragile|weak(est|ness|er)?|worr(y|ies|ied)|assumptions?|go wrong|goes wrong"
        r"|silent(ly)?|keep(s)? you (up|awake)|unnoticed|vulnerab\w+|risk(y|iest)?)\b",
    ),
)


def infer(question: str) -> str | None:
    """The pattern a question belongs to, from its wording; None when no cue fits."""
    text = question.casefold().replace("’", "'")
    return next((pattern for pattern, cue in _CUES if re.search(cue, text)), None)


def listens_for(pattern: str | None, interrupted: bool) -> tuple[str, ...]:
    """Signals an answer to this pattern is listened to for; an injected constraint adds the calm adaptation."""
    base = LISTENS.get(pattern or "", ())
    return (*base, "calm_adaptation") if interrupted and "calm_adaptation" not in base else base


def hinted_by(target: str | None) -> tuple[str, ...]:
    """Signals that a follow-up pursuing `target` gives away."""
    from .keys import SIGNALS

    if target is None:
        return ()
    if target in SIGNALS:
        return (target,)
    signal = TARGET_SIGNAL.get(target)
    return (signal,) if signal else ()
