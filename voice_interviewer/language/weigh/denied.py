"""Words that take back what their sentence is about: "we left nothing out" names no restraint. Pure."""

from __future__ import annotations

import re

_OUT = (
    r"(?:leav(?:e|ing) (?:out|off)|left (?:out|off)|cut|skip(?:ped|ping)?|omit(?:ted)?|drop(?:ped|ping)?|postponed?|defer(?:red)?"
    r"|delayed?|h[eo]ld back|put off|take out|took out|taken out|sa(?:y|id) no to|ruled? out)"
)
"What one does to keep something out, or to put it off."
_ANY = r"(?:any(?:thing|body)?|a single|even one)"
_NO = r"(?:n['’]t|\bnot|\bnever|\bwithout)(?: (?:\w+ly|ever|even|have|had|(?:want|need|have) to)){0,3}"
_WE = r"\b(?:I|we)(?:['’](?:ve|d)| have| had)?(?: \w+ly)? "
_DENIED = re.compile(
    rf"{_NO} (?:{_OUT} {_ANY}\b|leav(?:e|ing) {_ANY}\b(?: \w+){{0,3}}? (?:out|off|to chance)\b)"
    rf"|{_WE}(?:{_OUT} (?:nothing|no \w+)|left (?:nothing|no \w+) (?:out|off|to chance))\b"
    rf"|\bnothing (?:was|is|were|got|has been|had been) (?:\w+ly )?{_OUT}\b",
    re.IGNORECASE,
)
_EVEN_SO = re.compile(
    r"\b(?:until|unless|yet|for now|on purpose|deliberately|intentionally|by choice|by design|except|apart from|other than|besides"
    r"|beyond|but|though|although|however|instead|later|just|only|that (?:mattered|counted|we|I|people|anyone|anybody|users?"
    r"|customers?)|important|essential|else)\b",
    re.IGNORECASE,
)
"Next to these something was left out all the same."


def leaves_nothing_out(stretch: str) -> bool:
    """Whether a stretch says that nothing was left out, dropped or put off, and does not go on to what was.

    Linear in its length.
    """
    return bool(_DENIED.search(stretch)) and not _EVEN_SO.search(stretch)
