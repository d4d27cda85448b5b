"""What can be said again as it was: no break, question, loose end or half quotation in it, and a decision of one's own.

These are the reasons to refuse that need no weighing; each was found in sentences that readers refused.
"""

from __future__ import annotations

import re

from ...english.quoted import quoted_at
from ...english.whole import is_whole
from .own_part import LONGEST
from .proposals import LEAST_WORDS, loose
from .trim import MAX_WORDS

MARK = re.compile(r"[\"“”]")
QUOTATION, _STOP = re.compile(r"(?<!\w)\"[^\"“”]*\"|“[^\"“”]*”"), re.compile(r"[.!](?=\s)")
"A straight mark behind a letter or a digit opens none: inches, or the end of another."
TRAILS = re.compile(r"(?:\.\.\.|…|--|[-–—,;:])\s*$")
DOTS = re.compile(r"(?:\.\.\.|…)$")
_BROKEN = re.compile(
    r"^[\"“][a-z]|--|\.\.|…|[?\[\]{}<>„‟«»‘]|[.!][\"”]?\s|, (?:So|And|But)\b|(?i:\b(\w+ \w+),? \1\b)"
    r"|(?i:^(?:i|we|they|he|she|it),? (?:i|we|they|he|she|it)\b)"
    r"|(?i:\bwe (\w+), we (?:\w+ ){0,2}\2\b|\b(?:no,? wait|scratch that|or rather|let me rephrase)\b)"
    r"|\b(?:Dr|Mrs?|Ms|Prof|St|vs|No|approx|Gen|Col|Sen|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)$"
    r"|\b(?:the|an?|my|our|their),(?= )|\b(?:the|an?|my|our) (?:the|an?|my|our|of|to|with)\b"
)
"""A break, a question, a mark whose other end is not looked for, another sentence, words begun twice or mended, or a
title whose full stop was taken for the end."""
_UNMOORED = re.compile(
    r"\A(?:that (?:we|i|they|he|she|it)\b|(?:do|does|did|is|are|was|were|can|could|should|would|shall|will)"
    r" (?:i|we|you|they|he|she|it|this|that|there)\b"
    r"|(?:first|second|third|next|also|like),? that (?!is\b|was\b)|(?:really |just |only |mostly |simply )+because\b)"
    r"|\b(?:is|are|was|were|because|that|so|and|but|or) [-–—] |\b\d\)"
    r"|\b(?:we|I) like (?:did|do|had|have|just|were|was)\b|\bwas no\.\Z"
    r"|\b(?:with|of|for|from|by|at|into) (?:decided|chose|went|moved|switched|was|were|did|made|got)\b",
    re.IGNORECASE,
)
"""Begun as a question or half a list, taken up anew behind a dash, ended before its object, or joined to what it does
not govern."""
_NO_OBJECT = re.compile(r"\b(?:can|could|will|would|to|must|should) (?:have|be|do|get|make)\.\Z", re.IGNORECASE)
_ASKING = re.compile(r"\b(?:what|who|which|as|than|how)\b", re.IGNORECASE)
_NOT_OURS = re.compile(
    r"\b(?:decided|chosen|agreed) by (?!us\b|all\b|every|consensus|vot|(?:the|our) (?:\w+ )?team\b)"
    r"|\b(?:ask(?:s|ed)?|wonder(?:s|ed)?|knows?|knew)(?: \w+)? (?:why|what|how|whether) we\b|\bto I\b"
    r"|\bdecided (?:it |that )?for us\b|\b(?:decided|chose|agreed on) nothing\b"
    r"|\b(?:never|hardly|almost|nearly|not|\w+n['’]t)(?: yet| really| ever| just)?"
    r" (?:decided|agreed|chosen|chose|picked)\b"
    r"|\b(?!(?:we|team|everyone|everybody|us|all|i)\b)\w+ decided,? (?:and|so)\b",
    re.IGNORECASE,
)
"Another decided, somebody only asks about it, or thinks aloud in the middle: nothing there is to be said again."
_PROMISES = re.compile(r"\b(?:basically|essentially|literally|just|maybe)\W*$", re.IGNORECASE)
"At the end such a word opens what was never said."
_WANTS_MORE = re.compile(r"\b(?:decided|chose|chosen|picked|opted|elected|concluded|determined)\.$")
"Where a sentence breaks off behind such a word, what was decided is missing."
_MENDED = re.compile(
    r"(?:\bI mean|\bsorry|\bor rather|[-–—,] no),? (?:we|they|it|that|not|he|she|I)\b"
    r"|,\s*(?:sorry|make that|correction|I mean)\b|\s(?:-|–|—|,) (?:no|wait)\b|, (?:no|wait), ",
    re.IGNORECASE,
)
"What was said before it is taken back; a marker that would only be left out otherwise."
_GOES_ON = re.compile(r"\s*[a-z,;)]")
"""What goes on so behind a full stop, or a mark of quotation with one, is the same sentence: the stop was of the
quotation or of an abbreviation."""
_ONE_SINGLE = re.compile(r"(?<!\w)'(?=\w)(?!(?:\d0s|cause|em|til|bout)\b)(?!.*(?<=[\w.,!?])'(?!\w))")
"A quotation in single marks that does not close."
_ENDED = re.compile(r"[.!…\"”)–—-]$")
"What ends in no mark at all may run on through several sentences."


def can_be_kept(text: str, first: int, last: int, said: str) -> bool:
    """Whether a sentence and what `verbatim` made of it have no question, break or loose end, and no half quotation."""
    if last - first > LONGEST or text[first:last].rstrip().endswith("?"):
        return False
    if len(said.split()) < LEAST_WORDS or len(text[first:last].split()) > MAX_WORDS:
        return False  # a longer one is not even quoted whole
    if _BROKEN.search(_unstopped(said)[:-1]) or _UNMOORED.search(said) or _NOT_OURS.search(said):
        return False
    if _MENDED.search(text[first:last]) or _uneven(said) or (_NO_OBJECT.search(said) and not _ASKING.search(said)):
        return False
    if quoted_at(text, first) or quoted_at(text, last):
        return False  # begins or ends within somebody's words, whatever marks lie between
    if text[last - 1 : last] in '.!"”)' and not DOTS.search(text[first:last]) and _GOES_ON.match(text, last):
        return False
    if TRAILS.search(text[first:last].rstrip()) and _WANTS_MORE.search(said):
        return False
    ends = _ENDED.search(text[first:last].rstrip()) and not (loose(said) or _PROMISES.search(said))
    return bool(ends) or is_whole(said)


def _uneven(said: str) -> bool:
    """Whether a mark of quotation or a bracket lacks its other end."""
    curly, straight = [mark for mark in MARK.findall(said) if mark != '"'], said.count('"')
    turns = curly != ["“", "”"] * (len(curly) // 2)
    return bool(straight % 2 or turns or said.count("(") != said.count(")") or _ONE_SINGLE.search(said))


def _unstopped(said: str) -> str:
    """What was said with semicolons for the full stops between the sentences of a quotation."""
    return QUOTATION.sub(lambda m: _STOP.sub(";", m[0]), said)
