"""What people paste, as plain lines: text files in any usual encoding, web pages, and one clear line for the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from ..english.language_id import language
from ..errors import InputFileError

MAX_BYTES = 5_000_000
MAX_LINES = 20_000
"Lines looked at; a posting has a hundred, notes of two hundred pages some ten thousand."
MAX_LINE = 2_000
"Characters of a line that are looked at."

_KINDS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a packed document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "a rich text document"),
    (b"RIFF", "a sound file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_HTML = re.compile(r"<(?:!doctype html|html|head|body|div|p|ul|ol|li|br|h[1-6]|table|span)\b[^>]*>", re.IGNORECASE)
_BLOCKS = frozenset("p div li ul ol br tr table h1 h2 h3 h4 h5 h6 section article header footer td th dd dt".split())
_UNSEEN = frozenset("script style head noscript template svg".split())


@dataclass(frozen=True, slots=True)
class Line:
    """One line with words in it."""

    number: int
    "From 1; of a web page the line of its source."
    text: str
    "Without space around it."
    indent: int = 0
    "Columns of space in front of it."


def decode(raw: bytes, name: str) -> str:
    """The text of a file. Raises InputFileError for one that is too large, empty, or no text."""
    if len(raw) > MAX_BYTES:
        fix = "Give the part that matters."
        raise InputFileError(f"the file is larger than {MAX_BYTES // 1_000_000} MB", where=name, fix=fix)
    for beginning, what in _KINDS:
        if raw.startswith(beginning):
            raise InputFileError(f"this is {what}, not text", where=name, fix="Save it as plain text (.txt) first.")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = raw.decode("utf-16", errors="replace")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", errors="replace")
    odd = sum(not (sign.isprintable() or sign in "\n\r\t\f\x0b\u2028\u2029") or sign == "\ufffd" for sign in text)
    if "\x00" in text or odd > max(3, len(text) // 50):
        raise InputFileError("this file is no text", where=name, fix="Save it as plain text (.txt) first.")
    if not text.strip():
        raise InputFileError("the file is empty", where=name, fix="Put your questions or the posting's text into it.")
    return text


def lines(text: str) -> tuple[Line, ...]:
    """The lines of a text that have words in them; a web page without its markup."""
    if len(_HTML.findall(text[:50_000])) >= 3:
        page = _Page()
        page.feed(text)
        page.close()
        return tuple(page.lines())[:MAX_LINES]
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        bare = re.sub(r"\s+", " ", line[: 2 * MAX_LINE]).strip()[:MAX_LINE]
        if re.search(r"\w", bare):
            space = line[: len(line) - len(line.lstrip())].expandtabs(4)
            found.append(Line(number, bare, len(space)))
    return tuple(found[:MAX_LINES])


def must_be_english(text: str, name: str, what: str) -> None:
    """Raises InputFileError for a text that is plainly in another language; `what` it is, for the message."""
    if language(text) != "en":
        fix = "The interviewer speaks and reads English; translate it first."
        raise InputFileError(f"{what} in another language", where=name, fix=fix)


class _Page(HTMLParser):
    """The visible lines of a web page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._found: list[tuple[int, str]] = []
        self._words: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self._cut()

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        if tag in _BLOCKS:
            self._cut()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._words.append(data)

    def _cut(self) -> None:
        text = re.sub(r"\s+", " ", "".join(self._words)).strip()[:MAX_LINE]
        self._words = []
        if re.search(r"\w", text):
            self._found.append((self.getpos()[0], text))

    def lines(self) -> list[Line]:
        self._cut()
        return [Line(number, text) for number, text in self._found]
