"""Makes a cohort to try reviews on: students who are personas, their answers spoken by the voices of this computer.

    python -m scripts.lab.make_cohort OUT --students 40 --each 5

    OUT/STUDENT/week-1.flac …   one answer each, 15 to 60 s; each third one in stereo with its question on the left

A student keeps a voice, a pace and a microphone (its noise, its level). A third of them learn: their last recordings
are another persona's, who answers well. The same seed makes the same recordings; what is there is not made again, so
that a stopped run goes on.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import soundfile

from voice_interviewer.audio.playout import resample
from voice_interviewer.audio.protocols import RATE_HZ, Pcm
from voice_interviewer.flow.catalog import load_flow, names
from voice_interviewer.interview.rehearsal.personas import Persona, list_personas, load_persona, speech_parts
from voice_interviewer.voice.choose import Speaking, list_voices, make_voice

FIRST = "Ada Bela Chen Dara Emil Fadi Gita Hana Ivo Jun Kofi Lena Mei Noor Omar Pia Quim Rosa Sami Tess".split()
LAST = "Abel Brook Costa Drew Engel Faro Grant Holm Iqbal Jansen".split()
LONGEST_S = 60.0
WORDS = (35, 60, 90, 130)
"How much is said, at least, where the persona has as much to say."
_GAP_S = 0.5


@dataclass(frozen=True, slots=True)
class Plan:
    """What one recording is to hold."""

    student: str
    name: str
    question: str
    answer: str
    "With pause marks."
    voice: str
    asker: str
    rate: float
    level: float
    "Factor on the samples."
    noise: float
    "RMS of what hums behind."
    stereo: bool


def plans(students: int, each: int, seed: int, voices: Sequence[str]) -> list[Plan]:
    """What all recordings are to hold; the same for the same arguments."""
    asked = [(key, q) for name in names() for key, q in load_flow(name).questions.items() if q.pattern]
    people = [name for name in list_personas() if name != "ready"]
    made = []
    for number in range(students):
        rng = random.Random(f"{seed}-{number}")
        student = f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}" + " II" * (number >= 200)
        voice = voices[number % len(voices)]
        asker = voices[(number + 1) % len(voices)]
        rate, level = rng.uniform(0.9, 1.1), rng.choice((1.0, 0.6, 0.3))
        noise = rng.choice((0.0003, 0.002, 0.002, 0.01, 0.05))
        learns = number % 3 == 0
        said: list[str] = []
        for week in range(each):
            node, question = rng.choice(asked)
            persona = load_persona("ready" if learns and week >= each / 2 else people[number % len(people)])
            ask = question.ask[rng.randrange(len(question.ask))]
            answer = _answer(persona, node, ask, question.pattern, week, seed * 1000 + number, rng.choice(WORDS), said)
            name = f"week-{week + 1}.flac"
            made.append(Plan(student, name, ask, answer, voice, asker, rate, level, noise, week % 3 == 2))
    return made


def _answer(
    persona: Persona, node: str, ask: str, pattern: str | None, turn: int, seed: int, words: int, said: list[str]
) -> str:
    """An answer of about so many words: what the persona says at first, then what it says when it is pressed."""
    parts: list[str] = []
    presses = [target for block in persona.content.follow_ups for target in block.targets]
    while len(" ".join(parts).split()) < words and len(parts) < 4:
        pressed = presses[(seed + turn + len(parts)) % len(presses)]
        kind, target = ("follow_up", pressed) if parts else ("question", None)
        text = persona.answer(
            question=ask,
            node=node,
            pattern=pattern,
            kind=kind,
            target=target,
            turn=turn,
            seed=seed,
            attempt=1,
            said=said,
        )
        parts.append(text)
        said.append(text)
    return " ".join(parts)


def sound(plan: Plan) -> Pcm:
    """float32 at 16 kHz: (samples,) of the answer, or (samples, 2) with the question on the left."""
    answer = _spoken(plan.voice, plan.rate, plan.answer)[: int(LONGEST_S * RATE_HZ)] * plan.level
    rng = np.random.default_rng(len(plan.answer))
    if not plan.stereo:
        return _noisy(_padded(answer, _GAP_S, _GAP_S), plan.noise, rng)
    question = _spoken(plan.asker, 1.0, plan.question)
    ahead = len(question) / RATE_HZ + 2 * _GAP_S
    left = _padded(question, _GAP_S, _GAP_S + len(answer) / RATE_HZ)
    right = _padded(answer, ahead, _GAP_S)
    both = np.zeros((max(len(left), len(right)), 2), np.float32)
    both[: len(left), 0], both[: len(right), 1] = left, right
    return _noisy(both, plan.noise / 4, rng)


def _padded(pcm: Pcm, before_s: float, after_s: float) -> Pcm:
    return np.pad(pcm, (int(before_s * RATE_HZ), int(after_s * RATE_HZ)))


def _noisy(pcm: Pcm, rms: float, rng: np.random.Generator) -> Pcm:
    return np.asarray(np.clip(pcm + rms * rng.standard_normal(pcm.shape), -1.0, 1.0), np.float32)


@cache
def _voice(name: str, rate: float) -> Speaking:
    return make_voice(name, rate)


def _spoken(voice: str, rate: float, text: str) -> Pcm:
    pieces = []
    for words, silence_s in speech_parts(text):
        if words:
            clip = _voice(voice, rate).say(words)
            pieces.append(resample(clip.pcm, clip.rate_hz, RATE_HZ))
        pieces.append(np.zeros(int(silence_s * RATE_HZ), np.float32))
    return np.asarray(np.concatenate(pieces), np.float32)


def make(out: Path, todo: Sequence[Plan]) -> int:
    """Make what is not there yet; how many were made. Each file is whole or not there."""
    made = 0
    for plan in todo:
        target = out / plan.student / plan.name
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        soundfile.write(part, sound(plan), RATE_HZ, format="FLAC")
        part.replace(target)
        made += 1
    return made


def main(argv: list[str] | None = None) -> int:
    """Make the cohort and say what is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--students", type=int, default=40)
    parser.add_argument("--each", type=int, default=5, help="recordings of each")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--voice", action="append", help="voices to speak with (repeat it); default: the natural ones")
    given = parser.parse_args(argv)
    natural = [voice.id for voice in list_voices() if voice.id.startswith("hibari:")]
    voices = given.voice or natural or [voice.id for voice in list_voices()][:2]
    todo = plans(given.students, given.each, given.seed, voices)
    made = make(given.out, todo)
    seconds = [soundfile.info(given.out / plan.student / plan.name).duration for plan in todo]
    print(f"{len(todo)} recordings, {sum(seconds) / 60:.0f} minutes of sound; {made} made now")
    print(f"shortest {min(seconds):.0f} s, longest {max(seconds):.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
