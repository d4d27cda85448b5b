"""Writing a session's debrief beside its journal: JSON first, everything else painted from it."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..disk import write_output
from ..errors import InputFileError, StorageError, UsageError
from ..sessions.journal import Session
from .data.from_journal import Analyse, debrief_of
from .data.remembered import Remembered, language_version
from .data.schema import SCHEMA_VERSION, Debrief
from .examples import add_examples

FORMATS = ("html", "md", "json", "pdf")


@dataclass(frozen=True, slots=True)
class Written:
    """Where a debrief was written, and its first sentence."""

    json: Path
    html: Path
    markdown: Path
    headline: str
    debrief: Debrief


def make(session: Session, analyse: Analyse | None = None) -> Debrief:
    """The debrief of a session as of now; recordings that are gone are left out and said so.

    Analyses of an `Analyser` (the default one where none is given) are remembered in the session's folder, each
    reader's apart; those of any other callable are not.
    """
    from ..language.analyze import Analyser

    chosen = analyse or Analyser()
    if isinstance(chosen, Analyser):
        remembered = Remembered(session.path, chosen, f"{language_version()} {chosen.id}")
        debrief = debrief_of(session, remembered)
        remembered.save()
    else:
        debrief = debrief_of(session, chosen)
    add_examples(debrief, session.path)
    gone = [r for r in debrief.answers if r.audio and not (session.path / r.audio).is_file()]
    for row in gone:
        row.audio = None
    if gone:
        some = ", ".join(r.id for r in gone[:8])
        debrief.notes.append(f"The recording of answer {some} is missing; its words and times are still here.")
    return debrief


def write_debrief(session: Session, analyse: Analyse | None = None) -> Written:
    """Make `debrief.json`, `.html` and `.md` in the session's folder; the JSON is there before the others are painted.

    Raises StorageError when the folder cannot be written.
    """
    from .paint import html, markdown

    debrief = make(session, analyse)
    json_path = session.write_file("debrief.json", to_json(debrief))
    markdown_path = session.write_file("debrief.md", markdown.render(debrief))
    html_path = session.write_file("debrief.html", html.render(debrief))
    return Written(json_path, html_path, markdown_path, debrief.debrief.verdict, debrief)


def write_as(session: Session, format: str, out: Path | None = None, debrief: Debrief | None = None) -> Path:
    """The session's debrief in one format, from `debrief`, else from the written `debrief.json`, else made now.

    With `out` nothing is written into the session's folder, so that it may be one that cannot be. Raises UsageError
    (unknown format), MissingPartError (PDF without a browser), StorageError.
    """
    if format not in FORMATS:
        raise UsageError(f"“{format}” is no format", where="--format", fix=f"Use one of {', '.join(FORMATS)}.")
    if debrief is None:
        written = session.path / "debrief.json"
        debrief = load(written) if written.is_file() else make(session)
    if format != "pdf":
        content = paint(debrief, format)
        if out is not None:
            write_output(out, content)
            return out
        return session.write_file(f"debrief.{format}", content)
    from .paint import html, pdf

    target = out or session.path / "debrief.pdf"
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "debrief.html"
        page.write_text(html.render(debrief, unfolded=True), encoding="utf-8", errors="replace")
        pdf.print_page(page, target)
    return target


def paint(debrief: Debrief, format: str) -> str:
    """A debrief as text in `html`, `md` or `json`."""
    from .paint import html, markdown

    painters: dict[str, Callable[[Debrief], str]] = {"html": html.render, "md": markdown.render, "json": to_json}
    return painters[format](debrief)


def to_json(debrief: Debrief) -> str:
    """The published JSON; the schema is in `docs/debrief-schema.json`."""
    return debrief.model_dump_json(indent=1) + "\n"


def load(path: Path) -> Debrief:
    """A debrief from its JSON file, of this or an older schema version; raises InputFileError or StorageError."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise InputFileError(
            "there is no debrief here", where=str(path), fix="Make it with `voice-interviewer debrief SESSION`."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError(f"the debrief cannot be read: {error}", where=str(path)) from error
    with contextlib.suppress(ValueError):
        debrief = Debrief.model_validate_json(text)
        if debrief.schema_version <= SCHEMA_VERSION:
            return debrief
        raise InputFileError(
            f"this debrief is of schema version {debrief.schema_version}, newer than {SCHEMA_VERSION}",
            where=str(path),
            fix="Update voice-interviewer.",
        )
    raise InputFileError(
        "this is no debrief", where=str(path), fix="Make it again with `voice-interviewer debrief SESSION`."
    )
