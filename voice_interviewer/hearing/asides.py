"""What is asked beside the transcript and may be lost: captions of who talks, the turn model's view of a silence.

Each has one question under way at most. A full executor, an engine that fails or an answer that is over only means
that there is no caption, or no score: nobody waits for either.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress

from ..audio.protocols import Pcm
from .executors import Busy
from .model import Caption, Word
from .protocols import Executor, SpeechToText
from .tape import Tape
from .transcriber import Transcript
from .turn import Scored
from .words import Span, text_of

TurnScore = Callable[[Pcm], float]
"Last 8 s of the turn (float32, 16 kHz) → probability that the turn is complete."
TURN_MODEL_S = 8.0
"Sound the turn model is given, at most."
SCORE_AT_S = (0.32, 0.45, 0.6, 0.9, 1.3)
"Silence after which the turn model is asked (again); first when the tail is decoded, which it would slow down."
CAPTION_EVERY_S = 1.2
_BEFORE_S = 0.3
"Sound taken along before the first voice."


class Captions:
    """Live text of one answer: what is closed, and the open sound decoded on the way."""

    def __init__(
        self, recogniser: SpeechToText | None, executor: Executor, began_s: float, vocabulary: tuple[str, ...] = ()
    ) -> None:
        """`recogniser`: None where no captions are wanted; `began_s`: since when the answer is listened to, session
        seconds."""
        self._recogniser = recogniser
        self._executor = executor
        self._vocabulary = vocabulary
        self._asked_s = began_s
        self._open_from_s = began_s
        self._under_way: Future[tuple[Word, ...]] | None = None

    def ask(self, now_s: float, tape: Tape, transcript: Transcript, voiced: Sequence[Span]) -> None:
        """Have the open sound decoded, if one is due and no other decode is under way."""
        busy = self._under_way is not None or any(not piece.done for piece in transcript.pieces())
        if self._recogniser is None or busy or now_s - self._asked_s < CAPTION_EVERY_S:
            return
        self._asked_s = now_s
        open_voice = [(a, b) for a, b in voiced if b > transcript.open_from_s]
        if not open_voice:
            return
        pcm, _ = tape.cut(max(transcript.open_from_s, open_voice[0][0] - _BEFORE_S), now_s)
        with suppress(Busy):
            self._under_way = self._executor.submit(
                self._recogniser.transcribe, pcm, vocabulary=self._vocabulary, fillers=True
            )
            self._open_from_s = transcript.open_from_s

    def take(self, now_s: float, transcript: Transcript) -> Caption | None:
        """The caption that came back; None where none did, or it is stale, failed or empty."""
        if self._under_way is None or not self._under_way.done():
            return None
        caption, self._under_way = self._under_way, None
        # Pace: a caption may take a third of the time until the next one.
        took_s = now_s - self._asked_s
        self._asked_s += max(0.0, 3 * took_s - CAPTION_EVERY_S)
        stale = self._open_from_s != transcript.open_from_s
        if stale or caption.cancelled() or caption.exception() is not None:
            return None
        text = text_of([*transcript.closed_words(), *caption.result()])
        return Caption(now_s, text) if text else None

    def drop(self) -> None:
        """Nothing is waited for any more."""
        self._under_way = None


class Scores:
    """The turn model's view of one silence after the other."""

    def __init__(self, model: TurnScore | None, executor: Executor) -> None:
        self._model = model
        self._executor = executor
        self._asked = 0
        "How many of `SCORE_AT_S` this silence has had."
        self._of = (0, 0.0)
        "(revision, seconds of silence) of the score under way."
        self._under_way: Future[float] | None = None

    def begin(self) -> None:
        """Another silence."""
        self._asked = 0

    def ask(self, now_s: float, tape: Tape, voiced: Sequence[Span], revision: int) -> None:
        """Ask about the silence behind `voiced`, if one of its times has come."""
        if self._model is None or self._under_way is not None or not voiced or self._asked >= len(SCORE_AT_S):
            return
        silence = now_s - voiced[-1][1]
        if silence + 1e-6 < SCORE_AT_S[self._asked]:
            return
        while self._asked < len(SCORE_AT_S) and silence + 1e-6 >= SCORE_AT_S[self._asked]:
            self._asked += 1
        pcm, _ = tape.cut(max(voiced[0][0] - _BEFORE_S, now_s - TURN_MODEL_S), now_s)
        self._of = (revision, silence)
        with suppress(Busy):
            self._under_way = self._executor.submit(self._model, pcm)

    def take(self, now_s: float) -> Scored | None:
        """The score that came back; None where none did, or the model failed."""
        if self._under_way is None or not self._under_way.done():
            return None
        score, self._under_way = self._under_way, None
        if score.cancelled() or score.exception() is not None:
            return None
        return Scored(now_s, *self._of, score.result())

    def drop(self) -> None:
        """Nothing is waited for any more."""
        self._under_way = None
