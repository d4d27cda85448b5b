"""From judged stretches to findings in two tiers: what is heard, and what is only perhaps there.

*Heard* is what one would bet on: shown, counted, used. *Perhaps* is told when asked for and counts nowhere. A finding
stays within the stretch that carries it; rules that hit in it say which words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from ...english.argued import ARGUED, OWN, OWNED
from ...rubric.keys import DISFLUENCIES, FAILED
from ...rubric.relations import OWN_ACT
from ..cues import about
from ..cues.families import View
from ..cues.shrinking import OTHER_SORRY
from ..labels import about_labels
from ..model import Finding
from ..rules.candidate import Candidate
from ..rules.passage import Passage
from .denied import denials, denied
from .judge import JUDGED, Judged

_WORDS = frozenset("hedge apology minimizer absence_lead inflation".split())
"Labels that lie in some words, which any rule may name."
_ACTS = frozenset("team_voice ownership decision_ownership".split())
"Labels of an act: plain rules name it, other cues would only point near it. The other labels are about their stretch."
_OWN_VOICE = frozenset("hedge apology minimizer absence_lead team_voice ownership decision_ownership".split())
"Labels about the speaker: what another voice says is none of them."
_OWN_MATTER = {
    "exposure": (about.Who.WORLD, about.Who.OTHERS, about.Who.TALK, about.Who.QUOTED),
    "inflation": (about.Who.OTHERS, about.Who.TALK, about.Who.QUOTED),
}
"Whose sizes and superlatives cost nothing: the world may be as large as it is, and others as splendid as they are."
_LISTED = (["a", "matter"], ["a", "question"])
_THAT = (["may", "be", "that"], ["might", "be", "that"], ["could", "be", "that"])
_SIZES = frozenset("size bigadj hype".split())
_MANY = frozenset(
    "hundreds thousands dozens scale everyone everybody every most whole entire record world famous leading".split()
)
_YEARS = frozenset("year years month months".split())
"What is told with a number before these is how long, not how much."
_FIRST = frozenset("i me my mine myself".split())
"An act of one's own is told with one of these in the same stretch."
_OWN_PART = re.compile(
    r"\bI\b(?!['’](?:m|d|ll)? ?(?:not )?sure|['’]d say| (?:\w+ )?(?:think|thought|guess|mean|believe|remember|recall|know|suppose|would"
    rf"|don['’]?t|say|feel)\b)|\b(?:me|myself|{OWN})\b",
    re.IGNORECASE,
)
"""In the stretch with a decision of `we`: a sign of the speaker's own part in it. `Me` is taken wide: leaving out turns such
as "don't get me wrong" found nothing more that is hidden in real speech."""
_OWN_SAY = re.compile(
    rf"\bI (?:\w+ly |also |just |then )?(?:{ARGUED}|said|made|chose)\b|\b[Mm]y (?:own )?{OWNED}\b|\bmine to \w+"
)
"The same, within `NEAR` characters of it."
NEAR = 250
_CHOICE = frozenset([("on", "purpose"), ("by", "choice"), ("by", "design")])


@cache
def reasons() -> Mapping[str, str]:
    """What is said of a finding of each label when no single rule explains it."""
    return dict(about_labels().why.items())


def unbounded() -> frozenset[str]:
    """Labels that a reason, cost, comparison or role in the same stretch rules out."""
    return about_labels().unbounded


def possible(label: str, stretch: Judged) -> bool:
    """Whether a label can occur in a stretch at all: openings at the opening, reactions after a changed constraint."""
    if label == "absence_lead":
        return stretch.opening
    return stretch.reaction or label not in (*FAILED, "calm_adaptation")


def findings(
    text: str, views: Sequence[View], judged: Sequence[Judged], barred: frozenset[str] = frozenset()
) -> tuple[list[Finding], list[Finding]]:
    """(heard, perhaps) of an answer, still unmerged. `barred` labels make no sense as an answer to what was asked."""
    heard = [
        _finding(text, c, view.offset, c.confidence)
        for view in views
        for c in view.candidates
        if c.label in DISFLUENCIES
    ]
    perhaps: list[Finding] = []
    for stretch in judged:
        for label, probability, join in zip(JUDGED, stretch.chances, stretch.joins, strict=True):
            if probability < join.perhaps or label in barred or not possible(label, stretch):
                continue
            found = _placed(text, label, stretch, probability, views)
            (heard if probability >= join.heard and label not in stretch.withdrawn else perhaps).extend(found)
    return heard, perhaps


def _finding(text: str, candidate: Candidate, offset: int, confidence: float) -> Finding:
    start, end = candidate.start + offset, candidate.end + offset
    return Finding(candidate.label, start, end, text[start:end], candidate.why, confidence)


def _placed(text: str, label: str, stretch: Judged, probability: float, views: Sequence[View]) -> list[Finding]:
    """The words of one label in one stretch: those of its rules, else all of it; none where the rules know better."""
    whole = [
        Finding(label, stretch.start, stretch.end, text[stretch.start : stretch.end], reasons()[label], probability)
    ]
    view = next((v for v in reversed(views) if v.offset <= stretch.start), None)
    if view is None or not view.passage.tokens:
        return whole
    first = view.passage.index_from_char(stretch.start - view.offset)
    last = max(first + 1, view.passage.index_from_char(stretch.end - view.offset))
    if label in unbounded() and any(first <= bound < last for bound in view.bounds):
        return []
    if label == "team_voice" and _part_told(text, stretch.start, stretch.end):
        return []
    if label == "minimizer" and _on_purpose(view.passage.norms(first, last)):
        return []
    begin, finish = stretch.start - view.offset, stretch.end - view.offset
    named = [c for c in (*view.plain, *view.candidates) if begin <= c.start < finish]
    rules = [(c.start - begin, c.end - begin) for c in named if c.label == label]
    said = text[stretch.start : stretch.end]
    if denied(label, said, rules):
        return []
    if label == "apology" and _only_other_sorry(named):
        return []
    if label == "minimizer" and _sorted(view.passage.norms(first, last)) and all(c.label != label for c in view.plain):
        return []
    if label == "calibration" and _options(view.passage, first, last):
        return []
    if label == "exposure" and not _impresses(view.passage, first, last):
        return []
    if label in OWN_ACT and not _FIRST & set(view.passage.norms(first, last)):
        return []
    if label in _OWN_MATTER and about.who(view.passage, first, last) in _OWN_MATTER[label]:
        return []
    if label not in _WORDS and label not in _ACTS:
        return whole
    away = denials(label, said)  # what is denied beside a cost is not it
    mine = [
        c
        for c in named
        if c.label == label
        and (label in _WORDS or c in view.plain)
        and not any(start <= c.start - begin and c.end - begin <= end for start, end in away)
    ]
    kept = mine
    if label in _OWN_VOICE:
        kept = [c for c in mine if not about.quoted(view.passage, view.passage.index_from_char(c.start))]
    if mine and not kept:
        return []
    placed = []
    for c in kept:
        start, end = c.start + view.offset, min(c.end, finish) + view.offset
        placed.append(Finding(label, start, end, text[start:end], c.why, probability))
    return placed or whole


def _part_told(text: str, start: int, end: int) -> bool:
    """Whether the speaker's own part in a decision of `we` is told in its stretch, or right beside it."""
    near = text[max(0, start - NEAR) : end + NEAR]
    return bool(_OWN_PART.search(text[start:end]) or _OWN_SAY.search(near))


