"""Microphone and loudspeaker over a scripted PortAudio: choosing, opening, counting, losing."""

import sys

import numpy as np
import pytest
from scripted_portaudio import ScriptedPortAudio

from voice_interviewer.audio import devices, portaudio
from voice_interviewer.audio.devices import open_microphone, open_speaker
from voice_interviewer.audio.portaudio import default_microphone, default_speaker, find_device, list_devices
from voice_interviewer.audio.protocols import BLOCK
from voice_interviewer.errors import DeviceError


@pytest.fixture
def sound(monkeypatch):
    """Installs a scripted PortAudio; returns a function that takes its settings."""

    def install(**settings):
        module = ScriptedPortAudio(**settings)
        monkeypatch.setattr(portaudio, "portaudio", lambda: module)
        monkeypatch.setattr(devices, "portaudio", lambda: module)
        monkeypatch.setattr(portaudio, "_open_streams", set())
        monkeypatch.setattr(portaudio, "_LEAVE_S", 0.0)
        return module

    return install


@pytest.fixture
def clock(monkeypatch):
    """A clock for the device code that a test moves; sleeping moves it too."""

    class Clock:
        now = 50.0

        def monotonic(self):
            return self.now

        def sleep(self, seconds):
            self.now += seconds

    clock = Clock()
    monkeypatch.setattr(devices, "time", clock)
    return clock


def test_devices_are_listed_with_their_defaults(sound):
    """Each device says what it can do, and the defaults are marked."""
    sound()
    rows = list_devices()
    assert [row.name for row in rows if row.default_input] == ["Desk Mic"]
    assert [row.name for row in rows if row.default_output] == ["Monitor"]
    assert "default microphone" in str(rows[2])
    assert default_microphone().index == 2
    assert default_speaker().index == 3


@pytest.mark.parametrize(
    ("wanted", "index"),
    [(None, 2), ("", 2), ("default", 2), ("1", 1), (1, 1), ("headset", 1), ("desk", 2), ("HEAD", 1)],
)
def test_a_microphone_is_found_by_number_name_or_part(sound, wanted, index):
    """Among equal names the one on the default's host interface is meant."""
    sound()
    assert find_device(wanted, "input").index == index


def test_an_unknown_device_is_answered_with_those_there_are(sound):
    """The error names the choices; a pure output is no microphone."""
    sound()
    with pytest.raises(DeviceError) as caught:
        find_device("Monitor", "input")
    assert "'Headset'" in caught.value.fix
    assert "'Monitor'" not in caught.value.fix


def test_no_device_at_all_has_a_mend(sound):
    """Without any input or output the error says which, and what to do instead."""
    module = sound()
    module.rows, module.defaults = [], {"input": -1, "output": -1}
    with pytest.raises(DeviceError, match="no microphone was found"):
        default_microphone()
    with pytest.raises(DeviceError, match="no loudspeaker was found") as caught:
        default_speaker()
    assert caught.value.fix


def test_without_a_default_the_first_fitting_device_is_taken(sound):
    """Some systems name no default; a microphone is still a microphone."""
    module = sound()
    module.defaults = {"input": -1, "output": -1}
    assert default_microphone().index == 0


def test_missing_portaudio_names_the_package_to_install(monkeypatch):
    """sounddevice raises OSError on import without its library: that becomes one clear line."""

    class Broken:
        def find_spec(self, name, path=None, target=None):
            if name == "sounddevice":
                raise OSError("PortAudio library not found")

    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(DeviceError) as caught:
        portaudio.portaudio()
    assert "apt-get install libportaudio2" in caught.value.fix


