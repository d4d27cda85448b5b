"""What a speaker has not done, said flatly: what there is instead comes first.

A gap that is named plainly costs nothing; what costs is to open with it. So what stands behind the gap comes first, or
a bracket for the nearest thing that was done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...english.inflect import PRESENT_IN_ED, participles
from ...english.sentences import sentences
from ...english.spoken import content_words, finished
from . import plainly
from .deleting import fit

MOST_WORDS = 18
"Words of a sentence that names a gap."

_NEVER = re.compile(
    r"^(?:(?:personally|at least on a \w+ level|currently),? )*(?:I've never|I have never|I've not|I haven't|I have not"
    r"|I had never|I had not|I hadn't|I never|I did not|I didn't) (?:\w+ly )?(?:used|worked|built|done|written"
    r"|played|tried|run|had|been|touched|deployed|managed|led|trained|shipped|operated|use|work|do|write|build|run)\b"
    r"|^I (?:don't|do not) have (?:any|much|a lot of|recent|a|an)? ?(?:\w+ )?(?:experience|background|education"
    r"|training|degree|familiarity)\b",
    re.IGNORECASE,
)
"A bounded fact of what the speaker has not done; a verdict about oneself is none."
_BELITTLES = re.compile(
    r"\b(?:even|good|great|proper|really|any good|expert|sorry|luck\w*|brain|smart|yet|chance)\b", re.IGNORECASE
)
_SADLY = re.compile(r"^(?:unfortunately|sadly|to be honest|admittedly|for me),? ", re.IGNORECASE)
_EVEN = re.compile(r" (?:even|really|actually|quite|honestly) (?=\w)")
_DID = re.compile(
    r"\b(?:I|[Ww]e)(?:'ve| have)? (?:\w+ly )?(?:ran|run|seen|done|built|[a-z]+ed|chose|set|cut|wrote|kept|put"
    r"|took|led|made|gave|held)\b"
)
_PRACTICE = re.compile(
    r"\b(?:used|worked (?:on|with|in|at)|built|deployed|managed|led|trained|shipped|operated|run|written|experience)\b"
)
"What something near can have been done to."
_EXCUSED = re.compile(
    r",?\s+(?:so|and|but) (?:unfortunately,? )?(?:I (?:really )?(?:can't|cannot|couldn't|don't|wouldn't)"
    r" (?:really )?(?:speak|say|comment|know|tell)\b[^,.;]{0,30}"
    r"|(?:I'm|I am|I may|I might|I would|I'd)\b[^.;]{0,60}\bnot\b[^.;]{0,60})(?=[.!…]*$)",
    re.IGNORECASE,
)
_LACKS = re.compile(r"\b(?:not|never|no|nothing|new to|limited|novice|beginner)\b|n't\b", re.IGNORECASE)
MOST_LEAD = 12
"Words of an opening on what is missing; a longer one holds more than that."
_CONTRAST = re.compile(r",?\s+(?:but|though|although|however)\b,?\s+|;\s+", re.IGNORECASE)


def behind_the_absence(sentence: str) -> Iterable[str]:
    """What is said behind an opening on what is missing; an honest bound of experience then follows it."""
    for contrast in _CONTRAST.finditer(sentence):
        lead, rest = sentence[: contrast.start()], sentence[contrast.end() :]
        if len(lead.split()) > MOST_LEAD:
            return
        if not _LACKS.search(lead):
            continue
        own = finished(plainly.unpadded(plainly.softened_less(rest)))
        if not _DID.search(own) or plainly.UNDERSOLD.search(own) or not fit(own, about="act"):
            continue
        bound = _bound(lead)
        if bound:
            yield f"{own} {bound}"
        elif not _NEVER.search(finished(plainly.softened_less(lead))):
            yield own


def bound_of(sentence: str) -> str:
    """The sentence, when all of it says flatly what the speaker has not used or built; an excuse behind it goes."""
    flat = _bound(_EXCUSED.sub("", sentence.strip()))
    return flat if _PRACTICE.search(flat) and not plainly.UNDERSOLD.search(flat) else ""


_BETWEEN = r"\s+(?:(?:(?!(?:only|hardly|barely|scarcely|rarely)\b)\w+ly|also|already|just|then|often|always|once)\s+)*"
_NONE = rf"(?!(?:got|had|heard|known|thought)\b|{PRESENT_IN_ED})"
"What follows `I've` and tells no act."
_TELLS = re.compile(
    r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b(?!['’]|\s+(?:(?:don|can|haven)['’]t|guess|think|know|never)\b)"
    rf"|\b(?:I|[Ww]e)['’](?:ve{_BETWEEN}{_NONE}(?:{'|'.join(participles())}|[a-z]+ed)"
    rf"|d{_BETWEEN}{_NONE}(?:{'|'.join(participles(alike=False))}|[a-z]+ed))\b"
)


def told_next(text: str, last: int) -> bool:
    """Whether the sentence behind `text[:last]` already tells what the speaker did or does instead."""
    behind = next((text[a:b] for a, b in sentences(text) if a >= last), "")
    return bool(_TELLS.search(behind))


def _bound(said: str) -> str:
    bound = _EVEN.sub(" ", finished(_SADLY.sub("", plainly.softened_less(said))))
    fits = len(bound.split()) <= MOST_WORDS and len(content_words(bound)) >= 2 and fit(bound, about="act")
    fits = fits and (" have " not in bound or bool(re.search(r" (?:with|in|of|as|on|at) \w", bound)))
    return bound if fits and " but " not in bound and _NEVER.search(bound) and not _BELITTLES.search(bound) else ""
