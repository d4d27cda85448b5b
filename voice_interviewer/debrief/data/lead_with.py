"""What to say in the place of a sentence that only excuses: the candidate's next sentence, when it tells an act.

An apology, a gap named first, a doubt about oneself often holds nothing that could be said better. Then the answer is
better without it, and begins with what the candidate said next: a whole sentence of theirs, about something they did or
do, that stands alone and belongs to what was asked. A sentence that holds more than the excuse is not left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...english.inflect import past_forms
from ...english.sentences import sentences
from ...english.spoken import content_words, finished, fluent
from ...english.standing import stands_alone
from ...english.whole import is_whole
from ...english.wordset import words
from . import plainly

BEHIND = 3
"Sentences behind the excuse that are looked at."
AN_ASIDE = 45
"Characters of a sentence between the two that can be passed over."
MOST_LOST = 3
"Content words, said nowhere else, of a sentence that can be left out."
MOST_LEFT_OUT = 20
"Words of a sentence that only excuses."
LONGEST = 700
"Characters of a sentence that is still read."
LEAST_CONTENT = 4
"Content words of a sentence that can open an answer."
MOST_WORDS = 26

_NO_ACT = words(
    """thought felt knew wanted liked talked realized realised looked heard said met hoped tried happened loved noticed
    believed needed mentioned remembered figured guessed wondered asked saw got had came went enjoyed ended forgot
    listened read watched missed agreed imagined assumed told found preferred hated meant understood seemed called
    decided shared invited apologized apologised answered interviewed managed
    jumped"""
)
"Past verbs that tell no act which could open an answer by itself."
_DID = "|".join(sorted({*past_forms()} - _NO_ACT))
_DOES = (
    r"(?:work (?:on|with|in|as|for)|run|lead|build|maintain|write|use|own|design|manage|teach|test|review|ship|operate"
    r"|organi[sz]e|host|publish|store|deploy|measure|track|monitor|check|train|collect|process|support|serve|provide"
    r"|release|automate|sponsor|specialize in|keep|split|alert on|roll out)"
)
_DOING = r"(?!going|trying|thinking|wondering|hoping|looking|being|having|talking|saying|getting|coming)[a-z]{2,}ing"
_ED = rf"(?!(?:{'|'.join(sorted(w for w in _NO_ACT if w.endswith('ed')))})\b)[a-z]{{2,}}ed"
_ADVERB = r"(?:(?:also|then|first|eventually|initially|originally|recently|always|still|mostly|\w+ly) )?"
_OPENING = (
    r"(?:(?:in|at|after|before|during|last|back in|for|when|as|since|two|three|a few)\b[^,]{2,60},\s+"
    r"|(?:originally|eventually|recently|at first|initially|today),? )?"
)
_I_ACT = re.compile(
    rf"^{_OPENING}(?:I {_ADVERB}(?:{_DID}|{_ED}|cut|put|set|went with|decided (?:to|that|against|on)|managed to)\b"
    rf"|I've {_ADVERB}(?:{_DID}|{_ED}|written|run|done|given|taken|been (?:{_DOING}|in|at|on))\b"
    rf"|I (?:was|am) {_ADVERB}{_DOING}|I {_ADVERB}{_DOES}\b|I'm (?:{_DOING}|in charge of|responsible for|the)\b"
    r"|my (?:job|role|part|work|background|focus|first \w+) (?:is|was)\b)",
    re.IGNORECASE,
)
_WE_ACT = re.compile(
    rf"^{_OPENING}(?:we {_ADVERB}(?:{_DID}|{_ED}|cut|put|set|went with|decided (?:to|that|against|on)|managed to)\b"
    rf"|we've {_ADVERB}(?:{_DID}|{_ED}|written|run|done|given|taken|been {_DOING})\b"
    rf"|we {_ADVERB}{_DOES}\b)",
    re.IGNORECASE,
)
_TELLS = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b(?!'|\s+(?:don't|can't|guess|think|know|haven't|never)\b)")
_WEAK = re.compile(
    r"\b(?:would|could|might|should|wish|going to|gonna|gotta|wanna|trying|looking|thinking|wondering|saying|asking"
    r"|interested|excited|curious|happy|glad|surprised|scared|used to (?:be|think|have)|supposed|podcast|episode|shows?"
    r"|given up|another|listeners?|conversation|question|answer|guest|interview|stuff|things?|somebody|something"
    r"|whatever|kind of|sort of|etcetera|et cetera|so on|born|grew up|married|kids|wife|husband|you|your|you're|you've"
    r"|watch\w*|lyrics|song|novel\w*|prepping|grateful|for example|talked about|read recently|the time comes"
    r"|forgot|speak|aware|also read|make sure|a long time ago)\b",
    re.IGNORECASE,
)
"What tells of the talk, of wishes, of private life, or of nothing in particular."
_ONLY_OPENS = re.compile(
    r"(?:(?:and|but|yeah|yes|no|well|okay|right|now|um|uh|you know|i mean|actually|really|mostly|mainly|partly|just"
    r"|basically|again)\b,?\s*)+",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"(?:this|that|these|those|it|they|them|he|she|here|there|so|because|since|which|who|where|otherwise|instead|or"
    r"|not|meaning|as in|then again|due to|for (?:that|this|those|these)|in (?:that|this)|with (?:that|this)"
    r"|after that|the (?:reason|idea|thinking|point|goal|logic|advantage|benefit|problem|first one|other one))\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:not|never|no|nobody|nothing|none|neither|nor|hardly|barely)\b|n't\b", re.IGNORECASE)


def next_act(text: str, first: int, last: int, avoid: Sequence[tuple[int, int]], question: str = "") -> str:
    """The candidate's sentence behind `text[first:last]`, when it can stand in its place; or "".

    It tells an act of theirs, stands alone, and shares a word with the question, the excuse or what comes next; the
    sentence in front of it holds little but the excuse. `avoid` are stretches that cost something themselves.
    """
    excuse = text[first:last]
    behind = [s for s in sentences(text) if s[0] >= last][:BEHIND]
    for n, (start, end) in enumerate(behind):
        if any(a < end and b > start for a, b in avoid):
            return ""
        after = text[slice(*behind[n + 1])] if n + 1 < len(behind) else ""
        around = {*content_words(question), *content_words(excuse if n else f"{excuse} {after}")}
        said = _said(text[start:end])
        shared = {*content_words(said)} & around
        if shared and _empty(excuse, {*content_words(question), *content_words(said)}) and tells_an_act(said):
            return said
        if end - start > AN_ASIDE:
            return ""
    return ""


def _said(sentence: str) -> str:
    """The whole sentence without what only opens or softens it."""
    if len(sentence) > LONGEST or sentence.rstrip().endswith("?"):
        return ""
    return finished(plainly.unpadded(plainly.softened_less(fluent(sentence))))


def leans_on(text: str, last: int) -> bool:
    """Whether the sentence behind `text[:last]` begins by pointing back or with a reason: nothing fits in between."""
    behind = next((text[a:b] for a, b in sentences(text) if a >= last), "")
    return bool(_POINTS_BACK.match(_ONLY_OPENS.sub("", behind.lstrip(), count=1)))


def told_next(text: str, last: int) -> bool:
    """Whether the sentence behind `text[:last]` already tells what the speaker did or does instead."""
    behind = next((text[a:b] for a, b in sentences(text) if a >= last), "")
    return bool(_TELLS.search(behind))


def _empty(excuse: str, elsewhere: set[str]) -> bool:
    """Whether the sentence holds little but the excuse."""
    lost = {*content_words(plainly.UNDERSOLD.sub(" ", fluent(excuse)))} - elsewhere
    return len(excuse.split()) <= MOST_LEFT_OUT and len(lost) <= MOST_LOST


def acts(said: str) -> bool:
    """Whether a sentence begins with somebody's act, the speaker's or that of several with them."""
    return bool(_I_ACT.match(said) or _WE_ACT.match(said))


def tells_an_act(said: str) -> bool:
    """Whether a finished sentence tells something the speaker did or does, surely, and rests on nothing else."""
    return acts(said) and len(content_words(said)) >= LEAST_CONTENT and not _DENIED.search(said) and is_firm(said)


def is_firm(said: str) -> bool:
    """Whether a finished sentence is whole, rests on no other, neither undersells nor oversells, and tells a thing."""
    return (
        len(said.split()) <= MOST_WORDS
        and not _WEAK.search(said)
        and not plainly.UNDERSOLD.search(said)
        and not plainly.OVERSOLD.search(said)
        and is_whole(said)
        and stands_alone(said)
    )
