"""Findings on answers of real people held against annotators: right, arguable, wrong, and what was missed.

The texts stay where they are (`README.md` beside them says whose they are): here is only the counting.
A finding is *right* where at least two annotators marked its label on any of its words, *arguable* where one did (or
one marked a near relative there), *wrong* where none did. Recall is over places that two marked, one of them surely.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from voice_interviewer.rubric.keys import COSTS, REACTIONS, SIGNALS, STRENGTHS
from voice_interviewer.rubric.relations import alike

COST_LABELS = tuple(label for label in COSTS if label not in REACTIONS)
GOOD_LABELS = tuple(label for label in (*SIGNALS, *STRENGTHS) if label != "calm_adaptation")
"Labels that annotators of real speech gave: nobody changed a constraint there."
LABELS = (*COST_LABELS, *GOOD_LABELS)
RESAMPLES = 1000
LATER = Path(__file__).parent / "reader" / "more_labels.jsonl"
RIGHT, ARGUABLE, WRONG = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Place:
    """What annotators marked: characters `start` to behind `end`."""

    label: str
    start: int
    end: int
    votes: int
    sure: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """One real answer with its labels."""

    id: str
    episode: str
    question: str
    text: str
    places: tuple[Place, ...]
    targets: frozenset[str]
    "Follow-up targets that any annotator would pursue; `none` is one of them."
    trap: str | None
    mode: str

    @property
    def words(self) -> int:
        """How many words were said."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Found:
    """One finding of the program."""

    label: str
    start: int
    end: int
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Said:
    """What the program said of one answer."""

    heard: tuple[Found, ...]
    perhaps: tuple[Found, ...] = ()
    target: str = "none"
    trap: str | None = None


@dataclass(slots=True)
class Tally:
    """Counts over answers."""

    words: int = 0
    kinds: dict[str, list[int]] = field(default_factory=lambda: {label: [0, 0, 0] for label in LABELS})
    "Label to findings right, arguable, wrong."
    met: dict[str, list[int]] = field(default_factory=lambda: {label: [0, 0] for label in LABELS})
    "Label to places found, places there."
    targets: list[int] = field(default_factory=lambda: [0, 0])
    traps: list[int] = field(default_factory=lambda: [0, 0])

    def add(self, other: Tally) -> None:
        """Count another tally in."""
        self.words += other.words
        for label in LABELS:
            for n in range(3):
                self.kinds[label][n] += other.kinds[label][n]
            for n in range(2):
                self.met[label][n] += other.met[label][n]
        for n in range(2):
            self.targets[n] += other.targets[n]
            self.traps[n] += other.traps[n]

    def of(self, labels: Iterable[str]) -> tuple[list[int], list[int]]:
        """([right, arguable, wrong], [found, there]) over some labels."""
        chosen = list(labels)
        return (
            [sum(self.kinds[label][n] for label in chosen) for n in range(3)],
            [sum(self.met[label][n] for label in chosen) for n in range(2)],
        )

    def figures(self) -> dict[str, float]:
        """The headline figures."""
        costs, found_costs = self.of(COST_LABELS)
        good, found_good = self.of(GOOD_LABELS)
        right, wrong = costs[RIGHT] + good[RIGHT], costs[WRONG] + good[WRONG]
        thousand = max(1, self.words) / 1000
        return {
            "precision": right / max(1, right + wrong),
            "wrong accusations per 1,000 words": costs[WRONG] / thousand,
            "wrong praise per 1,000 words": good[WRONG] / thousand,
            "recall, costs": found_costs[0] / max(1, found_costs[1]),
            "recall, strengths": found_good[0] / max(1, found_good[1]),
            "target named": self.targets[0] / max(1, self.targets[1]),
            "false traps": self.traps[0] / max(1, self.traps[1]),
        }


