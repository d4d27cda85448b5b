"""Measure what a candidate would hear: from the end of an answer to the interviewer's first sound, and to the question.

    python -m scripts.lab.bench_gap --lab PATH/acoustic_lab.py [--repeats 20] [--turns 3] [--out gap.json]

Runs `practice` on a virtual sound card against a robot candidate with recorded answers (made here with a voice engine,
each with a thinking pause), from outside, and joins the measured gaps with the program's own account of the stages
(last voiced sample, soft end, decoded, committed, first sample). Needs pulseaudio, pulseaudio-utils and
libasound2-plugins. `--pauses` instead measures cut-offs: twenty answers with thinking pauses of 0.5 to 2.5 s.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

PAUSE = re.compile(r"\{pause ([0-9.]+)\}")
ANSWERS = (
    "The first thing I would check is the intake feed. {pause 0.7} It comes from another team, and when it went stale "
    "last spring our model kept answering as if nothing had happened.",
    "I held the release for a week. {pause 0.9} We had no alert on the share of empty records, so nobody would have "
    "noticed a silent failure, and I told the product lead exactly that.",
    "With ten times the traffic the model would cope. {pause 0.8} Checking its output by hand would not, so I would "
    "sample two percent and compare it with the clinic's own notes every morning.",
)
THINKING = (
    "I would start with the data. {pause %s} Most of our trouble came from late files.",
    "We had two weeks and one person for labels. {pause %s} So I dropped the rare classes and said so.",
    "It depends on who is hurt by a wrong answer. {pause %s} For us that was the night shift.",
    "I rolled it back after forty minutes. {pause %s} The queue was growing and nobody could explain it.",
    "The metric looked fine the whole time. {pause %s} Refunds told a different story.",
)
PAUSES_S = (0.5, 1.0, 1.5, 2.0, 2.5)
REACTION_S = 1.7
"The robot takes a question for asked after this much silence: longer than from a receipt to the question behind it."
RECEIPT_MS = 600
"A shorter sound of the interviewer's is a receipt, or a reply that was taken back."


def record(text: str, folder: Path, name: str) -> dict[str, Any]:
    """Speak an answer with its pauses into a WAV; returns its entry in the robot's manifest."""
    from voice_interviewer.voice.choose import candidate_voice, make_voice

    voice = candidate_voice(make_voice().id)
    parts, pauses, rate, length = [], [], 0, 0
    for i, piece in enumerate(PAUSE.split(text)):
        if i % 2:
            silent = np.zeros(round(float(piece) * rate), np.float32)
            pauses.append([length / rate, (length + len(silent)) / rate])
            parts.append(silent)
        else:
            clip = voice.say(piece.strip())
            rate = clip.rate_hz
            parts.append(clip.pcm)
        length += len(parts[-1])
    path = folder / f"{name}.wav"
    soundfile.write(path, np.concatenate(parts), rate)
    return {"wav": str(path), "pauses": pauses}


def run(args: argparse.Namespace, answers: list[dict[str, Any]], folder: Path, number: int) -> dict[str, Any]:
    """One run of the lab with `practice`; returns its report with the program's waterfall put in."""
    place = folder / f"run{number:02d}"
    data = place / "data"
    data.mkdir(parents=True)
    from voice_interviewer.paths import models_dir

    (data / "models").symlink_to(models_dir())
    manifest = place / "answers.json"
    manifest.write_text(json.dumps(answers))
    env = {**os.environ, "VOICE_INTERVIEWER_DATA": str(data), "VOICE_INTERVIEWER_CACHE": str(folder / "cache")}
    command = [sys.executable, args.lab, "--manifest", manifest, "--out", place / "report.json"]
    command += [
        "--save-dir",
        place / "sound",
        "--max-seconds",
        args.max_seconds,
        "--linger",
        "8",
        "--reaction",
        REACTION_S,
        "--backchannel-ms",
        RECEIPT_MS,
        "--",
    ]
    command += [sys.executable, "-m", "voice_interviewer", "practice", args.flow, "--seed", number, "--headphones"]
    command += ["--no-interruptions", "--minutes", "30", *args.option]
    done = subprocess.run([str(c) for c in command], env=env, capture_output=True, text=True, check=False)
    if not (place / "report.json").exists():
        raise SystemExit(f"the lab could not run: {done.stderr.strip()[-500:]}")
    report: dict[str, Any] = json.loads((place / "report.json").read_text())
    rows = [
        row
        for journal in data.glob("sessions/*/journal.jsonl")
        for row in map(json.loads, journal.read_text().splitlines())
    ]
    report["waterfall"] = [r["data"] for r in rows if r["kind"] == "note" and r["data"].get("what") == "waterfall"]
    for name in ("Acknowledged", "Yielded"):
        report[name] = sum(r["kind"] == "event" and r["data"].get("type") == name for r in rows)
    return report


def percentiles(values: list[float]) -> dict[str, float]:
    """n, p50, p95, min and max of milliseconds."""
    if not values:
        return {"n": 0}
    p50, p95 = np.percentile(values, [50, 95])
    return {
        "n": len(values),
        "p50": round(p50),
        "p95": round(p95),
        "min": round(min(values)),
        "max": round(max(values)),
    }


