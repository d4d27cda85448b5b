"""A sentence that undersells, without what does so: whole, in its meaning, nothing added. Sure cases only.

The softener, the apology, the shrinking word go. A sentence from which they cannot be taken without harm gives nothing;
less sure ways are put up by `proposals` and judged.
"""

from __future__ import annotations

import re

from ...english.inflect import past_forms
from ...english.spoken import clauses, content_words, finished, fluent, opened
from ...english.standing import pointing_back, stands_alone
from ...english.whole import MOST, is_whole
from . import plainly
from .own_part import JOINS, MOST_WORDS, TURNED, cut_off, facts, tokens

LEAST_CONTENT = 1
"Content words without which a sentence says nothing."
KEPT = 0.85
"Share of the sentence's content words, those that cost aside, without which it does not say the same."
EASY_WORDS = 24
"A sentence that is said in one breath: pieces up to this length come first."
_MEANS = re.compile(r"(?:it|that|this|which) (?:just )?means\b", re.IGNORECASE)
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
_ACTED = re.compile(
    r"^(?:I|[Ww]e)(?:'ve| have)? (?:(?:also|then|first|eventually|\w+ly) )?"
    rf"(?:(?!(?:thought|felt|knew|wanted|guessed|liked|seemed|needed)\b)(?:{'|'.join(past_forms())}|[a-z]{{2,}}ed|cut"
    r"|put|set))\b"
)
"Somebody's act, the speaker's or that of several with them, at the head of a sentence."
_SUPPOSED = re.compile(r"(?:if|unless|whether|when|whenever)\b", re.IGNORECASE)
_APPROXIMATE = re.compile(r"\b(?:\w+ or so|(?:like|about|around|roughly|almost|nearly) \d[\d.,:]*)\b", re.IGNORECASE)
"A number that is not exact does not become so."
_OPENS = re.compile(r"^(?:(?:and|but|so|yeah|yes|no|well|okay|or|also|then|now),? )+", re.IGNORECASE)
_THING = re.compile(r"\b(?:it|them|its)\b")
_HEADLESS = re.compile(
    r"(?:that|this|it|which|there)(?:'s| is| was)? (?:why|how|when|where|what|because)\b", re.IGNORECASE
)
_IT_WAS = re.compile(r"(?:It(?:'s| was| is)|That(?:'s| was| is)) an? |It had an? ", re.IGNORECASE)
"What was asked about is known: `it` may stand for it, at the head of a sentence."


def without(label: str, sentence: str, low: int, high: int, cue: re.Pattern[str] | None) -> str:
    """The whole sentence that says `sentence` without what `label` marked at `[low:high]`, or ""."""
    if label == "minimizer" and not plainly.PLAINLY_SHRUNK.match(opened(fluent(sentence))):
        return ""
    found = cue.search(sentence, low, high) or cue.search(sentence) if cue else None
    first, last = found.span() if found else (low, high)
    pieces = [p for p in clauses(sentence, first, last) if not cut_off(sentence, sentence.find(p))]
    for piece in sorted(pieces, key=lambda p: len(p.split()) > EASY_WORDS):
        said = _mended(label, piece, _whole_head(sentence, piece))
        if said and _holds(sentence, said):
            return said
    return ""


def _holds(sentence: str, said: str) -> bool:
    """Whether `said` still tells what `sentence` does: nearly all its content words but those that cost."""
    whole = plainly.grown(plainly.UNDERSOLD.sub(" ", plainly.softened_less(plainly.unpadded(fluent(sentence)))))
    there, kept = content_words(whole), set(content_words(said))
    lost = facts(" ".join(whole.split())) - set(tokens(said))
    exact = _APPROXIMATE.findall(sentence) == _APPROXIMATE.findall(said)
    return exact and not lost and sum(w in kept for w in there) >= KEPT * len(there)


def _whole_head(sentence: str, piece: str) -> bool:
    """Whether nothing that a pronoun of the piece may stand for was cut off in front of it."""
    return not content_words(opened(sentence[: max(0, sentence.find(piece))]))


def _mended(label: str, piece: str, in_place: bool) -> str:
    """The piece without what costs, when that is a whole sentence that no longer costs; else "".

    `in_place`: it stands where the sentence stood, so what it points back to is still said before it.
    """
    said = plainly.softened_less(plainly.unpadded(fluent(piece)))
    if label == "minimizer":
        said = plainly.grown(said)
    if plainly.UNDERSOLD.search(said) or (label == "minimizer" and _ASIDE.match(opened(said))):
        return ""
    said = finished(JOINS.sub("", opened(said)))
    unchanged = list(tokens(said)) == list(tokens(_OPENS.sub("", piece)))
    if unchanged or any(x.search(said) for x in (_OF_THE_TALK, TURNED, _YOU)):
        return ""
    if any(x.match(said) for x in (_SUPPOSED, _MEANS, _IT_IS_SO)) or (label == "apology" and not _ACTED.match(said)):
        return ""
    if not (_BY_ME.search(said) or _IT_WAS.match(said) or label == "minimizer"):
        return ""
    return said if fit(said, about="topic") or (in_place and fit(said, about="place")) else ""


def fit(said: str, *, about: str = "alone") -> bool:
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
