"""What the device tests run on the virtual card, in a process of its own: `on_card.py SCENE`, one JSON line out."""

from __future__ import annotations

import json
import sys
import time

import numpy as np

from voice_interviewer.audio.devices import list_devices, open_microphone, open_speaker
from voice_interviewer.audio.protocols import BLOCK, RATE_HZ

TONE_HZ = 440.0
AMPLITUDE = 0.3


def tone(seconds, rate=24_000):
    return (AMPLITUDE * np.sin(2 * np.pi * TONE_HZ * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def loop():
    """Play a tone into the sink that the microphone listens to; flush it; say when it was really heard."""
    blocks = []
    with open_microphone() as microphone, open_speaker(clock=microphone.now) as speaker:

        def listen(seconds):
            for _ in range(round(seconds * RATE_HZ / BLOCK)):
                blocks.append(microphone.read())

        listen(0.6)
        clip = speaker.play(tone(3.0), 24_000)
        waiting = speaker.play(tone(1.0), 24_000)
        listen(0.8)
        before_duck = microphone.now()
        speaker.duck(0.25)
        listen(0.6)
        flushed_s = microphone.now()
        speaker.flush()
        listen(0.5)
        later = []
        for _ in range(4):
            speaker.play(tone(2.0), 24_000)
            listen(0.3 + 0.013 * len(later))
            later.append(microphone.now())
            speaker.flush()
            listen(0.3)
        fates = [speaker.status(number).state for number in (clip, waiting)]
        started_s = speaker.status(clip).started_s
        underruns = speaker.underruns
    heard = np.concatenate([block.samples for block in blocks])
    loud = np.flatnonzero(np.abs(heard) > 0.003)

    def silent_after(moment_s):
        at = round(moment_s * RATE_HZ)
        tail = np.flatnonzero(np.abs(heard[at : at + 4000]) > 0.003)
        return (tail[-1] + 1) / RATE_HZ if len(tail) else 0.0

    steady = heard[loud[0] + 3200 : loud[0] + 3200 + 8192]
    ducked = heard[round((before_duck + 0.2) * RATE_HZ) : round((before_duck + 0.4) * RATE_HZ)]
    return {
        "pitch_hz": float(np.argmax(np.abs(np.fft.rfft(steady * np.hanning(8192)))) * RATE_HZ / 8192),
        "level": float(np.sqrt(2) * np.sqrt(np.mean(steady**2))),
        "ducked": float(np.sqrt(2) * np.sqrt(np.mean(ducked**2))),
        "onset_s": loud[0] / RATE_HZ,
        "started_s": started_s,
        "silent_after_flush_s": sorted(map(silent_after, [flushed_s, *later])),
        "fates": fates,
        "underruns": underruns,
        "overflows": microphone.overflows,
        "rate_hz": microphone.rate_hz,
    }


def loop_refused():
    """The same over a device that will not run at 16 kHz."""
    import sounddevice

    real = sounddevice.InputStream

    def picky(**settings):
        if settings["samplerate"] == RATE_HZ:
            raise sounddevice.PortAudioError("Invalid sample rate")
        return real(**settings)

    sounddevice.InputStream = picky
    return loop()


def clock():
    """How well the session's clock keeps the wall clock's pace over four seconds."""
    with open_microphone() as microphone:
        microphone.read()
        began, readings = time.monotonic(), []
        while time.monotonic() - began < 4.0:
            end_s = microphone.read().end_s
            now = microphone.now()
            readings.append((now - (time.monotonic() - began), now - end_s))
    offsets, lags = np.array(readings).T
    return {"slip_s": float(np.median(offsets[-30:]) - np.median(offsets[:30])), "lag_s": float(np.median(lags))}


def listing():
    """What `devices` would show."""
    return {"devices": [str(device) for device in list_devices()]}


def lost():
    """Read until the microphone is gone; the tester pulls the plug after the first line."""
    with open_microphone() as microphone, open_speaker(clock=microphone.now) as speaker:
        clip = speaker.play(tone(60.0), 24_000)
        for _ in range(10):
            microphone.read()
        print("go", flush=True)
        last, blocks = time.monotonic(), 0
        while blocks < 125 and microphone.read(2.0) is not None:
            last, blocks = time.monotonic(), blocks + 1
        noticed_s = time.monotonic() - last
        time.sleep(max(0.0, 1.7 - noticed_s))
        found = {"noticed_s": noticed_s, "blocks": blocks, "speaker_lost": speaker.lost}
        found["state"] = speaker.status(clip).state
        began = time.monotonic()
    found["closed_s"] = time.monotonic() - began
    return found


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]]()), flush=True)
