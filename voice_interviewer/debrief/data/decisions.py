"""A decision of the speaker's own team, told in a sentence that a sentence on the speaker's own part can follow.

It is the sentence's last matter, it is a thing for which one can argue, the speaker's part in it is told nowhere near,
and nothing behind the sentence leans on it. The sentence stays whole; only what opens or softens it goes.
"""

from __future__ import annotations

import re

from ...english.sentences import sentences
from ...english.spoken import content_words, finished, fluent, opened
from ...english.whole import is_whole
from . import plainly

_ADVERBS = (
    r"(?:'ve| have| had|'d| all| then| also| eventually| finally| just| kind of| sort of| really| ultimately| basically"
    r"| literally| explicitly| deliberately| originally| actually| first| intentionally| consciously| initially"
    r"| specifically)* "
)
_US = rf"\b(?:we|the team|our team|my team|everyone|everybody){_ADVERBS}"
_MY_TEAM = rf"\b(?:we|the team|our team|my team){_ADVERBS}"
DECIDED_WE = re.compile(
    _US + r"(?:decided|chose|chosen|agreed|opted|elected|settled|concluded|determined|picked|went with|made (?:the|a"
    r"|that|this|those) (?:decisions?|choices?|call))\b",
    re.IGNORECASE,
)
"What shows which sentence under a finding tells of a decision."
_ARGUABLE = (
    r"(?:decided (?:not to|to|that|on|against|it|we)\b|made (?:the|a) (?:\w+ )?(?:decision|choice|call) (?:not )?to\b"
    r"|(?:chose|chosen|picked|went with)\b)"
)
_DECIDED = re.compile(_MY_TEAM + _ARGUABLE, re.IGNORECASE)
"A decision with what was decided behind it."
_NOTHING_TO_ARGUE = re.compile(
    r"\s+(?:(?:just|maybe|then|quickly|all|also) )*(?:look|hit|see|find|notice|talk|meet|sit|hang|join|meet up"
    r"|try|start(?:ed)? (?:looking|talking|thinking)|run into|do it|do that|do this|go for it)\b"
    r"|[^,;.]*\btogether\b"
    r"|\s+(?:it|them|that|those|this|these|one|him|her)?\W*$|\s+one\b",
    re.IGNORECASE,
)
"Meeting, looking and coming together need no argument, and a bare pronoun names nothing."
_GOES_FURTHER = re.compile(
    r"\b(?:and|but|so|though|although)(?: \w+ly| then| eventually| now)?,? (?:I|we|you|they|he|she|it|that|this"
    r"|there)\b|, which\b|;|(?<=\s)--?\s|[–—]",
    re.IGNORECASE,
)
"Something else is told behind the decision."
_EVERYBODY = re.compile(
    r"\b(?:industry|society|humanity|humans|mankind|politic\w+|as a (?:community|country|people|profession)"
    r"|we all|we as)\b",
    re.IGNORECASE,
)
"`We` who are no team."
_DENIED = re.compile(
    r"\b(?:if|whether|unless|\w+n't (?:think|know|say|believe|mean|recall)|not (?:that|as if|just)|\w+n't just)\b",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"(?:.*(?:[,;]|\b(?:and|but|so|then|because)))?\s*"
    r"(?:(?:and|but|so|then|also|eventually|finally|initially|recently)\s+)*"
    r"(?:(?:in|at|on|after|before|during|with|around|about|by|for|the|last|this|one|two|three|a|instead) "
    r"(?:[\w'-]+ ){1,5})?",
    re.IGNORECASE,
)
"What may stand in front of a decision that is the sentence's own matter: other clauses, and a time or a place."
_NOUN = re.compile(
    r"\b(?:the|these|those|this|all) (?!end|week|year|month|morning|summer|spring|fall|winter|day|time"
    r"|past|start|beginning)\w+ $",
    re.IGNORECASE,
)
"`the choices we made`: a decision that only says which."
_RESTS = re.compile(r"\b(?:when|if|where|which|who|that|reasons?|why|how|what|thing|until|once)\b[^,]*$", re.IGNORECASE)
_LEANS = re.compile(
    r"(?:that's|that is|this is|which is|that was|this was) (?:why|how|when|where|what|one|the)\b", re.IGNORECASE
)
"A sentence that rests on the one before it."
_WHY_WE = re.compile(rf"(?:That's|That is|This is|That was) why {_MY_TEAM}{_ARGUABLE}", re.IGNORECASE)
_TELLING = re.compile(r"I (?:can|could|guess|think|was saying|mentioned|suppose)\b", re.IGNORECASE)
_BELITTLED = re.compile(r"\b(?:not (?:the best|great|ideal)|bad idea|terrible|awful|stupid|mistake)\b", re.IGNORECASE)
SUPPOSED = re.compile(r"(?:if|unless|whether|when|whenever)\b", re.IGNORECASE)
"What did not happen is no act to add a part to."
_JOINS = re.compile(r"^(?:and|but|so|or|yet|then)(?: then)?,? ", re.IGNORECASE)

