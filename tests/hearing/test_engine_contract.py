"""What every engine of hearing must keep, run over every declared engine and over the stand-ins alike."""

from __future__ import annotations

import tomllib
from importlib.metadata import EntryPoint
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from voice_interviewer import testing
from voice_interviewer.audio.playout import resample
from voice_interviewer.audio.protocols import BLOCK, RATE_HZ, Pcm
from voice_interviewer.availability import Missing, Ready
from voice_interviewer.errors import NotFoundError
from voice_interviewer.hearing import choose
from voice_interviewer.hearing.protocols import Capabilities, RecogniserCapabilities
from voice_interviewer.voice.fake import FakeVoice

PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"
DECLARED = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["entry-points"]
LONG = (
    "We sorted parcels for nine villages, and the address list came from the town hall.",
    "On Mondays it was late, so half of the labels pointed at houses that had been pulled down.",
    "I added a check that counts empty street names before anything is printed.",
    "My colleague wanted a bigger model, and I asked what it would change for the driver.",
    "We kept the old rules for the hills, because nobody had mapped the new road yet.",
    "In March the printer broke and the drivers went back to paper for a week.",
    "That taught us to keep a copy of yesterday's list on the shelf beside the door.",
    "Now the first thing I look at is how many parcels came back in the evening.",
)
TEXT = "The address feed fails first, so I alert on its null rate."


def engines(group: str, *fakes: type) -> list[Any]:
    """The stand-ins, and each engine the project declares, which needs weights."""
    real = [
        pytest.param(EntryPoint(name, value, group).load, id=name, marks=pytest.mark.models)
        for name, value in DECLARED[group].items()
    ]
    return [*(pytest.param(lambda fake=fake: fake, id=f"fake {fake.name}") for fake in fakes), *real]


def working(load: Any) -> Any:
    """The class, where its engine works here."""
    found = load()
    state = found.availability()
    if isinstance(state, Missing):
        pytest.skip(f"{state.reason}: {state.fix}")
    return found


RECOGNISERS = engines(choose.RECOGNISERS, testing.ScriptedRecogniser, testing.KnowingRecogniser)


@pytest.fixture(scope="module", params=RECOGNISERS)
def recogniser_class(request: pytest.FixtureRequest) -> Any:
    return working(request.param)


@pytest.fixture(scope="module")
def recogniser(recogniser_class: Any) -> Any:
    return recogniser_class([TEXT]) if recogniser_class is testing.ScriptedRecogniser else recogniser_class()


@pytest.fixture(params=engines(choose.VOICE_ACTIVITY, testing.FakeVad))
def vad(request: pytest.FixtureRequest) -> Any:
    return working(request.param)()


@pytest.fixture(scope="module", params=engines(choose.TURN_MODELS, testing.ScriptedTurnModel))
def turn(request: pytest.FixtureRequest) -> Any:
    return working(request.param)()


@pytest.fixture(scope="module")
def speech(recogniser: Any) -> Pcm:
    """A spoken sentence: by a real voice for real engines, by tones for stand-ins."""
    if isinstance(recogniser, testing.KnowingRecogniser):
        recogniser.text = TEXT
    return fake_speech() if is_fake(recogniser) else real_speech()


def is_fake(engine: Any) -> bool:
    return type(engine).__module__.endswith("hearing.fake")


def fake_speech(text: str = TEXT) -> Pcm:
    """Tones, one a word, mono float32, 16 kHz."""
    return FakeVoice().speak(text).pcm


def real_speech(text: str = TEXT) -> Pcm:
    """The text by the best voice here, mono float32, 16 kHz."""
    from voice_interviewer.voice.choose import make_voice

    clip = make_voice().say(text)
    return resample(clip.pcm, clip.rate_hz, RATE_HZ)


def silence(seconds: float) -> Pcm:
    return np.zeros(round(seconds * RATE_HZ), np.float32)


# ---- recognisers ----


def test_a_recogniser_describes_itself(recogniser_class: Any):
    """Name, frozen capabilities and availability are there without constructing it."""
    assert recogniser_class.name
    assert isinstance(recogniser_class.capabilities, RecogniserCapabilities)
    with pytest.raises(AttributeError):
        recogniser_class.capabilities.licence = "other"
    assert isinstance(recogniser_class.availability(), Ready)


@pytest.mark.parametrize("seconds", [0.0, 0.001, 0.5, 3.0])
def test_silence_gives_no_words(recogniser: Any, seconds: float):
    """Nothing, next to nothing and a long nothing hold no words, with and without fillers."""
    for fillers in (True, False):
        assert recogniser.transcribe(silence(seconds), fillers=fillers) == ()


