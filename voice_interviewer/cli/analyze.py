"""`analyze`: text in, findings out; a line each way for scripts, marked text for people."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import InputFileError, ModelError
from .plain import echo, escaped_json

if TYPE_CHECKING:
    from ..language.analyze import Analyser


_FIRST = 1024
"Bytes of a file that are looked at before it is taken for text."
_NO_NAME = (errno.ENAMETOOLONG, errno.EINVAL)
"What a system says of a name that no file can have: a whole answer, say, or on Windows a question."


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(analyze)


def analyze(
    source: Annotated[str, typer.Argument(metavar="[FILE|-]", help="Text or JSON lines; `-` is standard input.")] = "-",
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON object a line out.")] = False,
    tagger: Annotated[Path | None, typer.Option(help="Folder of another reader model.")] = None,
) -> None:
    """Find hedges, apologies, decisions, judgement signals and more in written answers, one a line.

    A line in is plain text, or `{"text": …, "context": {"question": …, "pattern": …}}`.

    Example: `echo "Sorry, it was only a small thing." | voice-interviewer analyze - --jsonl`
    """
    analyse = analyser(tagger)
    show = _json_line if jsonl else _marked
    for number, line in _lines(source):
        text, context = _read_line(line, f"{'standard input' if source == '-' else source}:{number}")
        echo(show(analyse(text, context)))
    if analyse.trouble:
        echo(f"note: {analyse.trouble}", err=True)


def analyser(tagger: Path | None) -> Analyser:
    """The language room with the reader in a folder, or the shipped one; raises InputFileError for one that is none."""
    from ..language.analyze import Analyser

    if tagger is None:
        return Analyser()
    from ..language.weigh.shipped import load_reader

    try:
        return Analyser(load_reader(tagger))
    except ModelError as err:  # a folder that the user named: their input, not a part of ours that is missing
        raise InputFileError(err.what, where=f"--tagger {tagger}", fix=err.fix) from err


def _lines(source: str) -> Iterator[tuple[int, str]]:
    if source == "-":
        stream = sys.stdin.buffer
        if sys.stdin.isatty():
            echo("Type answers, one a line; Ctrl-D (Windows: Ctrl-Z and Enter) ends.", err=True)
        yield from _decoded(stream, "standard input")
        return
    path = Path(source)
    try:
        with path.open("rb") as opened:
            if b"\0" in opened.peek(_FIRST)[:_FIRST]:  # before any line of it is shown
                raise _no_text(source)
            yield from _decoded(opened, source)
    except OSError as err:
        if not isinstance(err, FileNotFoundError) and err.errno not in _NO_NAME:
            fix = "Name a text file, or -."
            raise InputFileError(f"cannot be read ({err.strerror}).", where=source, fix=fix) from err
        from ..review.lines import shortened

        fix = 'Name a text file, or pipe the words: echo "…" | voice-interviewer analyze -'
        raise InputFileError("there is no such file.", where=shortened(source), fix=fix) from None


def _no_text(where: str) -> InputFileError:
    return InputFileError("is not text.", where=where, fix="For recordings use `voice-interviewer review`.")


def _decoded(stream: Any, where: str) -> Iterator[tuple[int, str]]:
    for number, raw in enumerate(stream, start=1):
        if b"\0" in raw:
            raise _no_text(f"{where}:{number}")
        line = raw.decode("utf-8-sig" if number == 1 else "utf-8", errors="replace").rstrip("\r\n")
        if line.strip():
            yield number, line


def _read_line(line: str, where: str) -> tuple[str, Any]:
    from ..language.model import Context

    if not line.lstrip().startswith("{"):
        return line, Context()
    try:
        row = json.loads(line)
    except ValueError as err:
        raise InputFileError(f"this is not valid JSON ({err}).", where=where, fix="Mend the line.") from err
    text = row.get("text") if isinstance(row, dict) else None
    if not isinstance(text, str):
        raise InputFileError("there is no `text` in this object.", where=where, fix='Write {"text": "…"}.')
    return text, context_from(row.get("context"), where)


def context_from(given: Any, where: str) -> Any:
    """A `Context` from what stands in a JSON line: nothing, the question as text, or an object."""
    from ..language.model import Context, Interruption
    from ..rubric.keys import PATTERNS

    if given is None:
        return Context()
    if isinstance(given, str):
        return Context(question=given)
    if not isinstance(given, dict):
        raise InputFileError("`context` is neither text nor an object.", where=where)
    pattern = given.get("pattern")
    if pattern is not None and pattern not in PATTERNS:
        raise InputFileError(f"`{pattern}` is no pattern.", where=where, fix=f"Use one of {', '.join(PATTERNS)}.")
    cut = given.get("interruption")
    interruption = None
    if isinstance(cut, dict) and isinstance(cut.get("at"), int):
        interruption = Interruption(str(cut.get("text", "")), max(0, cut["at"]))
    return Context(
        question=str(given.get("question") or ""),
        pattern=pattern,
        interruption=interruption,
        opening=bool(given.get("opening", True)),
    )


def _json_line(analysis: Any) -> str:
    rows, perhaps = (
        [
            {"label": f.label, "start": f.start, "end": f.end, "text": f.text, "why": f.why, "confidence": f.confidence}
            for f in found
        ]
        for found in (analysis.findings, analysis.perhaps)
    )
    said = {"text": analysis.text, "findings": rows, "perhaps": perhaps, "language": analysis.language}
    return escaped_json(json.dumps(said, ensure_ascii=False))


def _marked(analysis: Any) -> str:
    lines = [analysis.text]
    if analysis.language != "en":
        lines.append("  (not English: nothing is reported)")
    for f in analysis.findings:
        lines.append(f"  {f.label:<20} “{f.text}”  {f.why}")
    if not analysis.findings and analysis.language == "en":
        lines.append("  (nothing found)")
    return "\n".join(lines)
