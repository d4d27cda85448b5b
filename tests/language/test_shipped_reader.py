"""The reader that ships: checked by content before it is loaded, and done without when it is damaged."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from voice_interviewer import paths
from voice_interviewer.cli.app import run
from voice_interviewer.errors import ModelError
from voice_interviewer.language.analyze import Analyser, analyze
from voice_interviewer.language.weigh import shipped
from voice_interviewer.review.review import review
from voice_interviewer.review.sources import Asked, sources

TEXT = "I refused to launch it, because nobody would have been paged."


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what ships, which this test's program takes for its own."""
    copy = tmp_path / "models"
    shutil.copytree(paths.shipped("models"), copy)
    real = paths.shipped
    monkeypatch.setattr(paths, "shipped", lambda folder: copy if folder == "models" else real(folder))
    return copy


def flip_a_bit(file: Path) -> None:
    """In the middle, among the weights, with the file's date and size as before."""
    stat = file.stat()
    with file.open("r+b") as stream:
        stream.seek(stat.st_size // 2)
        byte = stream.read(1)[0]
        stream.seek(stat.st_size // 2)
        stream.write(bytes([byte ^ 1]))
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_flipped_bit_is_noticed_and_the_rules_go_on_alone(models: Path, name: str) -> None:
    """A file of the right size and date with other contents is never used; what is found is what rules find."""
    flip_a_bit(models / "reader" / name)
    with pytest.raises(ModelError, match=f"{name} has the wrong contents"):
        shipped.load_reader()
    analyse = Analyser(shipped.Shipped())
    assert analyse.trouble == ""
    assert analyse(TEXT) == analyze(TEXT, reader=None)
    assert name in analyse.trouble and "pip install --force-reinstall" in analyse.trouble


@pytest.mark.parametrize("library", ["onnxruntime", "tokenizers"])
def test_a_library_that_cannot_be_imported_costs_the_reader_and_not_the_session(
    library: str, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever keeps it from being imported just now: an interview that is going on does not end for it."""
    monkeypatch.setitem(sys.modules, library, None)
    analyse = Analyser(shipped.Shipped())
    assert analyse(TEXT) == analyze(TEXT, reader=None)
    assert library in analyse.trouble and "rules alone" in analyse.trouble


def test_an_intact_reader_is_used_without_a_word(models: Path) -> None:
    """The very same files in another place pass the check and give the same findings."""
    analyse = Analyser(shipped.Shipped())
    assert analyse(TEXT) == analyze(TEXT)
    assert analyse.trouble == ""


def test_it_is_hashed_once(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading answer after answer does not hash the files again, neither intact nor damaged ones."""
    hashed: list[str] = []
    digest = shipped.hashlib.file_digest
    monkeypatch.setattr(
        shipped.hashlib, "file_digest", lambda stream, kind: hashed.append(stream.name) or digest(stream, kind)
    )
    analyse = Analyser(shipped.Shipped())
    analyse(TEXT)
    analyse(TEXT)
    assert len(hashed) == 2
    shipped._load_shipped.cache_clear()
    flip_a_bit(models / "reader" / "model.onnx")
    damaged = Analyser(shipped.Shipped())
    damaged(TEXT)
    damaged(TEXT)
    assert len(hashed) == 3


def test_every_way_to_a_debrief_tells_it(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`analyze` says it on standard error, `review` in its notes."""
    flip_a_bit(models / "reader" / "model.onnx")
    answer = tmp_path / "answer.txt"
    answer.write_text(TEXT)
    damaged = Analyser(shipped.Shipped())
    made = review(sources([answer], Asked()), lambda: None, analyse=damaged)
    assert made.notes == [damaged.trouble] and "rules alone" in damaged.trouble
    monkeypatch.setattr("voice_interviewer.cli.analyze.analyser", lambda tagger: Analyser(shipped.Shipped()))
    assert run(["analyze", str(answer)]) == 0
    said = capsys.readouterr()
    assert "note: Findings rest on the rules alone" in said.err and "rules alone" not in said.out
