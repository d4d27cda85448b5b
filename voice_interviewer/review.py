"""Review of recorded or written answers: the same hearing, findings and debrief as in a live session.

One source becomes one answer, except a `.jsonl` file, where each line is one. Audio is only read; its transcript is
made here. A transcript that somebody else made (`.txt`, `.vtt`, `.srt`, `.json`) is taken at its word.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    from .audio.files import probe

    if not path.is_file():
        raise InputFileError("there is no such file.", where=str(path), fix="Check the path.")
    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        return list(_rows(path, asked))
    if suffix in TRANSCRIPTS:
        return [Source(path.stem, str(path), asked, text=_transcript(path))]
    probe(path)
    return [Source(path.stem, str(path), asked, path=path)]


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
    from .audio.files import open_audio
    from .hearing.recording import transcribe_recording

    assert item.path is not None
    with open_audio(item.path) as sound:
        whole = sound.duration_s or 0.0
        heard = transcribe_recording(
            sound.blocks(),
            recogniser,
            vocabulary=item.asked.vocabulary,
            progress=lambda done: progress(item.name, done, whole),
        )
        notes = tuple(sound.notes)
    if not heard.words:
        what = "Voice was heard but no words were understood." if heard.voiced else "No voice was heard in this file."
        notes = (*notes, what)
    return heard, notes


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
