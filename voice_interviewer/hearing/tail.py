"""What the last words say about whether an answer is over. Pure text in, a reading out.

Grammar is a poor judge of *ends* (a complete sentence stands before most in-answer pauses too) and a good one of
*holds*: nobody ends an answer with "because the". So the readings are mostly holds; a few set phrases release ("that's
it"). A recogniser hears each stretch alone and closes it with a full stop, so its final stops are no evidence; a comma,
a dash or dots at the end are. The words and phrases themselves are in `tail_phrases`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from .tail_phrases import (
    ASKED_REST,
    ASKED_TIME,
    BACK,
    BACK_CHANNELS,
    BRIEFLY,
    CLOSED,
    FILLER_EXCEPT,
    FILLER_PHRASE,
    FILLERS,
    LIST,
    NUMBERS,
    OPEN,
    OPEN_EXCEPT,
    ORDINALS,
    PARTICLES,
    STRANDED,
    STRANDED_AFTER,
    STRONG,
    STRONG_EXCEPT,
    SUBJECT,
    SUBORDINATOR,
    TRAILING,
    WEAK,
    WEAK_EXCEPT,
)


class Tail(Enum):
    """Kinds of endings."""

    NOTHING = "nothing"
    "No words, or only a back-channel."
    ASKED_TIME = "asked_time"
    "The speaker asked for time: let me think, give me a second."
    CLOSED = "closed"
    "The speaker said so: that's it, that's all."
    QUESTION_BACK = "question_back"
    "The speaker asks the interviewer something."
    FILLER = "filler"
    "um, uh, you know, I mean: speech is being planned."
    CUT_OFF = "cut_off"
    "A comma, a dash or dots: the recogniser heard the sentence go on."
    FUNCTION_WORD = "function_word"
    "An article, preposition, conjunction or subject pronoun that cannot end a sentence."
    OPEN_PHRASE = "open_phrase"
    "A phrase that announces more: the reason is, for example, the first thing."
    OPEN_LIST = "open_list"
    "Two reasons announced, one given."
    DEPENDENT = "dependent"
    "A subordinate clause without its main clause: when the labels arrive late."
    WEAK = "weak"
    "A word that seldom ends a sentence: maybe more is coming."
    COMPLETE = "complete"
    "A sentence that could be the last."


HOLDS = frozenset(
    {Tail.NOTHING, Tail.FILLER, Tail.CUT_OFF, Tail.FUNCTION_WORD, Tail.OPEN_PHRASE, Tail.OPEN_LIST, Tail.DEPENDENT}
)
"Endings that mean: more is coming."

_NEAR = 18
"Words from the end in which set phrases are looked for: reading stays linear in the length of the answer."
_SENTENCE = 6
"Words of a last sentence behind which `so` or `you know` trails off as often as it goes on."
_OPENING = 12
"Words within which an answer is only beginning."


@dataclass(frozen=True, slots=True)
class Reading:
    """What the tail says."""

    kind: Tail
    evidence: str = ""
    "The words it rests on."
    words: int = 0
    "Words in the answer so far, fillers left out."
    sentences: int = 0
    "Sentences in the answer so far, by the recogniser's punctuation."
    last_sentence: str = ""
    "The last of them, lower case, without punctuation."

    @property
    def holds(self) -> bool:
        """Whether more is surely coming."""
        return self.kind in HOLDS


def read_tail(text: str) -> Reading:
    """The whole answer so far, as recognised → what its end says."""
    lowered = " ".join(text.lower().replace("’", "'").split())
    words = _words(lowered)
    parts = [part for part in re.split(r"(?<=[.?!])\s+", lowered) if _words(part)]
    content = sum(word not in FILLERS for word in words)
    last = " ".join(_words(parts[-1])) if parts else ""

    def reading(kind: Tail, evidence: str = "") -> Reading:
        return Reading(kind, evidence.strip(), content, len(parts), last)

    if not content and words:
        return reading(Tail.FILLER, words[-1])
    if not words or (len(words) <= 2 and all(word in BACK_CHANNELS for word in words)):
        return Reading(Tail.NOTHING)
    near = " ".join(words[-_NEAR:]).replace("-", "_")  # a compound is one word: "said-so" does not end in "so"
    if (asked := _last(ASKED_TIME, near)) and ASKED_REST.match(near[asked.end() :]):
        return reading(Tail.ASKED_TIME, asked.group())
    if len(words) <= _OPENING and (briefly := BRIEFLY.search(near)):
        return reading(Tail.ASKED_TIME, briefly.group())
    if words[-1] in FILLERS:
        return reading(Tail.FILLER, words[-1])
    if closed := CLOSED.search(near):
        return reading(Tail.CLOSED, closed.group())
    if len(last.split()) <= 20 and (back := BACK.search(" ".join(last.split()[-14:]))):
        return reading(Tail.QUESTION_BACK, back.group())
    if re.search(r"(?:[,;:-]|–|—|\.\.\.|…)$", lowered):
        return reading(Tail.CUT_OFF, " ".join(words[-2:]))
    if (found := FILLER_PHRASE.search(near)) and not FILLER_EXCEPT.search(near) and len(words) > 1:
        trails = found.group() in TRAILING and words[-1 - len(found.group().split())] not in STRONG
        return reading(Tail.WEAK if trails and len(last.split()) >= _SENTENCE else Tail.FILLER, found.group())
    if (found := OPEN.search(near)) and not OPEN_EXCEPT.search(near):
        # "In the end, I guess." closes as often as it opens.
        aside = re.search(rf", {re.escape(found.group())}[.?!]?$", lowered)
        return reading(Tail.WEAK if aside else Tail.OPEN_PHRASE, found.group())
    if kind := _last_word(words[-1], near, last):
        return reading(kind, words[-1])
    if announced := _open_list(lowered):
        return reading(Tail.OPEN_LIST, announced)
    if subordinate := _dependent(parts[-1]):
        return reading(Tail.DEPENDENT, subordinate)
    return reading(Tail.COMPLETE)


def _words(text: str) -> list[str]:
    plain = re.sub(r"[^\w'%/-]", " ", text)
    plain = re.sub(r"(?<![\w])[-']+|[-']+(?![\w])", " ", plain)
    return plain.split()


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for found in pattern.finditer(text):  # noqa: B007
        pass
    return found


def _last_word(word: str, near: str, sentence: str) -> Tail | None:
    """Whether the last word leaves the sentence open."""
    if word in STRONG and not STRONG_EXCEPT.search(near):
        return Tail.FUNCTION_WORD
    if word in STRANDED:
        stranded = STRANDED_AFTER.search(" ".join(sentence.split()[-7:]))
        return Tail.WEAK if word in PARTICLES or stranded else Tail.FUNCTION_WORD
    if word in WEAK and not WEAK_EXCEPT.search(near) and len(near.split()) > 1:
        return Tail.WEAK
    return None


def _open_list(lowered: str) -> str:
    """The announcement of a list of which fewer items than announced were begun; empty when closed or absent.

    Items are counted by their ordinals; without any, by the sentences that follow.
    """
    found = _last(LIST, lowered)
    if found is None:
        return ""
    announced = NUMBERS[found.group(1) or found.group(2)]
    rest = lowered[found.end() :]
    own, _, after = rest.partition(".")
    sentences = sum(bool(_words(part)) for part in re.split(r"[.?!]\s+", after))
    given = sum(bool(ordinal.search(rest)) for ordinal in ORDINALS[:announced])
    if given == 0:
        commas = own.count(",") + len(re.findall(r"\b(?:and|or)\b", own))
        given = announced if commas >= announced - 1 and len(own.split()) > 2 * announced else sentences
    if sentences > 2 * announced:
        given = announced
    return found.group() if given < announced else ""


def _dependent(sentence: str) -> str:
    """The subordinator of a sentence that so far is one subordinate clause only; empty otherwise."""
    plain = " ".join(_words(sentence))
    found = SUBORDINATOR.match(plain)
    if found is None:
        return ""
    head, comma, main = sentence.rpartition(",")
    if comma and (len(_words(head)) >= 3 or len(_words(main)) >= 3):
        return ""
    rest = plain[found.end() :]
    subjects = [len(rest[: subject.start()].split()) for subject in SUBJECT.finditer(rest)]
    # "When the feed froze I turned it off": a subject after the first few words begins the main clause.
    own = [at for at in subjects if at <= 1]
    if len(subjects) > len(own) or len(own) > 1 or len(rest.split()) > (11 if own else 6):
        return ""
    return found.group(1)
