"""Frozen dataclasses to JSON and back, so that a journal can hold events, actions and what was heard as they are.

A dataclass becomes an object with its class name under `type`; tuples become lists. Reading back is driven by the
annotations of the classes given, so a field added later with a default does not break an old journal, and a field
this version does not know is dropped.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterable, Mapping
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
    hints = _hints(cls)  # type: ignore[arg-type]
    given = {}
    for field in dataclasses.fields(cls):
        if field.name in data:
            given[field.name] = _read(data[field.name], hints[field.name])
    try:
        return cls(**given)
    except TypeError as error:
        raise ValueError(f"{cls.__name__}: {error}") from error


@cache
def _hints(cls: type[Any]) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _read(value: Json, hint: Any) -> Any:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        if value is None:
            return None
        return _read(value, next(a for a in args if a is not type(None)))
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return decode_as(value, hint)
    if origin is tuple:
        if not isinstance(value, list):
            raise ValueError(f"a list expected, got {type(value).__name__}")
        if len(args) == 2 and args[1] is Ellipsis:
            return tuple(_read(item, args[0]) for item in value)
        return tuple(_read(item, arg) for item, arg in zip(value, args, strict=False))
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return {key: _read(item, args[1]) for key, item in value.items()}
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value
