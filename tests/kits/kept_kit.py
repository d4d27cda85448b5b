"""Sessions as they lie on disk after an interview: a journal, recordings that sound, and nothing made of them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import soundfile

from voice_interviewer.hearing.model import Heard, Word
from voice_interviewer.sessions.journal import Session
from voice_interviewer.sessions.record import Turn
from voice_interviewer.sessions.records import OwnView

TOLD = (
    "Sorry, this may be a stupid example. At the dental clinic the receptionists phoned every patient before lunch. I "
    "decided the calling list should hold twenty names, because the kiosk printed more than anybody could phone. I "
    "expected grumbling. Missed appointments fell from ninety to sixty. So now I ask for the telephone minutes first."
)
SECONDS = 2.0
"Length of each recording."


def tone(path: Path, seconds: float = SECONDS, rate_hz: int = 16_000) -> None:
    """A quiet tone, as a sound file by its name."""
    at = np.arange(round(seconds * rate_hz)) / rate_hz
    soundfile.write(path, 0.1 * np.sin(2 * np.pi * 220 * at).astype(np.float32), rate_hz)


def kept(
    root: Path,
    *texts: str,
    day: int = 1,
    candidate: str = "",
    finished: bool = True,
    flow: str = "first-five-minutes",
    question: str = "Tell me about a decision.",
    own: str | None = "",
) -> Session:
    """A session in which these answers were given, closed again; `own` is the own view (empty: skipped, None: not yet
    asked for)."""
    now = datetime(2026, 11, day, 10, 0, tzinfo=UTC)
    with Session.create(root, {"flow": flow, "candidate": candidate}, now=now, name=flow) as made:
        for number, text in enumerate(texts, 1):
            words = tuple(Word(w, 0.1 + i * 0.02, 0.11 + i * 0.02, 0.9) for i, w in enumerate(text.split()))
            heard = Heard(text, words, 0.0, SECONDS, ((0.1, SECONDS),), plain_text=text)
            turn = Turn(number, heard, "list", question, audio=f"audio/{number:02d}.flac")
            tone(made.audio_path(number))
            made.append("heard", turn.as_data(), number * 30.0)
        if finished:
            made.append("end", {"reason": "finished"}, 300.0)
        if own is not None and texts:
            made.write(OwnView(own))
    return made
