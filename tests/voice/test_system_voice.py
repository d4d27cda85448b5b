"""The system's voice: what its child process may do, and how it is kept in check."""

import sys
from types import SimpleNamespace

import pytest
import soundfile

from voice_interviewer.availability import Missing
from voice_interviewer.errors import MissingPartError, NotFoundError
from voice_interviewer.voice import system
from voice_interviewer.voice.system import DEADLINE_S, SystemVoice, allowed_s
from voice_interviewer.voice.system_child import _row, english


def child(code):
    """An engine whose child runs this code; `request` is there."""
    return SystemVoice(
        deadline_s=60.0, command=(sys.executable, "-c", f"import json, sys\nrequest = json.load(sys.stdin)\n{code}")
    )


WRITE = (
    "import numpy, soundfile\n"
    "soundfile.write(request['file'], numpy.full((2205, {channels}), 0.25), 22050, format='{format}')\n"
)
DONE = "print('driver chatter'); print(json.dumps({'ok': True}))"


@pytest.mark.parametrize(("kind", "channels"), [("WAV", 1), ("AIFF", 1), ("WAV", 2)])
def test_whatever_the_driver_writes_is_read_by_its_header(kind, channels):
    """AIFF under a .wav name, stereo, chatter on stdout: the PCM comes out right."""
    clip = child(WRITE.format(channels=channels, format=kind) + DONE).speak("hello")
    assert clip.rate_hz == 22_050
    assert clip.pcm.shape == (2205,)
    assert clip.pcm[0] == pytest.approx(0.25, abs=1e-4)


def test_the_text_arrives_as_it_is():
    """No shell and no argument parser sees the text."""
    text = "--voice; $(touch x) \"q\" 'q' <b> naïve\n"
    echo = "sys.exit(print(json.dumps({'error': ascii(request['text'])})))"
    with pytest.raises(MissingPartError) as caught:
        child(echo).speak(text)
    assert ascii(text) in caught.value.what


def test_a_hanging_engine_is_ended_at_its_deadline():
    """A child that never answers is killed and reported with what to use instead."""
    voice = child("import time; time.sleep(60)")
    voice._deadline_s = 0.3
    with pytest.raises(MissingPartError, match="did not answer") as caught:
        voice.speak("hello")
    assert "hibari" in caught.value.fix


def test_nobody_waits_longer_than_five_seconds_for_a_question():
    """A text of usual length gets 4 s, whatever it says; only one of half a minute and more gets more."""
    assert SystemVoice(command=("never started",))._deadline_s == DEADLINE_S == 4.0
    assert [allowed_s("x" * length) for length in (0, 150, 400)] == [4.0, 4.0, 4.0]
    assert 4.0 < allowed_s("x" * 600) <= 10.0


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("print(json.dumps({'error': 'OSError: no libespeak'}))", "no libespeak"),
        ("sys.exit(3)", "code 3"),
        ("print('rubbish')", "said nothing"),
        ("import os; os.abort()", "said nothing"),
        (DONE, "wrote no sound"),
        ("open(request['file'], 'w').write('no sound')\n" + DONE, "wrote no sound"),
    ],
)
def test_every_failure_of_the_child_is_one_clear_error(code, what):
    """An error, a crash, rubbish, no file, a bad file: all are a missing part with a mend."""
    with pytest.raises(MissingPartError, match=what) as caught:
        child(code).speak("hello")
    assert caught.value.fix


def test_an_unknown_voice_is_told_apart():
    """The child's word for an unknown voice is the user's mistake, not a missing part."""
    with pytest.raises(NotFoundError, match="'nobody'"):
        child("print(json.dumps({'error': 'x', 'unknown': True}))").speak("hello", voice="nobody")


def test_without_espeak_the_mend_is_a_command(monkeypatch):
    """On Linux the missing library is named with the package that has it."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(system, "_espeak_library", lambda: False)
    state = SystemVoice.availability()
    assert isinstance(state, Missing)
    assert "apt-get install espeak-ng" in state.fix
    with pytest.raises(MissingPartError):
        SystemVoice()


def test_a_module_in_the_users_folder_is_not_imported(tmp_path, monkeypatch):
    """A stray `pyttsx3.py` where the command is run does not take over the child."""
    (tmp_path / "pyttsx3.py").write_text("raise RuntimeError('hijacked')")
    (tmp_path / "json.py").write_text("raise RuntimeError('hijacked')")
    monkeypatch.chdir(tmp_path)
    if isinstance(SystemVoice.availability(), Missing):
        pytest.skip("no system voice here")
    assert SystemVoice().speak("Hello.").seconds > 0.2


def test_an_english_voice_is_chosen_when_none_is_named():
    """The system's own choice if English, else American, British, any English, or none at all."""
    rows = [
        {"id": i, "language": lang} for i, lang in (("f", "fr-fr"), ("au", "en-au"), ("g", "en-gb"), ("u", "en-us"))
    ]
    assert english(rows, "g") == "g"
    assert english(rows, "f") == "u"
    assert english(rows[:3], "f") == "g"
    assert english(rows[:2], "f") == "au"
    assert english(rows[:1], "f") is None


@pytest.mark.parametrize(
    ("languages", "name", "gender", "language", "sex"),
    [
        ([b"\x05en-us\x00"], "English", "Male", "en-us", "male"),
        (["en_GB"], "Daniel", "VoiceGenderMale", "en-gb", "male"),
        ([], "Microsoft Zira Desktop - English", None, "", ""),
        (["en-US"], "Zira", "Female", "en-us", "female"),
    ],
)
def test_each_systems_way_to_describe_a_voice_is_understood(languages, name, gender, language, sex):
    """Bytes, underscores, prefixes and missing fields of the three drivers come out alike."""
    row = _row(SimpleNamespace(id="x", name=name, languages=languages, gender=gender))
    assert (row["language"], row["gender"]) == (language, sex)


@pytest.mark.voices
def test_nothing_is_ever_cut_off():
    """Many utterances at once on a busy machine all come out whole."""
    if isinstance(SystemVoice.availability(), Missing):
        pytest.skip("no system voice here")
    from concurrent.futures import ThreadPoolExecutor

    text = "What would break first? And how would you notice it before any of your users did? Take your time."
    engine = SystemVoice()
    with ThreadPoolExecutor(4) as pool:
        lengths = set(pool.map(lambda _: len(engine.speak(text).pcm), range(24)))
    assert len(lengths) == 1


@pytest.mark.voices
def test_the_child_writes_a_file_a_player_could_play(tmp_path):
    """The child on its own keeps its contract: one JSON line last, and a readable file."""
    import json
    import subprocess

    if isinstance(SystemVoice.availability(), Missing):
        pytest.skip("no system voice here")
    file = tmp_path / "x.wav"
    request = {"op": "speak", "text": "Hello.", "words_per_minute": 155, "file": str(file)}
    done = subprocess.run(
        (sys.executable, "-m", "voice_interviewer.voice.system_child"),
        input=json.dumps(request),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert json.loads(done.stdout.splitlines()[-1])["ok"] is True
    assert soundfile.info(file).duration > 0.2
