"""Decide for each label how the weighed cues and the tagger are joined, from held-out training texts (a minute).

    python -m scripts.lab.fit_tagger_blend            fit, report, write models/tagger/config.json
    python -m scripts.lab.fit_tagger_blend --check    report only

Run it after `scripts.lab.fit_cue_weights`. It reads the tagger's held-out logits as `scripts.lab.train_tagger` left them,
fits the cue weights anew in each cell, so that both opinions come from models that saw neither the domain nor, for the
lines of other writers, the writer of a text, and joins them by a logistic model of three numbers per label. The F1 it prints has all of that fitted
on the other cells. What it cannot hold out: the rules were written by somebody who had read all training texts.
The test part is never read.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scripts.lab import ROOT
from scripts.lab import fit_cue_weights as cues
from scripts.lab.evaluation import Row, read_rows
from voice_interviewer.language.reader import Blend, Reading
from voice_interviewer.language.weigh.tagger_combine import log_odds, within
from voice_interviewer.language.weigh.tagger_windows import windows

HELD_OUT = "held_out.npz"
GAIN = 0.01
RELIEF = 0.05
"The tagger is heard on a label where it raises held-out F1 by `GAIN` or lowers held-out log loss by this share."
HOLD = 2.0
"How strongly the weights of the join are held towards their start, in texts."
SAME_HAND = 0.35
"What a held-out text of the training part counts beside a line of a held-out writer: other texts by its author were seen."
FLAT = 0.01
"Thresholds whose F1 differs by no more are as good as each other."
GRID = np.arange(0.1, 0.81, 0.02)


@dataclass(slots=True)
class Data:
    """One row a window of the cues: what was wanted [n, labels], both opinions as log-odds, and how it was held out."""

    wanted: np.ndarray
    cues: np.ndarray
    tagger: np.ndarray
    possible: np.ndarray
    weight: np.ndarray
    cell: np.ndarray


def save(
    path: Path, ids: list[str], starts: list[int], cells: list[int], logits: np.ndarray, labels: tuple[str, ...]
) -> None:
    """Write held-out logits: one entry a window, named by the text's id and the window's first character."""
    np.savez_compressed(
        path, ids=np.array(ids), starts=np.array(starts, np.int32), cells=np.array(cells, np.int8),
        logits=logits.astype(np.float16), labels=np.array(labels),
    )  # fmt: skip


def collect(rows: list[Row], path: Path) -> Data:
    """Both opinions on every text that has held-out logits; texts changed since are left out."""
    with np.load(path) as held:
        labels = tuple(held["labels"].tolist())
        logits: dict[str, dict[int, tuple[float, ...]]] = {}
        cell_of: dict[str, int] = {}
        for name, start, cell, row in zip(held["ids"], held["starts"], held["cells"], held["logits"], strict=True):
            logits.setdefault(str(name), {})[int(start)] = tuple(map(float, row))
            cell_of[str(name)] = int(cell)
    assert labels == cues.WEIGHED, "the tagger's labels are not those of the cues"
    parts = []
    every = cues.examples(rows)
    for number in sorted(set(cell_of.values())):
        held = [e for e in every if cell_of.get(rows[e.row].id) == number]
        away = {e.domain for e in held}
        seen = [e for e in every if e.domain not in away]
        index = cues.vocabulary(seen)
        weights, bias = cues.fit(cues.matrix(seen, index), cues.targets(seen), list(index))
        said = 1 / (1 + np.exp(-(cues.matrix(held, index) @ weights + bias)))
        for example, chances in zip(held, said, strict=True):
            row = rows[example.row]
            cut = windows(row.text, row.context)
            if [w.start for w in cut] != sorted(logits[row.id]):
                continue
            spans = tuple((w.start, w.end) for w in cut)
            reading = Reading(labels, spans, tuple(logits[row.id][w.start] for w in cut), {})
            inside = within(reading, example.start, example.end)
            if inside is None:
                continue
            parts.append((
                [label in example.labels for label in labels], [log_odds(float(p)) for p in chances], inside,
                [label in example.possible for label in labels],
                example.weight * (1.0 if row.domain.startswith("lines") else SAME_HAND), number,
            ))  # fmt: skip
    wanted, said, z, possible, weight, cell = (np.array(column, float) for column in zip(*parts, strict=True))
    return Data(wanted, said, z, possible > 0, weight, cell)


def logistic(x: np.ndarray, y: np.ndarray, weight: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Logistic coefficients (Newton's method), held towards `start`; none negative but the intercept, the last."""
    w = start.copy()
    hold = np.full(len(w), HOLD)
    hold[-1] = 0.02
    free = np.ones(len(w), bool)
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        slope = x.T @ (weight * (p - y)) + hold * (w - start)
        curve = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(hold)
        step = np.zeros_like(w)
        step[free] = np.linalg.solve(curve[np.ix_(free, free)], slope[free])
        w -= np.clip(step, -1, 1)
        bad = (w[:-1] < 0) & free[:-1]
        w[:-1][bad], free[:-1] = 0.0, free[:-1] & ~bad
        if np.abs(step).max() < 1e-6:
            break
    return w


def f1(said: np.ndarray, wanted: np.ndarray, weight: np.ndarray) -> float:
    """F1 with weighted texts."""
    both = float((weight * (said & (wanted > 0))).sum())
    return 2 * both / max(1e-9, float((weight * said).sum() + (weight * wanted).sum()))


