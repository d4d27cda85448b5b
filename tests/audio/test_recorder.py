"""Answers on disk, whatever happens to the process."""

import os
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile

from voice_interviewer.audio.recorder import AnswerRecorder, recover, to_int16
from voice_interviewer.errors import DiskFullError, StorageError


def sound(count=8000, seed=0):
    return np.random.default_rng(seed).uniform(-0.5, 0.5, count).astype(np.float32)


def test_a_finished_recording_is_flac_with_every_sample(tmp_path):
    """What was appended comes back exactly, to 16 bits, and nothing else is left in the folder."""
    pcm = sound()
    recorder = AnswerRecorder(tmp_path / "audio" / "01.flac")
    for at in range(0, len(pcm), 512):
        recorder.append(pcm[at : at + 512])
    path = recorder.close()
    back, rate = soundfile.read(path, dtype="int16")
    assert rate == 16_000
    assert np.array_equal(back, to_int16(pcm))
    assert [p.name for p in path.parent.iterdir()] == ["01.flac"]


def test_full_scale_does_not_wrap(tmp_path):
    """Samples at and beyond full scale are limited, not turned over."""
    assert list(to_int16(np.array([1.0, -1.0, 2.0, -2.0, 0.0], np.float32))) == [32767, -32768, 32767, -32768, 0]


def test_nothing_recorded_leaves_nothing(tmp_path):
    """An empty recording gives no file, and a discarded one neither."""
    assert AnswerRecorder(tmp_path / "01.flac").close() is None
    recorder = AnswerRecorder(tmp_path / "02.flac")
    recorder.append(sound())
    recorder.discard()
    assert list(tmp_path.iterdir()) == []


def test_a_recording_is_never_overwritten(tmp_path):
    """A second recording of the same answer gets a name of its own, also beside an unfinished one."""
    for expected in ("01.flac", "01-2.flac"):
        recorder = AnswerRecorder(tmp_path / "01.flac")
        recorder.append(sound())
        assert recorder.close().name == expected
    (tmp_path / "02.flac.part").write_bytes(to_int16(sound()).tobytes())
    beside = AnswerRecorder(tmp_path / "02.flac")
    beside.discard()
    assert beside.path.name == "02-2.flac"


def test_every_block_is_on_disk_at_once(tmp_path):
    """After each append another process could read all of it."""
    recorder = AnswerRecorder(tmp_path / "01.flac")
    for count in range(1, 5):
        recorder.append(sound(512))
        assert (tmp_path / "01.flac.part").stat().st_size == count * 1024
    recorder.discard()


def test_leftovers_are_recovered(tmp_path):
    """Half-written recordings become FLAC, an odd byte is dropped, an empty one goes."""
    pcm = to_int16(sound())
    (tmp_path / "01.flac.part").write_bytes(pcm.tobytes() + b"\x07")
    (tmp_path / "02.flac.part").write_bytes(b"")
    assert [p.name for p in recover(tmp_path)] == ["01.flac"]
    assert np.array_equal(soundfile.read(tmp_path / "01.flac", dtype="int16")[0], pcm)
    assert recover(tmp_path) == []


def test_a_leftover_beside_its_finished_file_is_not_doubled(tmp_path):
    """Killed between renaming and cleaning up: one file; a different recording of that name is kept too."""
    recorder = AnswerRecorder(tmp_path / "01.flac")
    recorder.append(sound())
    recorder.close()
    (tmp_path / "01.flac.part").write_bytes(to_int16(sound()).tobytes())
    recover(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["01.flac"]
    (tmp_path / "01.flac.part").write_bytes(to_int16(sound(100)).tobytes())
    recover(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["01-2.flac", "01.flac"]


def test_a_killed_process_loses_nothing_it_wrote(tmp_path):
    """Kill -9 in the middle of recording: all blocks up to then are recovered."""
    code = (
        "import sys, numpy as np\n"
        "from pathlib import Path\n"
        "from voice_interviewer.audio.recorder import AnswerRecorder\n"
        f"r = AnswerRecorder(Path({str(tmp_path / '01.flac')!r}))\n"
        "for n in range(100): r.append(np.full(512, n / 1000, np.float32))\n"
        "print('ready', flush=True)\n"
        "sys.stdin.read()\n"
    )
    process = subprocess.Popen((sys.executable, "-c", code), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"ready\n"
    os.kill(process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    process.wait()
    process.stdin.close()
    process.stdout.close()
    (path,) = recover(tmp_path)
    back, _ = soundfile.read(path, dtype="float32")
    assert len(back) == 51_200
    assert back[-1] == pytest.approx(0.099, abs=1e-4)


def test_an_unwritable_folder_is_a_storage_error(tmp_path):
    """A folder that cannot be made is reported with its place, not as a bare OSError."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError) as caught:
        AnswerRecorder(tmp_path / "file" / "01.flac")
    assert "01.flac" in caught.value.where
    assert caught.value.fix


def test_a_full_disk_is_a_storage_error(tmp_path):
    """Writing that fails says so and keeps what was written."""
    recorder = AnswerRecorder(tmp_path / "01.flac")
    recorder.append(sound(512))
    real = recorder._file

    class Full:
        closed = False

        def write(self, data):
            raise OSError(28, "No space left on device")

        def fileno(self):
            return real.fileno()

        def close(self):
            real.close()

    recorder._file = Full()
    with pytest.raises(StorageError, match="No space left"):
        recorder.append(sound(512))
    recorder._file = real
    assert soundfile.info(recorder.close()).frames == 512


def test_a_disk_too_full_for_the_finished_file_is_called_full(tmp_path, monkeypatch):
    """The sound library only says "System error."; the disk is asked while the unfinished file still fills it."""
    recorder = AnswerRecorder(tmp_path / "01.flac")
    recorder.append(sound(512))

    def free(_):
        return SimpleNamespace(free=0 if (tmp_path / "01.flac.part.flac").exists() else 10**9)

    def fail(*_):
        raise soundfile.LibsndfileError(2)

    monkeypatch.setattr("shutil.disk_usage", free)
    monkeypatch.setattr(soundfile.SoundFile, "write", fail)
    with pytest.raises(DiskFullError, match="disk is full"):
        recorder.close()
    assert [p.name for p in tmp_path.iterdir()] == ["01.flac.part"], "what was recorded is still there"


def test_a_recording_stopped_short_gives_back_space(tmp_path):
    """Words need the space more than the last four seconds of sound; what came before is a whole recording."""
    recorder = AnswerRecorder(tmp_path / "01.flac")
    for _ in range(200):
        recorder.append(sound(512))
    recorder.stop_short()
    recorder.append(sound(512))
    assert (tmp_path / "01.flac.part").stat().st_size == 2 * (200 * 512 - 4 * 16_000)
    assert soundfile.info(recorder.close()).frames == 200 * 512 - 64_000


def test_closing_a_long_answer_is_quick(tmp_path):
    """Ten minutes of noise are encoded well within the time a question takes to be spoken."""
    recorder = AnswerRecorder(tmp_path / "01.flac")
    block = sound(16_000)
    for _ in range(600):
        recorder.append(block)
    began = time.process_time()
    recorder.close()
    assert time.process_time() - began < 3.0
