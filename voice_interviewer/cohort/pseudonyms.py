"""Names in the place of students' names, kept in a key file that only its owner can read.

The key is a table of two columns, `student,pseudonym`. It may be edited by hand or made beforehand; who is not in it
gets a name drawn at random, which is written down at once and stays. Whoever has the key can say who is who, so it
never lies in the folder that is shared.
"""

from __future__ import annotations

import contextlib
import csv
import io
import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from filelock import FileLock

from ..disk import storage, write_atomic
from ..errors import InputFileError, NotFoundError, UsageError
from .names import Finder, parts

COLUMNS = ("student", "pseudonym")
_FIT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,58}[A-Za-z0-9_-])?")
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))})
"What no file on Windows may be called."
_FIRST = tuple(
    "blue copper crimson golden green grey indigo ivory lilac maroon mauve navy ochre orange pink plum purple red"
    " russet saffron silver tan teal turquoise umber white yellow bronze linen velvet cotton woollen wooden paper"
    " marble granite chalk clay glass cork".split()
)
_SECOND = tuple(
    "acorn alder anchor apricot badger barley beech birch bramble brook canyon cedar cherry chestnut clover comet"
    " compass crane cricket curlew delta dolphin dune elm falcon fern fjord gannet gecko glacier gorse harbour heron"
    " ibis island kestrel kingfisher kite lagoon lantern larch lemur lichen lighthouse lime lotus lynx magpie mallard"
    " mango maple meadow moss nettle nutmeg oak orchid oriole osprey otter panda papaya parsley peach pebble pelican"
    " pepper pine plover poplar prairie puffin quince raven reef ridge sandpiper seal shore sparrow spruce starling"
    " stork tern thistle thrush tulip tundra turtle valley walnut whale yarrow".split()
)
"Words without praise or blame in them, and no common first names."


class Pseudonyms:
    """The key, in memory and in its file."""

    def __init__(self, path: Path, known: dict[str, str] | None = None) -> None:
        self.path = path
        self._known = known or {}

    @classmethod
    def open(cls, path: Path, out: Path | None = None) -> Pseudonyms:
        """The key in a file, or an empty one that will be written there.

        Raises UsageError for a key inside `out`, InputFileError with its line for one that is damaged.
        """
        if path.is_dir():
            raise UsageError("this is a folder.", where=str(path), fix="Name a file for the key.")
        if out is not None and path.absolute().resolve().is_relative_to(out.absolute().resolve()):
            raise UsageError(
                "the key may not lie in the folder that it protects.",
                where=str(path),
                fix="Keep it somewhere else, where only you can read it.",
            )
        return cls(path, _read(path))

    def of(self, student: str) -> str:
        """The pseudonym of a student, by the name of their folder; a new one is written to the key first."""
        name = _same(student)
        if name not in self._known:
            self.learn([student])
        return self._known[name]

    def learn(self, students: Iterable[str]) -> None:
        """Give each of these a pseudonym who has none, and write the key once. Raises StorageError."""
        new = [name for name in dict.fromkeys(map(_same, students)) if name not in self._known]
        if not new:
            return
        with self._alone():
            taken = {pseudonym.casefold() for pseudonym in self._known.values()}
            names = {part.casefold() for name in (*self._known, *new) for part in parts(name)}
            for name in new:
                if name not in self._known:
                    self._known[name] = _drawn(names, taken)
                    taken.add(self._known[name].casefold())
            self._write()

    def student(self, pseudonym: str) -> str | None:
        """Whose pseudonym this is; None: nobody's."""
        wanted = pseudonym.casefold()
        return next((name for name, given in self._known.items() if given.casefold() == wanted), None)

    def find(self, name: str) -> tuple[str, str]:
        """(student, pseudonym) by either of them. Raises NotFoundError."""
        student = _same(name) if _same(name) in self._known else self.student(name)
        if student is None:
            raise NotFoundError(f"the key names no student “{name}”.", where=str(self.path), fix="Check the spelling.")
        return student, self._known[student]

    def forget(self, name: str) -> str:
        """Take a student, named by either name, out of the key; their pseudonym. Raises NotFoundError."""
        student, pseudonym = self.find(name)
        with self._alone():
            self._known.pop(student, None)
            self._write()
        return pseudonym

    def recording(self, student: str, name: str) -> str:
        """A recording's path inside the student's folder, without the parts of the student's name."""
        return Finder([student]).without(name, self.of(student))

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """While nobody else writes the key; what others have written in the meantime is read first."""
        with storage(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(f"{self.path}.lock", mode=0o600)
        with lock:
            self._known = {**_read(self.path), **self._known}
            yield

    def _write(self) -> None:
        made = io.StringIO()
        table = csv.writer(made, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows(sorted(self._known.items()))
        write_atomic(self.path, made.getvalue())


def _read(path: Path) -> dict[str, str]:
    """Student to pseudonym; nothing where there is no file. Raises InputFileError for what is no key."""
    fix = "Mend this line, or take an older copy of the key."
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "no UTF-8 text"
        raise InputFileError(f"the key cannot be read ({why}).", where=str(path), fix="Take a copy of it.") from error
    head = text.partition("\n")[0]
    rows = csv.reader(text.splitlines(), delimiter=";" if ";" in head and "," not in head else ",")
    known: dict[str, str] = {}
    whose: dict[str, str] = {}
    try:
        for number, row in enumerate(rows, start=1):
            cells = [cell.strip() for cell in row]
            if number == 1 and tuple(cell.casefold() for cell in cells) != COLUMNS:
                raise InputFileError(
                    "this is no key: its first line must be `student,pseudonym`.", where=str(path), fix="Name another."
                )
            if number == 1 or not any(cells):
                continue
            where = f"{path}:{number}"
            if len(cells) != 2 or not all(cells):
                raise InputFileError("a line of the key is a student and a pseudonym.", where=where, fix=fix)
            student, pseudonym = _same(cells[0]), cells[1]
            if not _FIT.fullmatch(pseudonym) or pseudonym.casefold() in _DEVICES:
                raise InputFileError(
                    f"“{pseudonym[:40]}” cannot be a file's name everywhere.",
                    where=where,
                    fix="Use letters, digits, spaces, `-` and `_`.",
                )
            if known.get(student, pseudonym) != pseudonym:
                raise InputFileError(f"“{student}” has two pseudonyms.", where=where, fix="Keep one of them.")
            other = whose.setdefault(pseudonym.casefold(), student)
            if other != student:
                raise InputFileError(
                    f"“{other}” and “{student}” have one pseudonym, “{pseudonym}”.", where=where, fix="Change one."
                )
            known[student] = pseudonym
    except csv.Error as error:
        raise InputFileError(f"this is no key ({error}).", where=str(path), fix=fix) from error
    return known


def _drawn(names: set[str], taken: set[str]) -> str:
    """A free name at random, of words that are nobody's name here; with a number once all pairs are given."""
    first, second = ([w for w in words if w not in names] or words for words in (_FIRST, _SECOND))
    number, tries = "", 0
    while True:
        name = f"{secrets.choice(first)}-{secrets.choice(second)}{number}"
        if name.casefold() not in taken:
            return name
        tries += 1
        if tries % 50 == 0:
            number = f"-{tries // 50 + 1}"


def _same(student: str) -> str:
    """A name in one of its spellings: file systems write the same letters in two ways."""
    return unicodedata.normalize("NFC", student)
