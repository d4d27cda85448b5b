"""How an utterance opens: never with the word that the one before it opened with. Pure.

    Okay.  Okay. What did you give up?       two utterances in a row, the same word: nobody speaks like that
    Okay.  I see. What did you give up?      so what stands in front of the question is chosen otherwise
           Right. …                          and a receipt, which comes first, by the question that is armed already

What is armed at a soft end is heard after the receipts that were given meanwhile, and a replay knows these when it
decides. Both must come to the same words. So the choice is the first in an order that does not depend on what was
heard, and everything heard since our last utterance is kept out: one receipt more, if it opens otherwise than what was
armed, changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

PLAIN = ("All right.", "Okay.", "Understood.")
"""Said in front where nothing else would do. With three receipts and one utterance heard before, one of them is left as
long as two are no receipts; none of them says how good an answer was."""
_WORD = re.compile(r"[^\W_]+")
_WITHIN = re.compile(r"(?<=\w)['’](?=\w)")


def first_word(text: str) -> str:
    """The word a text opens with, folded and without punctuation ("Let's" → "lets"); empty where it has none."""
    found = _WORD.search(_WITHIN.sub("", text.casefold()))
    return found[0] if found else ""


def opens_alike(text: str, heard: Collection[str]) -> bool:
    """Whether a text opens with one of these words."""
    word = first_word(text)
    return bool(word) and word in heard


def unlike(options: Iterable[str], heard: Collection[str]) -> str | None:
    """The first option that opens with none of these words; None: every one does."""
    return next((option for option in options if not opens_alike(option, heard)), None)


def set_apart(text: str, heard: Collection[str]) -> str:
    """The text, with a plain word in front where it would open with one of these."""
    if not opens_alike(text, heard):
        return text
    plain = unlike(PLAIN, heard)
    return text if plain is None else f"{plain} {text}"
