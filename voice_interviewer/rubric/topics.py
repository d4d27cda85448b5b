"""Whether an answer talks about a question pattern's topic at all: `heard(rollback)` in a condition.

Coarser than a judgement signal: it only asks if the subject came up, so a list of word stems is enough.
"""

from __future__ import annotations

import re
from functools import lru_cache

_STEMS: dict[str, tuple[str, ...]] = {
    "break_first": (
        r"br(?:eak|oke)\w*",
        r"fail\w*",
        r"fragil\w*",
        r"weak(?:est|er)? (?:part|spot|point|link)",
        r"stale\w*",
        r"drift\w*",
        r"go(?:es|ing)? (?:wrong|quiet|down)",
        r"degrad\w*",
        r"silent\w*",
        r"unnoticed",
        r"worr\w+",
        r"outage\w*",
    ),
    "growth": (
        r"(?:ten|hundred|thousand|\d+) ?(?:times|x)\b",
        r"\d+x\b",
        r"tenfold",
        r"doubl\w+",
        r"at scale",
        r"scal(?:e|es|ed|ing)\b",
        r"(?:more|higher|peak) (?:users|traffic|volume|load|requests|data)",
        r"capacity",
        r"as (?:it|we|volume|usage) gr[eo]w\w*",
        r"grow(?:s|th|ing)?\b",
        r"load test\w*",
    ),
    "user_harm": (
        r"harm\w*",
        r"hurt\w*",
        r"complain\w*",
        r"refund\w*",
        r"unfair\w*",
        r"bias\w*",
        r"appeal\w*",
        r"angry",
        r"wrong(?:ly|ful\w*) (?:\w+ed)",
        r"affected (?:users|people|customers|patients)",
        r"lost (?:money|trust|access)",
        r"(?:users|people|customers|patients) (?:\w+ ){1,3}(?:denied|blocked|worse|misled)",
    ),
    "rollback": (
        r"roll(?:s|ed|ing)?[- ]?(?:it |that |this |everything |them )?back\w*",
        r"revert\w*",
        r"undo\w*",
        r"undid",
        r"switch\w* (?:it |that |this |them )?(?:off|back)",
        r"turn\w* (?:it |that |this |them )?off",
        r"kill[- ]switch\w*",
        r"feature flags?",
        r"(?:old|previous|last good|earlier) (?:version|model|release|build)",
        r"back out",
        r"backed out",
        r"take (?:it|that|this) back",
        r"took (?:it|that|this) back",
        r"canar\w+",
        r"pull(?:ed)? (?:it|the \w+) (?:back|out)",
    ),
    "hindsight": (
        r"in hindsight",
        r"looking back",
        r"differently",
        r"next time",
        r"would have \w+",
        r"should have \w+",
        r"wish (?:i|we)",
        r"learn(?:ed|t)",
        r"since then",
        r"now i (?:always|never|\w+)",
        r"ever since",
        r"mistake",
    ),
    "stakeholders": (
        r"product (?:manager|owner|team|people|lead)s?",
        r"legal",
        r"complian\w+",
        r"support(?: team| desk| staff)?\b",
        r"operations",
        r"ops",
        r"finance",
        r"sales",
        r"marketing",
        r"security (?:team|people|review)",
        r"privacy",
        r"stakeholder\w*",
        r"customers?",
        r"(?:other|another|platform|data|infra\w*) team\w*",
        r"on[- ]call",
        r"doctors?",
        r"nurses?",
        r"regulat\w+",
        r"manager\w*",
    ),
    "not_do": (
        r"left (?:it |that |them )?out",
        r"leav(?:e|ing) (?:it |that |them )?out",
        r"not yet",
        r"did(?:n't| not) (?:build|add|need|do|use)",
        r"would(?:n't| not) (?:build|add|do|use|touch)",
        r"de-?scop\w+",
        r"out of scope",
        r"postpon\w+",
        r"held off",
        r"hold off",
        r"on purpose",
        r"deliberately",
        r"cut (?:it|that|the scope)",
        r"dropped",
        r"no need for",
        r"simpl(?:er|est)",
        r"baseline",
        r"wait(?:ed)? (?:until|with)",
        r"skip(?:ped)?",
        r"said no",
    ),
    "direct": (
        r"at scale",
        r"in production",
        r"deploy\w*",
        r"shipp?(?:ed)?\b",
        r"live\b",
        r"users",
        r"requests (?:a|per) \w+",
        r"small(?:er)? scale",
        r"large(?:r)?[- ]scale",
    ),
}


@lru_cache(maxsize=16)
def _pattern(topic: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(_STEMS[topic]) + r")(?!\w)", re.IGNORECASE)


def count(topic: str, text: str) -> int:
    """How often the topic (one of `keys.PATTERNS`) is touched in a text; 0: it did not come up."""
    return sum(1 for _ in _pattern(topic).finditer(text))
