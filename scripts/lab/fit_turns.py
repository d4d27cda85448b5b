"""Fits the policy of waiting on real pauses and ends; prints what `hearing/turn_policy.py` holds, rounded.

    python -m scripts.lab.fit_turns FOLDER [--rows N] [--json]

Only the training part (meetings and calls, seven of ten conversations by name) is looked at. Three steps: how much less
often each kind of ending is an end than a complete sentence is (log-odds, shrunk where few were seen); the law of pauses;
then, over a grid, the limits with the fewest answers spoiled whose question comes within the median and 95th percentile
that are aimed at. Interviews are not used at all, nor are the other three of ten: `bench_turns` measures on them.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np

from scripts.lab.real_turns import RealAnswer, figures, ours, part_of, play, read
from voice_interviewer.errors import InterviewerError
from voice_interviewer.hearing.tail import HOLDS, Tail
from voice_interviewer.hearing.turn_policy import TurnPolicy

SOURCES = ("icsi", "earnings22")
P50_S, P95_S = 1.76, 2.3
"Aimed at, within 1.8 and 2.4 s."
_SHRINK = 10.0
"A kind counts as much as its group until it was seen this often."


def training(answers: Sequence[RealAnswer]) -> list[RealAnswer]:
    """What may be fitted on."""
    return [a for a in answers if a.source in SOURCES and part_of(a.conversation) == "train"]


def tail_weights(answers: Sequence[RealAnswer]) -> dict[str, dict[str, float]]:
    """Kind of ending → ends, pauses of 0.3 s or more, log-odds of an end against a complete sentence."""
    ends: Counter[Tail] = Counter()
    holds: Counter[Tail] = Counter()
    for silence in (s for a in answers for s in a.silences if s.end or s.length_s >= 0.3):
        (ends if silence.end else holds)[silence.reading.kind] += 1
    base = math.log(ends[Tail.COMPLETE] / holds[Tail.COMPLETE])
    found = {}
    for kind in (k for k in Tail if k is not Tail.COMPLETE):
        group = [k for k in Tail if (k in HOLDS) == (kind in HOLDS) and k is not Tail.COMPLETE]
        e, h = sum(ends[k] for k in group), sum(holds[k] for k in group)
        mine_e = ends[kind] + _SHRINK * e / (e + h)
        mine_h = holds[kind] + _SHRINK * h / (e + h)
        weight = math.log(mine_e / mine_h) - base
        found[kind.value] = {"ends": ends[kind], "pauses": holds[kind], "log_odds": round(weight, 2)}
    return found


def pauses(answers: Sequence[RealAnswer]) -> dict[str, float]:
    """The law of pauses of 0.25 s and more inside answers."""
    logs = np.log([s.length_s for a in answers for s in a.silences if not s.end and 0.25 <= s.length_s <= 4.0])
    return {"n": len(logs), "median_s": round(float(np.exp(np.median(logs))), 3), "spread": round(float(logs.std()), 3)}


def grid(answers: Sequence[RealAnswer]) -> list[dict[str, float]]:
    """Every setting with what it costs, best first: fewest answers spoiled (cut off, and not mended by yielding), then
    fewest cut off, both the mean of the sources."""
    found = []
    sources = [[a for a in answers if a.source == source] for source in SOURCES]
    for sure, usual, shortest, longest in product(
        (30, 37, 45), (5, 8, 12), (0.9, 1.4, 1.6, 1.7, 1.75), (2.0, 2.2, 2.3)
    ):
        policy = replace(
            TurnPolicy(), sure=float(sure), usual_pauses=float(usual), shortest_s=shortest, longest_s=longest
        )
        parts = [figures(play(source, ours(policy))) for source in sources if source]
        cut = [float(part["cut_offs_per_answer"] or 0) for part in parts]
        mended = [float(part["yielded"] or 0) for part in parts]
        p50, p95 = (max(float(part["question"][p] or 0) for part in parts) for p in ("p50", "p95"))
        found.append(
            {
                "sure": sure,
                "usual_pauses": usual,
                "shortest_s": shortest,
                "longest_s": longest,
                "spoiled_per_answer": round(float(np.mean([c * (1 - m) for c, m in zip(cut, mended, strict=True)])), 4),
                "cut_offs_per_answer": round(float(np.mean(cut)), 4),
                "question_p50_s": p50,
                "question_p95_s": p95,
            }
        )
    return sorted(
        found,
        key=lambda row: (
            row["question_p50_s"] > P50_S or row["question_p95_s"] > P95_S,
            row["spoiled_per_answer"],
            row["cut_offs_per_answer"],
        ),
    )


def receipts(answers: Sequence[RealAnswer]) -> list[dict[str, float]]:
    """`likely` against the first sound and the receipts a minute."""
    found = []
    for likely in (2.5, 3.0, 3.5, 4.0, 4.5, 5.0):
        policy = replace(TurnPolicy(), likely=likely)
        parts = [figures(play([a for a in answers if a.source == source], ours(policy))) for source in SOURCES]
        row = {"likely": likely}
        for p in ("p50", "p95"):
            row[f"first_sound_{p}_s"] = max(float(part["first_sound"][p] or 0) for part in parts)
        row["receipts_per_minute"] = max(float(part["receipts_per_minute"] or 0) for part in parts)
        found.append(row)
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder of real turns")
    parser.add_argument("--rows", type=int, default=8, help="settings shown")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(argv)
    try:
        answers = training(read(options.folder))
    except InterviewerError as err:
        print(err, file=sys.stderr)
        return err.exit_code
    if not answers:
        print(f"{options.folder}: no answer of the training part. It needs {' or '.join(SOURCES)}.", file=sys.stderr)
        return 2
    result = {
        "answers": len(answers),
        "tail": tail_weights(answers),
        "pauses": pauses(answers),
        "limits": grid(answers)[: options.rows],
        "receipts": receipts(answers),
    }
    if options.json:
        print(json.dumps(result, indent=1))
        return 0
    print(f"{result['answers']} answers of the training part; pauses {result['pauses']}")
    for kind, row in result["tail"].items():  # type: ignore[attr-defined]
        print(f"  {kind:16s}{row['ends']:5d} ends{row['pauses']:6d} pauses  log-odds {row['log_odds']:+.2f}")
    for row in (*result["limits"], *result["receipts"]):  # type: ignore[misc]
        print("  " + "  ".join(f"{key} {value:g}" for key, value in row.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
