"""People's names in text: those that are given, and those that somebody plainly introduces. Pure.

Nothing here knows what a name is. It finds the names it is given, and reads a few plain wordings ("my name is …",
"this is … speaking", "my manager …"). A name said in any other way is not found: see `docs/cohort.md`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HIDDEN = "[name]"
"What stands in the place of a name."
_WORDS = frozenset(
    "will mark grace may april june august hope faith joy rose jack bill rob pat art frank drew dean grant chase miles"
    " max sky summer winter autumn dawn eve penny ray ward young long short small best king price page case lane bond"
    " stone wood woods field fields rivers banks power powers love day week lay can sunny happy honest brave eagle fox"
    " wolf bear bird finch swan cook baker miller carter mason walker hunter fisher porter potter turner major pope"
    " sharp strong wise white black brown green gray grey gold silver main hand hands head foot holiday worth moon star"
    " north south east west ford hill hall park parks bridge church pace pike read reed rush sage sands spring swift"
    " thorn wright wells waters weeks an do so no he she hi in on at or my me we us it to see you ma go pan son".split()
)
"Names that are words, too: without a capital letter they are taken for the word."
_ABOUT = frozenset(
    "student students candidate candidates cohort group class week day month year round final first second third"
    " recording recordings interview interviews mock practice answer answers audio video film take session sessions"
    " part team test tests demo new old copy the and of for van von der den de la le di du da dos bin ibn al el"
    " question questions retake zoom meet teams mp wav mp4 m4a".split()
)
"Parts of folders' names that name nobody."
_NOBODY = frozenset(
    "i i'm i'd i've i'll the a an and but so we it that then everyone everybody all guys god not on in at also always"
    " never my listed written there here attached known everywhere of from for still under behind next to with what"
    " spelled spelt pronounced hard difficult too me you he she they is was yes no okay ok well because when who which"
    " monday tuesday wednesday thursday friday saturday sunday one again speaking".split()
)
"What follows an introduction without being a name."
_PASSED = frozenset("actually um uh er just simply really basically also".split())
"Words between an introduction and the name."

_LETTER = r"[^\W\d_]"
_TOKEN = re.compile(rf"\s*({_LETTER}(?:[\w'’-]*{_LETTER})?)")
_GREETING = r"(?:hi|hello|hey|good (?:morning|afternoon|evening))(?: there| everyone| everybody| all)?[,.!]?\s+"
_KIN = (
    r"(?:manager|boss|lead|leader|colleague|coworker|co-worker|teammate|mentor|director|cto|ceo|founder|co-founder"
    r"|cofounder|friend|professor|supervisor|teacher|designer|engineer|partner|client|customer|husband|wife|brother|sister)"
)
_LOOSE = re.compile(r"\bmy (?:full |first |last |own )?name(?:['’]s| is)\b", re.IGNORECASE)
"Behind these a single word may be a name even without its capital letter."
_SPEAKING = re.compile(
    rf"\bthis is ((?:{_LETTER}[\w'’-]*)(?: {_LETTER}[\w'’-]*){{0,2}}),? (?:speaking|here|calling)\b", re.IGNORECASE
)
_STRICT = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"\bcall(?:s|ed)? me\b",
        rf"\b{_GREETING}(?:i['’]m|i am|it['’]s|this is)\b",
        rf"\bmy (?:\w+ )?(?:\w+ )?{_KIN}(?:['’]s name (?:is|was))?,?(?: named| called)?(?=\s)",
        r"\b(?:guy|woman|man|person|engineer|colleague|friend|teammate|manager) (?:named|called)\b",
        r"\b(?:thank you|thanks)(?: so much| very much)?,(?=\s)",
    )
)
"Behind these only words with a capital letter are names."
_OPENING = re.compile(r"\s*(?:so |okay |ok |well |yeah |yes )?,?\s*i(?:['’]m| am)\b", re.IGNORECASE)
"The same at the beginning of an answer, where a comma, a full stop or `and` follows."


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of characters."""

    start: int
    end: int