def threshold(p: np.ndarray, wanted: np.ndarray, weight: np.ndarray) -> float:
    """Of the thresholds whose F1 (smoothed over neighbours) is as good as the best, the one nearest to half of that F1.

    For calibrated probabilities half the best F1 is the best threshold (Lipton, Elkan, Narayanaswamy 2014); where the
    curve is flat, as mostly here, theory is steadier than a few dozen texts.
    """
    values = np.pad([f1(p >= t, wanted, weight) for t in GRID], 4, mode="edge")
    smooth = np.convolve(values, np.ones(9) / 9, mode="valid")
    good = GRID[smooth >= smooth.max() - FLAT]
    return float(good[np.abs(good - smooth.max() / 2).argmin()])


def design(data: Data, column: int, mode: str) -> tuple[np.ndarray, np.ndarray]:
    """What the logistic model of a label sees, and where its coefficients start."""
    one = np.ones(len(data.wanted))
    if mode == "both":
        return np.stack([data.cues[:, column], data.tagger[:, column], one], 1), np.array([0.5, 0.5, 0.0])
    opinion = data.cues if mode == "rules" else data.tagger
    return np.stack([opinion[:, column], one], 1), np.array([1.0, 0.0])


def fit_label(data: Data, column: int, mode: str, rows: np.ndarray) -> tuple[np.ndarray, float]:
    """Coefficients and threshold of one label in one mode from `rows`; the cues keep their own probabilities."""
    x, start = design(data, column, mode)
    use = rows & data.possible[:, column]
    y, weight = data.wanted[use, column], data.weight[use]
    w = start if mode == "rules" else logistic(x[use], y, weight, start)
    return w, threshold(1 / (1 + np.exp(-x[use] @ w)), y, weight)


def crossed(data: Data, column: int, mode: str) -> tuple[float, float]:
    """F1 and mean log loss of a mode where coefficients and threshold come from the other cells."""
    said = np.zeros(len(data.wanted), bool)
    loss = 0.0
    x, _ = design(data, column, mode)
    for cell in np.unique(data.cell):
        w, limit = fit_label(data, column, mode, data.cell != cell)
        here = (data.cell == cell) & data.possible[:, column]
        z, y = x[here] @ w, data.wanted[here, column]
        said[here] = 1 / (1 + np.exp(-z)) >= limit
        loss += float((data.weight[here] * (np.logaddexp(0, z) - y * z)).sum())
    return f1(said, data.wanted[:, column], data.weight), loss / float(data.weight.sum())


def refit(rows: list[Row], folder: Path, max_tokens: int, check: bool = False) -> dict[str, dict[str, float]]:
    """Fit all labels, print the table, write config.json unless `check`; returns held-out F1 by label and mode."""
    data = collect(rows, folder / HELD_OUT)
    every = np.ones(len(data.wanted), bool)
    blends: dict[str, dict[str, float | str]] = {}
    alone: dict[str, dict[str, float]] = {}
    table: dict[str, dict[str, float]] = {}
    print(f"{len(every)} held-out windows in {len(np.unique(data.cell))} cells")
    print(f"{'label':22}{'n':>6}{'cues':>8}{'tagger':>8}{'both':>8}  kept, held-out loss in thousandths")
    for column, label in enumerate(cues.WEIGHED):
        result = {mode: crossed(data, column, mode) for mode in ("rules", "tagger", "both")}
        score, loss = ({mode: pair[k] for mode, pair in result.items()} for k in (0, 1))
        # Joined unless the tagger alone is better by both measures: an F1 over a few dozen positives is unsteady.
        alone_wins = score["tagger"] >= score["both"] + GAIN and loss["tagger"] < loss["both"]
        mode = "tagger" if alone_wins else "both"
        if score[mode] < score["rules"] + GAIN and loss[mode] > (1 - RELIEF) * loss["rules"]:
            mode = "rules"
        w, limit = fit_label(data, column, "both" if mode == "rules" else mode, every)
        blend = Blend(mode, float(w[0]) if mode != "tagger" else 0.0, float(w[-2]), float(w[-1]), limit)
        blends[label] = {k: round(v, 4) if isinstance(v, float) else v for k, v in dataclasses.asdict(blend).items()}
        w, limit = fit_label(data, column, "tagger", every)
        alone[label] = {"scale": round(float(w[0]), 4), "bias": round(float(w[1]), 4), "threshold": round(limit, 3)}
        table[label] = {**score, "kept": score[mode]}
        losses = " ".join(f"{1000 * x:.0f}" for x in loss.values())
        n = float((data.weight * data.wanted[:, column]).sum())
        print(f"{label:22}{n:6.0f}{score['rules']:8.3f}{score['tagger']:8.3f}{score['both']:8.3f}  {mode:8}{losses}")
    for name, labels in (("eight signals", cues.WEIGHED[:8]), ("macro", cues.WEIGHED)):
        means = [np.mean([table[label][mode] for label in labels]) for mode in ("rules", "tagger", "both", "kept")]
        print(f"{name:28}{means[0]:8.3f}{means[1]:8.3f}{means[2]:8.3f}  {means[3]:.3f}")
    if not check:
        config = {
            "model_type": "bert",
            "problem_type": "multi_label_classification",
            "id2label": {str(number): label for number, label in enumerate(cues.WEIGHED)},
            "max_tokens": max_tokens,
            "blend": blends,
            "alone": alone,
        }
        (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
        print(f"wrote {folder / 'config.json'}")
    return table


def main(argv: Sequence[str] | None = None) -> None:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="report only")
    parser.add_argument("--folder", type=Path, default=ROOT / "models" / "tagger")
    arguments = parser.parse_args(argv)
    rows = read_rows(sorted(cues.TRAIN.glob("*.jsonl"))) + cues.more_rows()
    config = arguments.folder / "config.json"
    max_tokens = int(json.loads(config.read_text(encoding="utf-8"))["max_tokens"]) if config.is_file() else 80
    refit(rows, arguments.folder, max_tokens, arguments.check)


if __name__ == "__main__":
    main()
