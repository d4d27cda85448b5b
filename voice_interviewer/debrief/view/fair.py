"""What an answer is held to: no story that nobody asked for, and nothing where it was hardly an answer."""

from __future__ import annotations

import re

from ...rubric.keys import STORY_PARTS
from ..data.schema import AnswerRow
from ..wording import say

FEW_WORDS = 8
"In fewer than these there is no room for what could be missing."
_BACK_WORDS = 25
_AGAIN = re.compile(
    r"\b(?:can|could|would|will) you\b[^.?!]{0,20}\b(?:say|repeat|rephrase|ask|put)\b"
    r"|\b(?:please|sorry)\b[^.?!]{0,30}\b(?:say|repeat|rephrase|ask|put)\b"
    r"|\b(?:say|repeat|rephrase|ask|put)\b[^.?!]{0,30}\b(?:again|once more)\b"
    r"|\bdid(?: not|n['’]t) (?:quite |really )?(?:catch|hear|get|understand)\b"
    r"|\bwhat (?:do|did) you mean\b|\bwhat was the question\b",
    re.IGNORECASE,
)
_STORY = 2
"Parts of a story from which on an answer tells one, asked for or not."
_ASKS_FOR_ONE = frozenset({"decision_ownership", "learning_loop"})
"What a question listens for that can only be told as a story."


def is_answer(row: AnswerRow) -> bool:
    """Whether there was enough of an answer to miss something in: not a word or two, nor the question asked back."""
    text = row.transcript.text.rstrip(' "”')
    back = row.words <= _BACK_WORDS and text.endswith("?") and _AGAIN.search(text)
    return row.words >= FEW_WORDS and not back


def story_parts(row: AnswerRow) -> list[tuple[str, bool]]:
    """Each part of a story and whether it was told; nothing where no story was told and none was asked for.

    An explanation that was asked for is not shown as a story with four parts missing.
    """
    told = sum(bool(row.story.get(part)) for part in STORY_PARTS)
    asked = row.node and row.replies_to == "question" and not _ASKS_FOR_ONE.isdisjoint(row.listens)
    if row.words < 20 or row.language != "en" or row.personal or not (told >= _STORY or (told and asked)):
        return []
    return [(say("parts", part), bool(row.story.get(part))) for part in STORY_PARTS]


def missing(row: AnswerRow, key: str) -> bool:
    """Whether to tell that a signal was listened for and not heard: not beside a decision that the page calls told."""
    signal = row.signals.get(key)
    if signal is None or signal.state != "missed" or not is_answer(row):
        return False
    return not (key == "decision_ownership" and row.story.get("decision"))


def worth_asking(row: AnswerRow) -> bool:
    """Whether to show what would be asked next, where nothing was.

    In a session an interviewer went on elsewhere: then only what the answer itself left open is of use.
    """
    return bool(row.follow_up.text and is_answer(row) and (row.follow_up.target or row.source != "session"))
