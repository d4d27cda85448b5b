"""The examples of docs/language.md: what the page says is found is found, and the look-alike beside it is not."""

from __future__ import annotations

import re

import pytest
from places import DOCS

from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.model import Context, Interruption

PAGE = DOCS / "language.md"
ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (.+?) \| .+ \|$", re.MULTILINE)
BEFORE = "I would retrain every night. "
ROWS = ROW.findall(PAGE.read_text(encoding="utf-8").split("## Key by key")[1].split("\n## ")[0])


def labels(key: str, text: str) -> set[str]:
    """Labels found in an example, asked as its kind is asked."""
    if text.startswith("(after news) "):
        said = BEFORE + text.removeprefix("(after news) ")
        news = Interruption("Labels now arrive a month late. What changes?", len(BEFORE))
        return {f.label for f in analyze(said, Context("How do you run it?", None, news)).findings}
    question = "Have you put a model into use at large scale?" if key == "absence_lead" else ""
    return {f.label for f in analyze(text, Context(question)).findings}


def test_the_page_has_every_key() -> None:
    """All labels but fillers and repeats have a row."""
    assert len({key for key, *_ in ROWS}) == 23


@pytest.mark.parametrize(("key", "found", "absent"), ROWS, ids=[key for key, *_ in ROWS])
def test_example(key: str, found: str, absent: str) -> None:
    """Found in the one, not in the other."""
    assert key in labels(key, found)
    if not absent.startswith("what"):
        assert key not in labels(key, absent)
