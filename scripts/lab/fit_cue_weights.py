"""Fit the weights with which language rules' cues are added up, from the training part of the corpus (about a minute).

    python -m scripts.lab.fit_cue_weights            fit, report on held-out domains, write the weights
    python -m scripts.lab.fit_cue_weights --check    report only

Besides the training part it reads `tests/language/*lines*.yaml`, lines by other hands, so that the weights lean less on one
writer's habits. Every label gets a logistic model over the features of `voice_interviewer/language/cues/features.py`. Each training text is seen
twice, with and without its question, so that the weights lean on what was said. Thresholds are those with the best F1 on
held-out domains. The test part is never read.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Sequence

import numpy as np
import yaml
from scipy.sparse import csr_array

from scripts.lab import ROOT
from scripts.lab.evaluation import Row, Span, read_rows
from voice_interviewer.language.cues import families
from voice_interviewer.language.model import Context, Interruption
from voice_interviewer.language.rules import rules
from voice_interviewer.language.rules.passage import blank_markup, prepare
from voice_interviewer.rubric.keys import DISFLUENCIES, FAILED, LABELS
from voice_interviewer.rubric.patterns import infer

TRAIN = ROOT / "tests" / "data" / "language" / "train"
LINES = sorted((ROOT / "tests" / "language").glob("*lines*.yaml"))
WRITERS = ("bay", "lab", "rail")
"Writers other than the author of the training part, each held out as a whole; `tests/language/more_lines_WRITER.yaml`."
WEIGHTS = ROOT / "voice_interviewer" / "language" / "data" / "cue_weights.json"
WEIGHED = tuple(label for label in LABELS if label not in DISFLUENCIES)
STRENGTH = {"r": 0.5, "k": 0.3, "c": 1.5, "c2": 1.5, "c3": 1.5, "s": 3.0, "p": 1.0, "x": 0.3, "n": 2.0, "l": 2.0}
"How strongly weights of each kind of feature are held down: rules and hand-made candidates least, bare sentence patterns most."
SCALES = {"s": 0.6}
"Sentence patterns count as less than one, for the same reason."
LEAST_SEEN = 3
SMALL = 0.04
"Weights below this are not written."


@dataclasses.dataclass(slots=True)
class Example:
    """One window of a training text."""

    features: set[str]
    labels: set[str]
    domain: str
    row: int
    start: int
    end: int
    "Characters of the text."
    weight: float
    "1 divided by how often the text is seen."
    possible: frozenset[str]
    "Labels that can occur in such a window at all."


def examples(rows: list[Row]) -> list[Example]:
    """Windows of every row, with its question and without; a window has the labels whose span it holds (mostly)."""
    found: list[Example] = []
    for number, row in enumerate(rows):
        contexts = [row.context]
        if row.context.question or row.context.pattern:
            contexts.append(dataclasses.replace(row.context, question="", pattern=None))
        passage = prepare(blank_markup(row.text), rules.codes())
        for context in contexts:
            view = families.read(passage, context, context.pattern or infer(context.question), 0)
            for window in view.windows:
                start, end = passage.span(window.first, window.last)
                labels = {
                    span.label
                    for span in row.labels
                    if min(end, span.end) - max(start, span.start) > 0.5 * min(span.end - span.start, end - start)
                }
                can = frozenset(label for label in WEIGHED if _possible(label, window))
                seen = 1 / len(contexts)
                found.append(
                    Example(set(window.features), labels & set(WEIGHED), row.domain, number, start, end, seen, can)
                )
    return found


def _possible(label: str, window: families.Window) -> bool:
    """Whether a label can occur in a window at all: openings at the opening, reactions after a changed constraint."""
    if label == "absence_lead":
        return "x:opening" in window.features
    return window.reaction or label not in FAILED


def more_rows() -> list[Row]:
    """The lines of other hands as rows; `style` names the writer's file, `domain` is `lines` where no writer is named."""
    found: list[Row] = []
    for path in LINES:
        writer = path.stem.removeprefix("more_lines").strip("_")
        for place, group in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))):
            interruption = Interruption(group["interruption"], 0) if "interruption" in group else None
            context = Context(
                question=group.get("question", ""), opening=interruption is None, interruption=interruption
            )
            for number, text in enumerate(group["lines"]):
                labels = tuple(Span(label, 0, len(text)) for label in group["labels"])
                domain = f"lines-{writer}" if writer in WRITERS else "lines"
                found.append(Row(f"{path.stem}-{place}-{number}", text, context, labels, domain, writer or path.stem))
    return found


def vocabulary(data: list[Example]) -> dict[str, int]:
    """Features seen in enough rows, numbered."""
    seen: dict[str, set[int]] = {}
    for example in data:
        for name in example.features:
            seen.setdefault(name, set()).add(example.row)
    return {name: i for i, name in enumerate(sorted(n for n, where in seen.items() if len(where) >= LEAST_SEEN))}


