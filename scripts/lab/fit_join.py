"""Fit how reader, cues and plain rules are heard together, and the two tiers, on real answers (two minutes).

    python -m scripts.lab.fit_join --real FOLDER            fit, report, write models/reader/config.json
    python -m scripts.lab.fit_join --real FOLDER --check    report only

It learns from answers of episodes that the reader has not seen (`held_out` in its config.json names them); what it
prints is fitted on one half of those episodes and counted on the other, both ways round. Thresholds keep to a firing
budget first: so many wrong findings per 1,000 words and label; then to the precision asked for. Labels that real
speech does not carry (reactions to a changed constraint) take theirs from the invented development part.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scripts.lab import ROOT
from scripts.lab import real_speech as rs
from voice_interviewer.language import analyze
from voice_interviewer.language.model import Context
from voice_interviewer.language.reader import Join
from voice_interviewer.language.rules.passage import blank_markup
from voice_interviewer.language.weigh import weigher
from voice_interviewer.language.weigh.decide import possible
from voice_interviewer.language.weigh.join import MOST_CUES
from voice_interviewer.language.weigh.judge import JUDGED, PLAIN, cue_odds, plain_hits
from voice_interviewer.language.weigh.shipped import OnnxReader, load_reader
from voice_interviewer.rubric.relations import CHANGED_FACT

CONFIG = ROOT / "models" / "reader" / "config.json"
HOLD_SHARED, HOLD_OWN, HOLD_BIAS = 1.0, 300.0, 40.0
"How strongly the weights of all labels together, those of one label beside them, and its bias are held to their start."
BUDGETS = {True: (0.20, 0.06), False: (0.70, 0.16)}
"Wrong findings per 1,000 words that costs (True), or strengths, may make: all of them together, and a single label."
MAYBE = 0.2
"Least probability to be a perhaps."


@dataclass(slots=True)
class Data:
    """One row a stretch and label: what the three voices say, and what annotators heard."""

    label: np.ndarray
    x: np.ndarray
    "[rows, 3]: the reader's logit, the cues' log-odds, whether a plain rule hits."
    y: np.ndarray
    "1 marked surely, 0 not marked, -1 arguable."
    half: np.ndarray
    words: float


def voices(reader: OnnxReader, text: str, context: Context) -> tuple[list[tuple[int, int]], np.ndarray, np.ndarray]:
    """Stretches; the three voices [stretches, labels, 3]; whether each label can be there at all."""
    clean = blank_markup(text)
    parts = analyze.read(text, clean, context, reader)
    reading = reader.read(clean, context)
    spans, logits = list(reading.spans), np.array(reading.logits).reshape(-1, len(reading.labels))
    x = np.zeros((len(spans), len(JUDGED), 3))
    for k, label in enumerate(JUDGED):
        if label in reading.labels:
            x[:, k, 0] = logits[:, reading.labels.index(label)]
    x[:, :, 1] = np.array(cue_odds(spans, parts.views, weigher.load())).reshape(len(spans), -1)
    for n, hit in enumerate(plain_hits(spans, parts.views)):
        x[n, :, 2] = [label in hit for label in JUDGED]
    can = [[possible(label, one) for label in JUDGED] for one in parts.judged[: len(spans)]]
    return spans, x, np.array(can, bool).reshape(len(spans), len(JUDGED))


def mark(spans: Sequence[tuple[int, int]], places: Sequence[rs.Place]) -> np.ndarray:
    """What annotators heard of each stretch and label: 1, 0, or -1 where it is arguable or only brushed."""
    y = np.zeros((len(spans), len(JUDGED)))
    for place in places:
        k = JUDGED.index(place.label)
        for n, (start, end) in enumerate(spans):
            shared = min(end, place.end) - max(start, place.start)
            if shared <= 0:
                continue
            fully = shared > 0.4 * min(end - start, place.end - place.start)
            if fully and place.votes >= 2:
                y[n, k] = 1
            elif y[n, k] == 0:
                y[n, k] = -1
    return y


def collect(reader: OnnxReader, answers: Sequence[rs.Answer]) -> Data:
    """All stretches of real answers, for the labels that annotators gave."""
    rows = []
    kept = [JUDGED.index(label) for label in rs.LABELS]
    for answer in answers:
        spans, x, can = voices(reader, answer.text, Context(answer.question))
        y = mark(spans, answer.places)
        half = int(hashlib.md5(answer.episode.encode()).hexdigest(), 16) % 2
        for k in kept:
            for n in np.flatnonzero(can[:, k]):
                rows.append((k, *x[n, k], y[n, k], half))
    table = np.array(rows)
    return Data(table[:, 0].astype(int), table[:, 1:4], table[:, 4], table[:, 5], sum(a.words for a in answers))


def fit(data: Data, chosen: np.ndarray) -> dict[int, np.ndarray]:
    """[reader, cues, plain, bias] of each label: shared by all, and each label's own distance from that."""
    labels = sorted(set(data.label.tolist()))
    at = {label: n for n, label in enumerate(labels)}
    use = chosen & (data.y >= 0)
    x = np.column_stack(
        [data.x[use, 0], np.clip(data.x[use, 1], -MOST_CUES, MOST_CUES), data.x[use, 2], np.ones(use.sum())]
    )
    y, label = data.y[use], np.array([at[k] for k in data.label[use]])
    shared, own = np.array([1.0, 0.15, 1.5, 0.0]), np.zeros((len(labels), 4))
    start = shared.copy()
    hold = np.array([HOLD_OWN, HOLD_OWN, HOLD_OWN, HOLD_BIAS])
    for step in range(400):
        z = (x * (shared + own[label])).sum(1)
        slope = x * (1 / (1 + np.exp(-np.clip(z, -30, 30))) - y)[:, None]
        each = np.stack([np.bincount(label, slope[:, c], len(labels)) for c in range(4)], 1)
        rate = 0.02 / (1 + step / 100)
        size = np.maximum(1.0, np.sqrt((slope**2).sum(0)))
        shared -= rate * (slope.sum(0) + HOLD_SHARED * (shared - start)) / size
        own -= rate * (each + hold * own) / size
    shared, own = np.clip(shared, [0.2, 0.0, 0.0, -9], 9), own
    return {k: np.maximum(shared + own[n], [0.2, 0.0, 0.0, -9]) for k, n in at.items()}


