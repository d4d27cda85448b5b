"""Whisper's repetition loops: how they are recognised and cut. Pure.

On a short context the decoder sometimes does not notice that the speech is over and says the sentence again until it
runs out of tokens ("We held it back. We held it back. We held"). The first copy is right: compared with a decode at the
full 30 s on looping clips it gave the same words, so a clear loop is cut and nothing is decoded twice.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

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
    """Whether a text for `seconds` of audio still repeats itself, or has more words than anyone can say in that time."""
    words = text.split()
    return compression_ratio(text) > MAX_COMPRESSION or len(words) > 3 + MAX_WORDS_PER_S * seconds
