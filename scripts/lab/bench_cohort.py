"""What reviewing a cohort costs: against `review` by hand, on clusters of several workers, and in memory.

    python -m scripts.lab.bench_cohort --count 48 --json OUT

Recordings of `--seconds` are made of what personas say, spoken by the voices of this computer. Every arm reviews the
same ones with the same model:

- `by hand`: so many processes of `voice-interviewer review FILES` side by side, each with its share;
- `N workers`: `review --cohort --workers N`, each worker with one thread.

Compared are core-seconds: processor time of all processes of an arm, sampled while it runs, so that other work on the
machine counts as little as it can. What a worker costs before its first recording is measured by an arm with one short
text a worker, and told apart: `at_1000` is what the measured costs come to for a thousand recordings.

Memory is that of the collecting process at its highest, for so many results as `--memory` says, with results that come
from a script: `collector` without and `dask` with a real cluster of two workers.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import soundfile

from scripts.lab.make_cohort import Plan, plans, sound
from voice_interviewer.audio.protocols import RATE_HZ
from voice_interviewer.cohort import cluster, records
from voice_interviewer.cohort.job import Job, Outcome, Settings
from voice_interviewer.cohort.records import Answer, Mark, Recording
from voice_interviewer.cohort.reviewing import stamped
from voice_interviewer.cohort.run import run
from voice_interviewer.voice.choose import list_voices

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "voice_interviewer", "review"]
_SAMPLE_S = 0.2


@dataclass(frozen=True, slots=True)
class Cost:
    """What an arm cost."""

    core_s: float
    wall_s: float


# ---- what is reviewed ----


def make(folder: Path, number: int, seconds: float) -> list[Path]:
    """So many recordings of exactly this length, five a student; what is there is kept."""
    voices = [voice.id for voice in list_voices() if voice.id.startswith("hibari:")] or [list_voices()[0].id]
    made = []
    told: Iterator[Plan] = iter(())
    for index in range(number):
        path = folder / f"student-{index // 5:03d}" / f"week-{index % 5 + 1}.flac"
        made.append(path)
        if path.exists():
            continue
        pieces: list[Any] = []
        while sum(map(len, pieces)) < seconds * RATE_HZ:
            plan = next(told, None)
            if plan is None:
                told = iter(plans(1, 5, 1000 + index * 7 + len(pieces), voices))
                continue
            if not plan.stereo:
                pieces.append(sound(plan))
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(path, np.concatenate(pieces)[: int(seconds * RATE_HZ)], RATE_HZ)
    return made


def texts(folder: Path, number: int) -> Path:
    """A cohort of so many short texts, twenty a student."""
    for index in range(number):
        path = folder / f"student-{index // 20:04d}" / f"week-{index % 20:02d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"I decided to cap it. {index}", encoding="utf-8")
    return folder


# ---- what it costs ----


def metered(commands: Iterable[Sequence[str]], home: Path) -> Cost:
    """Run commands side by side, each with a cache of its own; processor time of them and all they start."""
    began = time.monotonic()
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = []
    for number, command in enumerate(commands):
        own = {**env, "VOICE_INTERVIEWER_CACHE": str(home / f"cache-{number}")}
        running.append(subprocess.Popen(command, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    used: dict[tuple[int, float], float] = {}
    while any(process.poll() is None for process in running):
        for process in running:
            _sample(process.pid, used)
        time.sleep(_SAMPLE_S)
    if failed := [process.returncode for process in running if process.returncode]:
        raise SystemExit(f"an arm failed with exit code {failed[0]}")
    return Cost(round(sum(used.values()), 1), round(time.monotonic() - began, 1))


def _sample(pid: int, used: dict[tuple[int, float], float]) -> None:
    try:
        root = psutil.Process(pid)
        for process in (root, *root.children(recursive=True)):
            times = process.cpu_times()
            used[process.pid, process.create_time()] = times.user + times.system
    except psutil.NoSuchProcess:
        return


def by_hand(files: Sequence[Path], processes: int, model: str, home: Path) -> Cost:
    """`review` with a share of the files in each of so many processes."""
    shares = [files[number::processes] for number in range(processes)]
    out = [["--json", str(home / f"by-hand-{number}.json")] for number in range(processes)]
    return metered([[*COMMAND, *map(str, shares[n]), "--model", model, *out[n]] for n in range(processes)], home)


def cohort(folder: Path, workers: int, model: str, home: Path) -> Cost:
    """`review --cohort` with so many workers, from nothing."""
    out = Path(tempfile.mkdtemp(dir=home))
    argv = [str(folder), "--cohort", "--out", str(out), "--workers", str(workers), "--model", model]
    return metered([[*COMMAND, *argv]], home)


def costs(number: int, seconds: float, model: str, workers: Sequence[int], hands: int, home: Path) -> dict[str, Any]:
    """All arms over the same recordings."""
    files = make(home / "in", number, seconds)
    empty = by_hand([_short(home / "short", 0)], 1, model, home)
    hand = by_hand(files, hands, model, home)
    each = (hand.core_s - hands * empty.core_s) / number
    found: dict[str, Any] = {
        "recordings": number,
        "seconds": seconds,
        "model": model,
        "by hand": {"processes": hands, "core_s": hand.core_s, "wall_s": hand.wall_s, "start_core_s": empty.core_s},
    }
    by_hand_1000 = hands * empty.core_s + 1000 * each
    for count_of in workers:
        start = cohort(_shorts(home / f"short-{count_of}", count_of), count_of, model, home)
        cost = cohort(home / "in", count_of, model, home)
        one = (cost.core_s - start.core_s) / number
        found[f"{count_of} workers"] = {
            "core_s": cost.core_s,
            "wall_s": cost.wall_s,
            "start_core_s": start.core_s,
            "core_s_per_recording": round(one, 3),
            "efficiency": round(hand.core_s / cost.core_s, 3),
            "efficiency_without_start": round(each / one, 3),
            "at_1000": round(by_hand_1000 / (start.core_s + 1000 * one), 3),
        }
        print(json.dumps({f"{count_of} workers": found[f"{count_of} workers"]}), flush=True)
    found["by hand"]["core_s_per_recording"] = round(each, 3)
    return found


def _short(folder: Path, number: int) -> Path:
    path = folder / f"student-{number}" / "a.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("I decided to cap it.", encoding="utf-8")
    return path


def _shorts(folder: Path, number: int) -> Path:
    for index in range(number):
        _short(folder, index)
    return folder


# ---- memory ----


class Instant:
    """A reviewer by script: no engine, a record like that of a minute of speech."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def __call__(self, job: Job, length: Callable[[float], None]) -> Recording:
        answer = Answer(number=1, text="I would cap it. " * 40, words=160, quality="good", seconds=60.0)
        made = Recording(student=job.student, recording=job.recording, seconds=60.0, words=160, answers=[answer])
        made.marks = [
            Mark(label="decision_ownership", quote="I would", start=16 * n, end=16 * n + 7) for n in range(20)
        ]
        return stamped(made, job)


