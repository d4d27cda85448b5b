"""A recording that ends before its own header says so is known as cut, with what it promised."""

from __future__ import annotations

import io

import numpy as np
import soundfile

from voice_interviewer.audio import headers


def wav(seconds: float) -> bytes:
    out = io.BytesIO()
    soundfile.write(out, np.zeros(round(seconds * 16_000), np.float32), 16_000, format="WAV", subtype="PCM_16")
    return out.getvalue()


def test_a_whole_file_lacks_nothing() -> None:
    """Neither does a file of another kind."""
    assert headers.cut_short(io.BytesIO(wav(1.0))) is None
    assert headers.cut_short(io.BytesIO(b"no sound at all, but long enough to be looked at")) is None


def test_a_cut_file_says_how_long_it_should_be() -> None:
    """The header's length, whatever was left of the file."""
    stated = headers.cut_short(io.BytesIO(wav(2.0)[:16_000]))
    assert stated is not None and stated.seconds is not None and abs(stated.seconds - 2.0) < 0.05


def test_a_length_that_is_only_reckoned_is_known_as_that() -> None:
    """Phone memos and MP3s without a count of frames state none; a cover picture in front changes nothing."""
    tag = b"ID3\x04\x00\x00" + bytes([0, 0, 4, 0]) + bytes(512)
    frame = b"\xff\xfb\x90\xc4" + bytes(32)
    assert headers.reckoned("amr", io.BytesIO(b"#!AMR\n"))
    assert not headers.reckoned("wav", io.BytesIO(wav(0.1)))
    assert headers.reckoned("mp3", io.BytesIO(frame + bytes(900)))
    assert not headers.reckoned("mp3", io.BytesIO(tag + frame + b"Xing" + bytes(900)))
    assert not headers.reckoned("mp3", io.BytesIO(frame + b"Info" + bytes(900)))
