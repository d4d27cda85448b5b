"""Review of recorded or written answers: the same hearing, findings and debrief as in a live session.

A recording is one answer; a `.jsonl` file has one a line; a transcript with speakers (`.vtt`, `.srt`, `.json`, `.txt`)
is cut where the interviewer speaks, and `split` cuts a recording too: by its two channels, or, with one voice stream,
at sentences that look like questions. What was heard is remembered, so a long review that was stopped goes on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .. import __version__
from ..debrief.data.build import answer_row, build, text_answer
from ..debrief.data.schema import AnswerRow, Debrief, FollowUp, InterruptionRow
from ..errors import InputFileError
from ..hearing.model import Heard
from ..interview.core.next_question import next_question
from ..language.analyze import Analyser
from ..language.model import Analysis, Context, Interruption
from ..sessions.codec import decode_as, encode

TRANSCRIPTS = (".txt", ".md", ".vtt", ".srt", ".json")
Analyse = Callable[[str, Context], Analysis]
Progress = Callable[[str, float, float], None]
"""Called with (source, seconds done, seconds in all; 0 when unknown)."""


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
    interruption: Interruption | None = None


def asked_by(question: str = "", node: str = "") -> Asked:
    """The question given as text, or as a flow's node (`FLOW/NODE`). Raises NotFoundError for an unknown node."""
    if not node:
        return Asked(question=question)
    from ..flow.catalog import find_node

    _, name, found = find_node(node)
    return Asked(question or found.ask[0], name, found.pattern, found.listens_for or None, found.vocabulary)


def sources(paths: Iterable[Path], asked: Asked) -> list[Source]:
    """What the files hold, in order. Raises InputFileError for a file that cannot be used, before any long work.

    Of a folder those files are taken that can be reviewed; others in it (pictures, notes) are nobody's mistake.
    """
    found: list[Source] = []
    for path in paths:
        if not path.is_dir():
            found += _source(path, asked)
            continue
        before = len(found)
        for inside in sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith(".")):
            with suppress(InputFileError):
                found += _source(inside, asked)
        if len(found) == before:
            raise InputFileError("this folder has nothing to review.", where=str(path), fix="Put recordings in it.")
    return _unique(found)


def _source(path: Path, asked: Asked) -> list[Source]:
    from ..audio.files import probe

    if not path.is_file():
        raise InputFileError("there is no such file.", where=str(path), fix="Check the path.")
    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        return list(_rows(path, asked))
    if suffix in TRANSCRIPTS:
        return _transcript(path, asked)
    probe(path)
    return [Source(path.stem, str(path), asked, path=path)]


def review(
    items: Iterable[Source],
    recogniser: Callable[[], Any],
    progress: Progress = lambda *_: None,
    *,
    split: bool = False,
    memory: Memory | None = None,
    analyse: Analyse = Analyser(),
) -> Debrief:
    """All answers and the debrief over them. `recogniser()` is only called when there is something to listen to.

    `split` cuts recordings into answers; `memory` keeps what was heard from one run to the next; `analyse` reads words.
    """
    engine: list[Any] = []

    def lazily() -> Any:
        if not engine:
            engine.append(recogniser())
        return engine[0]

    rows: list[AnswerRow] = []
    for item in items:
        if item.heard is not None:
            notes = (item.note,) if item.note else ()
            rows.append(row_of(item, item.heard, notes, analyse))
        elif split:
            rows += [row_of(*part, analyse) for part in _parts(item, lazily, progress, memory)]
        else:
            rows.append(row_of(item, *listen(item, lazily, progress, memory), analyse))
    return build(rows)


def _parts(
    item: Source, recogniser: Callable[[], Any], progress: Progress, memory: Memory | None
) -> Iterator[tuple[Source, Heard, tuple[str, ...]]]:
    """A long recording as its answers, each with the question in front of it."""
    from ..audio.files import probe
    from .split import by_channels, by_questions

    assert item.path is not None
    if probe(item.path).channels == 2:
        sides = [listen(item, recogniser, progress, memory, channel=n) for n in (0, 1)]
        parts, notes = by_channels([heard for heard, _ in sides]), sides[0][1]
    else:
        heard, notes = listen(item, recogniser, progress, memory)
        parts = by_questions(heard)
    for number, part in enumerate(parts, start=1):
        asked = replace(item.asked, question=part.question or item.asked.question)
        yield replace(item, id=f"{item.id}-{number}", asked=asked), part.heard, (*notes, *filter(None, [part.note]))


def listen(
    item: Source,
    recogniser: Callable[[], Any],
    progress: Progress,
    memory: Memory | None = None,
    *,
    channel: int | None = None,
) -> tuple[Heard, tuple[str, ...]]:
    """Transcribe one recording; silence gives an answer without words and a note that says so."""
    from ..audio.files import open_audio
    from ..hearing.recording import transcribe_recording

    assert item.path is not None
    known = memory.recall(item.path, channel, item.asked.vocabulary) if memory else None
    if known is not None:
        return known
    with open_audio(item.path, channel=channel) as sound:
        whole = sound.duration_s or 0.0
        heard = transcribe_recording(
            sound.blocks(),
            recogniser(),
            vocabulary=item.asked.vocabulary,
            progress=lambda done: progress(item.name, done, whole),
        )
        notes = tuple(sound.notes)
    if not heard.words:
        what = "Voice was heard but no words were understood." if heard.voiced else "No voice was heard in this file."
        notes = (*notes, what)
    if memory:
        memory.keep(item.path, channel, item.asked.vocabulary, heard, notes)
    return heard, notes


