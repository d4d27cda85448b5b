"""Decide whether a model on disk is the model it should be; nothing is loaded that has not passed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..errors import ModelError
from ..paths import at_home
from .manifest import File, Model, model_named

_STAMP = ".verified.json"


@dataclass(frozen=True, slots=True)
class FileState:
    """What one file of a model looks like on disk."""

    file: File
    state: Literal["ok", "missing", "cut", "wrong"]

    @property
    def text(self) -> str:
        """In words."""
        return {
            "ok": f"{self.file.name} is intact",
            "missing": f"{self.file.name} is missing",
            "cut": f"{self.file.name} has the wrong size",
            "wrong": f"{self.file.name} has the wrong contents (sha256 differs)",
        }[self.state]


def sha256_of(path: Path) -> str:
    """Hex digest of a file, read in 1 MiB pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def _stamp(model: Model) -> dict[str, list[int | str]]:
    try:
        stamp = json.loads((model.folder / _STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def inspect(model: Model, *, thorough: bool = False) -> list[FileState]:
    """The state of each file.

    A digest is remembered with the file's size, modification and change time (nanoseconds) and number on its disk, and
    trusted while all are unchanged: what is written into a file moves its change time, whatever date it is given back.
    A disk that rots moves none of them; `thorough` always hashes (75 MB in 0.05 s where the processor helps), and so
    does whatever loads the weights.
    """
    stamp, fresh, states = _stamp(model), {}, []
    for file in model.files:
        path = model.folder / file.name
        try:
            stat = path.stat()
        except OSError:
            states.append(FileState(file, "missing"))
            continue
        if stat.st_size != file.bytes:
            states.append(FileState(file, "cut"))
            continue
        known = [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, file.sha256]
        if (thorough or stamp.get(file.name) != known) and sha256_of(path) != file.sha256:
            states.append(FileState(file, "wrong"))
            continue
        fresh[file.name] = known
        states.append(FileState(file, "ok"))
    if fresh and fresh != stamp and not model.shipped:
        try:
            (model.folder / _STAMP).write_text(json.dumps(fresh), encoding="utf-8")
        except OSError:
            pass  # a read-only models folder only costs the time of hashing again
    return states


def usable(name: str, *, thorough: bool = False) -> Path:
    """The folder of an intact model, or of any model folder given as a path. Raises `ModelError` with the mend.

    A path is taken at its word (the user's own weights have no entry in the manifest), but must look like a model.
    `thorough`: hash every file, as before it is loaded.
    """
    path = at_home(name)
    if path.is_dir():
        for name in ("model.bin", "tokenizer.json"):  # without the second, faster-whisper would ask the hub for one
            if not (path / name).is_file():
                fix = "Name a folder with a whole CTranslate2 model."
                raise ModelError(f"there is no {name} in this folder.", where=str(path), fix=fix)
        return path
    model = model_named(name)
    bad = [s for s in inspect(model, thorough=thorough) if s.state != "ok"]
    if not bad:
        return model.folder
    if all(s.state == "missing" for s in bad):
        raise ModelError(
            f"the model `{model.name}` is not on this computer.",
            where=str(model.folder),
            fix=f"Run `voice-interviewer models fetch {model.name}` once ({model.bytes / 1e6:.0f} MB).",
        )
    raise ModelError(
        f"the model `{model.name}` is damaged: {'; '.join(s.text for s in bad)}.",
        where=str(model.folder),
        fix=f"Run `voice-interviewer models fetch {model.name}` to mend it.",
    )
