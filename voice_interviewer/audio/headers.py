"""What a sound file's own header says about its length, for formats whose readers believe the file's size instead.

A WAV that was cut while it was copied opens without a word: its reader takes the bytes that are there. Its header still
says how many there should be. Flac, MP3, AIFF, AU and Matroska tell by themselves.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

_UNSET = 0x7FFF_F000
"Programs that write to a pipe put sizes from here on where they do not know one."
_CHUNKS = 256
"So many chunks are looked at before the sound's own."
_W64_RIFF = bytes.fromhex("726966662e91cf11a5d628db04c10000")
_BARE = frozenset({"aac", "ac3", "adp", "amr", "amrnb", "amrwb", "dts", "eac3", "g729", "gsm", "loas", "mlp", "truehd"})
"Formats without any length: what is said of it is reckoned from the first second's bit rate."
_COUNTED = (b"Xing", b"Info", b"VBRI")
"What MP3s whose writer counted the frames have in the first of them."
_PAGE = 65_307
"Longest page of an Ogg file, in bytes."


@dataclass(frozen=True, slots=True)
class Stated:
    """What the header promises and the file does not hold."""

    seconds: float | None
    "Length that the header states; None where only its end is missing."


def cut_short(file: BinaryIO) -> Stated | None:
    """What is missing of a WAV, Wave64, CAF, AVI or Ogg file that ends too early; None for whole and other files.

    The file's place is kept.
    """
    place = file.tell()
    try:
        size = file.seek(0, 2)
        file.seek(0)
        head = file.read(16)
        if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
            return _wav(file, size)
        if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
            return _avi(file, size, struct.unpack("<I", head[4:8])[0])
        if head == _W64_RIFF:
            return _w64(file, size)
        if head[:4] == b"caff":
            return _caf(file, size)
        if head[:4] == b"OggS":
            return _ogg(file, size)
        return None
    except (struct.error, OSError, ZeroDivisionError, OverflowError):
        return None
    finally:
        file.seek(place)


def lacks_index(head: bytes, file: BinaryIO) -> bool:
    """Whether this is an MP4 or QuickTime file without the index that its recorder writes last."""
    if head[4:8] not in (b"ftyp", b"wide", b"mdat", b"free", b"skip"):
        return False
    place = file.tell()
    try:
        size, at, sound = file.seek(0, 2), 0, False
        for _ in range(_CHUNKS):
            file.seek(at)
            box = file.read(16)
            if len(box) < 8:
                return sound
            if box[4:8] in (b"moov", b"moof"):
                return False
            length = struct.unpack(">I", box[:4])[0]
            if length == 1 and len(box) == 16:
                length = struct.unpack(">Q", box[8:])[0]
            sound = sound or box[4:8] == b"mdat"
            if length < 8:
                return False
            if at + length > size:
                return sound
            at += length
        return False
    finally:
        file.seek(place)


def reckoned(format_name: str, file: BinaryIO) -> bool:
    """Whether a format's length is only reckoned from its bit rate, so that a file that ends earlier is not cut short.

    `format_name` is FFmpeg's. The file's place is kept.
    """
    if format_name != "mp3":
        return format_name in _BARE
    place = file.tell()
    try:
        file.seek(0)
        head = file.read(10)
        tag = 10 + sum((byte & 127) << 7 * (3 - n) for n, byte in enumerate(head[6:10])) if head[:3] == b"ID3" else 0
        file.seek(tag)
        first = file.read(4096)
        return not any(mark in first for mark in _COUNTED)
    finally:
        file.seek(place)


def _wav(file: BinaryIO, size: int) -> Stated | None:
    at, rate, wide = 12, 0, 0
    for _ in range(_CHUNKS):
        file.seek(at)
        name, length = struct.unpack("<4sI", file.read(8))
        if name == b"fmt ":
            rate = struct.unpack("<8xI", file.read(12))[0]
        elif name == b"ds64":
            wide = struct.unpack("<8xQ", file.read(16))[0]
        elif name == b"data":
            length = wide or length
            return Stated(length / rate) if rate and _beyond(at + 8, length, size, bool(wide)) else None
        at += 8 + length + length % 2
    return None


def _w64(file: BinaryIO, size: int) -> Stated | None:
    at, rate = 40, 0
    for _ in range(_CHUNKS):
        file.seek(at)
        name, length = struct.unpack("<4s12xQ", file.read(24))
        if name == b"fmt ":
            rate = struct.unpack("<8xI", file.read(12))[0]
        elif name == b"data":
            return Stated((length - 24) / rate) if rate and _beyond(at, length, size, True) else None
        if length < 24:
            return None
        at += (length + 7) // 8 * 8
    return None


def _caf(file: BinaryIO, size: int) -> Stated | None:
    at, per_second = 8, 0.0
    for _ in range(_CHUNKS):
        file.seek(at)
        name, length = struct.unpack(">4sq", file.read(12))
        if name == b"desc":
            rate, packet, frames = struct.unpack(">d8xII", file.read(24))
            per_second = rate * packet / frames if frames else 0.0
        elif name == b"data":
            missing = length > 0 and _beyond(at + 12, length, size, True)
            return Stated((length - 4) / per_second if per_second else None) if missing else None
        if length < 0:
            return None
        at += 12 + length
    return None


def _avi(file: BinaryIO, size: int, length: int) -> Stated | None:
    if not _beyond(8, length, size, False):
        return None
    file.seek(0)
    head = file.read(4096)
    at = head.find(b"avih")
    if at < 0:
        return Stated(None)
    each_us, frames = struct.unpack("<I12xI", head[at + 8 : at + 28])
    return Stated(each_us * frames / 1e6 if each_us and frames else None)


def _ogg(file: BinaryIO, size: int) -> Stated | None:
    """The last page carries an end mark; a file without one was cut, by how much nobody knows."""
    file.seek(max(0, size - _PAGE))
    tail = file.read()
    at = tail.rfind(b"OggS")
    if at < 0 or at + 27 > len(tail):
        return Stated(None)
    lacing = tail[at + 26]
    table = tail[at + 27 : at + 27 + lacing]
    whole = len(table) == lacing and at + 27 + lacing + sum(table) <= len(tail)
    return None if whole and tail[at + 5] & 4 else Stated(None)


def _beyond(at: int, length: int, size: int, wide: bool) -> bool:
    return (wide or length < _UNSET) and at + length > size + 1
