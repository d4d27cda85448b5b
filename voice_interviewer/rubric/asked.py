"""What a question asks for: the judgement signals that an answer to it should show, the first one above all."""

from __future__ import annotations

import re

from . import patterns
from .keys import Signal, Strength

_WORDS: tuple[tuple[Signal | Strength, str], ...] = (
    (
        "calm_adaptation",
        r"\b(?:suppose|imagine|assume|what if|let's say|say that)\b|\b(?:tripled|doubled|halved|dropped|vanished|changed|fell away"
        r"|was cut|ran out|disappeared)\b.*\b(?:how did you|what did you|halfway|midway|overnight|suddenly|in the middle)"
        r"|\b(?:halfway|midway|suddenly|overnight)\b",
    ),
    (
        "constraint_tradeoff",
        r"give up|gave up|sacrific|trade|short of|little time|few labels|limited|constraint|budget|not enough|scarce|deadline"
        r"|cost you|price of that|\bfew\b.*\band\b.*\b(?:weeks|months|days|people)|(?:weeks|months|days)\b.*\bhow did you plan"
        r"|compromise|resources|why (?:that|this) \w+ and not|why not (?:just|simply|a)|instead of a simpler|simpler one",
    ),
    (
        "metric_skepticism",
        r"\bmetrics?\b|how good|(?:know|tell (?:if|whether|that)|show|prove|sure|see|measure|convince\w*)\b.*\b(?:good|work(?:s|ed|ing)?|success\w*"
        r"|better|help(?:s|ed|ing)?|right|trust\w*)\b|measure (?:success|it|that)|evaluat|\baccura|how do you measure",
    ),
    (
        "systems_thinking",
        r"roll(?:ing|ed)? (?:\w+ ){1,4}back|around (?:the|your|that) (?:model|system|tool)|once (?:it|that|the \w+)(?:'s| is| was)? (?:live|running|out)|at night"
        r"|in the morning|on call|after (?:the )?launch|day to day|monitor|maintain|who (?:gets|is) (?:called|paged|woken)"
        r"|keep (?:it|that|them) running|data (?:is|comes|arrive)",
    ),
    (
        "decision_ownership",
        r"\byour (?:part|role|call|contribution|decisions?|own|responsib)|(?:did|do) you (?:\w+ )?(?:decide|own|contribute)"
        r"|whose (?:call|decision)|which decisions|who (?:decided|made)|\byou were responsible|decisions? you|you (?:made|decided)\b"
        r"|disagree|push(?:ed)? back|(?:hard|hardest|tough|toughest|difficult) (?:call|decision|choice)",
    ),
    (
        "learning_loop",
        r"mistake|fail(?:ed|ure)|what followed|came of it|learn|lesson|went wrong|got wrong|changed (?:your|because)|since then"
        r"|change after|turn out",
    ),
    (
        "scale_translation",
        r"\b(?:every|all|whole|entire|national|nationwide|country|countries|cities|everyone|million|hundredfold|tenfold)\b"
        r".*\b(?:use[ds]?|used|country|firm|company|million|would change|changes|wanted)\b|at (?:a )?(?:larger|bigger|full) scale",
    ),
)
_YOURS = re.compile(r"\byour (?:part|role|contribution)\b", re.IGNORECASE)
_COMPILED = tuple((signal, re.compile(expression, re.IGNORECASE)) for signal, expression in _WORDS)


def asked_for(question: str, pattern: str | None) -> tuple[Signal | Strength, ...]:
    """Signals asked for, from the question's own words first, then from its pattern; empty for an open question."""
    spoken = [signal for signal, expression in _COMPILED if expression.search(question)]
    given = patterns.listens(pattern)
    if _YOURS.search(question):
        return tuple(dict.fromkeys(("decision_ownership", *given, *spoken)))
    return tuple(dict.fromkeys((*given, *spoken)))
