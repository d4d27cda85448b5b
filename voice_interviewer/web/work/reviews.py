"""Reviews that a page asked for: dropped files, what came of them, and how far each has arrived.

    reviews/<id>/review.json    names as they were dropped, sizes, the question
    reviews/<id>/1.m4a …        the files, under numbers of ours
    reviews/<id>/debrief.json   once it is made

Nothing of a name that was sent becomes part of a path: only a known ending is kept.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ...debrief.data.schema import Debrief
from ...disk import private_folder, read_json, storage, write_atomic
from ...errors import InputFileError, NotFoundError, UsageError
from ...paths import heard_dir, reviews_dir
from ...progress.forget import forget_heard
from ...review.formats import SUFFIXES
from ...review.sources import SOUND, Source, nothing_usable

LARGEST_FILE = 100 * 1024 * 1024
"Bytes; the command line has no limit."
MOST_FILES = 20
_ID = re.compile(r"[0-9a-f]{16}")
_ABOUT, _DEBRIEF = "review.json", "debrief.json"
_NAME = 120
_ADDING = threading.Lock()
"Two pages may send the same file."


@dataclass(frozen=True, slots=True)
class Dropped:
    """One file."""

    name: str
    "As it was called, made fit to be shown."
    size: int
    stored: str
    "Its name beside us."


@dataclass(frozen=True, slots=True)
class Review:
    """One review on disk."""

    path: Path
    files: tuple[Dropped, ...]
    question: str = ""
    made: str = ""
    "ISO date and time."
    left_out: tuple[str, ...] = ()
    "What was dropped with them and could not be taken, one line each: which, why, the mend."

    @property
    def id(self) -> str:
        """Its folder's name."""
        return self.path.name

    @property
    def title(self) -> str:
        """The names of its files."""
        rest = len(self.files) - 2
        return ", ".join(f.name for f in self.files[:2]) + (f" and {rest} more" if rest > 0 else "")

    def arrived(self, number: int) -> int:
        """Bytes of a file (counted from 0) that are here."""
        try:
            return (self.path / self.files[number].stored).stat().st_size
        except OSError:
            return 0

    @property
    def whole(self) -> bool:
        """Everything has arrived."""
        return all(self.arrived(n) == f.size for n, f in enumerate(self.files))

    @property
    def debrief(self) -> Path | None:
        """What came of it, once it is there."""
        path = self.path / _DEBRIEF
        return path if path.is_file() else None

    @classmethod
    def read(cls, path: Path) -> Review:
        """One from its folder. Raises NotFoundError for a damaged one too."""
        try:
            about = read_json(path / _ABOUT)
            files = tuple(Dropped(str(f["name"]), int(f["size"]), str(f["stored"])) for f in about["files"])
            if not files or any(not re.fullmatch(r"\d+\.\w{1,5}", f.stored) for f in files):
                raise ValueError
            left_out = tuple(str(line) for line in about.get("left_out", ()))
            return cls(path, files, str(about.get("question", "")), str(about.get("made", "")), left_out)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise NotFoundError("there is no such review.", fix="It may have been deleted.") from error


def shown_name(name: str) -> str:
    """A file's name as it may be shown: its last part, without controls, not too long."""
    last = re.split(r"[/\\]", name)[-1]
    clean = "".join(c if c.isprintable() else "\ufffd" for c in last).strip()
    return clean if len(clean) <= _NAME else f"{clean[: _NAME - 12]}…{clean[-11:]}"


def ending(name: str) -> str:
    """The known ending of a name, else `.bin`: what to read is then decided by what is in it."""
    suffix = Path(shown_name(name)).suffix.lower()
    return suffix if suffix in SOUND or suffix in SUFFIXES or suffix == ".jsonl" else ".bin"


@dataclass(frozen=True, slots=True)
class Offered:
    """A file that somebody wants to drop."""

    name: str
    size: int
    "Bytes."
    readable: bool = True
    "The browser can read it: a folder that was dropped, or a file that is gone, it cannot."


@dataclass(frozen=True, slots=True)
class Begun:
    """A review whose files may come now."""

    review: Review
    taken: tuple[int, ...]
    "Which of the offered files those of the review are, from 0."


def refusal(file: Offered) -> InputFileError | None:
    """Why this file is not taken; None when it is."""
    where = shown_name(file.name) or "file"
    if not file.readable:
        return InputFileError(
            "cannot be read by the browser.", where=where, fix="Of a folder, drop the files in it; else check the file."
        )
    if file.size < 1:
        return InputFileError("is empty.", where=where)
    if file.size > LARGEST_FILE:
        return InputFileError(
            f"is larger than {LARGEST_FILE // 1024 // 1024} MB, the most that the page takes.",
            where=where,
            fix="In a terminal `voice-interviewer review FILE` takes files of any size.",
        )
    return None


