"""The program's own YAML data, read under a schema: every mistake in it is one line that says file, line and what.

Rules, wording and the rubric's patterns are data that people edit. A mistyped key, a forgotten label or a name given
twice must be found when the file is read, not when somebody's answer is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from importlib import resources
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

M = TypeVar("M", bound=BaseModel)
Path = tuple[str | int, ...]
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class TableError(ValueError):
    """A data file that cannot be used; the message has one line a mistake, `FILE:LINE: WHERE: WHAT`."""


class Part(BaseModel):
    """Base of everything in a data file: frozen, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Table:
    """One parsed file: its plain `value`, and the place of everything in it."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        loader = _LOADER(text)
        try:
            self._root = loader.get_single_node()
            if self._root is None:
                raise TableError(f"{file}:1: the file is empty; fill it, or leave it out")
            twice = [f"{file}:{line}: {key} is given twice" for key, line in _twice(self._root)]
            if twice:
                raise TableError("\n".join(twice))
            self.value: Any = loader.construct_document(self._root)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise TableError(f"{file}:{line}: no YAML: {error.problem}") from None
        finally:
            loader.dispose()

    def line(self, path: Path) -> int:
        """The line, from 1, of a value by its keys and indices, or of the nearest part around it that exists."""
        node, line = self._root, 1
        for step in path:
            found = _step(node, step)
            if found is None:
                break
            node, line = found
        return line

    def error(self, path: Path, what: str) -> TableError:
        """A mistake at this place, to be raised."""
        return TableError(self._said(path, what))

    def read(self, model: type[M]) -> M:
        """The content as the schema has it. Raises TableError with a line for every mistake."""
        try:
            return model.model_validate(self.value)
        except ValidationError as error:
            lines = [self._said(fault["loc"], _plain(fault)) for fault in error.errors()]
            raise TableError("\n".join(dict.fromkeys(lines))) from None

    def _said(self, path: Path, what: str) -> str:
        shown = ".".join(str(step) for step in path if step != "[key]")
        return f"{self.file}:{self.line(path)}: {shown}: {what}" if shown else f"{self.file}:{self.line(path)}: {what}"


def shipped(package: str, name: str) -> Table:
    """A data file that lies beside the modules of `package`."""
    return Table(name.rpartition("/")[2], resources.files(package).joinpath(name).read_text(encoding="utf-8"))


def _step(node: Any, step: str | int) -> tuple[Any, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step].start_mark.line + 1
    return None


def _twice(node: Any) -> Iterator[tuple[str, int]]:
    """Keys that a mapping has twice, with the line of the second."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.value, key.start_mark.line + 1
            seen.add(key.value)
            yield from _twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _twice(value)


def _plain(fault: Any) -> str:
    """A fault in words: pydantic's own, shortened where it would list a whole rubric."""
    kind, given = fault["type"], fault["input"]
    if kind == "extra_forbidden":
        return "there is no such field"
    if kind == "missing":
        return "this is missing"
    if kind == "literal_error":
        return f"{given!r} is no key known here"
    message: str = fault["msg"]
    return message.removeprefix("Value error, ")


def unfit(found: Iterable[str], wanted: Collection[str]) -> str:
    """What a list of keys lacks or has too much of, in words; empty when it is exactly the wanted ones."""
    have = set(found)
    lacks, odd = [k for k in wanted if k not in have], sorted(have - set(wanted))
    return "; ".join([f"nothing for {', '.join(lacks)}"] * bool(lacks) + [f"no place for {', '.join(odd)}"] * bool(odd))


def covering(wanted: Collection[str]) -> AfterValidator:
    """For a mapping in a schema: its keys must be exactly these."""

    def check(table: dict[str, Any]) -> dict[str, Any]:
        if faults := unfit(table, wanted):
            raise ValueError(faults)
        return table

    return AfterValidator(check)


Text = Annotated[str, AfterValidator(lambda text: text.strip() or _blank())]
"Words that may not be blank."


def _blank() -> str:
    raise ValueError("these words are blank")
