"""The JSON Schema of flow files and includes, for completion and checks in editors."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from .schema import FlowFile, Include, Script

_OF: dict[str, type[BaseModel]] = {"flow": FlowFile, "include": Include, "script": Script}


def json_schema(kind: str = "flow") -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a `flow`, an `include` or a `script`; `KeyError` for another kind.

    Where a text or a list of texts may stand, both are allowed, as `flows check` allows them.
    """
    schema = _OF[kind].model_json_schema(by_alias=True, mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"voice-interviewer {kind}",
        **_either(schema),
    }


def _either(part: Any) -> Any:
    """A list of texts may also be written as one text."""
    if isinstance(part, list):
        return [_either(item) for item in part]
    if not isinstance(part, dict):
        return part
    found = {key: _either(value) for key, value in part.items()}
    items = found.get("items")
    if found.get("type") == "array" and isinstance(items, dict) and items.get("maxLength") == 600:
        note = {key: found.pop(key) for key in ("title", "description", "default") if key in found}
        return {**note, "anyOf": [dict(items), found]}
    return found
