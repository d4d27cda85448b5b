"""A sentence said again as it was said: without what opens, joins or trails, and nothing else; one sentence behind it.

Under a label that asks for the own part, half of what was decided is another decision. So all is kept, a quotation to
its end and word for word but for sounds of thinking, and what can be counted of the words says with an assessor whether
that can be said aloud (`sayable.py`). Where clauses were cut out instead, or a quotation was closed early, half of what
came out was half of a thought (docs/language.md).
"""

from __future__ import annotations

import re
from typing import Final

from ...english.quoted import quoted_at, to_its_end
from ...english.sentences import sentences
from ...english.spoken import finished, fluent, opened, without_sounds
from ...english.whole import is_whole
from ...language.assessor import Way
from . import plainly
from .own_part import JOINS, LONGEST
from .proposals import LEAST_WORDS, loose
from .told import part_told_near, supposed
from .trim import MAX_WORDS

NAMES: Final = (
    "say", "good", "whole", "aside", "trailing", "abandoned", "quoted", "words", "subordinate", "reason", "team", "i",
    "pointing", "commas", "bracketed",
)  # fmt: skip
"""The assessor's log odds of both questions; then of the sentence: whether it is whole (`english/whole.py`), has a dash
in it, ended in dots, ended in a dash, has a quotation; tens of words; whether it opens with a subordinate clause, and
that with `Because`; whether a team speaks in it, or an `I`, or it points to something (`one of the`, `is that`); pairs
of commas; whether something stands in brackets."""

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
_CLAIMED = re.compile(
    r"\b(?:according to|pretend\w*|insist\w*|legend has it|let['’]s say|told (?:\w+ )?that|made us say|story that"
    r"|nobody can say|(?!(?:we|i)\b)\w+ thinks?\b|(?:false|not true|not like|not saying)(?: that)?)\b[^.;!?]*\Z"
    r"|\A\W*say,? \Z",
    re.IGNORECASE,
)
"What others say, and what is said of a case that never was."
_TAKEN_BACK = re.compile(
    r"\s*(?:No\b[,.]|Not\.|Or rather\b|Sorry\b|Scratch that\b|Just kidding\b|Wait\b|Correction\b)", re.IGNORECASE
)
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
_BREAKS = re.compile(r"\.\.\.|…|--|—")
_HELD = "\ue000"
"Stands for a quotation while the words around it are mended."
_MARK = re.compile(r"[\"“”]")
_QUOTED = re.compile(r",?\s*(?<!\w)[\"“][^\"“”]*[\"”]")
_QUOTATION, _STOP = re.compile(r"(?<!\w)\"[^\"“”]*\"|“[^\"“”]*”"), re.compile(r"[.!](?=\s)")
"A straight mark behind a letter or a digit opens none: inches, or the end of another."
_BEGUN_TWICE = re.compile(r"^(I|we|they|it|he|she|you|the|a|in|so)(?:,? \1\b)+", re.IGNORECASE)
_ABANDONED = re.compile(
    r"\A(?:(?:so|and|but|well|yeah|okay|then|like|actually|basically|really|just|also|again|i|we|it|they|he|she|you"
    r"|you know|it['’]s|that['’]s|there['’]s|we['’]re|i['’]m|the|a|an|this|that|there|was|were|is|are)\b,?\s*){1,5}"
    r"(?:--|—)\s*(?=(?:again,? )?(?:i|we|they|it|he|she|you|the|our|my|an?|another|in|when|because)\b)",
    re.IGNORECASE,
)
"A start that was given up before it said anything."
_STOPPED_TWICE = re.compile(r"[.,!]+([\"”])\.$")
_ENDED = re.compile(r"[.!…\"”)–—-]$")
"What ends in no mark at all may run on through several sentences."
_TRAILS = re.compile(r"(?:\.\.\.|…|--|[-–—,;:])\s*$")
_DOTS, _DASH_LAST = re.compile(r"(?:\.\.\.|…)$"), re.compile(r"(?:--|[—-])$")
_DASH = re.compile(r"\s[-–—]\s|[–—]\s")
_SUBORDINATE = re.compile(r"(?:Because|Which|When|If|As|Since|After|Once|While|Although|Whether)\b")
_TEAM = re.compile(
    r"\b(?:we|our|us|team|everyone|everybody|it was (?:\w+ )?(?:decided|agreed|chosen|settled))\b", re.IGNORECASE
)
_I = re.compile(r"\b(?:I|my)\b")
_POINTING = re.compile(r"\b(?:(?:is|was) that|one of the|the reason|thing)\b", re.IGNORECASE)
_BEHIND = re.compile(r" [^.\[\]]*\[[^\[\]]*\][^.\[\]]*\.$")
"The sentence with a bracket that stands behind the own one."