def test_sound_modules_import_without_portaudio():
    """Nothing but opening a device needs PortAudio: importing the rooms does not load it."""
    import subprocess

    code = "import sys, voice_interviewer.audio.devices; print('sounddevice' in sys.modules)"
    done = subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_blocks_have_the_right_size_and_time(sound, clock):
    """Whatever pieces the device delivers, blocks are 512 samples and their ends count on from the start time."""
    module = sound()
    with open_microphone(start_s=10.0) as microphone:
        (stream,) = module.streams
        for part in np.array_split(np.arange(3 * BLOCK, dtype=np.float32) / 4096, 17):
            stream.hear(part)
        blocks = [microphone.read() for _ in range(3)]
        assert np.array_equal(
            np.concatenate([b.samples for b in blocks]), np.arange(3 * BLOCK, dtype=np.float32) / 4096
        )
        assert [round(b.end_s, 6) for b in blocks] == [10.032, 10.064, 10.096]
        assert microphone.read(0.5) is None
    assert stream.closed


def test_a_refused_rate_is_resampled(sound, clock):
    """A device that will not run at 16 kHz is opened at its own rate; pitch and time stay right."""
    module = sound(rates=(48_000,))
    with open_microphone() as microphone:
        (stream,) = module.streams
        assert microphone.rate_hz == 48_000
        tone = 0.5 * np.sin(2 * np.pi * 1000 * np.arange(48_000) / 48_000)
        for part in np.array_split(tone, 100):
            stream.hear(part)
        heard = np.concatenate([microphone.read().samples for _ in range(30)])
        spectrum = np.abs(np.fft.rfft(heard[-8000:] * np.hanning(8000)))
        assert np.argmax(spectrum) * 2 == 1000
        assert np.abs(heard[2000:-2000]).max() == pytest.approx(0.5, abs=0.01)


def test_a_device_with_two_channels_only_is_mixed(sound, clock):
    """A microphone that refuses mono gives the mean of its channels."""
    module = sound(channels=(2,))
    with open_microphone() as microphone:
        module.streams[0].hear(np.full(BLOCK, 0.25))
        assert np.allclose(microphone.read().samples, 0.25)


def test_nothing_that_can_be_opened_is_an_error_with_a_mend(sound):
    """A device that refuses everything is named in the error."""
    sound(rates=())
    with pytest.raises(DeviceError, match="cannot be opened") as caught, open_microphone():
        pass
    assert caught.value.where == "Desk Mic"
    with pytest.raises(DeviceError, match="loudspeaker"), open_speaker():
        pass


def test_a_silent_callback_is_noticed_within_two_seconds(sound, clock):
    """No callback for the timeout gives None, and the device counts as lost before that."""
    module = sound()
    with open_microphone() as microphone:
        module.streams[0].hear(np.zeros(BLOCK))
        assert microphone.read() is not None
        before = clock.now
        assert microphone.read(2.0) is None
        assert clock.now - before < 2.1
        assert microphone.lost


def test_a_device_that_ends_gives_none_at_once(sound, clock):
    """When PortAudio says the stream is over there is nothing to wait for, but what was recorded is still delivered."""
    module = sound()
    with open_microphone() as microphone:
        module.streams[0].hear(np.zeros(BLOCK))
        module.streams[0].end()
        before = clock.now
        assert microphone.read() is not None
        assert microphone.read() is None
        assert clock.now - before < 0.1


def test_slow_callbacks_are_no_loss(sound, clock):
    """As long as callbacks come, a block that takes long to fill is waited for."""
    module = sound()
    with open_microphone() as microphone:
        stream = module.streams[0]
        real_sleep = clock.sleep

        def sleep(seconds):
            real_sleep(0.5)
            stream.hear(np.zeros(64))

        clock.sleep = sleep
        assert microphone.read(1.0) is not None


def test_lost_samples_are_flagged_once(sound, clock):
    """An overflow marks the next block and is counted."""
    module = sound()
    with open_microphone() as microphone:
        module.streams[0].hear(np.zeros(BLOCK), overflow=True)
        module.streams[0].hear(np.zeros(BLOCK))
        assert [microphone.read().overflowed, microphone.read().overflowed] == [True, False]
        assert microphone.overflows == 1


