"""Measure the page in a real browser: sound lost, the gap to the first sound, silence at a barge-in, start, memory.

    python -m scripts.lab.bench_web [--only sound gap flush start] [--lab PATH/acoustic_lab.py] [--out web.json]

Chromium plays a file as its microphone; the program runs in a process of its own and writes down what arrives on the
socket: the page's sound thread counts both ways in the same frames, so the gap between the last loud sample heard and
the first one rendered is known to the sample, whatever the program believes. With `--lab` the terminal gets the same
answers on a virtual sound card in the same run (`scripts.lab.bench_gap`). Prints JSON. Needs playwright and Chromium.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from scripts.lab import bench_gap
from voice_interviewer.audio.files import load
from voice_interviewer.debrief.paint import pdf
from voice_interviewer.paths import models_dir

FILE_HZ = 48_000
MINUTES = 3
BLOCK_MS = 1500
QUICK = "tiny.en"
"What both hear with while somebody waits: memory is compared without the second hearing, which is the same for both."
LOUD = 300
"Of 32767: louder than the near silence between the answers."


# ---- the program under test, in a child ----


def serve_child(data: Path, log: Path, scripted: bool) -> None:
    """Serve until killed; one line a message of the page: frame, samples, epoch, played, thrown, peak, time."""
    from voice_interviewer.hearing.fake import FakeVad, KnowingRecogniser
    from voice_interviewer.interview.live.given import NOTHING, Given
    from voice_interviewer.voice.fake import FakeVoice
    from voice_interviewer.web.live import wire
    from voice_interviewer.web.serve import link, make_server, take_port

    read = wire.read
    raw = log.with_suffix(".pcm").open("wb") if scripted else None
    with log.open("w") as out, contextlib.closing(take_port(0)) as listening:

        def logged(message: bytes) -> wire.Heard:
            found = read(message)
            peak = int(np.abs(found.samples.astype(np.int32)).max(initial=0))
            row = (found.frame, len(found.samples), found.epoch, found.played, found.thrown, peak, time.monotonic())
            out.write(json.dumps(row) + "\n")
            if raw is not None:
                raw.write(found.samples.tobytes())
            return found

        wire.read = logged
        given = NOTHING
        if scripted:
            text = "the feed fails first so I watch it " * 200
            given = Given(recogniser=KnowingRecogniser(text), voice=FakeVoice(), voice_activity=FakeVad(0.02))
        server = make_server(
            listening, root=data / "sessions", given=given, on_start=lambda h, k: print(link(h, k.printed), flush=True)
        )
        app: Any = server.config.app
        if scripted:
            threading.Thread(target=_flushing, args=(app.app.state.desk, out), daemon=True).start()
        server.run(sockets=[listening])


def _flushing(desk: Any, out: Any) -> None:
    """On each line of standard input: play a long tone, and cut it off after a second; the moment goes into the log."""
    tone = (0.2 * np.sin(np.arange(8 * FILE_HZ) / 20)).astype(np.float32)
    for _ in sys.stdin:
        speaker = desk.sitting.speaker
        speaker.play(tone, FILE_HZ)
        time.sleep(1.0)
        speaker.flush()
        out.write(json.dumps({"flush": time.monotonic()}) + "\n")
        out.flush()
        print("flushed", flush=True)


@contextlib.contextmanager
def child(folder: Path, *, scripted: bool) -> Iterator[tuple[Any, str, Path]]:
    """The program: (process, link, log)."""
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    if not (data / "models").exists():
        (data / "models").symlink_to(models_dir())
    log = folder / "log.jsonl"
    env = {**os.environ, "VOICE_INTERVIEWER_DATA": str(data), "VOICE_INTERVIEWER_CACHE": str(folder.parent / "cache")}
    words = [sys.executable, "-m", "scripts.lab.bench_web", "--serve", str(data), "--log", str(log)]
    process = subprocess.Popen(
        words + ["--scripted"] * scripted, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env
    )
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().strip(), log
    finally:
        process.terminate()
        process.wait(30)


def rows_of(log: Path) -> list[Any]:
    """The lines of a log; a half written last one is left out."""
    found = []
    for line in log.read_text().splitlines():
        with contextlib.suppress(ValueError):
            found.append(json.loads(line))
    return found


def peak_rss_mb(pid: int) -> float:
    """Most memory a process has had so far."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return round(int(found[1]) / 1024, 1) if found else 0.0


