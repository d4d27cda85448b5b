"""The voice's word lists in a file: the same phonemes as from the package's own, never a reason for silence."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from voice_interviewer.voice.hibari import HibariVoice
from voice_interviewer.voice.pronunciation import phonemizer

needs_voice = pytest.mark.skipif(not HibariVoice.voices(), reason="hibari-tts is not installed")

TEXTS = (
    "Tell me about a system you read about, and one you read yourself.",
    "In 2024 we had 1,250 users, $9.99 each, and a p95 of 200 ms; the 3rd release broke it.",
    "The NASA API's records don't record anything, said Dr. O'Neill — really?",
    "Zygomorphic kubelets flummoxed Xiaoming's re-ranker.",
    "What's the trade-off?",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A cache folder with the lists written once."""
    return tmp_path_factory.mktemp("lists")


@needs_voice
def test_phonemes_are_those_of_the_package(folder) -> None:
    """Words with several readings, numbers, names, and words that no list has."""
    from hibari.g2p import G2P

    reader, own = phonemizer(False, "test", folder), G2P()
    assert reader is not None
    for text in TEXTS:
        assert reader(text) == own(text)


@needs_voice
def test_damaged_file_is_written_again(folder) -> None:
    """A file that is no database, or holds half of one."""
    assert phonemizer(False, "test", folder) is not None
    (file,) = folder.glob("*.db")
    file.write_bytes(b"not a database")
    assert phonemizer(False, "test", folder) is not None
    assert sqlite3.connect(file).execute("SELECT count(*) FROM gold").fetchone()[0] > 50_000
    assert not list(folder.glob("*.part"))


@needs_voice
def test_folder_that_cannot_be_written_leaves_it_to_the_package(tmp_path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "taken").write_text("")
    assert phonemizer(False, "test", tmp_path / "taken") is None