def verbatim(text: str, first: int, last: int) -> str:
    """`text[first:last]` with a capital and a full stop, without sounds, openers and loose marks. Pure; linear."""
    said = _TRAILS.sub("", text[first:last].strip()).strip().replace(_HELD, "")
    said = _ABANDONED.sub("", said)
    held = [f"{q[0]}{without_sounds(q[1:-1]).strip()}{q[-1]}" for q in _QUOTATION.findall(said)]
    bare = plainly.unpadded(fluent(_QUOTATION.sub(_HELD, said)))
    between = finished(_BEGUN_TWICE.sub(r"\1", JOINS.sub("", opened(bare)))).split(_HELD)
    if len(between) != len(held) + 1:
        return ""
    own = "".join(word + quotation for word, quotation in zip(between, [*held, ""], strict=True))
    return _STOPPED_TWICE.sub(r"\1.", own)


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
    if text[last - 1 : last] in '.!"”)' and not _DOTS.search(text[first:last]) and _GOES_ON.match(text, last):
        return False
    if _TRAILS.search(text[first:last].rstrip()) and _WANTS_MORE.search(said):
        return False
    ends = _ENDED.search(text[first:last].rstrip()) and not (loose(said) or _PROMISES.search(said))
    return bool(ends) or is_whole(said)


def _uneven(said: str) -> bool:
    """Whether a mark of quotation or a bracket lacks its other end."""
    curly, straight = [mark for mark in _MARK.findall(said) if mark != '"'], said.count('"')
    turns = curly != ["“", "”"] * (len(curly) // 2)
    return bool(straight % 2 or turns or said.count("(") != said.count(")") or _ONE_SINGLE.search(said))


def _unstopped(said: str) -> str:
    """What was said with semicolons for the full stops between the sentences of a quotation."""
    return _QUOTATION.sub(lambda m: _STOP.sub(";", m[0]), said)


def _told(said: str) -> str:
    """What was said with `this` for each quotation: what is quoted in a sentence does not make it whole or not."""
    return _QUOTED.sub(" this", said)


def way(label: str, text: str, sentence: tuple[int, int], at: int, form: str) -> Way | None:
    """The sentence as it was said, in `form` ({said}); None where it cannot be kept or need not be said. Pure; linear.

    `at`: where the words that cost something are. Who quotes them from somebody, only supposes them, or tells the own
    part beside them is asked for nothing.
    """
    first, last = sentence[0], to_its_end(text, sentence[1])
    if last - first > LONGEST or quoted_at(text, at) or part_told_near(text, first, last):
        return None
    before = _BREAKS.sub(" ", text[_begun(text, first) : at])
    if supposed(before, 0, len(before)) or _CLAIMED.search(before) or _TAKEN_BACK.match(text, last):
        return None
    said = verbatim(text, first, last)
    return Way(label, text, first, last, form.format(said=said)) if can_be_kept(text, first, last, said) else None


def _begun(text: str, first: int) -> int:
    """Where the sentence before begins, if it trails off into this one; else `first`."""
    before = text[max(0, first - LONGEST) : first].rstrip()
    trails = _TRAILS.search(before)
    return next((a for a, b in reversed(sentences(text)) if b <= first), first) if trails else first


def own_words(said: str) -> str:
    """A way without the sentence behind it."""
    return _BEHIND.sub("", said)


def numbers(way: Way, opinion: tuple[float, float]) -> dict[str, float]:
    """What the chance rests on, by `NAMES`. Pure; linear in the sentence."""
    own, sentence = own_words(way.said), way.text[way.first : way.last].strip()
    return {
        "say": opinion[0],
        "good": opinion[1],
        "whole": float(is_whole(_told(own))),
        "aside": float(bool(_DASH.search(own[:-1]))),
        "trailing": float(bool(_DOTS.search(sentence))),
        "abandoned": float(bool(_DASH_LAST.search(sentence))),
        "quoted": float(bool(_MARK.search(own))),
        "words": len(own.split()) / 10,
        "subordinate": float(bool(_SUBORDINATE.match(own))),
        "reason": float(own.startswith("Because")),
        "team": float(bool(_TEAM.search(own))),
        "i": float(bool(_I.search(own))),
        "pointing": float(bool(_POINTING.search(own))),
        "commas": own.count(",") / 2,
        "bracketed": float(")" in own),
    }
