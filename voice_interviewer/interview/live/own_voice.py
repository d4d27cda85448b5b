"""Did the microphone hear the interviewer instead of the candidate? Pure.

Somebody who says `--headphones` and uses loudspeakers, or whose unplugged microphone is replaced by one that hears the
loudspeaker, would otherwise be answered for by the interviewer's own questions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from ...hearing.model import Heard, Word
from ...hearing.words import pauses_of, text_of

_ALIKE = 0.65
"Share of the words heard that must stand, in order, in what was said: recognisers garble an echo."
_BEFORE_S = 0.2
_AFTER_S = 0.7
"An echo begins and ends with the sound; room and decoding blur that by some tenths of a second."
_TAIL_S = 0.35
"So long may a short echo sound on."
_BEGINS = 0.7
"Likeness in letters of so short an echo to how the utterance begins: a fifth of a second is garbled, and heard twice."
_WORD = re.compile(r"[a-z0-9']+")


@dataclass(frozen=True, slots=True)
class Said:
    """An utterance of ours: its text and when it was heard, session seconds; `to_s` is None while it goes on."""

    text: str
    from_s: float
    to_s: float | None = None


def without_receipts(heard: Heard, said: Sequence[Said]) -> Heard:
    """What was heard without the stretches of voice that are receipts of ours: their words, within their time. The same
    object where there are none. A candidate who says "okay" and goes on keeps it: theirs lasts longer."""
    echoes = [span for span in heard.voiced if any(_is_receipt(heard, span, one) for one in said)]
    if not echoes:
        return heard
    words = tuple(
        w for w in heard.words if not any(a - _BEFORE_S <= w.start and w.end <= b + _BEFORE_S for a, b in echoes)
    )
    voiced = tuple(span for span in heard.voiced if span not in echoes)
    return replace(heard, text=text_of(words), words=words, voiced=voiced, pauses=pauses_of(list(voiced)))


def _is_receipt(heard: Heard, span: tuple[float, float], said: Said) -> bool:
    start, end = span
    if said.to_s is None or start < said.from_s - 0.03 or end > said.to_s + _TAIL_S:
        return False
    words = _WORD.findall(" ".join(word.text for word in _within(heard, span)).lower())
    return bool(words) and set(words) <= set(_WORD.findall(said.text.lower()))


def _within(heard: Heard, span: tuple[float, float]) -> list[Word]:
    return [w for w in heard.words if span[0] - _BEFORE_S <= w.start and w.end <= span[1] + _BEFORE_S]


def is_own_voice(said: Said | None, text: str, start_s: float, end_s: float) -> bool:
    """Whether what was heard from `start_s` to `end_s` is the utterance: its words, at its time."""
    if said is None or not said.text:
        return False
    over = end_s if said.to_s is None else said.to_s
    if start_s < said.from_s - _BEFORE_S or start_s > over or end_s > over + _AFTER_S:
        return False
    heard = _WORD.findall(text.lower())
    if not heard:
        return False
    if said.to_s is not None and end_s <= said.to_s + _TAIL_S and _begins_like(heard, said.text):
        return True
    blocks = SequenceMatcher(None, heard, _WORD.findall(said.text.lower()), autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= _ALIKE * len(heard)


def _begins_like(heard: list[str], said: str) -> bool:
    """Whether words that lie within a reply that was taken back are its beginning: “understand, understand”."""
    for size in range(1, len(heard)):
        if heard == heard[:size] * (len(heard) // size):
            heard = heard[:size]
            break
    words = " ".join(heard)
    begin = " ".join(_WORD.findall(said.lower()))[: len(words)]
    return SequenceMatcher(None, words, begin, autojunk=False).ratio() >= _BEGINS
