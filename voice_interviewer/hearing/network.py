"""A network file as a session of onnxruntime on one thread: hearing leaves the other cores to whoever speaks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..errors import ModelError
from ..inference import open_network


def load_network(file: Path, what: str, fix: str) -> Any:
    """The session. Raises `ModelError`, with `fix` where the file is missing; `what` it is called in the message."""
    if not file.is_file():
        raise ModelError(f"the {what} is missing", where=str(file), fix=fix)
    try:
        return open_network(file)
    except Exception as error:
        raise ModelError(f"the {what} cannot be loaded ({error})", where=str(file)) from error
