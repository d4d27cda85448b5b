"""Whether other words for a follow-up may be spoken: still the same question about the same thing, nothing new in it.

What is asked is decided by the interviewer's policy alone. Words from elsewhere may only the same, so the check is
one of words and not of meaning: a closed vocabulary of plain words, the words of the question itself, and the
candidate's own words exactly as they stood. What is not plainly the same question is refused.
"""

from __future__ import annotations

import re

MAX_WORDS = 24
"A spoken question has fewer than 25 words."
KEPT = 0.5
"Least share of the question's own content words that its rewording keeps."
QUOTED_WORDS = 3
"So many words in a row that the candidate count as a quote."

_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?|\d[\d.,]*")
_SPEAKABLE = re.compile(r"[A-Za-z0-9\s.,?'’\"“”:;–-]+")
_ASKED = ("who", "whom", "whose", "what", "which", "when", "where", "why", "how")
_SAME_KIND = {"whom": "who", "whose": "who", "which": "what"}
_NEGATIONS = re.compile(r"\b(?:not|no|never|nobody|nothing|none|without|\w+n['’]t)\b", re.IGNORECASE)
_SECOND = re.compile(r"\b(?:and|or) (?:what|how|why|who|whose|when|where|which)\b", re.IGNORECASE)
_FUNCTION = frozenset(
    "a about after again all also am an and another any are as at back be been before being between but by can "
    "could did do does done down during each even every for from had has have he her here his how i if in into "
    "is it its just least less many may me might more most much must my never no nobody none not nothing now "
    "of off on one ones only or other our out over please really same shall she should so some still "
    "such than that the their them then there these they this those to too under up us very was we were "
    "what when where which who whom whose why will with without would yet you your yours".split()
)
_PLAIN = frozenset(
    "actually answer ask asked bring brought call called case change changed changes choice choose chose come "
    "comes concretely course day decide decided decision describe different differently else end ever exactly "
    "explain feel felt find first found get give given go goes going happen happened happens hear heard help "
    "imagine instead keep kept kind knew know known last later lead led let like little long look looked made "
    "make makes matter mean meant moment need needed notice noticed own own's part particular people person "
    "personally place point possible put question reason right role same saw see seen show single situation "
    "somebody someone something specific start started stay step story suppose take taken talk thing things "
    "think thought through time took true turn turned use used walk want wanted was way went whether "
    "while words work worked yourself".split()
)
_VERDICT = re.compile(
    r"\b(?:great|good|excellent|perfect|nice|wonderful|impressive|interesting|correct|wrong|fantastic|well done|"
    r"love\w*|brilliant|amazing|poor|weak|strong|disappoint\w*|sadly|unfortunately|bad|sorry|thanks?|sure|certainly)\b",
    re.IGNORECASE,
)


def refused(original: str, other: str, answer: str = "") -> str:
    """Why `other` may not be said in place of `original`; empty when it may.

    `answer` is what the candidate said: words of it that `original` quotes must stand in `other` just as they stood.
    """
    other = other.strip()
    if not other or not _SPEAKABLE.fullmatch(other) or "\n" in other:
        return "it is no plain sentence"
    if len(other.split()) > MAX_WORDS:
        return f"it has more than {MAX_WORDS} words"
    two = _SECOND.search(other) and not _SECOND.search(original)
    if two or other.count("?") != original.count("?") or other.endswith("?") != original.endswith("?"):
        return "it is not one question"
    return _form(original, other) or _words(original, other) or _quotes(original, other, answer)


def _form(original: str, other: str) -> str:
    """Another kind of question, or its opposite."""
    lead, question = split(original)
    if split(other)[0] != lead:
        return "what stands before the question is changed"
    kinds = {_SAME_KIND.get(word, word) for word in _lower(question) if word in _ASKED}
    others = {_SAME_KIND.get(word, word) for word in _lower(split(other)[1]) if word in _ASKED}
    if kinds != others:
        return "it asks for something else"
    if len(_NEGATIONS.findall(original)) != len(_NEGATIONS.findall(other)):
        return "it says no where the question does not, or the other way round"
    return ""


def _words(original: str, other: str) -> str:
    """Something new in it, too little of the old, or a verdict."""
    mine, given = _lower(original), _lower(other)
    stems = {_stem(word) for word in mine}
    new = [w for w in given if _stem(w) not in stems and w not in _FUNCTION and w not in _PLAIN]
    if new:
        return f"“{new[0]}” is new in it"
    if any(not word.isalpha() and word[0].isdigit() and word not in mine for word in given):
        return "a number is new in it"
    if sorted(w for w in mine if w[0].isdigit()) != sorted(w for w in given if w[0].isdigit()):
        return "a number is missing"
    if _VERDICT.search(other) and not _VERDICT.search(original):
        return "it tells how the answer was"
    content = {_stem(word) for word in mine if word not in _FUNCTION}
    kept = content & {_stem(word) for word in given}
    return "" if len(kept) >= KEPT * len(content) else "too little of the question is left"


def _quotes(original: str, other: str, answer: str) -> str:
    """The candidate's own words must stand as they stood."""
    said = f" {' '.join(_lower(answer))} "
    words = list(_WORD.finditer(original))
    start = 0
    while start < len(words):
        end = start
        while end < len(words) and f" {' '.join(m[0].lower() for m in words[start : end + 1])} " in said:
            end += 1
        run = words[start:end]
        quoted = len(run) >= QUOTED_WORDS and any(match[0].lower() not in _FUNCTION for match in run)
        if quoted and original[run[0].start() : run[-1].end()] not in other:
            return "the candidate's words are changed"
        start = max(end, start + 1)
    return ""


def split(text: str) -> tuple[str, str]:
    """What stands before the last sentence (a quote, mostly), and that sentence."""
    parts = re.split(r"(?<=[.?!:])\s+", text.strip())
    return " ".join(parts[:-1]), parts[-1]


def _lower(text: str) -> list[str]:
    return [match[0].lower().replace("’", "'").rstrip(".,") for match in _WORD.finditer(text)]


def _stem(word: str) -> str:
    """Enough of a word to know it again in another form."""
    word = word.partition("'")[0]
    for ending in ("ingly", "edly", "ing", "ed", "es", "s", "ly", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