def matrix(data: list[Example], index: dict[str, int]) -> csr_array:
    """One row an example, one column a feature."""
    rows, columns, values = [], [], []
    for number, example in enumerate(data):
        for name in example.features:
            column = index.get(name)
            if column is not None:
                rows.append(number)
                columns.append(column)
                values.append(SCALES.get(name.split(":")[0], 1.0))
    return csr_array((np.array(values, np.float32), (rows, columns)), shape=(len(data), len(index)))


def fit(
    x: csr_array, y: np.ndarray, names: list[str], steps: int = 350, rate: float = 0.05
) -> tuple[np.ndarray, np.ndarray]:
    """Logistic models for all labels at once, by Adam on the whole set: weights [features, labels] and intercepts [labels]."""
    count = x.shape[0]
    across = csr_array(x.T)
    hold = np.array([STRENGTH[name.split(":")[0]] for name in names], np.float32)[:, None] / count
    weights = np.zeros((x.shape[1], y.shape[1]), np.float32)
    base = y.mean(0) + 1e-3
    bias = np.log(base / (1 - base)).astype(np.float32)
    moments = [np.zeros_like(weights), np.zeros_like(weights), np.zeros_like(bias), np.zeros_like(bias)]
    for step in range(1, steps + 1):
        error = (1 / (1 + np.exp(-(x @ weights + bias))) - y).astype(np.float32)
        slopes = (across @ error / count + hold * weights, error.mean(0))
        for value, slope, mean, square in ((weights, slopes[0], *moments[:2]), (bias, slopes[1], *moments[2:])):
            mean *= 0.9
            mean += 0.1 * slope
            square *= 0.999
            square += 0.001 * slope * slope
            value -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights, bias


def held_out(data: list[Example]) -> np.ndarray:
    """Probability of every label for every example, from models that have not seen its domain group."""
    domains = sorted({e.domain for e in data} - {"lines"})
    scores = np.zeros((len(data), len(WEIGHED)), np.float32)
    for fold in range(min(4, len(domains))):
        away = set(domains[fold::4])
        train = [e for e in data if e.domain not in away]
        index = vocabulary(train)
        weights, bias = fit(matrix(train, index), targets(train), list(index))
        out = [i for i, e in enumerate(data) if e.domain in away]
        scores[out] = 1 / (1 + np.exp(-(matrix([data[i] for i in out], index) @ weights + bias)))
    return scores


def targets(data: list[Example]) -> np.ndarray:
    """One row an example, one column a label."""
    return np.array([[label in e.labels for label in WEIGHED] for e in data], np.float32)


def best_threshold(scores: np.ndarray, wanted: np.ndarray) -> tuple[float, float]:
    """The threshold with the best F1, averaged over its neighbours so that a lucky one does not win, and that F1."""
    grid = np.arange(0.15, 0.71, 0.025)
    values = []
    for threshold in grid:
        said = scores >= threshold
        values.append(2 * (said & (wanted > 0)).sum() / max(1, said.sum() + wanted.sum()))
    smooth = np.convolve(np.pad(values, 1, mode="edge"), np.ones(3) / 3, mode="valid")
    place = int(smooth.argmax())
    return float(round(grid[place], 3)), float(values[place])


def main(argv: Sequence[str] | None = None) -> None:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="report only")
    arguments = parser.parse_args(argv)
    rows = read_rows(sorted(TRAIN.glob("*.jsonl")))
    data = examples(rows + more_rows())
    wanted = targets(data)
    scores = held_out(data)
    inside = np.array([e.domain != "lines" for e in data])
    thresholds: dict[str, float] = {}
    total = []
    for column, label in enumerate(WEIGHED):
        thresholds[label], value = best_threshold(scores[inside, column], wanted[inside, column])
        total.append(value)
        print(f"{label:22} n={int(wanted[:, column].sum()):4}  held-out F1 {value:.3f} at {thresholds[label]:.3f}")
    print(f"macro {np.mean(total):.3f}   signals {np.mean(total[:8]):.3f}   examples {len(data)}")
    if arguments.check:
        return
    index = vocabulary(data)
    weights, bias = fit(matrix(data, index), wanted, list(index))
    features: dict[str, list[list[float]]] = {}
    for name, row in index.items():
        scale = SCALES.get(name.split(":")[0], 1.0)
        pairs = [[i, round(float(w * scale), 2)] for i, w in enumerate(weights[row]) if abs(w * scale) >= SMALL]
        if pairs:
            features[name] = pairs
    document = {
        "labels": list(WEIGHED),
        "intercepts": [round(float(b), 3) for b in bias],
        "thresholds": thresholds,
        "features": features,
    }
    WEIGHTS.write_text(json.dumps(document, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"wrote {WEIGHTS.relative_to(ROOT)}: {len(features)} features, {WEIGHTS.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
