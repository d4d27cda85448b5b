"""How often each label fires on speech that nobody labelled: findings per 1,000 words, heard and perhaps.

    python -m scripts.lab.bench_firing --real FOLDER [--answers N]

Annotators mark about five places in 1,000 words of such speech; a label that fires far more often than it is marked
(last column: in the labelled answers, places they were sure of, and all) is too loud, whatever its precision elsewhere.
Answers are drawn blindly, one of each text; none of them is labelled.
"""

from __future__ import annotations

import argparse
import collections
import random
from collections.abc import Sequence
from pathlib import Path

from scripts.lab import real_speech as rs
from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.model import Context


def main(argv: Sequence[str] | None = None) -> int:
    """Count, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--real", type=Path, required=True, help="folder of the real answers with their labels")
    parser.add_argument("--answers", type=int, default=1000)
    args = parser.parse_args(argv)
    labelled = rs.training(args.real)
    known, texts = {a.id for a in labelled}, {a.text[:160] for a in labelled}
    rows = [r for r in rs.pool(args.real) if r["part"] == "train" and r["id"] not in known]
    random.Random(17).shuffle(rows)
    words, taken = 0, 0
    heard: collections.Counter[str] = collections.Counter()
    perhaps: collections.Counter[str] = collections.Counter()
    for r in rows:
        if r["text"][:160] in texts:
            continue
        texts.add(r["text"][:160])
        found = analyze(r["text"], Context(r["question"]))
        words, taken = words + len(r["text"].split()), taken + 1
        heard.update(f.label for f in found.findings)
        perhaps.update(f.label for f in found.perhaps)
        if taken == args.answers:
            break
    sure = collections.Counter(p.label for a in labelled for p in a.places if p.sure)
    marked = collections.Counter(p.label for a in labelled for p in a.places)
    said = sum(a.words for a in labelled)
    print(f"{taken} answers, {words} words; marked: {len(labelled)} answers, {said} words")
    print(f"{'label':<22}{'heard':>7}{'perhaps':>9}{'sure':>7}{'marked':>8}")
    for label in rs.LABELS:
        print(
            f"{label:<22}{1000 * heard[label] / words:7.2f}{1000 * perhaps[label] / words:9.2f}"
            f"{1000 * sure[label] / said:7.2f}{1000 * marked[label] / said:8.2f}"
        )
    for name, labels in (("costs", rs.COST_LABELS), ("strengths", rs.GOOD_LABELS)):
        row = [
            1000 * sum(c[k] for k in labels) / n
            for c, n in ((heard, words), (perhaps, words), (sure, said), (marked, said))
        ]
        print(f"{name:<22}{row[0]:7.2f}{row[1]:9.2f}{row[2]:7.2f}{row[3]:8.2f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
