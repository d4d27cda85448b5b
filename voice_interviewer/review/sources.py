"""What files hold, as answers to review: recordings, transcripts, JSON lines, folders of them.

What cannot be used is told before any listening, in a line that says what it is, where, and the mend; the rest is used.
Where nothing is left, it is refused.
"""

from __future__ import annotations

import json
import mimetypes
import re
import stat
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..debrief.data.build import text_answer
from ..errors import InputFileError, InterviewerError
from ..hearing.model import Heard
from ..language.model import Interruption
from ..rubric.keys import PATTERNS
from .formats import SUFFIXES, foreign
from .formats.made_json import OwnDebriefError
from .lines import shortened
from .sides import named, sides_of
from .transcripts import mended, read_transcript, shown

_ADDRESS = re.compile(r"(?:https?|ftp|s3|file)://", re.IGNORECASE)
NO_ANSWERS = ("readme", "license", "licence", "notice", "changelog", "changes", "contributing", "copying", "authors")
"Files of these names in a folder are about it, and nobody's answers."
SOUND = frozenset(
    ".wav .mp3 .m4a .m4b .aac .flac .ogg .oga .opus .wma .aif .aiff .aifc .caf .amr .3gp .3gpp .mp4 .m4v .mov .mkv"
    " .webm .avi .wmv .flv .ts .mts .mpg .mpeg .mp2 .ac3 .au .mka .ogv .w64 .wv .ape .gsm .spx".split()
)
"Endings of names of recordings and films."
_WORTH_TELLING = frozenset(".docx .doc .odt .rtf .pdf .sbv .ass .ssa .sub .ttml .dfxp .lrc .tsv .csv".split())
"Documents that somebody may have meant to be reviewed; pictures and archives beside the answers are not told of."


@dataclass(frozen=True, slots=True)
class Asked:
    """What the answers reply to."""

    question: str = ""
    node: str = ""
    pattern: str | None = None
    listens: tuple[str, ...] | None = None
    vocabulary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One answer to review."""

    id: str
    name: str
    "The file it is from, with the line for JSON lines."
    asked: Asked
    heard: Heard | None = None
    "The words, when somebody has written them down; None: listen to `path`."
    path: Path | None = None
    note: str = ""
    unnamed: bool = False
    "A transcript in which nobody is named, so that two people may speak in it."
    interruption: Interruption | None = None
    track: int | None = None
    channel: int | None = None
    "The sound track and channel to listen to, from 0; None: whichever hold a voice."
    me: str = ""
    "Which side is to be judged, as the user calls it."
    given: bool = True
    "The user named its file; False: it was found in a folder."


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the user said about whom and what to hear."""

    me: str = ""
    track: int | None = None
    channel: int | None = None


@dataclass(slots=True)
class Found:
    """What the files hold."""

    items: list[Source] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    "Files that cannot be used, named or in folders, one line each: what, where, the mend."
    refused: bool = False
    "One of them is a file or folder that the user named."

    def lost(self, used: Collection[str]) -> bool:
        """Whether something that the user named came to nothing. `used`: names of the sources that gave an answer."""
        return self.refused or any(item.given and item.name not in used for item in self.items)


def asked_by(question: str = "", node: str = "") -> Asked:
    """The question given as text, or as a flow's node (`FLOW/NODE`). Raises NotFoundError for an unknown node."""
    if not node:
        return Asked(question=mended(question))
    from ..flow.catalog import find_node

    _, name, found = find_node(node)
    return Asked(mended(question) or found.ask[0], name, found.pattern, found.listens_for or None, found.vocabulary)


def sources(paths: Iterable[Path | str], asked: Asked, me: str = "") -> list[Source]:
    """The answers of `gather`, for who does not want to know what was left out. Raises InputFileError."""
    return gather(paths, asked, me).items


def gather(
    paths: Iterable[Path | str],
    asked: Asked,
    me: str = "",
    *,
    track: int | None = None,
    channel: int | None = None,
) -> Found:
    """What the files hold, in order; what cannot be used is told in `left_out`, before any long work.

    A file given twice is taken once. Of a folder those files are taken that can be reviewed; recordings, transcripts
    and documents in it that cannot are told, others (pictures, a README) are nobody's mistake. `me` is the speaker who
    is to be judged, `track` and `channel` (from 0) what to listen to in recordings. Raises InputFileError where nothing
    can be used at all.
    """
    found, chosen = Found(), Chosen(me, track, channel)
    taken: set[Path] = set()
    refused: list[InputFileError] = []
    for given in paths:
        try:
            path = _checked(given)
            if path.is_dir():
                _folder(path, asked, chosen, found, taken)
            elif _first_time(path, taken):
                found.items += _source(path, asked, chosen)
            else:  # found in a folder before, and asked for by name all the same
                found.items = [replace(item, given=item.given or _is(item, path)) for item in found.items]
        except InputFileError as err:
            refused.append(err)
            found.left_out.append(str(err))
    found.refused = bool(refused)
    if refused and not found.items:
        raise refused[0] if len(refused) == 1 else nothing_usable(map(str, refused))
    found.items = _unique(found.items)
    return found


