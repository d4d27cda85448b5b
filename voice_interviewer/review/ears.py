"""Which sides of a recording are listened to, and what of that is told: a thin shell over `mixing`.

A mono file with one track is listened to as it is. Others are looked at first: silent tracks are passed over, mirrored
channels are not mixed, and a voice a side is heard apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ..audio.files import AudioFile, FileInfo, open_audio, probe
from ..audio.protocols import BLOCK, Block, Pcm
from .mixing import Pair, Relation, alike, block_levels, crosstalk, relation, voices_apart

VOICE = 0.5
"Probability from which on a block counts as voice."
LEAST_BLOCKS = 8
"A side with fewer voiced blocks (a quarter of a second) holds no voice."
_BATCH = 512


class Activity(Protocol):
    """Voice activity, as `hearing.vad.SileroVad` gives it."""

    def reset(self) -> None:
        """Forget everything heard so far."""
        ...

    def probabilities(self, samples: Pcm) -> Pcm:
        """float32 (512·n,) at 16 kHz → (n,) probabilities of voice."""
        ...


@dataclass(frozen=True, slots=True)
class Side:
    """One stream to listen to."""

    track: int = 0
    channel: int | None = None
    "From 0; None: all channels mixed."
    name: str = ""
    "What the user may call it: `track 2`, `channel 1`."
    muted: tuple[tuple[int, int], ...] = ()
    "Blocks (from, until) that hold only what leaks over from the other side."


@dataclass(frozen=True, slots=True)
class Plan:
    """What to listen to: one side, or two people a side each."""

    sides: tuple[Side, ...]
    notes: tuple[str, ...] = ()


def plan(path: Path, *, track: int | None = None, channel: int | None = None, vad: Activity | None = None) -> Plan:
    """The sides of a recording; `track` and `channel` (from 0) where the user chose. Raises InputFileError."""
    info = probe(path)
    if track is None and info.tracks > 1 and channel is None:
        made = _of_tracks(path, info, _vad(vad))
        if len(made.sides) > 1:
            return made
    else:
        made = Plan((Side(track or 0, channel),))
    side = made.sides[0]
    if channel is not None or _channels(path, side.track) != 2:
        return made
    return _of_channels(path, side.track, made.notes, vad)


def blocks(sound: AudioFile, side: Side) -> Iterator[Block]:
    """The blocks of a side, silent where it holds only what leaks over."""
    muted = iter((*side.muted, (1 << 62, 1 << 62)))
    begin, until = next(muted)
    for number, block in enumerate(sound.blocks()):
        while number >= until:
            begin, until = next(muted)
        yield block if number < begin else Block(np.zeros_like(block.samples), block.end_s)


def _of_tracks(path: Path, info: FileInfo, vad: Activity) -> Plan:
    count = info.tracks
    looked = [_look(path, number, None, vad) for number in range(count)]
    heard = [n for n, (_, voiced) in enumerate(looked) if voiced.sum() >= LEAST_BLOCKS]
    if not heard:
        return Plan((Side(0),), (f"It has {count} sound tracks, and none holds a voice.",))
    if len(heard) == 1:
        n = heard[0]
        note = f"It has {count} sound tracks; track {n + 1} is used, since no voice is in the others."
        return Plan((Side(n),), (note,))
    for a, b in combinations(heard, 2):
        levels, voiced = _stacked(looked[a], looked[b])
        if voices_apart(levels, voiced):
            note = f"Tracks {a + 1} and {b + 1} of its {count} sound tracks hold a voice each, so they were heard apart"
            return Plan(
                _apart(levels, voiced, [(a, None, f"track {a + 1}"), (b, None, f"track {b + 1}")]),
                (f"{note}; --track N takes one alone.",),
            )
    first = heard[0]
    same = all(alike(*_stacked(looked[first], looked[n])) for n in heard[1:])
    how = "that sound alike" if same else "whose voices are not clearly apart"
    note = f"It has {count} sound tracks {how}; track {first + 1} is used, --track N takes another."
    return Plan((Side(first),), (note,))


def _of_channels(path: Path, track: int, notes: tuple[str, ...], vad: Activity | None) -> Plan:
    kind = _relation(path, track)
    if kind == "mirrored":
        told = "Its two channels are mirror images of one another and cancel when mixed, so only the first is used."
        return Plan((Side(track, 0),), (*notes, told))
    if kind in ("first", "second"):
        number = 0 if kind == "first" else 1
        return Plan(
            (Side(track, number),), (*notes, f"Only channel {number + 1} of its two has sound; that one is used.")
        )
    if kind == "different":
        levels, voiced = _stacked(*(_look(path, track, n, _vad(vad)) for n in (0, 1)))
        if voices_apart(levels, voiced):
            sides = _apart(levels, voiced, [(track, n, f"channel {n + 1}") for n in (0, 1)])
            told = (
                "Its two channels differ: each holds a voice of its own, so they were heard apart, as --split does; "
                "--channel 1 or 2 takes one alone."
            )
            return Plan(sides, (*notes, told))
    return Plan((Side(track, None),), notes)


def _apart(
    levels: npt.NDArray[np.float32], voiced: npt.NDArray[np.bool_], sides: list[tuple[int, int | None, str]]
) -> tuple[Side, ...]:
    return tuple(
        Side(track, channel, name, _runs(crosstalk(levels, voiced, n)))
        for n, (track, channel, name) in enumerate(sides)
    )


def _runs(mask: npt.NDArray[np.bool_]) -> tuple[tuple[int, int], ...]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return tuple((int(a), int(b)) for a, b in edges.reshape(-1, 2))


def _look(
    path: Path, track: int, channel: int | None, vad: Activity
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
    """Level and voice of each block of one side."""
    vad.reset()
    levels, voiced = [], []
    with open_audio(path, track=track, channel=channel) as sound:
        every = sound.blocks()
        while batch := list(islice(every, _BATCH)):
            pcm = np.concatenate([block.samples for block in batch])
            levels.append(block_levels(pcm, BLOCK))
            voiced.append(np.asarray(vad.probabilities(pcm)) >= VOICE)
    return np.concatenate(levels), np.concatenate(voiced)


def _stacked(
    a: tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]], b: tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
    """Two sides as rows; what only the longer one has is silence of the other."""
    blocks = max(len(a[0]), len(b[0]))
    levels = np.full((2, blocks), -120.0, np.float32)
    voiced = np.zeros((2, blocks), bool)
    for row, (level, voice) in enumerate((a, b)):
        levels[row, : len(level)], voiced[row, : len(voice)] = level, voice
    return levels, voiced


def _relation(path: Path, track: int) -> Relation:
    pair = Pair()
    with open_audio(path, track=track) as sound:
        for planes in sound.planes():
            if planes.shape[0] == 2:
                pair.add(planes[0], planes[1])
    return relation(pair)


def _channels(path: Path, track: int) -> int:
    with open_audio(path, track=track) as sound:
        return sound.info.channels


def _vad(given: Activity | None) -> Activity:
    if given is not None:
        return given
    from ..hearing.vad import SileroVad

    return SileroVad()
