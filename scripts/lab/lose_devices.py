"""Lose the loudspeaker, the microphone or the sound server in the middle of real sessions on a virtual sound card.

    python -m scripts.lab.lose_devices --runs 50 --seed 1 [--json OUT]

Each run is one `practice` of three short questions with real recognition and a real voice. At a random moment something
happens to its devices; a candidate (a synthetic voice) keeps answering through the virtual microphone. What counts is
printed: processes that ended by a signal or did not end, sessions without a debrief, exit codes, tracebacks. Linux with
PulseAudio (`scripts/test` installs it). Exit status 1 when a process crashed or a session has no debrief.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from scripts.lab import ROOT

sys.path.insert(0, str(ROOT / "tests" / "kits"))

from virtual_card import RATE_HZ, VirtualCard, missing  # type: ignore[import-not-found]

from voice_interviewer.paths import models_dir

FAULTS = ("suspend loudspeaker", "suspend twice", "stall", "kill server", "unload microphone", "suspend microphone")
FLOW = """
schema: 1
id: losing
title: Three short questions
summary: For losing devices.
minutes: 1
start: one
greeting: [Hello. Three short questions.]
closing: [That was all. Thank you.]
questions:
  one: {pattern: break_first, ask: [What would fail first?], limits: {seconds: 10, words: 60, follow_ups: 0}, to: two}
  two: {pattern: not_do, ask: [What did you leave out?], limits: {seconds: 10, words: 60, follow_ups: 0}, to: three}
  three: {pattern: break_first, ask: [What would fail next?], limits: {seconds: 10, words: 60, follow_ups: 0}, to: END}
"""
ANSWER = "The queue would fail first, so I decided to drop old jobs."
LIMIT_S = 150.0


def answer_pcm() -> np.ndarray:
    """The candidate's answer at the card's rate."""
    from voice_interviewer.audio.playout import resample
    from voice_interviewer.voice.hibari import HibariVoice

    clip = HibariVoice().speak(ANSWER)
    return resample(clip.pcm, clip.rate_hz, RATE_HZ)


def harm(card: VirtualCard, fault: str, rng: random.Random) -> None:
    """Let it happen."""
    if fault == "suspend loudspeaker":
        card.pactl("suspend-sink", "loudspeaker", "1")
        time.sleep(rng.uniform(0.2, 4.0))
        card.pactl("suspend-sink", "loudspeaker", "0")
    elif fault == "suspend twice":
        for _ in range(2):
            card.pactl("suspend-sink", "loudspeaker", "1")
            time.sleep(rng.uniform(1.6, 2.4))
            card.pactl("suspend-sink", "loudspeaker", "0")
            time.sleep(rng.uniform(0.1, 3.0))
    elif fault == "suspend microphone":
        card.pactl("suspend-source", "vmic", "1")
        card.pactl("suspend-sink", "candidate", "1")
    elif fault == "unload microphone":
        card.unplug_sources()
    elif fault == "stall":
        card.stall()
    else:
        card.unplug()


def one(number: int, fault: str, rng: random.Random, pcm: np.ndarray) -> dict[str, Any]:
    """One session and what became of it."""
    home = Path(tempfile.mkdtemp(prefix="lose-devices-"))
    try:
        (home / "data").mkdir()
        (home / "data" / "models").symlink_to(models_dir())
        (home / "flow.yaml").write_text(FLOW)
        with VirtualCard() as card:
            env = {**card.env(), "VOICE_INTERVIEWER_DATA": str(home / "data"), "PYTHONFAULTHANDLER": "1"}
            env["VOICE_INTERVIEWER_CACHE"] = os.environ.get("LOSE_DEVICES_CACHE", str(home / "cache"))
            command = [sys.executable, "-m", "voice_interviewer", "practice", str(home / "flow.yaml"), "--seed", "1"]
            with (home / "log").open("wb") as log:
                began = time.monotonic()
                process = subprocess.Popen(
                    [*command, "--minutes", "1"], env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log
                )
                at_s = rng.uniform(1.0, 14.0)
                harmed_s, spoke_s = None, 3.0
                while process.poll() is None and time.monotonic() - began < 60.0:
                    if b"Interviewer:" in (home / "log").read_bytes():  # the devices are open
                        break
                    time.sleep(0.05)
                began = time.monotonic()
                while process.poll() is None and time.monotonic() - began < LIMIT_S:
                    now_s = time.monotonic() - began
                    if harmed_s is None and now_s >= at_s:
                        harm(card, fault, rng)
                        harmed_s = time.monotonic() - began
                    elif now_s >= spoke_s + 7.0 and (harmed_s is None or "loudspeaker" in fault or "twice" in fault):
                        card.play(pcm)
                        spoke_s = now_s
                    time.sleep(0.1)
                hung = process.poll() is None
                if hung:
                    process.kill()
                code = process.wait()
        said = (home / "log").read_text(errors="replace")
        sessions = [folder for folder in (home / "data" / "sessions").glob("*") if folder.is_dir()]
        return {
            "run": number,
            "fault": fault,
            "at_s": round(at_s, 2),
            "code": code,
            "hung": hung,
            "crashed": code < 0 or code >= 128,
            "debrief": bool(sessions) and all((folder / "debrief.html").is_file() for folder in sessions),
            "defect": "Traceback" in said or "defect of ours" in said,
            "tail": said[-1500:] if hung or code != 0 else "",
        }
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status: 0 when nothing crashed and every session has a debrief."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    if reason := missing():
        print(f"no virtual card: {reason}", file=sys.stderr)
        return 2
    rng = random.Random(options.seed)
    pcm = answer_pcm()
    rows = []
    for number in range(options.runs):
        row = one(number, FAULTS[number % len(FAULTS)], rng, pcm)
        rows.append(row)
        shown = {key: value for key, value in row.items() if key != "tail"}
        print(json.dumps(shown), flush=True)
        if row["tail"]:
            print(row["tail"], flush=True)
        if options.json:
            options.json.write_text(json.dumps(rows, indent=1))
    crashed = sum(row["crashed"] for row in rows)
    without = sum(not row["debrief"] for row in rows)
    print(f"runs {len(rows)}  crashed {crashed}  without debrief {without}  hung {sum(r['hung'] for r in rows)}")
    print(f"defects {sum(row['defect'] for row in rows)}  exit codes {dict(Counter(row['code'] for row in rows))}")
    return 1 if crashed or without else 0


if __name__ == "__main__":
    sys.exit(main())
