"""What every voice engine must keep, run over every registered engine and the scripted one."""

import numpy as np
import pytest

from voice_interviewer.audio.level import rms_dbfs
from voice_interviewer.availability import Missing, Ready
from voice_interviewer.errors import NotFoundError
from voice_interviewer.voice.choose import GROUP, Speaking, engines
from voice_interviewer.voice.fake import FakeVoice
from voice_interviewer.voice.protocols import Capabilities

SHORT = "What would break first?"
LONG = "What would break first, and how would you notice it before any of your users did? Take your time with this one."

ENGINES = [
    pytest.param("fake", id="fake"),
    *(pytest.param(name, id=name, marks=pytest.mark.voices) for name in engines()),
]


@pytest.fixture(params=ENGINES)
def engine_class(request):
    """A class whose engine works here."""
    found = FakeVoice if request.param == "fake" else engines()[request.param]
    state = found.availability()
    if isinstance(state, Missing):
        pytest.skip(f"{state.reason} {state.fix}")
    return found


@pytest.fixture
def engine(engine_class):
    return engine_class()


def test_both_shipped_engines_are_registered():
    """The natural and the system's voice come through the same entry points as anyone's."""
    assert {"hibari", "system"} <= set(engines())
    assert GROUP == "voice_interviewer.voices"


def test_an_engine_describes_itself(engine_class):
    """Name, capabilities, availability and voices are there without constructing it."""
    assert engine_class.name
    assert isinstance(engine_class.capabilities, Capabilities)
    assert isinstance(engine_class.availability(), Ready)
    voices = engine_class.voices()
    assert voices
    assert all(voice.id.startswith(f"{engine_class.name}:") and voice.name for voice in voices)
    assert len({voice.id for voice in voices}) == len(voices)
    assert voices[0].language.lower().startswith("en")


def test_speech_is_mono_float_within_full_scale(engine):
    """float32, one dimension, never beyond 1.0, loud enough to hear, at a rate any sound card plays."""
    clip = engine.speak(SHORT)
    assert clip.pcm.dtype == np.float32
    assert clip.pcm.ndim == 1
    assert np.abs(clip.pcm).max() <= 1.0
    assert rms_dbfs(clip.pcm) > -45
    assert 8_000 <= clip.rate_hz <= 48_000
    assert 0.5 < clip.seconds < 4.0


def test_longer_text_takes_longer(engine):
    """Length follows the text, at a pace a person could speak."""
    short, long = engine.speak(SHORT), engine.speak(LONG)
    assert long.seconds > 2 * short.seconds
    assert 90 < len(LONG.split()) / long.seconds * 60 < 260


def test_rate_changes_the_pace(engine):
    """A higher rate is quicker, a lower one slower, by about the factor asked for."""
    normal, quick, slow = (engine.speak(LONG, rate=rate).seconds for rate in (1.0, 1.4, 0.75))
    assert quick < 0.85 * normal
    assert slow > 1.15 * normal


def test_the_same_text_gives_the_same_samples(engine):
    """Engines that say they are repeatable are, so that a session can be repeated."""
    if not engine.capabilities.repeatable:
        pytest.skip("does not promise it")
    assert np.array_equal(engine.speak(SHORT).pcm, engine.speak(SHORT).pcm)


def test_different_texts_differ(engine):
    """It is the text that is spoken."""
    one, two = engine.speak("I held it back."), engine.speak("Who gets paged?")
    assert len(one.pcm) != len(two.pcm) or not np.allclose(one.pcm, two.pcm)


def test_each_offered_voice_is_its_own(engine):
    """The first two English voices offered both speak, and not alike."""
    english = [v.id.partition(":")[2] for v in engine.voices() if v.language.lower().startswith("en")][:2]
    clips = [engine.speak(SHORT, voice=voice) for voice in english]
    assert all(clip.seconds > 0.5 for clip in clips)
    if len(clips) == 2:
        assert len(clips[0].pcm) != len(clips[1].pcm) or not np.allclose(clips[0].pcm, clips[1].pcm)


def test_an_unknown_voice_is_refused(engine):
    """A name that is not offered is an error of its own kind, not another voice."""
    with pytest.raises(NotFoundError) as caught:
        engine.speak(SHORT, voice="nobody")
    assert caught.value.fix


@pytest.mark.parametrize(
    "text",
    [
        "-h --version",
        "; rm -rf / && echo $HOME `id`",
        "\"quoted\" 'text'",
        "<speak>loud</speak>",
        "naïve café, 10 µs",
        "No",
    ],
)
def test_awkward_text_is_only_text(engine, text):
    """What looks like an option, a command or markup is spoken, not obeyed."""
    clip = Speaking(engine, None).say(text)
    assert clip.seconds > 0.1
    assert rms_dbfs(clip.pcm) > -45


@pytest.mark.parametrize("text", ["", "   \n", "…", "\x07"])
def test_nothing_to_say_is_a_moment_of_silence(engine, text):
    """Empty text neither fails nor makes a sound."""
    clip = Speaking(engine, None).say(text)
    assert 0.0 < clip.seconds < 0.5
    assert not clip.pcm.any()


def test_two_threads_may_ask_at_once(engine):
    """The prefetcher and the session share an engine: both get the right samples."""
    from concurrent.futures import ThreadPoolExecutor

    alone = engine.speak(SHORT).pcm
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda text: engine.speak(text).pcm, [SHORT, "Who gets paged?", SHORT]))
    assert np.array_equal(found[0], alone)
    assert np.array_equal(found[2], alone)
