"""Which voice speaks."""

import pytest

from voice_interviewer.availability import Missing, Ready, in_order
from voice_interviewer.errors import MissingPartError, NotFoundError
from voice_interviewer.voice import choose
from voice_interviewer.voice.choose import candidate_voice, engines, list_voices, make_voice, spare_voice
from voice_interviewer.voice.fake import FakeVoice
from voice_interviewer.voice.protocols import VoiceInfo


def engine(name, *voices, missing=None, default=None):
    """A registered engine with these (id, language, gender) voices."""

    class Engine(FakeVoice):
        default_voice = default

        @classmethod
        def availability(cls):
            return Missing(missing, f"install {name}") if missing else Ready("here")

        @classmethod
        def voices(cls):
            return [] if missing else [VoiceInfo(f"{name}:{v}", v.title(), lang, sex) for v, lang, sex in voices]

    Engine.name = name
    return Engine


@pytest.fixture
def installed(monkeypatch):
    """Pretend that exactly these engines are registered."""

    def install(*classes):
        monkeypatch.setattr(choose, "_registered", lambda: in_order({c.name: c for c in classes}, choose.PREFERENCE))

    return install


HIBARI = (("heart", "en-US", "female"), ("low", "en-US", "male"))
SYSTEM = (("gb", "en-GB", "male"), ("us", "en-US", "male"), ("fr", "fr", "female"))


def test_auto_prefers_the_natural_voice(installed):
    """Installed engines are tried natural first, whatever the order they registered in."""
    installed(engine("system", *SYSTEM), engine("other"), engine("hibari", *HIBARI, default="heart"))
    assert list(engines()) == ["hibari", "system", "other"]
    assert make_voice().id == "hibari:heart"
    assert next(voice.id for voice in list_voices()) == "hibari:heart"


def test_auto_falls_back_to_the_systems_voice(installed):
    """Without the natural voice the system's speaks."""
    installed(engine("system", *SYSTEM), engine("hibari", missing="not installed."))
    assert make_voice("auto").id == "system"
    assert all(voice.id.startswith("system:") for voice in list_voices())


def test_without_any_voice_every_mend_is_named(installed):
    """When nothing can speak, the error says why for each engine."""
    installed(engine("system", missing="no espeak."), engine("hibari", missing="no package."))
    with pytest.raises(MissingPartError) as caught:
        make_voice()
    assert "install system" in caught.value.fix
    assert "install hibari" in caught.value.fix


@pytest.mark.parametrize(
    ("spec", "chosen"),
    [
        ("hibari", "hibari:heart"),
        ("hibari:low", "hibari:low"),
        ("hibari:LOW", "hibari:low"),
        ("low", "hibari:low"),
        ("Us", "system:us"),
        (" system:gb ", "system:gb"),
        ("", "hibari:heart"),
    ],
)
def test_a_voice_is_found_by_engine_id_or_name(installed, spec, chosen):
    """Every way to name a voice leads to the same one, in any case."""
    installed(engine("system", *SYSTEM), engine("hibari", *HIBARI, default="heart"))
    assert make_voice(spec, 1.2).id == chosen
    assert make_voice(spec, 1.2).rate == 1.2


@pytest.mark.parametrize(
    ("spec", "guess"), [("hibary", "hibari"), ("hibari:lou", "hibari:low"), ("heard", "hibari:heart")]
)
def test_an_unknown_voice_gets_a_guess(installed, spec, guess):
    """A slip of the finger is answered with what was probably meant."""
    installed(engine("system", *SYSTEM), engine("hibari", *HIBARI))
    with pytest.raises(NotFoundError) as caught:
        make_voice(spec)
    assert guess in caught.value.fix


def test_a_missing_engine_asked_for_by_name_is_not_replaced(installed):
    """Who asks for an engine gets it or the reason, never another voice."""
    installed(engine("system", *SYSTEM), engine("hibari", missing="no package."))
    with pytest.raises(MissingPartError, match="no package") as caught:
        make_voice("hibari:low")
    assert caught.value.fix == "install hibari"


