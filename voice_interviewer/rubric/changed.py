"""What kind of answer a question calls for: a reaction to a changed circumstance, or an explanation."""

from __future__ import annotations

import re

NEWS_WORDS = 24
"So short a statement that asks nothing may be news that is put to somebody."

_SUPPOSE = re.compile(
    r"\b(?:suppose|imagine|assume|pretend|picture this|let's say|let us say|what if|what happens if|say (?:that|the|your|our|all|half)"
    r"|now (?:suppose|imagine|say|assume)|what would (?:change|you change|you do) if)\b",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"\b(?:doubl\w+|tripl\w+|halv\w+|half|twice|ten ?times|drop\w*|f[ae]ll\w*|fallen|vanish\w*|disappear\w*|gone|goes|leav\w+|quit\w*|cut\w*|ris\w+|rose"
    r"|spik\w+|shr[iau]nk\w*|slip\w*|late|later|delay\w*|runs? out|ran out|ends?|stop\w*|no longer|no more|not|never|only|without|lose|lost|losing|instead"
    r"|taken away|frozen|freez\w+|costs?|chang\w+|mov\w+|unavailable|forbid\w*|forbidden|ban\w*|clos\w+|leak\w*|break\w*|broke\w*|fail\w*|down"
    r"|wrong|unlawful|must|have to|has to|can't|cannot|may not|wants?|take[sn]?|now|today|tomorrow|yesterday|this morning|tonight|next (?:week|month|year|quarter)"
    r"|from (?:monday|tomorrow|today|next)|since (?:yesterday|last)|as of|just|right now|reports?|gets?|everybody|everyone|all|every|second|new|another|unlimited|goes live|go live"
    r"|twenty|thirty|fifty|hundred|thousand|million|months?|weeks?|days?|milliseconds?)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|^\W*(?:tell|describe|walk|explain|talk|give|share|show|name|design|plan|list|compare|pick|choose|sketch|draw|build|take|think|go|start|let|what|how|why|when|where|who|which|do|did|does|have|has|are|is|can|could|would|should)\b"
    r"|\b(?:tell me|walk me|talk me|describe|curious|wondering|i wonder|your (?:story|experience|background|thoughts|take))\b",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"\b(?:what (?:now|then|gives|goes|stays|changes|breaks|no longer)|what (?:do|does|would|will) (?:you|that|it|this) (?:do|change|cut|drop|keep)"
    r"|how (?:do|does|would|will) (?:you|your|that|the|it) (?:plan|react|respond|change|adapt|handle|design)|your (?:first move|plan)|what's your move"
    r"|do you still|would you still|does (?:that|it|your \w+) still)\b",
    re.IGNORECASE,
)
NEWS_AND_QUESTION_WORDS = 40
_CHATTER = re.compile(
    r"^\W*(?:yeah|yes|right|okay|ok|sure|cool|nice|wow|great|interesting|exactly|absolutely|mm|hm|oh|thanks|thank|well|so|and|but|i)\b",
    re.IGNORECASE,
)
_EXPLAIN = re.compile(
    r"\b(?:what (?:is|are|'s|does|do)|explain|how (?:does|do|would one|should)|why (?:is|are|do|does|would|should)|difference between"
    r"|can you (?:describe|define|walk \w+ through (?:what|how|the))|tell (?:me|us|people|folks) (?:a (?:little )?bit )?about (?:what|how|the)"
    r"|what's the (?:deal|idea|difference)|give (?:us|me|people) (?:a|an) (?:overview|idea|sense)|what do (?:you|people) (?:think|mean))\b",
    re.IGNORECASE,
)
_YOUR_WORK = re.compile(
    r"\b(?:you (?:built|build|made|make|did|worked|decided|decide|chose|owned|led|ran|shipped|deployed|trained|handled|wrote)"
    r"|did you|have you|you've|your (?:own|part|role|work|project|decision|last|biggest|experience|model|system)|walk me through (?:a|your|one)"
    r"|tell me about (?:a time|something you|one|your|a project|yourself)|an example)\b",
    re.IGNORECASE,
)


def may_change_a_constraint(question: str) -> bool:
    """Whether a question may put a changed circumstance, supposed or as news.

    It only may: whether the answer takes it as one is for the answer to show.
    """
    last = " ".join(question.split()[-60:])
    for sentence in re.split(r"(?<=[.?!])\s+", last):
        supposed = _SUPPOSE.search(sentence)
        if supposed and _TURN.search(sentence, supposed.end()):
            return True
    words = len(question.split())
    if _CHATTER.match(question) or not 3 <= words <= NEWS_AND_QUESTION_WORDS:
        return False
    then = _THEN.search(question)
    if then:
        return bool(_TURN.search(question, 0, then.start()))
    short = words <= NEWS_WORDS and not _ASKS.search(question)
    return short and (words <= 12 or bool(_TURN.search(question)))


def explanation_asked(question: str) -> bool:
    """Whether something is to be explained, or an opinion given, rather than one's own work told."""
    return bool(_EXPLAIN.search(question)) and not _YOUR_WORK.search(question)
