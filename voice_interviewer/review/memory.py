"""What was heard in files, kept in a folder, so that a review that was stopped goes on."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from .. import __version__
from ..hearing.model import Heard
from ..sessions.codec import decode_as, encode


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
            data = json.loads(self._place(path, channel, vocabulary, how).read_text(encoding="utf-8"))
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
        with suppress(OSError):
            place = self._place(path, channel, vocabulary, how)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(json.dumps({"heard": encode(heard), "notes": notes}), encoding="utf-8")

    def _place(self, path: Path, channel: int | None, vocabulary: tuple[str, ...], how: str) -> Path:
        stat = path.stat()
        key = f"{path.resolve()}|{stat.st_size}|{stat.st_mtime_ns}|{self._model}|{channel}|{vocabulary}|{__version__}"
        if how:
            key += f"|{how}"
        # A name may hold bytes that are no UTF-8; they reach us as lone surrogates.
        return self._folder / f"{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}.json"
