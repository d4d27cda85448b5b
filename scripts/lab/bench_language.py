"""Measure the findings against labelled texts, beside word lists, in one run.

    python -m scripts.lab.bench_language [--part test|dev|train] [--shared ../shared/data] [--out FILE.json] [--errors]

Per label: precision, recall and F1 with a bootstrap interval (does the label occur in the text or not), for cues alone
and for cues with the tagger. Then hedge against calibration, equal treatment of ways of speaking, full answers, the
same for baselines that are word lists (read from `--shared`, where they are; they are not part of this project), and
the time a 200-word answer takes. `--errors` lists what was wrong, on the other parts only: nobody tunes on the test.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from scripts.lab import ROOT
from scripts.lab import evaluation as ev
from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.model import Context
from voice_interviewer.rubric.keys import COSTS, SIGNALS


def without_tagger(text: str, context: Context) -> Any:
    """The findings of the cues alone."""
    return analyze(text, context, reader=None)


def word_list(words: list[str]) -> Callable[[str], bool]:
    """A detector that fires on any of these words or phrases."""
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + r")\b", re.I)
    return lambda text: bool(pattern.search(text))


def baselines(shared: Path) -> dict[str, dict[str, Callable[[str], bool]]]:
    """Label → name → detector."""
    path = shared / "baseline_lexicons.json"
    if not path.is_file():
        return {}
    lists = json.loads(path.read_text())
    sorry = {"bare “sorry”": word_list(["sorry", "apologies", "apologise", "apologize"])}
    return {
        "hedge": {
            "npm hedges": word_list(lists["npm_hedges"]),
            "ConvoKit": word_list(lists["convokit_api_hedges"]),
            "proselint": word_list(lists["proselint_hedging"]),
        },
        "apology": sorry,
        "minimizer": sorry,
    }


def meetings(shared: Path) -> dict[str, float]:
    """F1 on engineers' meetings (150 statements, one annotator): what shields the speaker, for us and the lists."""
    path = shared / "meeting_hedges.jsonl"
    if not path.is_file():
        return {}
    rows = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
    detectors = {"ours": lambda text: analyze(text, Context(opening=False)).has("hedge"), **baselines(shared)["hedge"]}
    return {
        name: round(ev.count([(bool(row["shield"]), bool(found(row["text"]))) for row in rows]).f1, 3)
        for name, found in detectors.items()
    }


def seconds_per_answer(rows: list[ev.Row]) -> float:
    """Median wall time of a 200-word answer, after loading."""
    words = " ".join(row.text for row in rows[:40]).split()[:200]
    text = " ".join(words)
    taken = []
    for _ in range(9):
        began = time.perf_counter()
        analyze(text)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--part", choices=("test", "dev", "train"), default="test")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--errors", action="store_true", help="list wrong labels (not of the test part)")
    args = parser.parse_args(argv)
    rows = ev.read_rows(sorted((ROOT / "tests" / "data" / "language" / args.part).glob("*.jsonl")))
    short = [row for row in rows if row.answer is None]
    judged = ev.judge(short, analyze)
    cues = {score.label: score for score in ev.by_label(ev.judge(short, without_tagger))}
    scores = ev.by_label(judged)
    print(f"{args.part}: {len(short)} texts, {len(rows) - len(short)} full answers\n")
    print(f"{'label':<22}{'n':>5}{'P':>7}{'R':>7}{'F1':>7}  {'95 % interval':<16}{'cues alone':>10}")
    for score in scores:
        print(
            f"{score.label:<22}{score.support:>5}{score.precision:>7.2f}{score.recall:>7.2f}{score.f1:>7.2f}"
            f"  {score.low:.2f} to {score.high:.2f}    {cues[score.label].f1:>10.2f}"
        )
    f1 = {score.label: score.f1 for score in scores}
    signals = [f1[label] for label in SIGNALS]
    macro = statistics.mean(f1.values())
    print(f"\nmacro F1 {macro:.3f}; eight signals {statistics.mean(signals):.3f}, lowest {min(signals):.2f}")
    confusion = ev.hedge_confusion(judged)
    print(f"hedge and calibration, gold → found: {json.dumps(confusion)}")
    rivals: dict[str, dict[str, float]] = {}
    for label, detectors in baselines(args.shared).items():
        for name, found in detectors.items():
            pairs = [(row.has(label), found(row.text)) for row in short]
            rivals.setdefault(label, {})[name] = round(ev.count(pairs).f1, 3)
    print(f"word lists on the same texts, F1: {json.dumps(rivals, ensure_ascii=False)}")
    meeting = meetings(args.shared)
    print(f"engineers' meetings, self-shielding, F1: {json.dumps(meeting)}")
    fair = ev.fairness(judged, COSTS)
    print(f"false cost flags by way of speaking: {json.dumps(fair)}")
    whole = ev.answers(ev.judge([row for row in rows if row.answer is not None], analyze))
    for name, figures in whole.items():
        print(f"answers, {name:<12} {json.dumps(figures)}")
    cost = seconds_per_answer(short)
    print(f"a 200-word answer: {1000 * cost:.0f} ms")
    if args.errors and args.part != "test":
        for one in judged:
            gold, got = {s.label for s in one.row.labels}, one.predicted
            if gold != got:
                print(f"{one.row.id}: missed {sorted(gold - got)}, wrong {sorted(got - gold)}: {one.row.text}")
    if args.out:
        result = {
            "part": args.part,
            "labels": [asdict(score) for score in scores],
            "cues_alone": {label: score.f1 for label, score in cues.items()},
            "hedge_calibration": confusion,
            "baselines": rivals,
            "meetings": meeting,
            "fairness": fair,
            "answers": whole,
            "ms_per_200_words": 1000 * cost,
        }
        args.out.write_text(json.dumps(result, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
