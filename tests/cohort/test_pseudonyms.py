"""The key: stable, private, outside what is shared, and every damage to it one clear line."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from voice_interviewer.cohort.pseudonyms import Pseudonyms
from voice_interviewer.errors import InputFileError, NotFoundError, UsageError


def test_pseudonyms_are_drawn_once_and_stay(tmp_path: Path) -> None:
    """Readable words, nobody's twice, the same on the next run; the file is its owner's alone."""
    path = tmp_path / "keys" / "key.csv"
    key = Pseudonyms.open(path)
    key.learn(f"student {n}" for n in range(300))
    given = {f"student {n}": key.of(f"student {n}") for n in range(300)}
    assert len({name.casefold() for name in given.values()}) == 300
    assert all(name.replace("-", "").isalnum() and name.islower() for name in given.values())
    again = Pseudonyms.open(path)
    assert {student: again.of(student) for student in given} == given
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_pseudonym_is_made_of_nobodys_name(tmp_path: Path) -> None:
    """Where somebody is called Heron, nobody is called after one."""
    key = Pseudonyms.open(tmp_path / "key.csv")
    key.learn(["Heron, Bo", *(f"s{n}" for n in range(500))])
    assert not any("heron" in key.of(f"s{n}") for n in range(500))


def test_more_students_than_pairs_get_numbers(tmp_path: Path) -> None:
    """Nobody is turned away and nothing runs for ever."""
    key = Pseudonyms.open(tmp_path / "key.csv")
    key.learn(f"s{n}" for n in range(4000))
    assert len({key.of(f"s{n}") for n in range(4000)}) == 4000


def test_two_runs_at_once_keep_both_students(tmp_path: Path) -> None:
    """What another run has written in the meantime is neither lost nor given away again."""
    one, other = Pseudonyms.open(tmp_path / "key.csv"), Pseudonyms.open(tmp_path / "key.csv")
    first, second = one.of("ada"), other.of("grace")
    both = Pseudonyms.open(tmp_path / "key.csv")
    assert (both.of("ada"), both.of("grace")) == (first, second) and other.of("ada") == first


def test_one_spelling_of_an_accent_is_as_good_as_another(tmp_path: Path) -> None:
    """A folder copied from another system is the same student."""
    key = Pseudonyms.open(tmp_path / "key.csv")
    assert key.of("José") == key.of("Jose\u0301")


def test_a_key_made_by_hand_or_by_a_spreadsheet_is_read(tmp_path: Path) -> None:
    """With a mark at its beginning, semicolons, blank lines and capitals in its head."""
    path = tmp_path / "key.csv"
    path.write_bytes("\ufeffStudent;Pseudonym\r\nAda;P 01\r\n;\r\nGrace;P 02\r\n".encode())
    key = Pseudonyms.open(path)
    assert (key.of("Ada"), key.of("Grace"), key.student("p 01")) == ("P 01", "P 02", "Ada")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("student,pseudonym\nada,elm\ngrace,Elm\n", r"key\.csv:3: “ada” and “grace” have one pseudonym, “Elm”"),
        ("student,pseudonym\nada,elm\nada,oak\n", r"key\.csv:3: “ada” has two pseudonyms"),
        ("student,pseudonym\nada\n", r"key\.csv:2: a line of the key"),
        ("student,pseudonym\nada,\n", r"key\.csv:2: a line of the key"),
        ("student,pseudonym\nada,../x\n", r"key\.csv:2: “\.\./x” cannot be a file's name"),
        ("student,pseudonym\nada,con\n", r"key\.csv:2: “con” cannot be a file's name"),
        ("ada,elm\n", r"key\.csv: this is no key"),
        ("\x00\x01", r"key\.csv: this is no key"),
    ],
)
def test_a_damaged_key_is_one_clear_line(tmp_path: Path, content: str, said: str) -> None:
    """Which line, what is wrong with it; nothing is written over it."""
    path = tmp_path / "key.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputFileError, match=said):
        Pseudonyms.open(path)
    assert path.read_text(encoding="utf-8") == content


def test_an_unreadable_key_is_refused(tmp_path: Path) -> None:
    """Bytes that are no text, or a folder."""
    (tmp_path / "key.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputFileError, match="no UTF-8"):
        Pseudonyms.open(tmp_path / "key.csv")
    with pytest.raises(UsageError, match="a folder"):
        Pseudonyms.open(tmp_path)


def test_the_key_never_lies_in_what_it_protects(tmp_path: Path) -> None:
    """Not in the folder, not below it, not by way of a link."""
    out = tmp_path / "out"
    out.mkdir()
    for path in (out / "key.csv", out / "a" / "key.csv", out / ".." / "out" / "key.csv"):
        with pytest.raises(UsageError, match="may not lie in the folder"):
            Pseudonyms.open(path, out)
    Pseudonyms.open(tmp_path / "key.csv", out)


def test_a_student_is_forgotten_by_either_name(tmp_path: Path) -> None:
    """The line goes; who is not in the key is told so."""
    path = tmp_path / "key.csv"
    key = Pseudonyms.open(path)
    ada, grace = key.of("ada"), key.of("grace")
    assert key.forget("ada") == ada and key.forget(grace) == grace
    assert path.read_text(encoding="utf-8") == "student,pseudonym\n"
    with pytest.raises(NotFoundError, match="no student “ada”"):
        key.forget("ada")


def test_a_recordings_name_loses_the_students(tmp_path: Path) -> None:
    """The folder's and file's names are all that the records say of where they came from."""
    key = Pseudonyms.open(tmp_path / "key.csv")
    name = key.of("Ada Lovelace")
    assert key.recording("Ada Lovelace", "week 1/Ada_Lovelace-take2.wav") == f"week 1/{name}-take2.wav"