# ---- the browser ----


@contextlib.contextmanager
def browsing(microphone: Path) -> Iterator[Any]:
    """A page of a browser that hears a file; `page.outside` lists every address asked for."""
    from playwright.sync_api import sync_playwright

    executable = pdf.browser()
    if executable is None:
        raise SystemExit("Chromium is needed, for example: sudo apt-get install chromium")
    flags = ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    flags += [f"--use-file-for-fake-audio-capture={microphone}%noloop"]
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=executable, headless=True, args=flags, ignore_default_args=["--mute-audio"]
        )
        page: Any = browser.new_page()
        page.set_default_timeout(300_000)
        page.outside = set()
        page.on("request", lambda request: page.outside.add(request.url.split("/")[2]))
        yield page
        browser.close()


def begin(page: Any, link: str) -> None:
    """Open the link and begin, with headphones."""
    page.goto(link)
    page.get_by_label("headphones").check()
    page.get_by_role("button", name="Begin").click()


def state(page: Any, now: str) -> None:
    """Wait for whose turn it is."""
    page.locator(f'[data-part="state"][data-now="{now}"]').wait_for()


def written(path: Path, pieces: Sequence[np.ndarray[Any, Any]]) -> Path:
    """A file for the browser, with nearly silent noise under everything."""
    whole = np.concatenate(pieces)
    whole = whole + np.random.default_rng(1).normal(0, 1e-4, len(whole))
    soundfile.write(path, whole, FILE_HZ, subtype="PCM_16")
    return path


# ---- what is measured ----


