"""One file reviewed with real parts: its record is what `review` says, and what is told of its sound is true."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voice_interviewer.cohort.job import Settings, job_of
from voice_interviewer.cohort.reviewing import Reviewer, most_seconds
from voice_interviewer.cohort.tree import look
from voice_interviewer.errors import InputFileError, ModelError, NotFoundError
from voice_interviewer.hearing.fake import ScriptedRecogniser
from voice_interviewer.library import review_files

SAID = "Sorry, I only wrote the cache. I decided to roll it back when the error rate went above two percent. " * 6


def job(tmp_path: Path, name: str, data: bytes, **how: object):
    path = tmp_path / "in" / "Ada" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    (item,) = look(tmp_path / "in", tmp_path / "out").items()
    return job_of(item, Settings(**how))


def test_a_record_is_what_review_says(tmp_path: Path) -> None:
    """The same labels at the same places, and what tells later whether it still holds."""
    one = job(tmp_path, "a.txt", SAID.encode(), question="How would you roll it back?")
    lengths: list[float] = []
    made = Reviewer(one.settings)(one, lengths.append)
    whole = review_files([one.path], question="How would you roll it back?")
    heard = [(m.label, m.start, m.end) for m in made.marks if m.tier == "heard"]
    assert heard == [(f.label, f.start, f.end) for f in whole.answers[0].findings] and heard
    assert made.stamp == sha256(SAID.encode()).hexdigest() and made.settings == one.settings.line()
    assert made.when.endswith("+00:00") and made.seconds == 0.0 and lengths == [most_seconds(len(SAID.encode()))]


def test_sound_that_ends_early_counts_as_far_as_it_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file cut off in copying states more than it holds. Silence is a poor recording, and no text."""
    monkeypatch.setattr("voice_interviewer.hearing.choose.make_recogniser", lambda spec: ScriptedRecogniser())
    whole = tmp_path / "whole.wav"
    soundfile.write(whole, np.zeros(16_000 * 20, np.int16), 16_000, subtype="PCM_16")
    one = job(tmp_path, "a.wav", whole.read_bytes()[: 44 + 2 * 16_000 * 5])
    lengths: list[float] = []
    made = Reviewer(one.settings)(one, lengths.append)
    assert made.seconds == pytest.approx(5.0, abs=0.1) and lengths[0] >= 5.0
    assert made.quality == "poor" and [(w.what, w.why) for w in made.withheld] == [("rates", "no voice was heard")]


def test_what_cannot_be_reviewed_is_refused(tmp_path: Path) -> None:
    """Settings before any file, a file before any engine."""
    with pytest.raises(NotFoundError):
        Reviewer(Settings(node="no/where"))
    with pytest.raises((ModelError, NotFoundError)):
        Reviewer(Settings(model="no-such-model")).ready()
    with pytest.raises(InputFileError):
        broken = job(tmp_path, "a.wav", b"RIFF")
        Reviewer(broken.settings)(broken, lambda _: None)


def test_the_most_sound_a_file_can_hold() -> None:
    """For files that do not state their length: four hours at most."""
    assert most_seconds(2_000) == 1.0 and most_seconds(10**12) == 4 * 3600
