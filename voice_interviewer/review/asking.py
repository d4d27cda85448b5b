"""What sounds like an interviewer's question or request; pure."""

from __future__ import annotations

import re

_PROMPT = re.compile(
    r"^(?:okay|ok|right|so|and|now|great|thanks|thank you|good|interesting|sure|got it|let's"
    r"|alright)?[,. ]*(?:(?:and|so|now)[, ]+)?(?:tell me|walk me|talk me|describe|explain|give me|suppose|imagine"
    r"|say (?:that )?(?:the|your|we|usage|traffic)|let's say|take me)\b",
    re.IGNORECASE,
)
_YOU = re.compile(r"\b(?:you|your|yourself|you'd|you've|you're)\b", re.IGNORECASE)
_MARKS = ("?", "？", "؟")
"Question marks of Latin, Chinese and Arabic writing."
PROMPT_WORDS = 40
BACKCHANNEL_WORDS = 4
_NODS = re.compile(
    r"^(?:[\w'-]+[,.]? )?(?:right|okay|ok|yeah|yes|mm|hm+|mm-?hm+|mhm|uh-huh|huh|really)[?？]$", re.IGNORECASE
)
"A recogniser hears many of them with a question mark."


def is_prompt(sentence: str) -> bool:
    """A request by one of a few opening verbs: “tell me”, “suppose”."""
    return bool(_PROMPT.match(sentence)) and len(sentence.split()) <= PROMPT_WORDS


def asks(text: str) -> bool:
    """Whether a whole turn asks: it ends with a question mark, or opens with a request."""
    end = text.rstrip(" \"”'»)」")[-1:]
    return (end != "" and end in _MARKS) or is_prompt(text)


def question_marks(text: str) -> int:
    """How many question marks of any writing there are."""
    return sum(text.count(mark) for mark in _MARKS)


def asks_you(sentence: str) -> bool:
    """A sentence that asks `you` something, or for something: one person alone hardly ever says two of them."""
    return is_prompt(sentence) or (asks(sentence) and bool(_YOU.search(sentence)))


def is_backchannel(text: str) -> bool:
    """A few words of a listener, which neither ask nor end an answer: “Mm-hm.”, “Okay, right?”."""
    few = len(text.split()) <= BACKCHANNEL_WORDS
    return (few and not question_marks(text) and not is_prompt(text)) or bool(_NODS.match(text.strip()))


def looks_asked(sentence: str) -> bool:
    """A sentence that an interviewer would say to a candidate: a request, or a short question or one to `you`."""
    return asks_you(sentence) or (asks(sentence) and len(sentence.split()) <= 8)
