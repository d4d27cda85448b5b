"""What somebody says they did or chose: the whole clause, and the thing named in it, for questions that name it.

Only what is surely one noun phrase of the act itself is named, and only a clause that stands alone is said back: a
question that says `that` after a long answer asks about nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...english.sentences import sentences
from ...english.wordset import words
from .slots import excerpt

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
_DECIDED = re.compile(r"(?:decided|chose|picked|agreed|settled|opted|refused|made)\b")
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
_POINTS_BACK = re.compile(
    r"\b(?:it|it's|its|that|that's|this|these|those|they|they're|them|their|he|she|his|him|her|there|here|one"
    r"|ones|such|you"
    r"|your|same|thing|things|something|stuff|so|as well|again|other)\b",
    re.IGNORECASE,
)
_UNDER_WAY = re.compile(r"^(?:then|so|later|and|eventually|finally)(?: later| on| after that)?,? ", re.IGNORECASE)
_OWN_FIRST = re.compile(
    r"(?:(?:in|after|last|two|three|at|for|by|a)\b[\w ]{1,30},? )?(?:I|we)(?:'ve|'d)?\b", re.IGNORECASE
)
_NEVER_NAMED = re.compile(r"\b(?:started (?:out|off|to|[a-z]+ing)|talked|thought|wrote back)\b", re.IGNORECASE)
_TOOL = re.compile(
    r"\b(?:I|[Ww]e)(?:'re|'m| are| am)?(?: \w+ly| still| also| already| just| all)*"
    r" (?:use|used|using|run(?:ning)? (?:on|in)|run|rely on|relied on|deploy(?:ed)? (?:to|on|with)|write"
    r"|program in|wrote in)"
    r" (?P<tool>(?!I\b)[A-Z][\w+#-]+(?: [A-Z][\w+#-]+)?)(?!'s|\.\w)"
)
MOST_QUOTED = 16
"Words of an act that is said back whole."
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
    """Slots for questions about an act, as far as they can be filled.

    `choice` and `made` name a thing that was chosen, or made; `together` one that was made with others; `decided`,
    `did` and `did_together` are whole clauses that stand alone; `tool` is what the speaker uses. Pure.
    """
    found: dict[str, str] = {}
    for act in acts(text):
        alone = act["who"] == "I"
        thing = _thing(text, act.end())
        if thing and re.fullmatch(_CHOSE, act["verb"]):
            found.setdefault("choice", thing)
        elif thing and re.fullmatch(_BUILT, act["verb"]):
            found.setdefault("made" if alone else "together", thing)
        slot = ("decided" if _DECIDED.match(act["verb"]) else "did") if alone else "did_together"
        if slot not in found:
            clause = _UNDER_WAY.sub("", excerpt(text, (act.start(), act.end()), MOST_QUOTED))
            if len(clause.split()) > 4 and _stands_alone(clause, act["verb"]):
                found[slot] = clause
    tool = next(
        (m for m in _TOOL.finditer(text) if not _ELSEWHERE.search(text[max(0, m.start() - 60) : m.start()])), None
    )
    return {**found, "tool": tool["tool"]} if tool else found


def _stands_alone(clause: str, verb: str) -> bool:
    return bool(
        _OWN_FIRST.match(clause)
        and re.search(rf"\b{verb}\b", clause)
        and not _POINTS_BACK.search(clause)
        and not _NEVER_NAMED.search(clause)
    )


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