def parts(name: str) -> list[str]:
    """The words of a folder's or person's name that can name somebody: `lovelace_ada-2` → [`lovelace`, `ada`]."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unicodedata.normalize("NFC", name))
    found = re.findall(rf"{_LETTER}+", apart)
    return [word for word in dict.fromkeys(found) if len(word) > 1 and word.casefold() not in _ABOUT]


def introduced(text: str) -> list[str]:
    """Names that somebody introduces in a text, each once, in order."""
    found: list[str] = []
    for intro in _LOOSE.finditer(text):
        found += _taken(text, intro.end(), loose=True)
    for said in _SPEAKING.finditer(text):
        words = said[1].split()
        if not any(word.casefold() in _NOBODY for word in words):
            found += words
    for wording in _STRICT:
        for intro in wording.finditer(text):
            found += _taken(text, intro.end(), loose=False)
    opening = _OPENING.match(text)
    if opening:
        words = _taken(text, opening.end(), loose=False)
        if words and re.match(r"\s+".join(["", *map(re.escape, words)]) + r"\s*(?:[,.]|and\b)", text[opening.end() :]):
            found += words
    return list(dict.fromkeys(found))


def _taken(text: str, at: int, *, loose: bool) -> list[str]:
    """The words of a name that begins here, at most three."""
    words: list[str] = []
    while len(words) < 3:
        token = _TOKEN.match(text, at)
        if token is None:
            break
        word = re.sub(r"['’]s$", "", token[1])
        small = word.casefold()
        if not words and small in _PASSED:
            at = token.end()
            continue
        if small in _NOBODY or small.replace("’", "'") in _NOBODY or len(word) < 2:
            break
        if not word[0].isupper() and not (loose and not words):
            break
        words.append(word)
        at = token.end()
        if not word[0].isupper() or text[at : at + 1] not in (" ",):
            break
    return words


class Finder:
    """Finds given names in texts, whatever their case and accents."""

    def __init__(self, names: Iterable[str]) -> None:
        wanted: list[str] = []
        for name in dict.fromkeys(names):
            words = parts(name)
            if len(words) > 1:
                wanted.append(r"[\W_]*".join(_one(word, whole=True) for word in words))
                wanted.append(r"[\W_]*".join(_one(word, whole=True) for word in reversed(words)))
            wanted += [_one(word) for word in words]
        joined = "|".join(dict.fromkeys(wanted))
        self._pattern = re.compile(rf"(?<!{_LETTER})(?:{joined})(?!{_LETTER})") if joined else None

    def __bool__(self) -> bool:
        return self._pattern is not None

    def spans(self, text: str) -> list[Span]:
        """Where names stand, in order; names with nothing but space between them are one."""
        if self._pattern is None or not text:
            return []
        found: list[Span] = []
        for match in self._pattern.finditer(_folded(text)):
            if found and not text[found[-1].end : match.start()].strip():
                found[-1] = Span(found[-1].start, match.end())
            else:
                found.append(Span(match.start(), match.end()))
        return found

    def without(self, text: str, instead: str = HIDDEN) -> str:
        """The text with every name replaced."""
        return cut(text, self.spans(text), instead)


def cut(text: str, spans: Sequence[Span], instead: str = HIDDEN) -> str:
    """The text with each span replaced."""
    made, at = [], 0
    for span in spans:
        made += [text[at : span.start], instead]
        at = span.end
    return "".join([*made, text[at:]])


def _one(word: str, *, whole: bool = False) -> str:
    """A word as an expression over folded text; one that is a word, too, needs its capital unless the `whole` name is
    there."""
    folded = _folded(word)
    if not whole and word.casefold() in _WORDS:
        return f"{re.escape(folded.capitalize())}|{re.escape(folded.upper())}"
    return f"(?i:{re.escape(folded)})"


def _folded(text: str) -> str:
    """The text without accents, letter for letter, so that places stay."""
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text)
