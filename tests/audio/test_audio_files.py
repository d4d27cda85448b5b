"""Recordings of any format, whole and damaged."""

import struct
import zlib

import av
import numpy as np
import pytest
import soundfile

from voice_interviewer.audio.files import load, open_audio, probe, split_channels
from voice_interviewer.audio.protocols import BLOCK, RATE_HZ
from voice_interviewer.errors import InputFileError


def tone(hz=440.0, seconds=2.0, rate=RATE_HZ, amplitude=0.4):
    return (amplitude * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def pitch(pcm):
    """Strongest frequency of PCM at 16 kHz, Hz."""
    middle = pcm[len(pcm) // 2 - 4000 : len(pcm) // 2 + 4000]
    return np.argmax(np.abs(np.fft.rfft(middle * np.hanning(8000)))) * RATE_HZ / 8000


def encode(path, codec, pcm, rate, *, container=None, video=False):
    """Write mono PCM with PyAV, the way a browser or a phone would."""
    with av.open(str(path), "w", format=container) as out:
        stream = out.add_stream(codec, rate=rate)
        stream.layout = "mono"
        if video:
            picture = out.add_stream("mpeg4", rate=10)
            picture.width = picture.height = 64
            picture.pix_fmt = "yuv420p"
            for number in range(round(len(pcm) / rate * 10)):
                frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
                frame.pts = number
                out.mux(picture.encode(frame))
            out.mux(picture.encode(None))
        frame = av.AudioFrame.from_ndarray(pcm[None, :], format="flt", layout="mono")
        frame.rate = rate
        resampler = av.AudioResampler(
            format=stream.format, layout="mono", rate=rate, frame_size=stream.frame_size or 1024
        )
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            out.mux(stream.encode(part))
        out.mux(stream.encode(None))


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("suffix", [".wav", ".flac", ".ogg", ".mp3", ".aiff"])
def test_every_common_format_and_rate_is_heard_alike(tmp_path, suffix, rate):
    """Whatever the format and rate, length and pitch come out as they went in."""
    file = tmp_path / f"answer{suffix}"
    soundfile.write(file, tone(rate=rate), rate)
    heard = load(file)
    assert heard.seconds == pytest.approx(2.0, abs=0.08)
    assert pitch(heard.pcm) == pytest.approx(440, abs=3)
    assert heard.notes == ()


@pytest.mark.parametrize(
    ("name", "codec", "rate", "video"),
    [
        ("clip.mp4", "aac", 44_100, True),
        ("clip.m4a", "aac", 48_000, False),
        ("clip.webm", "libopus", 48_000, False),
        ("clip.mkv", "pcm_s16le", 16_000, True),
    ],
)
def test_video_and_browser_recordings_are_heard(tmp_path, name, codec, rate, video):
    """The sound track of a film and a browser's recording read like any other file."""
    file = tmp_path / name
    encode(file, codec, tone(rate=rate), rate, video=video)
    heard = load(file)
    assert probe(file).video is video
    assert heard.seconds == pytest.approx(2.0, abs=0.1)
    assert pitch(heard.pcm) == pytest.approx(440, abs=3)


def test_channels_are_mixed_or_split(tmp_path):
    """Two people on two channels: together by default, each alone when asked for."""
    file = tmp_path / "call.wav"
    soundfile.write(file, np.stack([tone(300), tone(900)], axis=1), RATE_HZ)
    left, right = split_channels(file)
    assert (pitch(left.pcm), pitch(right.pcm)) == (pytest.approx(300, abs=2), pytest.approx(900, abs=2))
    assert np.allclose(load(file).pcm, (left.pcm + right.pcm) / 2, atol=1e-4)
    with pytest.raises(InputFileError, match="no channel 3"):
        load(file, channel=2)


def test_a_long_file_comes_in_pieces(tmp_path):
    """Blocks and chunks hold exactly what a load in one go holds."""
    file = tmp_path / "long.flac"
    soundfile.write(file, tone(seconds=7.3, rate=22_050), 22_050)
    whole = load(file).pcm
    with open_audio(file) as sound:
        assert sound.duration_s == pytest.approx(7.3, abs=0.01)
        chunks = list(sound.chunks(0.5))
    assert {len(chunk) for chunk in chunks[:-1]} == {RATE_HZ // 2}
    assert np.array_equal(np.concatenate(chunks), whole)
    with open_audio(file) as sound:
        blocks = list(sound.blocks())
    joined = np.concatenate([block.samples for block in blocks])
    assert {len(block.samples) for block in blocks} == {BLOCK}
    assert np.array_equal(joined[: len(whole)], whole)
    assert not joined[len(whole) :].any()
    assert [block.end_s for block in blocks] == [pytest.approx((n + 1) * BLOCK / RATE_HZ) for n in range(len(blocks))]


def test_a_file_cut_in_the_middle_is_used_as_far_as_it_goes(tmp_path):
    """Half a file gives half the sound and a note that says so."""
    file = tmp_path / "cut.flac"
    soundfile.write(file, np.random.default_rng(0).uniform(-0.5, 0.5, 8 * RATE_HZ), RATE_HZ)
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])
    heard = load(file)
    assert 3.0 < heard.seconds < 4.5
    assert any("ends after" in note for note in heard.notes)


def test_a_whole_file_without_a_stated_length_is_not_called_cut(tmp_path):
    """An MP3 that begins with silence in small frames and states no length is reckoned to be twice as long as it is."""
    file = tmp_path / "memo.mp3"
    rate = 44_100
    hiss = np.random.default_rng(1).normal(0.0, 0.2, 5 * rate).astype(np.float32)
    pcm = np.concatenate([np.zeros(5 * rate, np.float32), hiss])
    with av.open(str(file), "w", options={"write_xing": "0"}) as out:
        stream = out.add_stream("libmp3lame", rate=rate, options={"flags": "+qscale", "global_quality": "236"})
        stream.layout = "mono"
        resampler = av.AudioResampler(format=stream.format, layout="mono", rate=rate, frame_size=1152)
        frame = av.AudioFrame.from_ndarray(pcm[None, :], format="flt", layout="mono")
        frame.rate = rate
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            out.mux(stream.encode(part))
        out.mux(stream.encode(None))
    stated = probe(file).seconds
    assert stated is not None and stated > 11
    heard = load(file)
    assert heard.seconds == pytest.approx(10.0, abs=0.1)
    assert heard.notes == ()


def test_a_hole_in_a_file_becomes_silence(tmp_path):
    """Damage in the middle costs that part only: what follows keeps its time, and a note names the loss."""
    file = tmp_path / "hole.flac"
    soundfile.write(file, np.random.default_rng(0).uniform(-0.5, 0.5, 8 * RATE_HZ), RATE_HZ)
    data = bytearray(file.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 20_000] = bytes(20_000)
    file.write_bytes(data)
    heard = load(file)
    assert heard.seconds == pytest.approx(8.0, abs=0.3)
    assert any("missing" in note for note in heard.notes)
    assert np.abs(heard.pcm[-RATE_HZ:]).max() > 0.4


def _png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("notes.wav", b"These are only notes.\n" * 50, "not an audio or video recording"),
        ("empty.wav", b"", "is empty"),
        ("broken.mp4", b"\0\0\0\x18ftypmp42" + b"\0" * 64, "not an audio or video recording"),
        ("picture.png", _png(), "no sound"),
        ("list.m3u8", b"#EXTM3U\n#EXTINF:9,\nhttp://127.0.0.1:9/x.ts\n#EXT-X-ENDLIST\n", "not an audio or video"),
    ],
)
def test_what_is_no_recording_is_refused_with_its_name(tmp_path, name, content, what):
    """Text, nothing, half a film, a picture, a playlist: one clear error with the place, and no other exception."""
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(InputFileError, match=what) as caught:
        load(file)
    assert caught.value.where == str(file)
    assert caught.value.exit_code == 2


def test_missing_files_and_folders_are_refused(tmp_path):
    """A wrong name and a folder are told apart; an address is just a name that does not exist."""
    for wrong, what in ((tmp_path / "gone.wav", "no such file"), (tmp_path, "a folder"), ("http://x/y.wav", "no such")):
        with pytest.raises(InputFileError, match=what):
            probe(wrong)


def test_a_recording_without_samples_is_refused(tmp_path):
    """A header alone holds no sound."""
    file = tmp_path / "zero.wav"
    soundfile.write(file, np.zeros(0, np.float32), RATE_HZ)
    with pytest.raises(InputFileError, match="holds no sound"):
        load(file)


def test_numbers_that_are_none_become_silence(tmp_path):
    """A float file with NaN and infinity gives finite samples."""
    file = tmp_path / "nan.wav"
    pcm = tone()
    pcm[100:200], pcm[300:310] = np.nan, np.inf
    soundfile.write(file, pcm, RATE_HZ, subtype="FLOAT")
    assert np.isfinite(load(file).pcm).all()
