"""That is not what I said: a correction of the transcript, applied when the debrief is made again; the original stays.

A correction is one more record of the journal (`correction`: {answer, start, end, old, new}, offsets in the text as it
stood then), so corrections apply in order and every earlier state can be had again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ...errors import UsageError
from ...hearing.model import Heard
from ...sessions.journal import Session
from ...sessions.lines import Line
from ...sessions.record import Turn
from ...sessions.records import Correction
from .align import TimeMap
from .schema import CorrectionRow


@dataclass(frozen=True, slots=True)
class Corrected:
    """An answer after its corrections."""

    heard: Heard
    applied: tuple[CorrectionRow, ...] = ()
    refused: tuple[str, ...] = ()
    "Corrections that no longer fit the text, one line each."

    def move(self, at: int) -> int:
        """Where an offset of the original text stands now."""
        for row in self.applied:
            if at >= row.end:
                at += len(row.new) - (row.end - row.start)
            elif at > row.start:
                at = row.start + len(row.new)
        return at


def request(text: str, old: str, new: str, *, answer: str, nth: int | None = None) -> Correction:
    """The record for "not `old` but `new`"; `old` empty replaces the whole answer.

    Case and white space of `old` need not match. Raises UsageError when `old` is not in the text, or is there more than
    once and `nth` (1 for the first) does not say which.
    """
    if not old.strip():
        return Correction(answer, 0, len(text), text, new.strip())
    pattern = r"\s+".join(re.escape(word) for word in old.split())
    places = [m.span() for m in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE)]
    places = places or [m.span() for m in re.finditer(pattern, text, re.IGNORECASE)]
    if not places:
        raise UsageError(
            f"“{old}” was not heard in this answer", where=f"answer {answer}", fix="Copy it from the page."
        )
    if len(places) > 1 and nth is None:
        raise UsageError(
            f"“{old}” was heard {len(places)} times in this answer",
            where=f"answer {answer}",
            fix="Give some words around it, or say which one by number.",
        )
    which = nth or 1
    if not 1 <= which <= len(places):
        raise UsageError(
            f"“{old}” was heard only {len(places)} times", where=f"answer {answer}", fix="Give a lower number."
        )
    start, end = places[which - 1]
    if text[start:end] == new.strip():
        raise UsageError(
            f"“{text[start:end]}” is what stands there already", where=f"answer {answer}", fix="Write what you said."
        )
    return Correction(answer, start, end, text[start:end], new.strip())


def apply(heard: Heard, records: Iterable[Line[Correction]]) -> Corrected:
    """What was heard with the corrections of this answer carried out in order.

    Words get the new text; a corrected word takes the time of what it replaces and counts as certain. A record whose
    `old` is no longer at its place is left out and named in `refused`. What the candidate typed proves itself: it is
    added to `plain_text`.
    """
    text = heard.text
    applied: list[CorrectionRow] = []
    refused: list[str] = []
    for line in records:
        change = line.record
        start, end, old, new = change.start, change.end, change.old, change.new
        if not 0 <= start <= end or text[start:end] != old:
            refused.append(f"“{old[:40]}” → “{new[:40]}”")
            continue
        text = text[:start] + new + text[end:]
        applied.append(CorrectionRow(old=old, new=new, start=start, end=end, wall=line.wall))
    if not applied:
        return Corrected(heard, (), tuple(refused))
    words = TimeMap(text, heard.words).words(text) if heard.words else ()
    plain = " ".join([heard.plain_text, *(row.new for row in applied)]) if heard.words else heard.plain_text
    return Corrected(replace(heard, text=text, words=words, plain_text=plain), tuple(applied), tuple(refused))


def apply_correction(session: Session, change: str) -> str:
    """Append the correction `ANSWER:heard=said` to a session's journal; returns one line that says what was changed.

    `ANSWER:=the whole answer` replaces all of it; `ANSWER:heard#2=said` means the second place where it was heard.
    The debrief made next shows it; the first transcript stays in the journal. Raises UsageError or StorageError.
    """
    match = re.match(r"\s*([^:]+?)\s*:(.*?)(?:#(\d+))?=(.*)$", change, re.DOTALL)
    if match is None:
        raise UsageError(
            "a correction is ANSWER:heard=said", where=f"--correct {change!r}", fix='For example "2:sorry=story".'
        )
    answer, old, nth, new = match.groups()
    return correct(session, answer, old, new, nth=int(nth) if nth else None)


def correct(session: Session, answer: str, old: str, new: str, *, nth: int | None = None) -> str:
    """The same with its parts apart: in this answer, not `old` (empty: all of it) but `new`."""
    journal = session.read()
    turns = {str(turn.turn): turn for turn in journal.records(Turn)}
    if answer not in turns:
        known = ", ".join(turns) or "none"
        raise UsageError(f"there is no answer {answer}", where=session.id, fix=f"Answers of this session: {known}.")
    earlier = [line for line in journal.of(Correction) if line.record.answer == answer]
    text = apply(turns[answer].heard, earlier).heard.text
    made = request(text, old.strip(), new, answer=answer, nth=nth)
    session.write(made)
    becomes = f"is now “{_short(made.new)}”" if made.new else "is taken out"
    return f"Answer {answer}: “{_short(made.old)}” {becomes}. What was heard first is kept."


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"
