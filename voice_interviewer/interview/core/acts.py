"""Whether somebody tells an act or names a work of their own: what to ask next hangs on it."""

from __future__ import annotations

import re

from ...english.sentences import sentences

_ADVERBS = (
    r"(?: (?:also|then|just|only|really|finally|eventually|actually|first|originally|initially|deliberately|simply"
    r"|basically|recently|already|ultimately|all|both))*"
)
_WHO = rf"\b(?:I|[Ww]e)(?:['’](?:ve|d)| have| had)?{_ADVERBS} "
_DID = (
    r"(?:chose|chosen|picked|decided|agreed|went with|opted for|settled on|switched|migrated|adopted|started|ended up"
    r"|built|wrote|rewrote|designed|redesigned|created|developed|implemented|launched|set up|invented|programmed"
    r"|automated|introduced|founded|made (?:the|a|that) (?:decision|choice|call)|moved|changed|split|cut|stopped"
    r"|renamed|added|merged|released|open-sourced|tested|measured|fixed|refused|reduced|separated|removed|dropped"
    r"|replaced|rolled|deployed|published|closed|sold|turned (?:off|on|down))"
)
_ACT = re.compile(rf"{_WHO}{_DID}\b")
_ELSEWHERE = re.compile(
    r"\b(?:if|whether|unless|would|wish|never|not|imagine|suppose|when you|said|says|wrote|claimed|thought|like|told"
    r"|wonder|maybe|perhaps)\b|\bhad \Z|n['’]t|[\"“‘«?]",
    re.IGNORECASE,
)
"What stands before an act in its sentence and makes it none: denied, supposed, quoted."
_RULE = (
    r"(?:polic(?:y|ies)|rules?|values?|culture|handbook|guidelines?|principles?|habits?|meetings?|calendars?|offices?"
    r"|budgets?)\b"
)
_HOUSE = (
    rf"(?:compan(?:y|ies)|start-?ups?|business|team) (?:has|have|had|follows?|needs?) (?:(?!to\b)\w+ ){{0,3}}{_RULE}"
)
"What a company or a team has without anybody's having made it: it names no work. An app with a calendar is one."
_WORK = re.compile(
    rf"\b(?:my|our) (?:own )?(?!{_HOUSE})"
    r"(?:apps?|compan(?:y|ies)|products?|start-?ups?|tools?|librar(?:y|ies)|projects?|podcast"
    r"|business|(?:web)?sites?|framework|platform|service|book|course|team|code|cluster|pipeline)\b"
    r"(?! (?:manager|leads?|editor|reviews?|club|cards?|trips?|school|models?|partners?|members?|size|vision"
    rf"|cases?)\b)(?!(?:['’]s)? {_RULE})"
    rf"|\b(?:I|we)(?:['’](?:ve|re|m)| have| are| am){_ADVERBS} (?:built|been building|building|made|making|written"
    r"|writing|created|launched|released|designed|running|working on)\b"
    r"(?! (?:late|out|low|behind|into|a marathon|sure|sense|progress|peace|friends|up"
    r"|(?:a |some |many |the )?mistakes?)\b)",
    re.IGNORECASE,
)
NEAR = 160
"Characters before an act in which that is looked for."


def tells_an_act(text: str) -> bool:
    """Whether an act of the speaker, alone or with others, was told as done. Pure; linear in the text."""
    return any(
        not _ELSEWHERE.search(text[max(first, act.start() - NEAR) : act.start()])
        for first, last in sentences(text)
        if not text[first:last].rstrip().endswith("?")
        for act in _ACT.finditer(text, first, last)
    )


def names_own_work(text: str) -> bool:
    """Whether a work of the speaker, alone or with others, is named, or an act told. Pure; linear in the text."""
    return bool(_WORK.search(text)) or tells_an_act(text)
