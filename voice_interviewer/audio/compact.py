"""A recording as small as speech can be and still play in every browser, for a page that carries its sound inside.

MP3 of one channel at the recording's own 16 kHz: about 23 kbit a second of speech, as small as Opus in Ogg, and unlike
that it also plays in older Safari.
"""

from __future__ import annotations

import io
from pathlib import Path

from ..errors import InputFileError, MissingPartError
from .protocols import RATE_HZ, Pcm

QUALITY = 0.9
"libsndfile's scale: 0 the best, 1 the smallest."
BYTES_A_SECOND = 2_900
"About, of speech; for a size that is said before anything is written."


def mp3(path: Path) -> bytes:
    """The recording (anything libsndfile reads) as MP3. Raises InputFileError, MissingPartError."""
    import soundfile

    try:
        pcm, rate = soundfile.read(str(path), dtype="float32", always_2d=True)
    except (OSError, RuntimeError) as error:
        raise InputFileError(f"the recording cannot be read ({error})", where=str(path)) from error
    return encoded(pcm.mean(axis=1), rate)


def encoded(pcm: Pcm, rate_hz: int = RATE_HZ) -> bytes:
    """Mono float32 PCM as MP3. Raises MissingPartError: a libsndfile of before 2022 cannot write it."""
    import numpy as np
    import soundfile

    if "MP3" not in soundfile.available_formats():
        raise MissingPartError(
            f"this libsndfile ({soundfile.__libsndfile_version__}) cannot write MP3",
            where="soundfile",
            fix="Install a newer `soundfile`, or leave the sound out.",
        )
    target = io.BytesIO()
    with soundfile.SoundFile(
        target, "w", samplerate=rate_hz, channels=1, format="MP3", subtype="MPEG_LAYER_III", compression_level=QUALITY
    ) as file:
        file.write(np.ascontiguousarray(pcm, dtype=np.float32))
    return target.getvalue()
