"""Who a stretch of speech is about: decided here once, for every label.

A doubt that somebody else voices is no doubt of the speaker's; a size of the world is nobody's credential; "sorry?" is
talk about the talk. What cannot be told is `WORLD`: nothing is held against anybody for it.
"""

from __future__ import annotations

from enum import StrEnum

from ...english.wordset import words
from ..rules.passage import Passage


class Who(StrEnum):
    """Whose voice, or whose doing."""

    SELF = "self"
    TEAM = "team"
    OTHERS = "others"
    WORLD = "world"
    QUOTED = "quoted"
    "In somebody else's voice."
    TALK = "talk"
    "About the conversation itself."


_SELF = words("i me my mine myself")
_TEAM = words("we us our ours ourselves")
_OTHERS = words(
    """you your yours yourself he him his she her hers they them their theirs people somebody someone anybody anyone
    everybody everyone nobody folks users customers somebody's person"""
)
_SAYING = words(
    """said says say saying goes go went asked ask asks told tells tell wrote writes thought thinks thinking think
    answered answers replied replies responded responds complained complain joked like heard"""
)
_ANSWERING = words("answered answers replied replies responded responds says said")
"What a machine does, too."
_FRAMES = words("think guess mean suppose believe feel reckon say know imagine hope see remember")
_TALK = words("question questions podcast episode listeners listener audience show interview")
_FAR = 14
"A voice reaches so many words behind the word that opens it, where no mark ends it."
_JOINS = words("and but so because although while whereas which who that when if then or")


def who(passage: Passage, first: int, last: int) -> Who:
    """Who tokens `first` to behind `last` are about."""
    if quoted(passage, first):
        return Who.QUOTED
    spoken = passage.norms(first, last)
    if _TALK & set(spoken):
        return Who.TALK
    inside = _subject(spoken)
    if inside is not None:
        return inside
    sentence = passage.sentences[passage.sentence_of[first]]
    before = passage.norms(_clause(passage, first, sentence.first), first)
    return _subject(list(reversed(before))) or Who.WORLD


def mine(passage: Passage, first: int, last: int) -> bool:
    """Whether the speaker, or a group with the speaker in it, is meant."""
    return who(passage, first, last) in (Who.SELF, Who.TEAM)


def quoted(passage: Passage, index: int) -> bool:
    """Whether a word is in somebody else's voice: quotation marks behind another's verb of saying, or only that verb.

    What the speaker said or thought then ("I was like, no") is the speaker's own.
    """
    sentence = passage.sentences[passage.sentence_of[index]]
    marked = passage.tokens[index].quoted
    begin = index
    while marked and begin > 0 and passage.tokens[begin - 1].quoted:
        begin -= 1
    low = max(0 if marked else sentence.first, begin - _FAR)
    for place in range(begin - 1, low - 1, -1):
        if passage.tokens[place].norm not in _SAYING:
            continue
        speaker = _speaker(passage, place, low)
        if speaker is None:
            continue
        return speaker == "other"
    return marked and passage.sentences[passage.sentence_of[begin]].first != begin


def _speaker(passage: Passage, verb: int, low: int) -> str | None:
    """Who says: `own` for I and we, `other`, or None where this is no verb of saying with a subject near it."""
    word = passage.tokens[verb].norm
    near = passage.norms(max(low, verb - 4), verb)
    if word == "like" and not {"is", "are", "was", "were", "am", "be", "being"} & set(near[-3:]):
        return None
    for name in reversed(near):
        if name in _SELF or name in _TEAM:
            return "own"
        if name in _OTHERS or name == "who":
            return "other"
        if name in ("it", "that", "this"):
            return "other" if name == "it" and word in _ANSWERING else None
    if passage.tokens[verb].comma and word in ("goes", "went", "go"):
        return "other"
    if word in ("go", "went", "goes", "think", "thinking", "thought", "like", "heard", "say", "ask", "tell"):
        return None
    return "other"


def _clause(passage: Passage, index: int, first: int) -> int:
    """Where the clause of token `index` begins."""
    while index > first:
        before = passage.tokens[index - 1]
        if before.comma or before.norm in _JOINS:
            return index
        index -= 1
    return first


def _subject(spoken: list[str]) -> Who | None:
    """The first person or group named, past a frame such as "I think"."""
    for place, word in enumerate(spoken):
        if word in _SELF:
            if word == "i" and place + 1 < len(spoken) and spoken[place + 1] in _FRAMES and place + 2 < len(spoken):
                rest = _subject(spoken[place + 2 :])
                return rest if rest is not None else Who.SELF
            return Who.SELF
        if word in _TEAM:
            return Who.TEAM
        if word in _OTHERS:
            return Who.OTHERS
    return None
