"""YAML text to plain values that remember their places; refuses whatever a flow has no use for.

Works on the event stream of PyYAML, so nothing is ever constructed from a tag and no alias is ever expanded. Only
`true`, `false`, `null` and decimal numbers are more than text: `no`, `on`, `12:30` stay what the author wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from .diagnostics import Diagnostic, Place

MAX_BYTES = 1_000_000
MAX_NODES = 60_000
MAX_DEPTH = 24

Path_ = tuple[str | int, ...]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?\d{1,15}\Z")
_FLOAT = re.compile(r"[-+]?(\d{1,15}\.\d{0,15}|\.\d{1,15})\Z")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value stands; counts from 1."""

    line: int
    column: int
    inner: int | None = None
    "Column of a text's first character, when the text stands on one line without escapes."


@dataclass(slots=True)
class Source:
    """One parsed file."""

    file: str
    value: Any = None
    marks: dict[Path_, Mark] = field(default_factory=dict)
    "Place of every value by its path of keys and indices."
    key_marks: dict[Path_, Mark] = field(default_factory=dict)
    "Place of every key."

    def place(self, path: Path_, *, key: bool = False) -> Place:
        """The place of a value (or its key), or of the nearest part around it that exists."""
        for size in range(len(path), -1, -1):
            part = path[:size]
            mark = (self.key_marks.get(part) if key and size == len(path) else None) or self.marks.get(part)
            if mark is not None:
                return Place(self.file, mark.line, mark.column)
        return Place(self.file)

    def inside(self, path: Path_, offset: int) -> Place:
        """The place of a character inside a text; the text's own place where that cannot be told."""
        mark = self.marks.get(path)
        if mark is None or mark.inner is None:
            return self.place(path)
        return Place(self.file, mark.line, mark.inner + offset)

    def take_out(self, path: Path_) -> bool:
        """Delete a part that cannot be used; the places of what follows it in a list move along."""
        holder = self.value
        for step in path[:-1]:
            try:
                holder = holder[step]
            except (KeyError, IndexError, TypeError):
                return False
        if not path:
            return False
        last, depth = path[-1], len(path) - 1
        if isinstance(holder, dict) and last in holder:
            del holder[last]
            return True
        if not (isinstance(holder, list) and isinstance(last, int) and last < len(holder)):
            return False
        holder.pop(last)
        for marks in (self.marks, self.key_marks):
            for old in [p for p in marks if len(p) > depth and p[:depth] == path[:depth]]:
                index = old[depth]
                if isinstance(index, int) and index >= last:
                    mark = marks.pop(old)
                    if index > last:
                        marks[(*path[:depth], index - 1, *old[depth + 1 :])] = mark
        return True


class _Stop(Exception):
    """The file is refused as a whole; the reason has been recorded."""


def read(path: Path, shown: str) -> tuple[Source | None, list[Diagnostic]]:
    """A file to its values; `shown` is how messages name it. None when nothing in it can be used."""
    try:
        with path.open("rb") as file:  # read no more than is accepted, whatever the size
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        return None, [Diagnostic("VF002", f"the file cannot be read: {reason}", Place(shown))]
    if len(raw) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1000} kB; a flow is a few dozen kB"
        return None, [Diagnostic("VF002", message, Place(shown))]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        return None, [Diagnostic("VF002", "the file is not UTF-8 text; save it as UTF-8", Place(shown, line, column))]
    return parse(text, shown)


def parse(text: str, shown: str) -> tuple[Source | None, list[Diagnostic]]:
    """YAML text (without byte-order mark) to its values and everything wrong with it."""
    builder = _Builder(text, shown)
    try:
        builder.run()
    except _Stop:
        return None, builder.diagnostics
    except yaml.YAMLError as error:
        builder.diagnostics.append(_syntax(error, text, shown))
        return None, builder.diagnostics
    return builder.source, builder.diagnostics