def bench_sound(folder: Path) -> dict[str, Any]:
    """Three minutes of noise with pauses, one answer; the main thread stands still ten times meanwhile."""
    noise = np.random.default_rng(7)
    steps = noise.normal(0, 0.12, MINUTES * 60 * FILE_HZ // 8).repeat(8)
    steps[(np.arange(len(steps)) // FILE_HZ) % 5 == 4] = 0.0
    microphone = written(folder / "mic.wav", [np.zeros(8 * FILE_HZ), steps, np.zeros(20 * FILE_HZ)])
    with child(folder, scripted=True) as (_, link, log), browsing(microphone) as page:
        begin(page, link)
        state(page, "listening")
        page.keyboard.down(" ")
        began = time.monotonic()
        blocked = 0
        while time.monotonic() - began < MINUTES * 60 + 8:
            page.evaluate(f"() => {{ const end = performance.now() + {BLOCK_MS}; while (performance.now() < end); }}")
            blocked += 1
            page.wait_for_timeout(15_000)
        page.keyboard.up(" ")
        page.get_by_role("button", name="Leave").click()
        page.get_by_role("link", name="Read the debrief").wait_for()
        outside = sorted(page.outside)
        rows = [row for row in rows_of(log) if isinstance(row, list)]
        rate_hz = rate_of(page)
    missing = sum(max(0, after[0] - before[0] - before[1]) for before, after in itertools.pairwise(rows))
    (recording,) = (folder / "data" / "sessions").glob("*/audio/01.flac")
    heard = load(recording).pcm
    import soxr

    file = np.asarray(soxr.resample(soundfile.read(microphone, dtype="float32")[0], FILE_HZ, 16_000))
    raw = np.fromfile(log.with_suffix(".pcm"), "<i2").astype(np.float32) / 32768
    wire = np.asarray(soxr.resample(raw, rate_hz, 16_000))
    return {
        "seconds": MINUTES * 60,
        "main_thread_blocked": f"{blocked} times {BLOCK_MS} ms",
        "frames_missing_on_the_socket": missing,
        "samples_lost_from_socket_to_journal": lost(wire, heard),
        "samples_lost_from_file_to_journal": lost(file, heard),
        "addresses_asked": outside,
    }


def rate_of(page: Any) -> int:
    """The browser's sample rate, Hz."""
    made = "() => { const c = new AudioContext(); const r = c.sampleRate; c.close(); return r; }"
    return int(page.evaluate(made))


def lost(ideal: np.ndarray[Any, Any], heard: np.ndarray[Any, Any]) -> dict[str, Any]:
    """Samples at 16 kHz between the earliest and the latest second compared: in all, and at most between two."""
    shifts = [shift(ideal, heard, at) for at in range(2, MINUTES * 60 - 2, 4)]
    seen = [s for s in shifts if s is not None]
    steps = np.diff(seen)
    return {
        "places": len(seen),
        "samples": int(np.abs(steps).sum()) if len(seen) > 1 else None,
        "steps": sorted({int(step) for step in steps if step}),
    }


def shift(ideal: np.ndarray[Any, Any], heard: np.ndarray[Any, Any], at_s: int) -> int | None:
    """By how many samples a second of the recording is shifted against the file; None where it is silent."""
    part = heard[at_s * 16_000 : at_s * 16_000 + 16_000]
    if len(part) < 16_000 or float(np.abs(part).max()) < 0.02:
        return None
    size = 1 << (len(ideal) + len(part) - 1).bit_length()
    found = np.fft.irfft(np.fft.rfft(ideal, size) * np.conj(np.fft.rfft(part, size)), size)
    return int(np.argmax(found[: len(ideal)])) - at_s * 16_000


def bench_flush(folder: Path, times: int = 20) -> dict[str, Any]:
    """From cutting off to silence, at most: up to the end of the piece in which the page followed, and its fade."""
    microphone = written(folder / "mic.wav", [np.zeros(200 * FILE_HZ)])
    with child(folder, scripted=True) as (process, link, log), browsing(microphone) as page:
        begin(page, link)
        state(page, "listening")
        page.keyboard.down(" ")
        for _ in range(times):
            process.stdin.write("now\n")
            process.stdin.flush()
            process.stdout.readline()
            page.wait_for_timeout(400)
        rows = rows_of(log)
    found = []
    for at, row in enumerate(rows):
        if isinstance(row, dict):
            before = next(r for r in reversed(rows[:at]) if isinstance(r, list))
            after = next((r for r in rows[at:] if isinstance(r, list) and r[2] != before[2]), None)
            if after is not None:
                found.append(1000 * (after[6] - row["flush"]) + 5.0)
    return {"flushes": len(found), **bench_gap.percentiles(found)}


def gaps(rows: list[Any], rate_hz: float) -> list[float]:
    """Milliseconds from the last loud sample heard to the first sample rendered, for each stretch of speaking."""
    found, loud, silent_since = [], None, -(10**12)
    for before, row in itertools.pairwise(rows):
        frame, count, epoch, played, _, peak, _ = row
        if peak > LOUD:
            loud = frame + count
        new = played - (before[3] if before[2] == epoch else 0)
        if new > 1:
            start = frame + count - new
            if loud is not None and start > loud and start - silent_since > rate_hz:
                found.append(1000 * (start - loud) / rate_hz)
                loud = None
            silent_since = frame + count
    return found


def bench_page_gap(folder: Path, answers: list[dict[str, Any]]) -> dict[str, Any]:
    """Three answers to the page with real engines: gaps to the sample, the program's stages, its memory."""
    pieces = [np.zeros(25 * FILE_HZ)]
    import soxr

    for answer in answers:
        pcm, rate = soundfile.read(answer["wav"], dtype="float32")
        pieces += [np.asarray(soxr.resample(pcm, rate, FILE_HZ)), np.zeros(16 * FILE_HZ)]
    microphone = written(folder / "mic.wav", pieces)
    seconds = sum(map(len, pieces)) / FILE_HZ
    with child(folder, scripted=False) as (process, link, log), browsing(microphone) as page:
        page.goto(link)
        page.get_by_text("More choices").click()
        page.get_by_label("Change a constraint").uncheck()
        page.get_by_label("Minutes").fill("30")
        page.get_by_label("headphones").check()
        page.get_by_role("button", name="Begin").click()
        clicked = time.monotonic()
        state(page, "speaking")
        rate_hz = rate_of(page)
        page.wait_for_timeout(1000 * seconds)
        memory = peak_rss_mb(process.pid)
        rows = [row for row in rows_of(log) if isinstance(row, list)]
    sounds = [row for row in rows if row[3] > 1]
    waterfall = [
        row["data"]
        for journal in (folder / "data" / "sessions").glob("*/journal.jsonl")
        for row in map(json.loads, journal.read_text().splitlines())
        if row["kind"] == "note" and row["data"].get("what") == "waterfall"
    ]
    return {
        "gap_ms": bench_gap.percentiles(gaps(rows, rate_hz)),
        "stages_ms_after_last_voice": bench_gap.stages([{"waterfall": waterfall}]),
        "begin_to_first_sound_s": round(sounds[0][6] - clicked, 2) if sounds else None,
        "peak_rss_mb": memory,
    }


def bench_gaps(folder: Path, lab: str | None) -> dict[str, Any]:
    """The page, and with a lab the terminal, with the same answers."""
    answers = [bench_gap.record(text, folder, f"answer{i:02d}") for i, text in enumerate(bench_gap.ANSWERS)]
    found: dict[str, Any] = {}
    if lab is not None:
        options = argparse.Namespace(lab=lab, max_seconds=300, flow="first-five-minutes", option=["--model", QUICK])
        report = bench_gap.run(options, answers, folder, 1)
        found["terminal"] = {
            "gap_ms": bench_gap.percentiles([t["gap_ms"] for t in report["turns"] if t["gap_ms"] is not None]),
            "stages_ms_after_last_voice": bench_gap.stages([report]),
            "peak_rss_mb": report["command"]["peak_rss_mb"],
        }
    (folder / "page").mkdir()
    found["page"] = bench_page_gap(folder / "page", answers)
    return found


def bench_start(folder: Path, times: int = 5) -> dict[str, Any]:
    """From the command to a page on which one can begin; the browser is open already."""
    folder.mkdir(parents=True, exist_ok=True)
    microphone = written(folder / "mic.wav", [np.zeros(FILE_HZ)])
    env = {**os.environ, "VOICE_INTERVIEWER_DATA": str(folder / "data")}
    found, idle = [], 0.0
    with browsing(microphone) as page:
        for _ in range(times):
            began = time.monotonic()
            words = [sys.executable, "-m", "voice_interviewer", "web", "--no-open"]
            with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=env) as process:
                assert process.stdout is not None
                line = re.search(r"http\S+", process.stdout.readline())
                assert line is not None
                page.goto(line[0])
                page.get_by_role("button", name="Begin").wait_for()
                found.append(1000 * (time.monotonic() - began))
                idle = peak_rss_mb(process.pid)
                process.terminate()
    return {"usable_ms": bench_gap.percentiles(found), "peak_rss_mb_before_a_session": idle}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=["sound", "gap", "flush", "start"])
    parser.add_argument(
        "--lab",
        help="to measure the terminal beside the page: the acoustic lab (see bench_gap)",
    )
    parser.add_argument("--out", type=Path)
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--log", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--scripted", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args(argv)
    if args.serve is not None:
        serve_child(args.serve, args.log, args.scripted)
        return 0
    wanted: dict[str, Callable[[Path], dict[str, Any]]] = {
        "start": bench_start,
        "flush": bench_flush,
        "sound": bench_sound,
        "gap": lambda folder: bench_gaps(folder, args.lab),
    }
    result: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="bench-web-") as scratch:
        for name, bench in wanted.items():
            if args.only is None or name in args.only:
                folder = Path(scratch) / name
                folder.mkdir()
                result[name] = {**bench(folder), "load_average": round(os.getloadavg()[0], 1)}
                print(f"{name}: {json.dumps(result[name])}", file=sys.stderr, flush=True)
    text = json.dumps(result, indent=1)
    print(text)
    if args.out:
        args.out.write_text(text + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
