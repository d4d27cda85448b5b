"""What the assessor learns from: labels and the pool of real answers, as word pieces in flat arrays.

Ways to say a sentence are made again from the answers (`labels.found_again`); those that the program no longer makes
are passed over. Some 900 sentences that annotators wrote themselves served as examples of good ones when the shipped
weights were trained; they are words of real answers in part, and cannot be part of this project.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scripts.lab.assessor import labels
from scripts.lab.assessor.labels import Judged, Place, Said
from voice_interviewer.language.assessor import Way
from voice_interviewer.language.weigh import given
from voice_interviewer.language.weigh.windows import Limits

FOLDS, FOLD_SEED = 5, 5


@dataclass(frozen=True, slots=True)
class Reads:
    """How texts become word pieces: the reader's own way."""

    encode: given.Encode
    limits: Limits
    marks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Items:
    """All that is read, one reading after another: first the windows of the answers, then the ways."""

    ids: NDArray[np.uint16]
    "Word pieces of all readings."
    places: NDArray[np.int64]
    "[readings, 4]: where in `ids` each begins, how many pieces it has, and from where to where is judged."
    weights: NDArray[np.float32]
    "[readings]: how much a window counts in its answer."
    windows: NDArray[np.int64]
    "[answers, 2]: number of the first window, and how many there are."
    verdicts: NDArray[np.int8]
    "[answers, kinds]"
    ways: NDArray[np.int64]
    "[ways]: number of the reading."
    good: NDArray[np.int8]
    "[ways]: a verdict."
    say: NDArray[np.int8]
    "[ways]: 1 can be said aloud, 0 cannot, -1 nothing is known."
    way_labels: NDArray[np.str_]
    answer_episodes: NDArray[np.str_]
    way_episodes: NDArray[np.str_]
    way_digests: NDArray[np.str_]
    "[ways]: which way each is (`labels.digest`)."

    @property
    def complete(self) -> NDArray[np.bool_]:
        """[answers]: all kinds were judged; the answers of the earlier round are not counted in scales and figures."""
        found: NDArray[np.bool_] = np.all(self.verdicts >= 0, axis=1)
        return found

    def folds(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The part of `FOLDS` of each answer and each way: all of an episode are in the same."""
        names = sorted({*self.answer_episodes.tolist(), *self.way_episodes.tolist()})
        random.Random(FOLD_SEED).shuffle(names)
        part = {name: n % FOLDS for n, name in enumerate(names)}
        answers, ways = (
            np.array([part[name] for name in episodes.tolist()], np.int64)
            for episodes in (self.answer_episodes, self.way_episodes)
        )
        return answers, ways


def build(
    pool: Mapping[str, Mapping[str, Any]],
    reads: Reads,
    answers: Iterable[Judged],
    reframes: Iterable[tuple[Place, Iterable[Said]]],
) -> Items:
    """All judged answers and ways of the pool (id → `text`, `question`, `episode`)."""
    readings: list[given.Given] = []
    windows, verdicts, ways, answer_episodes, way_episodes = [], [], [], [], []
    known: list[tuple[Place, Said]] = []
    for judged in answers:
        row = pool[judged.id]
        found = given.answer(row["text"], row["question"], reads.encode, reads.limits, reads.marks)
        windows.append((len(readings), len(found)))
        verdicts.append(judged.verdicts)
        answer_episodes.append(row["episode"])
        readings += found
    for place, text, said in made_again(pool, reframes):
        row = pool[place.id]
        way = Way(place.label, row["text"], place.first, place.last, text)
        ways.append(len(readings))
        readings.append(given.instead(way, reads.encode, reads.marks))
        known.append((place, said))
        way_episodes.append(row["episode"])
    sizes = np.array([len(reading.ids) for reading in readings], np.int64)
    inside = np.array([(reading.start, reading.end) for reading in readings], np.int64)
    return Items(
        np.concatenate([np.array(reading.ids, np.uint16) for reading in readings]),
        np.column_stack([np.cumsum(sizes) - sizes, sizes, inside]),
        np.array([reading.weight for reading in readings], np.float32),
        np.array(windows, np.int64),
        np.array(verdicts, np.int8),
        np.array(ways, np.int64),
        np.array([said.verdict for _, said in known], np.int8),
        np.array([-1 if said.say is None else said.say for _, said in known], np.int8),
        np.array([place.label for place, _ in known]),
        np.array(answer_episodes),
        np.array(way_episodes),
        np.array([said.digest for _, said in known]),
    )


def made_again(
    pool: Mapping[str, Mapping[str, Any]], reframes: Iterable[tuple[Place, Iterable[Said]]]
) -> Iterator[tuple[Place, str, Said]]:
    """Every judged way that the program still makes, with its place: the ways of `Items`, in their order."""
    for place, said_of in reframes:
        for text, said in labels.found_again(place, pool[place.id]["text"], said_of):
            yield place, text, said


def write(items: Items, file: Path) -> None:
    """Keep them: numbers of word pieces, so as private as the answers themselves."""
    np.savez_compressed(file, **{field.name: getattr(items, field.name) for field in dataclasses.fields(items)})


def read(file: Path) -> Items:
    """What `write` kept. Raises ValueError where an older program wrote it."""
    with np.load(file) as arrays:
        if lacking := {field.name for field in dataclasses.fields(Items)} - set(arrays.files):
            raise ValueError(f"{file} lacks {', '.join(sorted(lacking))}: fit the assessor again")
        return Items(**{name: arrays[name] for name in arrays.files})
