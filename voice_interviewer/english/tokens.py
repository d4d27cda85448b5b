"""Words with offsets: tokens, their plain forms, and sentence edges that do not need punctuation to exist."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_WORD = re.compile(
    r"(?P<num>\d+(?:[.,:]\d+)*(?:%|st|nd|rd|th|[kKmMxX×]\b|ms\b|s\b)?)"
    r"|(?P<word>[^\W\d_]+(?:['’ʼ][^\W\d_]+)*(?:-[^\W\d_]+(?:['’ʼ][^\W\d_]+)*|-\d+)*\d*)"
    r"|(?P<punct>[.!?…]+|[,;:()\[\]\"“”‘’'«»]|--+|[—–])"
)
"One token: a number with its unit, a word (inner apostrophes and hyphens kept), or a mark that can split."

_SPLIT: dict[str, tuple[str, ...]] = {
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "cant": ("can", "not"),
    "won't": ("will", "not"),
    "wont": ("will", "not"),
    "shan't": ("shall", "not"),
    "ain't": ("is", "not"),
    "aint": ("is", "not"),
    "gonna": ("going", "to"),
    "wanna": ("want", "to"),
    "gotta": ("got", "to"),
    "kinda": ("kind", "of"),
    "sorta": ("sort", "of"),
    "dunno": ("do", "not", "know"),
    "lemme": ("let", "me"),
    "gimme": ("give", "me"),
    "let's": ("let", "us"),
    "lets": ("let", "us"),
    "y'know": ("you", "know"),
    "yknow": ("you", "know"),
    "'cause": ("because",),
    "cause": ("because",),
    "cuz": ("because",),
    "'em": ("them",),
    "im": ("i", "am"),
    "ive": ("i", "have"),
    "weve": ("we", "have"),
    "youre": ("you", "are"),
    "youve": ("you", "have"),
    "theyre": ("they", "are"),
    "theyve": ("they", "have"),
    "thats": ("that", "is"),
    "whats": ("what", "is"),
    "theres": ("there", "is"),
    "heres": ("here", "is"),
    "hes": ("he", "is"),
    "shes": ("she", "is"),
    "youd": ("you", "would"),
    "theyd": ("they", "would"),
    "itd": ("it", "would"),
    "itll": ("it", "will"),
    "thatll": ("that", "will"),
    "youll": ("you", "will"),
    "theyll": ("they", "will"),
    "alot": ("a", "lot"),
}
"Contractions and their careless spellings, written out. `cause`, `lets` and the like are far commoner so in speech."

_NEGATED = re.compile(
    r"^(do|does|did|is|are|was|were|have|has|had|would|could|should|must|need|might|ought|dare)n['’ʼ]?t$"
)
_SUFFIX = {"m": "am", "re": "are", "ve": "have", "ll": "will"}
_IS_HOSTS = frozenset("it that there what he she who here where how this everything nothing something one".split())
_HAD_HEADS = frozenset("better been had gone done made taken given seen known written chosen put set got".split())


@dataclass(slots=True)
class Token:
    """One word form; a contraction gives two tokens that share the same characters' span."""

    norm: str
    "Lower case, apostrophes plain, contractions written out."
    start: int
    end: int
    tags: set[str] = field(default_factory=set)
    "Word classes from the lexicon."
    comma: bool = False
    "A comma, dash, bracket, colon or semicolon follows."
    strong: bool = False
    "A semicolon, colon or dash follows."
    quoted: bool = False
    "Stands inside quotation marks."


@dataclass(slots=True)
class Sentence:
    """Tokens between two sentence marks: indexes into `Text.tokens`, end behind the last."""

    first: int
    last: int
    question: bool = False


@dataclass(slots=True)
class Text:
    """A text, its tokens in order, and its sentences."""

    raw: str
    tokens: list[Token]
    sentences: list[Sentence]


def _plain(word: str) -> str:
    return word.lower().replace("’", "'").replace("ʼ", "'")


def _forms(word: str, following: str) -> tuple[str, ...]:
    """The written-out forms of one word; `following` is the next word, to tell had from would."""
    if word in _SPLIT:
        return _SPLIT[word]
    negated = _NEGATED.match(word)
    if negated:
        return negated.group(1), "not"
    if "'" in word:
        stem, _, suffix = word.rpartition("'")
        if suffix in _SUFFIX:
            return stem, _SUFFIX[suffix]
        if suffix == "d":
            had = following in _HAD_HEADS or (following.endswith("ed") and following != "need")
            return stem, "had" if had else "would"
        if suffix == "s":
            return (stem, "is") if stem in _IS_HOSTS else (stem, "'s")
    return (word,)


def written_out(word: str) -> tuple[str, ...]:
    """A word as the tokens of a text have it: in small letters, and two or three words for a contraction."""
    return _forms(_plain(word), "")


def tokenise(raw: str) -> Text:
    """Split `raw` into tokens and sentences; offsets are those of `raw`. Linear in its length."""
    matches = list(_WORD.finditer(raw))
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    first = 0
    quote_open = False
    for index, match in enumerate(matches):
        kind = match.lastgroup
        mark = match.group()
        if kind == "punct":
            if mark[0] in "!?…" or (mark[0] == "." and _ends_sentence(raw, match)):
                if len(tokens) > first:
                    sentences.append(Sentence(first, len(tokens), mark[0] == "?" or "?" in mark))
                    first = len(tokens)
                quote_open = quote_open and mark[0] != "."
            elif mark in '"“”«»':
                quote_open = mark in "“«" or (mark == '"' and not quote_open)
            elif tokens and mark not in "'‘’":
                tokens[-1].comma = True
                tokens[-1].strong = tokens[-1].strong or mark not in ",()[]"
            continue
        if index + 1 < len(matches) and matches[index + 1].lastgroup != "punct":
            following = _plain(matches[index + 1].group())
        else:
            following = ""
        word = _plain(mark)
        start, end = match.span()
        forms = _forms(word, following)
        if len(forms) == 1:
            tokens.append(Token(forms[0], start, end, quoted=quote_open))
        else:
            tokens.extend(Token(form, start, end, quoted=quote_open) for form in forms)
    if len(tokens) > first:
        sentences.append(Sentence(first, len(tokens)))
    return Text(raw, tokens, sentences)


def _ends_sentence(raw: str, match: re.Match[str]) -> bool:
    """Whether a full stop ends a sentence: not inside an abbreviation such as `e.g.` or an initial."""
    before = raw[max(0, match.start() - 2) : match.start()]
    after = raw[match.end() : match.end() + 1]
    if after and not after.isspace() and after not in "\"'”’)]<":
        return False
    return not (len(before) == 2 and before[0] in " ." and before[1].isalpha() and before[1].lower() != "i")
