"""Recordings, with scripted engines."""

import numpy as np
import pytest

from voice_interviewer.audio.protocols import BLOCK, RATE_HZ, Block
from voice_interviewer.hearing.fake import FakeVad, ScriptedRecogniser
from voice_interviewer.hearing.recording import transcribe_recording, window_end


def sound(*parts: tuple[float, float]) -> np.ndarray:
    """(seconds, level) one after the other."""
    return np.concatenate([np.full(int(s * RATE_HZ), level, np.float32) for s, level in parts])


def test_silence_has_no_words():
    """Nothing is decoded where there is no voice."""
    recogniser = ScriptedRecogniser(["never"])
    heard = transcribe_recording(sound((5, 0.0)), recogniser, FakeVad())
    assert heard.text == "" and heard.voiced == () and recogniser.calls == []


def test_an_empty_recording():
    """No samples at all: no words, no exception."""
    assert transcribe_recording(np.zeros(0, np.float32), ScriptedRecogniser(), FakeVad()).text == ""


def test_times_are_those_of_the_recording():
    """Words, voice and pauses are placed on the recording's own clock."""
    pcm = sound((2, 0), (3, 0.2), (1, 0), (3, 0.2), (1, 0))
    heard = transcribe_recording(pcm, ScriptedRecogniser(["one two three four"]), FakeVad())
    assert heard.start_s == pytest.approx(2.0, abs=0.04)
    assert heard.end_s == pytest.approx(9.0, abs=0.04)
    [pause] = heard.pauses
    assert (pause.start, pause.end) == (pytest.approx(5.0, abs=0.04), pytest.approx(6.0, abs=0.04))
    assert all(2.0 - 0.04 <= word.start <= word.end <= 9.04 for word in heard.words)


def test_long_recordings_are_cut_at_pauses():
    """Windows end at the longest pause and stay under the limit; every stretch is decoded once."""
    pcm = sound(*([(6, 0.2), (0.4, 0), (6, 0.2), (1.0, 0)] * 5))
    recogniser = ScriptedRecogniser([f"part {n}." for n in range(20)])
    heard = transcribe_recording(pcm, recogniser, FakeVad())
    assert max(seconds for seconds, _, _ in recogniser.calls) < 17.5
    assert [word.text for word in heard.words if word.text != "part"] == [f"{n}." for n in range(len(recogniser.calls))]
    assert sum(b - a for a, b in heard.voiced) == pytest.approx(60, abs=0.5)


def test_speech_without_any_pause_is_cut_anyway():
    """A minute of unbroken voice is decoded in windows, and stays one voiced stretch."""
    recogniser = ScriptedRecogniser(["x"])
    heard = transcribe_recording(sound((60, 0.2)), recogniser, FakeVad())
    assert len(recogniser.calls) >= 3
    assert len(heard.voiced) == 1


def test_progress_reaches_the_end():
    """The callback gets growing seconds, up to the length of the recording."""
    seen: list[float] = []
    transcribe_recording(sound((3, 0.2), (1, 0)), ScriptedRecogniser(["x"]), FakeVad(), progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == pytest.approx(4.0, abs=0.04)


def test_blocks_are_as_good_as_samples():
    """A stream of blocks gives the same as the whole sound."""
    pcm = sound((1, 0), (2, 0.2), (1, 0))[: 512 * 125]
    blocks = (Block(pcm[i : i + BLOCK], (i + BLOCK) / RATE_HZ) for i in range(0, len(pcm), BLOCK))
    one = transcribe_recording(pcm, ScriptedRecogniser(["a b c"]), FakeVad())
    assert transcribe_recording(blocks, ScriptedRecogniser(["a b c"]), FakeVad()) == one


def test_workers_change_nothing():
    """Pieces decoded side by side come back in order."""

    class Lengths(ScriptedRecogniser):
        workers = 2

        def transcribe(self, pcm, *, vocabulary=(), fillers=True):
            return ScriptedRecogniser([f"l{len(pcm)}."]).transcribe(pcm)

    class OneByOne(Lengths):
        workers = 1

    pcm = sound(*[(4 + n % 3, 0.2) if i == 0 else (0.5, 0.0) for n in range(9) for i in (0, 1)])
    assert transcribe_recording(pcm, Lengths(), FakeVad()) == transcribe_recording(pcm, OneByOne(), FakeVad())


def test_a_failing_piece_leaves_a_note():
    """One bad stretch does not lose the recording."""

    class Sometimes(ScriptedRecogniser):
        def transcribe(self, pcm, *, vocabulary=(), fillers=True):
            if not self.calls:
                self.calls.append((0.0, (), True))
                raise RuntimeError("no memory")
            return super().transcribe(pcm)

    heard = transcribe_recording(sound(*([(10, 0.2), (1, 0)] * 3)), Sometimes(["fine."]), FakeVad())
    assert "fine." in heard.text
    assert any("could not be transcribed" in note for note in heard.notes)


def test_window_end_prefers_the_longest_late_pause():
    """Of the pauses a window may end at, the longest in its later part is taken."""
    voiced = [(0.0, 3.0), (3.2, 7.0), (8.0, 11.0), (11.2, 15.0), (15.3, 20.0)]
    assert window_end(voiced, 0, 16.0, now_s=20.0) == 2
    assert window_end(voiced[:2], 0, 16.0) == 2
    assert window_end([(0.0, 30.0)], 0, 16.0, now_s=30.0) == 1


def test_a_window_never_spans_a_long_silence():
    """It ends where nobody speaks for two seconds, also where that silence has only just been reached."""
    voiced = [(0.0, 2.0), (2.5, 4.0), (9.0, 10.0)]
    assert window_end(voiced, 0, 16.0, now_s=10.0) == 2
    assert window_end(voiced, 0, 16.0) == 2
    assert window_end(voiced[:2], 0, 16.0, now_s=5.9, quiet=True) is None
    assert window_end(voiced[:2], 0, 16.0, now_s=6.1, quiet=True) == 2
    assert window_end(voiced[:2], 0, 16.0, now_s=6.1) is None, "somebody speaks again, and may have for long"


def test_what_is_said_before_and_after_a_long_silence_is_decoded_apart():
    """Whisper gave a word to the wrong side of the silence, and lost a clause there."""
    recogniser = ScriptedRecogniser(["all of it was before.", "after."])
    heard = transcribe_recording(sound((1, 0), (2, 0.2), (0.5, 0), (2, 0.2), (6, 0), (2, 0.2)), recogniser, FakeVad())
    assert [round(seconds) for seconds, _, _ in recogniser.calls] == [5, 3]
    assert [w.text for w in heard.words if w.start > 7] == ["after."]
