"""What a second hearing gains: word error of what the debrief rests on, against live hearing, on real speech.

    python -m scripts.lab.bench_again [--live tiny.en] [--second base] [--out FILE.json]

Every clip is heard as a session hears it (voice activity, segments at pauses, decode of the tail) with the live model,
then again from the recording with the second one, exactly as after a session. Fillers are left out of the error rate.
Real speech comes from ../shared/audio.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from scripts.lab.bench_hearing import SHARED, align, bare, corpus, fluent, load
from voice_interviewer.audio.protocols import BLOCK, RATE_HZ, Block, Pcm
from voice_interviewer.hearing.again import hear_again
from voice_interviewer.hearing.choose import make_recogniser, make_voice_activity
from voice_interviewer.hearing.executors import InlineExecutor
from voice_interviewer.hearing.listener import Listener
from voice_interviewer.hearing.model import Committed, Expectation, Heard

FOLDERS = ("librispeech_test_other", "ami_meetings_30s", "mfa_fillers")
_PATIENCE = 1000.0
"The answer is the whole clip: no pause in it ends the turn."


def live(pcm: Pcm, recogniser: Any, vad: Any) -> Heard:
    """The clip as a session hears it, to its end."""
    ears = Listener(recogniser, vad, InlineExecutor(), captions=False)
    ears.begin(0.0, Expectation(patience=_PATIENCE))
    sound = np.concatenate([pcm, np.zeros(RATE_HZ, np.float32)])
    now_s = 0.0
    for at in range(0, len(sound) - BLOCK, BLOCK):
        now_s = (at + BLOCK) / RATE_HZ
        for event in ears.feed(Block(sound[at : at + BLOCK], now_s)):
            if isinstance(event, Committed):
                return event.heard
    return ears.finish(now_s)


def errors(reference: str, heard: str) -> tuple[int, int]:
    """(word errors, words of the reference), fillers left out."""
    truth = fluent(bare(reference))
    return align(truth, fluent(bare(heard)))[1], len(truth)


def measure(live_model: str, second_model: str, folders: tuple[str, ...] = FOLDERS) -> dict[str, Any]:
    """Error rates of both hearings by folder, their ratio, and what the second one cost."""
    first_ears, second_ears = make_recogniser(live_model), make_recogniser(second_model)
    vad = make_voice_activity()
    totals = {(name, folder): [0, 0] for name in ("live", "again") for folder in folders}
    spent = sound = kept = 0.0
    clips = [(folder, *clip) for folder in folders for clip in corpus(folder)]
    for number, (folder, path, reference) in enumerate(clips):
        pcm = load(path)
        first = live(pcm, first_ears, vad)
        began = time.process_time()
        second = hear_again(pcm, first, 0.0, second_ears, vad)
        spent += time.process_time() - began
        sound += len(pcm) / RATE_HZ
        best = second if second.words else first
        kept += best is first
        for name, heard in (("live", first), ("again", best)):
            wrong, words = errors(reference, heard.text)
            totals[name, folder][0] += wrong
            totals[name, folder][1] += words
        print(f"\r{number + 1}/{len(clips)} clips", end="", file=sys.stderr)
    print(file=sys.stderr)
    rates = {key: wrong / max(1, words) for key, (wrong, words) in totals.items()}
    whole = {
        n: sum(totals[n, f][0] for f in folders) / sum(totals[n, f][1] for f in folders) for n in ("live", "again")
    }
    return {
        "live": {"model": live_model, "all": whole["live"], **{f: rates["live", f] for f in folders}},
        "again": {"model": second_model, "all": whole["again"], **{f: rates["again", f] for f in folders}},
        "ratio": whole["again"] / max(1e-9, whole["live"]),
        "cpu_s_per_s_of_sound": spent / max(1e-9, sound),
        "first_hearing_kept": int(kept),
        "clips": len(clips),
    }


def main(argv: list[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--live", default="tiny.en", help="model of the live session")
    parser.add_argument("--second", default="base", help="model of the second hearing")
    parser.add_argument("--out", type=Path, help="write the figures as JSON here")
    options = parser.parse_args(argv)
    if not SHARED.is_dir():
        parser.error(f"real speech is needed: there is no {SHARED}")
    found = measure(options.live, options.second)
    for name in ("live", "again"):
        row = found[name]
        parts = "  ".join(f"{folder} {100 * row[folder]:.1f} %" for folder in FOLDERS)
        print(f"{name:6s} {row['model']:10s} all {100 * row['all']:.1f} %  {parts}")
    print(
        f"ratio {found['ratio']:.2f}; {found['cpu_s_per_s_of_sound']:.2f} s of processor time a second of sound; "
        f"first hearing kept for {found['first_hearing_kept']} of {found['clips']} clips"
    )
    if options.out:
        options.out.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
