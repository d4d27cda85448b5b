"""Recordings of any audio or video format as mono float32 at 16 kHz, whole or block by block, however long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from ..errors import InputFileError
from .decoding import pyav
from .headers import Stated, cut_short, lacks_index, reckoned
from .protocols import BLOCK, RATE_HZ, Block, Pcm
from .recorder import AnswerRecorder, recover

__all__ = [
    "AnswerRecorder",
    "AudioFile",
    "FileInfo",
    "Recording",
    "load",
    "open_audio",
    "probe",
    "recover",
    "split_channels",
]

CHUNK_S = 1.0
_GAP_S = 0.05
"A jump in the file's own time stamps above this is a hole: filled with silence, so that times stay true."
_MAX_GAP_S = 600.0
"A longer jump is a broken time stamp, not a hole; so are holes that add up to more than this and what was recorded."
_SLOWEST_HZ, _FASTEST_HZ = 1_000, 768_000
"Sample rates that recordings have."
_SHORT_S = 0.5
"A file that ends this much before its stated length was cut."
_FIX = "Check that it plays elsewhere and that the copy or download finished, or convert it to WAV or MP3."


@dataclass(frozen=True, slots=True)
class Recording:
    """A whole recording."""

    pcm: Pcm
    "Mono float32, 16 kHz."
    notes: tuple[str, ...] = ()
    "What had to be left out or repaired, one line each, for the user."

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return len(self.pcm) / RATE_HZ


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What a file says about itself."""

    seconds: float | None
    "Stated length, or what the bit rate makes likely; None where nothing is known."
    channels: int
    rate_hz: int
    codec: str
    video: bool
    tracks: int = 1
    "Sound tracks in the file."


def probe(path: Path | str) -> FileInfo:
    """A file's header, without decoding it. Raises InputFileError."""
    with AudioFile(path) as file:
        return file.info


def open_audio(path: Path | str, *, channel: int | None = None, track: int = 0) -> AudioFile:
    """A recording to be entered and then read once, in constant memory: `with open_audio(p) as f: f.blocks()`."""
    return AudioFile(path, channel=channel, track=track)


def load(path: Path | str, *, channel: int | None = None, track: int = 0) -> Recording:
    """The whole recording: its channels mixed, or one of them (from 0). Raises InputFileError."""
    with AudioFile(path, channel=channel, track=track) as file:
        return Recording(np.concatenate(list(file.chunks())), tuple(file.notes))


def split_channels(path: Path | str) -> list[Recording]:
    """Every channel as a recording of its own: for calls recorded with one person a channel. Raises InputFileError."""
    return [load(path, channel=number) for number in range(probe(path).channels)]


