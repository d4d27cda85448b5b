"""Whatever stands in a journal is read as far as it can be, and what is not is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import voice_interviewer
from voice_interviewer.hearing.model import Heard, Word
from voice_interviewer.sessions.actions import Say
from voice_interviewer.sessions.events import Started
from voice_interviewer.sessions.lines import last_number, read_lines
from voice_interviewer.sessions.record import Turn
from voice_interviewer.sessions.records import CLASSES, KINDS, Ended, Header, Note, data_of, waterfall

HEARD = Heard("we shipped it", (Word("we", 1.0, 1.2, 0.9), Word("shipped", 1.3, 1.6, 0.8)), 1.0, 2.0)


def line(kind: str, data: object, **more: object) -> bytes:
    row = {"n": 3, "at_s": 1.5, "wall": "2026-01-01T00:00:00+00:00", "kind": kind, "data": data, **more}
    return json.dumps(row).encode()


def test_every_record_class_has_a_kind_and_comes_back() -> None:
    """What is written by class is read as that class."""
    assert set(CLASSES.values()) == set(KINDS)
    for record in (
        Header("2026", "kit"),
        Started(0.0, 1, 5.0),
        Say(1, "Why?", "reprompt", "one", again_of="follow_up"),
        Turn(1, HEARD, kind="reprompt", again_of="question", trace={"why": "silence", "committed": 2.5}),
        Note("broken off", reason="interrupted"),
        waterfall({"last_voice": 1.0, "committed": 2.0, "why": "sure", "turn": 1, "first_sound": 2.1, "odd": 3}),
        Ended("no_answers"),
    ):
        (read,) = read_lines(line(KINDS[type(record)], data_of(record))).lines
        assert read.record == record and (read.n, read.at_s) == (3, 1.5)


def test_an_odd_field_costs_only_itself() -> None:
    """A word without its time is left out, its answer stays, and the note says where."""
    data = data_of(Turn(1, HEARD))
    data["heard"]["words"][0]["start"] = "soon"
    data["audio_s"] = {}
    journal = read_lines(line("heard", data))
    assert [w.text for w in journal.turns[1].heard.words] == ["shipped"]
    assert journal.turns[1].audio_s is None
    assert "heard.words.0" in journal.not_understood()[0] and "audio_s" in journal.not_understood()[0]


def test_a_record_of_a_newer_version_is_named() -> None:
    """Kinds and classes this version does not know are counted and named, not taken for damage of the disk."""
    journal = read_lines(line("mood", {"good": True}) + b"\n" + line("action", {"type": "Sing", "text": "la"}))
    assert [u.kind for u in journal.unknown] == ["mood", "action Sing"] and not journal.damaged
    assert "not understood: mood, action Sing" in journal.not_understood()[0]


def test_a_kind_that_nobody_may_write_is_no_record() -> None:
    """What the interviewer says has one of the fixed kinds: a ghost cannot come in by the journal either."""
    data = {**data_of(Say(1, "Why?", "question", "one")), "kind": "ghost"}
    assert read_lines(line("action", data)).unknown


@pytest.mark.parametrize("n", ["1e999", "-1e999", "NaN", '"4"', "null", "1.5", "[]", "9" * 400])
def test_a_number_that_is_none_costs_only_itself(n: str) -> None:
    """A record with a damaged number is read; the count goes on behind the numbers that are."""
    raw = line("note", {"what": "notice", "text": "kept"}).replace(b'"n": 3', f'"n": {n}'.encode())
    whole = line("note", {"what": "notice", "text": "two"}) + b"\n" + raw
    assert read_lines(whole).notes == ("two", "kept")
    assert last_number(whole) == 3


@pytest.mark.parametrize("at_s", ["1e999", "-3", "1e300", '"x"', "null"])
def test_a_time_beyond_all_clocks_counts_as_none(at_s: str) -> None:
    """A session that was taken up at such a time would never see its next second."""
    raw = line("note", {"what": "notice", "text": "x"}).replace(b'"at_s": 1.5', f'"at_s": {at_s}'.encode())
    assert read_lines(raw).at_s == 0.0 and read_lines(raw).notes == ("x",)


def test_half_a_character_is_read() -> None:
    """A lone surrogate, as a terminal can deliver it, becomes a question mark, and nothing else is lost."""
    raw = line("note", {"what": "notice", "text": "a \ud83d b"})
    assert read_lines(raw).notes == ("a ? b",)


def test_half_a_character_in_a_name_can_be_told() -> None:
    """Kinds, types and keys that are odd stand in the debrief's notes, which are UTF-8."""
    raw = b"\n".join(
        (line("mo\ud83dod", {}), line("action", {"type": "\ud83d" * 900}), line("end", {"reason": "\ud83d"}))
    )
    for told in read_lines(raw).not_understood():
        assert told.encode("utf-8") and len(told) < 1000


def test_no_room_but_this_one_reads_a_journals_data_by_hand() -> None:
    """Outside `sessions/` a record is an object with fields: no `.data[`, no `.data.get(`, no untyped `append`."""
    package = Path(voice_interviewer.__file__).parent
    by_hand = (".data.get(", ".data[", "entry.data", "session.append(", "meta.get(", ".meta[")
    found = [
        f"{path.relative_to(package)}:{number}"
        for path in package.rglob("*.py")
        if path.parent.name != "sessions" or path.parent.parent != package
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if any(sign in text for sign in by_hand)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("flow", "title", "called"),
    [
        ("first-five-minutes", "The first five minutes", "The first five minutes"),
        ("first-five-minutes", "", "First five minutes"),
        ("/home/ada/interviews/my_questions.yaml", "", "My questions"),
        ("C:\\Users\\Ada\\my-ML-questions.YML", "", "My ML questions"),
        ("", "", ""),
    ],
)
def test_a_flow_is_called_by_its_title_and_never_by_a_path(flow: str, title: str, called: str) -> None:
    """A path says whose folder it is, and a page may be given to a mentor."""
    assert Header(flow=flow, title=title).called() == called
