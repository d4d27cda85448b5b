"""A sentence said again as it was said: without what opens, joins or trails, and nothing else; one sentence behind it.

Under a label that asks for the own part, half of what was decided is another decision. So all is kept, a quotation to
its end and word for word but for sounds of thinking. What never can be said `kept.py` refuses; of the rest, what can be
counted of the words says with an assessor whether it can be said aloud (`sayable.py`). Where clauses were cut out
instead, or a quotation was closed early, half of what came out was half of a thought (docs/language.md).
"""

from __future__ import annotations

import re
from typing import Final

from ...english.quoted import quoted_at, to_its_end
from ...english.spoken import finished, fluent, opened, without_sounds
from ...english.whole import is_whole
from ...language.assessor import Way
from . import plainly
from .kept import DOTS, MARK, QUOTATION, TRAILS, can_be_kept
from .own_part import JOINS, LONGEST
from .told import claimed, part_told_near, taken_back

NAMES: Final = (
    "say", "good", "whole", "aside", "trailing", "abandoned", "quoted", "words", "subordinate", "reason", "team", "i",
    "pointing", "commas", "bracketed",
)  # fmt: skip
"""The assessor's log odds of both questions; then of the sentence: whether it is whole (`english/whole.py`), has a dash
in it, ended in dots, ended in a dash, has a quotation; tens of words; whether it opens with a subordinate clause, and
that with `Because`; whether a team speaks in it, or an `I`, or it points to something (`one of the`, `is that`); pairs
of commas; whether something stands in brackets."""

_HELD = "\ue000"
"Stands for a quotation while the words around it are mended."
_QUOTED = re.compile(r",?\s*(?<!\w)[\"“][^\"“”]*[\"”]")
_BEGUN_TWICE = re.compile(r"^(I|we|they|it|he|she|you|the|a|in|so)(?:,? \1\b)+", re.IGNORECASE)
_ABANDONED = re.compile(
    r"\A(?:(?:so|and|but|well|yeah|okay|then|like|actually|basically|really|just|also|again|i|we|it|they|he|she|you"
    r"|you know|it['’]s|that['’]s|there['’]s|we['’]re|i['’]m|the|a|an|this|that|there|was|were|is|are)\b,?\s*){1,5}"
    r"(?:--|—)\s*(?=(?:again,? )?(?:i|we|they|it|he|she|you|the|our|my|an?|another|in|when|because)\b)",
    re.IGNORECASE,
)
"A start that was given up before it said anything."
_STOPPED_TWICE = re.compile(r"[.,!]+([\"”])\.$")
_DASH_LAST = re.compile(r"(?:--|[—-])$")
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
    said = TRAILS.sub("", text[first:last].strip()).strip().replace(_HELD, "")
    said = _ABANDONED.sub("", said)
    held = [f"{q[0]}{without_sounds(q[1:-1]).strip()}{q[-1]}" for q in QUOTATION.findall(said)]
    bare = plainly.unpadded(fluent(QUOTATION.sub(_HELD, said)))
    between = finished(_BEGUN_TWICE.sub(r"\1", JOINS.sub("", opened(bare)))).split(_HELD)
    if len(between) != len(held) + 1:
        return ""
    own = "".join(word + quotation for word, quotation in zip(between, [*held, ""], strict=True))
    return _STOPPED_TWICE.sub(r"\1.", own)


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
    if claimed(text, first, at) or taken_back(text, last):
        return None
    said = verbatim(text, first, last)
    return Way(label, text, first, last, form.format(said=said)) if can_be_kept(text, first, last, said) else None


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
        "trailing": float(bool(DOTS.search(sentence))),
        "abandoned": float(bool(_DASH_LAST.search(sentence))),
        "quoted": float(bool(MARK.search(own))),
        "words": len(own.split()) / 10,
        "subordinate": float(bool(_SUBORDINATE.match(own))),
        "reason": float(own.startswith("Because")),
        "team": float(bool(_TEAM.search(own))),
        "i": float(bool(_I.search(own))),
        "pointing": float(bool(_POINTING.search(own))),
        "commas": own.count(",") / 2,
        "bracketed": float(")" in own),
    }
