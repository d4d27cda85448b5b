"""A cheap check whether a text is English: function words and script. Short texts are taken to be English."""

from __future__ import annotations

import re
from unicodedata import normalize

_ENGLISH = frozenset(
    "the a an and or but so of to in on at for with from by as is are was were be been am i you he she it we they me us "
    "them my your our their this that these those not no do did does have has had will would could should can may might "
    "what which who when where why how if then than because about after before just only very more most some any all one "
    "two there here out up down over into first last time think know make get go say see use work people really well "
    "don't i'm it's didn't wasn't um uh like yeah okay".split()
)
_OTHERS = frozenset(
    "der die das und ist nicht ein eine ich wir sie mit auf für von dass haben war aber auch wie le la les des et est un "
    "une pas je nous vous avec pour que qui dans sur mais ce cette sont il elle du au el los las y es no una yo nosotros "
    "con para por que en pero como del se lo su più che non sono della il gli di per ma anche ho abbiamo o os as um uma "
    "não eu nós com mas foi são het een ik wij niet van voor maar ook og jeg ikke det som på att och jag inte är för nie "
    "się jest że na do to w z i ale jak bir ve bu da de için çok ile değil".split()
)
_SHARED = frozenset("a am an as at be by do for had has he her in is me no on or over so then to was we will".split())
"English function words that are words of some other language, too: no evidence against it."
_LOANS = frozenset(
    "café cafés cliché clichés déjà façade fiancé fiancée naïve naïvely risqué résumé résumés touché à".split()
)
"English with an accent."
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SIGN = re.compile(r"[µ\u0370-\u03ff]\w?")
"Greek letters that stand for a quantity or a unit: σ, µs. In no language a word."
_ENOUGH_WORDS = 8
_SAMPLE = 400


def language(text: str) -> str:
    """`en` or `other`. Looks at the first few hundred words only."""
    # Ligatures of a PDF (ﬁ) and raised figures (n²) are no letters of another language.
    written = [normalize("NFKC", m.group()).replace("’", "'") for m in _head(text) if not _SIGN.fullmatch(m.group())]
    words = [word.lower() for word in written]
    letters = "".join(words)
    if len(letters) >= 6 and sum(c.isascii() for c in letters) < 0.6 * len(letters):
        return "other"
    english = sum(word in _ENGLISH for word in words)
    sure = sum(word in _ENGLISH and word not in _SHARED for word in words)
    others = sum(word in _OTHERS and word not in _ENGLISH or _accented(word) for word in written)
    if len(words) < _ENOUGH_WORDS:
        return "other" if others >= 2 and others >= 0.5 * len(words) and not sure else "en"
    foreign = others > english or others >= 2 and others > sure
    return "other" if foreign or english < 0.05 * len(words) else "en"


def _accented(word: str) -> bool:
    """Whether a word has letters that English has not. One with a capital may be a name, and says nothing."""
    return word.islower() and not word.isascii() and word not in _LOANS


def _head(text: str) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    for match in _LETTERS.finditer(text):
        found.append(match)
        if len(found) >= _SAMPLE:
            break
    return found
