"""Numbers that disagree between claims: careful, because a wrong accusation costs more than a missed one.

Only counted things (users, people, requests …) are compared, never times or percentages: an answer holds many of those,
about different things. Two numbers disagree when one is more than one and a half times the other, unless the words
around tell a change. Where two sentences share a subject the pair stands by itself. Where they only count the same kind
of thing as the speaker's own, one pair may be another project; two pairs over different things in one session may not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...english.numbers import SPOKEN, values
from .schema import AnswerRow, ClaimRow
from .trim import sentence_at

_THINGS = (
    r"users?|customers?|people|requests?|queries|rows?|records?|documents?|images?|models?|engineers?|clinics?|hospitals?"
    r"|stores?|shops?|drivers?|sellers?|merchants?|patients?|students?|agents?|tickets?|calls?|orders?|transactions?|events?"
    r"|teams?|services?|sensors?|devices?|machines?|servers?|gpus?|dollars?|euros?|pounds?"
)
_WORDS = "|".join(sorted(SPOKEN, key=len, reverse=True))
_COUNT = re.compile(
    rf"\b(?P<number>\d[\d,]*(?:\.\d+)?\s*(?:k|m|bn|b|thousand|million|billion)?\b|(?:(?:{_WORDS}|and)\b[ -]?)+)"
    rf"\s*(?:(?!{_WORDS})[a-z]+\s+)?(?P<thing>{_THINGS})\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:from|to|between|rose|fell|dropped|grew|grown|growing|before|after|then|later|now|today|first|initially"
    r"|another|other|different|previous|earlier|former|more|fewer|less|most|plann?e?d?|expected|hoped"
    r"|each|every|per|a (?:day|week|month|second|minute)|a few|several|some|a couple)\b",
    re.IGNORECASE,
)
_RATE = re.compile(r"\b(?:each|every|per|a (?:day|week|month|second|minute))\b", re.IGNORECASE)
_OWN = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b")
_WHOLE = frozenset({"user", "customer", "engineer", "team size"})
"Things a speaker has one number of at a time; others come in parts (two shops of two hundred)."
_TEAM = re.compile(r"\b(?:team of|my|the|group of|led|managed|with)\s+(?:about |around |maybe )?$", re.IGNORECASE)
_UNDER = re.compile(r"^\W*(?:\w+\s+){0,2}?(?:reporting to|under|working for|on my team|in my team)\b", re.IGNORECASE)
_SIZE = re.compile(
    rf"\b(?:team|group|crew) of (?:about |around |maybe )?(?P<number>\d+|(?:(?:{_WORDS})\b[ -]?)+)"
    rf"|\b(?:my|had) (?P<also>\d+|(?:(?:{_WORDS})\b[ -]?)+)(?:direct )?reports\b",
    re.IGNORECASE,
)
_STOP = frozenset(
    re.findall(
        r"\S+",
        """the and for with that this was were had have our about around there they them then point time yes definitely
        well really some""",
    )
)


@dataclass(frozen=True, slots=True)
class _Count:
    row: AnswerRow
    claim: ClaimRow
    thing: str
    value: float
    words: frozenset[str]
    "Content words of its sentence."
    own: bool
    "The speaker's own: `we had`, `my`."


def cross_check(rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """Rows with claims marked `contradicted` where two cannot both be true; rows are copied, not changed."""
    copies = [r.model_copy(update={"claims": [c.model_copy() for c in r.claims]}) for r in rows]
    counts = [count for row in copies for claim in row.claims for count in _counts(row, claim)]
    loose: list[tuple[_Count, _Count]] = []
    for i, a in enumerate(counts):
        for b in counts[i + 1 :]:
            if a.thing != b.thing or a.claim is b.claim or not _differ(a.value, b.value):
                continue
            if len(a.words & b.words) >= 2 or (a.claim.kind == b.claim.kind == "scale" and a.words & b.words):
                _mark(a, b)
            elif a.row is not b.row and a.own and b.own and a.thing in _WHOLE:
                loose.append((a, b))
    if len({a.thing for a, _ in loose}) >= 2 or _three_figures(loose):
        for a, b in loose:
            _mark(a, b)
    return copies


def _three_figures(pairs: Sequence[tuple[_Count, _Count]]) -> bool:
    """Whether one thing has three figures, each against both others, in three answers."""
    known = {frozenset((id(a.claim), id(b.claim))) for a, b in pairs}
    return any(
        a.row is not c.row and frozenset((id(a.claim), id(c.claim))) in known
        for a, b in pairs
        for d, c in pairs
        if d is b and c is not a
    )


def _mark(a: _Count, b: _Count) -> None:
    for here, there in ((a, b), (b, a)):
        here.claim.verdict = "contradicted"
        here.claim.against = there.claim.text
        here.claim.why = f"Answer {there.row.id} says “{_short(there.claim.text)}”."
        both = f"“{_short(here.claim.text)}” or “{_short(there.claim.text)}”"
        here.claim.you_may_say = f"[Which of the two is true: {both}]"


def _counts(row: AnswerRow, claim: ClaimRow) -> list[_Count]:
    """What a claim counts; numbers with words of change or comparison close by are left out."""
    text = row.transcript.text
    first, last = sentence_at(text, claim.start, claim.end)
    sentence = text[first:last]
    found = []
    for match in _COUNT.finditer(claim.text):
        around = (
            claim.text[max(0, match.start() - 20) : match.start()] + " " + claim.text[match.end() : match.end() + 12]
        )
        said = values(match.group("number"))
        if len(said) != 1 or _CHANGE.search(around) or _RATE.search(claim.text[match.end() : match.end() + 24]):
            continue
        thing = match.group("thing").casefold().rstrip("s")
        if thing in ("people", "engineer") and (
            _TEAM.search(claim.text[: match.start()]) or _UNDER.search(claim.text[match.end() :])
        ):
            thing = "team size"
        words = {w for w in re.findall(r"[a-z]{3,}", sentence.casefold()) if w not in _STOP and w not in SPOKEN}
        subject = frozenset(words - {thing, thing + "s"})
        found.append(_Count(row, claim, thing, said[0], subject, bool(_OWN.search(sentence)) or first == claim.start))
    if not any(count.thing == "team size" for count in found):
        found += _sizes(row, claim, sentence)
    return found


def _sizes(row: AnswerRow, claim: ClaimRow, sentence: str) -> list[_Count]:
    """Team sizes that name no members: `a team of eight`, `my three reports`."""
    own = bool(_OWN.search(sentence))
    return [
        _Count(row, claim, "team size", said[0], frozenset(), own)
        for match in _SIZE.finditer(claim.text)
        if len(said := values(match.group("number") or match.group("also"))) == 1
    ]


def _differ(a: float, b: float) -> bool:
    return max(a, b) > 1.5 * max(min(a, b), 1e-9)


def _short(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
