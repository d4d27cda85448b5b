#!/usr/bin/env python3
"""What the check of apologies costs: words that stock faster-whisper hears and we neither keep nor tell.

    python -m scripts.lab.words_kept --speech FOLDER [--model tiny.en] [--windows 110] [--seed 1] [--json OUT]

Each window is a recording from the folder (.flac or .wav, at most 12 s of it) with a spoken apology put before, into or
after it, so that the second decode is made. Stock's words are matched in order with ours (case and punctuation aside);
a run of three or more of stock's that we lack is *lost* unless a note tells of voice without words or of words left
out. Both recognise differently: shorter runs are ordinary word errors. Exit status 1 when a run was lost untold.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np

from voice_interviewer.audio.files import load
from voice_interviewer.audio.playout import resample
from voice_interviewer.audio.protocols import RATE_HZ
from voice_interviewer.hearing.recording import transcribe_recording
from voice_interviewer.hearing.whisper import WhisperRecogniser
from voice_interviewer.hearing.words import has_apology
from voice_interviewer.voice.hibari import HibariVoice
from voice_interviewer.weights.check import usable

APOLOGIES = ("Sorry, it was only a small project.", "I am sorry about that.", "Excuse me, let me start again.")
LONGEST_S = 12.0
RUN = 3


def bare(text: str) -> list[str]:
    """Lower-case words without punctuation."""
    return re.findall(r"[a-z0-9']+", text.lower())


def lacking(stock: list[str], ours: list[str]) -> list[str]:
    """Runs of at least `RUN` words of stock's that have no counterpart of any kind in ours."""
    found = []
    for how, i, until, j, end in SequenceMatcher(None, stock, ours, autojunk=False).get_opcodes():
        if how in ("delete", "replace") and (until - i) - (end - j) >= RUN:
            found.append(" ".join(stock[i:until]))
    return found


def windows(folder: Path, count: int, rng: random.Random) -> list[tuple[str, np.ndarray]]:
    """(name, mono float32 16 kHz) of each window."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".flac", ".wav"))
    voice = HibariVoice()
    spoken = [resample(clip.pcm, clip.rate_hz, RATE_HZ) for clip in map(voice.speak, APOLOGIES)]
    gap = np.zeros(RATE_HZ // 2, np.float32)
    made = []
    for number in range(count):
        file = files[number % len(files)]
        pcm = load(file).pcm[: round(LONGEST_S * RATE_HZ)]
        at = (0, len(pcm) // 2, len(pcm))[number % 3]
        if 0 < at < len(pcm):  # at the quietest place near the middle, so that no word is cut
            near = range(max(0, at - RATE_HZ), min(len(pcm) - 1600, at + RATE_HZ), 400)
            at = min(near, key=lambda k: float(np.square(pcm[k : k + 1600]).sum()), default=at)
        made.append((file.name, np.concatenate([pcm[:at], gap, rng.choice(spoken), gap, pcm[at:]])))
    return made


def main(argv: list[str] | None = None) -> int:
    """Exit status: 0 when every run of words is kept or told."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--speech", type=Path, required=True)
    parser.add_argument("--model", default="tiny.en")
    parser.add_argument("--windows", type=int, default=110)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    from faster_whisper import WhisperModel

    stock = WhisperModel(str(usable(options.model)), device="cpu", compute_type="int8", cpu_threads=1)
    ours = WhisperRecogniser(options.model)
    rows: list[dict[str, Any]] = []
    for name, pcm in windows(options.speech, options.windows, random.Random(options.seed)):
        segments, _ = stock.transcribe(pcm, language="en", beam_size=5, condition_on_previous_text=False)
        theirs = bare(" ".join(segment.text for segment in segments))
        heard = transcribe_recording(pcm, ours)
        mine = bare(heard.text)
        runs = lacking(theirs, mine)
        blocks = SequenceMatcher(None, theirs, mine, autojunk=False).get_matching_blocks()
        rows.append(
            {
                "file": name,
                "stock_words": len(theirs),
                "matched": sum(block.size for block in blocks),
                "apology": has_apology(heard.text) or any("left out" in note for note in heard.notes),
                "lacking": runs,
                "told": list(heard.notes),
            }
        )
    checked = [row for row in rows if row["apology"]]
    untold = [row for row in rows if row["lacking"] and not row["told"]]
    words, matched = sum(r["stock_words"] for r in rows), sum(r["matched"] for r in rows)
    print(f"{options.model}: {len(rows)} windows, {len(checked)} with an apology heard")
    print(f"stock's words {words}, the same in ours {matched} ({100 * matched / max(1, words):.1f} %)")
    print(
        f"windows lacking a run of {RUN} words {sum(bool(r['lacking']) for r in rows)}, of these untold {len(untold)}"
    )
    for row in untold:
        print(f"  {row['file']}: {row['lacking']}")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1, ensure_ascii=False))
    return 1 if untold else 0


if __name__ == "__main__":
    sys.exit(main())
