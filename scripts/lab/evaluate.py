"""How true the findings are, in one command: real speech first, then invented texts, kinds of mistake, fairness, costs.

    python -m scripts.lab.evaluate --real FOLDER [--list] [--out FILE.json]
    python -m scripts.lab.evaluate --real FOLDER --shared FOLDER [--asr FILE.json] [--part test|dev]

`--real` names a folder with `dev_answers.jsonl`, `dev_gold.jsonl` and `kinds.jsonl` (their own `README.md` says what
they are); without it, what rests on real speech is left out. `--shared` names a folder with word lists, the baselines.
`--asr` names what `scripts.lab.bench_asr_loss --out` wrote. `--list` shows every wrong finding of the development part.
Nothing here is fitted; nobody tunes on the test part.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from scripts.lab import ROOT
from scripts.lab import evaluation as ev
from scripts.lab import real_speech as rs
from voice_interviewer.debrief.data.build import text_answer
from voice_interviewer.english import fluency
from voice_interviewer.english.tokens import tokenise
from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.model import Context
from voice_interviewer.review.review import Asked, Source, row_of
from voice_interviewer.rubric.keys import COSTS, SIGNALS

LANGUAGE = ROOT / "tests" / "data" / "language"
OURS = LANGUAGE / "kinds.jsonl"
FLUENT, DISFLUENT = 0.5, 2.0
"Fillers and repeats in a hundred words: below the first an answer counts as fluent, above the second as disfluent."


def said_of(answer: rs.Answer) -> rs.Said:
    """What a review says of an answer, by the path that `voice-interviewer review` takes."""
    row = row_of(Source(answer.id, answer.id, Asked(answer.question)), text_answer(answer.text))
    return rs.Said(
        heard=tuple(rs.Found(f.label, f.start, f.end, f.confidence) for f in row.findings),
        perhaps=tuple(rs.Found(f.label, f.start, f.end, f.confidence) for f in getattr(row, "perhaps", ())),
        target=row.follow_up.target or "none",
        trap=row.trap,
    )


def real(folder: Path, listed: bool) -> dict[str, Any]:
    """The real development part, with the ways of speaking apart."""
    answers = rs.development(folder)
    said = [said_of(answer) for answer in answers]
    result = rs.report(answers, said, listed=listed)
    always = sum("none" in a.targets for a in answers) / len(answers)
    print(f"  (a follow-up target of nothing at all would be named by an annotator in {always:.2f})")
    for name, member in STYLES.items():
        pairs = [(a, s) for a, s in zip(answers, said, strict=True) if member(a.text)]
        if pairs:
            figures = rs.total(rs.tally(a, s) for a, s in pairs).figures()
            words = sum(a.words for a, _ in pairs)
            wrong = figures["wrong accusations per 1,000 words"], figures["wrong praise per 1,000 words"]
            print(f"  {name}: {len(pairs)} answers, wrong per 1,000 words {wrong[0]:.2f} / {wrong[1]:.2f}")
            result[f"style: {name}"] = {"answers": len(pairs), "words": words, "wrong": wrong}
    return result


def _disfluencies(text: str) -> float:
    """Fillers and repeats in a hundred words."""
    return 100 * len(fluency.find(tokenise(text))) / max(1, len(text.split()))


STYLES: dict[str, Callable[[str], bool]] = {
    "fluent": lambda text: _disfluencies(text) < FLUENT,
    "in between": lambda text: FLUENT <= _disfluencies(text) <= DISFLUENT,
    "disfluent": lambda text: _disfluencies(text) > DISFLUENT,
}


def kinds(path: Path) -> dict[str, list[int]]:
    """Lines that show kinds of mistake: how many of each kind come out right."""
    table: dict[str, list[int]] = {}
    wrong = []
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        context = Context(question=(row.get("context") or {}).get("question") or "")
        got = {finding.label for finding in analyze(row["text"], context).findings}
        right = set(row["expected"]) <= got and not set(row["forbidden"]) & got
        for name in (row["kind"], "all"):
            counts = table.setdefault(name, [0, 0])
            counts[0] += right
            counts[1] += 1
        if not right:
            wrong.append(row)
    print("  " + "; ".join(f"{name} {a} of {b}" for name, (a, b) in table.items()))
    return table


def invented(part: str) -> dict[str, Any]:
    """Our own texts: F1 per label with intervals, and what the goals are set on."""
    rows = ev.read_rows(sorted((LANGUAGE / part).glob("*.jsonl")))
    judged = ev.judge([row for row in rows if row.answer is None], analyze)
    scores = {score.label: score for score in ev.by_label(judged)}
    for score in scores.values():
        print(
            f"  {score.label:<22}{score.support:>5}  P {score.precision:.2f}  R {score.recall:.2f}"
            f"  F1 {score.f1:.2f} ({score.low:.2f} to {score.high:.2f})"
        )
    signals = [scores[label].f1 for label in SIGNALS]
    either = ev.count(
        [(i.row.has("apology") or i.row.has("minimizer"), bool(i.predicted & {"apology", "minimizer"})) for i in judged]
    ).f1
    confusion = ev.hedge_confusion(judged)
    flagged = confusion.get("calibration", {}).get("hedge", 0)
    print(f"  macro F1 {statistics.mean(s.f1 for s in scores.values()):.3f}")
    print(f"  hedge {scores['hedge'].f1:.2f}, calibrated texts called a hedge {flagged}")
    print(f"  apology or minimizer {either:.2f}")
    print(f"  eight signals {statistics.mean(signals):.3f}, lowest {min(signals):.2f}")
    fair = ev.fairness(judged, COSTS)
    for name, figures in fair.items():
        print(
            f"  false cost flags, {name}: {figures['flagged']} of {figures['texts']}"
            f" ({figures['low']:.3f} to {figures['high']:.3f})"
        )
    whole = ev.answers(ev.judge([row for row in rows if row.answer is not None], analyze))
    for name, figures in whole.items():
        print(f"  whole answers, {name}: {figures['accuracy']:.2f} of {figures['n']}")
    return {
        "labels": {label: {"f1": s.f1, "low": s.low, "high": s.high, "n": s.support} for label, s in scores.items()},
        "signals": {"macro": statistics.mean(signals), "lowest": min(signals)},
        "apology or minimizer": either,
        "calibrated called hedge": flagged,
        "fairness": fair,
        "answers": whole,
    }


def baselines(shared: Path, answers: Sequence[rs.Answer]) -> None:
    """Word lists on the same real answers."""
    path = shared / "baseline_lexicons.json"
    if not path.is_file():
        return
    lists = json.loads(path.read_text(encoding="utf-8"))

    def finder(label: str, words: list[str]) -> Callable[[str], list[rs.Found]]:
        pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + r")\b", re.I)
        return lambda text: [rs.Found(label, *m.span()) for m in pattern.finditer(text)]

    sorry = ["sorry", "apologies", "apologise", "apologize"]
    rs.word_lists(
        answers,
        {
            "hedge": {
                "npm hedges": finder("hedge", lists["npm_hedges"]),
                "ConvoKit": finder("hedge", lists["convokit_api_hedges"]),
            },
            "apology": {"bare “sorry”": finder("apology", sorry)},
            "minimizer": {"just, only, simply": finder("minimizer", ["just", "only", "simply"])},
        },
    )


def cost(text: str) -> dict[str, float]:
    """Processor time of an answer of 200 words, the first one (with loading) and the median of later ones; memory."""
    words = " ".join(text.split()[:200])
    taken = []
    for number in range(9):
        began = time.process_time()
        analyze(f"{words} And that was take {number}.")
        taken.append(time.process_time() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    spent = 1000 * statistics.median(taken[1:])
    print(f"  a 200-word answer: {spent:.0f} ms of processor time; peak memory {peak:.0f} MB")
    return {"ms": spent, "peak_mb": peak}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--real", type=Path, help="folder of real answers with their labels")
    parser.add_argument("--shared", type=Path, help="folder with word lists for the baselines")
    parser.add_argument("--part", choices=("test", "dev"), default="test", help="part of the invented texts")
    parser.add_argument("--asr", type=Path, help="what bench_asr_loss wrote")
    parser.add_argument("--list", action="store_true", help="show wrong findings of the real development part")
    parser.add_argument("--out", type=Path, help="write everything as JSON here")
    args = parser.parse_args(argv)
    result: dict[str, Any] = {}
    if args.real is not None:
        if not (args.real / "dev_gold.jsonl").is_file():
            print(f"{args.real}: no dev_gold.jsonl here; give the folder of the real answers.", file=sys.stderr)
            return 2
        print("\nREAL SPEECH, development part (chooses between variants: a little kind)")
        result["real"] = real(args.real, args.list)
        if args.shared is not None:
            print(" word lists on the same answers")
            baselines(args.shared, rs.development(args.real))
        if (args.real / "kinds.jsonl").is_file():
            print("\nKINDS OF MISTAKE, lines of others")
            result["kinds"] = kinds(args.real / "kinds.jsonl")
    if OURS.is_file():
        print("\nKINDS OF MISTAKE, our own lines")
        result["kinds_ours"] = kinds(OURS)
    print(f"\nINVENTED TEXTS, {args.part} part")
    result["invented"] = invented(args.part)
    if args.asr is not None:
        print("\nRECOGNISER LOSS")
        for group, figures in json.loads(args.asr.read_text(encoding="utf-8"))["groups"].items():
            for model, macro in figures.get("macro", {}).items():
                print(
                    f"  {group}, {figures['texts']} texts, {model}: macro F1 written {macro['written']:.3f},"
                    f" heard {macro['heard']:.3f}, loss {macro['loss']:.3f} ({macro['low']:.3f} to {macro['high']:.3f})"
                )
    print("\nCOST")
    rows = ev.read_rows(sorted((LANGUAGE / "dev").glob("*.jsonl")))
    result["cost"] = cost(" ".join(row.text for row in rows[:40]))
    if args.out is not None:
        args.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
