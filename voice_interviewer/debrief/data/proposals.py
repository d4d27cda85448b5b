"""What could be said in the place of a sentence that costs: several ways, the plainest first. Whoever asks, chooses.

Every way is the candidate's own sentence, or a run of its clauses, with words left out, and at most one sentence of
`reframes.yaml` beside it that holds one [bracket] for what only the candidate knows; or, under a label that allows it
(of those that are offered, only `hedge`), the candidate's next sentence in its place. No clause is cut from a denial in
front of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ...english.sentences import sentences
from ...english.spoken import clauses, content_words, finished, fluent, opened, starts
from ...english.whole import is_whole
from . import plainly
from .own_part import JOINS, LONGEST, cut_off, facts

MOST_WORDS = 36
"Words of a way's own part that is still tried."
PIECES = 4
"Runs of clauses of a sentence that are tried."
MOST_WAYS = 12
LEAST_WORDS, LEAST_CONTENT = 4, 2
_BROKEN = re.compile(
    r"\.\.|…|--|\s[-–—]|[–—]\s|[\"“”()\[\]{}<>]|\?|[.!]\s|, (?:So|And|But)\b|\b(\w+ \w+),? \1\b"
    r"|\b(?:the|an?|my|our|their),(?= )|\b(?:the|an?|my|our) (?:the|an?|my|our|of|to|with)\b"
)
"A break, a quoted voice, an aside, a question, or words begun twice."
_LOOSE = re.compile(
    r"\b(?:a|an|the|to|of|for|with|from|by|at|into|onto|and|or|but|so|because|which|who|whom|whose|if|as|than|my|our"
    r"|your|their|its|I|we|they|he|she|is|are|was|were|am|very|really|like|some|every|each|these|those|until|while"
    r"|although|though|including|it's|i'm|we're)\W*$",
    re.IGNORECASE,
)


def proposals(
    label: str,
    text: str,
    sentence: tuple[int, int],
    place: tuple[int, int],
    forms: Sequence[str],
    *,
    behind: int = 0,
    cue: re.Pattern[str] | None = None,
) -> Iterable[str]:
    """At most `MOST_WAYS` ways to say `text[sentence]`, whose words `text[place]` cost something. Pure; linear.

    `forms` hold {said}, a clause without what opens it, {bare}, the same without what softens or swells, or {rest},
    what the sentence says beside the clause that costs. `behind`: so many sentences behind it may be what to begin
    with. `cue` finds the words that cost within `place`.
    """
    first, last = sentence
    if last - first > LONGEST:
        return
    said = text[first:last]
    low, high = max(0, place[0] - first), max(1, min(last, place[1]) - first)
    if cue and (found := cue.search(said, low, high) or cue.search(said)):
        low, high = found.span()
    seen: set[str] = set()
    ways = [*_ways(_hold(said, clauses(said, low, high)), [f for f in forms if "{rest}" not in f], label)]
    ways += _ways(_hold(said, _rest(said, low, high)), [f for f in forms if "{rest}" in f], label)
    ways += _behind(text, last, behind)
    for way in ways:
        if way not in seen:
            seen.add(way)
            yield way
            if len(seen) == MOST_WAYS:
                return


def _ways(pieces: Iterable[str], forms: Sequence[str], label: str) -> Iterable[str]:
    found = 0
    for piece in pieces:
        fluently = plainly.unpadded(fluent(piece))
        plain = finished(JOINS.sub("", opened(fluently)))
        bare = finished(JOINS.sub("", opened(_less(label, fluently))))
        ways = []
        for form in forms:
            said = plain if "{said}" in form else bare
            if sayable(said) and facts(plain) <= {word.casefold() for word in re.findall(r"[\w']+", said)}:
                ways.append(form.format(said=said, bare=said, rest=said))
        yield from ways
        found += bool(ways)
        if found == PIECES:
            return


def _hold(sentence: str, pieces: Iterable[str]) -> Iterable[str]:
    """The pieces of a sentence that do not hang on a denial in front of them."""
    return (piece for piece in pieces if not cut_off(sentence, sentence.rfind(piece)))


def _rest(sentence: str, low: int, high: int) -> Iterable[str]:
    """What stands behind the costing clause, then what stands before it."""
    joints = [*starts(sentence), len(sentence)]
    yield from (sentence[joint:] for joint in joints if high <= joint < len(sentence))
    for joint in reversed(joints):
        if 0 < joint <= low:
            yield re.sub(r"(?:[,;:]|\s[-–—]+|\.\.\.|…)\s*$", "", sentence[:joint].strip())


def _behind(text: str, last: int, most: int) -> Iterable[str]:
    """The next sentences, as what to begin with."""
    for start, end in [s for s in sentences(text) if s[0] >= last][:most]:
        if end - start > LONGEST or text[start:end].rstrip().endswith("?"):
            return
        said = finished(JOINS.sub("", opened(plainly.unpadded(plainly.softened_less(fluent(text[start:end]))))))
        if sayable(said):
            yield said


def _less(label: str, said: str) -> str:
    if label == "inflation":
        return plainly.bounded(said)
    if label == "minimizer":
        return plainly.grown(plainly.softened_less(said))
    return plainly.softened_less(said)


def sayable(said: str) -> bool:
    """Whether a finished sentence is short and has no break or loose end. Whether it is a good one, others say."""
    if not LEAST_WORDS <= len(said.split()) <= MOST_WORDS or len(set(content_words(said))) < LEAST_CONTENT:
        return False
    return not _BROKEN.search(said[:-1]) and (is_whole(said) or not loose(said))


def loose(said: str) -> bool:
    """Whether the last word of a sentence leads on to what is not there. Of a whole one it may be the last."""
    return bool(_LOOSE.search(said))
