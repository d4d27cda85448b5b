"""Real engines: Silero, Whisper tiny.en, smart-turn; real speech where it is there."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
from places import ROOT

from voice_interviewer.audio.protocols import BLOCK, RATE_HZ, Block, Pcm
from voice_interviewer.errors import ModelError
from voice_interviewer.hearing.executors import InlineExecutor
from voice_interviewer.hearing.listener import Listener
from voice_interviewer.hearing.model import Committed, Expectation, NothingHeard
from voice_interviewer.hearing.recording import transcribe_recording
from voice_interviewer.hearing.smart_turn import SmartTurn, model_file
from voice_interviewer.hearing.vad import SileroVad
from voice_interviewer.hearing.whisper import WhisperRecogniser
from voice_interviewer.paths import models_dir

SPEECH = Path(os.environ.get("VOICE_INTERVIEWER_TEST_SPEECH") or ROOT.parent / "shared" / "audio")
"""Real speech, which is no part of the project: chapter 1688-142285 of openslr.org/12 in `librispeech_test_other`, and
`mfa_fillers/acoustic_corpus.wav` of the Montreal Forced Aligner's tests."""
TINY = models_dir() / "tiny.en"

pytestmark = [
    pytest.mark.models,
    pytest.mark.skipif(not (TINY / "model.bin").is_file(), reason="tiny.en is not fetched"),
]
real_speech = pytest.mark.skipif(
    not SPEECH.is_dir(),
    reason="no real speech here: put LibriSpeech test-other where VOICE_INTERVIEWER_TEST_SPEECH says",
)


@pytest.fixture(scope="module")
def whisper() -> WhisperRecogniser:
    return WhisperRecogniser(TINY)


def clip(name: str) -> Pcm:
    """Mono float32, 16 kHz."""
    import soundfile
    import soxr

    pcm, rate = soundfile.read(SPEECH / name, dtype="float32")
    pcm = pcm.mean(axis=1) if pcm.ndim > 1 else pcm
    return np.asarray(soxr.resample(pcm, rate, RATE_HZ), np.float32)


def blocks(pcm: Pcm) -> list[Block]:
    return [Block(pcm[i : i + BLOCK], (i + BLOCK) / RATE_HZ) for i in range(0, len(pcm) - BLOCK + 1, BLOCK)]


def noise(seconds: float, level: float, seed: int = 0) -> Pcm:
    return np.random.default_rng(seed).normal(0, level, int(seconds * RATE_HZ)).astype(np.float32)


def test_silero_block_by_block_equals_many_at_once():
    """Carried state makes streaming and batches the same."""
    pcm = noise(2.0, 0.1)[: BLOCK * 60]
    one, many = SileroVad(), SileroVad()
    single = [one.probability(pcm[i : i + BLOCK]) for i in range(0, len(pcm), BLOCK)]
    assert np.allclose(single, many.probabilities(pcm), atol=1e-5)


def test_a_folder_without_a_model_is_refused_with_a_mend(tmp_path):
    """No `model.bin`: one clear error that says what to do."""
    with pytest.raises(ModelError, match="models fetch"):
        WhisperRecogniser(tmp_path)


def test_a_damaged_model_is_refused_with_a_mend(tmp_path):
    """A cut `model.bin` is an error of ours, not a crash of the engine."""
    (tmp_path / "model.bin").write_bytes(b"not a model")
    (tmp_path / "config.json").write_text(json.dumps({}))
    with pytest.raises(ModelError, match="cannot be loaded"):
        WhisperRecogniser(tmp_path)


@pytest.mark.parametrize("level", [0.0, 0.001, 0.05])
def test_a_session_over_noise_has_no_words(whisper, level):
    """Silence and hiss end in "nobody spoke", never in an answer."""
    ears = Listener(whisper, SileroVad(), InlineExecutor())
    ears.begin(0.0, Expectation())
    events = [event for block in blocks(noise(17.0, level)) for event in ears.feed(block)]
    assert [type(event) for event in events] == [NothingHeard]


