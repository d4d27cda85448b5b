"""Whisper's weights as they are computed with, 8 bits each, written once beside the fetched ones of 16.

CTranslate2 makes them so whenever it loads a model, and holds the whole file of 16 bits and one table of 32 meanwhile:
261 MB to have 74 in the end (`base`), at the end of every session. From this file they are only read. The numbers are
the same to the last bit, so are the words.

    model.bin     version, name, revision; variables: name, shape, type, bytes; other names of variables (little endian)

Where the file is of a form that is not known here, or the folder cannot be written, the fetched one is loaded.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import struct
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

FOLDER = "int8"
"Inside the model's."
_SEAL = "made.json"
"What it was made of, and what it must hold."
_VERSION = 6
"Of CTranslate2's files."
_FLOAT32, _INT8, _FLOAT16 = 0, 1, 4
"CTranslate2's numbers for types."
_ROWS = 2048
"At a time."
_BESIDE = ("config.json", "tokenizer.json", "preprocessor_config.json", "vocabulary.json", "vocabulary.txt")


@dataclass(frozen=True, slots=True)
class _Variable:
    name: bytes
    shape: tuple[int, ...]
    type: int
    bytes: int

    @property
    def weighs(self) -> bool:
        """CTranslate2 computes with 8 bits of it: every table of weights but those of convolutions."""
        return self.name.endswith(b"weight") and b"conv" not in self.name and len(self.shape) == 2


def made_of(folder: Path) -> str:
    """What tells one fetched model from another: size and times of its weights."""
    stat = (folder / "model.bin").stat()
    return f"{stat.st_size} {stat.st_mtime_ns}"


def ready(folder: Path) -> Path | None:
    """The folder to load in place of `folder`, if it has been made of it and is whole (hashed: 0.02 to 0.05 s)."""
    inside = folder / FOLDER
    try:
        seal = json.loads((inside / _SEAL).read_text(encoding="utf-8"))
        if seal["of"] != made_of(folder):
            return None
        for name, digest in seal["files"].items():
            if _digest(inside / name) != digest:
                return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return inside


def make(folder: Path) -> Path | None:
    """Make it of a fetched model that is known to be whole (1 s); None where that cannot be."""
    scratch = None
    try:
        scratch = Path(tempfile.mkdtemp(prefix=".int8-", dir=folder))
        with (folder / "model.bin").open("rb") as source, (scratch / "model.bin").open("wb") as out:
            _convert(source, out)
        for name in _BESIDE:
            if (folder / name).is_file():
                shutil.copyfile(folder / name, scratch / name)
        files = {file.name: _digest(file) for file in scratch.iterdir()}
        (scratch / _SEAL).write_text(json.dumps({"of": made_of(folder), "files": files}), encoding="utf-8")
        shutil.rmtree(folder / FOLDER, ignore_errors=True)
        scratch.replace(folder / FOLDER)
    except (OSError, ValueError, struct.error):
        return ready(folder)  # perhaps another process was quicker
    finally:
        if scratch is not None:
            shutil.rmtree(scratch, ignore_errors=True)
    return folder / FOLDER


def _convert(source: BinaryIO, out: BinaryIO) -> None:
    """Raises ValueError for a file of another form."""
    (version,) = _take(source, out, "I")
    if version != _VERSION:
        raise ValueError("another version")
    out.write(_text(source))
    _take(source, out, "I")
    count_at = out.tell()
    (count,) = _take(source, out, "I")
    added = []
    for variable in _variables(source, count):
        if variable.weighs and variable.type in (_FLOAT16, _FLOAT32):
            _write_head(out, _Variable(variable.name, variable.shape, _INT8, variable.shape[0] * variable.shape[1]))
            scales = np.concatenate([_eight_bits(rows, out) for rows in _rows(source, variable)])
            _write_head(out, _Variable(_scale(variable.name), scales.shape, _FLOAT32, scales.nbytes))
            out.write(scales.tobytes())
            added.append(variable.name)
        else:
            _write_head(out, variable)
            out.write(_exactly(source, variable.bytes))
    others_at = out.tell()
    (others,) = _take(source, out, "I")
    more = 0
    for _ in range(others):
        name, meant = _text(source), _text(source)
        out.write(name + meant)
        if (of := meant[2:].rstrip(b"\0")) in added:
            for text in (_scale(name[2:].rstrip(b"\0")), _scale(of)):
                out.write(_packed(text))
            more += 1
    if source.read(1) or not added:
        raise ValueError("more, or less, than is known of")
    for at, number in ((count_at, count + len(added)), (others_at, others + more)):
        out.seek(at)
        out.write(struct.pack("<I", number))


def _eight_bits(rows: np.ndarray, out: BinaryIO) -> np.ndarray:
    """Write float32 rows as int8, each by its own scale; the scales, float32."""
    most = np.abs(rows).max(axis=1)
    scales: np.ndarray = np.where(most == 0, np.float32(1.0), np.float32(127.0) / np.where(most == 0, 1, most))
    scales = scales.astype(np.float32)
    out.write(np.rint(rows * scales[:, None]).astype(np.int8).tobytes())
    return scales


def _rows(source: BinaryIO, variable: _Variable) -> Iterator[np.ndarray]:
    """The table as float32, some rows at a time."""
    kind = np.dtype("<f2" if variable.type == _FLOAT16 else "<f4")
    total, wide = variable.shape
    for at in range(0, total, _ROWS):
        count = min(_ROWS, total - at)
        piece = np.frombuffer(_exactly(source, count * wide * kind.itemsize), kind)
        yield piece.reshape(count, wide).astype(np.float32)


def _variables(source: BinaryIO, count: int) -> Iterator[_Variable]:
    """Each variable's head; its bytes must be read before the next."""
    for _ in range(count):
        name = _text(source)[2:].rstrip(b"\0")
        (rank,) = struct.unpack("<B", _exactly(source, 1))
        shape = struct.unpack(f"<{rank}I", _exactly(source, 4 * rank))
        kind, size = struct.unpack("<BI", _exactly(source, 5))
        yield _Variable(name, shape, kind, size)


def _write_head(out: BinaryIO, variable: _Variable) -> None:
    out.write(_packed(variable.name))
    out.write(struct.pack(f"<B{len(variable.shape)}I", len(variable.shape), *variable.shape))
    out.write(struct.pack("<BI", variable.type, variable.bytes))


def _scale(name: bytes) -> bytes:
    return name + b"_scale"


def _packed(text: bytes) -> bytes:
    return struct.pack("<H", len(text) + 1) + text + b"\0"


def _text(source: BinaryIO) -> bytes:
    """A text with its length before it, as it stands in the file."""
    head = _exactly(source, 2)
    return head + _exactly(source, struct.unpack("<H", head)[0])


def _take(source: BinaryIO, out: BinaryIO, form: str) -> tuple[int, ...]:
    """Numbers, copied over."""
    piece = _exactly(source, struct.calcsize("<" + form))
    out.write(piece)
    return struct.unpack("<" + form, piece)


def _exactly(source: BinaryIO, count: int) -> bytes:
    piece = source.read(count)
    if len(piece) != count:
        raise ValueError("it ends too early")
    return piece


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