def _only_other_sorry(named: Sequence[Candidate]) -> bool:
    """Whether every word of apology was found to be something else: a repair, a request, a report."""
    labels = {c.label for c in named}
    return OTHER_SORRY in labels and "apology" not in labels


def _on_purpose(words: list[str]) -> bool:
    """Whether the words call what was done a choice: "just one table, on purpose" is scope, not shrinking."""
    return "deliberately" in words or any(pair in _CHOICE for pair in pairwise(words))


def _sorted(words: list[str]) -> bool:
    """Whether something is only put among its like: "it's more of a list than a planner" says what it is."""
    return any(words[n : n + 2] == ["more", "of"] and words[n + 2] in ("a", "an") for n in range(len(words) - 2))


def _options(passage: Passage, first: int, last: int) -> bool:
    """Whether it only lists what may be the case: "it may be that …, it may be a matter of …", with no number to it."""
    words = passage.norms(first, last)
    listed = any(
        words[n] in ("may", "might", "could") and words[n + 1] == "be" and words[n + 2 : n + 4] in _LISTED
        for n in range(len(words) - 3)
    ) or any(words[n : n + 3] in _THAT for n in range(len(words) - 2))
    return listed and not any("num" in token.tags for token in passage.tokens[first:last])


def _impresses(passage: Passage, first: int, last: int) -> bool:
    """Whether a size or a name is there to impress with; years served and "a maker of tractors" are a plain CV."""
    for n in range(first, min(last, len(passage.tokens))):
        token = passage.tokens[n]
        if token.tags & _SIZES or token.norm in _MANY:
            return True
        if "num" in token.tags and not _YEARS & set(passage.norms(n + 1, n + 3)):
            return True
        opens = passage.sentences[passage.sentence_of[n]].first == n
        if not opens and token.norm not in _FIRST and passage.text.raw[token.start].isupper():
            return True
    return False
