"""The pictures of the page are taken of a real server, with a microphone that first lets the question be asked."""

from __future__ import annotations

import http.client
from pathlib import Path

import numpy as np
import soundfile

from scripts.lab import web_pictures


def test_the_microphone_waits_and_then_answers(tmp_path: Path):
    """Quiet for fourteen seconds, then the voice."""
    pcm, rate = soundfile.read(web_pictures.microphone(tmp_path / "mic.wav"))
    assert np.abs(pcm[: 14 * rate]).max() < 0.001 and np.abs(pcm[14 * rate : 20 * rate]).max() > 0.1


def test_a_server_answers_its_link(tmp_path: Path):
    """With the scripted engines, in a folder of its own."""
    with web_pictures.serving(tmp_path) as link:
        host, _, path = link.removeprefix("http://").partition("/")
        talk = http.client.HTTPConnection(host, timeout=120)
        talk.request("GET", f"/{path}")
        assert talk.getresponse().status == 303
        talk.close()
