"""Loudspeakers with an echo, on a virtual card: is our own voice heard as the candidate's, and how soon do we yield?

    python -m scripts.lab.bench_echo --lab PATH/acoustic_lab.py [--utterances 50] [--interruptions 10] [--out echo.json]

A room is put between the card's loudspeaker and its microphone: reflections and a delay; it can change while it is used
(`--case headset|jump`). Two parts, both through PortAudio with the real canceller and the real voice activity:

1. Our voice alone: `--utterances` prompts, nobody answers; every voice that is heard in them is our own.
2. The candidate speaks over us, `--interruptions` times: from their first sound to our last one, as the card recorded.

Prints JSON. Needs pulseaudio, pulseaudio-utils and libasound2-plugins.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

RATE = 48_000
INTERRUPTING = (
    "Sorry, let me answer the first part of that before I forget it.",
    "Wait, I should say who else was involved in that.",
    "Before you go on, we had two weeks and one person for it.",
    "Can I stop you there, because the number was different.",
    "No, that was not my decision, and I can say whose it was.",
)
CASES = ("echo", "headset", "jump")


class Room:
    """Direct sound and a reflection from the loudspeaker to the microphone, carried by the sound server itself."""

    REFLECTIONS = ((0.0, 0.0), (0.019, -9.0))
    "(later by seconds, dB against the direct sound)."

    def __init__(self, card: Any, delay_s: float, gain_db: float) -> None:
        self._card, self._gain_db = card, gain_db
        self._modules: list[str] = []
        self.open(delay_s)

    def _pactl(self, *words: str) -> str:
        done = subprocess.run(["pactl", *words], env=self._card.env, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def open(self, delay_s: float) -> None:
        """The microphone hears the loudspeaker, `delay_s` late."""
        for later_s, down_db in self.REFLECTIONS:
            latency = f"latency_msec={round(1000 * (delay_s + later_s))}"
            module = self._pactl(
                "load-module", "module-loopback", "source=spk.monitor", "sink=vmic_sink", latency, "adjust_time=0"
            )
            self._modules.append(module)
            listed = self._pactl("list", "sink-inputs")
            mine = next(b for b in listed.split("Sink Input #")[1:] if f"Owner Module: {module}\n" in b)
            volume = f"{self._gain_db + down_db:.1f}dB"
            self._pactl("set-sink-input-volume", mine.split()[0], volume)

    def close(self) -> None:
        """It hears it no more."""
        while self._modules:
            self._pactl("unload-module", self._modules.pop())


# ---- the program's side, in a process of its own ----


def speak(prompts: int, marks: Path, wait: bool) -> dict[str, Any]:
    """Say prompts as a session does, listening all the while; what was heard of whom, and when."""
    from voice_interviewer.audio.cancelling import EchoFreeMicrophone
    from voice_interviewer.audio.devices import open_microphone, open_speaker
    from voice_interviewer.audio.duplex import Duplex
    from voice_interviewer.audio.reference import Reference
    from voice_interviewer.flow.catalog import load_flow
    from voice_interviewer.hearing.choose import make_voice_activity
    from voice_interviewer.hearing.segment import Segmenter
    from voice_interviewer.interview.live.assemble import flow_texts
    from voice_interviewer.interview.live.barge_in import BargeIn
    from voice_interviewer.voice.choose import make_voice

    texts = [t for t in flow_texts(load_flow("full-mock")) if 6 <= len(t.split()) <= 30 and "{" not in t]
    voice, vad, duplex, reference = make_voice(), make_voice_activity(), Duplex(), Reference()
    clips = [voice.say(texts[i % len(texts)]) for i in range(prompts + 2)]
    rows: list[dict[str, Any]] = []
    told: list[str] = []
    heard = EchoFreeMicrophone(open_microphone(), reference, duplex)
    with heard as microphone, open_speaker(clock=heard.now, played=reference.tap) as speaker:
        segments = Segmenter()
        number, index, barge, quiet_until = -1, 0, BargeIn(), 1.0
        row: dict[str, Any] = {}
        cpu = time.process_time()
        while index < len(clips) or number >= 0:
            block = microphone.read()
            if block is None:
                raise SystemExit("the microphone is gone")
            now = block.end_s
            microphone.speaking = number >= 0
            mute = number >= 0 and not duplex.full
            chance = 0.0 if mute else vad.probability(block.samples)
            segments.feed(chance, now - 0.032, now)
            told += [f"{now:.1f} {line}" for line in duplex.news()]
            if number < 0:
                if now >= quiet_until and not segments.voiced:
                    clip = clips[index]
                    number, barge = speaker.play(clip.pcm, clip.rate_hz), BargeIn()
                    row = {"full": duplex.full, "voiced_blocks": 0, "near_blocks": 0, "acts": []}
                    marks.write_text(f"{index} {int(duplex.full)}")
                    index += 1
                continue
            if duplex.full:
                row["voiced_blocks"] += segments.voiced
                row["near_blocks"] += microphone.near
                barge, act = barge.hear(segments.voiced, now, microphone.near)
                if act == "duck":
                    speaker.duck(0.25)
                elif act == "hold":
                    speaker.hold(True)
                elif act == "resume":
                    speaker.hold(False)
                    speaker.duck(1.0)
                elif act == "stop":
                    speaker.flush()
                if act:
                    row["acts"].append([act, round(now, 3)])
            if speaker.status(number).state in ("done", "dropped"):
                speaker.hold(False)
                speaker.duck(1.0)
                rows.append({**row, "state": speaker.status(number).state, "full_after": duplex.full})
                number = -1
                quiet_until = now + (2.5 if wait else 0.7)
        cpu = (time.process_time() - cpu) / now
    return {
        "utterances": rows,
        "told": told,
        "summary": duplex.summary(),
        "underruns": speaker.underruns,
        "overflows": microphone.overflows,
        "delay_ms": None if duplex.delay_s is None else round(1000 * duplex.delay_s),
        "cpu_share": round(cpu, 3),
    }


# ---- the lab's side ----


def load_lab(path: str) -> Any:
    """The acoustic lab as a module."""
    spec = importlib.util.spec_from_file_location("acoustic_lab", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: no such lab")
    module = importlib.util.module_from_spec(spec)
    sys.modules["acoustic_lab"] = module
    spec.loader.exec_module(module)
    return module


def interruptions(folder: Path, level_db: float) -> list[tuple[str, np.ndarray]]:
    """The candidate's sentences as WAVs at 48 kHz, at a level, beginning with their first audible sample."""
    import soxr

    from voice_interviewer.voice.choose import candidate_voice, make_voice

    voice = candidate_voice(make_voice().id)
    made = []
    for i, text in enumerate(INTERRUPTING):
        clip = voice.say(text)
        pcm = np.asarray(soxr.resample(clip.pcm, clip.rate_hz, RATE), np.float32)
        pcm = pcm[int(np.argmax(np.abs(pcm) > 0.01)) :]
        pcm *= 10 ** (level_db / 20) / float(np.sqrt(np.mean(np.square(pcm[np.abs(pcm) > 0.003]))))
        path = folder / f"over{i}.wav"
        soundfile.write(path, pcm, RATE, subtype="FLOAT")
        made.append((str(path), pcm))
    return made


