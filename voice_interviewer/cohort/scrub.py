"""Names taken out of a record: out of what was said, every quote of it, and whatever repeats it.

What was found stays found, at the same words: offsets follow the text. Done twice it changes nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import InputFileError
from .names import HIDDEN, Finder, Span, cut, introduced, parts
from .records import Answer, Mark, Recording

_PLAIN = {"student", "recording", "stamp", "written", "settings", "when", "model", "version", "label", "pattern"}
"Fields that hold no words of anybody. The two names of the record are the pseudonyms' business."


@dataclass(frozen=True, slots=True)
class Scrub:
    """What to take out."""

    names: tuple[str, ...] = ()
    "Names that were given."
    introduced: bool = True
    "Names, too, that somebody introduces in the recording."

    @property
    def settings(self) -> str:
        """What a record depends on, as a short text."""
        return f"names {'|'.join(self.names)}; introduced {self.introduced}"

    def record(self, record: Recording, whose: str = "") -> Recording:
        """A record without those names, and without the parts of `whose`, the student's own folder name."""
        heard = [name for a in record.answers for name in introduced(a.text)] if self.introduced else []
        find = Finder([whose, *self.names, *heard])
        if not find:
            return record
        spans = {answer.number: find.spans(answer.text) for answer in record.answers}
        answers = {answer.number: answer for answer in record.answers}
        made = record.model_copy(update=_without(record, find))
        made.answers = [
            a.model_copy(update={**_without(a, find), "text": cut(a.text, spans[a.number])}) for a in record.answers
        ]
        texts = {answer.number: answer.text for answer in made.answers}
        made.marks = [
            _mark(m, find, answers.get(m.answer), texts.get(m.answer, ""), spans.get(m.answer, ()))
            for m in record.marks
        ]
        return made


def names_in(path: Path) -> tuple[str, ...]:
    """The names of a file, one a line; `#` begins a remark. Raises InputFileError that says which line is none."""
    fix = "One name a line, in UTF-8."
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "no UTF-8 text"
        raise InputFileError(f"the names cannot be read ({why}).", where=str(path), fix=fix) from error
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        name = line.partition("#")[0].strip()
        if name and not parts(name):
            raise InputFileError(f"“{name[:40]}” is no name to look for.", where=f"{path}:{number}", fix=fix)
        found += [name] if name else []
    if not found:
        raise InputFileError("there is no name in this file.", where=str(path), fix=fix)
    return tuple(dict.fromkeys(found))


def _without(part: Any, find: Finder) -> dict[str, Any]:
    """The fields of a record, or of a part of one, that change."""
    changed: dict[str, Any] = {}
    for field in type(part).model_fields:
        value = getattr(part, field)
        clean = value if field in _PLAIN else _clean(value, find)
        if clean is not value:
            changed[field] = clean
    return changed


def _clean(value: Any, find: Finder) -> Any:
    if isinstance(value, str):
        return find.without(value) if find.spans(value) else value
    if isinstance(value, list):
        made = [_clean(one, find) for one in value]
        return made if any(new is not old for new, old in zip(made, value, strict=True)) else value
    if isinstance(value, Answer | Mark):
        return value  # these hold offsets, and are made by themselves
    if hasattr(value, "model_copy"):
        changed = _without(value, find)
        return value.model_copy(update=changed) if changed else value
    return value


def _mark(mark: Mark, find: Finder, answer: Answer | None, text: str, spans: Sequence[Span]) -> Mark:
    """A mark at the same words of the text without names."""
    if answer is None or answer.text[mark.start : mark.end] != mark.quote:
        return mark.model_copy(update=_without(mark, find))
    start, end = _moved(mark.start, spans, end=False), _moved(mark.end, spans, end=True)
    return mark.model_copy(update={"start": start, "end": end, "quote": text[start:end], "why": find.without(mark.why)})


def _moved(place: int, spans: Sequence[Span], *, end: bool) -> int:
    """Where an offset is after the cuts; inside a name it goes to its edge."""
    shift = 0
    for span in spans:
        if span.end <= place:
            shift += len(HIDDEN) - (span.end - span.start)
        elif span.start < place:
            return span.start + shift + (len(HIDDEN) if end else 0)
    return place + shift
