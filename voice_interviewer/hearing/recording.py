"""A recording → what was heard: cut at pauses, decoded piece by piece, for review.

Works in one pass over blocks, so a three-hour file needs no more memory than its words and a few open stretches.
Silence and noise give no words: only stretches that voice activity calls voice are ever decoded.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Any

import numpy as np

from ..audio.protocols import BLOCK, BLOCK_S, RATE_HZ, Block, Pcm
from .executors import InlineExecutor
from .model import Heard
from .protocols import Executor, SpeechToText, VoiceActivity
from .quality import QualityMeter
from .segment import Onset, Segmenter
from .tape import Tape
from .transcriber import PAD_AFTER_S, PAD_BEFORE_S, Hearing, hear
from .words import Span, fit_to_voice, join_pieces, pauses_of, text_of, told, uncovered_voice_s, wordless_s

WINDOW_S = 16.0
"""Longest stretch decoded at once; it is cut at its longest pause before that. Longer windows cost Whisper's encoder
more
than they save, shorter ones cut sentences: with 12 s, tiny.en made a tenth more word errors on read speech."""
LONG_PAUSE_S = 2.0
"""A silence this long ends a window: a decode across it gives a word to its wrong side, loses the clause before it, or
turns what is faint in it (the other person, in a recording of two) into words."""
_VAD_BATCH = 64
"Blocks given to voice activity at once, where it can take several: three times as fast as one by one."
_AHEAD = 4
"Decodes that may wait, so that sound is not read faster than it is understood."

Progress = Callable[[float], None]
"Called with the seconds of the recording done so far."


def transcribe_recording(
    sound: Pcm | Iterable[Block],
    recogniser: SpeechToText,
    vad: VoiceActivity | None = None,
    *,
    vocabulary: tuple[str, ...] = (),
    progress: Progress | None = None,
    window_s: float = WINDOW_S,
) -> Heard:
    """Mono float32 16 kHz PCM, or blocks of 512 samples as microphones give them → the whole as one `Heard`.

    Times are seconds from the start of the sound. A piece whose decode fails leaves a note instead of words. With a
    recogniser of several `workers`, pieces are decoded side by side; the result is the same.
    """
    if vad is None:
        from .vad import SileroVad

        vad = SileroVad()
    vad.reset()
    blocks = _blocks(sound) if isinstance(sound, np.ndarray) else iter(sound)
    workers = int(getattr(recogniser, "workers", 1))
    if workers == 1:
        return _Reading(recogniser, InlineExecutor(), vocabulary, progress, window_s).read(blocks, vad)
    with ThreadPoolExecutor(workers, "review") as pool:
        return _Reading(recogniser, pool, vocabulary, progress, window_s).read(blocks, vad)


class _Reading:
    """One pass over one recording."""

    def __init__(
        self,
        recogniser: SpeechToText,
        executor: Executor,
        vocabulary: tuple[str, ...],
        progress: Progress | None,
        window_s: float,
    ) -> None:
        self._recogniser = recogniser
        self._executor = executor
        self._vocabulary = vocabulary
        self._progress = progress
        self._window_s = window_s
        self._tape = Tape()
        self._voiced: list[Span] = []
        self._done = 0
        "How many voiced stretches have been given to a decode."
        self._waiting: deque[tuple[Future[Hearing], float, float]] = deque()
        self._results: list[Hearing] = []
        self._notes: list[str] = []
        self._failure = ""

    def read(self, blocks: Iterator[Block], vad: VoiceActivity) -> Heard:
        """All blocks → what was heard."""
        segmenter, meter = Segmenter(), QualityMeter()
        began_s = now_s = 0.0
        for block, probability in _with_voice(blocks, vad):
            now_s = block.end_s
            self._tape.append(now_s, block.samples)
            for edge in segmenter.feed(probability, now_s - BLOCK_S, now_s):
                if isinstance(edge, Onset):
                    began_s = edge.at_s
                elif edge.at_s > began_s:
                    self._voiced.append((began_s, edge.at_s))
            meter.add(block.samples, segmenter.voiced)
            if segmenter.voiced and now_s - began_s >= self._window_s:
                # No pause at all for a whole window: cut here rather than keep an endless stretch.
                self._voiced.append((began_s, now_s))
                began_s = now_s
            self._decode_open(now_s, quiet=not segmenter.voiced)
            open_s = self._voiced[self._done][0] if self._done < len(self._voiced) else began_s
            self._tape.drop_before((open_s if self._done < len(self._voiced) or segmenter.voiced else now_s) - 1.0)
        if segmenter.voiced and segmenter.last_voiced_s is not None and segmenter.last_voiced_s > began_s:
            self._voiced.append((began_s, segmenter.last_voiced_s))
        self._decode_open(now_s, last=True)
        self._take(0)
        if self._progress is not None:
            self._progress(now_s)
        return self._heard(now_s, meter)

    def _decode_open(self, now_s: float, *, last: bool = False, quiet: bool = False) -> None:
        """Decode what is open, in windows that end at pauses; keep what may still grow. `quiet`: nobody speaks now."""
        voiced = self._voiced
        while self._done < len(voiced):
            first = self._done
            until = window_end(voiced, first, self._window_s, now_s=None if last else now_s, quiet=quiet)
            if until is None:
                return
            begin = max((voiced[first - 1][1] if first else 0.0) + 0.02, voiced[first][0] - PAD_BEFORE_S)
            end = min(voiced[until][0] - 0.02 if until < len(voiced) else now_s, voiced[until - 1][1] + PAD_AFTER_S)
            pcm, start_s = self._tape.cut(begin, end)
            future = self._executor.submit(hear, self._recogniser, pcm, start_s, self._vocabulary, voiced[first:until])
            self._waiting.append((future, voiced[first][0], voiced[until - 1][1]))
            self._done = until
            self._take(_AHEAD)

    def _take(self, leave: int) -> None:
        """Wait for decodes until no more than `leave` are under way."""
        while len(self._waiting) > leave:
            future, start_s, end_s = self._waiting.popleft()
            try:
                self._results.append(future.result())
            except Exception as error:
                self._failure = f"the recogniser failed: {error}"
                self._notes.append(f"{start_s:.1f} to {end_s:.1f} s could not be transcribed ({error})")
            if self._progress is not None:
                self._progress(end_s)

    def _heard(self, end_s: float, meter: QualityMeter) -> Heard:
        voiced = _joined(self._voiced)
        results = self._results
        words = fit_to_voice(join_pieces([result.words for result in results]), voiced)
        plain = [word for r in results for word in (r.words if r.plain is None else r.plain)]
        return Heard(
            text=text_of(words),
            words=words,
            start_s=voiced[0][0] if voiced else 0.0,
            end_s=voiced[-1][1] if voiced else end_s,
            voiced=tuple(voiced),
            pauses=pauses_of(voiced),
            uncovered_voice_s=uncovered_voice_s(words, voiced),
            quality=meter.quality(),
            plain_text=text_of(plain) if any(r.plain is not None for r in results) else "",
            notes=(*self._notes, *told(words, voiced, [text for r in results for text in r.left_out])),
            wordless_s=wordless_s(words, voiced),
            unheard=self._failure if not words else "",
        )


def window_end(
    voiced: Sequence[Span], first: int, window_s: float, *, now_s: float | None = None, quiet: bool = False
) -> int | None:
    """Index after the last stretch of the window that begins at `first`; None while it may still grow.

    It ends at the first long pause, else at the longest one in its later part. `now_s` is how far the sound was read
    (None: to its end), `quiet` whether nobody speaks there.
    """
    start, known = voiced[first][0], len(voiced)
    end = next((i for i in range(first + 1, known) if voiced[i][0] - voiced[i - 1][1] >= LONG_PAUSE_S), known)
    whole = end < known or now_s is None or (quiet and now_s - voiced[-1][1] >= LONG_PAUSE_S)
    if not whole and now_s is not None and now_s - start <= window_s:
        return None
    fits = [i for i in range(first + 1, end + 1) if voiced[i - 1][1] - start <= window_s]
    if not fits:
        return first + 1
    if whole and fits[-1] == end:
        return end
    late = [i for i in fits if i < known and voiced[i - 1][1] - start >= window_s / 3]
    return max(late, key=lambda i: voiced[i][0] - voiced[i - 1][1]) if late else fits[-1]


def _with_voice(blocks: Iterator[Block], vad: VoiceActivity) -> Iterator[tuple[Block, float]]:
    """Blocks with their probabilities of voice, asked for in batches where the engine can."""
    many: Callable[[Pcm], Any] | None = getattr(vad, "probabilities", None)
    while batch := list(islice(blocks, _VAD_BATCH)):
        if many is not None:
            probabilities = [float(p) for p in many(np.concatenate([block.samples for block in batch]))]
        else:
            probabilities = [vad.probability(block.samples) for block in batch]
        yield from zip(batch, probabilities, strict=True)


def _blocks(pcm: Pcm) -> Iterator[Block]:
    """The sound in blocks; the last is filled up with silence."""
    for begin in range(0, len(pcm), BLOCK):
        part = np.asarray(pcm[begin : begin + BLOCK], np.float32)
        if len(part) < BLOCK:
            part = np.pad(part, (0, BLOCK - len(part)))
        yield Block(part, (begin + BLOCK) / RATE_HZ)


def _joined(voiced: list[Span]) -> list[Span]:
    """Stretches without the cuts that were made only because they were long."""
    joined: list[Span] = []
    for a, b in voiced:
        if joined and a - joined[-1][1] < 1e-6:
            joined[-1] = (joined[-1][0], b)
        else:
            joined.append((a, b))
    return joined
