"""Whether somebody tells an act of their own: what to ask next hangs on it where no assessor says anything."""

from __future__ import annotations

import re

from ...english.sentences import sentences

_ADVERBS = (
    r"(?: (?:also|then|just|only|really|finally|eventually|actually|first|originally|initially|deliberately|simply"
    r"|basically|recently|already|ultimately|all|both))*"
)
_WHO = rf"\b(?:I|[Ww]e)(?:'ve|'d| have| had)?{_ADVERBS} "
_CHOSE = (
    r"(?:chose(?: to use)?|have chosen|picked|decided (?:to (?:use|keep|buy|adopt|go with|switch to)|on)"
    r"|went with|opted for|settled on|switched to|migrated to|adopted|started using|ended up using)"
)
_BUILT = (
    r"(?:built|wrote|rewrote|designed|redesigned|created|developed|implemented|launched|set up|invented|programmed"
    r"|automated|introduced|founded)"
)
_OTHER = (
    r"(?:decided|agreed|made (?:the|a|that) (?:decision|choice|call)|moved|changed|split|cut|stopped|renamed|added"
    r"|switched|merged|released|open-sourced|tested|measured|fixed|refused|reduced|separated|removed|dropped"
    r"|replaced|rolled|deployed|migrated|published|closed|sold|turned (?:off|on|down)|picked|chose|started)"
)
_ACT = re.compile(rf"{_WHO}(?:{_CHOSE}|{_BUILT}|{_OTHER})\b")
_ELSEWHERE = re.compile(
    r"\b(?:if|whether|unless|would|wish|never|not|imagine|suppose|when you|said|says|like|told|wonder)\b|n't|[\"“?]",
    re.IGNORECASE,
)
"What stands before an act in its sentence and makes it none: denied, supposed, quoted."
MOST_ACTS = 40
"Acts of an answer that are looked at."


def tells_an_act(text: str) -> bool:
    """Whether an act of the speaker, alone or with others, was told as done. Pure; linear in the text."""
    seen = 0
    for first, last in sentences(text):
        if text[first:last].rstrip().endswith("?"):
            continue
        for act in _ACT.finditer(text, first, last):
            seen += 1
            if seen > MOST_ACTS:
                return False
            if not _ELSEWHERE.search(text[max(first, act.start() - 160) : act.start()]):
                return True
    return False
