"""Frozen dataclasses to JSON and back, so that a journal can hold events, actions and what was heard as they are.

A dataclass becomes an object with its class name under `type`; tuples become lists. Reading back is driven by the
annotations of the classes given, so a field added later with a default does not break an old journal, and a field
this version does not know is dropped.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

Json = Any


def encode(value: Any) -> Json:
    """Anything made of dataclasses, mappings, sequences and scalars → what `json.dumps` takes."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: encode(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"type": type(value).__name__, **fields}
    if isinstance(value, Mapping):
        return {str(key): encode(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [encode(item) for item in value]
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if hasattr(value, "item"):  # a numpy scalar
        return value.item()
    return str(value)


def decode(data: Json, classes: Iterable[type[Any]]) -> Any:
    """The dataclass that `encode` made this from; `classes` are those it may be.

    Raises ValueError when `type` is missing or names none of them, or when a required field is missing.
    """
    by_name = {c.__name__: c for c in classes}
    if not isinstance(data, dict) or data.get("type") not in by_name:
        kind = data.get("type") if isinstance(data, dict) else type(data).__name__
        raise ValueError(f"unknown record type {kind!r}")
    return decode_as(data, by_name[data["type"]])


def decode_as(data: Json, cls: type[Any]) -> Any:
    """`data` read as the dataclass `cls`; raises ValueError when a required field is missing or of another shape."""
    if not isinstance(data, dict):
        raise ValueError(f"{cls.__name__} expected, got {type(data).__name__}")
    given = {}
    for name, read in _fields(cls):  # type: ignore[arg-type]
        if name in data:
            given[name] = read(data[name])
    try:
        return cls(**given)
    except TypeError as error:
        raise ValueError(f"{cls.__name__}: {error}") from error


@cache
def _fields(cls: type[Any]) -> tuple[tuple[str, Callable[[Json], Any]], ...]:
    """Name and reader of each field; worked out once a class, because a journal holds thousands of words."""
    hints = typing.get_type_hints(cls)
    return tuple((field.name, _reader(hints[field.name])) for field in dataclasses.fields(cls))


def _reader(hint: Any) -> Callable[[Json], Any]:
    """What turns JSON into a value of this annotation."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        inner = _reader(next(a for a in args if a is not type(None)))
        return lambda value: None if value is None else inner(value)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return lambda value: decode_as(value, hint)
    if origin is tuple:
        return _tuple_reader(args)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        item = _reader(args[1])
        return lambda value: {key: item(one) for key, one in value.items()}
    return _float if hint is float else _as_it_is


def _tuple_reader(args: tuple[Any, ...]) -> Callable[[Json], Any]:
    every = len(args) == 2 and args[1] is Ellipsis
    readers = [_reader(arg) for arg in (args[:1] if every else args)]

    def read(value: Json) -> Any:
        if not isinstance(value, list):
            raise ValueError(f"a list expected, got {type(value).__name__}")
        if every:
            return tuple(map(readers[0], value))
        return tuple(one(item) for one, item in zip(readers, value, strict=False))

    return read


def _float(value: Json) -> Any:
    return float(value) if type(value) is int else value


def _as_it_is(value: Json) -> Any:
    return value