def nothing_usable(left_out: Iterable[str]) -> InputFileError:
    """The error where of several files none is left; a line for each of them."""
    return InputFileError("none of these files can be reviewed.", fix=" ".join(left_out))


def _checked(given: Path | str) -> Path:
    """The path, when it is a file or a folder. Pipes are refused: a recording is read more than once."""
    text = str(given)
    if not text.strip():
        raise InputFileError("there is no such file.", where=f"“{text}”", fix="Name a file or a folder.")
    if _ADDRESS.match(text):
        fix = "Download it yourself, and give the file."
        raise InputFileError("this is an address; nothing is fetched.", where=shown(text), fix=fix)
    path = Path(given)
    where = shown(path)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if text == "-":
            raise InputFileError("pipes cannot be read.", where="-", fix="Save it as a file, and give that.") from None
        raise InputFileError("there is no such file.", where=where, fix="Check the path.") from None
    except (OSError, ValueError) as err:
        why = getattr(err, "strerror", None) or str(err)
        raise InputFileError(f"cannot be read ({why}).", where=where, fix="Check the path.") from err
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        what = "is a pipe" if stat.S_ISFIFO(mode) else "is a device or socket"
        raise InputFileError(f"{what}, which cannot be read.", where=where, fix="Save it as a file, and give that.")
    return path


def _first_time(path: Path, taken: set[Path]) -> bool:
    """Whether this file has not been taken yet: named twice, or beside its folder, it is one answer all the same."""
    real = path.resolve()
    first = real not in taken
    taken.add(real)
    return first


def _is(item: Source, path: Path) -> bool:
    return item.path is not None and item.path.resolve() == path.resolve()


def _folder(path: Path, asked: Asked, chosen: Chosen, found: Found, taken: set[Path]) -> None:
    before, failed = len(found.items), len(found.left_out)
    again = False
    try:
        inside = sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith("."))
    except OSError as err:
        raise InputFileError(f"cannot be read ({err.strerror}).", where=shown(path), fix="Check the folder.") from err
    for file in inside:
        suffix = file.suffix.lower()
        if file.stem.lower().rstrip("-_. 0123456789") in NO_ANSWERS:
            continue
        if not _first_time(file, taken):
            again = True
            continue
        try:
            found.items += [replace(item, given=False) for item in _source(file, asked, chosen, alone=False)]
        except OwnDebriefError:
            taken.discard(file.resolve())  # named besides, it is told why it is none
        except InputFileError as err:
            taken.discard(file.resolve())
            if suffix in SOUND or suffix in SUFFIXES or suffix in _WORTH_TELLING or suffix == ".jsonl":
                found.left_out.append(str(err))
    if len(found.items) == before and not again:
        why = f" ({found.left_out[failed]})" if len(found.left_out) > failed else ""
        raise InputFileError(f"this folder has nothing to review{why}.", where=shown(path), fix="Put recordings in it.")


def _source(path: Path, asked: Asked, chosen: Chosen, *, alone: bool = True) -> list[Source]:
    from ..audio.files import open_audio

    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        return list(_rows(path, asked))
    if suffix in SUFFIXES:
        return _transcript(path, asked, chosen.me, alone)
    head = _head(path)
    known = foreign.by_suffix(suffix) or foreign.by_content(head)
    if known is not None and head:
        raise InputFileError(known.what, where=shown(path), fix=known.fix)
    if foreign.is_text(head) and (
        suffix in SOUND or not (mimetypes.guess_type(path.name)[0] or "").startswith("audio")
    ):
        what = f"is text, under a name {'of a recording' if suffix in SOUND else 'that is not read as text'}."
        raise InputFileError(what, where=shown(path), fix="Rename it to .txt (or .vtt, .srt, .json for captions).")
    with open_audio(path, track=chosen.track or 0, channel=chosen.channel):
        pass
    track, channel, me = chosen.track, chosen.channel, chosen.me
    return [Source(mended(path.stem), shown(path), asked, path=path, track=track, channel=channel, me=me)]


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(512)
    except OSError as err:
        raise InputFileError(f"cannot be read ({err.strerror}).", where=shown(path), fix="Check the file.") from err


