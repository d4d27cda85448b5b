"""What can be reviewed is reviewed; what cannot is named as what it is, with its place and the mend."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voice_interviewer.errors import InputFileError
from voice_interviewer.review.review import Asked, gather, review, sources
from voice_interviewer.review.transcripts import mended


def refusal(path: Path | str) -> str:
    with pytest.raises(InputFileError) as error:
        gather([path], Asked())
    line = str(error.value)
    assert error.value.fix and error.value.exit_code == 2 and "\n" not in line
    return line


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("talk.docx", b"PK\x03\x04rest", "Word document"),
        ("talk.pdf", b"%PDF-1.7", "PDF"),
        ("talk.rtf", b"{\\rtf1 hi}", "RTF"),
        ("talk.odt", b"PK\x03\x04rest", "text document"),
        ("talk.sbv", b"0:00:01.000,0:00:02.000\nhi", "captions"),
        ("talk.ass", b"[Script Info]", "captions"),
        ("talk.tsv", b"start\tend\ttext\n0\t9\thi", "table"),
        ("talk.csv", b"a,b", "table"),
        ("talk.HTML", b"<html>", "web page"),
        ("talk.txt", b"%PDF-1.7", "PDF"),
        ("talk.wav", b"%PDF-1.7", "PDF"),
        ("talk.wav", b"I left it, since it was late.", "is text, under a name of a recording"),
        ("talk.vtt", b"PK\x03\x04rest", "Office"),
        ("notes", b"I left it, since it was late.", "Rename it to .txt"),
        ("talk.txt", b"", "is empty"),
        ("talk.txt", b"\xef\xbb\xbf \n", "is empty"),
        ("talk.vtt", b"", "is empty"),
        ("talk.json", b"", "is empty"),
        ("talk.jsonl", b"\n", "is empty"),
        ("talk.wav", b"", "is empty"),
        ("talk.json", b'{"text": ""}', "no words"),
        ("talk.json", b'{"monologues": [{"elements": []}]}', "no words"),
        ("talk.json", b'{"schema_version": 1, "answers": [], "debrief": {}}', "is a debrief"),
        ("talk.jsonl", b'{"text": "a"}\n{"text": "\xff"}', "talk.jsonl:2"),
        ("talk.jsonl", b'{"text": "a", "question": 7}', "`question`"),
        ("talk.jsonl", b'{"text": "a", "node": "no/where"}', "talk.jsonl:1"),
        ("talk.jsonl", b'{"text": "a", "pattern": "nope"}', "no pattern"),
        ("talk.jsonl", b'{"text": "a", "interruption": {"at": 9}}', "N from 0 to 1"),
    ],
)
def test_each_refusal_says_what_it_is_where_and_what_to_do(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    """Documents, captions, tables, empty files and broken lines, whatever they are called."""
    path = tmp_path / name
    path.write_bytes(content)
    line = refusal(path)
    assert says in line and name in line


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    """An empty name is not the current folder; nothing is at a wrong path; `-` is a pipe."""
    assert "no such file" in refusal("")
    assert "no such file" in refusal(tmp_path / "none.wav")
    assert "pipes cannot be read" in refusal("-")
    assert "https://example.org/a.mp3: this is an address; nothing is fetched" in refusal("https://example.org/a.mp3")
    assert "x" * 5000 in refusal("x" * 5000) or refusal("x" * 5000)


@pytest.mark.skipif(sys.platform == "win32", reason="no FIFO there")
def test_pipes_and_devices_are_named(tmp_path: Path) -> None:
    """A FIFO is refused at once rather than waited for."""
    pipe = tmp_path / "pipe.wav"
    os.mkfifo(pipe)
    assert "is a pipe" in refusal(pipe)
    assert "device" in refusal("/dev/null")


@pytest.mark.skipif(sys.platform != "linux", reason="names there are Unicode")
def test_a_name_with_bytes_that_are_no_text(tmp_path: Path) -> None:
    """The answer, its JSON and its page can be written; the name shows a replacement character."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text("I left it, since it was late.")
    debrief = review(sources([path], Asked()), lambda: None)
    assert debrief.answers[0].id == "caf\ufffd"
    debrief.model_dump_json().encode()


def test_half_an_emoji_becomes_a_replacement_character(tmp_path: Path) -> None:
    """In JSON, JSON lines, ids and questions; offsets stay."""
    (tmp_path / "a.json").write_text('{"text": "Late\\ud83d but done."}')
    (tmp_path / "b.jsonl").write_text('{"id": "x\\ud83d", "text": "Late\\ud83d but done.", "question": "Why\\ude00?"}')
    items = sources([tmp_path / "a.json", tmp_path / "b.jsonl"], Asked())
    assert [item.heard.text for item in items if item.heard] == ["Late\ufffd but done."] * 2
    assert items[1].id == "x\ufffd" and items[1].asked.question == "Why\ufffd?"
    review(items, lambda: None).model_dump_json().encode()
    assert mended("whole 😀") == "whole 😀"


