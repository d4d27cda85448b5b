"""What readers said of questions after real answers, and of ways to say a sentence of them: letters by id, no text.

`questions.txt` names the kinds of questions in its first line; each further line is an answer of the pool and a letter
a kind: g good, f fair, b out of place, - not asked (an earlier round judged other questions too; 120 of its answers
were judged twice). `reframes.jsonl` has one line a way: the answer, the finding (`label`, `start`, `end`), the sentence
(`first`, `last`), a digest of the way's text, and three verdicts on it. `verdict`: how good it would be in the place of
the sentence, as a letter. `say`: whether it could be said there as it stands, what follows included. `alone`: whether
it could be said by itself, as another way to say the sentence; what follows in the answer does not count, for nobody
reads it out behind a reframe. null: unknown; `alone` is known of the ways of a later round, in the forms of that time.
`forms.yaml` holds what was judged beside those that are offered.

`verbatim.txt`: whether sentences can be said again as they were, with what is asked for behind them. A line is an
answer, where the sentence begins and ends in it, a digest of what is said again, and a letter a reader: y can be said,
n not. Of a single reader's n it is known why: f a fragment, g garbled, m means another thing alone, d no decision of
the speaker's, o other.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from voice_interviewer.debrief.data.proposals import proposals
from voice_interviewer.debrief.data.reframes import templates

HERE = Path(__file__).parent
QUESTIONS, REFRAMES, FORMS = HERE / "questions.txt", HERE / "reframes.jsonl", HERE / "forms.yaml"
VERBATIM = HERE / "verbatim.txt"
LETTERS = "bfg"
"A verdict is a letter's place here; -1 where nothing is known."


@dataclass(frozen=True, slots=True)
class Judged:
    """How the questions would be taken after an answer, in the order of `kinds()`."""

    id: str
    verdicts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A finding in an answer, and the sentence that it lies in."""

    id: str
    label: str
    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one way."""

    digest: str
    verdict: int
    say: bool | None
    "In its place."
    alone: bool | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """What was said of a sentence that is said again as it was."""

    id: str
    first: int
    last: int
    digest: str
    letters: str
    why: str = ""


def kinds(file: Path = QUESTIONS) -> tuple[str, ...]:
    """The kinds of questions that were judged."""
    return tuple(file.read_text(encoding="utf-8").splitlines()[0].removeprefix("#").split())


def questions(file: Path = QUESTIONS) -> list[Judged]:
    """Every judged answer."""
    found = []
    for line in file.read_text(encoding="utf-8").splitlines()[1:]:
        name, letters = line.split()
        found.append(Judged(name, tuple(LETTERS.find(letter) for letter in letters)))
    return found


def reframes(file: Path = REFRAMES) -> list[tuple[Place, list[Said]]]:
    """Every judged way, by the place that it was made for."""
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    each = (
        (
            Place(*(row[key] for key in Place.__slots__)),
            Said(row["way"], LETTERS.index(row["verdict"]), row["say"], row["alone"]),
        )
        for row in rows
    )
    return [(place, [said for _, said in group]) for place, group in groupby(each, key=lambda pair: pair[0])]


def verbatim(file: Path = VERBATIM) -> list[Again]:
    """Every sentence that was judged as it was said."""
    lines = (line.split() for line in file.read_text(encoding="utf-8").splitlines())
    return [Again(name, int(first), int(last), *rest) for name, first, last, *rest in lines]


def digest(way: str) -> str:
    """What stands for a way in `reframes.jsonl`."""
    return hashlib.sha256(way.encode()).hexdigest()[:12]


def found_again(place: Place, text: str, judged: Iterable[Said]) -> Iterator[tuple[str, Said]]:
    """The ways of an answer's sentence that were judged, made once more.

    Those that a later wording of the forms, or of what leaves words out, no longer produces are passed over.
    """
    ways = {digest(way): way for way in _ways(place, text)}
    for said in judged:
        if said.digest in ways:
            yield ways[said.digest], said


def _ways(place: Place, text: str) -> Iterator[str]:
    """All of them: one form at a time, since of all forms together only the first ways are made."""
    about = templates()[place.label]
    cue = re.compile(about.cue, re.IGNORECASE) if about.cue else None
    sentence, words = (place.first, place.last), (place.start, place.end)
    forms, behind = judged_forms(place.label)
    for form in forms:
        yield from proposals(place.label, text, sentence, words, [form], behind=behind, cue=cue)


def judged_forms(label: str) -> tuple[Sequence[str], int]:
    """The forms in which ways were judged, offered or not, and how many sentences behind one were."""
    about, kept = templates()[label], _kept().get(label, {})
    return (*about.forms, *kept.get("forms", ())), max(about.behind, kept.get("behind", 0))


@cache
def _kept() -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = yaml.safe_load(FORMS.read_text(encoding="utf-8"))
    return found
