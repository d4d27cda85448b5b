"""An interview of one's own from files: a list of questions, a posting, notes. What was made of them is shown."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputFileError, NotFoundError, UsageError

if TYPE_CHECKING:
    from ..flow.schema import Question
    from ..tailor.compose import Composed
    from ..tailor.posting import Claim, Reading, Taken
    from ..tailor.question_list import OwnQuestion

LISTS = (".txt", ".md", ".csv", ".tsv")
"Endings of files with questions; a flow ends in .yaml."
QUIET = ("VF028", "VF032", "VF033", "VF024")
"Warnings for authors of flows: about variants, and about signs that the voice says well."
MOST_SHOWN = 12
_ADDRESS = re.compile(r"https?:[\\/]", re.IGNORECASE)
"How an address begins, made a path."


@dataclass(frozen=True, slots=True)
class Made:
    """A flow that was made, and what there is to say about it."""

    flow: Composed
    ident: str
    told: tuple[str, ...]


def is_list(name: str) -> bool:
    """Whether a flow's name is a file with questions."""
    return Path(name).suffix.lower() in LISTS


def text_of(path: Path) -> str:
    """A text file of the user's. Raises NotFoundError or InputFileError, in one line."""
    from ..tailor.material import MAX_BYTES, decode

    try:
        if path.is_dir():
            raise InputFileError("this is a folder", where=str(path), fix="Name a text file.")
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        if _ADDRESS.match(str(path)):  # Windows calls such a name invalid, not missing
            fix = "Save its text as a file, and give that."
            raise InputFileError("this is an address; nothing is fetched.", where=str(path), fix=fix) from None
        if not isinstance(error, FileNotFoundError):
            why = getattr(error, "strerror", None) or str(error)
            raise InputFileError(f"cannot be read ({why})", where=str(path), fix="Check the path.") from error
        raise NotFoundError("there is no such file", where=str(path), fix="Check the path.") from None
    return decode(raw, str(path))


def make(questions: Path | None, posting: Path | None = None, notes: Path | None = None, base: str = "") -> Made:
    """The flow for what is given: a list of questions, a posting, notes, or several of them; `base` is a shipped flow
    whose questions a posting chooses from. Raises InputFileError, NotFoundError, FlowErrors."""
    from ..flow.catalog import shipped_probes
    from ..tailor import choose
    from ..tailor.compose import Plan, compose, ident
    from ..tailor.question_list import read

    own = read(text_of(questions), str(questions)) if questions is not None else None
    reading = _posting(posting) if posting is not None else None
    claims, terms = _notes(notes) if notes is not None else ((), ())
    told: list[str] = []
    asked: Sequence[OwnQuestion | Question]
    if own is not None:
        asked = choose.own_in_order(own.questions, reading.patterns) if reading is not None else own.questions
        told += [f"{questions}: {note}" for note in own.notes]
    else:
        asked = _from_flows(reading, base)
    probing = choose.about(claims)
    asked = (*asked[:1], *probing, *asked[1:]) if probing else asked
    vocabulary = tuple(dict.fromkeys((*(reading.vocabulary if reading is not None else ()), *terms)))
    sources = [path.name for path in (questions, posting, notes) if path is not None]
    name = ident((questions or posting or notes or Path("own")).stem)
    plan = Plan(
        ident=name,
        title=(own.title if own is not None and own.title else name.replace("-", " ").capitalize()),
        summary=f"Made from {', '.join(sources)}.",
        role=reading.role if reading is not None else "general",
        style="neutral",
        vocabulary=vocabulary,
        heading=(f"Made from {', '.join(sources)}. Every key is explained in docs/flow-format.md.",),
    )
    made = compose(asked, plan, shipped_probes())
    if reading is not None:
        told += [*_taken(str(posting), reading.taken), *_nothing(reading, str(posting))]
    if notes is not None:
        told += _claims(str(notes), claims)
    told += ["", *_shown(asked)]
    return Made(made, name, tuple(told))


def keep(made: Made) -> Path:
    """Write the flow where a session of it finds it again. Raises StorageError."""
    from ..disk import write_atomic
    from ..paths import own_flows_dir

    mark = hashlib.sha256(made.flow.text.encode()).hexdigest()[:8]
    path = own_flows_dir() / f"{made.ident}-{mark}.yaml"
    write_atomic(path, made.flow.text)
    return path


