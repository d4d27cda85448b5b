"""The candidate's own sentence under a finding, with what costs taken out: whole, standing alone, in their meaning.

Words are only left out. A sentence from which they cannot be taken without harm gives nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Literal

from ...english.sentences import sentences
from ...english.spoken import clauses, content_words, finished, fluent, opened
from ...english.standing import pointing_back, stands_alone
from ...english.whole import MOST, is_whole
from ...rubric.relations import MENDED_WITH_ONESELF, UNDERSELLING
from . import plainly
from .decisions import SUPPOSED, settled_by_us
from .lead_with import acts

Alone = Literal["alone", "topic", "act", "place"]
LEAST_CONTENT = 1
"Content words without which a sentence says nothing."
KEPT = 0.85
"Share of the sentence's content words, those that cost aside, without which it does not say the same."
LONGEST = 1200
"Characters of a sentence that is still read."
EASY_WORDS = 24
"A sentence that is said in one breath: pieces up to this length come first."
MOST_WORDS = 34
"Words of the candidate's own part; longer ones are not remembered."

OWN_ACT = re.compile(
    r"\bI (?:(?:also|then|just|only|still|simply|first|deliberately|eventually|finally) )*(?:decided|chose|built"
    r"|blocked|cut|dropped|picked|set|wrote|moved"
    r"|refused|kept|stopped|switched|changed|removed|left|pushed|put|took|asked|told|tested|measured|started|made"
    r"|created|added|turned|ran|held|gave|led"
    r"|designed|fixed|rolled|reverted|replaced|rewrote|cancelled|postponed|argued|insisted|recommended|proposed"
    r"|checked|found|shipped|launched|worked)\b"
)
"An act of the speaker's own."
_MEANS = re.compile(r"(?:it|that|this|which) (?:just )?means\b", re.IGNORECASE)
_TURNED = re.compile(r"\b(?:not|never|no longer|nobody|without|instead of|rather than)\b|n't\b", re.IGNORECASE)
"What is cut off from a clause with one of these in it may say the opposite."
_ASIDE = re.compile(
    r"(?:it|that|this)(?:'s| is| was) (?:just |really |very |pretty |quite )*(?:a |an )?(?:\w+ ){0,2}thing",
    re.IGNORECASE,
)
"A remark on the side: nothing of it is worth saying again."
_OF_THE_TALK = re.compile(
    r"\b(?:lost (?:my|the)|miss(?:ed)?|question|train of thought|answer|interrupt\w*|my turn|late|rambl\w+"
    r"|throw it out|show|podcast|episode|listeners?)\b",
    re.IGNORECASE,
)
"What is about the talk itself: nothing of it needs saying again."
_BY_ME = re.compile(r"\b(?:I|I've|me|[Mm]y|[Ww]e|[Oo]ur|us)\b")
_YOU = re.compile(r"\byou(?:r|'re|'ve|'ll)?\b", re.IGNORECASE)
_IT_IS_SO = re.compile(r"(?:It|That)(?:'s| is| was) (?!an? |the |my |our |one )", re.IGNORECASE)
_OWN = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b")
_EFFECT = re.compile(
    r"\b(?:impact|effect|grow\w*|grew|improv\w*|difference|success\w*|popular|results?|performan\w+|fast\w*|scal\w+"
    r"|increase\w*|reduc\w+|sav\w+|adoption|progress|users|customers|reliab\w+|accura\w+|quick\w*|efficien\w+)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:at|for|with|in|on|of|inside|from|using) (?:the |a )?[A-Z][\w.]+|\d"
    r"|\b(?:compan(?:y|ies)|banks?|startups?|university|lab|insurer|hospital)\b"
)
"A place or a system that `there` can mean."
_TALKS = re.compile(r"\b(?:talks?|conferences?|interview\w*|members?|friends?|advis\w+)\b", re.IGNORECASE)
"Being somewhere, without work of one's own to tell of."
_FEELS = re.compile(r"(?:I'm|I am|I was|we're|we are|we were) (?:\w+[- ])?(?:excited|proud|happy|glad|sure)\b", re.I)
_POST = re.compile(
    r"(?:I|I've|we|we've|one of my (?:first )?(?:projects|jobs)|my (?:first |last )?(?:project|job))"
    r" (?:\w+ly )?(?:worked|was on"
    r"|was in|was at|was part|ran|led|built|managed|operated|owned|maintained|joined|been (?:on|in|at|part))\b",
    re.IGNORECASE,
)
"Work held somewhere: a decision can have been made there."
_PRAISE = re.compile(
    r"\b(?:luck\w*|amazing|privilege\w*|incredible|awesome|great|really good|best|nuanced)\b", re.IGNORECASE
)
_TO_COME = re.compile(r"\b(?:will|would|could|should|might|going to|gonna|want to)\b|'ll\b", re.IGNORECASE)
"Of what is still to come there is no number."
_FACTS = re.compile(r"(?<=\w )(?!I\b)[A-Z][^\W_]+|\b(?:not|never|no|nobody|none|without|cannot|\w+n't)\b|\d[^\W_]*")
"Names, negations and numbers: not one of them is left out."
_APPROXIMATE = re.compile(r"\b(?:\w+ or so|(?:like|about|around|roughly|almost|nearly) \d[\d.,:]*)\b", re.IGNORECASE)
"A number that is not exact does not become so."
_JOINS = re.compile(r"^(?:and|but|so|or|yet|then)(?: then)?,? ", re.IGNORECASE)
_OPENS = re.compile(r"^(?:(?:and|but|so|yeah|yes|no|well|okay|or|also|then|now),? )+", re.IGNORECASE)
_THING = re.compile(r"\b(?:it|them|its)\b")
_HEADLESS = re.compile(
    r"(?:that|this|it|which|there)(?:'s| is| was)? (?:why|how|when|where|what|because)\b", re.IGNORECASE
)
_IT_WAS = re.compile(r"(?:It(?:'s| was| is)|That(?:'s| was| is)) an? |It had an? ", re.IGNORECASE)
"What was asked about is known: `it` may stand for it, at the head of a sentence."


def carrying(text: str, start: int, end: int, cue: re.Pattern[str] | None) -> tuple[int, int]:
    """The sentence that carries the finding: the one with its cue, else the one that holds most of it."""
    spans = sentences(text)
    at = max(0, bisect_right(spans, (start, len(text))) - 1)
    under = [s for s in spans[at : at + 12] if s[0] < end and s[1] > start] or [(start, end)]
    with_cue = [s for s in under if cue and cue.search(text[max(s[0], start) : min(s[1], end)])]
    return max(with_cue or under, key=lambda s: min(s[1], end) - max(s[0], start))


def mended(label: str, sentence: str, low: int, high: int, cue: re.Pattern[str] | None) -> Iterable[str]:
    """Whole sentences that say `sentence` without what `label` marked at `[low:high]`, the best first."""
    if label == "team_voice":
        yield from filter(None, [settled_by_us(sentence)])
        return
    if label == "minimizer" and not plainly.PLAINLY_SHRUNK.match(opened(fluent(sentence))):
        return
    pieces = list(_pieces(label, sentence, low, high, cue))
    for piece in sorted(pieces, key=lambda p: len(p.split()) > EASY_WORDS):
        said = _mended(label, piece, _whole_head(sentence, piece))
        if said:
            yield said


def holds(label: str, sentence: str, said: str) -> bool:
    """Whether `said` still tells what `sentence` does: nearly all its content words but those that cost."""
    whole = plainly.unpadded(fluent(sentence))
    if label in UNDERSELLING:
        whole = plainly.grown(plainly.UNDERSOLD.sub(" ", plainly.softened_less(whole)))
    elif label == "inflation":
        whole = plainly.bounded(whole)
    there, kept = content_words(whole), set(content_words(said))
    facts = {w.casefold() for w in _FACTS.findall(whole)} - set(tokens(said))
    exact = _APPROXIMATE.findall(sentence) == _APPROXIMATE.findall(said)
    return exact and not facts and sum(w in kept for w in there) >= KEPT * len(there)


def _pieces(label: str, sentence: str, low: int, high: int, cue: re.Pattern[str] | None) -> Iterable[str]:
    """The sentence, then runs of its clauses that hold the finding's cue, longest first."""
    places = [(low, high)]
    if found := _found(cue, sentence, low, high):
        places = [found.span()]
    for first, last in places:
        yield from (p for p in clauses(sentence, first, last) if not _cut_off(sentence, sentence.find(p)))


