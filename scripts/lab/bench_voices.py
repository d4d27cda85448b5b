"""How often two voices on one channel are taken for one another, and one voice for two, on real speech.

    python -m scripts.lab.bench_voices --audio DIR

DIR has the folders `librispeech_test_other` (NAME-….flac, one reader a NAME) and `ami_meetings_30s` (with turns.tsv).
Readers are put together in pairs as an interview would be: short turns of one, long ones of the other, pauses between.
Of a meeting the two who say most are taken, where nobody else speaks. One reader or speaker alone must stay one voice.
The threshold of `review.voices` was set on readers only; meetings were not looked at for it.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from voice_interviewer.audio.protocols import BLOCK, BLOCK_S, RATE_HZ
from voice_interviewer.hearing.vad import SileroVad
from voice_interviewer.hearing.voiceprint import Voiceprint
from voice_interviewer.review.apart import parted
from voice_interviewer.review.ears import Side

STEP = RATE_HZ // 100
NOBODY = -1


@dataclass(frozen=True)
class Judged:
    """One recording of two voices, or of one."""

    name: str
    seconds: float
    two: bool | None
    "Whether two voices were claimed; None where there was too little voice."
    likeness: float
    wrong: float
    "Share of voiced time given to the other voice, whether two were claimed or not."


def voiced_spans(pcm: np.ndarray, vad: SileroVad) -> list[tuple[float, float]]:
    """Stretches of voice, in seconds."""
    vad.reset()
    on = vad.probabilities(pcm[: len(pcm) // BLOCK * BLOCK]) >= 0.5
    edges = np.flatnonzero(np.diff(np.concatenate([[0], on.astype(int), [0]])))
    return [(a * BLOCK_S, b * BLOCK_S) for a, b in edges.reshape(-1, 2)]


def judge(name: str, pcm: np.ndarray, truth: np.ndarray, vad: SileroVad, model: Voiceprint, folder: Path) -> Judged:
    """`truth`: 0, 1 or NOBODY for each 10 ms."""
    path = folder / "mix.wav"
    soundfile.write(path, pcm, RATE_HZ)
    spans = voiced_spans(pcm, vad)
    made = parted(path, Side(), spans, lambda: model)
    if made is None:
        return Judged(name, len(pcm) / RATE_HZ, None, 1.0, 0.0)
    times = (np.arange(len(truth)) + 0.5) / 100
    inside = np.zeros(len(truth), bool)
    for a, b in spans:
        inside |= (times >= a) & (times < b)
    use = np.flatnonzero(inside & (truth != NOBODY))
    said = np.array([made.voice_at(float(times[i])) for i in use])
    wrong = float((said != truth[use]).mean()) if len(use) else 0.0
    return Judged(name, len(pcm) / RATE_HZ, made.two, made.likeness, min(wrong, 1 - wrong))


def interview(asker: list[np.ndarray], other: list[np.ndarray], seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Four questions of 1.5 to 5 s, four answers of 5 to 15 s, pauses of 0.2 to 0.9 s, a little noise."""
    rng = np.random.default_rng(seed)
    sound, truth = [], []
    for _ in range(4):
        for who, takes, low, high in ((0, asker, 1.5, 5.0), (1, other, 5.0, 15.0)):
            take = takes[int(rng.integers(len(takes)))][: int(rng.uniform(low, high) * 100) * STEP]
            take = take[: len(take) // STEP * STEP]
            gap = int(rng.uniform(0.2, 0.9) * 100)
            sound += [take, np.zeros(gap * STEP, np.float32)]
            truth += [np.full(len(take) // STEP, who), np.full(gap, NOBODY)]
    pcm = np.concatenate(sound)
    return (pcm + rng.standard_normal(len(pcm)) * 5e-4).astype(np.float32), np.concatenate(truth)


def readers(folder: Path) -> dict[str, list[np.ndarray]]:
    """Recordings of each reader."""
    found: dict[str, list[np.ndarray]] = defaultdict(list)
    for path in sorted(folder.glob("*.flac")):
        found[path.name.split("-")[0]].append(soundfile.read(path, dtype="float32")[0])
    return found


def meetings(folder: Path) -> dict[Path, list[tuple[str, float, float]]]:
    """Turns of each meeting: (speaker, start, end)."""
    found: dict[Path, list[tuple[str, float, float]]] = defaultdict(list)
    with (folder / "turns.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            found[folder / row["file"]].append((row["speaker"], float(row["start"]), float(row["end"])))
    return found


def alone(turns: list[tuple[str, float, float]], frames: int) -> tuple[list[np.ndarray], np.ndarray]:
    """Per speaker, longest first: where only they speak; and where nobody does."""
    names = sorted({name for name, _, _ in turns})
    talk = np.zeros((len(names), frames), bool)
    for name, a, b in turns:
        talk[names.index(name), int(a * 100) : int(b * 100)] = True
    only = talk & (talk.sum(axis=0) == 1)
    return [only[i] for i in np.argsort(-only.sum(axis=1))], np.asarray(~talk.any(axis=0), bool)


def main(argv: list[str] | None = None) -> int:
    """Print a line a recording and the sums."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--audio", type=Path, required=True)
    given = parser.parse_args(argv)
    vad, model = SileroVad(), Voiceprint()
    two: dict[str, list[Judged]] = defaultdict(list)
    one: dict[str, list[Judged]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        spoken = readers(given.audio / "librispeech_test_other")
        for number, (a, b) in enumerate(itertools.permutations(sorted(spoken), 2)):
            pcm, truth = interview(spoken[a], spoken[b], number)
            two["readers"].append(judge(f"{a} asks {b}", pcm, truth, vad, model, folder))
        for name, takes in sorted(spoken.items()):
            for half in (takes[::2], takes[1::2]):
                pcm = np.concatenate(half)
                one["readers"].append(judge(name, pcm, np.zeros(len(pcm) // STEP, int), vad, model, folder))
        for path, turns in meetings(given.audio / "ami_meetings_30s").items():
            pcm = soundfile.read(path, dtype="float32")[0]
            pcm = pcm[: len(pcm) // STEP * STEP]
            speakers, hush = alone(turns, len(pcm) // STEP)
            if speakers[0].sum() >= 500:
                cut = pcm.reshape(-1, STEP)[speakers[0] | hush].reshape(-1)
                one["meetings"].append(judge(path.stem, cut, np.zeros(len(cut) // STEP, int), vad, model, folder))
            if len(speakers) > 1 and speakers[1].sum() >= 150:
                keep = speakers[0] | speakers[1] | hush
                truth = np.where(speakers[0], 0, np.where(speakers[1], 1, NOBODY))[keep]
                cut = pcm.reshape(-1, STEP)[keep].reshape(-1)
                two["meetings"].append(judge(path.stem, cut, truth, vad, model, folder))
    for title, groups in (("two voices", two), ("one voice", one)):
        for kind, rows in groups.items():
            print(f"{title}, {kind}")
            for r in rows:
                likeness = f"likeness {r.likeness:.2f}  wrong {r.wrong:.1%}"
                print(f"  {r.name:<22}{r.seconds:6.0f} s  two: {r.two!s:<6} {likeness}")
            claimed = [r for r in rows if r.two]
            if title == "two voices" and claimed:
                share = sum(r.wrong * r.seconds for r in claimed) / sum(r.seconds for r in claimed)
                print(
                    f"  told apart: {len(claimed)} of {len(rows)}; of their voiced time given to the other: {share:.1%}"
                )
            elif title == "one voice":
                print(f"  taken for two: {len(claimed)} of {len(rows)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
