"""A file that ends before its header says so is told, whatever its format."""

import numpy as np
import pytest
import soundfile
from film_kit import film

from voice_interviewer.audio.files import load, open_audio, probe
from voice_interviewer.audio.protocols import RATE_HZ
from voice_interviewer.errors import InputFileError

TONE = (0.3 * np.sin(2 * np.pi * 300 * np.arange(4 * RATE_HZ) / RATE_HZ)).astype(np.float32)


@pytest.mark.parametrize("suffix", [".wav", ".w64", ".caf", ".rf64", ".aiff", ".au", ".flac", ".mp3"])
def test_a_copy_that_broke_off_says_where_it_ends(tmp_path, suffix):
    """The note names the length that is there and the length the header states; the whole file has no note."""
    whole, cut = tmp_path / f"whole{suffix}", tmp_path / f"cut{suffix}"
    soundfile.write(whole, TONE, RATE_HZ, **({"format": "RF64"} if suffix == ".rf64" else {}))
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert load(whole).notes == ()
    note = " ".join(load(cut).notes)
    assert "although it says 4.0 s" in note and "what is there is used" in note
    assert probe(cut).seconds == pytest.approx(4.0, abs=0.1)


@pytest.mark.parametrize(("suffix", "codec"), [(".opus", "libopus"), (".avi", "pcm_s16le")])
def test_formats_that_state_no_length_tell_of_their_missing_end(tmp_path, suffix, codec):
    """Where the length is not known, the missing end mark is."""
    whole, cut = tmp_path / f"whole{suffix}", tmp_path / f"cut{suffix}"
    film(whole, codec, [TONE])
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert load(whole).notes == ()
    assert "may have been cut short" in " ".join(load(cut).notes)


def test_a_film_without_its_index_is_called_cut_short(tmp_path):
    """An MP4 whose recorder never came to write its index cannot be read, and is named so."""
    whole, cut = tmp_path / "whole.mp4", tmp_path / "cut.mp4"
    film(whole, "aac", [TONE])
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    with pytest.raises(InputFileError, match="was cut short"):
        probe(cut)


@pytest.mark.parametrize("size", [0xFFFFFFFF, 0x7FFFFFFF])
def test_a_header_written_to_a_pipe_promises_nothing(tmp_path, size):
    """Programs that could not know the length write the largest one; that is no cut."""
    path = tmp_path / "pipe.wav"
    soundfile.write(path, TONE, RATE_HZ)
    raw = bytearray(path.read_bytes())
    raw[4:8] = raw[40:44] = size.to_bytes(4, "little")
    path.write_bytes(raw)
    assert load(path).notes == ()


def test_each_track_can_be_chosen_and_keeps_the_common_clock(tmp_path):
    """The second track is read by its number, and one that begins later is silent until then."""
    path = tmp_path / "two.mkv"
    film(path, "pcm_s16le", [TONE, TONE[: 2 * RATE_HZ]], starts=[0.0, 1.0])
    assert probe(path).tracks == 2
    second = load(path, track=1)
    assert np.abs(second.pcm[: RATE_HZ * 9 // 10]).max() < 0.01
    assert np.abs(second.pcm[RATE_HZ * 3 // 2 : RATE_HZ * 5 // 2]).max() > 0.2
    assert second.notes == ()
    with pytest.raises(InputFileError, match="no track 3"), open_audio(path, track=2):
        pass