def stages(reports: list[dict[str, Any]]) -> dict[str, float]:
    """Median milliseconds of each stage after the last voiced sample, by the program's own clock."""
    rows = [w for r in reports for w in r["waterfall"] if "last_voice" in w and "first_sound" in w]
    names = ("soft_end", "decoded", "receipt", "committed", "first_sound")
    return {
        name: round(
            1000 * statistics.median(row[name] - row["last_voice"] for row in rows if row.get(name) is not None)
        )
        for name in names
        if any(row.get(name) is not None for row in rows)
    }


def question_ms(turn: dict[str, Any], stages: dict[str, Any] | None) -> float | None:
    """From the end of an answer to the question, as heard outside: the first sound, or the one behind a receipt.

    Where the lab took a receipt and the question behind it for one sound, the program's clock says how far apart they
    were.
    """
    gap: float | None = turn["gap_ms"]
    if gap is None or stages is None or stages.get("receipt") is None:
        return gap
    since_s: float = stages["first_sound"] - stages["last_voice"]
    behind_s: float = stages["first_sound"] - stages["receipt"]
    for sound in turn["utterances"]:
        after_s: float = sound["start_s"] - turn["speech_end_s"]
        if abs(after_s - since_s) <= 0.35 and after_s > gap / 1000 + 0.1:
            return round(1000 * after_s, 1)
    return round(gap + 1000 * behind_s, 1)


def questions(report: dict[str, Any]) -> list[float | None]:
    """The same for every turn of a run."""
    rows = {row.get("turn"): row for row in report["waterfall"] if "first_sound" in row and "last_voice" in row}
    return [question_ms(turn, rows.get(number)) for number, turn in enumerate(report["turns"], 1)]


def main(argv: Sequence[str] | None = None) -> int:
    """Run, print a table, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "--lab",
        required=True,
        help="the acoustic lab: a script, no part of this checkout, that plays a candidate on a virtual sound card",
    )
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--pauses", action="store_true", help="twenty answers with thinking pauses; count cut-offs")
    parser.add_argument("--flow", default="first-five-minutes")
    parser.add_argument("--max-seconds", type=float, default=600)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--keep", type=Path, help="keep recordings and reports here")
    parser.add_argument("option", nargs="*", help="further options for `practice`, behind --")
    args = parser.parse_args(argv)
    folder = args.keep or Path(tempfile.mkdtemp(prefix="bench-gap-"))
    folder.mkdir(parents=True, exist_ok=True)
    if args.pauses:
        texts = [THINKING[i % len(THINKING)] % PAUSES_S[(i + i // 5) % len(PAUSES_S)] for i in range(20)]
        batches = [texts[i : i + 4] for i in range(0, 20, 4)]
    else:
        batches = [[ANSWERS[i % len(ANSWERS)] for i in range(args.turns)]] * args.repeats
    reports = []
    recorded: dict[str, dict[str, Any]] = {}
    for number, texts in enumerate(batches):
        for text in texts:
            if text not in recorded:
                recorded[text] = record(text, folder, f"answer{len(recorded):02d}")
        reports.append(run(args, [recorded[t] for t in texts], folder, number))
        totals = reports[-1]["totals"]
        both = list(zip([t["gap_ms"] for t in reports[-1]["turns"]], questions(reports[-1]), strict=True))
        print(
            f"run {number + 1}/{len(batches)}: first sound, question {both} cut-offs {totals['cut_offs']}", flush=True
        )
    turns = [t for r in reports for t in r["turns"]]
    result = {
        "turns": len(turns),
        "first_sound_ms": percentiles([t["gap_ms"] for t in turns if t["gap_ms"] is not None]),
        "question_ms": percentiles([ms for r in reports for ms in questions(r) if ms is not None]),
        "receipts": sum(r["Acknowledged"] for r in reports),
        "receipts_inside_answers": sum(bool(i.get("backchannel")) for t in turns for i in t["interruptions"]),
        "replies_taken_back": sum(r["Yielded"] for r in reports),
        "talked_over_ms": sum(t["overlap_ms"] for t in turns),
        "answers_cut_off": sum(t["cut_off"] for t in turns),
        "pauses": sum(len(t["pauses"]) for t in turns),
        "pauses_cut": sum(p["cut"] for t in turns for p in t["pauses"]),
        "turns_without_reply": sum(r["totals"]["turns_without_reply"] for r in reports),
        "stages_ms_after_last_voice": stages(reports),
        "start_to_first_sound_ms": percentiles(
            [1000 * (r["totals"]["first_interviewer_sound_s"] or 0) for r in reports]
        ),
        "peak_rss_mb": max(r["command"]["peak_rss_mb"] for r in reports),
        "cpu_share": round(statistics.median(r["command"]["cpu_s"] / r["command"]["seconds"] for r in reports), 2),
        "dropouts": sum(r["totals"]["suspected_dropouts"] for r in reports),
        "longest_stall_ms": max(r["lab"]["longest_stall_ms"] for r in reports),
        "load_average": max(r["lab"]["load_average"] for r in reports),
    }
    for key, value in result.items():
        print(f"{key:<28} {value}")
    if args.out:
        args.out.write_text(json.dumps({**result, "runs": reports}, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