def test_of_a_folder_the_rest_is_reviewed_and_what_failed_is_told(tmp_path: Path) -> None:
    """A README is nobody's answer, a picture nobody's mistake; a broken recording and a document are named."""
    (tmp_path / "README.md").write_text("How to use this folder: listen.")
    (tmp_path / "out.json").write_text(review([], lambda: None).model_dump_json())
    (tmp_path / "face.png").write_bytes(b"\x89PNG")
    (tmp_path / "broken.wav").write_bytes(b"")
    (tmp_path / "cv.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "good.txt").write_text("I left it, since it was late.")
    found = gather([tmp_path], Asked())
    assert [item.id for item in found.items] == ["good"]
    assert len(found.left_out) == 2 and "broken.wav: is empty" in found.left_out[0] and "cv.docx" in found.left_out[1]
    debrief = review(found.items, lambda: None, left_out=found.left_out)
    assert [note.startswith("Left out: ") for note in debrief.notes] == [True, True]


def test_of_files_that_were_named_the_good_ones_are_taken_and_the_bad_ones_told(tmp_path: Path) -> None:
    """One that is empty, one that is not there: each with its name, none at the others' cost."""
    (tmp_path / "empty.wav").write_bytes(b"")
    (tmp_path / "good.txt").write_text("I left it, since it was late.")
    (tmp_path / "other.txt").write_text("I kept it, since it was early.")
    given = [tmp_path / name for name in ("empty.wav", "good.txt", "gone.mp3", "other.txt", "empty.wav")]
    found = gather(given, Asked())
    assert [item.id for item in found.items] == ["good", "other"]
    assert len(found.left_out) == 2
    assert "empty.wav: is empty" in found.left_out[0] and "gone.mp3: there is no such file" in found.left_out[1]


def test_files_of_which_none_can_be_used_are_refused_by_name(tmp_path: Path) -> None:
    """In one line, with a reason for each."""
    (tmp_path / "empty.wav").write_bytes(b"")
    with pytest.raises(InputFileError, match=r"none of these.*empty\.wav: is empty.*gone\.mp3: there is no"):
        gather([tmp_path / "empty.wav", tmp_path / "gone.mp3"], Asked())


def test_a_file_named_twice_is_one_answer(tmp_path: Path) -> None:
    """Beside its folder, through a link, or with the folder twice: what it shows would count double."""
    one, link = tmp_path / "one.txt", tmp_path / "inside" / "link.txt"
    one.write_text("I left it, since it was late.")
    link.parent.mkdir()
    link.symlink_to(one)
    for given in ([one, one], [one, tmp_path], [tmp_path, one], [tmp_path, tmp_path], [one, link, link.parent]):
        assert [item.id for item in gather(given, Asked()).items] == ["one"], given


def test_a_recording_that_fails_while_it_is_read_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    """A file whose header is fine and whose sound is missing joins those left out; alone, it is refused."""
    path = tmp_path / "hollow.wav"
    soundfile.write(path, np.zeros(0, np.float32), 16_000)
    (tmp_path / "good.txt").write_text("I left it, since it was late.")
    items = sources([path, tmp_path / "good.txt"], Asked())
    debrief = review(items, lambda: None)
    assert [row.id for row in debrief.answers] == ["good"] and "hollow.wav" in debrief.notes[0]
    with pytest.raises(InputFileError, match="no sound"):
        review(items[:1], lambda: None)


def test_line_separators_inside_json_strings_are_no_new_lines(tmp_path: Path) -> None:
    """U+2028 and its like may stand in an answer."""
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": "One\u2028two\x85three"}, ensure_ascii=False) + "\n", encoding="utf-8")
    assert len(sources([path], Asked())) == 1


def test_who_is_judged_can_be_said(tmp_path: Path) -> None:
    """A speaker's name, or the part of it that is only theirs; a wrong one is answered with those there are."""
    path = tmp_path / "call.txt"
    path.write_text(
        "Ines Roth: What broke?\nKarl Moe: The clock did, one hour in March.\n"
        "Ines Roth: And then?\nKarl Moe: I set it by hand every single week."
    )
    assert "clock" in (sources([path], Asked())[0].heard or refusal(path)).text  # type: ignore[union-attr]
    assert sources([path], Asked(), me="ines")[0].heard.text.startswith("What broke?")  # type: ignore[union-attr]
    with pytest.raises(InputFileError, match="Ines Roth, Karl Moe"):
        sources([path], Asked(), me="Lena")
