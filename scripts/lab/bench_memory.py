"""Measure the memory of a whole session from outside, phase by phase: start, first question, answers, second hearing,
debrief.

    python -m scripts.lab.bench_memory [--flow first-five-minutes] [--candidate apologetic] [--out memory.json]
    python -m scripts.lab.bench_memory --lab PATH/acoustic_lab.py    at devices: loudspeakers, an echo taken out
    python -m scripts.lab.bench_memory --web                           the server with a page, then its history

The kernel keeps the most memory a process ever had in RAM (VmHWM); it is set back at the end of each phase, so no peak
between two looks is missed. The phases are told by the session's journal. MB are 10^6 bytes. Beside resident memory
stands what of it belongs to this process alone at the look that had most (without libraries and files, which the system
may drop or share). Linux only. Prints a table; other programs on the machine change nothing of it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

EVERY_S = 0.05
PHASES = ("start", "first question", "answers", "second hearing", "debrief")
MARKS = (
    (re.compile(rb'"kind": ?"action", ?"data": ?\{"type": ?"Say"'), "first question"),
    (re.compile(rb'"kind": ?"action", ?"data": ?\{"type": ?"Listen"'), "answers"),
    (re.compile(rb'"kind": ?"end'), "second hearing"),
    (re.compile(rb'"kind": ?"again"'), "second hearing"),
)
"What a line of the journal shows to have begun, in order."


@dataclass(slots=True)
class Peak:
    """The most of one phase, bytes."""

    resident: int = 0
    own: int = 0
    "Of it this process's alone, not backed by files."
    looks: int = 0


@dataclass(slots=True)
class Watch:
    """Looks at processes from outside and keeps the peaks of each phase."""

    peaks: dict[str, Peak] = field(default_factory=dict)

    def look(self, pid: int, phase: str) -> bool:
        """One look, counted for a phase; False once the process is gone."""
        found = _fields(pid, "smaps_rollup")
        most = _fields(pid, "status").get("VmHWM", 0)
        if not found.get("Rss"):
            return False
        peak = self.peaks.setdefault(phase, Peak())
        peak.resident = max(peak.resident, most, found["Rss"])
        peak.own = max(peak.own, found.get("Anonymous", 0))
        peak.looks += 1
        return True

    def table(self) -> list[tuple[str, float, float]]:
        """(phase, most resident MB, most of its own MB) in the order of the phases."""
        order = sorted(self.peaks, key=lambda name: PHASES.index(name) if name in PHASES else len(PHASES))
        return [
            (name, round(self.peaks[name].resident / 1e6, 1), round(self.peaks[name].own / 1e6, 1)) for name in order
        ]


def _fields(pid: int, file: str) -> dict[str, int]:
    """The `Name: 123 kB` rows of a file of a process, in bytes; empty once it is gone."""
    try:
        text = Path("/proc", str(pid), file).read_text()
    except OSError:
        return {}
    return {name: 1024 * int(kb) for name, kb in re.findall(r"^(\w+):\s+(\d+) kB", text, re.MULTILINE)}


def new_phase(pid: int) -> None:
    """Let the kernel count the most resident memory anew."""
    with contextlib.suppress(OSError):
        Path("/proc", str(pid), "clear_refs").write_text("5")


def phase_of(journal: bytes, before: str) -> str:
    """Which phase a session is in, from what has been added to its journal."""
    found = before
    for pattern, begun in MARKS:
        if pattern.search(journal) and PHASES.index(begun) > PHASES.index(found):
            found = begun
    return found


def watch(pid: int, sessions: Path, gone: Any, watching: Watch) -> None:
    """Look at a process until it or its starter is `gone()`; what follows the last hearing is the debrief."""
    phase, read, again = "start", 0, 0
    while not gone():
        journal = next(iter(sorted(sessions.glob("*/journal.jsonl"))), None)
        if journal is not None:
            with journal.open("rb") as file:
                file.seek(read)
                new = file.read()
            read += len(new)
            now = phase_of(new, phase)
            more = len(re.findall(rb'"kind": ?"again"', new))
            if now != phase or more:
                watching.look(pid, phase if not again else f"again {again}")
                new_phase(pid)
                phase, again = now, again + more
        if not watching.look(pid, phase if not again else f"again {again}"):
            break
        time.sleep(EVERY_S)
    watching.peaks = parted(watching.peaks)


def parted(peaks: dict[str, Peak]) -> dict[str, Peak]:
    """With the stretches behind each answer heard again given to their phase: the last is the debrief's, those before
    it the second hearing's."""
    stretches = sorted(int(name.split()[1]) for name in peaks if name.startswith("again "))
    found = {name: peak for name, peak in peaks.items() if not name.startswith("again ")}
    for number in stretches:
        peak = peaks[f"again {number}"]
        into = found.setdefault("debrief" if number == stretches[-1] else "second hearing", Peak())
        into.resident, into.own = max(into.resident, peak.resident), max(into.own, peak.own)
        into.looks += peak.looks
    return found


