"""Two voices on one channel: told apart where their vectors lie apart, never by force."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from voice_interviewer.hearing.model import Heard, Word
from voice_interviewer.review.apart import parted
from voice_interviewer.review.ears import Side
from voice_interviewer.review.listening import cut_recording
from voice_interviewer.review.sources import Asked, Source
from voice_interviewer.review.voices import HOP_S, lines, part, stretches, windows

ASK, SAY = [(0.0, 4.0), (20.0, 24.0)], [(5.0, 19.0), (25.0, 39.0)]
SPANS = sorted(ASK + SAY)


def vectors(likeness: float, noise: float = 0.15) -> tuple[list, np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """Windows of SPANS, unit vectors about two centres of this cosine, and whose each is."""
    rng = np.random.default_rng(2)
    one = np.zeros(64)
    one[0] = 1.0
    two = np.zeros(64)
    two[0], two[1] = likeness, np.sqrt(1 - likeness**2)
    wins = windows(SPANS)
    whose = np.array([int(SPANS[w.stretch] in SAY) for w in wins])
    made = np.where(whose[:, None] == 1, two, one) + rng.standard_normal((len(wins), 64)) * noise / 8
    return wins, (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32), whose


def test_two_voices_are_parted_without_an_error() -> None:
    """Centres that lie well apart give each window its voice, and each voice its time."""
    wins, made, whose = vectors(0.5)
    told = part(made, wins)
    assert told is not None and told.two
    assert set(zip(told.voices, whose.tolist(), strict=True)) in ({(0, 0), (1, 1)}, {(0, 1), (1, 0)})
    assert sorted(told.seconds) == pytest.approx([8.0, 28.0], abs=4 * HOP_S)


def test_one_voice_is_not_two() -> None:
    """Groups that lie close are one voice, and a moment of another is too little."""
    wins, made, _ = vectors(0.95)
    told = part(made, wins)
    assert told is None or not told.two
    few = windows([(0.0, 30.0), (31.0, 31.5)])
    rng = np.random.default_rng(3)
    near = np.tile(np.eye(64)[0], (len(few), 1)) + rng.standard_normal((len(few), 64)) * 0.01
    near[-1] = np.eye(64)[1]
    told = part((near / np.linalg.norm(near, axis=1, keepdims=True)).astype(np.float32), few)
    assert told is None or not told.two


def test_a_single_odd_window_does_not_change_the_speaker() -> None:
    """Inside one stretch of voice a change costs more than one window is worth."""
    wins, made, whose = vectors(0.5)
    at = next(i for i, w in enumerate(wins) if SPANS[w.stretch] in SAY) + 6
    made[at] = 0.75 * made[0] + 0.65 * made[at]
    made[at] /= np.linalg.norm(made[at])
    told = part(made, wins)
    assert told is not None
    mine = {v for v, w in zip(told.voices, whose.tolist(), strict=True) if w == 1}
    assert len(mine) == 1


def test_too_little_voice_is_left_alone() -> None:
    """Under four windows nothing is parted."""
    assert part(np.eye(3, 64, dtype=np.float32), windows([(0.0, 1.0)])) is None


def test_stretches_and_windows_cover_the_voice() -> None:
    """Short gaps close, specks go; windows lie inside their stretch."""
    assert stretches([(0.0, 1.0), (1.2, 2.0), (3.0, 3.1), (5.0, 6.0)]) == [(0.0, 2.0), (5.0, 6.0)]
    for window in windows([(1.0, 1.5), (3.0, 9.0)]):
        assert window.begin >= 1.0 and window.end <= 9.0 + 1e-9 and 0 < window.end - window.begin <= 1.6 + 1e-9


def said(text: str, start: float, end: float) -> list[Word]:
    words = text.split()
    step = (end - start) / len(words)
    return [Word(w, start + i * step, start + (i + 0.9) * step, 0.9) for i, w in enumerate(words)]


WORDS = (
    said("What would you measure first?", 0.2, 3.8)
    + said("The age of each row, since the feed goes quiet. Then I set an alarm on it.", 5.2, 18.5)
    + said("Tell me what you left out.", 20.2, 23.8)
    + said("The second cache. One table was enough for a whole year of it.", 25.2, 38.5)
)


def test_a_sentence_is_one_persons() -> None:
    """Words go with the voice of most of their sentence, even where one window errs."""
    wins, made, _ = vectors(0.5)
    told = part(made, wins)
    assert told is not None
    heard = Heard(" ".join(w.text for w in WORDS), tuple(WORDS), 0.0, 39.0, voiced=tuple(SPANS))
    made_lines = lines(heard, told)
    assert [x.text.split()[0] for x in made_lines] == ["What", "The", "Tell", "The"]
    assert len({x.speaker for x in made_lines}) == 2


class Pitch:
    """Stands in for the voice model: a low voice and a high one have vectors of their own."""

    def vectors(self, mels: np.ndarray) -> np.ndarray:
        low = mels[:, :, :6].sum(axis=(1, 2)) > mels[:, :, 6:].sum(axis=(1, 2))
        return np.where(low[:, None], np.eye(8)[0], np.eye(8)[1]).astype(np.float32)


def recording(tmp_path: Path) -> Path:
    """A low tone where somebody asks, a high one where somebody answers."""
    rate = 16_000
    pcm = np.zeros(40 * rate, np.float32)
    for spans, hz in ((ASK, 150), (SAY, 1500)):
        for a, b in spans:
            pcm[int(a * rate) : int(b * rate)] = 0.2 * np.sin(2 * np.pi * hz * np.arange(int((b - a) * rate)) / rate)
    path = tmp_path / "talk.wav"
    soundfile.write(path, pcm, rate)
    return path


def test_a_file_is_parted_in_one_pass(tmp_path: Path) -> None:
    """Each stretch's windows are cut from the file at its own time."""
    told = parted(recording(tmp_path), Side(), SPANS, Pitch)
    assert told is not None and told.two
    assert {told.voice_at(2.0), told.voice_at(22.0)} != {told.voice_at(10.0)}
    assert told.voice_at(10.0) == told.voice_at(30.0)


