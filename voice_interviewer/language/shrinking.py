"""Apology, minimizer and absence_lead: words that make the speaker or the work smaller."""

from __future__ import annotations

from voice_interviewer.language.candidate import Candidate, at, from_hit
from voice_interviewer.language.passage import Passage
from voice_interviewer.language.rules import Hit

_OPENING_WORDS = 14
"An opening with what is missing begins within this many words."

_SAYING = frozenset("said says say saying told wrote writes felt feels sent feel shows reads means".split())
_PEOPLE = frozenset("i he she they we it who you".split())
_SELF_AFTER = frozenset("i this that my if for about it am is to but can just".split())
_FIXED = frozenset("state sight excuse case than better".split())
_REPAIR = frozenset("not the a an it which or rather no wait".split())


def _subject_before(passage: Passage, index: int, first: int) -> str:
    """The nearest subject pronoun (or `other` for a noun with a verb) before token `index`."""
    for i in range(index - 1, max(first, index - 7) - 1, -1):
        word = passage.tokens[i].norm
        if word in _PEOPLE:
            return word
        if word in ("was", "were", "is", "are") or "ed" in passage.tokens[i].tags:
            continue
    return "other"


def _is_apology(passage: Passage, hit: Hit) -> bool:
    """Whether "sorry" is about the speaker: not a repair, a report, a part of the work, or a request to repeat."""
    tokens = passage.tokens
    sentence = passage.sentences[passage.sentence_of[hit.first]]
    first, last = hit.first, hit.last
    before = tokens[first - 1].norm if first > sentence.first else ""
    after = tokens[last].norm if last < sentence.last else ""
    if tokens[first].quoted or after in _FIXED:
        return False
    if before in (
        "so",
        "really",
        "very",
        "truly",
        "terribly",
        "genuinely",
        "was",
        "were",
        "is",
        "are",
        "am",
        "be",
        "being",
    ):
        return _subject_before(passage, first, sentence.first) == "i" and not _past_be(passage, first, sentence.first)
    if before in _SAYING or any(word in _SAYING for word in passage.norms(max(sentence.first, first - 3), first)):
        return False
    rest = sentence.last - last
    if sentence.question and first - sentence.first <= 1:
        return False
    if _asks_back(passage, last, sentence.last):
        return False
    if first > sentence.first:
        if tokens[first - 1].comma and tokens[last - 1].comma and not _about_self(passage, last, sentence.last):
            return False
        if rest and not _about_self(passage, last, sentence.last):
            return False
        return True
    if after in ("i", "we") and any(word in ("meant", "mean") for word in passage.norms(last, last + 3)):
        return False
    if after == "i" and passage.norms(last + 1, last + 3) == ["should", "say"]:
        return False
    return not (after in _REPAIR and not _about_self(passage, last, sentence.last) and last - sentence.first <= 2)


def _past_be(passage: Passage, index: int, first: int) -> bool:
    return any(word in ("was", "were") for word in passage.norms(max(first, index - 3), index))


def _asks_back(passage: Passage, first: int, last: int) -> bool:
    """Whether what follows asks the interviewer something: "sorry, could you repeat", "sorry, which model"."""
    words = passage.norms(first, min(last, first + 4))
    return bool(words) and (
        words[0] in ("could", "can", "did", "do", "which", "what", "would", "was", "is", "are")
        and "you" in words[:3] + words[:1]
        or words[0] in ("which", "what", "pardon")
    )


def _about_self(passage: Passage, first: int, last: int) -> bool:
    """Whether the words after "sorry" speak about the speaker or the answer."""
    words = passage.norms(first, min(last, first + 9))
    if not words:
        return True
    if words[0] in ("for", "about", "if", "that"):
        return True
    if words[0] == "i" or words[0] == "my":
        return not (len(words) > 1 and words[1] in ("meant", "mean"))
    if words[0] in ("this", "it", "that") and any(
        w
        in (
            "example",
            "answer",
            "story",
            "long",
            "not",
            "great",
            "confusing",
            "boring",
            "rambling",
            "messy",
            "probably",
            "hard",
        )
        for w in words[1:]
    ):
        return True
    return words[0] in ("just", "so") and "i" in words[:3]


def _opens(passage: Passage, hit: Hit) -> bool:
    """Whether a hit stands where the answer opens: its first words, or just behind a short first sentence."""
    sentence = passage.sentence_of[hit.first]
    if sentence == 0:
        return hit.first <= _OPENING_WORDS
    before = passage.sentences[sentence].first
    return sentence <= 2 and before <= 7 and hit.first - before <= 6


def _bounded_fact(passage: Passage) -> bool:
    """Whether the lack is one bounded answer and a fact follows at once: "No, I haven't. I ran one for …"."""
    first = passage.sentences[0]
    return first.last - first.first <= 6 and len(passage.sentences) > 1


def find(passage: Passage, hits: list[Hit], opening: bool) -> list[Candidate]:
    """Candidates; `opening`: the passage begins where the answer begins."""
    found: list[Candidate] = []
    for hit in hits:
        rule = hit.rule
        if rule.id == "sorry" and not _is_apology(passage, hit):
            continue
        if rule.id == "forgive" and _asks_back(
            passage, hit.last, passage.sentences[passage.sentence_of[hit.first]].last
        ):
            continue
        if rule.when == "opening":
            if not opening or not _opens(passage, hit):
                continue
            if _bounded_fact(passage) and passage.sentence_of[hit.first] == 0:
                continue
            sentence = passage.sentences[passage.sentence_of[hit.first]]
            found.append(at(passage, rule.label, sentence.first, hit.last, rule.why, rule.confidence))
            continue
        found.append(from_hit(passage, hit))
    return found
