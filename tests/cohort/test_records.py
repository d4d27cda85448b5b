"""Records of reviewed files: whole on disk, the same when read back, made from debriefs."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_interviewer.cohort import records
from voice_interviewer.cohort.from_review import record_of
from voice_interviewer.cohort.rates import rates
from voice_interviewer.cohort.records import Answer, Mark, Recording
from voice_interviewer.errors import InputFileError
from voice_interviewer.library import review_files
from voice_interviewer.rubric.keys import LABELS

SAID = "Sorry, I only wrote the cache. I decided to roll it back when the error rate went above two percent. " * 6


def reviewed(tmp_path: Path, text: str = SAID) -> Recording:
    file = tmp_path / "answer.txt"
    file.write_text(text, encoding="utf-8")
    return record_of(review_files([file], question="How would you roll it back?"), "ada", "answer.txt")


def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    """Through JSON and through a file; a field of a newer version does no harm."""
    made = reviewed(tmp_path)
    assert made.marks and made.priorities and made.words > 60
    assert records.from_json(records.to_json(made)) == made
    newer = records.to_json(made).replace("{", '{"field_of_tomorrow": 1,', 1)
    assert records.from_json(newer) == made
    records.write(tmp_path / "work" / "ada" / "answer.txt.json", made)
    assert list(records.every(tmp_path)) == [made]


def test_every_mark_quotes_its_answer(tmp_path: Path) -> None:
    """`text[start:end]` is the quote, and the answer is one of the recording's."""
    made = reviewed(tmp_path)
    texts = {answer.number: answer.text for answer in made.answers}
    assert all(texts[mark.answer][mark.start : mark.end] == mark.quote for mark in made.marks)
    assert made.first_priority is not None and made.first_priority.quote in texts[made.first_priority.answer]
    assert made.answers[0].pattern == "rollback" and made.quality == "text" and made.model == ""


def test_the_order_is_that_of_students_and_their_recordings(tmp_path: Path) -> None:
    """Folders inside a student's folder are read too; what is being written is not."""
    for place in ("b/x.wav.json", "a/y.wav.json", "a/week 1/x.wav.json", "a/.z.wav.json.12.part"):
        student, _, recording = place.removesuffix(".json").partition("/")
        path = tmp_path / records.WORK / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(records.to_json(Recording(student=student, recording=recording)))
    assert [r.recording for r in records.every(tmp_path)] == ["week 1/x.wav", "y.wav", "x.wav"]
    assert list(records.every(tmp_path / "nowhere")) == []


def test_what_is_no_record_is_named(tmp_path: Path) -> None:
    """One line: the file, and what to do."""
    path = tmp_path / "work" / "a" / "x.json"
    path.parent.mkdir(parents=True)
    path.write_text('{"student": 3')
    with pytest.raises(InputFileError, match=r"x\.json: is no record.*Delete this file"):
        list(records.every(tmp_path))


def test_rates_are_over_what_was_heard_well_enough() -> None:
    """Poorly heard answers and those in another language count neither as words nor as labels; `perhaps` never does."""
    record = Recording(
        student="a",
        recording="x.wav",
        answers=[
            Answer(number=1, words=100, quality="good"),
            Answer(number=2, words=900, quality="poor"),
            Answer(number=3, words=900, quality="good", language="other"),
            Answer(number=4, words=100, quality="fair"),
        ],
        marks=[
            Mark(label="hedge", answer=1),
            Mark(label="hedge", answer=4),
            Mark(label="hedge", answer=2),
            Mark(label="hedge", answer=1, tier="perhaps"),
        ],
    )
    found = rates(record)
    assert (found.words, found.why) == (200, "") and set(found.per_100) == set(LABELS)
    assert found.per_100["hedge"] == 1.0 and found.per_100["apology"] == 0.0


def test_few_words_give_no_rates() -> None:
    """The reason is told with the numbers."""
    record = Recording(student="a", recording="x", answers=[Answer(number=1, words=59, quality="good")])
    assert rates(record).per_100 == {} and rates(record).why == "only 59 words, and rates need 60"
    poor = Recording(student="a", recording="x", answers=[Answer(number=1, words=80, quality="poor")])
    assert "80 more were heard poorly" in rates(poor).why
    assert rates(Recording(student="a", recording="x", failure="no sound")).why == "nothing was reviewed"


def test_names_stand_in_the_order_in_which_people_look_for_them() -> None:
    """Week 10 comes behind week 2, or the earlier half would be no earlier; an umlaut is no last letter."""
    weeks = ["week-1", "week-2", "week-10", "week-10b"]  # letter by letter another order
    assert sorted(weeks, key=records.by_name) == weeks
    names = ["ada", "Änne", "Anton", "Bo", "Zoë"]
    assert sorted(names, key=records.by_name) == names
    assert sorted(["b/1", "a b/1", "a/2"], key=records.by_name) == ["a/2", "a b/1", "b/1"]


def test_records_are_read_in_that_order(tmp_path: Path) -> None:
    """What a page compares is what was recorded earlier with what was recorded later."""
    for week in (10, 2, 1):
        made = Recording(student="Ada", recording=f"week-{week}.txt")
        records.write(tmp_path / records.WORK / "Ada" / f"week-{week}.txt.json", made)
    assert [record.recording for record in records.every(tmp_path)] == ["week-1.txt", "week-2.txt", "week-10.txt"]


def test_something_personal_lacks_no_part_of_a_story_on_a_students_page(tmp_path: Path) -> None:
    """The record keeps that it is, and the page says nothing of what was not told."""
    made = reviewed(
        tmp_path, "I had cancer that year, and my treatment took until the spring. I was on sick leave. " * 2
    )
    assert made.answers[0].personal and not made.answers[0].fit and records.from_json(records.to_json(made)) == made
    assert not made.marks and not made.priorities and "missed" not in made.answers[0].signals.values()
