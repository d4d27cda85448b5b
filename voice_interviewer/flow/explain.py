"""Validation errors of the flow models, turned into numbered diagnostics in plain words."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel

from .diagnostics import Diagnostic, did_you_mean
from .schema import After, Constraint, Edge, Expect, FollowUp, Limits, Question, ScriptTurn
from .source import Path_, Source

_WHAT = {
    "string_type": "text is expected here; put it in quotes",
    "int_type": "a whole number is expected here",
    "int_parsing": "a whole number is expected here",
    "int_from_float": "a whole number is expected here",
    "float_type": "a number is expected here",
    "float_parsing": "a number is expected here",
    "bool_type": "true or false is expected here",
    "bool_parsing": "true or false is expected here",
    "tuple_type": "a list is expected here",
    "dict_type": "a map of keys is expected here",
    "model_type": "a map of keys is expected here",
    "model_attributes_type": "a map of keys is expected here",
    "string_too_short": "the text is empty",
    "union_tag_invalid": "an id, or a constraint written out, is expected here",
}


def explain(detail: Any, source: Source, model: type[BaseModel]) -> tuple[Diagnostic, Path_, Path_]:
    """One pydantic error → its diagnostic, the path it is about, and the path to take out so that the rest is sound."""
    kind = str(detail["type"])
    path, is_key = _real_path(detail["loc"], source.value)
    holder = _model_at(path[:-1], model)
    known = _names(holder)
    name = str(path[-1]) if path else ""
    if kind == "extra_forbidden":
        message = f'unknown key "{name}".{did_you_mean(name, known)}'
        return Diagnostic("VF008", message, source.place(path, key=True)), path, path
    if kind == "missing":
        owner = path[:-1]
        key = str(detail["loc"][-1])
        message = f"`{key}` is missing in {_called(owner)}"
        code = "VF007" if path == ("schema",) else "VF009"
        if code == "VF007":
            message = "`schema: 1` is missing; it says which version of the format this is"
        return Diagnostic(code, message, source.place(owner, key=True)), path, owner or path
    if path == ("schema",):
        message = f"schema {detail['input']!r} is not known to this program; it reads version 1"
        return Diagnostic("VF007", message, source.place(path)), path, path
    place = source.place(path, key=is_key)
    if is_key:
        return Diagnostic("VF010", _wrong(kind, detail, f'the key "{name}"'), place), path, path
    message = _wrong(kind, detail, f"`{_key_of(path)}`")
    return Diagnostic("VF010", message, place), path, path


def _wrong(kind: str, detail: Any, what: str) -> str:
    given, limits = detail["input"], detail.get("ctx", {})
    if kind == "literal_error":
        options = re.findall(r"'([^']*)'", str(limits.get("expected", "")))
        guess = did_you_mean(given, options) if isinstance(given, str) else ""
        known = (
            f"one of {', '.join(options)}" if len(options) <= 11 else "a name listed under Names in docs/flow-format.md"
        )
        return f"{what}: {given!r} is not {known}.{guess}" if len(repr(given)) < 80 else f"{what} is not {known}"
    if kind == "string_pattern_mismatch":
        return f"{what}: {str(given)[:60]!r} is no id; use lower-case letters, digits, - and _, beginning with a letter"
    if kind in ("greater_than_equal", "less_than_equal"):
        word, bound = ("at least", limits.get("ge")) if kind == "greater_than_equal" else ("at most", limits.get("le"))
        return f"{what} must be {word} {bound:g}"
    if kind in ("too_short", "too_long"):
        few = "needs at least one entry" if limits.get("min_length") == 1 else "has too few entries"
        return f"{what} {few}" if kind == "too_short" else f"{what} has too many entries"
    if kind == "string_too_long":
        return f"{what} is longer than {limits.get('max_length')} characters"
    if kind == "value_error":
        return f"{what} {limits.get('error')}"
    if kind == "string_type" and isinstance(given, list | dict):
        return f"{what}: one text is expected here, no list or map"
    return f"{what}: {_WHAT.get(kind, str(detail['msg']).lower())}"


def _real_path(loc: tuple[str | int, ...], value: Any) -> tuple[Path_, bool]:
    """Pydantic's location without its own additions (union tags, `[key]`), and whether a key is meant."""
    path: list[str | int] = []
    is_key = False
    for position, step in enumerate(loc):
        if step == "[key]":
            is_key = True
            continue
        in_map = isinstance(value, dict) and step in value
        in_list = isinstance(value, list) and isinstance(step, int) and step < len(value)
        if in_map or in_list:
            value = value[step]
        elif position == len(loc) - 1 and isinstance(step, str) and isinstance(value, dict):
            pass  # a missing key: it belongs to the path although it is not there
        else:
            continue
        path.append(step)
    return tuple(path), is_key


def _model_at(path: Path_, model: type[BaseModel]) -> type[BaseModel] | None:
    """The model that describes the part at this path."""
    if not path:
        return model
    by_list: dict[str, type[BaseModel]] = {"follow_ups": FollowUp, "next": Edge, "constraints": Constraint}
    by_key: dict[str, type[BaseModel]] = {"limits": Limits, "after": After, "expect": Expect, "opens": Expect}
    last = path[-1]
    if isinstance(last, str) and last in by_key:
        return by_key[last]
    if len(path) == 2 and path[0] == "questions":
        return Question
    if len(path) == 2 and path[0] == "turns":
        return ScriptTurn
    return by_list.get(str(path[-2])) if len(path) >= 2 else None


def _names(model: type[BaseModel] | None) -> tuple[str, ...]:
    return tuple(f.alias or name for name, f in model.model_fields.items()) if model is not None else ()


def _key_of(path: Path_) -> str:
    """The last name in a path, with the number of the entry where it is one of a list."""
    if path and isinstance(path[-1], int):
        return f"{_key_of(path[:-1])}, entry {path[-1] + 1}"
    return str(path[-1]) if path else "the file"


def _called(path: Path_) -> str:
    """How a message names the part at a path."""
    if not path:
        return "the file"
    if len(path) >= 2 and path[0] in ("questions", "constraints"):
        inner = f", {_key_of(path[2:])}" if len(path) > 2 else ""
        return f'{str(path[0])[:-1]} "{path[1]}"{inner}'
    return f"`{_key_of(path)}`"
