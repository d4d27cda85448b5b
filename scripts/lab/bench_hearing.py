"""Measures hearing: words, speed, fillers, inventions, pause edges, and the time until a transcript is ready.

    python -m scripts.lab.bench_hearing [--model tiny.en] [--out FILE.json] [--only words,noise,…]

Sections (each prints its table as soon as it is measured):
  words    word error rate and speed on real speech, beside stock faster-whisper on the same weights and audio
           (beam 5; beam 5 with word times and VAD; batched with VAD)
  fillers  um/uh and repeats kept on real spontaneous speech, and fillers invented on fluent read speech
  noise    words produced in ten minutes of silence, hiss, hum, clicks, breath, keys, fans and music-like sound
  pauses   error of the edges of pauses of known place, from voice activity and from stock word times
  ready    time from the last voiced sample to the final transcript, answers heard as a session hears them

Real speech comes from ../shared/audio; without it, the sections that need it are left out.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scripts.lab import ROOT
from voice_interviewer.audio.protocols import BLOCK, RATE_HZ, Block, Pcm
from voice_interviewer.hearing.model import Word
from voice_interviewer.hearing.recording import transcribe_recording
from voice_interviewer.paths import models_dir

SHARED = ROOT.parent / "shared" / "audio"
UM = frozenset(["um", "uh", "er", "erm", "umm", "uhm", "uhh", "ah"])
HM = frozenset(["hm", "hmm", "mm", "mhm"])
THREADS = 2


def bare(text: str) -> list[str]:
    """Words for counting: lower case, no punctuation, marks of cut-offs removed, fillers kept."""
    text = re.sub(r"<cutoff-\S*|<hes-|>|\[.*?\]|<unk>", " ", text.lower())
    text = text.replace("mr.", "mister").replace("mrs.", "missus").replace("mm-hmm", "mm").replace("-", " ")
    return re.sub(r"[^a-z0-9' ]", " ", text).split()


def fluent(words: list[str]) -> list[str]:
    """The same without fillers, so that keeping them is neither rewarded nor punished by the error rate."""
    return [word for word in words if word not in UM | HM]


def corpus(name: str) -> Iterator[tuple[Path, str]]:
    """(file, reference) of one folder of real speech."""
    for line in (SHARED / name / "transcripts.tsv").read_text().splitlines():
        file, reference = line.split("\t")[:2]
        yield SHARED / name / file, reference


def load(path: Path) -> Pcm:
    """Mono float32, 16 kHz."""
    from voice_interviewer.audio.files import load as load_file

    return load_file(path).pcm


# ---- the systems compared ----

System = Callable[[Pcm], list[Word]]


def systems(model: str) -> dict[str, System]:
    """Ours and stock faster-whisper in three ways, on the same weights and the same number of threads."""
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    from voice_interviewer.hearing.vad import SileroVad
    from voice_interviewer.hearing.whisper import WhisperRecogniser

    folder = str(models_dir() / model)
    ours, vad = WhisperRecogniser(folder, workers=THREADS), SileroVad()
    stock = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=THREADS)
    batched = BatchedInferencePipeline(model=stock)

    def words_of(segments: Any) -> list[Word]:
        found: list[Word] = []
        for segment in segments:
            if segment.words:
                found += [Word(w.word.strip(), w.start, w.end, w.probability) for w in segment.words]
            else:
                found += [Word(w, segment.start, segment.end, 1.0) for w in segment.text.split()]
        return found

    return {
        "ours": lambda pcm: list(transcribe_recording(pcm, ours, vad).words),
        "stock, beam 5": lambda pcm: words_of(stock.transcribe(pcm, beam_size=5, language="en")[0]),
        "stock, beam 5 + words + VAD": lambda pcm: words_of(
            stock.transcribe(pcm, beam_size=5, language="en", word_timestamps=True, vad_filter=True)[0]
        ),
        "stock, batched + VAD": lambda pcm: words_of(
            batched.transcribe(pcm, beam_size=5, language="en", batch_size=8)[0]
        ),
    }


# ---- words and speed; fillers ----


def align(reference: list[str], heard: list[str]) -> tuple[list[tuple[int | None, int | None]], int]:
    """Levenshtein alignment of words (all ums are one word) and its distance."""
    n, m = len(reference), len(heard)

    def cost(a: str, b: str) -> int:
        return 0 if a == b or (a in UM and b in UM) else 1

    table = np.zeros((n + 1, m + 1), int)
    table[:, 0], table[0, :] = range(n + 1), range(m + 1)
    for i in range(n):
        for j in range(m):
            step = table[i, j] + cost(reference[i], heard[j])
            table[i + 1, j + 1] = min(step, table[i, j + 1] + 1, table[i + 1, j] + 1)
    pairs: list[tuple[int | None, int | None]] = []
    i, j = n, m
    while i or j:
        if i and j and table[i, j] == table[i - 1, j - 1] + cost(reference[i - 1], heard[j - 1]):
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif i and table[i, j] == table[i - 1, j] + 1:
            i -= 1
            pairs.append((i, None))
        else:
            j -= 1
            pairs.append((None, j))
    return pairs[::-1], int(table[n, m])


def repeats(words: list[str]) -> int:
    """Words said twice in a row."""
    return sum(a == b for a, b in pairwise(words))


def measure_words(model: str) -> dict[str, Any]:
    """Error rate and speed of all systems over all real speech, and what became of fillers and repeats.

    Systems take turns on every clip, so that other work on the machine slows all of them alike.
    """
    tools = systems(model)
    folders = ["librispeech_test_other", "ami_meetings_30s", "mfa_fillers"]
    clips = [(folder, path, reference, load(path)) for folder in folders for path, reference in corpus(folder)]
    seconds = sum(len(pcm) for *_, pcm in clips) / RATE_HZ
    times = _word_times()
    rows = {name: Tally(dict.fromkeys(folders, 0), dict.fromkeys(folders, 0)) for name in tools}
    for system in tools.values():
        system(clips[0][3])
    for n, (folder, path, reference, pcm) in enumerate(clips):
        truth = bare(reference)
        for name, system in tools.items():
            row, began, spent = rows[name], time.perf_counter(), time.process_time()
            words = system(pcm)
            row.wall_s += time.perf_counter() - began
            row.cpu_s += time.process_time() - spent
            row.take(folder, truth, words, times.get(path.name))
        print(f"\rwords: {n + 1}/{len(clips)} clips", end="", file=sys.stderr)
    print(file=sys.stderr)
    stock = rows["stock, beam 5"]
    result = {name: row.summary(seconds, stock) for name, row in rows.items()}
    print(f"\nwords, {model}: {seconds:.0f} s of real speech, {THREADS} threads; speed beside stock beam 5")
    print(
        f"{'system':30s}{'read':>8s}{'meetings':>10s}{'clips':>8s}{'all':>8s}{'RTF':>7s}{'speed':>8s}{'per CPU':>9s}"
        f"{'um/uh':>9s}{'invented':>10s}{'repeats':>9s}"
    )
    for name, line in result.items():
        print(
            f"{name:30s}{100 * line['wer'][folders[0]]:>7.1f}%{100 * line['wer'][folders[1]]:>9.1f}%"
            f"{100 * line['wer'][folders[2]]:>7.1f}%{100 * line['wer_all']:>7.1f}%{line['real_time_factor']:>7.3f}"
            f"{line['speed']:>7.1f}x{line['speed_per_cpu']:>8.1f}x{line['fillers_kept']:>5d}/{line['fillers_said']:<3d}"
            f"{line['fillers_invented_fluent']:>8d}{line['repeats_kept']:>7d}/{line['repeats_said']}"
        )
    return result


@dataclass
class Tally:
    """What one system did."""

    errors: dict[str, int]
    total: dict[str, int]
    wall_s: float = 0.0
    cpu_s: float = 0.0
    kept: int = 0
    said: int = 0
    invented: int = 0
    kept_repeats: int = 0
    said_repeats: int = 0

    def take(self, folder: str, truth: list[str], words: list[Word], times: list[tuple[float, str]] | None) -> None:
        """One clip."""
        heard = [part for word in words for part in bare(word.text)]
        self.errors[folder] += align(fluent(truth), fluent(heard))[1]
        self.total[folder] += len(fluent(truth))
        if folder == "librispeech_test_other":
            self.invented += sum(word in UM for word in heard)
            return
        if times is not None:
            # Meetings overlap: a filler counts as kept when one was heard within 1.2 s of its time.
            ums = [at for at, word in times if word in UM]
            found = [word.start for word in words if bare(word.text) and bare(word.text)[0] in UM]
            self.said += len(ums)
            for at in ums:
                near = [x for x in found if abs(x - at) < 1.2]
                if near:
                    found.remove(min(near, key=lambda x: abs(x - at)))
                    self.kept += 1
        else:
            pairs, _ = align(truth, heard)
            self.said += sum(word in UM for word in truth)
            self.kept += sum(i is not None and j is not None and truth[i] in UM and heard[j] in UM for i, j in pairs)
        self.said_repeats += repeats(fluent(truth))
        self.kept_repeats += min(repeats(fluent(truth)), repeats(fluent(heard)))

    def summary(self, seconds: float, stock: Tally) -> dict[str, Any]:
        """As numbers to report."""
        return {
            "wer": {folder: self.errors[folder] / self.total[folder] for folder in self.errors},
            "wer_all": sum(self.errors.values()) / sum(self.total.values()),
            "real_time_factor": self.wall_s / seconds,
            "cpu_per_second": self.cpu_s / seconds,
            "speed": stock.wall_s / self.wall_s,
            "speed_per_cpu": stock.cpu_s / self.cpu_s,
            "fillers_kept": self.kept,
            "fillers_said": self.said,
            "fillers_invented_fluent": self.invented,
            "repeats_kept": self.kept_repeats,
            "repeats_said": self.said_repeats,
        }


def _word_times() -> dict[str, list[tuple[float, str]]]:
    found: dict[str, list[tuple[float, str]]] = {}
    table = SHARED / "ami_meetings_30s" / "words.tsv"
    for row in csv.DictReader(table.open(), delimiter="\t"):
        if row["kind"] == "word" and bare(row["word"]):
            found.setdefault(row["file"], []).append((float(row["start"]), bare(row["word"])[0]))
    return found


# ---- sound without speech ----


Sound = NDArray[np.float64]


def noises(seconds_each: float, seed: int) -> Iterator[tuple[str, Pcm]]:
    """Ten kinds of non-speech at random levels between -50 and -12 dBFS."""
    rng = np.random.default_rng(seed)
    n = int(seconds_each * RATE_HZ)
    t = np.arange(n) / RATE_HZ

    def level() -> float:
        return float(10 ** (rng.uniform(-50, -12) / 20))

    def shaped(power: float) -> Sound:
        spectrum = np.fft.rfft(rng.normal(size=n))
        spectrum /= np.maximum(np.arange(len(spectrum)), 1) ** power
        noise = np.fft.irfft(spectrum, n)
        return noise / np.std(noise)

    def band(noise: Sound, low: float, high: float) -> Sound:
        spectrum = np.fft.rfft(noise)
        at = np.fft.rfftfreq(len(noise), 1 / RATE_HZ)
        spectrum[(at < low) | (at > high)] = 0
        return np.fft.irfft(spectrum, len(noise))

    def bursts(gap_s: float, make: Callable[[], Sound]) -> Sound:
        out = np.zeros(n)
        at = 0.3
        while at < seconds_each - 2.5:
            one = make()
            i = int(at * RATE_HZ)
            out[i : i + len(one)] += one[: n - i]
            at += len(one) / RATE_HZ + rng.exponential(gap_s)
        return out + 10 ** (-66 / 20) * rng.normal(size=n)

    def click() -> Sound:
        k = int(rng.integers(16, 240))
        return rng.normal(size=k) * np.exp(-np.arange(k) / (k / 5)) * level() * 3

    def key() -> Sound:
        k = int(0.05 * RATE_HZ)
        ring = np.sin(2 * np.pi * rng.uniform(700, 3600) * np.arange(k) / RATE_HZ)
        return (ring + rng.normal(size=k)) * np.exp(-np.arange(k) / RATE_HZ * rng.uniform(100, 300)) * level()

    def breath() -> Sound:
        k = int(rng.uniform(0.4, 1.5) * RATE_HZ)
        air = band(rng.normal(size=k), rng.uniform(200, 500), rng.uniform(1500, 4000))
        return air / np.std(air) * np.hanning(k) * level()

    def cough() -> Sound:
        k = int(rng.uniform(0.15, 0.4) * RATE_HZ)
        air = band(rng.normal(size=k), 150, 5000)
        return air / np.std(air) * np.exp(-np.arange(k) / (k / 4)) * level()

    hum = sum(rng.uniform(0.2, 1) / k * np.sin(2 * np.pi * 50 * k * t + rng.uniform(0, 6)) for k in range(1, 9))
    music = np.zeros(n)
    at, beat = 0.0, float(rng.uniform(0.35, 0.7))
    while at < seconds_each - 3 * beat:
        i, k = int(at * RATE_HZ), int(2 * beat * RATE_HZ)
        tt = np.arange(k) / RATE_HZ
        root = 220 * 2 ** (int(rng.integers(-12, 8)) / 12)
        for ratio in (1.0, float(rng.choice([1.19, 1.26])), 1.5):
            for h in range(1, 7):
                vibrato = 1 + 0.003 * np.sin(2 * np.pi * 5.5 * tt)
                music[i : i + k] += np.sin(2 * np.pi * root * ratio * h * tt * vibrato) / h * np.exp(-1.5 * tt)
        drum = int(0.09 * RATE_HZ)
        music[i : i + drum] += rng.normal(size=drum) * np.exp(-np.arange(drum) / 350) * 2
        at += beat * int(rng.choice([1, 2]))
    kinds = {
        "digital silence": np.zeros(n),
        "hiss": rng.normal(size=n) * level(),
        "room tone": shaped(0.5) * level(),
        "hum": hum / np.std(hum) * level(),
        "fan": (shaped(0.8) + 0.4 * hum) * level(),
        "clicks": bursts(0.4, click),
        "keys": bursts(0.12, key),
        "breath": bursts(1.2, breath),
        "coughs": bursts(1.5, cough),
        "music-like": music / np.std(music) * level(),
    }
    for name, sound in kinds.items():
        yield name, np.clip(sound, -1, 1).astype(np.float32)


def measure_noise(model: str) -> dict[str, Any]:
    """Words produced in ten minutes of sound without speech: ours and stock."""
    tools = systems(model)
    names = ["ours", "stock, beam 5", "stock, beam 5 + words + VAD"]
    result: dict[str, dict[str, int]] = {name: {} for name in names}
    seconds = 0.0
    for kind, sound in noises(60.0, seed=11):
        seconds += len(sound) / RATE_HZ
        for name in names:
            result[name][kind] = len(tools[name](sound))
    print(f"\nnoise, {model}: words produced in {seconds / 60:.0f} minutes without speech")
    for name in names:
        by_kind = ", ".join(f"{kind} {count}" for kind, count in result[name].items() if count)
        print(f"{name:30s}{sum(result[name].values()):>6d}   {by_kind}")
    return {"seconds": seconds, "words": result}


# ---- pauses ----


def measure_pauses(model: str) -> dict[str, Any]:
    """Edges of pauses of known place, from voice activity and from stock word times."""
    from scripts.lab import bench_turns

    tools = systems(model)
    from voice_interviewer.hearing.vad import SileroVad
    from voice_interviewer.hearing.whisper import WhisperRecogniser

    ours, vad = WhisperRecogniser(models_dir() / model, workers=THREADS), SileroVad()
    errors: dict[str, list[float]] = {"ours": [], "stock word times": []}
    missed = dict.fromkeys(errors, 0)
    total = 0
    answers = [a for a in bench_turns.test_answers() if a.name.startswith("thinking")]
    for n, answer in enumerate(answers):
        voice = bench_turns.TEST_VOICES[n % len(bench_turns.TEST_VOICES)]
        pcm, truth = spoken_with_truth(answer, voice)
        heard = transcribe_recording(pcm, ours, vad)
        words = tools["stock, beam 5 + words + VAD"](pcm)
        gaps = [(a.end, b.start) for a, b in pairwise(words) if b.start - a.end >= 0.25]
        for name, found in (("ours", [(p.start, p.end) for p in heard.pauses]), ("stock word times", gaps)):
            for start, end in truth:
                near = [(a, b) for a, b in found if min(b, end) - max(a, start) > 0.5 * (end - start)]
                if near:
                    a, b = max(near, key=lambda gap: min(gap[1], end) - max(gap[0], start))
                    errors[name] += [abs(a - start), abs(b - end)]
                else:
                    missed[name] += 1
        total += len(truth)
    result: dict[str, dict[str, float]] = {}
    for name, e in errors.items():
        median, high = 1000 * np.percentile(e, [50, 90])
        result[name] = {"median_ms": float(median), "p90_ms": float(high), "missed": missed[name]}
    print(f"\npauses, {model}: {total} pauses of known place in spoken answers")
    for name, row in result.items():
        print(
            f"{name:30s}edge error median {row['median_ms']:.0f} ms, p90 {row['p90_ms']:.0f} ms, missed {row['missed']}"
        )
    return {"pauses": total, **result}


def spoken_with_truth(answer: Any, voice: str) -> tuple[Pcm, list[tuple[float, float]]]:
    """A scripted answer and where its pauses of 0.4 s and more are, to the sample."""
    from scripts.lab import bench_turns

    at = bench_turns.LEAD_S
    sound = [np.zeros(int(at * RATE_HZ), np.float32)]
    truth: list[tuple[float, float]] = []
    for text, pause in answer.parts:
        pcm = bench_turns.say(voice, text if text[-1] in ".?!,;:" else text + ",")
        sound += [pcm, np.zeros(int(pause * RATE_HZ), np.float32)]
        loud = np.flatnonzero(np.abs(pcm) > 0.005)
        edge = at + loud[-1] / RATE_HZ
        at += len(pcm) / RATE_HZ
        if truth and truth[-1][1] < 0:
            truth[-1] = (truth[-1][0], at - len(pcm) / RATE_HZ + loud[0] / RATE_HZ)
        if pause >= 0.4:
            truth.append((edge, -1.0))
        at += int(pause * RATE_HZ) / RATE_HZ
    whole = np.concatenate([*sound, np.zeros(RATE_HZ, np.float32)])
    noise = np.random.default_rng(3).normal(0, 10 ** (-62 / 20), len(whole)).astype(np.float32)
    return whole + noise, [(a, b) for a, b in truth if b > 0]


# ---- readiness ----


class Timed:
    """Runs work at once and remembers how long each job took, as a thread beside the microphone would."""

    def __init__(self) -> None:
        self.took_s: list[float] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run now."""
        future: Future[Any] = Future()
        began = time.perf_counter()
        future.set_result(fn(*args, **kwargs))
        self.took_s.append(time.perf_counter() - began)
        return future


