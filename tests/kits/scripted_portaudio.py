"""A `sounddevice` module without devices: streams whose callbacks a test calls by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np


class PortAudioError(Exception):
    """As sounddevice raises it."""


class CallbackAbort(Exception):
    """As a callback raises it to have no further call."""


class Stream:
    """Remembers how it was opened; `hear` and `ask` are the device's side."""

    def __init__(self, module, kind, **settings):
        self.kind, self.settings, self.latency = kind, settings, settings["latency"]
        self.started = self.closed = False
        if settings["samplerate"] not in module.rates:
            raise PortAudioError("Invalid sample rate [PaErrorCode -9997]")
        if settings["channels"] not in module.channels:
            raise PortAudioError("Invalid number of channels [PaErrorCode -9998]")
        module.streams.append(self)

    def start(self):
        self.started = True

    def abort(self, ignore_errors=True):
        pass

    def close(self, ignore_errors=True):
        self.closed = True

    def hear(self, samples, overflow=False):
        """The device delivers mono samples (on every channel)."""
        data = np.repeat(np.asarray(samples, np.float32)[:, None], self.settings["channels"], axis=1)
        when = SimpleNamespace(currentTime=1.0, inputBufferAdcTime=1.0 - len(samples) / self.settings["samplerate"])
        self.settings["callback"](data, len(data), when, SimpleNamespace(input_overflow=overflow))

    def ask(self, frames, delay_s=0.02, underflow=False):
        """The device wants frames; returns them as (frames, channels)."""
        out = np.full((frames, self.settings["channels"]), 9.0, np.float32)
        when = SimpleNamespace(currentTime=1.0, outputBufferDacTime=1.0 + delay_s)
        self.settings["callback"](out, frames, when, SimpleNamespace(output_underflow=underflow))
        return out

    def end(self):
        """The device is gone."""
        self.settings["finished_callback"]()


class ScriptedPortAudio:
    """Stands in for the module: one microphone and one loudspeaker of two host interfaces each, by default."""

    PortAudioError = PortAudioError
    CallbackAbort = CallbackAbort

    def __init__(self, rates=(16_000, 48_000), channels=(1, 2)):
        self.rates, self.channels = rates, channels
        self.streams: list[Stream] = []
        self.refreshed = 0
        self.rows = [
            self.row("Desk Mic", 0, 2, 0),
            self.row("Headset", 0, 1, 2),
            self.row("Desk Mic", 1, 2, 0),
            self.row("Monitor", 0, 0, 2),
        ]
        self.defaults = {"input": 2, "output": 3}

    @staticmethod
    def row(name, host, inputs, outputs, rate=48_000.0):
        """One device as sounddevice describes it."""
        return {
            "name": name,
            "hostapi": host,
            "max_input_channels": inputs,
            "max_output_channels": outputs,
            "default_samplerate": rate,
        }

    def query_hostapis(self):
        return [{"name": "One"}, {"name": "Two"}]

    def query_devices(self, kind=None):
        if kind is None:
            return self.rows
        index = self.defaults[kind]
        if index < 0:
            raise PortAudioError("Error querying device -1")
        return {"index": index}

    def InputStream(self, **settings):
        return Stream(self, "input", **settings)

    def OutputStream(self, **settings):
        return Stream(self, "output", **settings)

    def _terminate(self):
        pass

    def _initialize(self):
        self.refreshed += 1

    def _exit_handler(self):
        pass
