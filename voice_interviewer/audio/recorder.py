"""Keeps an answer's sound on disk while it is being spoken, in a form that a killed process cannot spoil.

    audio/03.flac.part   what is being recorded: bare 16-bit samples, written block by block
    audio/03.flac        the finished recording

A file of bare samples is complete after every write, so whatever is there when the process dies can be used.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import numpy as np

from ..errors import StorageError
from .protocols import RATE_HZ, Pcm

PART = ".part"
_CHUNK = RATE_HZ * 10


class AnswerRecorder:
    """Records to `path` (a `.flac` file, 16 kHz, mono, 16 bits); a recording already there is never overwritten.

    Raises StorageError when the folder cannot be written or the disk is full.
    """

    def __init__(self, path: Path) -> None:
        self.path = free_name(path)
        self._part = self.path.with_name(self.path.name + PART)
        self.samples = 0
        "Written so far."
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._part.open("wb", buffering=0)  # each block reaches the system at once
        except OSError as error:
            raise _storage(self._part, error) from error

    @property
    def seconds(self) -> float:
        """Length so far."""
        return self.samples / RATE_HZ

    def append(self, pcm: Pcm) -> None:
        """Write mono float32 samples at 16 kHz."""
        if self._file.closed:
            return
        data = to_int16(pcm).tobytes()
        try:
            written = self._file.write(data)
            while written is not None and written < len(data):
                written += self._file.write(data[written:]) or 0
        except OSError as error:
            raise _storage(self._part, error) from error
        self.samples += len(pcm)

    def close(self) -> Path | None:
        """Finish: the FLAC file's path; None when nothing was recorded. Under 100 ms for a three-minute answer."""
        if not self._file.closed:
            with suppress(OSError):
                os.fsync(self._file.fileno())
            self._file.close()
        return finish(self._part)

    def discard(self) -> None:
        """Forget the recording; does nothing once it is finished."""
        self._file.close()
        self._part.unlink(missing_ok=True)


def recover(folder: Path) -> list[Path]:
    """Turn every recording that a killed process left in `folder` into FLAC; returns the new files, in order."""
    found = (finish(part) for part in sorted(folder.glob(f"*.flac{PART}")))
    return [path for path in found if path is not None]


def finish(part: Path) -> Path | None:
    """`NN.flac.part` → `NN.flac`, atomically; None when it is gone or holds nothing. Raises StorageError."""
    import soundfile

    path = part.with_name(part.name.removesuffix(PART))
    encoded = part.with_name(part.name + ".flac")
    try:
        if not part.exists():
            return path if path.exists() else None
        count = part.stat().st_size // 2
        if not count:
            part.unlink()
            return None
        if path.exists():
            if soundfile.info(path).frames == count:  # killed after the renaming
                part.unlink()
                return path
            path = free_name(path)
        with (
            part.open("rb") as source,
            soundfile.SoundFile(encoded, "w", RATE_HZ, 1, format="FLAC", subtype="PCM_16") as out,
        ):
            while data := source.read(2 * _CHUNK):
                out.write(np.frombuffer(data[: len(data) // 2 * 2], "<i2"))
        encoded.replace(path)
        part.unlink()
    except (OSError, soundfile.LibsndfileError) as error:
        encoded.unlink(missing_ok=True)
        raise _storage(path, error) from error
    return path


def free_name(path: Path) -> Path:
    """`path`, or `NN-2.flac`, `NN-3.flac` … when it is taken."""
    candidate, number = path, 1
    while candidate.exists() or candidate.with_name(candidate.name + PART).exists():
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate


def to_int16(pcm: Pcm) -> np.ndarray:
    """float32 in [-1, 1] → little-endian 16-bit samples, rounded and limited."""
    return np.clip(np.round(np.asarray(pcm, np.float32) * 32768.0), -32768, 32767).astype("<i2")


def _storage(path: Path, error: Exception) -> StorageError:
    reason = getattr(error, "strerror", None) or str(error)
    return StorageError(
        f"the recording cannot be written ({reason}).",
        where=str(path),
        fix="Free some disk space, or choose another folder with VOICE_INTERVIEWER_DATA.",
    )