_PART_TOLD = re.compile(
    r"\b(?:I|I'd|I've|I had|I have) (?:\w+ly |also |just |then |still |really )*(?:was|wasn't|wanted|preferred|loved"
    r"|felt|said|thought|took|wrote|made|built|led|ran|did|set|put|gave|kept|chose|came|went|\w+ed)\b"
    r"|\b(?:I'm|I am)\b"
    r"|\bmy (?:own )?(?:idea|call|recommendation|role|part|job|decision|proposal|responsibility)\b"
)
"What the speaker did or wanted in it."
_ARGUED = re.compile(
    r"\bI (?:\w+ly |also |had |then )*(?:recommended|proposed|suggested|argued|pushed|insisted|convinced|persuaded"
    r"|wanted|pitched|voted|decided)\b"
)
NEAR = 2
"Sentences before and behind in which the own part may be told."


def settled_by_us(sentence: str) -> str:
    """The whole sentence, when it tells what the speaker's team decided and ends with that; else "".

    In its place it may point back. Pure; linear in the sentence.
    """
    said = finished(_JOINS.sub("", opened(plainly.unpadded(fluent(sentence)))))
    if _TELLING.match(said) or _BELITTLED.search(said) or _EVERYBODY.search(said) or re.search(r'["“”]', sentence):
        return ""
    told = content_words(said) and (_is_its_matter(said) or _WHY_WE.match(said)) and _ends_with_it(said)
    return said if told and not SUPPOSED.match(said) and is_whole(said) else ""


def part_told_near(text: str, first: int, last: int) -> bool:
    """Whether a sentence next to `text[first:last]` tells the speaker's own part in it."""
    spans = sentences(text)
    behind = [text[a:b] for a, b in spans if a >= last][:NEAR]
    before = [text[a:b] for a, b in spans if b <= first][-NEAR:]
    return any(
        (n == 0 and _PART_TOLD.search(s)) or _PART_TOLD.match(opened(s)) or _ARGUED.search(s)
        for n, s in enumerate(behind)
    ) or any(_ARGUED.search(s) for s in before)


def repeated_next(text: str, last: int) -> bool:
    """Whether the sentence behind `text[:last]` begins with the decision again, to explain it."""
    behind = next((text[a:b] for a, b in sentences(text) if a >= last), "")
    return bool(DECIDED_WE.match(opened(behind)))


def quoted_voice(text: str, first: int) -> bool:
    """Whether `text[first:]` begins inside a quotation: somebody is imagined to say it."""
    before = text[:first]
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")


def _ends_with_it(said: str) -> bool:
    """Whether the last decision is one to argue for, and nothing else is told behind it."""
    decisions = list(_DECIDED.finditer(said))
    if not decisions:
        return False
    rest = said[decisions[-1].end() :]
    return not (_NOTHING_TO_ARGUE.match(rest) or _GOES_FURTHER.search(rest))


def _is_its_matter(said: str) -> bool:
    """Whether the sentence tells, as its own matter, that something was decided by several."""
    decided = _DECIDED.search(said)
    if decided is None or _LEANS.match(opened(said)):
        return False
    before = opened(said[: decided.start()])
    if SUPPOSED.match(before):
        return False
    return bool(_HEAD.fullmatch(f"{before.strip()} ")) and not (
        _DENIED.search(before) or _RESTS.search(before) or _NOUN.search(f"{before.strip()} ")
    )
