"""Which judgement signals a question of somebody else's asks for beyond doubt: only those can be missed in its answer.

A pattern inferred from a question's words (`patterns.infer`) says what the talk is near. That is not enough to tell a
candidate that something was asked and left out. So only a few plain wordings count here, and only where they ask: in
the last sentences, which are what an answer replies to.
"""

from __future__ import annotations

import re

from .keys import SIGNALS, Signal

LAST = 2
"Sentences from the end that are looked at; what stands before them led up to the question."
_END = re.compile(r"(?<=[.?!…])[\"”')]*\s+")
_REQUEST = re.compile(
    r"(?:and |so |then |now |please |okay,? )*(?:tell|walk|talk|take|describe|name|give|explain)\b", re.I
)
_TAG = re.compile(r"\b(?:right|you know|no|yeah|okay|is it|isn't it|huh|does that make sense)\s*\?\W*$", re.I)
"A statement that only wants to be nodded at."

_BREAKS = r"(?:break|fail|fall over|fall apart|give way|go wrong|collapse)\b(?! (?:the|a|an|even|into|down|fast|up)\b)"
_WILL = r"(?:would|will|could|can|might|may|is going to|are going to|'s going to|do you think will|do you think would)"
_CUES: dict[Signal, str] = {
    "failure_anticipation": (
        rf"\b(?:next|first) (?:thing|part|piece|component|one)(?: that| which)?(?:'s|'ll| is| will| would| could)?"
        rf"(?: going)?(?: likely)?(?: to)? {_BREAKS}"
        rf"|\b(?:what|which \w+|where|how)\b(?: \w+)?(?: \w+)?(?: |(?=')){_WILL} (?!(?:you|we|i|one)\b)(?:\w+ ){{0,3}}{_BREAKS}"
        rf"|\b(?:what|which \w+) (?:breaks|fails|falls over|gives way|goes wrong)(?: first| next| (?:if|when|once)\b)"
        r"|\bwhat (?:is|are|were|'s)?(?: |(?<='s ))?(?:the|its|your) (?:\w+ )?(?:failure modes?|single points? of failure"
        r"|weak(?:est)? (?:spots?|points?|links?|parts?))\b"
        r"|\bwhat (?:about \w+ )?(?:worries|scares|frightens) you\b|\bwhat keeps you (?:up|awake)\b"
    ),
    "learning_loop": (
        r"\bwhat (?:would|did|do|will) you (?:\w+ )?(?:do|have done|change|have changed|do again) (?:\w+ ){0,3}?differently"
        r"(?:\W*$|,? (?:now|today|next time|in hindsight|with hindsight|looking back)\b|,? if you (?:\w+ ){0,3}(?:start|begin|do it|did it)\b)"
        r"|\bwhat (?:did|have) you (?:learned|learnt|learn)(?: (?:from|out of|by|since)\b|\W*$)"
        r"|\bwhat (?:was|is|were) your (?:\w+ )?mistakes?\b|\bwhat (?:did|do) you regret\b|\bwhat did you get wrong\b"
    ),
    "restraint": (
        r"\bwhat (?:did|would|do|will|have) you (?:\w+ ){0,3}?(?:not (?:to )?(?:build|do|ship|add|make|automate)|leave out"
        r"|left out|(?:say|said) no to|refused? to|decided? against)\b"
        r"|\bwhat (?:would|should) (?:you|one|we) not (?:build|ship|automate)\b"
    ),
    "metric_skepticism": (
        r"\b(?:how|when|where|why|which)\b[\w ',]{0,40}\b(?:metric|number|score|benchmark|accuracy|average)s?\b[\w ',]{0,25}"
        r"\b(?:mislead\w*|lie|lies|lying|fool\w*|distrust|not trust|be gamed|deceiv\w+|hide|hides)\b"
        r"|\b(?:what|whom|who) (?:does|do|did|would|might) (?:the|that|this|your|those) (?:metric|number|score|average)s?"
        r" (?:hide|miss|leave out|not (?:show|tell|see))\b"
    ),
    "systems_thinking": (
        r"\bhow (?:would|do|did|will|could|can) you (?:\w+ ){0,2}?(?:roll (?:\w+ )?back|undo (?:it|that|this))\b"
        r"|\bwho (?:gets|is|would be|will be) (?:paged|woken|called) (?:when|if|at)\b"
    ),
    "constraint_tradeoff": (
        r"\bwhat (?:did|would|do|will) you (?:\w+ )?(?:give up|sacrifice|trade (?:off|away))\b"
        r"|\bwhat trade-?offs? (?:did|do|would) you (?:make|accept)\b"
    ),
    "decision_ownership": r"\bwhat was your (?:own )?(?:part|role|decision|call) in\b|\bwhich decisions? (?:was|were) yours\b",
}
_COMPILED = {signal: re.compile(cues, re.IGNORECASE) for signal, cues in _CUES.items()}


def outright(question: str) -> tuple[Signal, ...]:
    """Signals that the question's last sentences ask for in so many words, in the order of `SIGNALS`; mostly none."""
    last = [s for s in _END.split(question.replace("’", "'").strip()) if s][-LAST:]
    asking = [s for s in last if ("?" in s and not _TAG.search(s)) or _REQUEST.match(s)]
    return tuple(k for k in SIGNALS if k in _COMPILED and any(_COMPILED[k].search(s) for s in asking))
