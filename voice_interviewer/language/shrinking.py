"""Apology, minimizer and absence_lead: words that make the speaker or the work smaller."""

from __future__ import annotations

from voice_interviewer.language import rules
from voice_interviewer.language.candidate import Candidate, from_hit
from voice_interviewer.language.passage import Passage
from voice_interviewer.language.rules import Hit

_REPORTED = frozenset(
    "said says say saying told was were felt sent wrote feel is very so be being really genuinely not so are sounded "
    "seemed truly better".split()
)
_OPENING_WORDS = 24


def _is_apology(passage: Passage, hit: Hit) -> bool:
    """Whether "sorry" or "apologies" is about the speaker: not repair, report, work or a request to repeat."""
    tokens = passage.tokens
    sentence = passage.sentences[passage.sentence_of[hit.first]]
    before = tokens[hit.first - 1] if hit.first > sentence.first else None
    after = tokens[hit.last] if hit.last < sentence.last else None
    if sentence.question and hit.first - sentence.first <= 1:
        return False
    if before is not None and before.norm in _REPORTED:
        subject = next(
            (
                tokens[i].norm
                for i in range(hit.first - 1, max(sentence.first - 1, hit.first - 6), -1)
                if tokens[i].norm in ("i", "he", "she", "they", "we", "it", "who")
            ),
            "",
        )
        return subject == "i" and before.norm not in ("said", "told", "wrote", "sent", "felt")
    if before is not None and before.norm in ("am", "i"):
        return True
    if before is not None and after is not None and before.comma and tokens[hit.last - 1].comma:
        return after.norm in ("i", "this", "that", "my", "if", "for", "about", "it")
    if before is not None and (after is not None) and not before.comma:
        return after.norm in ("i", "for", "about", "if", "my", "that", "this")
    return True


def find(passage: Passage, opening: bool) -> list[Candidate]:
    """Candidates; `opening`: the passage begins where the answer begins."""
    found: list[Candidate] = []
    for hit in rules.hits(rules.load("shrinking"), passage):
        rule = hit.rule
        if rule.id == "sorry" and not _is_apology(passage, hit):
            continue
        if rule.when == "opening":
            if not opening or hit.first > _OPENING_WORDS or passage.sentence_of[hit.first] > 1:
                continue
            if passage.sentence_of[hit.first] == 1 and passage.sentences[0].last > 8:
                continue
            if hit.first > 12:
                continue
        found.append(from_hit(passage, hit))
    return found