@pytest.mark.parametrize(
    ("split", "words", "parts", "says"),
    [
        (None, WORDS, 2, "told apart by voice"),
        (False, WORDS, 0, ""),
        (
            None,
            [Word(w.text.replace("?", ".").replace("Tell", "So"), w.start, w.end, 0.9) for w in WORDS],
            0,
            "who asks",
        ),
    ],
)
def test_only_clear_sides_are_judged_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, split: bool | None, words: list[Word], parts: int, says: str
) -> None:
    """With a clear asker the answers are cut out; without one, or with --no-split, the whole is one answer."""
    monkeypatch.setattr("voice_interviewer.hearing.voiceprint.Voiceprint", Pitch)
    heard = Heard(" ".join(w.text for w in words), tuple(words), 0.0, 39.0, voiced=tuple(SPANS))
    item = Source("talk", "talk.wav", Asked(), path=recording(tmp_path))
    made = cut_recording(item, lambda side: (heard, ()), split)
    assert len(made.parts) == parts and (made.whole is None) == bool(parts)
    assert says in " ".join(made.first)
    if parts:
        assert made.parts[0].question == "What would you measure first?"
        assert made.parts[1].heard.text.startswith("The second cache.")
        assert all(a >= 25 and b <= 39 for a, b in made.parts[1].heard.voiced)


class Alike:
    """A voice model to which all voices are one."""

    def vectors(self, mels: np.ndarray) -> np.ndarray:
        return np.tile(np.eye(8)[0], (len(mels), 1)).astype(np.float32)


@pytest.mark.parametrize(("split", "said_so"), [(None, True), (False, False)])
def test_one_voice_that_asks_twice_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, split: bool | None, said_so: bool
) -> None:
    """Two people whose voices are too alike are heard as one; who wanted no split is told nothing."""
    monkeypatch.setattr("voice_interviewer.hearing.voiceprint.Voiceprint", Alike)
    heard = Heard(" ".join(w.text for w in WORDS), tuple(WORDS), 0.0, 39.0, voiced=tuple(SPANS))
    item = Source("talk", "talk.wav", Asked(), path=recording(tmp_path))
    made = cut_recording(item, lambda side: (heard, ()), split)
    assert made.whole is heard
    assert ("2 sentences sound like an interviewer's" in " ".join(made.first)) == said_so


def test_a_candidates_own_questions_are_no_interviewers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rhetorical questions, and one to `you`, are said by people who speak alone."""
    monkeypatch.setattr("voice_interviewer.hearing.voiceprint.Voiceprint", Alike)
    text = "Why a cache? Because reads were slow. What did that cost? Two days. Is that what you meant?"
    words = tuple(Word(w, n * 0.4, n * 0.4 + 0.3, 0.9) for n, w in enumerate(text.split()))
    heard = Heard(text, words, 0.0, 39.0, voiced=tuple(SPANS))
    made = cut_recording(Source("a", "a.wav", Asked(), path=recording(tmp_path)), lambda side: (heard, ()), None)
    assert made.first == ()
