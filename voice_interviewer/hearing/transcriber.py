"""One answer's transcript, decoded in pieces while the candidate talks.

    voice     ██████████░░░███████████████░░██████░░░░░░
    pieces    [ closed  ]  [   closed     ] [ tail ]
                                                   └ soft end: only this is left to decode

A piece is *closed* when speech resumes after a long enough pause, or when it grows past what a decode may cost; closed
pieces never change. The *tail* is decoded at a soft end and, when the candidate resumes soon, thrown away and decoded
again together with what follows, because Whisper does better with the whole sentence. Every answer has its own
`Transcript`: a decode that comes late can only reach the answer it belongs to.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace

from ..audio.protocols import RATE_HZ, Pcm
from .executors import Busy
from .model import Word
from .protocols import Executor, SpeechToText
from .tape import Tape
from .words import Span, filled, has_apology, join_pieces, settle_apologies, text_of, unstretched, wordless

PAD_BEFORE_S = 0.5
"""Sound kept before the first voiced block: soft first consonants are often not counted as voice. With 0.3 s before and
0.2 s after, tiny.en made a tenth more word errors and invented an `um` now and then."""
PAD_AFTER_S = 0.4
CUT_AFTER_S = 7.0
"Open audio longer than this is cut at the next short silence, so that the end of the turn costs little."
CUT_ANYWHERE_S = 14.0
"Open audio longer than this is cut wherever it is."
_CLOSE_AFTER_PAUSE_S = 0.6
"A pause this long separates pieces; after a shorter one the sentence is decoded as a whole, if it is short."
_CLOSE_AFTER_S = 4.0
"A tail this long is closed at any pause."

_BESIDE_S = 0.2
"Sound taken along on both sides of a stretch that is decoded alone."


@dataclass(frozen=True, slots=True)
class Hearing:
    """The result of one decode; word times are session seconds."""

    words: tuple[Word, ...]
    plain: tuple[Word, ...] | None = None
    "The same stretch without the filler prompt, where a second decode was made."
    left_out: tuple[str, ...] = ()
    "What the first decode heard as an apology and the second, in the same place, did not."


def hear(
    recogniser: SpeechToText,
    pcm: Pcm,
    start_s: float,
    vocabulary: tuple[str, ...] = (),
    voiced: Sequence[Span] = (),
) -> Hearing:
    """Decode a stretch that voice activity has confirmed. Runs wherever slow work runs.

    An apology must be beyond doubt: when the text holds words of one, the stretch is decoded again without the filler
    prompt (which is known to invent "sorry"); where that decode went through the same place and heard none, its words
    replace those of the first (`words.settle_apologies`). Nothing else of the first is given up.

    A decode also stops early or jumps over a sentence now and then. Where `voiced` (session seconds) has long stretches
    without any word, each is decoded once more by itself.
    """

    def placed(words: Sequence[Word]) -> tuple[Word, ...]:
        return tuple(replace(w, start=w.start + start_s, end=w.end + start_s) for w in words)

    words = placed(recogniser.transcribe(pcm, vocabulary=vocabulary, fillers=True))
    words = _with_missed(recogniser, pcm, start_s, vocabulary, words, voiced)
    if not has_apology(text_of(words)):
        return Hearing(words)
    plain = placed(recogniser.transcribe(pcm, vocabulary=vocabulary, fillers=False))
    kept, left_out = settle_apologies(words, plain)
    return Hearing(kept, plain, left_out)


def _with_missed(
    recogniser: SpeechToText,
    pcm: Pcm,
    start_s: float,
    vocabulary: tuple[str, ...],
    words: tuple[Word, ...],
    voiced: Sequence[Span],
) -> tuple[Word, ...]:
    """The words with those that long wordless stretches of voice give when decoded alone."""
    words = unstretched(words, voiced)
    for begin, end in wordless(words, voiced):
        first = max(0, round((begin - start_s - _BESIDE_S) * RATE_HZ))
        part = pcm[first : round((end - start_s + _BESIDE_S) * RATE_HZ)]
        at_s = start_s + first / RATE_HZ
        found = [
            replace(word, start=word.start + at_s, end=word.end + at_s)
            for word in recogniser.transcribe(part, vocabulary=vocabulary, fillers=True)
        ]
        words = filled(words, found, [(begin, end)])
    return words


@dataclass(slots=True)
class Piece:
    """A stretch of the answer and its decode."""

    start_s: float
    end_s: float
    future: Future[Hearing]
    failed: bool = field(default=False)

    @property
    def done(self) -> bool:
        """Whether the decode has come back, well or not."""
        return self.future.done()

    def result(self) -> Hearing:
        """What was heard; nothing when the decode failed or is still under way."""
        if not self.future.done() or self.future.cancelled():
            return Hearing(())
        if self.future.exception() is not None:
            self.failed = True
            return Hearing(())
        return self.future.result()


class Transcript:
    """Pieces of one answer, in order; `start_s` is where its audio begins."""

    def __init__(
        self, recogniser: SpeechToText, executor: Executor, start_s: float, vocabulary: tuple[str, ...] = ()
    ) -> None:
        self._recogniser = recogniser
        self._executor = executor
        self._vocabulary = vocabulary
        self.closed: list[Piece] = []
        self.tail: Piece | None = None
        self.open_from_s = start_s
        "Where the audio begins that no closed piece covers."

    def decode_tail(self, tape: Tape, now_s: float, voiced: Sequence[Span]) -> Piece | None:
        """Decode what is open, as the new tail; None when nothing voiced is open. Raises `Busy` under load."""
        open_voice = [(a, b) for a, b in voiced if b > self.open_from_s]
        if not open_voice:
            self.tail = None
            return None
        self.tail = self._submit(tape, open_voice, now_s)
        return self.tail

    def close_tail(self, at_s: float) -> None:
        """Make the tail final; what comes after `at_s` is a new piece."""
        if self.tail is not None:
            self.closed.append(self.tail)
            self.tail = None
            self.open_from_s = at_s

    def drop_tail(self) -> None:
        """Throw the tail away: the candidate went on within the same sentence."""
        if self.tail is not None:
            self.tail.future.cancel()
            self.tail = None

    def open_s(self, now_s: float) -> float:
        """Seconds of audio that no closed piece covers."""
        return now_s - self.open_from_s

    def resumed(self, at_s: float) -> None:
        """Speech goes on at `at_s`: the tail becomes final, or is thrown away for a decode of the whole sentence."""
        if self.tail is None:
            return
        pause_s = at_s - self.tail.end_s
        if pause_s >= _CLOSE_AFTER_PAUSE_S or self.tail.end_s - self.tail.start_s >= _CLOSE_AFTER_S:
            self.close_tail(max(self.tail.end_s, at_s - min(0.3, pause_s / 2)))
        else:
            self.drop_tail()

    def cut(self, tape: Tape, now_s: float, voiced: Sequence[Span], last_voice_s: float) -> None:
        """Close what is open here and have it decoded while the candidate talks on; not under load."""
        with suppress(Busy):
            if self.decode_tail(tape, now_s, voiced) is not None:
                self.close_tail(max(last_voice_s, min(now_s, last_voice_s + 0.05)))

    def pieces(self) -> list[Piece]:
        """Closed pieces and the tail, in order."""
        return [*self.closed, self.tail] if self.tail is not None else list(self.closed)

    def ready(self) -> bool:
        """Whether every piece has been decoded."""
        return all(piece.done for piece in self.pieces())

    def words(self) -> tuple[Word, ...]:
        """All words decoded so far, in order."""
        return join_pieces([piece.result().words for piece in self.pieces()])

    def closed_words(self) -> tuple[Word, ...]:
        """Those of the words that cannot change any more."""
        return join_pieces([piece.result().words for piece in self.closed])

    def left_out(self) -> list[str]:
        """What was doubted and left out (`Hearing.left_out`), in order."""
        return [text for piece in self.pieces() for text in piece.result().left_out]

    def failure(self) -> str:
        """Why a decode failed, in the words of the first that did; empty when none did."""
        for piece in self.pieces():
            if piece.future.done() and not piece.future.cancelled() and (error := piece.future.exception()) is not None:
                return f"the recogniser failed: {error}"
        return ""

    def plain_text(self) -> str:
        """The text with second decodes in place of the first where there are any; empty when there are none."""
        results = [piece.result() for piece in self.pieces()]
        if all(result.plain is None for result in results):
            return ""
        return text_of(word for result in results for word in (result.words if result.plain is None else result.plain))

    def _submit(self, tape: Tape, voiced: Sequence[Span], now_s: float) -> Piece:
        first_voice_s, last_voice_s = voiced[0][0], voiced[-1][1]
        begin = max(self.open_from_s, first_voice_s - PAD_BEFORE_S)
        pcm, start_s = tape.cut(begin, min(now_s, last_voice_s + PAD_AFTER_S))
        spans = [(max(a, start_s), b) for a, b in voiced if b > start_s]
        future = self._executor.submit(hear, self._recogniser, pcm, start_s, self._vocabulary, spans)
        return Piece(begin, last_voice_s, future)
