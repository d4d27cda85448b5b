"""How `interview/core/suits.yaml` came about: which question suits an answer, learnt from 1,440 real answers.

    python -m scripts.lab.fit_suits POOL.jsonl.gz            fit, report on episodes left out, write the weights
    python -m scripts.lab.fit_suits POOL.jsonl.gz --check    report only

`next_questions.txt` holds, for each answer's id, how language models that read it judged fourteen questions after it:
g good, f harmless but beside the point, b out of place. The texts are no part of this project. The reader reads every
answer first (ten minutes on one core), so run it again after the reader has changed.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from scripts.lab import ROOT
from voice_interviewer.interview.core.fitting import choose
from voice_interviewer.interview.core.suits import Chance, numbers
from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.model import Context

WEIGHTS = ROOT / "voice_interviewer" / "interview" / "core" / "suits.yaml"
LABELS = ROOT / "scripts" / "lab" / "next_questions.txt"
LETTERS = "PHWCOALNEVXFMD"
KINDS: Mapping[str, str] = {
    "turn": "P", "part": "HO", "own_part": "O", "measure": "M", "breaks": "F", "limits": "X", "price": "C", "learnt": "L",
}  # fmt: skip
"""Kinds of question by the judged ones that they stand for, any of which being good is enough. P turns to something one
built; H hardest part; W why that way; C what was given up; O own part; A differently today; L what changed; N how it
turned out; E a case of one's own; V what made one see it so; X when wrong; F what could break; M how to know; D example."""
CHOSEN: Mapping[str, str] = {"turn": "P", "gently": "P", "part": "HO", "today": "OA"}
"Kinds that are chosen, by what was judged; `own` and `why` need nothing of the answer, and nobody judged them for it."
FOLDS = 6
HOLD = 200.0
"How strongly standardised weights are held towards 0."
STEPS = 12
HEAD = "# Which question suits an answer: weights by kind of question and number. Written by scripts/lab/fit_suits.py; read by suits.py."


@dataclass(frozen=True, slots=True)
class Row:
    """A judged answer: its numbers, its episode, and for each of `LETTERS` 0 bad, 1 fair, 2 good."""

    known: Mapping[str, float]
    episode: str
    part: str
    judged: Sequence[int]


def rows(pool: Path) -> list[Row]:
    """Every labelled answer, read by the shipped reader."""
    judged = dict(line.split() for line in LABELS.read_text(encoding="utf-8").splitlines())
    found = []
    with gzip.open(pool, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["id"] in judged:
                whole = analyze(row["text"], Context(row["question"])).whole
                letters = ["bfg".index(letter) for letter in judged[row["id"]]]
                found.append(Row(numbers(whole, row["text"]), row["episode"], row["part"], letters))
    return found


def logistic(x: Any, y: Any, hold: float = HOLD) -> Any:
    """Weights of a logistic regression on numbers as they are; the last column of `x` is 1 and not held."""
    mean, spread = x[:, :-1].mean(0), x[:, :-1].std(0) + 1e-6
    inputs = np.c_[(x[:, :-1] - mean) / spread, np.ones(len(x))]
    held = np.diag([*([hold] * (inputs.shape[1] - 1)), 1e-6])
    w = np.zeros(inputs.shape[1])
    for _ in range(STEPS):  # Newton's method
        p = 1 / (1 + np.exp(-inputs @ w))
        slope = inputs.T @ (p - y) + held @ w
        bend = (inputs * (p * (1 - p))[:, None]).T @ inputs + held
        w -= np.linalg.solve(bend, slope)
    return np.r_[w[:-1] / spread, w[-1] - (mean / spread) @ w[:-1]]


def best(judged: Any, letters: str) -> Any:
    """The best verdict among some of the judged questions."""
    return judged[:, [LETTERS.index(letter) for letter in letters]].max(1)


def fit(x: Any, judged: Any) -> dict[str, dict[str, Any]]:
    """`good` and `bad` → kind → weights."""
    kinds = {kind: best(judged, letters) for kind, letters in KINDS.items()}
    return {
        "good": {kind: logistic(x, (found == 2).astype(float)) for kind, found in kinds.items()},
        "bad": {kind: logistic(x, (found == 0).astype(float)) for kind, found in kinds.items()},
    }


def left_out(x: Any, judged: Any, episodes: Sequence[str]) -> list[dict[str, Chance]]:
    """The chances of every answer from weights that were fitted without its episode."""
    order = {episode: place % FOLDS for place, episode in enumerate(sorted(set(episodes)))}
    folds = np.array([order[episode] for episode in episodes])
    found: list[dict[str, Chance]] = [{} for _ in episodes]
    for fold in range(FOLDS):
        fitted = fit(x[folds != fold], judged[folds != fold])
        for place in np.flatnonzero(folds == fold):
            good, bad = (
                {kind: float(1 / (1 + np.exp(-x[place] @ w))) for kind, w in fitted[side].items()}
                for side in ("good", "bad")
            )
            found[place] = {kind: Chance(good[kind], bad[kind]) for kind in KINDS}
    return found


def report(chances: Sequence[Mapping[str, Chance]], judged: Any, parts: Sequence[str]) -> list[str]:
    """How the kinds chosen were judged, for all answers and for each part of the pool."""
    chosen = np.array([choose(chance) for chance in chances])
    lines = []
    for part in ("all", *sorted(set(parts))):
        here = np.array([part in ("all", each) for each in parts])
        lines.append(
            f"{part}: {here.sum()} answers, {np.isin(chosen[here], list(CHOSEN)).mean():.3f} of them asked about what was judged"
        )
        for kind, letters in CHOSEN.items():
            if (mine := here & (chosen == kind)).any():
                verdicts = best(judged[mine], letters)
                lines.append(
                    f"  {kind}: {mine.sum()}, good {(verdicts == 2).mean():.2f}, bad {(verdicts == 0).mean():.3f}"
                )
    return lines


def main(argv: Sequence[str] | None = None) -> None:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pool", type=Path)
    parser.add_argument("--check", action="store_true", help="report only")
    given = parser.parse_args(argv)
    read = rows(given.pool)
    names = list(read[0].known)
    x = np.array([[row.known[name] for name in names] for row in read])
    judged = np.array([row.judged for row in read])
    print("\n".join(report(left_out(x, judged, [r.episode for r in read]), judged, [r.part for r in read])))
    if given.check:
        return
    lines = [HEAD]
    for side, kinds in fit(x, judged).items():
        lines.append(f"{side}:")
        for kind, w in kinds.items():
            each = ", ".join(f'"{name}": {value:.4f}' for name, value in zip(names, w, strict=True))
            lines.append(f"  {kind}: {{{each}}}")
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