def _cut_off(sentence: str, at: int) -> bool:
    """Whether the piece that begins at `at` hangs on a denial or a contrast in front of it."""
    before = re.split(r"[.;:]|\b(?:but|though)\b", sentence[: max(0, at)])[-1]
    return bool(_TURNED.search(before)) and not re.match(r"but\b", sentence[at:], re.IGNORECASE)


def _found(cue: re.Pattern[str] | None, sentence: str, start: int, end: int) -> re.Match[str] | None:
    return None if cue is None else cue.search(sentence, start, end) or cue.search(sentence)


def _whole_head(sentence: str, piece: str) -> bool:
    """Whether nothing that a pronoun of the piece may stand for was cut off in front of it."""
    return not content_words(opened(sentence[: max(0, sentence.find(piece))]))


def _mended(label: str, piece: str, in_place: bool) -> str:
    """The piece without what costs, when that is a whole sentence that no longer costs; else "".

    `in_place`: it stands where the sentence stood, so what it points back to is still said before it.
    """
    said = plainly.unpadded(fluent(piece))
    if label in UNDERSELLING:
        said = plainly.softened_less(said)
        if label == "minimizer":
            said = plainly.grown(said)
        if plainly.UNDERSOLD.search(said):
            return ""
    elif label == "inflation":
        whole, said = said, plainly.bounded(said)
        if _FEELS.match(opened(said)):
            return ""
        if said == whole or plainly.OVERSOLD.search(said) or not _EFFECT.search(said) or _TO_COME.search(said):
            return ""
    if label == "minimizer" and _ASIDE.match(opened(said)):
        return ""
    if not _owned(label, said):
        return ""
    said = finished(_JOINS.sub("", opened(said)))
    if label not in UNDERSELLING and SUPPOSED.match(said):
        return ""
    if label in UNDERSELLING and (_same(said, piece) or _OF_THE_TALK.search(said)):
        return ""
    if label in UNDERSELLING and (_TURNED.search(said) or SUPPOSED.match(said)):
        return ""
    if label in UNDERSELLING and _MEANS.match(said):
        return ""
    if label == "apology" and not acts(said):
        return ""
    if label in UNDERSELLING and not (_BY_ME.search(said) or _IT_WAS.match(said) or label == "minimizer"):
        return ""
    if label in UNDERSELLING and (_YOU.search(said) or _IT_IS_SO.match(said)):
        return ""
    return said if fit(said, about=_rests_on(label, said)) or (in_place and fit(said, about="place")) else ""