def measure_ready(model: str) -> dict[str, Any]:
    """Last voiced sample → final transcript: soft end and decode of the tail; beside stock on the whole answer."""
    from scripts.lab import bench_turns
    from voice_interviewer.hearing.listener import Listener
    from voice_interviewer.hearing.model import Committed, Expectation, SoftEnd
    from voice_interviewer.hearing.vad import SileroVad
    from voice_interviewer.hearing.whisper import WhisperRecogniser

    recogniser, stock = WhisperRecogniser(models_dir() / model), systems(model)["stock, beam 5"]
    recogniser.warm_up()
    ours: list[float] = []
    theirs: list[float] = []
    answers = [a for a in bench_turns.test_answers() if not a.name.startswith("thinking")][:30]
    for n, answer in enumerate(answers):
        pcm, _ = bench_turns.speak(answer, bench_turns.TEST_VOICES[n % 3])
        sound = np.concatenate([pcm, np.zeros(12 * RATE_HZ, np.float32)])
        executor = Timed()
        ears = Listener(recogniser, SileroVad(), executor, captions=False)
        ears.begin(0.0, Expectation())
        last = None
        for at in range(0, len(sound) - BLOCK, BLOCK):
            before = len(executor.took_s)
            events = ears.feed(Block(sound[at : at + BLOCK], (at + BLOCK) / RATE_HZ))
            for event in events:
                if isinstance(event, SoftEnd):
                    last = event.at_s - event.heard.end_s + sum(executor.took_s[before:])
            if any(isinstance(event, Committed) for event in events):
                break
        if last is not None:
            ours.append(last)
        if n < 10:
            began = time.perf_counter()
            stock(pcm)
            theirs.append(0.2 + time.perf_counter() - began)
    result = {
        name: {"p50_ms": 1000 * float(np.median(x)), "p95_ms": 1000 * float(np.percentile(x, 95)), "answers": len(x)}
        for name, x in (("ours", ours), ("stock beam 5 on the whole answer, after the same 0.2 s", theirs))
    }
    print(f"\nready, {model}: last voiced sample to final transcript")
    for name, row in result.items():
        print(f"{name:58s}p50 {row['p50_ms']:>5.0f} ms   p95 {row['p95_ms']:>5.0f} ms   ({row['answers']} answers)")
    return result


SECTIONS: dict[str, tuple[Callable[[str], dict[str, Any]], bool]] = {
    "words": (measure_words, True),
    "noise": (measure_noise, False),
    "pauses": (measure_pauses, False),
    "ready": (measure_ready, False),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", action="append", help="a fetched Whisper model (default: tiny.en); may be repeated")
    parser.add_argument("--out", type=Path, help="write everything as JSON here")
    parser.add_argument("--only", default="words,noise,pauses,ready", help="sections, separated by commas")
    options = parser.parse_args(argv)
    wanted = [name for name in options.only.split(",") if name]
    if unknown := [name for name in wanted if name not in SECTIONS]:
        parser.error(f"unknown section {unknown[0]}; there are {', '.join(SECTIONS)}")
    results: dict[str, Any] = {}
    for model in options.model or ["tiny.en"]:
        for name in wanted:
            measure, needs_shared = SECTIONS[name]
            if needs_shared and not SHARED.is_dir():
                print(f"\n{name}: left out, there is no {SHARED}")
                continue
            results.setdefault(model, {})[name] = measure(model)
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(results, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
