"""Analyses of a session's answers, kept beside its journal: after a correction only what was corrected is read again.

`analyses.json` can always be made again and holds nothing that the journal does not. It is used only while the language
part is the very same: its files and those of its models are compared by name, size and time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ... import __version__
from ...disk import read_json, write_atomic
from ...errors import StorageError
from ...language.model import Analysis, Context
from ...paths import shipped
from ...sessions.codec import decode_as, encode

FILE = "analyses.json"
Analyse = Callable[[str, Context], Analysis]


class Remembered:
    """`language.analyze.analyze` with a memory in one session's folder; `save` keeps what was used."""

    def __init__(self, folder: Path, analyse: Analyse, version: str) -> None:
        self._path = folder / FILE
        self._analyse = analyse
        self._version = version
        self._known = _load(self._path, version)
        self._used: dict[str, Any] = {}

    def __call__(self, text: str, context: Context) -> Analysis:
        """The analysis of this text in this context, from memory where it is there."""
        key = _key(text, context)
        found = _read(self._known.get(key))
        if found is None:
            found = self._analyse(text, context)
            self._used[key] = encode(found)
        else:
            self._used[key] = self._known[key]
        return found

    @property
    def trouble(self) -> str:
        """See `language.analyze.Analyser.trouble`."""
        return str(getattr(self._analyse, "trouble", ""))

    def save(self) -> None:
        """Keep what was used; where the folder cannot be written, nothing is lost but time.

        What was read without the reader that should have been there is not kept: it is to be read again with it.
        """
        if not self.trouble and self._used != self._known:
            try:
                write_atomic(self._path, json.dumps({"version": self._version, "analyses": self._used}))
            except StorageError:
                pass


def language_version() -> str:
    """A fingerprint of everything an analysis depends on."""
    digest = hashlib.blake2b(__version__.encode(), digest_size=12)
    for line in _files():
        digest.update(line.encode())
    return digest.hexdigest()


def _files() -> Iterator[str]:
    package = Path(__file__).resolve().parents[2]
    for folder in (*(package / room for room in ("language", "rubric", "english")), shipped("models")):
        for path in sorted(folder.rglob("*")):
            if path.suffix != ".pyc" and path.is_file():
                stat = path.stat()
                yield f"{path.relative_to(folder)} {stat.st_size} {stat.st_mtime_ns}\n"


def _key(text: str, context: Context) -> str:
    return hashlib.blake2b(json.dumps([text, encode(context)]).encode(), digest_size=16).hexdigest()


def _load(path: Path, version: str) -> dict[str, Any]:
    try:
        kept = read_json(path)
    except (OSError, ValueError):
        return {}
    right = isinstance(kept, dict) and kept.get("version") == version and isinstance(kept.get("analyses"), dict)
    return kept["analyses"] if right else {}


def _read(data: Any) -> Analysis | None:
    try:
        found: Analysis = decode_as(data, Analysis)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return found