def chances(data: Data, weights: dict[int, np.ndarray]) -> np.ndarray:
    """The joint probability of every row."""
    w = np.stack([weights[k] for k in data.label])
    z = (
        w[:, 0] * data.x[:, 0]
        + w[:, 1] * np.clip(data.x[:, 1], -MOST_CUES, MOST_CUES)
        + w[:, 2] * data.x[:, 2]
        + w[:, 3]
    )
    found: np.ndarray = np.maximum(1 / (1 + np.exp(-np.clip(z, -30, 30))), PLAIN * data.x[:, 2])
    return found


def tiers(data: Data, p: np.ndarray) -> dict[int, float]:
    """Least probability to be heard, per label: the lowest one that keeps to both budgets.

    Chances are calibrated, so one level serves all labels of a side; only a label that is still too loud has its own.
    """
    found = {}
    cost = np.isin(data.label, [JUDGED.index(label) for label in rs.COST_LABELS])
    for side, (together, single) in BUDGETS.items():
        level = _least(p[(cost == side) & (data.y == 0)], together * data.words / 1000)
        for k in set(data.label[cost == side].tolist()):
            found[k] = max(level, _least(p[(data.label == k) & (data.y == 0)], single * data.words / 1000))
    return found


def _least(wrong: np.ndarray, allowed: float) -> float:
    """The lowest level, in steps of a hundredth, that no more than `allowed` of the `wrong` chances reach."""
    levels = (level / 100 for level in range(20, 100))
    return next((level for level in levels if (wrong >= level).sum() <= max(1.0, allowed)), 1.0)


def figures(data: Data, p: np.ndarray, least: dict[int, float], chosen: np.ndarray, words: float) -> str:
    """A line: precision, wrong per 1,000 words, recall."""
    over = (p >= np.array([least[k] for k in data.label])) & chosen
    cost = np.isin(data.label, [JUDGED.index(label) for label in rs.COST_LABELS])
    right, wrong = over & (data.y == 1), over & (data.y == 0)
    there = chosen & (data.y == 1)
    return (
        f"precision {right.sum() / max(1, right.sum() + wrong.sum()):.2f}, wrong per 1,000 words"
        f" {1000 * (wrong & cost).sum() / words:.2f} / {1000 * (wrong & ~cost).sum() / words:.2f}, recall"
        f" {(right & cost).sum()} of {(there & cost).sum()} / {(right & ~cost).sum()} of {(there & ~cost).sum()}"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--real", type=Path, required=True, help="folder of the real answers with their labels")
    parser.add_argument("--check", action="store_true", help="report only")
    args = parser.parse_args(argv)
    reader = load_reader()
    assert reader is not None, "models/reader is not there"
    config = json.loads(CONFIG.read_text(encoding="utf-8"))
    held = set(config["held_out"])
    data = collect(reader, [a for a in rs.training(args.real) if a.id in held])
    every = np.ones(len(data.y), bool)
    crossed = np.zeros(len(data.y))
    for half in (0, 1):
        crossed[data.half == half] = chances(data, fit(data, data.half != half))[data.half == half]
    for sure in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        flat = dict.fromkeys(set(data.label.tolist()), sure)
        print(f"from {sure}: {figures(data, crossed, flat, every, data.words)}")
    least = tiers(data, crossed)
    print(f"tiers: {figures(data, crossed, least, every, data.words)}")
    weights = fit(data, every)
    shared = np.mean(list(weights.values()), 0)
    joins = {}
    for k, label in enumerate(JUDGED):
        if label in CHANGED_FACT:
            joins[label] = Join(round(float(shared[0]), 3), 0.5, 0.0, 0.0, 0.5, 0.3)
            continue
        w = weights[k]
        voice, cues, plain, bias = (round(float(v), 3) for v in w)
        joins[label] = Join(voice, cues, plain, bias, round(least[k], 3), round(min(MAYBE, least[k] / 2), 3))
        print(f"{label:<22} {joins[label]}")
    if not args.check:
        config["joins"] = {label: dataclasses.asdict(join) for label, join in joins.items()}
        CONFIG.write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
