"""What was told of a decision: whether it was one at all, and whether the speaker's own part stands next to it.

Nobody is asked to say that again, and nobody for their part in what was only supposed or denied.
"""

from __future__ import annotations

import re

from ...english.argued import ARGUED, OWNED
from ...english.inflect import PRESENT_IN_ED
from ...english.sentences import sentences
from ...english.spoken import opened
from .kept import TRAILS
from .own_part import LONGEST

NEAR = 2
"Sentences before and behind in which the own part may be told."
_PART = re.compile(
    r"\b(?:I|I'd|I've|I had|I have) (?:\w+ly |also |just |then |still |really )*(?:was|wasn't|wanted|preferred|loved"
    rf"|felt|said|thought|took|wrote|made|built|led|ran|did|set|put|gave|kept|chose|came|went|(?!{PRESENT_IN_ED})\w+ed)\b"
    r"|\b(?:I'm|I am)\b"
    rf"|\bmy (?:own )?(?:{OWNED}|role|part|job|responsibility)\b"
)
"What the speaker did or wanted in it."
_ARGUED = re.compile(rf"\bI (?:\w+ly |also |had |then )*{ARGUED}\b")

_SUPPOSED = re.compile(
    r"(?:\b(?:if|unless|whether|suppose|supposing|imagine|doubt|not sure|not certain|wish|maybe|perhaps|myth|rumou?r)\b"
    r"|(?:n['’]t|\bnot|\bnever|\bwould) (?:\w+ )?(?:think|believe|know|remember|recall|mean|say|said|claim|true"
    r"|the case)\b"
    r"|\b(?!(?:i|we)\b)\w+ (?:said|says|wrote|writes|claims|claimed|reported|told (?:me|us|them))\b"
    r"|\A\W*had(?: (?:i|we|you|they|he|she|it|the|my|our)\b| \Z))(?:(?!\b(?:and|but|so)\b)[^,.;])*\Z",
    re.IGNORECASE,
)
_CLAIMED = re.compile(
    r"\b(?:according to|pretend\w*|insist\w*|legend has it|let['’]s say|told (?:\w+ )?that|made us say|story that"
    r"|nobody can say|(?!(?:we|i)\b)\w+ thinks?\b|(?:false|not true|not like|not saying)(?: that)?)\b[^.;!?]*\Z"
    r"|\A\W*say,? \Z",
    re.IGNORECASE,
)
"What others say, and what is said of a case that never was."
_TAKEN_BACK = re.compile(
    r"\s*(?:No\b[,.]|Not\.|Or rather\b|Sorry\b|Scratch that\b|Just kidding\b|Wait\b|Correction\b)", re.IGNORECASE
)
_BREAKS = re.compile(r"\.\.\.|…|--|—")


def supposed(text: str, first: int, at: int) -> bool:
    """Whether what a sentence says at `at` was only supposed, denied, doubted or said by others in front of it. Pure.

    A comma, and `and`, `but` or `so`, end what such words reach. Time quadratic at worst; callers bound the sentence.
    """
    return bool(_SUPPOSED.search(text[first:at]))


def claimed(text: str, first: int, at: int) -> bool:
    """Whether somebody else says, or nobody, what the sentence from `first` says at `at`; `supposed` included. Pure.

    A break ends nothing here, and a sentence that trails off into this one is read with it.
    """
    before = _BREAKS.sub(" ", text[_begun(text, first) : at])
    return supposed(before, 0, len(before)) or bool(_CLAIMED.search(before))


def taken_back(text: str, last: int) -> bool:
    """Whether what follows `last` takes back what was said. Pure."""
    return bool(_TAKEN_BACK.match(text, last))


def _begun(text: str, first: int) -> int:
    """Where the sentence before begins, if it trails off into this one; else `first`."""
    before = text[max(0, first - LONGEST) : first].rstrip()
    trails = TRAILS.search(before)
    return next((a for a, b in reversed(sentences(text)) if b <= first), first) if trails else first


def part_told_near(text: str, first: int, last: int) -> bool:
    """Whether a sentence next to `text[first:last]`, or that one, tells the speaker's own part in it. Pure; linear."""
    spans = sentences(text)
    behind = [text[a:b] for a, b in spans if a >= last][:NEAR]
    before = [text[a:b] for a, b in spans if b <= first][-NEAR:]
    return (
        any((n == 0 and _PART.search(s)) or _PART.match(opened(s)) or _ARGUED.search(s) for n, s in enumerate(behind))
        or any(_ARGUED.search(s) for s in before)
        or bool(_ARGUED.search(text[first:last]))
    )
