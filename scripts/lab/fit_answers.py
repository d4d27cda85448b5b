"""Fit what decides about whole answers, story parts and the thing to pursue next, from labelled answers (a minute).

    python -m scripts.lab.fit_answers            fit, report on held-out writers, write the weights
    python -m scripts.lab.fit_answers --check    report only
    python -m scripts.lab.fit_answers --real FOLDER    real answers too, in episodes that the reader has not seen

Run it after the cue weights or the reader have changed: it looks at their output. It learns from the answers of the
training part, of three other writers (`tests/language/more_answers_*.yaml`) and of the interviewer's planted answers
(`tests/data/interview`, split `dev`); what it prints has every writer left out in turn. The reader and the rules have
seen the training part, so figures on it are flattered; the other writers are the ones to read. The development part is
measured and never fitted on, the test parts are not read.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scripts.lab import ROOT
from scripts.lab.answer_sets import AnswerRow, development, real, training
from voice_interviewer.language import analyze
from voice_interviewer.language.answer import level as answer_level
from voice_interviewer.language.answer import model as answer_model
from voice_interviewer.language.answer.model import CANDIDATES
from voice_interviewer.language.rules.passage import blank_markup
from voice_interviewer.rubric.keys import STORY_PARTS

WEIGHTS = ROOT / "voice_interviewer" / "language" / "data" / "answer_weights.json"
FITTED_PARTS = tuple(part for part in STORY_PARTS if answer_model.least(part) is not None)
"Expectation is left to its cues: fitted, it was no better on any writer."
HOLD_STORY = 3.0
HOLD_SHARED = 3.0
HOLD_OWN = 6.0
"How strongly weights are held towards 0: the story's, the target's shared ones, and those of a single label."
WEIGHT = {"train": 1.0, "real": 0.7}
OTHERS_COUNT = 2.0
"Answers that neither rules nor reader have seen count so much more."
SMALL = 0.005


@dataclass(slots=True)
class Example:
    """A labelled answer with its numbers."""

    row: AnswerRow
    known: dict[str, float]


def examples(rows: list[AnswerRow]) -> list[Example]:
    """The numbers of every answer."""
    found = []
    for row in rows:
        parts = analyze.read(row.text, blank_markup(row.text), row.context)
        sentences = answer_level.sentence_spans(parts.views)
        strong = parts.strengths()
        found.append(Example(row, answer_level.numbers(row.context, parts, strong, sentences)[0]))
    return found


def logistic(x: np.ndarray, y: np.ndarray, weight: np.ndarray, hold: np.ndarray) -> np.ndarray:
    """Logistic coefficients by Newton's method, held towards 0."""
    w = np.zeros(x.shape[1])
    for _ in range(80):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        slope = x.T @ (weight * (p - y)) + hold * w
        curve = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(hold)
        step = np.clip(np.linalg.solve(curve, slope), -2, 2)
        w -= step
        if np.abs(step).max() < 1e-6:
            break
    return w


def fit_part(data: list[Example], part: str) -> dict[str, float]:
    """Weights of one story part."""
    told = [e for e in data if e.row.story is not None]
    seen = [answer_model.story_numbers(e.known) for e in told]
    names = sorted({name for numbers in seen for name in numbers})
    x = np.array([[numbers.get(name, 0.0) for name in names] for numbers in seen])
    y = np.array([float((e.row.story or {})[part]) for e in told])
    weight = np.array([WEIGHT.get(e.row.writer.split()[0], OTHERS_COUNT) for e in told])
    hold = np.array([1e-3 if name == "1" else HOLD_STORY for name in names])
    return dict(zip(names, map(float, logistic(x, y, weight, hold)), strict=True))


