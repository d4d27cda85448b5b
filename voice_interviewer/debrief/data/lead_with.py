"""What to say in the place of a sentence that only excuses: the candidate's own sentence near it that tells an act.

An apology, a gap named first, a doubt about oneself often holds nothing that could be said better. Then the answer is
better without it, and begins with what the candidate said next: a whole sentence of theirs, about something they did or
do, that stands alone. It is taken from the sentences close by, or there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ...english.inflect import past_forms
from ...english.sentences import sentences
from ...english.spoken import clauses, content_words, finished, fluent, starts
from ...english.standing import stands_alone
from ...english.whole import is_whole
from ...english.wordset import words
from . import plainly

BEHIND = 5
"Sentences behind the finding that are looked at; what comes later answers something else."
BEFORE = 2
"… and in front of it."
LONGEST = 700
"Characters of a sentence that is still read."
LEAST_CONTENT = 4
"Content words of a sentence that can open an answer."
EASY_WORDS = 18
"Pieces up to this length come first."
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
_GOVERNED = re.compile(
    r"\b(?:if|unless|whether|said|says|thought|like|imagine|not|without)\b|n't\b|[\"“]", re.IGNORECASE
)
"What stands in front of a clause and may change its meaning."
_DENIED = re.compile(r"\b(?:not|never|no|nobody|nothing|none|neither|nor|hardly|barely)\b|n't\b", re.IGNORECASE)


def own_act(text: str, first: int, last: int, avoid: Sequence[tuple[int, int]], *, alone: bool = False) -> str:
    """A sentence of the candidate's, near `text[first:last]`, that tells an act of theirs and stands alone; or "".

    Their own acts go before those of several, and the nearer before the farther. `avoid` are stretches that cost
    something themselves; `alone` takes acts of the speaker's only.
    """
    spans = sentences(text)
    behind = [s for s in spans if s[0] >= last][:BEHIND]
    before = [s for s in spans if s[1] <= first][-BEFORE:]
    near = [*enumerate(behind), *((2 * n + 3, s) for n, s in enumerate(reversed(before)))]
    found: list[tuple[int, int, str]] = []
    for distance, (start, end) in near:
        if any(a < end and b > start for a, b in avoid) or text[start:end].rstrip().endswith("?"):
            continue
        for said in _said(text[start:end]):
            mine = bool(_I_ACT.match(said))
            if (mine or not alone) and tells_an_act(said):
                found.append((distance + (0 if mine else 3), distance, said))
                break
    return min(found)[-1] if found else ""


def _said(sentence: str) -> Iterable[str]:
    """The sentence, then its runs of clauses, those from its head on first."""
    if len(sentence) > LONGEST:
        return
    for at in starts(sentence):
        if at and _GOVERNED.search(sentence[:at]):
            continue
        for piece in sorted(clauses(sentence, at, at + 1), key=lambda p: len(p.split()) > EASY_WORDS):
            if not at or sentence.startswith(piece[:12], at):
                yield finished(plainly.unpadded(plainly.softened_less(fluent(piece))))


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