class _Builder:
    def __init__(self, text: str, shown: str) -> None:
        self.lines = text.split("\n")
        self.source = Source(shown)
        self.diagnostics: list[Diagnostic] = []
        self.nodes = 0
        self.events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)

    def run(self) -> None:
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.refuse("VF003", event, "a second document (`---`); a file holds one")
                self.source.value = self.node(next(self.events), ())
        if documents == 0 or self.source.value is None:
            self.diagnostics.append(Diagnostic("VF003", "the file is empty", Place(self.source.file, 1, 1)))
            raise _Stop

    def refuse(self, code: str, event: Any, message: str) -> None:
        self.note(code, event, message)
        raise _Stop

    def note(self, code: str, event: Any, message: str) -> None:
        mark: Any = event.start_mark
        self.diagnostics.append(Diagnostic(code, message, Place(self.source.file, mark.line + 1, mark.column + 1)))

    def node(self, event: Any, path: Path_) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES or len(path) > MAX_DEPTH:
            self.refuse("VF003", event, "too large or too deeply nested for a flow")
        if isinstance(event, yaml.AliasEvent):
            self.note("VF006", event, f"alias `*{event.anchor}`; write the value out, or use `include`")
            return None
        if event.anchor is not None:
            self.note("VF006", event, f"anchor `&{event.anchor}`; write the value out, or use `include`")
        if event.tag is not None and event.tag != "!":
            self.note("VF006", event, f"tag `{event.tag}`; a flow holds plain values only")
        self.source.marks[path] = self.mark(event)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
                items.append(self.node(event, (*path, len(items))))
            return items
        return self.mapping(path)

    def mapping(self, path: Path_) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self.refuse("VF003", event, "a key must be plain text; put texts with { or [ in quotes")
            key = str(event.value)
            twice = key in found
            if twice:
                first = self.source.key_marks[(*path, key)].line
                self.note("VF005", event, f'the key "{key}" stands here a second time; the first is in line {first}')
                self.node(next(self.events), (*path, f"{key} (again)"))
                continue
            self.source.key_marks[(*path, key)] = self.mark(event)
            found[key] = self.node(next(self.events), (*path, key))
        return found

    def mark(self, event: Any) -> Mark:
        start: Any = event.start_mark
        end: Any = event.end_mark
        inner: int | None = None
        if isinstance(event, yaml.ScalarEvent) and start.line == end.line:
            inner = start.column + 1 + (1 if event.style in ("'", '"') else 0)
            line = self.lines[start.line] if start.line < len(self.lines) else ""
            if line[inner - 1 : inner - 1 + len(event.value)] != event.value:
                inner = None
        return Mark(start.line + 1, start.column + 1, inner)


def _scalar(event: Any) -> Any:
    text: str = event.value
    if event.style:  # quoted or block: always text
        return text
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INT.match(text):
        return int(text)
    return float(text) if _FLOAT.match(text) else text


_HINTS = (
    ("mapping values are not allowed", "a text with a colon in it must stand in quotes"),
    (
        "expected ',' or ']'",
        "a text with a comma, ? or : in it must stand in quotes, or on a line of its own with `- `",
    ),
    ("expected ',' or '}'", "a text with a comma or : in it must stand in quotes"),
    ("did not find expected ',' or", "a text with a comma, ? or : in it must stand in quotes, or on its own line"),
    ("block mapping", "check that the lines of one block begin in the same column"),
    ("expected key", "check that the lines of one block begin in the same column"),
    ("special characters are not allowed", "an invisible control character; delete it"),
    ("control characters are not allowed", "an invisible control character; delete it"),
    ("cannot start any token", "put the text in quotes"),
    ("undefined alias", "aliases are not allowed; write the value out"),
    ("could not find expected ':'", "a key needs a colon and a space behind it"),
)


def _syntax(error: yaml.YAMLError, text: str, shown: str) -> Diagnostic:
    """What PyYAML says in its own words, turned into ours."""
    mark: Any = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = str(error)
    if mark is None:
        position = getattr(error, "position", 0)
        before = text[:position] if isinstance(position, int) else ""
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    else:
        line, column = mark.line + 1, mark.column + 1
    lines = text.split("\n")
    for number in (line, line - 1):
        here = lines[number - 1] if 1 <= number <= len(lines) else ""
        indent = here[: len(here) - len(here.lstrip())]
        if "\t" in indent:
            message = "a tab in the indentation; use spaces"
            return Diagnostic("VF004", message, Place(shown, number, indent.index("\t") + 1))
    if (opened := _open_quote(error, text)) is not None:
        message = "this is not valid YAML: a quotation mark is opened here and not closed in its line"
        return Diagnostic("VF003", message, Place(shown, opened.line + 1, opened.column + 1))
    hint = next((hint for words, hint in _HINTS if words in said), "check quotes, colons and indentation here")
    return Diagnostic("VF003", f"this is not valid YAML: {hint}", Place(shown, line, column))


def _open_quote(error: yaml.YAMLError, text: str) -> Any:
    """Where the quoted text begins that runs on over lines and into the place of the error; None when there is none.

    A quotation mark that is forgotten swallows everything up to the next one, and what YAML complains about is what
    stands behind that, or the end of the file.
    """
    if "quoted scalar" in str(error):
        return getattr(error, "context_mark", None)
    at = getattr(error, "problem_mark", None)
    with suppress(yaml.YAMLError):
        for token in yaml.scan(text, Loader=_LOADER):
            start, end = token.start_mark, token.end_mark
            if at is None or start.index > at.index:
                break
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"') and start.line < end.line == at.line:
                return start
    return None