# ---- transcripts ----


def _transcript(path: Path, asked: Asked, me: str, alone: bool) -> list[Source]:
    """A transcript somebody else made; with two or more speakers, one source an answer."""
    from .split import by_speakers

    where = shown(path)
    transcript = read_transcript(path, me)
    names = transcript.speakers
    if len(names) < 2:
        if me and names and alone:
            named(me, names, where)
        note = " ".join(transcript.notes)
        return [Source(mended(path.stem), where, asked, heard=transcript.heard(), note=note, unnamed=not names)]
    speaker = named(me, names, where) if me else ""
    sides = sides_of(transcript, speaker)
    found: list[Source] = []
    for number, part in enumerate(by_speakers(transcript, me=speaker), start=1):
        told = (*transcript.notes, sides.note, part.note) if number == 1 else (part.note,)
        found.append(
            Source(
                f"{mended(path.stem)}-{number}",
                where,
                replace(asked, question=part.question or asked.question),
                heard=part.heard,
                note=" ".join(filter(None, told)),
            )
        )
    return found


# ---- JSON lines ----


def _rows(path: Path, asked: Asked) -> Iterator[Source]:
    file = shown(path)
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as err:
        raise InputFileError(f"cannot be read ({err.strerror}).", where=file, fix="Check the file.") from err
    except UnicodeDecodeError as err:
        where = f"{file}:{1 + raw[: err.start].count(bytes([10]))}"
        raise InputFileError(
            "is not UTF-8 text.", where=where, fix="Save it as UTF-8, one JSON object a line."
        ) from err
    if not text.strip():
        raise InputFileError("is empty.", where=file, fix="Write one answer a line.")
    # Not splitlines(): some of what it splits at may stand inside a JSON string.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _row(line, f"{file}:{number}", f"{mended(path.stem)}-{number}", asked)


def _row(line: str, where: str, id: str, asked: Asked) -> Source:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as err:
        why = "nested too deeply" if isinstance(err, RecursionError) else str(err)
        raise InputFileError(f"this is not valid JSON ({why}).", where=where, fix="Mend the line.") from err
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise InputFileError("an object with a `text` was expected.", where=where, fix='Write {"text": "…"}.')
    for key in ("question", "node", "pattern"):
        if row.get(key) is not None and not isinstance(row[key], str):
            raise InputFileError(f"`{key}` is not text.", where=where, fix=f'Write "{key}": "…", or leave it out.')
    pattern = row.get("pattern")
    if pattern is not None and pattern not in PATTERNS:
        raise InputFileError(
            f"`{shortened(mended(pattern))}` is no pattern.", where=where, fix=f"Use one of {', '.join(PATTERNS)}."
        )
    question = mended(row.get("question") or "")
    if row.get("node"):
        try:
            here = asked_by(question, row["node"])
        except InterviewerError as err:
            fix = mended(err.fix) or "Name a node of a shipped flow, or leave it out."
            raise InputFileError(mended(f"`node`: {shortened(err.what, 160)}"), where=where, fix=fix) from err
    else:
        here = Asked(question=question, pattern=pattern) if question else asked
    text = mended(row["text"])
    given = row.get("id")
    known = isinstance(given, (str, int, float)) and not isinstance(given, bool)
    return Source(
        id=mended(str(given)) if known else id,
        name=where,
        asked=here,
        heard=text_answer(text),
        interruption=_interruption(row.get("interruption"), text, where),
    )


def _interruption(given: Any, text: str, where: str) -> Interruption | None:
    if given is None:
        return None
    at = given.get("at") if isinstance(given, dict) else None
    if not isinstance(at, int) or isinstance(at, bool) or not 0 <= at <= len(text):
        fix = f'Write {{"text": "…", "at": N}} with N from 0 to {len(text)}.'
        raise InputFileError("`interruption.at` is no character offset of `text`.", where=where, fix=fix)
    said = given.get("text")
    return Interruption(mended(said) if isinstance(said, str) else "", at)


def _unique(found: list[Source]) -> list[Source]:
    """Ids that occur twice get a number, so that a debrief can point at each answer."""
    taken = {item.id for item in found}
    seen: dict[str, int] = {}
    out = []
    for item in found:
        seen[item.id] = seen.get(item.id, 0) + 1
        id = item.id
        while seen[item.id] > 1 and (id := f"{item.id}-{seen[item.id]}") in taken:
            seen[item.id] += 1
        taken.add(id)
        out.append(replace(item, id=id))
    return out