class Script:
    """A team that is done at once."""

    def review(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Writes each record as a worker would."""
        instant = Instant(Settings())
        for job in jobs:
            records.write(job.record, instant(job, lambda _: None))
            yield Outcome(student=job.student, recording=job.recording, state="done", seconds=60.0, words=160)

    def close(self) -> None:
        """Nothing to end."""


class _Silent:
    def note(self, text: str) -> None: ...
    def begin(self, todo: int, done: int) -> None: ...
    def came(self, outcome: Outcome) -> None: ...


def collected(folder: Path, out: Path, dask: bool) -> dict[str, float]:
    """In this process: the highest memory in MiB at the start, while results came, and with table and pages made."""
    settings = Settings(reviewer="scripts.lab.bench_cohort:Instant")
    before = _highest()
    marks: dict[str, float] = {}

    def finish(results: Path) -> None:
        from voice_interviewer.cohort.run import tables

        marks["results"] = _highest()
        tables(results)

    run(folder, out, settings, lambda _: cluster.local(2) if dask else Script(), _Silent(), finish=finish)
    return {"start": before, "results": marks["results"], "pages": _highest()}


def _highest() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 2**20), 1)


def memory(sizes: Sequence[int], home: Path, dask: bool) -> dict[str, Any]:
    """The collecting process's memory for each size, in a fresh process each."""
    found = {}
    for size in sizes:
        folder = texts(home / f"texts-{size}", size)
        out = tempfile.mkdtemp(dir=home)
        argv = [sys.executable, "-m", "scripts.lab.bench_cohort", "--collect", str(folder), out, *["--dask"] * dask]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(argv, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        found[str(size)] = json.loads(done.stdout.splitlines()[-1])
        print(("dask" if dask else "collector"), size, found[str(size)], flush=True)
    return found


def main(argv: list[str] | None = None) -> int:
    """Run the arms and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=24, help="recordings; 0: no arms")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--model", default="tiny.en")
    parser.add_argument("--workers", type=int, nargs="*", default=[2, 4, 8])
    parser.add_argument("--hands", type=int, default=2, help="processes of `review` by hand")
    parser.add_argument("--memory", type=int, nargs="*", default=[10, 1000, 10000], help="results to collect")
    parser.add_argument("--home", type=Path, help="folder for what is made (kept); default: a temporary one")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--collect", type=Path, nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--dask", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    if given.collect:
        folder, out = given.collect
        print(json.dumps(collected(folder, out, given.dask)))
        return 0
    found: dict[str, Any] = {"cores": os.cpu_count()}
    with tempfile.TemporaryDirectory() as scratch:
        home = given.home or Path(scratch)
        home.mkdir(parents=True, exist_ok=True)
        if given.count:
            found["cost"] = costs(given.count, given.seconds, given.model, given.workers, given.hands, home)
        if given.memory:
            found["collector_mib"] = memory(given.memory, home, False)
            found["dask_mib"] = memory(given.memory, home, True)
    text = json.dumps(found, indent=1)
    print(text)
    if given.json:
        given.json.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