def environment(folder: Path) -> dict[str, str]:
    """A data folder of its own, with the models that are installed; the cache is warm after the first run."""
    from voice_interviewer.paths import models_dir

    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    if not (data / "models").exists():
        (data / "models").symlink_to(models_dir())
    return {**os.environ, "VOICE_INTERVIEWER_DATA": str(data), "VOICE_INTERVIEWER_CACHE": str(folder / "cache")}


def child_of(parent: int, words: str) -> int | None:
    """The process below `parent` in which Python runs the module `words`; its starter has them as arguments."""
    table: dict[int, tuple[int, str]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                above = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                table[int(entry.name)] = (above, (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode())
    below = {parent}
    while more := {pid for pid, (above, _) in table.items() if above in below} - below:
        below |= more
    found = [pid for pid in below - {parent} if re.match(rf"\S+ (?:-u )?-m {re.escape(words)}\b", table[pid][1])]
    return min(found, default=None)


def bench_session(args: argparse.Namespace, folder: Path) -> Watch:
    """`practice` with a simulated candidate, whole."""
    command = [sys.executable, "-m", "voice_interviewer", "practice", args.flow, "--candidate", args.candidate]
    command += ["--seed", "1", *args.option]
    watching = Watch()
    with subprocess.Popen(command, env=environment(folder), stdout=subprocess.DEVNULL) as process:
        watch(process.pid, folder / "data" / "sessions", lambda: process.poll() is not None, watching)
    return watching


def bench_devices(args: argparse.Namespace, folder: Path) -> Watch:
    """`practice` at devices, on loudspeakers, by the acoustic lab's robot."""
    from scripts.lab import bench_gap

    answers = [bench_gap.record(text, folder, f"answer{i:02d}") for i, text in enumerate(bench_gap.ANSWERS)]
    manifest = folder / "answers.json"
    manifest.write_text(json.dumps(answers))
    command = [sys.executable, args.lab, "--manifest", manifest, "--out", folder / "report.json", "--linger", "90"]
    command += ["--max-seconds", args.max_seconds, "--save-dir", folder / "sound", "--"]
    command += [sys.executable, "-m", "voice_interviewer", "practice", args.flow, "--seed", "1", "--speakers"]
    command += ["--echo", "on", "--minutes", "2", *args.option]
    watching = Watch()
    with subprocess.Popen([str(c) for c in command], env=environment(folder), stdout=subprocess.DEVNULL) as process:
        pid = None
        while pid is None and process.poll() is None:
            pid = child_of(process.pid, "voice_interviewer")
            time.sleep(0.01)
        if pid is not None:
            watch(pid, folder / "data" / "sessions", lambda: process.poll() is not None, watching)
    return watching


def bench_web(args: argparse.Namespace, folder: Path) -> Watch:
    """The server, a live interview in a page, its debrief, and history."""
    import numpy as np
    import soundfile
    import soxr

    from scripts.lab import bench_gap
    from scripts.lab import bench_web as page_bench

    hz = page_bench.FILE_HZ
    pieces = [np.zeros(20 * hz)]
    for i, text in enumerate(bench_gap.ANSWERS):
        pcm, rate = soundfile.read(bench_gap.record(text, folder, f"answer{i:02d}")["wav"], dtype="float32")
        pieces += [np.asarray(soxr.resample(pcm, rate, hz)), np.zeros(16 * hz)]
    microphone = page_bench.written(folder / "mic.wav", pieces)
    watching = Watch()
    (folder / "page").mkdir()
    with page_bench.child(folder / "page", scripted=False) as (process, link, _):
        watching.look(process.pid, "server alone")
        with page_bench.browsing(microphone) as page, _looking(process.pid, watching) as go:
            go("history, nothing there")
            page.goto(link)
            page.get_by_role("button", name="Begin").wait_for()
            page.get_by_role("link", name="History").first.click()
            page.wait_for_timeout(1500)
            go("start")
            page.goto(link.split("?")[0].split("#")[0])
            page_bench.begin(page, link)
            page_bench.state(page, "listening")
            go("answers")
            page.wait_for_timeout(1000 * sum(map(len, pieces)) / hz)
            page.get_by_role("button", name="Leave").click()
            go("second hearing, debrief")
            page.get_by_role("link", name="Read the debrief").wait_for()
            go("after")
            page.wait_for_timeout(3000)
            go("history")
            page.get_by_role("link", name="History").first.click()
            page.wait_for_timeout(3000)
    return watching


@contextlib.contextmanager
def _looking(pid: int, watching: Watch) -> Iterator[Any]:
    """Looks in a thread of its own; what is yielded begins a phase."""
    import threading

    now, over = ["server alone"], threading.Event()

    def work() -> None:
        while not over.wait(EVERY_S) and watching.look(pid, now[0]):
            pass

    def go(phase: str) -> None:
        watching.look(pid, now[0])
        now[0] = phase
        new_phase(pid)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield go
    finally:
        over.set()
        thread.join()


def main(argv: Sequence[str] | None = None) -> int:
    """Run, print the table, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flow", default="first-five-minutes")
    parser.add_argument("--candidate", default="apologetic", help="a persona")
    parser.add_argument(
        "--lab",
        help="devices instead of a simulated candidate: the acoustic lab (see bench_gap)",
    )
    parser.add_argument("--web", action="store_true", help="the web server and a page instead (Chromium)")
    parser.add_argument("--runs", type=int, default=2, help="the first one fills the cache of prompts")
    parser.add_argument("--max-seconds", type=float, default=400)
    parser.add_argument("--out", type=Path)
    parser.add_argument("option", nargs="*", help="further options for `practice`, behind --")
    args = parser.parse_args(argv)
    bench = bench_web if args.web else bench_devices if args.lab else bench_session
    results = []
    with tempfile.TemporaryDirectory(prefix="bench-memory-") as scratch:
        for number in range(args.runs):
            folder = Path(scratch) / f"run{number}"
            folder.mkdir()
            (folder / "cache").symlink_to(Path(scratch) / "cache", target_is_directory=True)
            (Path(scratch) / "cache").mkdir(exist_ok=True)
            rows = bench(args, folder).table()
            results.append({name: {"resident_mb": mb, "own_mb": own} for name, mb, own in rows})
            print(f"run {number + 1}")
            for name, mb, own in rows:
                print(f"  {name:<26}{mb:8.1f} MB  of its own {own:8.1f} MB", flush=True)
            print(f"  {'most':<26}{max((mb for _, mb, _ in rows), default=0.0):8.1f} MB")
    if args.out:
        args.out.write_text(json.dumps(results, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
