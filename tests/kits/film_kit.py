"""Films without pictures, to test sound tracks with."""

import av
import numpy as np

from voice_interviewer.audio.protocols import RATE_HZ


def film(path, codec, tracks, *, rate=48_000, starts=None):
    """A film without pictures: mono tracks at 16 kHz, each beginning at its second of `starts`."""
    with av.open(str(path), "w") as out:
        streams = [out.add_stream(codec, rate=rate) for _ in tracks]
        for stream in streams:
            stream.layout = "mono"
        for number, (stream, pcm) in enumerate(zip(streams, tracks, strict=True)):
            wide = np.repeat(pcm, rate // RATE_HZ)
            frame = av.AudioFrame.from_ndarray(wide[None, :], format="flt", layout="mono")
            frame.rate = rate
            frame.pts = round((starts[number] if starts else 0.0) * rate)
            resampler = av.AudioResampler(
                format=stream.format, layout="mono", rate=rate, frame_size=stream.frame_size or 1024
            )
            for part in [*resampler.resample(frame), *resampler.resample(None)]:
                out.mux(stream.encode(part))
            out.mux(stream.encode(None))