def test_words_are_in_order_and_inside_the_sound(recogniser: Any, speech: Pcm):
    """No word is empty, ends before it begins, begins before the one before it, or lies outside the sound."""
    words = recogniser.transcribe(speech)
    assert len(words) >= 8
    seconds = len(speech) / RATE_HZ
    assert all(word.text.strip() and 0.0 <= word.start <= word.end <= seconds + 0.1 for word in words)
    assert all(a.start <= b.start for a, b in pairwise(words))
    assert all(0.0 <= word.probability <= 1.0 for word in words)


def test_the_vocabulary_is_accepted(recogniser: Any, speech: Pcm):
    """Any number of terms may be given, also more than an engine can use, and words still come."""
    for vocabulary in ((), ("null rate", "address feed"), tuple(f"term-{n}" for n in range(500))):
        assert recogniser.transcribe(speech, vocabulary=vocabulary)


def test_long_sound_is_heard_to_its_end(recogniser: Any):
    """More than Whisper's window in one call: most words come, in order, inside the sound, up to its end."""
    text = " ".join(LONG)
    if isinstance(recogniser, testing.ScriptedRecogniser):
        recogniser.enqueue([text])
    if isinstance(recogniser, testing.KnowingRecogniser):
        recogniser.text = text
    speak = fake_speech if is_fake(recogniser) else real_speech
    sound = np.concatenate([np.concatenate([speak(sentence), silence(0.6)]) for sentence in LONG])
    seconds = len(sound) / RATE_HZ
    assert seconds > 31
    words = recogniser.transcribe(sound)
    assert len(words) > 0.8 * len(text.split())
    assert all(a.start <= b.start for a, b in pairwise(words)) and words[-1].end <= seconds + 0.1
    assert words[-1].start > seconds - 8


@pytest.mark.parametrize(
    "recogniser_class", [one for one in RECOGNISERS if one.values[0]().capabilities.repeatable], indirect=True
)
def test_a_recogniser_that_says_it_is_repeatable_is(recogniser: Any, speech: Pcm):
    """The same sound gives the same words, also from two threads at once."""
    from concurrent.futures import ThreadPoolExecutor

    alone = recogniser.transcribe(speech)
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(recogniser.transcribe, [speech, speech])) == [alone, alone]


def test_an_unknown_model_is_no_crash(recogniser_class: Any, tmp_path: Path):
    """Asked about a folder that holds no model, or a name that is none's, an engine that has models says what to do."""
    state = recogniser_class.availability(str(tmp_path))
    assert isinstance(state, Ready) or (state.reason and state.fix)
    try:
        recogniser_class.availability("no-such-model")
    except NotFoundError as error:
        assert "no-such-model" in str(error)


# ---- voice activity ----


def test_voice_activity_describes_itself(vad: Any):
    """Name and frozen capabilities."""
    assert vad.name and isinstance(vad.capabilities, Capabilities) and isinstance(type(vad).availability(), Ready)


def test_silence_is_no_voice_and_speech_is(vad: Any):
    """Every probability lies in 0..1; silence stays low, and a sentence is voice for a good part of it."""
    sound = fake_speech() if is_fake(vad) else real_speech()

    def probabilities(pcm: Pcm) -> list[float]:
        whole = len(pcm) // BLOCK * BLOCK
        return [vad.probability(pcm[i : i + BLOCK]) for i in range(0, whole, BLOCK)]

    quiet = probabilities(silence(1.0))
    voiced = probabilities(sound)
    assert all(0.0 <= p <= 1.0 for p in quiet + voiced)
    assert max(quiet) < 0.3
    assert np.mean([p > 0.5 for p in voiced]) > 0.5


def test_reset_forgets_what_was_heard(vad: Any):
    """After a reset the same blocks give the same probabilities as at first."""
    noise = np.random.default_rng(3).normal(0, 0.1, (20, BLOCK)).astype(np.float32)
    first = [vad.probability(block) for block in noise]
    vad.reset()
    assert [vad.probability(block) for block in noise] == pytest.approx(first, abs=1e-6)


# ---- turn models ----


@pytest.mark.parametrize("seconds", [0.0, 0.2, 3.0, 12.0])
def test_a_turn_model_judges_any_length(turn: Any, seconds: float):
    """Nothing, a moment, a sentence and more than it can hear give a probability."""
    assert turn.name and isinstance(turn.capabilities, Capabilities)
    noise = np.random.default_rng(1).normal(0, 0.05, round(seconds * RATE_HZ)).astype(np.float32)
    assert 0.0 <= turn(noise) <= 1.0
