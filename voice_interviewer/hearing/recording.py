"""A recording → what was heard: cut at pauses, decoded piece by piece, for review.

Works in one pass over blocks, so a three-hour file needs no more memory than its words. Silence and noise give no words:
only stretches that voice activity calls voice are ever decoded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future

import numpy as np

from ..audio.protocols import BLOCK, BLOCK_S, RATE_HZ, Block, Pcm
from .model import Heard, Word
from .protocols import SpeechToText, VoiceActivity
from .quality import QualityMeter
from .segment import Offset, Onset, Segmenter
from .tape import Tape
from .transcriber import PAD_AFTER_S, PAD_BEFORE_S, Hearing, hear
from .words import Span, fit_to_voice, pauses_of, text_of, uncovered_voice_s

WINDOW_S = 12.0
"Longest stretch decoded at once; it is cut at its longest pause before that."

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

    Times are seconds from the start of the sound. A piece whose decode fails leaves a note instead of words.
    """
    if vad is None:
        from .vad import SileroVad

        vad = SileroVad()
    vad.reset()
    blocks = _blocks(sound) if isinstance(sound, np.ndarray) else sound
    tape, segmenter, meter = Tape(), Segmenter(), QualityMeter()
    voiced: list[Span] = []
    open_from = 0
    results: list[Hearing] = []
    notes: list[str] = []
    began_s = now_s = 0.0

    def decode(spans: list[Span], before_s: float, after_s: float) -> None:
        begin = max(before_s, spans[0][0] - PAD_BEFORE_S)
        pcm, start_s = tape.cut(begin, min(after_s, spans[-1][1] + PAD_AFTER_S))
        future: Future[Hearing] = Future()
        try:
            results.append(hear(recogniser, pcm, start_s, vocabulary))
        except Exception as error:
            future.set_exception(error)
            notes.append(f"{spans[0][0]:.1f}-{spans[-1][1]:.1f} s could not be transcribed ({error})")

    def flush(limit_s: float, last: bool) -> None:
        """Decode what is open, in windows that end at pauses; keep what may still grow."""
        nonlocal open_from
        while open_from < len(voiced) and (last or limit_s - voiced[open_from][0] > window_s):
            until = _window_end(voiced, open_from, window_s, last)
            before = (voiced[open_from - 1][1] if open_from else 0.0) + 0.02
            after = voiced[until][0] - 0.02 if until < len(voiced) else limit_s
            decode(voiced[open_from:until], before, after)
            open_from = until
            if progress is not None:
                progress(voiced[until - 1][1])

    for block in blocks:
        now_s = block.end_s
        tape.append(now_s, block.samples)
        for edge in segmenter.feed(vad.probability(block.samples), now_s - BLOCK_S, now_s):
            if isinstance(edge, Onset):
                began_s = edge.at_s
            elif isinstance(edge, Offset):
                voiced.append((began_s, edge.at_s))
        meter.add(block.samples, segmenter.voiced)
        if segmenter.voiced and now_s - began_s >= window_s:
            # No pause at all for a whole window: cut here rather than keep an endless stretch.
            voiced.append((began_s, now_s))
            began_s = now_s
        flush(now_s, last=False)
        tape.drop_before((voiced[open_from][0] if open_from < len(voiced) else min(began_s, now_s)) - 1.0)
    if segmenter.voiced and segmenter.last_voiced_s is not None and segmenter.last_voiced_s > began_s:
        voiced.append((began_s, segmenter.last_voiced_s))
    flush(now_s, last=True)
    if progress is not None:
        progress(now_s)
    return _heard(results, voiced, now_s, meter, notes)


def _blocks(pcm: Pcm) -> Iterator[Block]:
    """The sound in blocks; the last is filled up with silence."""
    for begin in range(0, len(pcm), BLOCK):
        part = np.asarray(pcm[begin : begin + BLOCK], np.float32)
        if len(part) < BLOCK:
            part = np.pad(part, (0, BLOCK - len(part)))
        yield Block(part, (begin + BLOCK) / RATE_HZ)


def _window_end(voiced: list[Span], first: int, window_s: float, last: bool) -> int:
    """Index after the last span of the window that begins at `first`: cut at the longest pause in its second half."""
    start = voiced[first][0]
    fits = [i for i in range(first + 1, len(voiced) + 1) if voiced[i - 1][1] - start <= window_s]
    if not fits:
        return first + 1
    if last and fits[-1] == len(voiced):
        return len(voiced)
    late = [i for i in fits if i < len(voiced) and voiced[i - 1][1] - start >= window_s / 3]
    if not late:
        return fits[-1]
    return max(late, key=lambda i: voiced[i][0] - voiced[i - 1][1])


def _heard(results: list[Hearing], voiced: list[Span], end_s: float, meter: QualityMeter, notes: list[str]) -> Heard:
    joined = _join(voiced)
    words: tuple[Word, ...] = fit_to_voice([word for result in results for word in result.words], joined)
    plain = [word for r in results for word in (r.words if r.plain is None else r.plain)]
    return Heard(
        text=text_of(words),
        words=words,
        start_s=joined[0][0] if joined else 0.0,
        end_s=joined[-1][1] if joined else end_s,
        voiced=tuple(joined),
        pauses=pauses_of(joined),
        uncovered_voice_s=uncovered_voice_s(words, joined),
        quality=meter.quality(),
        plain_text=text_of(plain) if any(r.plain is not None for r in results) else "",
        notes=tuple(notes),
    )


def _join(voiced: list[Span]) -> list[Span]:
    """Merge stretches that were cut only because they were long."""
    joined: list[Span] = []
    for a, b in voiced:
        if joined and a - joined[-1][1] < 1e-6:
            joined[-1] = (joined[-1][0], b)
        else:
            joined.append((a, b))
    return joined
