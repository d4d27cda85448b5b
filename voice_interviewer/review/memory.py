"""What was heard in files, kept in a folder, so that a review that was stopped goes on."""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import suppress
from pathlib import Path

from .. import __version__
from ..disk import write_atomic
from ..errors import StorageError
from ..hearing.model import Heard
from ..sessions.codec import decode_as, encode

_MONTH_S = 30 * 86_400


class Memory:
    """What was heard in files, kept in a folder by the file's content address, so that a review can go on."""

    def __init__(self, folder: Path, model: str) -> None:
        self._folder = folder
        self._model = model

    def recall(
        self, path: Path, channel: int | None, vocabulary: tuple[str, ...], how: str = ""
    ) -> tuple[Heard, tuple[str, ...]] | None:
        """What was heard in this file before, with the same model; None when it was not, or the file has changed.

        `channel` and `how` (a track, say) tell apart what was listened to.
        """
        try:
            place = self._place(path, channel, vocabulary, how)
            data = json.loads(place.read_text(encoding="utf-8"))
            os.utime(place)
            return decode_as(data["heard"], Heard), tuple(data["notes"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(
        self,
        path: Path,
        channel: int | None,
        vocabulary: tuple[str, ...],
        heard: Heard,
        notes: tuple[str, ...],
        how: str = "",
    ) -> None:
        """Remember; a cache that cannot be written only costs time."""
        kept = {"source": str(path.resolve()), "heard": encode(heard), "notes": notes}
        with suppress(OSError, StorageError):
            write_atomic(self._place(path, channel, vocabulary, how), json.dumps(kept))
            self._trim()

    def _trim(self) -> None:
        """Forget what was not asked for in a month: it is somebody's words, and only kept to save time."""
        for entry in self._folder.glob("*.json"):
            with suppress(OSError):
                if time.time() - entry.stat().st_mtime > _MONTH_S:
                    entry.unlink()

    def _place(self, path: Path, channel: int | None, vocabulary: tuple[str, ...], how: str) -> Path:
        stat = path.stat()
        key = f"{path.resolve()}|{stat.st_size}|{stat.st_mtime_ns}|{self._model}|{channel}|{vocabulary}|{__version__}"
        if how:
            key += f"|{how}"
        # A name may hold bytes that are no UTF-8; they reach us as lone surrogates.
        return self._folder / f"{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}.json"