def test_a_recording_of_noise_has_no_words(whisper):
    """Hum, clicks and hiss are not decoded into anything."""
    t = np.arange(10 * RATE_HZ) / RATE_HZ
    hum = (0.1 * np.sin(2 * np.pi * 50 * t)).astype(np.float32)
    clicks = noise(10.0, 0.0005)
    clicks[:: RATE_HZ // 3] += 0.8
    for pcm in (hum, clicks, noise(10.0, 0.1)):
        assert transcribe_recording(pcm, whisper).text == ""


@real_speech
def test_read_speech_is_understood(whisper):
    """A clear read sentence comes out, with its words inside the voice and in order."""
    heard = transcribe_recording(clip("librispeech_test_other/1688-142285-0003.flac"), whisper)
    assert "account of himself, better than anything else he said" in heard.text
    starts = [word.start for word in heard.words]
    assert starts == sorted(starts)
    assert heard.voiced[0][0] - 0.05 <= heard.words[0].start
    assert heard.words[-1].end <= heard.voiced[-1][1] + 0.1


@real_speech
def test_fillers_are_kept_and_pauses_found(whisper):
    """The unscripted monologue keeps its "um" and "uh", and its long pauses are measured."""
    heard = transcribe_recording(clip("mfa_fillers/acoustic_corpus.wav"), whisper)
    words = [word.text.strip(",.").lower() for word in heard.words]
    assert "um" in words and "uh" in words
    assert "just saying some words" in heard.text
    assert max(pause.end - pause.start for pause in heard.pauses) > 0.8


@real_speech
def test_a_looping_clip_is_said_once(whisper):
    """A short clip on which the short context is known to loop comes out once."""
    heard = transcribe_recording(clip("librispeech_test_other/1688-142285-0002.flac"), whisper)
    assert heard.text.lower().count("thought me so silly") == 1


@real_speech
def test_a_live_answer_is_heard_and_committed(whisper):
    """Fed block by block, a spoken sentence is committed after its end; no word is lost at the start."""
    pcm = np.concatenate([clip("librispeech_test_other/1688-142285-0006.flac"), noise(4.0, 0.0005)])
    ears = Listener(whisper, SileroVad(), InlineExecutor())
    ears.begin(0.0, Expectation())
    committed = [e for block in blocks(pcm) for e in ears.feed(block) if isinstance(e, Committed)]
    assert len(committed) == 1
    assert committed[0].heard.text.startswith("I don't think")
    assert "telling us what he had been" in committed[0].heard.text


@real_speech
def test_decodes_are_repeatable(whisper):
    """The same sound gives the same words, times and probabilities."""
    pcm = clip("librispeech_test_other/1688-142285-0004.flac")
    assert whisper.transcribe(pcm) == whisper.transcribe(pcm)


@real_speech
@pytest.mark.skipif(not model_file().is_file(), reason="the turn model is not fetched")
def test_smart_turn_tells_a_whole_sentence_from_half_of_one():
    """Over some sentences, the mean score of the whole is well above that of the first half."""
    model = SmartTurn()
    quiet = np.zeros(int(0.2 * RATE_HZ), np.float32)
    whole, half = [], []
    for n in (1, 3, 4, 6, 7):
        pcm = clip(f"librispeech_test_other/1688-142285-000{n}.flac")
        whole.append(model(np.concatenate([pcm, quiet])))
        half.append(model(np.concatenate([pcm[: len(pcm) // 2], quiet])))
    assert np.mean(whole) > np.mean(half) + 0.15
    assert all(0.0 <= score <= 1.0 for score in (*whole, *half))


def test_smart_turn_without_its_model_says_what_to_do(tmp_path):
    """Missing weights are one clear error."""
    with pytest.raises(ModelError, match="models fetch"):
        SmartTurn(tmp_path / "none.onnx")
