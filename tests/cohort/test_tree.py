"""Whose recordings lie where, and one clear line for each folder that cannot be a cohort."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path

import pytest

from voice_interviewer.cohort.pseudonyms import Pseudonyms
from voice_interviewer.cohort.tree import LOCK, look
from voice_interviewer.errors import InputFileError, UsageError

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="names and links of POSIX")


def made(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return folder


def listed(folder: Path, out: Path) -> tuple[list[str], list[str]]:
    """(STUDENT/RECORDING of every item, notes)."""
    notes: list[str] = []
    tree = look(folder, out)
    notes += tree.notes
    return [f"{item.student}/{item.recording}" for item in tree.items(notes.append)], notes


def test_recordings_and_transcripts_of_every_student_in_order(tmp_path: Path) -> None:
    """Also in folders inside a student's; hidden files and notes about the folder are nobody's answers."""
    names = ("Bo/b.wav", "Ada/week 2/a.MP4", "Ada/a.flac", "Ada/talk.vtt", "Ada/.DS_Store", "Ada/.cache/x.wav")
    folder = made(tmp_path / "in", *names, "Ada/README.md", ".hidden/x.wav")
    assert listed(folder, tmp_path / "out") == (["Ada/a.flac", "Ada/talk.vtt", "Ada/week 2/a.MP4", "Bo/b.wav"], [])


def test_other_files_are_left_out_with_a_note(tmp_path: Path) -> None:
    """What they are is told by student; a file beside the students' folders is nobody's."""
    folder = made(
        tmp_path / "in", "Ada/a.flac", "Ada/b.jpg", "Ada/c.jpg", "Ada/notes.docx", "Ada/noend", "stray.wav", "x.png"
    )
    items, notes = listed(folder, tmp_path / "out")
    assert items == ["Ada/a.flac"]
    assert notes[0].startswith("stray.wav lies beside the students' folders") and len(notes) == 2
    assert "Ada: files that are no recordings" in notes[1] and "1 .docx, 2 .jpg, 1 without an ending" in notes[1]


def test_a_transcript_beside_its_recording_is_the_same_answer(tmp_path: Path) -> None:
    """The recording is taken, the transcript left out with a note."""
    items, notes = listed(made(tmp_path / "in", "Ada/a.mp4", "Ada/a.vtt", "Ada/b.vtt"), tmp_path / "out")
    assert items == ["Ada/a.mp4", "Ada/b.vtt"] and "a.vtt" in notes[0]


def test_an_empty_student_is_told(tmp_path: Path) -> None:
    """The others go on."""
    folder = made(tmp_path / "in", "Ada/a.flac")
    (folder / "Bo").mkdir()
    assert listed(folder, tmp_path / "out") == (["Ada/a.flac"], ["Bo: this folder has nothing to review."])


def test_results_inside_the_folder_are_nobodys(tmp_path: Path) -> None:
    """Neither this run's --out nor another's is scanned, wherever it lies."""
    folder = made(tmp_path / "in", "Ada/a.flac", "out/work/Ada/a.flac.json", "Ada/older/work/Ada/x.txt")
    (folder / "Ada" / "older" / LOCK).touch()
    assert listed(folder, folder / "out") == (["Ada/a.flac"], [])
    (folder / "out" / LOCK).touch()
    assert listed(folder, tmp_path / "elsewhere") == (["Ada/a.flac"], [])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana", "ana"),
        (unicodedata.normalize("NFC", "Jos\u00e9"), unicodedata.normalize("NFD", "jos\u00e9")),
        ("A B", "A  B"),
    ],
)
@POSIX
def test_two_students_with_one_name_are_one_line(tmp_path: Path, one: str, other: str) -> None:
    """Names that differ only by case, accents' form or spaces could not be told apart."""
    folder = made(tmp_path / "in", f"{one}/a.wav")
    if (folder / other).exists():
        pytest.skip("this file system takes them for one")
    made(folder, f"{other}/b.wav")
    with pytest.raises(UsageError, match=r"two folders are one student's name: “.+” and “.+”. Rename one"):
        look(folder, tmp_path / "out")


def test_what_cannot_be_a_cohort(tmp_path: Path) -> None:
    """One line each: nothing there, a file, no students, recordings without students, results in the input."""
    out = tmp_path / "out"
    with pytest.raises(InputFileError, match="there is no such folder"):
        look(tmp_path / "nowhere", out)
    file = made(tmp_path, "a.wav") / "a.wav"
    with pytest.raises(InputFileError, match="is a file, and a cohort is a folder"):
        look(file, out)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputFileError, match="holds no students' folders"):
        look(tmp_path / "empty", out)
    with pytest.raises(InputFileError, match=r"holds recordings but no students' folders.*FOLDER/STUDENT/RECORDING"):
        look(made(tmp_path / "flat", "a.wav"), out)
    folder = made(tmp_path / "in", "Ada/a.wav")
    with pytest.raises(UsageError, match="cannot take the results"):
        look(folder, folder)
    made(out, "work/Ada/a.json")
    with pytest.raises(UsageError, match="keeps its results"):
        look(out / "work", out)


@POSIX
def test_links_are_followed_once(tmp_path: Path) -> None:
    """A student's folder may be a link; one that leads round in a circle ends."""
    made(tmp_path / "elsewhere", "a.wav")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "Ada").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "again").symlink_to(tmp_path / "elsewhere")
    assert listed(folder, tmp_path / "out")[0] == ["Ada/a.wav"]


@POSIX
def test_every_recording_has_a_record_of_its_own(tmp_path: Path) -> None:
    """Also where names are very long, no text, or alike to a file system that does not tell case."""
    long = "x" * 240
    names = [f"Ada/{long}.wav", f"Ada/{long}y.wav", "Ada/a.wav", "Ada/a.mp3", "Ada/b.wav"]
    folder = made(tmp_path / "in", *names)
    (folder / "Ada" / os.fsdecode(b"\xff.wav")).write_bytes(b"x")
    (folder / "Ada" / "A.wav").write_bytes(b"y")
    items = list(look(folder, tmp_path / "out").items())
    places = [str(item.record).casefold() for item in items]
    assert len(items) == len(list((folder / "Ada").iterdir())) == len(set(places))
    assert all(len(os.fsencode(item.record.name)) < 200 and item.path.exists() for item in items)
    assert {item.record.name for item in items} >= {"b.wav.json", "a.mp3.json"}
    again = [item.record for item in look(folder, tmp_path / "out").items()]
    assert again == [item.record for item in items]


def test_names_are_told_as_the_key_has_them(tmp_path: Path) -> None:
    """Parts of the student's name go from file names, too; two files that are then called the same get a number."""
    folder = made(tmp_path / "in", "Ada Lovelace/ada.wav", "Ada Lovelace/lovelace.wav", "Ada Lovelace/week 1.wav")
    key = Pseudonyms(tmp_path / "key.csv", {"Ada Lovelace": "blue-fern"})
    items = list(look(folder, tmp_path / "out", key).items())
    assert [item.recording for item in items] == ["blue-fern.wav", "blue-fern-2.wav", "week 1.wav"]
    assert {item.student for item in items} == {"blue-fern"} and {item.folder for item in items} == {"Ada Lovelace"}
    assert items[1].record.relative_to(tmp_path / "out").as_posix() == "work/blue-fern/blue-fern-2.wav.json"
    assert [item.path.name for item in items] == ["ada.wav", "lovelace.wav", "week 1.wav"]