def fit_target(data: list[Example], steps: int = 500, rate: float = 0.05) -> dict[str, float]:
    """Weights of the choice between candidates (conditional logit), by Adam on the whole set."""
    chosen = [e for e in data if named(e.row) & set(CANDIDATES)]
    seen = [[answer_model.candidate_numbers(e.known, c) for c in CANDIDATES] for e in chosen]
    names = sorted({name for row in seen for numbers in row for name in numbers})
    index = {name: k for k, name in enumerate(names)}
    x = np.zeros((len(chosen), len(CANDIDATES), len(names)))
    for i, row in enumerate(seen):
        for j, numbers in enumerate(row):
            for name, value in numbers.items():
                x[i, j, index[name]] = value
    good = np.array([[c in named(e.row) for c in CANDIDATES] for e in chosen], float)
    count = np.array([WEIGHT.get(e.row.writer.split()[0], OTHERS_COUNT) for e in chosen])[:, None]
    hold = np.array([HOLD_OWN if name[0] == "b" else HOLD_SHARED for name in names])
    w, mean, square = np.zeros(len(names)), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, steps + 1):
        z = x @ w
        p = np.exp(z - z.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        y = good * p / np.maximum((good * p).sum(1, keepdims=True), 1e-12)  # which of several good ones is open
        slope = np.einsum("ij,ijk->k", count * (p - y), x) + hold * w
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope * slope
        w -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return dict(zip(names, map(float, w), strict=True))


def named(row: AnswerRow) -> frozenset[str | None]:
    """The targets that are good for an answer."""
    return row.named or frozenset([row.target])


def fit(data: list[Example]) -> answer_model.AnswerWeights:
    """All weights."""
    return answer_model.AnswerWeights({part: fit_part(data, part) for part in FITTED_PARTS}, fit_target(data))


def right(weights: answer_model.AnswerWeights, example: Example) -> dict[str, bool]:
    """What the weights get right about one answer; `lenient` counts targets that ask the same in other words,
    `ready` is about answers with nothing to mend."""
    row = example.row
    result: dict[str, bool] = {}
    if row.story is not None:
        for part in FITTED_PARTS:
            chance = answer_model.story_part(weights, part, example.known) or 0.0
            least = answer_model.least(part)
            assert least is not None, part
            result[part] = (chance >= least) == bool(row.story[part])
    if row.named:
        result["lenient"] = answer_model.chances(weights, example.known)[0][0] in row.named
    elif row.target in CANDIDATES:
        said = answer_model.chances(weights, example.known)[0][0]
        result["target"] = said == row.target
        result["lenient"] = said == row.target or said in row.also
        if row.target is None:
            result["ready"] = said is None
    return result


def table(name: str, results: list[dict[str, bool]]) -> None:
    """One line: the share that is right, by what was decided."""
    cells = []
    for what in (*FITTED_PARTS, "target", "lenient", "ready"):
        values = [r[what] for r in results if what in r]
        cells.append(f"{what} {np.mean(values):.2f}" if values else f"{what}  -- ")
    print(f"{name:<14}{len(results):>4}  " + "  ".join(cells))


def main(argv: Sequence[str] | None = None) -> None:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="report only")
    parser.add_argument("--real", type=Path, help="folder of real answers: those that the reader has not seen join in")
    arguments = parser.parse_args(argv)
    rows = training()
    if arguments.real:
        held = json.loads((ROOT / "models" / "reader" / "config.json").read_text(encoding="utf-8"))["held_out"]
        rows += real(arguments.real, frozenset(held))
    data = examples(rows)
    for writer in dict.fromkeys(e.row.writer for e in data):
        weights = fit([e for e in data if e.row.writer != writer])
        table(writer, [right(weights, e) for e in data if e.row.writer == writer])
    weights = fit(data)
    table("development", [right(weights, e) for e in examples(development())])
    if arguments.check:
        return
    document = {
        "story": {part: _kept(found) for part, found in weights.story.items()},
        "target": _kept(weights.target),
    }
    WEIGHTS.write_text(json.dumps(document, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"wrote {WEIGHTS.relative_to(ROOT)}")


def _kept(weights: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in weights.items() if abs(value) >= SMALL}


if __name__ == "__main__":
    main()
