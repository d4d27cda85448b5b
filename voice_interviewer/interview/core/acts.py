"""What somebody says they did or chose, and the thing they made, for questions that name it.

Only what is surely one noun phrase of the act itself is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...english.sentences import sentences
from ...english.wordset import words

_ADVERBS = (
    r"(?: (?:also|then|just|only|really|finally|eventually|actually|first|originally|initially|deliberately|simply"
    r"|basically|recently|already|ultimately|all|both))*"
)
_WHO = rf"\b(?P<who>I|[Ww]e)(?:'ve|'d| have| had)?{_ADVERBS} "
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
_ACT = re.compile(rf"{_WHO}(?P<verb>{_CHOSE}|{_BUILT}|{_OTHER})\b")
_THING = re.compile(
    r" (?:(?P<det>the|an?|our|my) (?P<noun>(?:[A-Za-z][\w-]* ){0,2}?[A-Za-z][\w-]+)"
    r"|(?P<name>(?!I\b)[A-Z][\w+#-]+(?:\.\w+)?(?: [A-Z][\w+#-]+(?:\.\w+)?)?))"
    r"(?=\s*[.,;!]|\s+(?:that|which|for|to|in|on|at|with|and|so|because|from|when|where|as|instead|by|but)\b|\s*\Z)"
)
_NO_NOUN = words(
    """a an the and or but so because to of for with from by at in into on onto about as if that which who whom my our
    your their his her its i we they he she it you this these those there me us them him is are was were be been have
    has had do
    did not no very really just only also like some any every each lot bit bunch couple few thing things stuff way
    kind sort
    decision choice one ones time chance job point good great nice whole same other own call number part whatever
    something
    day week month year first last next more most less much many two three four five ten while back little
    place start end"""
)
_PLAIN = words("new small simple tiny own brand-new little")
_ELSEWHERE = re.compile(
    r"\b(?:if|whether|unless|would|wish|never|not|imagine|suppose|when you|said|says|like|told|wonder)\b|n't|[\"“?]",
    re.IGNORECASE,
)
"What stands before an act in its sentence and makes it none: denied, supposed, quoted."
MOST_ACTS = 40
"Acts of an answer that are looked at."


def acts(text: str) -> Iterator[re.Match[str]]:
    """Acts of the speaker, alone or with others, that were told as done. Linear in the text."""
    seen = 0
    for first, last in sentences(text):
        sentence = text[first:last]
        if sentence.rstrip().endswith("?"):
            continue
        for act in _ACT.finditer(text, first, last):
            seen += 1
            if seen > MOST_ACTS:
                return
            if not _ELSEWHERE.search(text[max(first, act.start() - 160) : act.start()]):
                yield act


def named(text: str) -> Mapping[str, str]:
    """What the speaker made (`made`), and what they made with others (`together`), the first of each. Pure."""
    found: dict[str, str] = {}
    for act in acts(text):
        if re.fullmatch(_BUILT, act["verb"]) and (thing := _thing(text, act.end())):
            found.setdefault("made" if act["who"] == "I" else "together", thing)
    return found


def _thing(text: str, at: int) -> str:
    phrase = _THING.match(text, at)
    if phrase is None:
        return ""
    if phrase["name"]:
        return str(phrase["name"])
    said = [word for word in phrase["noun"].split() if word.casefold() not in _PLAIN]
    if not said or any(word.casefold() in _NO_NOUN or word.endswith("ly") for word in said):
        return ""
    if said[-1].endswith(("ing", "ed", "ic", "ous", "ful", "ive")):
        return ""
    return f"{'your' if phrase['det'] in ('our', 'my') else 'the'} {' '.join(said)}"
