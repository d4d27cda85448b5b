"""Names taken out of records: everywhere, with the findings at the same words as before."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from voice_interviewer.cohort import records
from voice_interviewer.cohort.from_review import record_of
from voice_interviewer.cohort.records import Recording
from voice_interviewer.cohort.scrub import Scrub, names_in
from voice_interviewer.errors import InputFileError
from voice_interviewer.library import review_files

SAID = (
    "My name is Ada Lovelace. Sorry, that is not a great example. My manager Grace asked, and I decided to roll it back"
    " because the error rate went above two percent. Ada's team, sorry, we decided to tell Barnaby about it. "
) * 3


def reviewed(tmp_path: Path, text: str = SAID) -> Recording:
    file = tmp_path / "answer.txt"
    file.write_text(text, encoding="utf-8")
    return record_of(review_files([file], question="Ada, how would you roll it back?"), "elm", "answer.txt")


def test_no_name_is_left_anywhere(tmp_path: Path) -> None:
    """The student's own, a given one and introduced ones are gone from the whole file, quotes and questions too."""
    made = Scrub(("Barnaby",)).record(reviewed(tmp_path), "lovelace-ada")
    text = records.to_json(made).casefold()
    assert not re.search(r"\b(?:ada|lovelace|grace|barnaby)\b", text)
    assert "[name]" in made.answers[0].text and made.answers[0].question.startswith("[name], how")


def test_what_was_found_stays_found(tmp_path: Path) -> None:
    """As many marks with the same labels; each quotes the text that is left."""
    before = reviewed(tmp_path)
    after = Scrub(("Barnaby",)).record(before, "lovelace-ada")
    assert before.marks and [m.label for m in after.marks] == [m.label for m in before.marks]
    texts = {a.number: a.text for a in after.answers}
    assert all(texts[m.answer][m.start : m.end] == m.quote for m in after.marks)
    assert any("[name]" in m.quote for m in after.marks)
    assert [p.label for p in after.priorities] == [p.label for p in before.priorities]
    assert after.words == before.words


def test_twice_is_as_once(tmp_path: Path) -> None:
    """A record that was scrubbed before stays as it is."""
    scrub = Scrub(("Barnaby",))
    once = scrub.record(reviewed(tmp_path), "lovelace-ada")
    assert scrub.record(once, "lovelace-ada") == once


def test_without_names_nothing_changes(tmp_path: Path) -> None:
    """Nothing to take out: the very same record; and names are only looked for where that was wanted."""
    plain = reviewed(tmp_path, "I decided to roll it back because the error rate went up. " * 5)
    assert Scrub().record(plain) == plain.model_copy(update={"answers": Scrub().record(plain).answers})
    only_own = Scrub(introduced=False).record(reviewed(tmp_path), "lovelace-ada")
    assert "Grace" in only_own.answers[0].text and "Ada" not in only_own.answers[0].text


def test_a_failures_reason_loses_the_name() -> None:
    """A message that names the file names the student no more."""
    made = Scrub().record(Recording(student="elm", recording="a.wav", failure="/c/ada/a.wav: no sound."), "Ada")
    assert made.failure == "/c/[name]/a.wav: no sound."


def test_a_file_of_names(tmp_path: Path) -> None:
    """One a line with remarks; a line without a name, an empty or an unreadable file are each one clear line."""
    file = tmp_path / "names.txt"
    file.write_text("# teachers\nGrace Hopper\n\nBarnaby  # guest\nGrace Hopper\n", encoding="utf-8")
    assert names_in(file) == ("Grace Hopper", "Barnaby")
    for content, what in (
        (b"Grace\n12\n", "2: .12. is no name"),
        (b"\n# x\n", "no name in this"),
        (b"\xff\xfe", "UTF-8"),
    ):
        file.write_bytes(content)
        with pytest.raises(InputFileError, match=what):
            names_in(file)
    with pytest.raises(InputFileError, match="cannot be read"):
        names_in(tmp_path / "gone.txt")
