"""Simulated candidates: written answers in another voice, or recorded ones, heard by the same listening code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from ...audio.protocols import RATE_HZ, Pcm
from ...errors import InputFileError
from ..rehearsal.personas import speech_parts


@dataclass(frozen=True, slots=True)
class Asked:
    """What the interviewer just asked the candidate."""

    question: str
    node: str
    pattern: str | None
    kind: str
    "question | follow_up | constraint | nudge | repeat | clarification"
    target: str | None
    turn: int


class Candidate(Protocol):
    """Somebody who answers."""

    name: str
    stop_after_s: float
    "How long they talk on when interrupted."

    def answer(self, asked: Asked) -> Pcm | None:
        """What they say: mono float32, 16 kHz; empty for silence; None when they have nothing more to say at all."""
        ...


class PersonaCandidate:
    """A persona with written answers, spoken by a voice engine."""

    stop_after_s = 0.45

    def __init__(self, name: str, words: Callable[[Asked], str], speak: Callable[[str], Pcm]) -> None:
        self.name = name
        self._words = words
        self._speak = speak

    def answer(self, asked: Asked) -> Pcm | None:
        """Speak the persona's written answer, with its marked pauses."""
        return spoken(self._words(asked), self._speak)


class RecordedCandidate:
    """Recorded answers, one after the other."""

    stop_after_s = 0.5

    def __init__(self, files: Sequence[Path], load: Callable[[Path], Pcm]) -> None:
        self.name = ", ".join(path.name for path in files)
        self._files = list(files)
        self._load = load

    def answer(self, asked: Asked) -> Pcm | None:
        """The next file, whatever was asked; None when all have been played."""
        return self._load(self._files.pop(0)) if self._files else None


REPLY_LATENCY_S = 0.6
"A simulated candidate's pause before answering."


@dataclass
class Guest:
    """A simulated candidate in the session: speaks when listened to, stops when talked over."""

    candidate: Candidate
    say: Callable[[Pcm, float], tuple[float, float]]
    "(PCM 16 kHz, session time) → start and end of the speech on the microphone's timeline."
    silence: Callable[[float], None]
    "Session time from which nothing of it is heard."
    done: bool = False
    "Has nothing more to say at all."

    def prompt(self, asked: Asked, now_s: float) -> None:
        """Answer this, after a short while."""
        pcm = self.candidate.answer(asked)
        if pcm is None:
            self.done = True
        elif len(pcm):
            self.say(pcm, now_s + REPLY_LATENCY_S)

    def talked_over(self, now_s: float) -> None:
        """Somebody else has begun to speak: stop, as late as this candidate does."""
        self.silence(now_s + self.candidate.stop_after_s)

    def hush(self, now_s: float) -> None:
        """Stop at once."""
        self.silence(now_s)


def spoken(text: str, speak: Callable[[str], Pcm]) -> Pcm:
    """Text with `{pause 1.5}` marks to PCM (mono float32, 16 kHz)."""
    parts: list[Pcm] = []
    for words, pause_s in speech_parts(text):
        if words:
            parts.append(speak(words))
        parts.append(np.zeros(round(pause_s * RATE_HZ), np.float32))
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def make_candidate(who: tuple[str, ...], interviewer_voice: str, seed: int) -> Candidate:
    """A persona by name, or files with recorded answers. Raises NotFoundError when it is neither."""
    from ...audio.files import load
    from ...audio.playout import resample
    from ...voice.choose import candidate_voice
    from ..rehearsal.personas import Performance, list_personas, load_persona

    if len(who) == 1 and who[0] in list_personas():
        persona = Performance(load_persona(who[0]), seed)
        voice = candidate_voice(interviewer_voice)

        def words(asked: Asked) -> str:
            return persona.answer(
                question=asked.question,
                node=asked.node,
                pattern=asked.pattern,
                kind=asked.kind if asked.kind in ("follow_up", "constraint") else "question",
                target=asked.target,
                turn=asked.turn,
            )

        def speak(text: str) -> Pcm:
            clip = voice.say(text)
            return resample(clip.pcm, clip.rate_hz, RATE_HZ)

        return PersonaCandidate(who[0], words, speak)
    return RecordedCandidate([Path(name) for name in who], lambda path: load(path).pcm)


def check_candidate(who: tuple[str, ...]) -> None:
    """Raise before anything is opened: NotFoundError for an unknown persona, InputFileError for an unusable file."""
    from ...audio.files import probe
    from ..rehearsal.personas import list_personas, load_persona

    if len(who) == 1 and who[0] in list_personas():
        return
    for name in who:
        file = Path(name)
        if not file.is_file() and not file.suffix and len(file.parts) == 1:
            load_persona(name)  # says which persona was probably meant
        if not file.is_file():
            raise InputFileError("there is no such file.", where=name, fix="Name a persona or audio files.")
        probe(file)