def test_a_reader_that_sleeps_loses_the_newest_and_says_so(sound, clock):
    """More than the ring holds is dropped and flagged, and the callback never fails."""
    module = sound()
    with open_microphone() as microphone:
        for _ in range(32):
            module.streams[0].hear(np.zeros(16_000))
        assert microphone.read().overflowed


def test_the_session_clock_runs_on_between_blocks_and_never_back(sound, clock):
    """`now` is the recorded time plus what has passed since, and stops soon after the device does."""
    module = sound()
    with open_microphone(start_s=3.0) as microphone:
        module.streams[0].hear(np.zeros(1600))
        assert microphone.now() == pytest.approx(3.1)
        clock.now += 0.02
        assert microphone.now() == pytest.approx(3.12)
        clock.now += 60
        last = microphone.now()
        assert last == pytest.approx(3.6)
        module.streams[0].hear(np.zeros(160))
        assert microphone.now() == last


def test_a_muted_microphone_is_noticed(sound, clock):
    """Seconds of exact zeros point to a mute switch or a missing permission."""
    module = sound()
    with open_microphone() as microphone:
        for _ in range(100):
            module.streams[0].hear(np.zeros(BLOCK))
            microphone.read()
        assert microphone.zeros.dead
        module.streams[0].hear(np.full(BLOCK, 1e-4))
        microphone.read()
        assert not microphone.zeros.dead


def test_an_unopened_microphone_says_so(sound):
    """Reading before entering is our mistake, reported as such."""
    sound()
    with pytest.raises(DeviceError, match="not open"):
        open_microphone().read()


def test_the_speaker_counts_in_session_time(sound, clock):
    """A clip's start is the session time of its first audible sample, with the device's delay in it."""
    module = sound()
    with open_speaker(clock=lambda: 20.0) as speaker:
        (stream,) = module.streams
        clip = speaker.play(np.full(4800, 0.5, np.float32), 48_000)
        out = stream.ask(480, delay_s=0.03)
        assert out.shape == (480, 1)
        assert np.all(out == 0.5)
        status = speaker.status(clip)
        assert (status.state, status.played_s) == ("playing", 0.01)
        assert status.started_s == pytest.approx(20.03)


def test_an_idle_speaker_plays_silence(sound, clock):
    """Every frame the device asks for is filled, with or without a clip, on every channel."""
    module = sound(channels=(2,))
    with open_speaker() as speaker:
        assert not module.streams[0].ask(100).any()
        speaker.play(np.full(50, 0.25, np.float32), speaker.rate_hz)
        out = module.streams[0].ask(100)
        assert out.shape == (100, 2)
        assert np.all(out[:50] == 0.25)
        assert not out[50:].any()


def test_an_absurd_device_delay_is_not_believed(sound, clock):
    """Drivers that report no or nonsensical output times fall back on the stream's stated latency."""
    module = sound()
    with open_speaker(clock=lambda: 0.0) as speaker:
        for delay in (-5.0, 0.0, 40.0):
            clip = speaker.play(np.ones(10, np.float32), speaker.rate_hz)
            module.streams[0].ask(10, delay_s=delay)
            assert speaker.status(clip).started_s == pytest.approx(speaker.latency_s)


def test_underruns_are_counted(sound, clock):
    """The device running dry is remembered."""
    module = sound()
    with open_speaker() as speaker:
        module.streams[0].ask(10, underflow=True)
        module.streams[0].ask(10)
        assert speaker.underruns == 1


def test_a_lost_speaker_says_so(sound, clock):
    """No callbacks, or the end of the stream, mean lost; until then it is not."""
    module = sound()
    with open_speaker() as speaker:
        module.streams[0].ask(10)
        assert not speaker.lost
        clock.now += 2.0
        assert speaker.lost
    with open_speaker() as speaker:
        module.streams[1].end()
        assert speaker.lost