@pytest.mark.parametrize(
    ("interviewer", "candidate"),
    [
        ("hibari:heart", "hibari:low"),
        ("hibari", "hibari:low"),
        ("hibari:low", "hibari:heart"),
        ("system", "hibari:heart"),
        ("system:us", "hibari:heart"),
        ("fake:high", "fake:deep"),
        ("fake:deep", "fake:high"),
    ],
)
def test_a_candidate_never_has_the_interviewers_voice(installed, interviewer, candidate):
    """The natural engine's other voice first."""
    installed(engine("system", *SYSTEM), engine("hibari", *HIBARI, default="heart"))
    assert candidate_voice(interviewer).id == candidate
    assert candidate_voice(make_voice(interviewer)).id == candidate


def test_with_system_voices_only_another_accent_is_taken(installed):
    """An English voice that differs, never a French one."""
    installed(engine("system", *SYSTEM))
    assert candidate_voice("system:gb").id == "system:us"
    assert candidate_voice("system:us").id == "system:gb"


def test_with_a_single_voice_the_pace_differs(installed):
    """Nothing else to choose: the same voice, slower."""
    installed(engine("system", ("only", "en-US", "female")))
    chosen = candidate_voice("system:only")
    assert chosen.id == "system:only"
    assert chosen.rate < 1.0


def test_what_is_said_is_prepared_text(installed):
    """The engine never sees notation or markup."""
    voice = make_voice("fake")
    voice.say("**10x** users")
    assert voice.engine.spoken == ["10 times users"]


@pytest.mark.voices
def test_the_natural_engine_offers_only_what_is_on_disk(monkeypatch, tmp_path):
    """Voices that would have to be downloaded are not listed and cannot be asked for; the network is never touched."""
    from voice_interviewer.voice.hibari import HibariVoice

    if isinstance(HibariVoice.availability(), Missing):
        pytest.skip("hibari-tts is not installed")
    import urllib.request

    def refuse(*_args, **_kwargs):
        raise AssertionError("the network was used")

    monkeypatch.setattr(urllib.request, "urlopen", refuse)
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path))
    assert [voice.id for voice in HibariVoice.voices()] == ["hibari:heart", "hibari:low"]
    with pytest.raises(NotFoundError):
        HibariVoice().speak("Hello.", voice="emma")


@pytest.mark.voices
def test_the_low_voice_is_lower():
    """The second natural voice has a clearly lower pitch at about the same pace."""
    import numpy as np

    from voice_interviewer.voice.hibari import HibariVoice

    if isinstance(HibariVoice.availability(), Missing):
        pytest.skip("hibari-tts is not installed")

    def pitch_hz(clip):
        """Median over voiced 40 ms frames of the strongest autocorrelation between 60 and 350 Hz."""
        size, found = round(0.04 * clip.rate_hz), []
        for at in range(0, len(clip.pcm) - 2 * size, size):
            frame = clip.pcm[at : at + 2 * size]
            if np.sqrt(np.mean(frame**2)) < 0.03:
                continue
            frame = frame - frame.mean()
            spread = np.correlate(frame, frame, "full")[len(frame) - 1 :]
            low, high = round(clip.rate_hz / 350), round(clip.rate_hz / 60)
            best = low + int(np.argmax(spread[low:high]))
            if spread[best] > 0.5 * spread[0]:
                found.append(clip.rate_hz / best)
        return float(np.median(found))

    engine = HibariVoice()
    text = "I held the launch back a week, because nothing would have told us it was failing."
    heart, low = engine.speak(text), engine.speak(text, voice="low")
    assert pitch_hz(low) < 0.75 * pitch_hz(heart)
    assert low.seconds == pytest.approx(heart.seconds, rel=0.15)


def test_a_spare_voice_is_the_next_that_works(installed):
    """In order of preference, of no engine that was tried, and none when nothing else is installed."""
    installed(engine("system", *SYSTEM), engine("hibari", *HIBARI, default="heart"), engine("gone", missing="no."))
    assert spare_voice({"system"}, 1.2).id == "hibari:heart"
    assert spare_voice({"system"}, 1.2).rate == 1.2
    assert spare_voice({"hibari"}).id == "system"
    assert spare_voice({"hibari", "system"}) is None