def new(files: Sequence[Offered], question: str, now: str) -> Begun:
    """A review of files that are still to come; one of the same files that waits goes on.

    Empty, unreadable and too large ones are left out, and told of in the review. Raises UsageError for none or too
    many, InputFileError where none can be taken.
    """
    if not 1 <= len(files) <= MOST_FILES:
        raise UsageError(f"1 to {MOST_FILES} files can be reviewed at once.", fix="Drop fewer, or one after the other.")
    refused = [error for file in files if (error := refusal(file)) is not None]
    taken = tuple(number for number, file in enumerate(files) if refusal(file) is None)
    left_out = tuple(map(str, refused))
    if not taken:
        raise refused[0] if len(refused) == 1 else nothing_usable(left_out)
    dropped = tuple(
        Dropped(shown_name(files[n].name) or "file", files[n].size, f"{number}{ending(files[n].name)}")
        for number, n in enumerate(taken, 1)
    )
    for known in all_reviews():
        same = (known.files, known.question, known.left_out) == (dropped, question, left_out)
        if same and not known.whole:
            return Begun(known, taken)
    folder = reviews_dir() / secrets.token_hex(8)
    with storage(folder):
        private_folder(folder)
    made = Review(folder, dropped, question, now, left_out)
    about = {"made": now, "question": question, "files": [asdict(f) for f in dropped], "left_out": left_out}
    write_atomic(folder / _ABOUT, json.dumps(about))
    return Begun(made, taken)


def find(identity: str) -> Review:
    """A review by its id. Raises NotFoundError."""
    if not _ID.fullmatch(identity):
        raise NotFoundError("there is no such review.")
    return Review.read(reviews_dir() / identity)


def all_reviews() -> list[Review]:
    """All that are here, newest first; damaged ones are left out."""
    found = []
    for folder in reviews_dir().glob("*"):
        if _ID.fullmatch(folder.name):
            try:
                found.append(Review.read(folder))
            except NotFoundError:
                continue
    return sorted(found, key=lambda review: review.made, reverse=True)


def add(review: Review, number: int, at: int, piece: bytes) -> int:
    """Put a piece of a file (from 0) at its end; returns how much is here then.

    A piece that does not begin where the file ends changes nothing. Raises InputFileError for more than was said.
    """
    if not 0 <= number < len(review.files):
        raise NotFoundError("there is no such file in this review.")
    file = review.files[number]
    path = review.path / file.stored
    with _ADDING:
        here = review.arrived(number)
        if at != here:
            return here
        if here + len(piece) > file.size:
            raise InputFileError("is longer than it was said to be.", where=file.name, fix="Drop it once more.")
        with storage(path), path.open("ab") as stream:
            stream.write(piece)
    return here + len(piece)


def remove(review: Review) -> None:
    """Gone, with what was heard in it."""
    forget_heard(review.path)
    with storage(review.path):
        shutil.rmtree(review.path)


def made(review: Review, progress: Callable[[str, float, float], None], model: str = "base") -> Debrief:
    """Hear and read everything, and keep the debrief. Raises InputFileError where nothing can be used."""
    from ...debrief.write import to_json
    from ...hearing.choose import make_recogniser
    from ...review.review import Memory, asked_by, gather
    from ...review.review import review as review_all

    names = {str(review.path / f.stored): f.name for f in review.files}

    def named(text: str) -> str:
        for path, name in names.items():
            text = text.replace(path, name)
        return text

    items: list[Source] = []
    left_out = list(review.left_out)
    for file in review.files:
        try:
            found = gather([review.path / file.stored], asked_by(review.question)).items
        except InputFileError as error:
            refused = InputFileError(named(error.what), where=file.name, fix=named(error.fix))
            if len(review.files) == 1 and not left_out:
                raise refused from error
            left_out.append(str(refused))
            continue
        items += [replace(item, name=named(item.name), id=_id(item.id, file)) for item in found]
    if not items:
        raise nothing_usable(left_out)
    items = _told_apart(items)
    try:
        debrief = review_all(
            items,
            lambda: make_recogniser(model),
            progress,
            memory=Memory(heard_dir(), model),
            left_out=left_out,
        )
    except InputFileError as error:
        raise InputFileError(named(error.what), where=named(error.where), fix=named(error.fix)) from error
    for row in debrief.answers:
        row.notes = [named(note) for note in row.notes]
        row.audio = _sound(review, row.audio)
    debrief.notes = [named(note) for note in debrief.notes]
    write_atomic(review.path / _DEBRIEF, to_json(debrief))
    return debrief


def _id(found: str, file: Dropped) -> str:
    """`1-2` of a file stored as `1.m4a` becomes `its own name-2`."""
    stem, name = Path(file.stored).stem, Path(file.name).stem or "file"
    return name + found[len(stem) :] if found == stem or found.startswith(f"{stem}-") else found


def _told_apart(items: list[Source]) -> list[Source]:
    seen: dict[str, int] = {}
    out = []
    for item in items:
        seen[item.id] = seen.get(item.id, 0) + 1
        out.append(item if seen[item.id] == 1 else replace(item, id=f"{item.id} ({seen[item.id]})"))
    return out


def _sound(review: Review, address: str | None) -> str | None:
    """The address at which the page serves a file that the debrief names by its place on disk."""
    for number, file in enumerate(review.files):
        if address == (review.path / file.stored).resolve().as_uri():
            return f"sound/{number}"
    return None
