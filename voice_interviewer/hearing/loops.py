"""Whisper's repetition loops: how they are recognised and cut. Pure.

On a short context the decoder sometimes does not notice that the speech is over and says the sentence again until it
runs out of tokens ("We held it back. We held it back. We held"). The first copy is right: compared with a decode at the
full 30 s on looping clips it gave the same words, so a clear loop is cut and nothing is decoded twice.

A loop that ends by itself shows in the word times: there is no sound left to align the second copy with, so its words
are crammed into an instant.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from .model import Word

_MIN_PERIOD = 4
"Tokens. Shorter repeats are what people really say (`the the`, `I was, I was`)."
MAX_COMPRESSION = 2.4
"Whisper's own threshold (Radford et al. 2022, section 4.5) for a text that repeats itself."
MAX_WORDS_PER_S = 6.5
"Fast speakers reach about 4.5 words a second over a whole segment; beyond this, words were invented."


def cut_loop(tokens: Sequence[int]) -> tuple[list[int], bool]:
    """Token ids of a greedy decode → (the ids up to the end of the first copy, whether there was a loop).

    A loop is a stretch of at least four tokens that repeats in full at least once and goes on to the end of the output.
    """
    n = len(tokens)
    for start in range(0, n - 2 * _MIN_PERIOD + 1):
        for period in range(_MIN_PERIOD, (n - start) // 2 + 1):
            if all(tokens[i] == tokens[i + period] for i in range(start, n - period)):
                return list(tokens[: start + period]), True
    return list(tokens), False


def compression_ratio(text: str) -> float:
    """Bytes of the text over its zlib-compressed size, as Whisper computes it; 1 for an empty text."""
    raw = text.encode()
    return len(raw) / len(zlib.compress(raw)) if raw else 1.0


def is_suspect(text: str, seconds: float) -> bool:
    """Whether a text for `seconds` of audio still repeats itself, or has more words than can be said in that time."""
    words = text.split()
    return compression_ratio(text) > MAX_COMPRESSION or len(words) > 3 + MAX_WORDS_PER_S * seconds


_CRAMMED_S = 0.045
"Seconds a word: nobody says four words in a row at over 20 words a second."
_STUTTER_S = 0.1
"The same for one word repeated, which aligns a little wider."


def drop_crammed(words: Sequence[Word]) -> tuple[Word, ...]:
    """Words without those that cannot have been said in their time (times from alignment, before any fitting).

    Dropped are runs of four or more words under 0.045 s each, and all but two of a word repeated faster than 0.1 s
    each.
    """
    kept: list[Word] = []
    i = 0
    while i < len(words):
        j = i + 1
        while j < len(words) and words[j].end - words[i].start < _CRAMMED_S * (j + 1 - i):
            j += 1
        if j - i >= 4:
            i = j
            continue
        same = i + 1
        while same < len(words) and _bare(words[same]) == _bare(words[i]):
            same += 1
        if same - i >= 4 and words[same - 1].end - words[i].start < _STUTTER_S * (same - i):
            kept.extend(words[i : i + 2])
            i = same
            continue
        kept.append(words[i])
        i += 1
    return tuple(kept)


def _bare(word: Word) -> str:
    return "".join(c for c in word.text.lower() if c.isalnum())