class AudioFile:
    """An audio or video file on this computer, and one of its sound tracks.

    Entering raises InputFileError for what cannot be used at all. A file that turns bad on the way is used as far as it
    can be read, with a line in `notes`; one that turns out to hold no sound raises InputFileError at the end.

    Args:
        path: any format PyAV knows.
        channel: take only this one (from 0); None mixes all.
        track: which sound track, from 0.
    """

    info: FileInfo

    def __init__(self, path: Path | str, *, channel: int | None = None, track: int = 0) -> None:
        self.path = Path(path)
        self.notes: list[str] = []
        "What had to be left out or repaired, one line each; complete once everything has been read."
        self._channel = channel
        self._track = track
        self._stated: Stated | None = None
        self._slack_s = _SHORT_S
        self._reckoned = False
        "Its length is nothing that the file states."
        self._origin_s: float | None = None
        "Where the clock of all tracks begins; None: where this one does."
        self._file: BinaryIO | None = None
        self._container: Any = None
        self._stream: Any = None

    @property
    def duration_s(self) -> float | None:
        """Stated length in seconds; None where the format does not say."""
        return self.info.seconds

    def chunks(self, chunk_s: float = CHUNK_S) -> Iterator[Pcm]:
        """All of it, mono float32 at 16 kHz, in pieces of `chunk_s` seconds; the last may be shorter."""
        size = max(1, round(chunk_s * RATE_HZ))
        waiting: list[Pcm] = []
        held, empty = 0, True
        for part in self._resampled():
            waiting.append(part)
            held += len(part)
            while held >= size:
                empty = False
                joined = np.concatenate(waiting)
                yield joined[:size]
                waiting, held = [joined[size:]], held - size
        if held:
            yield np.concatenate(waiting)
        elif empty:
            raise InputFileError("holds no sound.", where=str(self.path), fix=_FIX)

    def blocks(self) -> Iterator[Block]:
        """All of it as a microphone would deliver it: 512 samples each, the last filled up with silence."""
        end = 0
        for chunk in self.chunks(BLOCK * 31 / RATE_HZ):
            for at in range(0, len(chunk), BLOCK):
                samples = chunk[at : at + BLOCK]
                if len(samples) < BLOCK:
                    samples = np.pad(samples, (0, BLOCK - len(samples)))
                end += BLOCK
                yield Block(samples, end / RATE_HZ)

    def _resampled(self) -> Iterator[Pcm]:
        import soxr

        resampler: Any = None
        rate = 0
        for pcm, pcm_rate in self._decode(self._channel):
            if pcm_rate != rate:
                if resampler is not None:
                    yield resampler.resample_chunk(np.zeros(0, np.float32), last=True)
                rate = pcm_rate
                resampler = soxr.ResampleStream(rate, RATE_HZ, 1, dtype="float32") if rate != RATE_HZ else None
            yield resampler.resample_chunk(pcm) if resampler is not None else pcm
        if resampler is not None:
            yield resampler.resample_chunk(np.zeros(0, np.float32), last=True)

    def __enter__(self) -> AudioFile:
        av = pyav()
        # Opened by us and handed over as bytes: a name is never taken for an address, and no playlist leads to one.
        self._file = _open(self.path)
        where = str(self.path)
        try:
            self._container = av.open(
                _Forgiving(self._file), metadata_errors="ignore", container_options={"protocol_whitelist": "file"}
            )
        except (av.error.FFmpegError, ValueError, OSError, OverflowError) as error:
            if lacks_index(_head(self._file), self._file):
                self._file.close()
                what = "was cut short: the index that is written last is missing, so nothing in it can be found."
                raise InputFileError(what, where=where, fix="Copy or download it again.") from error
            self._file.close()
            raise InputFileError(
                "is not an audio or video recording that can be read.", where=where, fix=_FIX
            ) from error
        streams = self._container.streams.audio
        if not streams or not streams[0].codec_context:
            self.__exit__()
            raise InputFileError("has no sound in it.", where=where, fix="Give a recording with a sound track.")
        rate = streams[min(max(self._track, 0), len(streams) - 1)].rate or RATE_HZ
        if not _SLOWEST_HZ <= rate <= _FASTEST_HZ:
            self.__exit__()
            raise InputFileError(f"states {rate} samples a second, which no sound has.", where=where, fix=_FIX)
        if not 0 <= self._track < len(streams) or not streams[self._track].codec_context:
            self.__exit__()
            what = f"has {len(streams)} sound track(s), so there is no track {self._track + 1} that can be read."
            raise InputFileError(what, where=where, fix=f"Tracks count from 1 to {len(streams)}.")
        self._stream = streams[self._track]
        duration = self._container.duration
        if len(streams) > 1:
            self._origin_s = (self._container.start_time or 0) / 1e6
        self._stated = cut_short(self._file)
        self._reckoned = reckoned(self._container.format.name, self._file)
        seconds = duration / 1e6 if duration and duration > 0 else None
        if len(self._container.streams) > 1:
            own = _own_seconds(self._stream)
            # Without a length of its own a track may rightly end before the film does.
            self._slack_s = _SHORT_S if own else max(_SHORT_S, 0.1 * (seconds or 0.0))
            seconds = own or seconds
        self.info = FileInfo(
            self._stated.seconds if self._stated and self._stated.seconds else seconds,
            max(1, self._stream.channels or 1),
            self._stream.rate or RATE_HZ,
            self._stream.codec_context.name,
            bool(self._container.streams.video),
            len(streams),
        )
        if self._channel is not None and not 0 <= self._channel < self.info.channels:
            self.__exit__()
            what = f"has {self.info.channels} channel(s), so there is no channel {self._channel + 1}."
            raise InputFileError(what, where=where, fix=f"Channels count from 1 to {self.info.channels}.")
        return self

    def __exit__(self, *exc: object) -> None:
        if self._container is not None:
            with suppress(Exception):
                self._container.close()
        if self._file is not None:
            self._file.close()

    def _decode(self, channel: int | None) -> Iterator[tuple[Pcm, int]]:
        """(mono float32, its rate in Hz) pieces in order; holes become silence, bad packets are skipped and noted."""
        for planes, rate in self._planes():
            yield _mono(planes, channel), rate

    def planes(self) -> Iterator[np.ndarray]:
        """All of it as it was recorded: float32 (channels, samples) pieces, at the file's own rate."""
        for planes, _ in self._planes():
            yield planes

    def _planes(self) -> Iterator[tuple[np.ndarray, int]]:
        av = pyav()
        converter: Any = None
        shape: tuple[int, str, str] | None = None
        start_s = self._origin_s
        done_s, bad, missing_s = 0.0, 0, 0.0
        for frame in self._frames():
            if frame is None:
                bad += 1
                continue
            now = (frame.sample_rate, frame.layout.name, frame.format.name)
            at_s = None if frame.time is None else float(frame.time)
            try:
                if now != shape:
                    shape = now
                    converter = av.AudioResampler(format="fltp", layout=frame.layout, rate=frame.sample_rate)
                pieces = [f.to_ndarray() for f in converter.resample(frame)]
            except (av.error.FFmpegError, ValueError):
                bad, shape = bad + 1, None
                continue
            if not pieces:
                continue
            planes = np.concatenate(pieces, axis=1) if len(pieces) > 1 else pieces[0]
            if at_s is not None:
                start_s = at_s if start_s is None else start_s
                gap_s = at_s - start_s - done_s
                if _GAP_S < gap_s < _MAX_GAP_S and missing_s + gap_s < _MAX_GAP_S + done_s - missing_s:
                    missing_s += gap_s if done_s else 0.0
                    done_s += gap_s
                    for second in range(int(gap_s) + 1):
                        hole = round(min(1.0, gap_s - second) * frame.sample_rate)
                        yield np.zeros((planes.shape[0], hole), np.float32), frame.sample_rate
            done_s += planes.shape[1] / frame.sample_rate
            yield planes, frame.sample_rate
        if bad:
            self.notes.append(f"{self.path.name}: {bad} damaged piece(s) could not be decoded and were left out.")
        if missing_s > 2 * _GAP_S:
            self.notes.append(
                f"{self.path.name}: {missing_s:.1f} s of its sound are missing; silence stands in for them."
            )
        if self.info.seconds and not self._reckoned and done_s < self.info.seconds - self._slack_s:
            self.notes.append(
                f"{self.path.name}: ends after {done_s:.1f} s although it says {self.info.seconds:.1f} s; "
                "what is there is used."
            )
        elif self._stated is not None and self._stated.seconds is None:
            self.notes.append(
                f"{self.path.name}: ends after {done_s:.1f} s without its end mark, so it may have been cut short; "
                "what is there is used."
            )

    def _frames(self) -> Iterator[Any]:
        """Decoded frames; None for a packet that could not be decoded."""
        av = pyav()
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets)
            except StopIteration:
                return
            except av.error.FFmpegError:
                yield None
                return
            try:
                frames = packet.decode()
            except av.error.FFmpegError:
                yield None
                continue
            yield from frames


