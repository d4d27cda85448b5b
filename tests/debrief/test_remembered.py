"""Analyses kept beside a session: the same as fresh ones, and only while they may be used."""

from __future__ import annotations

from pathlib import Path

from debrief_kit import analysis

from voice_interviewer.debrief.data.remembered import FILE, Remembered, language_version
from voice_interviewer.language.model import Analysis, Claim, Context, Interruption

TEXT = "Sorry, I decided to wait for 40 users."
CLAIM = Claim("scale", 29, 37, "40 users", True, False, False)


class Counting:
    """An analysis with everything in it, and how often it was made."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, text: str, context: Context) -> Analysis:
        self.calls += 1
        return analysis(
            text,
            ("apology", text[:5]),
            story={"decision": text[7:16]},
            claims=(CLAIM,),
            scale=(0.5, 0.0),
            target="apology",
        )


def test_what_was_read_once_is_not_read_again(tmp_path: Path) -> None:
    """The kept analysis equals the fresh one; another text or context is read anew."""
    analyse = Counting()
    first = Remembered(tmp_path, analyse, "1")
    fresh = first(TEXT, Context("Why?", None, Interruption("News.", 6)))
    first.save()
    again = Remembered(tmp_path, analyse, "1")
    assert again(TEXT, Context("Why?", None, Interruption("News.", 6))) == fresh
    assert analyse.calls == 1
    again(TEXT, Context("Why?"))
    again(TEXT + " So.", Context("Why?"))
    assert analyse.calls == 3


def test_what_was_read_without_the_reader_is_not_kept(tmp_path: Path) -> None:
    """While the reader that should be there cannot be used nothing is remembered: it is read again later."""

    class Damaged:
        trouble = ""

        def __call__(self, text: str, context: Context) -> Analysis:
            self.trouble = "damaged"
            return Analysis(text)

    first = Remembered(tmp_path, Damaged(), "1")
    first(TEXT, Context())
    assert first.trouble == "damaged"
    first.save()
    assert not list(tmp_path.iterdir())


def test_another_version_or_a_damaged_file_is_not_used(tmp_path: Path) -> None:
    """What another language part made, and what cannot be read, is made again."""
    analyse = Counting()
    first = Remembered(tmp_path, analyse, "1")
    fresh = first(TEXT, Context())
    first.save()
    assert Remembered(tmp_path, analyse, "2")(TEXT, Context()) == fresh
    assert analyse.calls == 2
    kept = (tmp_path / FILE).read_text()
    for damaged in (
        "",
        "[]",
        "{}",
        kept[:-5],
        kept.replace('"findings": [', '"findings": [3, '),
        '{"version":"1","analyses":3}',
    ):
        (tmp_path / FILE).write_text(damaged)
        calls = analyse.calls
        assert Remembered(tmp_path, analyse, "1")(TEXT, Context()) == fresh
        assert analyse.calls == calls + 1


def test_the_version_is_the_same_until_something_changes() -> None:
    """Two looks at the same files agree."""
    assert language_version() == language_version()
