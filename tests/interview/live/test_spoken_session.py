"""Whole sessions with real parts: real Whisper weights, real voices, and real PortAudio on a virtual sound card."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from places import TINY_FLOW
from virtual_card import RATE_HZ, VirtualCard, in_real_time

from voice_interviewer.cli.app import run
from voice_interviewer.paths import data_dir, models_dir

ANSWERS = (
    "The address feed would fail first. It goes stale without any error, so I alert on its null rate.",
    "I left the feature store out on purpose. One table did the job.",
)

needs_weights = pytest.mark.skipif(
    not (models_dir() / "tiny.en" / "model.bin").is_file(), reason="no weights: run `voice-interviewer models fetch`"
)


def practise(out: Path, candidate: str) -> dict:
    """A debrief of the words heard live; a session over real sound, below, hears them again with the better model."""
    options = ["--candidate", candidate, "--seed", "3", "--model", "tiny.en"]
    assert run(["practice", str(TINY_FLOW), "--json", str(out), *options]) == 0
    return json.loads(out.read_text())


@pytest.mark.models
@pytest.mark.voices
@needs_weights
def test_personas_are_told_apart_and_a_seed_repeats_them(tmp_path) -> None:
    """Two personas get different follow-ups and debriefs from one flow; the same seed gives the same again."""
    weak = practise(tmp_path / "a.json", "apologetic")
    again = practise(tmp_path / "b.json", "apologetic")
    ready = practise(tmp_path / "c.json", "ready")
    asked = [[next_["text"] for a in d["answers"] for next_ in a["asked_next"]] for d in (weak, again, ready)]
    assert asked[0] == asked[1] != asked[2]
    assert [a["transcript"]["text"] for a in weak["answers"]] == [a["transcript"]["text"] for a in again["answers"]]
    assert {"apology", "absence_lead", "minimizer", "hedge"} & {p["label"] for p in weak["debrief"]["priorities"]}
    assert "apology" not in {f["label"] for a in ready["answers"] for f in a["findings"]}
    assert weak["debrief"]["verdict"] != ready["debrief"]["verdict"]
    for folder in (data_dir() / "sessions").iterdir():
        page = (folder / "debrief.html").read_text()
        assert "http://" not in page and "https://" not in page


def spoken(text: str, lead_s: float) -> np.ndarray:
    """An answer for the robot's microphone after some silence: mono float32, 48 kHz."""
    from voice_interviewer.audio.playout import resample
    from voice_interviewer.voice.choose import make_voice

    clip = make_voice("hibari:low").say(text)
    return np.concatenate([np.zeros(round(lead_s * RATE_HZ), np.float32), resample(clip.pcm, clip.rate_hz, RATE_HZ)])


@pytest.mark.device
@pytest.mark.models
@pytest.mark.voices
@needs_weights
def test_a_session_over_real_sound(tmp_path) -> None:
    """Over PortAudio and a virtual card a person is asked, heard, followed up and debriefed, in real time."""

    def judged(card: VirtualCard) -> None:
        shutil.rmtree(data_dir() / "sessions", ignore_errors=True)
        out = tmp_path / "out.json"
        command = [sys.executable, "-m", "voice_interviewer", "practice", str(TINY_FLOW), "--seed", "3"]
        answers = list(ANSWERS)
        with subprocess.Popen(
            [*command, "--json", str(out)], env=card.env(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as program:
            lines = []
            assert program.stdout
            for line in program.stdout:
                lines.append(line)
                if line.startswith("Interviewer:") and line.rstrip().endswith("?"):
                    card.play(spoken(answers.pop(0) if answers else ANSWERS[0], lead_s=4.5))
            assert program.wait(timeout=120) == 0, "".join(lines)
        debrief = json.loads(out.read_text())
        first = debrief["answers"][0]
        assert "feed" in first["transcript"]["text"].lower(), "".join(lines)
        assert first["signals"]["failure_anticipation"]["state"] in ("volunteered", "prompted")
        assert first["voiced"] and first["transcript"]["words"]
        (session,) = (data_dir() / "sessions").iterdir()
        assert (session / first["audio"]).stat().st_size > 10_000

    in_real_time(judged)
