"""What could be said in the place of a sentence that costs: several ways, the plainest first. Whoever asks, chooses.

Every way is the candidate's own sentence, or a run of its clauses, with words left out, and at most one sentence of
`reframes.yaml` beside it that holds one [bracket] for what only the candidate knows; or, where a sentence only
excuses, the candidate's next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ...english.sentences import sentences
from ...english.spoken import clauses, content_words, finished, fluent, opened, starts
from ...english.whole import is_whole
from . import plainly

MOST_WORDS = 36
"Words of the candidate's own part; longer ones are not remembered."
LONGEST = 1200
"Characters of a sentence that is still read."
PIECES = 4
"Runs of clauses of a sentence that are tried."
LEAST_CONTENT = 2
_JOINS = re.compile(r"^(?:and|but|so|or|yet|then)(?: then)?,? ", re.IGNORECASE)
_BROKEN = re.compile(r"\.\.|…|--|\s[-–—]|[–—]\s|[\"“”()\[\]{}<>]|\?|[.!]\s")
_LOOSE = re.compile(
    r"\b(?:a|an|the|to|of|for|with|from|by|at|into|onto|and|or|but|so|because|which|who|whom|whose|if|as|than|my|our"
    r"|your|their|its|I|we|they|he|she|is|are|was|were|am|very|really|like|some|every|each|these|those|until|while"
    r"|although|though|including|it's|i'm|we're)\W*$",
    re.IGNORECASE,
)
_FACTS = re.compile(r"(?<=\w )(?!I\b)[A-Z][^\W_]+|\b(?:not|never|no|nobody|none|without|cannot|\w+n't)\b|\d[^\W_]*")
"Names, negations and numbers: not one of them is left out of a clause."


def proposals(
    text: str,
    first: int,
    last: int,
    place: tuple[int, int],
    forms: Sequence[str],
    *,
    label: str,
    behind: int = 0,
    cue: re.Pattern[str] | None = None,
) -> Iterable[str]:
    """Ways to say `text[first:last]`, one sentence, whose words `text[place]` cost something. Pure; linear.

    `forms` hold {said}, a clause without what opens it, {bare}, the same without what softens or swells, or {rest},
    what the sentence says beside the clause that costs. `behind`: so many sentences
    behind it may be what to begin with.
    """
    if last - first > LONGEST:
        return
    sentence = text[first:last]
    low, high = max(0, place[0] - first), max(1, min(last, place[1]) - first)
    if cue and (found := cue.search(sentence, low, high) or cue.search(sentence)):
        low, high = found.span()
    seen: set[str] = set()
    ways = [*_ways(clauses(sentence, low, high), forms, label, rest=False)]
    ways += _ways(_rest(sentence, low, high), forms, label, rest=True)
    ways += _behind(text, last, behind)
    for way in ways:
        if way not in seen:
            seen.add(way)
            yield way


def _ways(pieces: Iterable[str], forms: Sequence[str], label: str, *, rest: bool) -> Iterable[str]:
    found = 0
    for piece in pieces:
        plain = finished(_JOINS.sub("", opened(plainly.unpadded(fluent(piece)))))
        bare = finished(_JOINS.sub("", opened(_less(label, plainly.unpadded(fluent(piece))))))
        any_way = False
        for form in forms:
            if ("{rest}" in form) != rest:
                continue
            said = plain if "{said}" in form else bare
            if sayable(said) and _keeps(plain, said):
                any_way = True
                yield form.format(said=said, bare=said, rest=said)
        found += any_way
        if found == PIECES:
            return


def _rest(sentence: str, low: int, high: int) -> Iterable[str]:
    joints = [*starts(sentence), len(sentence)]
    for a in joints:
        if high <= a < len(sentence):
            yield sentence[a:]
    for b in reversed(joints):
        if 0 < b <= low:
            yield re.sub(r"(?:[,;:]|\s[-–—]+|\.\.\.|…)\s*$", "", sentence[:b].strip())


def _less(label: str, said: str) -> str:
    if label == "inflation":
        return plainly.bounded(said)
    if label == "minimizer":
        return plainly.grown(plainly.softened_less(said))
    return plainly.softened_less(said)


def sayable(said: str) -> bool:
    """Whether a finished sentence is short and has no break or loose end. Whether it is a good one, others say."""
    n = len(said.split())
    if not (4 <= n <= MOST_WORDS and len(set(content_words(said))) >= LEAST_CONTENT):
        return False
    return is_whole(said) or not (_BROKEN.search(said[:-1]) or _LOOSE.search(said))


def _keeps(plain: str, said: str) -> bool:
    return not ({w.casefold() for w in _FACTS.findall(plain)} - set(re.findall(r"[\w']+", said.casefold())))


def _behind(text: str, last: int, most: int) -> Iterable[str]:
    for start, end in [s for s in sentences(text) if s[0] >= last][:most]:
        if end - start > LONGEST or text[start:end].rstrip().endswith("?"):
            return
        said = finished(_JOINS.sub("", opened(plainly.unpadded(plainly.softened_less(fluent(text[start:end]))))))
        if sayable(said):
            yield said