def found_wrong(made: Made, questions: str) -> list[str]:
    """What the check has to say about the user's questions, one line each with the line of their list.

    Raises InputFileError for the first error: such a question cannot be asked, so its flow is not to be kept.
    """
    from ..flow.check import check

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{made.ident}.yaml"
        path.write_text(made.flow.text, encoding="utf-8")
        diagnostics = check(path).diagnostics
    said = []
    for diagnostic in diagnostics:
        question = made.flow.source_of(diagnostic)
        if diagnostic.code in QUIET or question is None:
            continue
        where = f"{questions}, line {question.line}"
        if diagnostic.severity == "error":
            raise InputFileError(f"{diagnostic.code} {diagnostic.message}", where=where, fix="Write it in other words.")
        said.append(f"{where}: {diagnostic.code} {diagnostic.message}")
    return said[:MOST_SHOWN]


def wanted_by(posting: Path) -> dict[str, str]:
    """The kinds of questions that a posting points to, the most first, each with words of it that say so."""
    reading = _posting(posting)
    words = {one.value: one.words for one in reversed(reading.taken) if one.kind == "pattern"}
    return {pattern: words.get(pattern, "") for pattern in reading.patterns}


def _posting(path: Path) -> Reading:
    from ..tailor.material import lines, must_be_english
    from ..tailor.posting import read_posting

    found = lines(text_of(path))
    must_be_english(" ".join(line.text for line in found[:80]), str(path), "this posting is")
    return read_posting(found)


def _notes(path: Path) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
    from ..tailor.material import lines, must_be_english
    from ..tailor.posting import read_notes

    found = lines(text_of(path))
    must_be_english(" ".join(line.text for line in found[:80]), str(path), "these notes are")
    return read_notes(found)


def _from_flows(reading: Reading | None, base: str) -> Sequence[Question]:
    """Questions of the shipped flows for a posting; of the one that was asked for only, where one was."""
    from ..flow.catalog import load_flow, shipped_constraint_ids
    from ..tailor import choose

    patterns = choose.in_order(reading.patterns if reading is not None else ())
    first = base or (reading.flow if reading is not None else "mock-30")
    names = [first] if base else list(dict.fromkeys((first, "mock-30", "full-mock", "what-breaks-first", "mock-15")))
    chosen = choose.from_flows(patterns, [load_flow(name) for name in names], shipped_constraint_ids())
    if not chosen:
        fix = "Leave the flow out, and one is chosen by the posting."
        raise UsageError(f"“{base}” has no question that stands alone.", where="--for", fix=fix)
    return chosen


# ---- what is shown ----


def _taken(name: str, taken: Iterable[Taken]) -> list[str]:
    """What was taken from which line, one line for each thing; none where nothing was."""
    by_value: dict[tuple[str, str], list[str]] = {}
    words: list[str] = []
    for one in taken:
        if one.kind == "vocabulary":
            words.append(f"{one.value} ({one.line})")
        else:
            by_value.setdefault((one.kind, one.value), []).append(f"“{one.words}” (line {one.line})")
    shown = [f"From {name}:"]
    for (kind, value), said in by_value.items():
        label = "size counts, if it was owned" if kind == "role" else value
        shown.append(f"  {label:<14} {', '.join(said)}")
    if words:
        shown.append(f"  {'words to hear':<14} {', '.join(words)}")
    return shown if len(shown) > 1 else []


def _nothing(reading: Reading, name: str) -> list[str]:
    if reading.patterns:
        return []
    return [f"Nothing in {name} points to a kind of question, so the usual ones are asked."]


def _claims(name: str, claims: Sequence[Claim]) -> list[str]:
    if not claims:
        return [f"{name}: no size or result is claimed there in words of their own, so nothing is asked about them."]
    return [f"From {name}:", *(f"  to probe       “{claim.quote}” (line {claim.line})" for claim in claims)]


def _shown(asked: Sequence[OwnQuestion | Question]) -> list[str]:
    """The questions with their patterns, for correction."""
    from ..tailor.question_list import OwnQuestion

    rows = []
    for number, question in enumerate(asked[:MOST_SHOWN], 1):
        text = question.text if isinstance(question, OwnQuestion) else question.ask[0]
        rows.append(f"{number:>3}. {question.pattern or '—':<13} {text}")
    if len(asked) > MOST_SHOWN:
        rows.append(f"     … and {len(asked) - MOST_SHOWN} more.")
    unsure = any(isinstance(q, OwnQuestion) and not q.given for q in asked)
    hint = "Another pattern? Write it in front of the question, such as [rollback]; — is asked neutrally."
    varied = not any(isinstance(q, OwnQuestion) for q in asked[:1])
    return [*rows, *[hint] * unsure, *["Each is asked in one of several wordings."] * varied]
