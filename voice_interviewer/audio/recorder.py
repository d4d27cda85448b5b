"""Keeps an answer's sound on disk while it is being spoken, in a form that a killed process cannot spoil.

    audio/03.flac.part   what is being recorded: bare 16-bit samples, written block by block
    audio/03.flac        the finished recording

A file of bare samples is complete after every write, so whatever is there when the process dies can be used. Words come
before sound: on a full disk a recording can be stopped short and give back its last seconds to the journal.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import numpy as np

from ..disk import open_private, private_folder, storage_error
from .protocols import RATE_HZ, Pcm

PART = ".part"
_CHUNK = RATE_HZ * 10
_GIVEN_BACK = 2 * RATE_HZ * 4
"Bytes of a recording that are given back when the disk is full: four seconds of sound, many answers in words."


class AnswerRecorder:
    """Records to `path` (a `.flac` file, 16 kHz, mono, 16 bits); a recording already there is never overwritten.

    Raises StorageError when the folder cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = free_name(path)
        self._part = self.path.with_name(self.path.name + PART)
        self.samples = 0
        "Written so far."
        self.stopped = False
        "Nothing more is written; what was recorded before is kept."
        try:
            private_folder(self.path.parent)
            self._file = os.fdopen(open_private(self._part), "wb", buffering=0)  # each block reaches the system at once
        except OSError as error:
            raise storage_error(error, self._part) from error

    @property
    def seconds(self) -> float:
        """Length so far."""
        return self.samples / RATE_HZ

    def append(self, pcm: Pcm) -> None:
        """Write mono float32 samples at 16 kHz. Raises StorageError, DiskFullError when there is no space left."""
        if self._file.closed or self.stopped:
            return
        data = to_int16(pcm).tobytes()
        try:
            written = self._file.write(data)
            while written is not None and written < len(data):
                written += self._file.write(data[written:]) or 0
        except OSError as error:
            raise storage_error(error, self._part) from error
        self.samples += len(pcm)

    def stop_short(self) -> None:
        """The disk is full: record no more, and give back the last seconds, so that the journal can write its words."""
        self.stopped = True
        kept = max(0, 2 * self.samples - _GIVEN_BACK)
        with suppress(OSError):
            os.truncate(self._file.fileno(), kept)
        self.samples = kept // 2

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
        os.close(open_private(encoded))
        with (
            part.open("rb") as source,
            soundfile.SoundFile(encoded, "w", RATE_HZ, 1, format="FLAC", subtype="PCM_16") as out,
        ):
            while data := source.read(2 * _CHUNK):
                out.write(np.frombuffer(data[: len(data) // 2 * 2], "<i2"))
        encoded.replace(path)
        part.unlink()
    except (OSError, soundfile.LibsndfileError) as error:
        refused = storage_error(error, path)  # before there is space again
        encoded.unlink(missing_ok=True)
        raise refused from error
    return path


def left_over(folder: Path) -> bool:
    """Whether a killed process left a recording in `folder` that `recover` would finish."""
    return any(folder.glob(f"*.flac{PART}"))


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