class _Forgiving:
    """A file as PyAV reads it; a place that a damaged header names and that cannot be is FFmpeg's error, not ours."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.read, self.tell = file.read, file.tell

    def seek(self, place: int, whence: int = 0) -> int:
        """The new place; -1 where there is none."""
        try:
            return self._file.seek(place, whence)
        except (OSError, ValueError, OverflowError):
            return -1


def _head(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read(16)


def _open(path: Path) -> BinaryIO:
    where = str(path)
    try:
        if path.is_dir():
            raise InputFileError("is a folder, not a recording.", where=where)
        file = path.open("rb")
        if path.is_file() and path.stat().st_size == 0:
            file.close()
            raise InputFileError("is empty.", where=where, fix="Record or download it again.")
    except FileNotFoundError:
        raise InputFileError("there is no such file.", where=where, fix="Check the name and the folder.") from None
    except PermissionError:
        raise InputFileError("may not be read.", where=where, fix="Change its permissions or copy it.") from None
    except OSError as error:
        raise InputFileError(f"cannot be read ({error.strerror or error}).", where=where) from error
    return file


def _own_seconds(stream: Any) -> float | None:
    """A track's own stated length, also where Matroska keeps it in a tag."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    tag = {key.upper(): value for key, value in stream.metadata.items()}.get("DURATION", "")
    try:
        hours, minutes, seconds = tag.split(":")
        return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
    except ValueError:
        return None


def _mono(planes: np.ndarray, channel: int | None) -> Pcm:
    """One plane, or the mean of all: (channels, samples) → float32 (samples,). What is not a number becomes silence."""
    if channel is not None and channel < planes.shape[0]:
        pcm = planes[channel]
    else:
        pcm = planes.mean(axis=0) if planes.shape[0] > 1 else planes[0]
    return np.nan_to_num(np.ascontiguousarray(pcm, np.float32), nan=0.0, posinf=1.0, neginf=-1.0)
