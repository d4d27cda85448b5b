"""Cohen's kappa per label between the two annotation passes over a sample of the training texts (presence in a text).

Run from the repository root: `python tests/data/language/agreement/kappa.py [--disagreements]`. Cohen, J. (1960), A
coefficient of agreement for nominal scales, Educational and Psychological Measurement 20(1). Intervals: percentile
bootstrap over texts.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import NamedTuple

from voice_interviewer.rubric.keys import LABELS

HERE = Path(__file__).resolve().parent


def kappa(first: list[bool], second: list[bool]) -> float | None:
    """Return Cohen's kappa of two equally long lists of yes/no, or None where chance agreement is already complete."""
    n = len(first)
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / n
    p, q = sum(first) / n, sum(second) / n
    expected = p * q + (1 - p) * (1 - q)
    return None if expected == 1 else (observed - expected) / (1 - expected)


def bootstrap(first: list[bool], second: list[bool], rounds: int = 1000, seed: int = 7) -> tuple[float, float] | None:
    """Return the 95 % percentile interval of kappa over resampled texts, or None where too few resamples define it."""
    rng, n, values = random.Random(seed), len(first), []
    for _ in range(rounds):
        picks = [rng.randrange(n) for _ in range(n)]
        value = kappa([first[i] for i in picks], [second[i] for i in picks])
        if value is not None:
            values.append(value)
    if len(values) < rounds // 2:
        return None
    values.sort()
    return values[int(0.025 * len(values))], values[int(0.975 * len(values))]


class Pair(NamedTuple):
    """One text with the label names of both passes."""

    id: str
    text: str
    first: frozenset[str]
    second: frozenset[str]


def passes() -> list[Pair]:
    """Return every text both passes labelled; the first pass is the frozen copy taken when the second was made."""
    first, second = (
        {row["id"]: row for row in map(json.loads, (HERE / name).read_text(encoding="utf-8").splitlines())}
        for name in ("first_pass_train.jsonl", "second_pass_train.jsonl")
    )
    return [
        Pair(key, row["text"], frozenset(row["labels"]), frozenset(second[key]["labels"])) for key, row in first.items()
    ]


def main() -> None:
    """Print the table, and with --disagreements every text the passes differ on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--disagreements", action="store_true")
    args = parser.parse_args()
    both = passes()
    print(f"{len(both)} texts labelled twice.\n")
    print("| label | first | second | both | kappa | 95 % interval |\n|---|--:|--:|--:|--:|---|")
    values = []
    for name in LABELS:
        first, second = [name in pair.first for pair in both], [name in pair.second for pair in both]
        value, interval = kappa(first, second), bootstrap(first, second)
        if value is not None:
            values.append(value)
        shown = "–" if value is None else f"{value:.2f}"
        span = "–" if interval is None else f"{interval[0]:.2f} to {interval[1]:.2f}"
        common = sum(a and b for a, b in zip(first, second, strict=True))
        print(f"| {name} | {sum(first)} | {sum(second)} | {common} | {shown} | {span} |")
    print(f"\nMacro mean of kappa over {len(values)} labels: {sum(values) / len(values):.2f}")
    print(f"Identical label sets: {sum(pair.first == pair.second for pair in both)} of {len(both)}")
    if args.disagreements:
        for pair in both:
            only_first, only_second = sorted(pair.first - pair.second), sorted(pair.second - pair.first)
            if only_first or only_second:
                print(f"{pair.id}: only first {only_first}, only second {only_second}: {pair.text}")


if __name__ == "__main__":
    main()
