"""The shipped assessor: what it says is finite, remembered, and absent without trouble where its files are."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from voice_interviewer import paths
from voice_interviewer.errors import ModelError
from voice_interviewer.language.assessor import QUESTIONS, Way
from voice_interviewer.language.weigh import assessing
from voice_interviewer.language.weigh.assessing import OnnxAssessor, load_assessor
from voice_interviewer.language.weigh.shipped import load_reader

STORY = (
    "We had to choose between the two queues. I built a small prototype of both, measured them for a week, and then I "
    "decided to keep the old one, because nobody on the team could have run the new one at night. It took two months."
)
HOST = "Thank you so much for coming on the show. Welcome! Tell us, what do you think about it?"


@pytest.fixture(scope="module")
def assessor() -> OnnxAssessor:
    """The shipped one."""
    found = load_assessor()
    assert found is not None
    return found


SAID = "We decided to wait for the second list because the first one was always late."
WHOLE = f"{SAID} My own part was [what you recommended, decided or argued against]."
CUT = "Because the first one was always late. My own part was [what you recommended, decided or argued against]."


def way(said: str) -> Way:
    return Way("team_voice", f"The depot opens at six. {SAID} The clerks came at five.", 24, 24 + len(SAID), said)


def test_every_question_has_its_chances(assessor: OnnxAssessor) -> None:
    """Probabilities, for each kind, whatever was said; nothing for silence."""
    for text in (STORY, HOST, "Yes.", "? " * 400):
        found = assessor.after(text, "Why?")
        assert set(found) == set(QUESTIONS)
        assert all(0 <= c.good <= 1 and 0 <= c.bad <= 1 for c in found.values())
    for text in ("  ", "\x00", "\u200b"):
        assert assessor.after(text, "Why?") == {}


def test_a_story_is_asked_on_and_courtesies_are_left(assessor: OnnxAssessor) -> None:
    """What the labels say of the plainest cases."""
    story, host = assessor.after(STORY, "How did you choose?"), assessor.after(HOST, "")
    assert story["near"].good > story["turn"].good and host["turn"].good > host["near"].good


def test_a_whole_sentence_is_likelier_to_be_said_than_a_cut_one(assessor: OnnxAssessor) -> None:
    """Both log odds; the same words give the same again, from memory."""
    whole, cut = assessor.sayable([way(WHOLE), way(CUT)])
    assert whole[0] > cut[0] and whole[1] > cut[1]
    runs = len(assessor._known)
    assert assessor.sayable([way(CUT)]) == [cut] and len(assessor._known) == runs


def test_its_memory_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half is forgotten when it is full."""
    assessing.let_go()
    fresh = load_assessor()
    assert fresh is not None
    monkeypatch.setattr(assessing, "KEPT", 4)
    fresh.sayable([way(f"We decided to wait {n} days.") for n in range(9)])
    assert len(fresh._known) <= 4


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the shipped models, in their place."""
    shutil.copytree(paths.shipped("models") / "reader", tmp_path / "reader")
    shutil.copy(paths.shipped("models") / "manifest.toml", tmp_path)
    monkeypatch.setattr(paths, "shipped", lambda name: tmp_path)
    yield tmp_path
    assessing.let_go()


@pytest.mark.parametrize("harm", ["missing", "flipped"])
def test_without_it_the_reader_reads_on(models: Path, harm: str) -> None:
    """A missing or damaged assessor knows nothing, is not tried again, and takes nothing else with it."""
    file = models / "reader" / "assessor.onnx"
    if harm == "missing":
        file.unlink()
    else:
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
    assert assessing.SHIPPED.after(STORY, "") == {} and assessing.SHIPPED.sayable([way(WHOLE)]) == ()
    reader = load_reader()
    assert reader is not None and reader.read(STORY).logits


@pytest.mark.parametrize("harm", ["model", "kinds"])
def test_a_damaged_one_is_said_to_be(tmp_path: Path, harm: str) -> None:
    """A cut file, or a list of kinds that is not ours: one line with the mend."""
    reader = load_reader()
    assert reader is not None
    source = paths.shipped("models") / "reader"
    for name in ("config.json", "assessor.onnx"):
        shutil.copy(source / name, tmp_path / name)
    if harm == "model":
        (tmp_path / "assessor.onnx").write_bytes((source / "assessor.onnx").read_bytes()[:9000])
    else:
        config = json.loads((tmp_path / "config.json").read_text(encoding="utf-8"))
        config["assessor"]["kinds"] = config["assessor"]["kinds"][:-1]
        (tmp_path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(ModelError, match="assessor"):
        OnnxAssessor(tmp_path, reader)


def test_it_is_freed_and_loaded_again() -> None:
    """What a page of debriefs loaded is free afterwards."""
    once = load_assessor()
    assessing.let_go()
    assert load_assessor() is not once
