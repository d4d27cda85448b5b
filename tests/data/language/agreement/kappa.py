"""Cohen's kappa per label between the two annotation passes over a sample of the training texts (presence in a text).

Run from the repository root: `python tests/data/language/agreement/kappa.py [--disagreements]`. Cohen, J. (1960), A coefficient of
agreement for nominal scales, Educational and Psychological Measurement 20(1). Intervals: percentile bootstrap over texts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from pathlib import Path

from voice_interviewer.language.keys import LABELS

HERE = Path(__file__).resolve().parent
TRAIN = HERE.parent / "train"


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


def passes() -> tuple[list[dict[str, object]], int]:
    """Return the texts both passes labelled (id, text, first, second) and how many were left out as changed since."""
    train = {}
    for path in sorted(TRAIN.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            train[row["id"]] = row
    both, changed = [], 0
    for line in (HERE / "second_pass_train.jsonl").read_text(encoding="utf-8").splitlines():
        second = json.loads(line)
        row = train.get(second["id"])
        if row is None or hashlib.sha256(row["text"].encode()).hexdigest()[:12] != second["text_sha256"]:
            changed += 1
            continue
        names = {label["label"] for label in row["labels"]}
        both.append({"id": row["id"], "text": row["text"], "first": names, "second": set(second["labels"])})
    return both, changed


def main() -> None:
    """Print the table, and with --disagreements every text the passes differ on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--disagreements", action="store_true")
    args = parser.parse_args()
    both, changed = passes()
    print(f"{len(both)} texts labelled twice, {changed} left out because the text changed since.\n")
    print("| label | first | second | both | kappa | 95 % interval |\n|---|--:|--:|--:|--:|---|")
    values = []
    for name in LABELS:
        first, second = ([name in row[side] for row in both] for side in ("first", "second"))  # type: ignore[operator]
        value, interval = kappa(first, second), bootstrap(first, second)
        if value is not None:
            values.append(value)
        shown = "–" if value is None else f"{value:.2f}"
        span = "–" if interval is None else f"{interval[0]:.2f} to {interval[1]:.2f}"
        common = sum(a and b for a, b in zip(first, second, strict=True))
        print(f"| {name} | {sum(first)} | {sum(second)} | {common} | {shown} | {span} |")
    print(f"\nMacro mean of kappa over {len(values)} labels: {sum(values) / len(values):.2f}")
    same = sum(row["first"] == row["second"] for row in both)
    print(f"Identical label sets: {same} of {len(both)}")
    if args.disagreements:
        for row in both:
            first, second = row["first"], row["second"]
            if first != second:
                print(f"{row['id']}: only first {sorted(first - second)}, only second {sorted(second - first)}: {row['text']}")  # type: ignore[operator]


if __name__ == "__main__":
    main()
