"""From a flow file to a flow ready to play (first version: errors without places)."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import yaml
from pydantic import ValidationError

from .. import paths
from ..errors import FlowError
from .manners import manners
from .model import Flow
from .schema import FlowFile, Include


def load(path: Path) -> Flow:
    """Read, validate and put together one flow. Raises `FlowError`."""
    try:
        file = FlowFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        pieces = [
            Include.model_validate(yaml.safe_load(_find(path, name).read_text(encoding="utf-8")))
            for name in file.include
        ]
    except ValidationError as error:
        raise FlowError(str(error), where=str(path)) from error
    probes: dict[str, tuple[str, ...]] = {}
    questions, constraints = dict(file.questions), dict(file.constraints)
    for piece in pieces:
        questions |= piece.questions
        constraints |= piece.constraints
    for source in (file.probes, *(piece.probes for piece in pieces)):
        for target, texts in source.items():
            probes[target] = probes.get(target, ()) + texts
    for question in questions.values():
        constraints |= {str(c.id): c for c in question.constraints if not isinstance(c, str)}
    own = {"greeting": file.greeting, "closing": file.closing, "acknowledge": file.acknowledgements}
    ways = manners(file.style).model_copy(update={key: value for key, value in own.items() if value})
    return Flow(
        file.id,
        file.title,
        file.summary,
        file.minutes,
        file.role,
        file.style,
        file.start,
        MappingProxyType(questions),
        MappingProxyType(constraints),
        ways,
        MappingProxyType(probes),
        file.language,
    )


def _find(path: Path, name: str) -> Path:
    own = path.parent / name
    return own if own.exists() else paths.shipped("question_flows") / name
