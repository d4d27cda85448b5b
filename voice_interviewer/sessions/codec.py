"""Frozen dataclasses to JSON and back: pydantic reads by the annotations, a few lines of ours write.

A dataclass becomes an object with its class name under `type`; tuples become lists. A field this version does not know
is dropped, one it misses takes its default, numbers must be finite, and nothing is coerced: `"0.4"` is no number.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeVar, cast

from pydantic import ConfigDict, TypeAdapter, ValidationError

Json = Any
T = TypeVar("T")
_ROUNDS = 12
"How often a record is mended before it is given up: a field, then the part that lacks it, then what holds that part."


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


@lru_cache(maxsize=256)
def _adapter(cls: Any) -> TypeAdapter[Any]:
    """What reads `cls`; made once a class, because a journal holds thousands of words."""
    holder = dataclasses.make_dataclass("_Holder", [("it", cls)], frozen=True)
    holder.__pydantic_config__ = ConfigDict(allow_inf_nan=False)  # type: ignore[attr-defined]
    return TypeAdapter(holder)


def read_json(text: bytes, cls: type[T]) -> T:
    """The value of `cls` that this JSON text holds. Raises ValueError when it holds none."""
    value: T = _adapter(cast(Any, cls)).validate_json(b'{"it":' + text + b"}", strict=True).it
    return value


def to_json(data: Json) -> bytes:
    """JSON text in UTF-8; half a character (a lone surrogate) becomes a question mark."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def decode_as(data: Json, cls: type[T]) -> T:
    """`data` read as `cls`; raises ValueError when a required field is missing or one is of another shape."""
    try:
        return read_json(to_json(data), cls)
    except (TypeError, RecursionError) as error:
        raise ValueError(f"{cls.__name__}: {error}") from error


def decode(data: Json, classes: Iterable[type[Any]]) -> Any:
    """The dataclass that `encode` made this from; `classes` are those it may be.

    Raises ValueError when `type` is missing or names none of them, or when a required field is missing.
    """
    by_name = {c.__name__: c for c in classes}
    kind = data.get("type") if isinstance(data, dict) else type(data).__name__
    if not isinstance(data, dict) or not isinstance(kind, str) or kind not in by_name:
        raise ValueError(f"unknown record type {kind!r}")
    return decode_as(data, by_name[kind])


def salvage(data: Json, cls: type[T]) -> tuple[T, tuple[str, ...]]:
    """What of `data` can be read as `cls`, and the places of what was left out (`heard.words.3`). Changes `data`.

    A field that cannot be read is left out and takes its default; where it has none, the part that needs it is left
    out. Raises ValueError when nothing is left.
    """
    dropped: list[str] = []
    for _ in range(_ROUNDS):
        try:
            return read_json(to_json(data), cls), tuple(dict.fromkeys(dropped))
        except ValidationError as error:
            found = {_there(data, e["loc"][1:-1] if e["type"] == "missing" else e["loc"][1:]) for e in error.errors()}
            if () in found:
                raise ValueError(f"{cls.__name__}: {_short(error)}") from error
            places = sorted(found, key=_in_order)
            for place in reversed(places):  # from behind, so that the numbers of earlier list items still hold
                _take_out(data, place)
            dropped += [".".join(map(str, place)) for place in places]
        except (TypeError, RecursionError) as error:
            raise ValueError(f"{cls.__name__}: {error}") from error
    raise ValueError(f"{cls.__name__}: too much of it cannot be read")


def _there(data: Json, place: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """As much of a place as `data` has; behind it pydantic names the types that were tried."""
    for depth, part in enumerate(place):
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return place[:depth]
    return place


def _in_order(place: tuple[int | str, ...]) -> list[tuple[int, str]]:
    return [(part, "") if isinstance(part, int) else (-1, part) for part in place]


def _take_out(data: Json, place: tuple[int | str, ...]) -> None:
    for part in place[:-1]:
        data = data[part]
    del data[place[-1]]


def _short(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    return f"{'.'.join(map(str, first['loc'][1:]))} {first['msg'].lower()}"