def _lines(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _answer(text: Mapping[str, Any], gold: Mapping[str, Any], places: Iterable[Place]) -> Answer:
    return Answer(
        id=gold["id"],
        episode=text.get("episode", gold["id"]),
        question=text["question"],
        text=text["text"],
        places=tuple(places),
        targets=frozenset(gold["targets"]),
        trap=gold.get("trap"),
        mode=gold.get("mode", ""),
    )


def development(folder: Path) -> list[Answer]:
    """The development part: three annotators an answer."""
    gold = {row["id"]: row for row in _lines(folder / "dev_gold.jsonl")}
    found = []
    for text in _lines(folder / "dev_answers.jsonl"):
        if row := gold.get(text["id"]):
            places = (Place(s["label"], s["start"], s["end"], s["votes"], s["sure"]) for s in row["spans"])
            found.append(_answer(text, row, places))
    return found


def pool(folder: Path) -> list[dict[str, Any]]:
    """Every answer of the pool, most of them unlabelled: id, part, episode, question, text."""
    return _lines(folder / "pool.jsonl.gz")


def training(folder: Path) -> list[Answer]:
    """Labelled answers of the training part, one annotator each: what they were sure of counts as two votes.

    Those labelled later (`LATER`, ids and offsets) are among them.
    """
    gold = {row["id"]: row for path in (LATER, folder / "train_gold.jsonl") for row in _lines(path)}
    found = []
    for text in pool(folder):
        if (row := gold.get(text["id"])) and text["part"] == "train":
            places = (Place(s["label"], s["start"], s["end"], 1 + s["sure"], s["sure"]) for s in row["spans"])
            found.append(_answer(text, row, places))
    return found


def kind(found: Found, places: Collection[Place]) -> int:
    """RIGHT, ARGUABLE or WRONG."""
    over = [p for p in places if found.start < p.end and p.start < found.end]
    votes = max((p.votes for p in over if p.label == found.label), default=0)
    if votes < 2 and any(p.label in alike(found.label) for p in over):
        votes = max(votes, 1)
    return RIGHT if votes >= 2 else ARGUABLE if votes == 1 else WRONG


def tally(answer: Answer, said: Said, least: float = 0.0) -> Tally:
    """Counts for one answer; findings below the confidence `least` are passed over."""
    counts = Tally(words=answer.words)
    shown = [f for f in said.heard if f.label in LABELS and f.confidence >= least]
    for one in shown:
        counts.kinds[one.label][kind(one, answer.places)] += 1
    for place in answer.places:
        if place.votes >= 2 and place.sure:
            counts.met[place.label][1] += 1
            counts.met[place.label][0] += any(
                f.label == place.label and f.start < place.end and place.start < f.end for f in shown
            )
    counts.targets = [said.target in answer.targets, 1]
    if answer.trap is None:
        counts.traps = [said.trap is not None, 1]
    return counts


def total(tallies: Iterable[Tally]) -> Tally:
    """All of them together."""
    counts = Tally()
    for one in tallies:
        counts.add(one)
    return counts


def intervals(tallies: Sequence[Tally], seed: int = 7) -> dict[str, tuple[float, float]]:
    """95 % bootstrap intervals of the headline figures, over answers."""
    source = random.Random(seed)
    drawn: dict[str, list[float]] = {}
    for _ in range(RESAMPLES):
        for name, value in total(source.choices(tallies, k=len(tallies))).figures().items():
            drawn.setdefault(name, []).append(value)
    return {
        name: (sorted(values)[int(0.025 * RESAMPLES)], sorted(values)[int(0.975 * RESAMPLES) - 1])
        for name, values in drawn.items()
    }


def report(answers: Sequence[Answer], said: Sequence[Said], *, listed: bool = False) -> dict[str, Any]:
    """Print the figures, label by label, with the curve over confidence; give them back."""
    each = [tally(a, s) for a, s in zip(answers, said, strict=True)]
    counts = total(each)
    figures, ranges = counts.figures(), intervals(each)
    print(f"{len(answers)} answers, {counts.words} words")
    for name, value in figures.items():
        print(f"  {name:<36}{value:7.3f}   {ranges[name][0]:.3f} to {ranges[name][1]:.3f}")
    print(f"  {'label':<22}{'right':>6}{'arg.':>6}{'wrong':>6}   recall")
    for label in LABELS:
        right, arguable, wrong = counts.kinds[label]
        met, there = counts.met[label]
        print(f"  {label:<22}{right:>6}{arguable:>6}{wrong:>6}   {met} of {there}")
    curve = []
    everything = [Said((*s.heard, *s.perhaps), (), s.target, s.trap) for s in said]
    print("  heard findings from a confidence on; `all`: with what is folded away")
    for name, side, least in [("", said, t) for t in (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)] + [("all", everything, 0.0)]:
        at = total(tally(a, s, least) for a, s in zip(answers, side, strict=True)).figures()
        curve.append({"from": name or least, **at})
        blame, praise = at["wrong accusations per 1,000 words"], at["wrong praise per 1,000 words"]
        costs, strengths = at["recall, costs"], at["recall, strengths"]
        print(
            f"  {name or least!s:>5}: precision {at['precision']:.2f}, wrong {blame:.2f} / {praise:.2f},"
            f" recall {costs:.2f} / {strengths:.2f}"
        )
    if listed:
        for answer, what in zip(answers, said, strict=True):
            for one in what.heard:
                if one.label in LABELS and kind(one, answer.places) == WRONG:
                    print(f"  wrong {answer.id} {one.label}: {answer.text[one.start : one.end][:160]!r}")
    return {
        "answers": len(answers),
        "words": counts.words,
        "figures": figures,
        "intervals": ranges,
        "labels": {label: {"kinds": counts.kinds[label], "recall": counts.met[label]} for label in LABELS},
        "curve": curve,
    }


Detector = Callable[[str], Sequence[Found]]


def word_lists(answers: Sequence[Answer], detectors: Mapping[str, Mapping[str, Detector]]) -> None:
    """What lists of words make of the same answers: precision and wrong findings per 1,000 words."""
    words = sum(a.words for a in answers)
    for label, named in detectors.items():
        for name, detect in named.items():
            counts = [0, 0, 0]
            for answer in answers:
                for one in detect(answer.text):
                    counts[kind(one, answer.places)] += 1
            precise = counts[RIGHT] / max(1, counts[RIGHT] + counts[WRONG])
            wrong = 1000 * counts[WRONG] / words
            print(f"  {label}, {name}: precision {precise:.2f}, wrong per 1,000 words {wrong:.1f}")
