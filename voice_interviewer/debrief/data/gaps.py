"""What a speaker lacks, said flatly: not done, not known. One sentence beside it makes it good.

A gap that is named plainly costs nothing; what costs is to open with it, or to hide a doubt behind softeners. So what
stands behind the gap comes first, or a bracket for the nearest thing that was done; and what is not known is followed
by how one would find out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...english.spoken import clauses, content_words, finished, fluent, starts
from . import plainly
from .own_part import fit

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
_UNKNOWN = re.compile(
    r"^I (?:don't|do not|can't|cannot) (?:know|remember|recall|say) (?:exactly |for sure )?(?=if|whether|how|what|why"
    r"|who|which|where|when|the|all)|^I'm not sure (?:exactly )?(?=if|whether|how|what|why|who|which|where|when)",
)
_TO_COME = re.compile(
    r"\b(?:would|gonna|going to|will|'ll|should|could|might|wanna|want|I'm saying|I mean|to say|you|your|you're"
    r"|question|answer|this|that's|that is|I was going|advice|happen\w*|represented|(?:well|right|wrong)\."
    r"|top of my head|need\w*|there|if,|whether,|if it's|what it is)|,",
    re.IGNORECASE,
)
"What nobody can look up: plans, wishes, the talk itself."
_DID = re.compile(
    r"\b(?:I|[Ww]e)(?:'ve| have)? (?:\w+ly )?(?:ran|run|seen|done|built|[a-z]+ed|chose|set|cut|wrote|kept|put"
    r"|took|led|made|gave|held)\b"
)
_CONTRAST = re.compile(r",?\s+(?:but|though|although|however)\b,?\s+|;\s+", re.IGNORECASE)


def flat(label: str, sentence: str) -> Iterable[str]:
    """What of a sentence names flatly what is missing, so that one sentence beside it makes it good."""
    if label == "absence_lead":
        yield from bounds(sentence)
    elif label == "hedge":
        yield from unknown(sentence)


def behind_the_absence(sentence: str) -> Iterable[str]:
    """What is said behind an opening on what is missing; an honest bound of experience then follows it."""
    for contrast in _CONTRAST.finditer(sentence):
        lead, rest = sentence[: contrast.start()], sentence[contrast.end() :]
        own = finished(plainly.unpadded(plainly.softened_less(rest)))
        if not _DID.search(own) or plainly.UNDERSOLD.search(own) or not fit(own, about="act"):
            continue
        bound = _bound(lead)
        if bound:
            yield f"{own} {bound}"
        elif not _NEVER.search(finished(plainly.softened_less(lead))):
            yield own


def bounds(sentence: str) -> Iterable[str]:
    """What of a sentence states flatly that the speaker has not done something, the shortest first."""
    found = (_bound(piece) for piece in _runs(sentence))
    return sorted({bound for bound in found if bound}, key=lambda bound: (len(bound), bound))


def _runs(sentence: str) -> Iterable[str]:
    """All runs of a sentence's clauses."""
    for at in starts(sentence):
        yield from (p for p in clauses(sentence, at, at + 1) if not at or sentence.startswith(p[:12], at))


def _bound(said: str) -> str:
    bound = _EVEN.sub(" ", finished(_SADLY.sub("", plainly.softened_less(said))))
    fits = len(bound.split()) <= MOST_WORDS and len(content_words(bound)) >= 2 and fit(bound, about="act")
    fits = fits and (" have " not in bound or bool(re.search(r" (?:with|in|of|as|on|at) \w", bound)))
    return bound if fits and " but " not in bound and _NEVER.search(bound) and not _BELITTLES.search(bound) else ""


def unknown(sentence: str) -> Iterable[str]:
    """What of a sentence states flatly that the speaker does not know something that can be looked up."""
    for piece in _runs(sentence):
        said = _EVEN.sub(" ", finished(fluent(piece)))
        head = _UNKNOWN.match(said)
        if head is None or _TO_COME.search(said) or plainly.UNDERSOLD.search(said[head.end() :]):
            continue
        if content_words(said[head.end() :]) and fit(said):
            yield said
