"""Answers that were begun and never ended: their sound is there, their words as far as they were understood. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...sessions.actions import Listen
from ...sessions.events import Command, Progress
from ...sessions.lines import Journal
from .schema import KeptSound

_NUMBER = re.compile(r"(\d+)(?:-(\d+))?\.flac$")


def kept_sounds(journal: Journal, recordings: Iterable[str]) -> list[KeptSound]:
    """The recordings (`audio/03.flac`, relative to the session) that no answer of the journal has for its own.

    A process that was killed leaves one without a record; an answer that was taken up again leaves the earlier one.
    """
    used = {turn.audio for turn in journal.turns.values()}
    attempts = _attempts(journal)
    kept = []
    for path in sorted(recordings):
        match = _NUMBER.search(path)
        if path in used or match is None:
            continue
        tried = attempts.get(int(match[1]), [])
        nth = int(match[2] or 1) - 1
        question, text = tried[nth] if nth < len(tried) else ("", "")
        kept.append(KeptSound(audio=path, answer=str(int(match[1])), question=question, text=text))
    return kept


def _attempts(journal: Journal) -> dict[int, list[tuple[str, str]]]:
    """For each answer's number what was asked and understood, once for each time the program was there to hear it."""
    found: dict[int, list[tuple[str, str]]] = {}
    current, paused, anew = -1, False, False
    for line in journal.lines:
        match line.record:
            case Command(name="pause"):
                paused = True
            case Command(name="resume"):
                anew, paused = anew or not paused, False  # not after a pause: the program was started again
            case Listen(turn=current, question=question):
                if anew or current not in found:
                    found.setdefault(current, []).append((question, ""))
                anew = False
            case Progress(text=text) if current in found:
                found[current][-1] = (found[current][-1][0], text)
    return found