def _rests_on(label: str, said: str) -> Alone:
    """What a sentence may take from the talk before it: the thing asked about, or what was decided on."""
    return "topic" if label == "inflation" or label in UNDERSELLING else "alone"


def _owned(label: str, said: str) -> bool:
    """Whether the sentence is about the speaker where the label wants that, and a bracket can follow it."""
    if label in MENDED_WITH_ONESELF and not _OWN.search(said):
        return False
    if label == "exposure":
        held = _POST.match(opened(said)) and _PLACE.search(said) and not _TALKS.search(said)
        return bool(held) and not (_TURNED.search(said) or _PRAISE.search(said))
    if label == "outcome_only":
        return acts(opened(said)) and not _TURNED.search(said)
    if label == "generic":
        return acts(opened(said)) and not (_PRAISE.search(said) or _TURNED.search(said) or _TO_COME.search(said))
    return True


def fit(said: str, *, about: Alone = "alone") -> bool:
    """Whether a finished sentence is short, whole, says something and rests on no other.

    `about="topic"` allows it to begin with what was asked about (`It was a tool for …`), `about="act"` one word that
    points back in a sentence that says enough beside it: what was decided is known from the question.
    """
    content = len(set(content_words(said)))
    back = pointing_back(said)
    alone = not back
    if about == "topic" and (head := _IT_WAS.match(said)):
        alone = content >= (1 if said.startswith("That") else 3) and stands_alone("Here " + said[head.end() - 2 :])
    elif about == "place":
        alone = alone or (content >= 3 and (_BY_ME.search(said) is not None) and not _HEADLESS.match(said))
    elif about == "act" and back:
        bare = pointing_back(said, named=True)
        alone = not bare or (len(bare) == 1 and content >= 3 and bare[0] > 1 and bool(_THING.search(said)))
    return len(said.split()) <= min(MOST, MOST_WORDS) and is_whole(said) and alone and content >= LEAST_CONTENT


def _same(said: str, piece: str) -> bool:
    """Whether nothing but an opening word was taken out."""
    return list(tokens(said)) == list(tokens(_OPENS.sub("", piece)))


def plain_sentence(text: str, start: int, end: int) -> str:
    """The sentence at a stretch of the text without sounds and markers, when it is a whole one; else ""."""
    first, last = carrying(text, start, end, None)
    said = finished(_JOINS.sub("", fluent(text[first:last]))) if last - first <= LONGEST else ""
    return said if len(said.split()) <= MOST_WORDS and is_whole(said) and content_words(said) else ""


_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def tokens(text: str) -> Iterable[str]:
    """The words of a text outside [brackets], folded."""
    return (t.replace("’", "'").casefold() for t in _TOKEN.findall(re.sub(r"\[[^\[\]]*\]", " ", text)))
