"""A second hearing: the kept recordings of a session are listened to once more, and their words replace the old.

For a session whose recogniser failed, and for one that a better model should hear. The journal keeps both: a later
record of the same answer replaces the earlier one wherever the session is read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ..audio.files import load
from ..hearing.model import Heard, Pause, Word
from ..hearing.protocols import SpeechToText, VoiceActivity
from ..hearing.recording import transcribe_recording
from ..sessions.journal import Session
from ..sessions.record import Broke, Turn

Progress = Callable[[int, int], None]
"Called with (answers heard so far, answers in all)."


@dataclass(frozen=True, slots=True)
class Again:
    """One answer heard again."""

    turn: int
    before: str
    "Its text until now."
    after: str
    "Its text from now on; the old one where `failed` says why it stays."
    failed: str = ""


def turns_of(session: Session) -> list[Turn]:
    """The answers of a session as they count now, in order; unreadable records are left out."""
    return [turn for _, turn in sorted(session.read().turns.items())]


def not_understood(session: Session) -> list[Turn]:
    """The answers in which somebody spoke and no word was made of it, because the recogniser failed."""
    return [turn for turn in turns_of(session) if turn.heard.unheard and not turn.heard.words]


def hear_again(
    session: Session,
    recogniser: SpeechToText,
    *,
    model: str,
    vad: VoiceActivity | None = None,
    only: Callable[[Turn], bool] = lambda _: True,
    progress: Progress = lambda *_: None,
) -> list[Again]:
    """Decode the recordings of a session's spoken answers (those that `only` takes) and write the new words down.

    `model` names the recogniser in the answer's notes. An answer whose decode fails, or gives no words where there were
    some, keeps what it has. Times stay on the session's clock, in seconds; so do latency and pauses of the interview.
    """
    chosen = [turn for turn in turns_of(session) if turn.audio and not turn.typed and only(turn)]
    made: list[Again] = []
    for number, turn in enumerate(chosen):
        progress(number, len(chosen))
        heard = _heard(session, turn, recogniser, vad)
        failed = heard.unheard or ("no words were found" if turn.heard.words and not heard.words else "")
        if failed:
            made.append(Again(turn.turn, turn.heard.text, turn.heard.text, failed))
            continue
        heard = replace(heard, notes=(*heard.notes, f"these words are a second hearing, with {model}"))
        again = replace(turn, heard=heard, interruption=_moved(turn, heard), trace={"why": "heard again"})
        session.write(again, heard.end_s)
        made.append(Again(turn.turn, turn.heard.text, heard.text))
    progress(len(chosen), len(chosen))
    return made


def _heard(session: Session, turn: Turn, recogniser: SpeechToText, vad: VoiceActivity | None) -> Heard:
    """The recording of an answer as it is heard now, on the session's clock."""
    sound = load(session.path / str(turn.audio)).pcm
    now = transcribe_recording(sound, recogniser, vad)
    shift = turn.audio_start_s
    return replace(
        now,
        words=tuple(_word(word, shift) for word in now.words),
        start_s=now.start_s + shift,
        end_s=now.end_s + shift,
        voiced=tuple((a + shift, b + shift) for a, b in now.voiced),
        pauses=tuple(Pause(p.start + shift, p.end + shift) for p in now.pauses),
        latency_s=turn.heard.latency_s,
        quality=turn.heard.quality or now.quality,
    )


def _word(word: Word, shift: float) -> Word:
    return replace(word, start=word.start + shift, end=word.end + shift)


def _moved(turn: Turn, heard: Heard) -> Broke | None:
    """The interruption of the answer at its place in the new text: after the words said before it."""
    broke = turn.interruption
    if broke is None or broke.at_s is None:
        return broke
    said = [word.text for word in heard.words if word.start < broke.at_s]
    return replace(broke, at=min(len(heard.text), len(" ".join(said)) + (1 if said else 0)))
