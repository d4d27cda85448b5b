"""Apology, minimizer and absence_lead: words that make the speaker or the work smaller."""

from __future__ import annotations

from ..rules.candidate import Candidate, at, from_hit
from ..rules.passage import Passage
from ..rules.rules import Hit

OTHER_SORRY = "_other_sorry"
"Marks a word of apology that is not one for the speaker: a repair, a request, a report, a mention."

_OPENING_WORDS = 14
"An opening with what is missing begins within this many words."

_SAYING = frozenset("said says say saying told wrote writes felt feels sent feel shows reads means".split())
_PEOPLE = frozenset("i he she they we it who you".split())
_FIXED = frozenset("state sight excuse case than better".split())
_BE_BEFORE = frozenset("so really very truly terribly genuinely was were is are am be being".split())
_ASKING = frozenset("could can did do would was is are may might should does have has".split())
_ARTICLES = frozenset("a an the this that our their every each no some".split())
_MOVES = frozenset("go goes went are is were was come came follow followed".split())
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
    """Whether "sorry" is about the speaker: not a repair, a report, a part of the work, a mention, or a question back."""
    sentence = passage.sentences[passage.sentence_of[hit.first]]
    first, last = hit.first, hit.last
    if passage.tokens[first].quoted or _asks_back(passage, last, sentence.last, sentence.question):
        return False
    if _listening(passage, sentence.first, sentence.last):
        return False
    if _repairs(passage, last, sentence.last) or _mentioned(passage, first, last, sentence.last):
        return False
    return hit.rule.id == "forgive" or _is_sorry(passage, first, last)


_LISTENING = frozenset("sorry yeah yes no oh ok okay right so mhm apologies pardon absolutely not".split())


def _listening(passage: Passage, first: int, last: int) -> bool:
    """Whether a sentence is nothing but a courtesy or a start anew: "Yeah. Sorry.", "Sorry, sorry. What I meant is …"."""
    if any(word not in _LISTENING for word in passage.norms(first, last)):
        return False
    after = passage.norms(last, last + 3)
    return (
        not after
        or after[0] in ("go", "what", "please", "you", "carry")
        or after[:2] in (["i", "mean"], ["i", "meant"])
    )


def _is_sorry(passage: Passage, first: int, last: int) -> bool:
    """Whether the word "sorry" itself stands for the speaker's own regret."""
    tokens = passage.tokens
    sentence = passage.sentences[passage.sentence_of[first]]
    before = tokens[first - 1].norm if first > sentence.first else ""
    after = tokens[last].norm if last < sentence.last else ""
    if after in _FIXED:
        return False
    if before in _BE_BEFORE:
        return _subject_before(passage, first, sentence.first) == "i" and not _past_be(passage, first, sentence.first)
    if before in _SAYING or any(word in _SAYING for word in passage.norms(max(sentence.first, first - 3), first)):
        return False
    rest = sentence.last - last
    if sentence.question and first - sentence.first <= 1:
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


def _repairs(passage: Passage, first: int, last: int) -> bool:
    """Whether a fact is put right: "…, the number is four hundred, not forty", "… now the second, not the first"."""
    words = passage.norms(first, min(last, first + 14))
    if _about_self(passage, first, last) or "not" not in words[1:]:
        return False
    place = words.index("not", 1)
    return (
        place + 1 < len(words)
        and words[place + 1] in _ARTICLES | {"not"}
        or (first + place + 1 < last and "num" in passage.tokens[first + place + 1].tags)
    )


def _mentioned(passage: Passage, first: int, last: int, end: int) -> bool:
    """Whether the word is a name or thing in the sentence: "sorry is the name", "apologies go out", "a sorry letter"."""
    before = (
        passage.tokens[first - 1].norm if first and passage.sentence_of[first - 1] == passage.sentence_of[first] else ""
    )
    after = passage.norms(last, min(end, last + 2))
    if not after:
        return False
    if passage.tokens[first].norm == "apologies" and after[0] in _MOVES:
        return True
    return before in _ARTICLES or (not before and after[0] in ("is", "was", "as", "means", "meant"))


def _past_be(passage: Passage, index: int, first: int) -> bool:
    return any(word in ("was", "were") for word in passage.norms(max(first, index - 3), index))


def _asks_back(passage: Passage, first: int, last: int, question: bool) -> bool:
    """Whether what follows asks the interviewer something: "sorry, could you repeat", "forgive me, is that …?"."""
    words = passage.norms(first, min(last, first + 4))
    if not words:
        return False
    if words[0] in ("which", "what", "pardon", "who", "where", "when"):
        return True
    return words[0] in _ASKING and (question or "you" in words[:3])


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
            "such",
            "small",
            "little",
            "tiny",
        )
        for w in words[1:]
    ):
        return True
    return words[0] in ("just", "so", "mostly", "mainly", "because") and "i" in words[:3]


def opens(passage: Passage, hit: Hit) -> bool:
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
        if rule.id in ("sorry", "forgive") and not _is_apology(passage, hit):
            found.append(at(passage, OTHER_SORRY, hit.first, hit.last, rule.why, rule.confidence))
            continue
        if rule.when == "opening":
            if not opening or not opens(passage, hit):
                continue
            if _bounded_fact(passage) and passage.sentence_of[hit.first] == 0:
                continue
            sentence = passage.sentences[passage.sentence_of[hit.first]]
            found.append(at(passage, rule.label, sentence.first, hit.last, rule.why, rule.confidence, rule.id))
            continue
        found.append(from_hit(passage, hit))
    return found
