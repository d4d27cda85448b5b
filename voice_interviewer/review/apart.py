"""A stream in which two people may speak: its voiced stretches through the voice model, in constant memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from ..audio.files import open_audio
from ..audio.protocols import RATE_HZ, Pcm
from ..hearing.voiceprint import FRAME_S, WINDOW, Matrix, mel_frames
from .ears import Side, blocks
from .voices import Parted, Span, Vectors, Window, part, stretches, windows

_LEVEL = 10 ** (-30 / 20)
"Quiet stretches are raised to this root mean square, as the model's makers do."
_FEWEST = 15
"Frames below which a window tells nothing of a voice."


class Vectoriser(Protocol):
    """The voice model, as `hearing.voiceprint.Voiceprint`."""

    def vectors(self, windows: Matrix) -> Vectors:
        """(n, 160, 40) → (n, d) unit vectors."""
        ...


def parted(path: Path, side: Side, voiced: Sequence[Span], model: Callable[[], Vectoriser]) -> Parted | None:
    """The voices of one side of a recording, whose voiced stretches (seconds) are known; None for too little voice."""
    spans = stretches(voiced)
    wanted = windows(spans)
    if len(wanted) < 4:
        return None
    return part(_vectors(path, side, spans, wanted, model()), wanted)


def _vectors(path: Path, side: Side, spans: Sequence[Span], wanted: Sequence[Window], model: Vectoriser) -> Vectors:
    """A vector for each window; the sound of one stretch at a time is held."""
    vectors: list[Vectors] = []
    held: list[Pcm] = []
    begun, now, number = 0.0, 0.0, 0
    with open_audio(path, channel=side.channel, track=side.track) as sound:
        for block in blocks(sound, side):
            held.append(block.samples)
            now = block.end_s
            while number < len(spans) and now >= spans[number][1]:
                vectors.append(model.vectors(_windows(held, begun, number, wanted)))
                number += 1
            before = spans[number][0] if number < len(spans) else now
            while held and begun + len(held[0]) / RATE_HZ <= before - 0.1:
                begun += len(held.pop(0)) / RATE_HZ
        while number < len(spans):
            vectors.append(model.vectors(_windows(held, begun, number, wanted)))
            number += 1
    return np.concatenate(vectors)


def _windows(held: Sequence[Pcm], begun: float, number: int, wanted: Sequence[Window]) -> Matrix:
    """Mel windows of one stretch; shorter ones are repeated until they fill 1.6 s."""
    mine = [w for w in wanted if w.stretch == number]
    first, last = mine[0].begin, mine[-1].end
    pcm = np.concatenate(held) if held else np.zeros(RATE_HZ // 10, np.float32)
    pcm = pcm[max(0, round((first - begun) * RATE_HZ)) : max(1, round((last - begun) * RATE_HZ))]
    level = float(np.sqrt(np.mean(pcm * pcm))) if len(pcm) else 0.0
    mels = mel_frames(pcm * min(30.0, max(1.0, _LEVEL / max(level, 1e-9))))
    made = []
    for window in mine:
        a, b = round((window.begin - first) / FRAME_S), round((window.end - first) / FRAME_S)
        piece = mels[a : min(b, a + WINDOW)]
        if len(piece) < _FEWEST:
            piece = mels[-WINDOW:]
        made.append(np.resize(piece, (WINDOW, mels.shape[1])))
    return np.stack(made).astype(np.float32)