def test_devices_are_looked_for_anew_only_while_none_is_open(sound, clock):
    """PortAudio may not be restarted under an open stream."""
    module = sound()
    with open_microphone():
        before = module.refreshed
        open_speaker()
        assert module.refreshed == before
    open_speaker()
    assert module.refreshed == before + 1


def test_a_device_that_hangs_on_closing_is_given_up(sound, monkeypatch):
    """Closing returns within its deadline even when the driver never does."""
    import threading

    sound()
    stuck = threading.Event()

    class Stream:
        def abort(self, ignore_errors=True):
            stuck.wait(5)

        close = abort

    assert portaudio.close_stream(Stream(), deadline_s=0.01) is False
    stuck.set()


def test_a_forgotten_stream_stays_alive(sound):
    """PortAudio's thread calls into the stream object: nobody may collect it before it has been closed."""
    import gc
    import weakref

    module = sound()
    device = open_speaker()
    device.__enter__()
    stream = weakref.ref(module.streams[0])
    device._stream = None
    module.streams.clear()
    del device
    gc.collect()
    assert stream() is not None
    portaudio.close_stream(stream())
    gc.collect()
    assert stream() is None


def test_closing_asks_the_callback_to_leave_first(sound, monkeypatch):
    """The stream is aborted only once PortAudio's thread has left Python for good."""
    module = sound()
    monkeypatch.setattr(portaudio, "_LEAVE_S", 5.0)
    with open_microphone() as microphone:
        stream = module.streams[0]
        order = []

        def called(seconds):
            with pytest.raises(module.CallbackAbort):
                stream.hear(np.zeros(160, np.float32))
            order.append("left")
            stream.end()

        monkeypatch.setattr(portaudio.time, "sleep", called)
        monkeypatch.setattr(stream, "abort", lambda ignore_errors: order.append("aborted"))
    assert order == ["left", "aborted"]
    assert microphone.lost


def test_libraries_are_hushed_but_python_is_not():
    """While a live screen is up, what C code prints to stderr is gone, Python's own words are not; later both are."""
    import subprocess

    code = (
        "import os, sys\n"
        "from voice_interviewer.audio.portaudio import hush_libraries\n"
        "with hush_libraries():\n"
        "    os.write(2, b'library ')\n"
        "    print('python', file=sys.stderr)\n"
        "os.write(2, b'after ')\n"
        "print('all', file=sys.stderr)\n"
    )
    done = subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=True)
    assert done.stderr == "python\nafter all\n"


def test_no_python_runs_inside_alsa(monkeypatch):
    """What ALSA complains to is C alone: in a function of ours a Ctrl-C would be raised there, printed, and lost."""
    import ctypes

    given = []

    class Alsa:
        def snd_lib_error_set_handler(self, handler):
            given.append(handler)

    real = ctypes.CDLL
    monkeypatch.setattr(portaudio, "_silencer", None)
    monkeypatch.setattr(portaudio.sys, "platform", "linux")
    monkeypatch.setattr(portaudio.ctypes, "CDLL", lambda name: Alsa() if name else real(None))
    portaudio._silence_alsa()
    assert [type(handler) for handler in given] == [ctypes.c_void_p] and given[0].value


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ALSA is Linux's")
def test_alsa_complains_to_nobody():
    """A device that does not exist: the real library would print a line for each of its reasons."""
    import subprocess

    code = (
        "import ctypes, sys\n"
        "from voice_interviewer.audio import portaudio\n"
        "try:\n"
        "    alsa = ctypes.CDLL('libasound.so.2')\n"
        "except OSError:\n"
        "    sys.exit(77)\n"
        "portaudio._silence_alsa()\n"
        "assert alsa.snd_pcm_open(ctypes.byref(ctypes.c_void_p()), b'nosuch', 0, 0) < 0\n"
    )
    done = subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=False)
    if done.returncode == 77:
        pytest.skip("needs libasound")
    assert (done.returncode, done.stderr) == (0, "")