def run(args: argparse.Namespace, part: str, prompts: int, case: str, folder: Path) -> dict[str, Any]:
    """One process of the program on a card of its own."""
    lab = load_lab(args.lab)
    marks, out = folder / f"{part}.mark", folder / f"{part}.json"
    over = interruptions(folder, args.candidate_db) if part == "over" else []
    with lab.Card(20) as card:
        card.start()
        recorder = lab.Recorder(card, -50, -50)
        lab.calibrate(card, recorder)
        room = Room(card, args.delay, args.echo_db)
        card.noise(args.noise_db, 3600)
        command = [sys.executable, "-m", "scripts.lab.bench_echo", "--lab", args.lab, "--child", str(prompts)]
        command += ["--marks", str(marks), "--out", str(out)] + ["--wait"] * (part == "over")
        child = subprocess.Popen(command, env=card.program_env(None, False), stdout=subprocess.DEVNULL)
        if args.realtime:
            undisturbed([child.pid, *(proc.pid for proc in card.procs)])
        asked: list[tuple[int, np.ndarray]] = []
        seen, began = "", 0.0
        while child.poll() is None:
            time.sleep(0.02)
            if case != "echo" and marks.exists():
                began = began or time.monotonic()
                if time.monotonic() - began > args.change:
                    room.close()
                    if case == "jump":
                        room.open(args.delay + 0.15)
                    case = "echo"
            mark = marks.read_text() if marks.exists() else ""
            if over and mark != seen and mark.endswith(" 1"):
                time.sleep(1.2)
                path, pcm = over[len(asked) % len(over)]
                asked.append((recorder.n, pcm))
                card.play("vmic_sink", path)
            seen = mark or seen
        time.sleep(0.5)
        spk, mic = recorder.tracks()
        if args.keep:
            args.keep.mkdir(parents=True, exist_ok=True)
            soundfile.write(args.keep / f"{part}.wav", np.stack([spk, mic], 1), RATE)
    found: dict[str, Any] = json.loads(out.read_text())
    found["silence_ms"] = [silence_ms(spk, mic, at, pcm) for at, pcm in asked]
    return found


