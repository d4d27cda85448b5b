"""Review of recorded or written answers: the same hearing, findings and debrief as in a live session.

One source becomes one answer, except a `.jsonl` file, where each line is one. Audio is only read; its transcript is
made here. A transcript that somebody else made (`.txt`, `.vtt`, `.srt`, `.json`) is taken at its word.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .audio.protocols import BLOCK, BLOCK_S, Block
from .debrief.build import answer_row, build, text_answer
from .debrief.schema import AnswerRow, Debrief, FollowUp, InterruptionRow
from .errors import InputFileError
from .hearing.model import Heard
from .interview.next_question import next_question
from .language.analyze import analyze
from .language.model import Analysis, Context, Interruption

TRANSCRIPTS = (".txt", ".md", ".vtt", ".srt", ".json")
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
    text: str | None = None
    "The words, when somebody has written them down; None: listen to `path`."
    path: Path | None = None
    interruption: Interruption | None = None


def asked_by(question: str = "", node: str = "") -> Asked:
    """The question given as text, or as a flow's node (`FLOW/NODE`). Raises NotFoundError for an unknown node."""
    if not node:
        return Asked(question=question)
    from .flow.catalog import find_node

    _, name, found = find_node(node)
    return Asked(question or found.ask[0], name, found.pattern, found.listens_for or None, found.vocabulary)


def sources(paths: Iterable[Path], asked: Asked) -> list[Source]:
    """What the files hold, in order; folders give the files in them. Raises InputFileError for what cannot be used."""
    found: list[Source] = []
    for path in _files(paths):
        suffix = path.suffix.lower()
        if suffix == ".jsonl":
            found += _rows(path, asked)
        elif suffix in TRANSCRIPTS:
            found.append(Source(path.stem, str(path), asked, text=_transcript(path)))
        else:
            found.append(Source(path.stem, str(path), asked, path=path))
    return _unique(found)


def review(items: Iterable[Source], recogniser: Callable[[], Any], progress: Progress = lambda *_: None) -> Debrief:
    """All answers and the debrief over them. `recogniser()` is only called when there is something to listen to."""
    engine: Any = None
    rows: list[AnswerRow] = []
    for item in items:
        notes: tuple[str, ...] = ()
        if item.text is None:
            engine = engine or recogniser()
            heard, notes = listen(item, engine, progress)
        else:
            heard = text_answer(item.text)
        rows.append(row_of(item, heard, notes))
    return build(rows)


def listen(item: Source, recogniser: Any, progress: Progress) -> tuple[Heard, tuple[str, ...]]:
    """Transcribe one recording; silence gives an answer without words and a note that says so."""
    from .audio.files import AudioStream, probe
    from .hearing.recording import transcribe_recording

    assert item.path is not None
    whole = probe(item.path).seconds or 0.0
    stream = AudioStream(item.path, chunk_s=BLOCK_S)
    heard = transcribe_recording(
        _blocks(stream),
        recogniser,
        vocabulary=item.asked.vocabulary,
        progress=lambda done: progress(item.name, done, whole),
    )
    notes = tuple(stream.notes)
    if not heard.words:
        what = "Voice was heard but no words were understood." if heard.voiced else "No voice was heard in this file."
        notes = (*notes, what)
    return heard, notes


def _blocks(stream: Iterable[Any]) -> Iterator[Block]:
    """Chunks of 32 ms as a microphone would give them; the last one is filled up with silence."""
    for number, pcm in enumerate(stream, start=1):
        whole = pcm if len(pcm) == BLOCK else np.concatenate([pcm, np.zeros(BLOCK - len(pcm), np.float32)])
        yield Block(whole, number * BLOCK_S)


def row_of(item: Source, heard: Heard, notes: tuple[str, ...] = ()) -> AnswerRow:
    """The answer's row: findings, signals, measures, and what an interviewer would ask next."""
    asked = item.asked
    analysis = analyze(heard.text, Context(asked.question, asked.pattern, item.interruption))
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


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith("."))
            if not inside:
                raise InputFileError("this folder has no files.", where=str(path), fix="Put recordings in it.")
            yield from inside
        elif path.is_file():
            yield path
        else:
            raise InputFileError("there is no such file.", where=str(path), fix="Check the path.")


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
            text=row["text"],
            interruption=_interruption(row.get("interruption"), row["text"], where),
        )


def _interruption(given: Any, text: str, where: str) -> Interruption | None:
    if given is None:
        return None
    at = given.get("at") if isinstance(given, dict) else None
    if not isinstance(at, int) or not 0 <= at <= len(text):
        raise InputFileError("`interruption.at` is no character offset of `text`.", where=where)
    return Interruption(str(given.get("text") or ""), at)


def _transcript(path: Path) -> str:
    from .debrief.transcripts_in import read_transcript

    return str(read_transcript(path))


def _unique(found: list[Source]) -> list[Source]:
    """Ids that occur twice get a number, so that a debrief can point at each answer."""
    from dataclasses import replace

    seen: dict[str, int] = {}
    out = []
    for item in found:
        seen[item.id] = seen.get(item.id, 0) + 1
        out.append(item if seen[item.id] == 1 else replace(item, id=f"{item.id}-{seen[item.id]}"))
    return out
