"""Scores findings against labelled texts: precision, recall, F1 with intervals, per label and per group of speakers."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from voice_interviewer.language.model import Analysis, Context, Interruption
from voice_interviewer.rubric.keys import DISFLUENCIES, LABELS, STORY_PARTS

Analyzer = Callable[[str, Context], Analysis]
RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Span:
    """A label on characters `start` to behind `end`."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled text."""

    id: str
    text: str
    context: Context
    labels: tuple[Span, ...]
    domain: str = ""
    style: str = ""
    asr: bool = False
    nonnative: bool = False
    answer: Mapping[str, Any] | None = None
    "`story`, `trap`, `reaction`, `target` for a full answer; None for a sentence."

    def has(self, label: str) -> bool:
        """Whether the annotator gave the label."""
        return any(span.label == label for span in self.labels)


@dataclass(slots=True)
class Counts:
    """True and false positives, and false negatives."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def precision(self) -> float:
        """Share of the findings that the annotator agrees with; 0 when there is none."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """Share of the annotator's labels that were found; 0 when there is none."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """A label's score, with a 95 % interval of F1 by resampling texts."""

    label: str
    support: int
    precision: float
    recall: float
    f1: float
    low: float
    high: float


@dataclass(slots=True)
class Judged:
    """A row with what the program said."""

    row: Row
    found: Analysis
    predicted: set[str] = field(default_factory=set)


def parse_row(record: Mapping[str, Any]) -> Row:
    """A row from its JSON record; raises KeyError or ValueError when the record breaks the format."""
    given = record.get("context") or {}
    interruption = given.get("interruption")
    text = record["text"]
    labels = tuple(Span(item["label"], int(item["start"]), int(item["end"])) for item in record["labels"])
    for span in labels:
        if span.label not in LABELS or not 0 <= span.start < span.end <= len(text):
            raise ValueError(f"{record['id']}: bad label {span}")
    style = record.get("style", "")
    answer = None
    if "story" in record:
        answer = {key: record.get(key) for key in ("story", "trap", "reaction", "target")}
    return Row(
        id=record["id"],
        text=text,
        context=Context(
            question=given.get("question") or "",
            pattern=given.get("pattern"),
            opening=bool(given.get("opening", True)),
            interruption=Interruption(interruption["text"], int(interruption["at"])) if interruption else None,
        ),
        labels=labels,
        domain=record.get("domain", ""),
        style=style,
        asr=bool(record.get("asr")) or "asr" in style,
        nonnative=bool(record.get("nonnative")) or "non-native" in style,
        answer=answer,
    )


def read_rows(paths: Iterable[Path]) -> list[Row]:
    """All rows of JSON-lines files, in order."""
    rows: list[Row] = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                rows.append(parse_row(json.loads(line)))
    return rows


def judge(rows: Iterable[Row], analyzer: Analyzer) -> list[Judged]:
    """Run the analyzer over all rows."""
    result: list[Judged] = []
    for row in rows:
        found = analyzer(row.text, row.context)
        result.append(Judged(row, found, {finding.label for finding in found.findings}))
    return result


def count(pairs: Iterable[tuple[bool, bool]]) -> Counts:
    """Counts from (wanted, found) pairs."""
    counts = Counts()
    for wanted, found in pairs:
        counts.tp += wanted and found
        counts.fp += found and not wanted
        counts.fn += wanted and not found
    return counts


def interval(pairs: Sequence[tuple[bool, bool]], seed: int = 7) -> tuple[float, float]:
    """95 % bootstrap interval of F1 over texts."""
    relevant = [pair for pair in pairs if pair[0] or pair[1]]
    if not relevant:
        return 0.0, 0.0
    source = random.Random(seed)
    values = sorted(count(source.choices(relevant, k=len(relevant))).f1 for _ in range(RESAMPLES))
    return values[int(0.025 * RESAMPLES)], values[int(0.975 * RESAMPLES) - 1]


def score_pairs(label: str, pairs: Sequence[tuple[bool, bool]]) -> Score:
    """Score one label from (wanted, found) pairs."""
    counts = count(pairs)
    low, high = interval(pairs)
    return Score(label, sum(w for w, _ in pairs), counts.precision, counts.recall, counts.f1, low, high)


def by_label(judged: Sequence[Judged]) -> list[Score]:
    """Text-level scores: does the label occur in the text or not."""
    return [
        score_pairs(label, [(item.row.has(label), label in item.predicted) for item in judged])
        for label in LABELS
        if any(item.row.has(label) for item in judged)
    ]


def hedge_confusion(judged: Sequence[Judged]) -> dict[str, dict[str, int]]:
    """Gold hedge, calibration, both or neither against what was found."""

    def kind(hedge: bool, calibration: bool) -> str:
        return "both" if hedge and calibration else "hedge" if hedge else "calibration" if calibration else "neither"

    table: dict[str, dict[str, int]] = {}
    for item in judged:
        gold = kind(item.row.has("hedge"), item.row.has("calibration"))
        said = kind("hedge" in item.predicted, "calibration" in item.predicted)
        table.setdefault(gold, {}).setdefault(said, 0)
        table[gold][said] += 1
    return table


GROUPS: dict[str, Callable[[Row], bool]] = {
    "native": lambda row: not row.nonnative,
    "nonnative": lambda row: row.nonnative,
    "recogniser-like": lambda row: row.asr,
    "filler-heavy": lambda row: sum(span.label in DISFLUENCIES for span in row.labels) >= 2,
    "plain": lambda row: row.style == "plain",
}


def fairness(judged: Sequence[Judged], costs: Sequence[str]) -> dict[str, dict[str, float]]:
    """Per group: the share of texts without a cost that are flagged with one all the same, with its 95 % interval."""
    result: dict[str, dict[str, float]] = {}
    for name, member in GROUPS.items():
        clean = [i for i in judged if member(i.row) and not any(i.row.has(label) for label in costs)]
        flagged = sum(bool(i.predicted & set(costs)) for i in clean)
        low, high = wilson(flagged, len(clean))
        result[name] = {
            "texts": len(clean),
            "flagged": flagged,
            "rate": flagged / len(clean) if clean else 0.0,
            "low": low,
            "high": high,
        }
    return result


def wilson(hits: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (Wilson 1927)."""
    if total == 0:
        return 0.0, 1.0
    share = hits / total
    scale = 1 + z * z / total
    centre = (share + z * z / (2 * total)) / scale
    spread = z * ((share * (1 - share) / total + z * z / (4 * total * total)) ** 0.5) / scale
    return max(0.0, centre - spread), min(1.0, centre + spread)


def answers(judged: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """Accuracy on full answers: each story part, all parts together, trap, reaction, target."""
    rows = [item for item in judged if item.row.answer is not None]
    table: dict[str, list[bool]] = {}
    for item in rows:
        gold: Mapping[str, Any] = item.row.answer or {}
        story = gold["story"] or {}
        for part in STORY_PARTS:
            right = bool(story.get(part)) == (item.found.story.get(part) is not None)
            table.setdefault(f"story:{part}", []).append(right)
            table.setdefault("story", []).append(right)
        table.setdefault("trap", []).append(gold["trap"] == item.found.trap)
        if item.row.context.interruption is not None:
            table.setdefault("reaction", []).append(gold["reaction"] == item.found.reaction)
        table.setdefault("target", []).append(gold["target"] == item.found.weakness.target)
        if gold["target"] is not None:
            table.setdefault("target, where there is one", []).append(gold["target"] == item.found.weakness.target)
    result = {}
    for name, values in table.items():
        low, high = wilson(sum(values), len(values))
        result[name] = {"n": len(values), "accuracy": sum(values) / len(values), "low": low, "high": high}
    return result