class Memory:
    """What was heard in files, kept in a folder by the file's content address, so that a review can go on."""

    def __init__(self, folder: Path, model: str) -> None:
        self._folder = folder
        self._model = model

    def recall(
        self, path: Path, channel: int | None, vocabulary: tuple[str, ...]
    ) -> tuple[Heard, tuple[str, ...]] | None:
        """What was heard in this file before, with the same model; None when it was not, or the file has changed."""
        try:
            data = json.loads(self._place(path, channel, vocabulary).read_text(encoding="utf-8"))
            return decode_as(data["heard"], Heard), tuple(data["notes"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(
        self, path: Path, channel: int | None, vocabulary: tuple[str, ...], heard: Heard, notes: tuple[str, ...]
    ) -> None:
        """Remember; a cache that cannot be written only costs time."""
        with suppress(OSError):
            place = self._place(path, channel, vocabulary)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(json.dumps({"heard": encode(heard), "notes": notes}), encoding="utf-8")

    def _place(self, path: Path, channel: int | None, vocabulary: tuple[str, ...]) -> Path:
        stat = path.stat()
        key = f"{path.resolve()}|{stat.st_size}|{stat.st_mtime_ns}|{self._model}|{channel}|{vocabulary}|{__version__}"
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.json"


def row_of(item: Source, heard: Heard, notes: tuple[str, ...] = (), analyse: Analyse = Analyser()) -> AnswerRow:
    """The answer's row: findings, signals, measures, and what an interviewer would ask next."""
    asked = item.asked
    analysis = analyse(heard.text, Context(asked.question, asked.pattern, item.interruption))
    cut = item.interruption
    return answer_row(
        heard,
        analysis,
        id=item.id,
        source=item.name,
        question=asked.question,
        node=asked.node,
        pattern=asked.pattern,
        signals_asked=asked.listens,
        follow_up=follow_up_of(analysis, asked),
        interruption=InterruptionRow(text=cut.text, at=cut.at) if cut else None,
        audio=None if item.path is None else item.path.resolve().as_uri(),
        duration_s=heard.end_s,
        notes=notes,
    )


def follow_up_of(analysis: Analysis, asked: Asked) -> FollowUp:
    """What the interviewer would say next, chosen by the same policy as in a session."""
    target, text, why = next_question(analysis, asked.question, asked.pattern)
    return FollowUp(target=target, text=text, why=why)


def _rows(path: Path, asked: Asked) -> Iterator[Source]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as err:
        raise InputFileError(f"cannot be read ({err}).", where=str(path), fix="It must be JSON lines.") from err
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            row = json.loads(line)
        except ValueError as err:
            raise InputFileError(f"this is not valid JSON ({err}).", where=where, fix="Mend the line.") from err
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise InputFileError("an object with a `text` was expected.", where=where, fix='Write {"text": "…"}.')
        here = asked_by(row.get("question") or "", row["node"]) if row.get("node") else asked
        if row.get("question") and not row.get("node"):
            here = Asked(question=str(row["question"]), pattern=row.get("pattern"))
        yield Source(
            id=str(row.get("id", f"{path.stem}-{number}")),
            name=where,
            asked=here,
            heard=text_answer(row["text"]),
            interruption=_interruption(row.get("interruption"), row["text"], where),
        )


def _interruption(given: Any, text: str, where: str) -> Interruption | None:
    if given is None:
        return None
    at = given.get("at") if isinstance(given, dict) else None
    if not isinstance(at, int) or not 0 <= at <= len(text):
        raise InputFileError("`interruption.at` is no character offset of `text`.", where=where)
    return Interruption(str(given.get("text") or ""), at)


def _transcript(path: Path, asked: Asked) -> list[Source]:
    """A transcript somebody else made; with two or more speakers, one source an answer."""
    from .split import by_speakers
    from .transcripts import read_transcript

    transcript = read_transcript(path)
    if len(transcript.speakers) < 2:
        return [Source(path.stem, str(path), asked, heard=transcript.heard())]
    return [
        Source(
            f"{path.stem}-{number}",
            str(path),
            replace(asked, question=part.question or asked.question),
            heard=part.heard,
            note=part.note,
        )
        for number, part in enumerate(by_speakers(transcript), start=1)
    ]


def _unique(found: list[Source]) -> list[Source]:
    """Ids that occur twice get a number, so that a debrief can point at each answer."""
    seen: dict[str, int] = {}
    out = []
    for item in found:
        seen[item.id] = seen.get(item.id, 0) + 1
        out.append(item if seen[item.id] == 1 else replace(item, id=f"{item.id}-{seen[item.id]}"))
    return out