def undisturbed(processes: list[int]) -> None:
    """Real-time priority for the program and the sound server, as if no other work were done on this machine (root)."""
    for process in processes:
        for task in Path("/proc", str(process), "task").glob("*"):
            with contextlib.suppress(OSError):
                os.sched_setscheduler(int(task.name), os.SCHED_RR, os.sched_param(5))


def silence_ms(spk: np.ndarray, mic: np.ndarray, asked: int, pcm: np.ndarray) -> float | None:
    """From the candidate's first sample in the microphone to our last before 0.3 s of silence; None: not silenced."""
    window = mic[asked : asked + 2 * RATE]
    part = pcm[: RATE // 2]
    size = 1 << (len(window) + len(part)).bit_length()
    score = np.fft.irfft(np.fft.rfft(window, size) * np.conj(np.fft.rfft(part, size)), size)[: len(window)]
    start = asked + int(np.argmax(score))
    ours = spk[start : start + 3 * RATE]
    frames = ours[: len(ours) // 240 * 240].reshape(-1, 240)
    loud = np.sqrt(np.mean(np.square(frames), axis=1)) > 10 ** (-50 / 20)
    if not loud[:20].any():
        return None  # we were silent already
    for i in range(len(loud) - 60):
        if not loud[i : i + 60].any():
            return 5.0 * i
    return None


def main(argv: Sequence[str] | None = None) -> int:
    """Run both parts; print and write JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "--lab",
        required=True,
        help="the acoustic lab: a script, no part of this checkout, that plays a candidate on a virtual sound card",
    )
    parser.add_argument("--utterances", type=int, default=50)
    parser.add_argument("--interruptions", type=int, default=10)
    parser.add_argument("--delay", type=float, default=0.06, help="of the room, s")
    parser.add_argument("--echo-db", type=float, default=0.0, help="level of the echo against what is played")
    parser.add_argument("--candidate-db", type=float, default=-34.0, help="level of the candidate, dBFS")
    parser.add_argument("--noise-db", type=float, default=-65.0)
    parser.add_argument("--case", choices=CASES, default="echo", help="what happens to the room in mid-session")
    parser.add_argument("--change", type=float, default=40.0, help="when, seconds after the first prompt")
    parser.add_argument("--realtime", action="store_true", help="on a shared machine: its other work does not count")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--keep", type=Path, help="keep recordings in this folder")
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--marks", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--wait", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args(argv)
    if args.child is not None:
        args.out.write_text(json.dumps(speak(args.child, args.marks, args.wait)))
        return 0
    folder = Path(tempfile.mkdtemp(prefix="bench-echo-"))
    result: dict[str, Any] = {
        "case": args.case,
        "echo_dbfs_against_candidate": round(-24.0 + args.echo_db - args.candidate_db),
    }
    if args.utterances:
        alone = run(args, "alone", args.utterances, args.case, folder)
        judged = [u for u in alone["utterances"] if u["full"]]
        result["alone"] = {
            "utterances": len(alone["utterances"]),
            "listened_through": len(judged),
            "own_voice_heard": sum(u["voiced_blocks"] > 0 for u in judged),
            "held_or_stopped": sum(bool(u["acts"]) for u in judged),
            **{k: alone[k] for k in ("delay_ms", "cpu_share", "underruns", "overflows", "told", "summary")},
        }
    if args.interruptions:
        over = run(args, "over", args.interruptions, "echo", folder)
        times = [t for t in over["silence_ms"] if t is not None]
        result["over"] = {
            "interruptions": len(over["silence_ms"]),
            "silenced": len(times),
            "silence_ms": {
                "p50": round(float(np.median(times))) if times else None,
                "max": round(max(times)) if times else None,
                "all": times,
            },
            "told": over["told"],
        }
    print(json.dumps(result, indent=1))
    if args.out:
        args.out.write_text(json.dumps(result, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
