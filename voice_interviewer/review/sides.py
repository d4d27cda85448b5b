"""Who asks and who answers, by evidence over the whole transcript; pure.

One person is judged: the candidate. A name that tells (`Interviewer`, `Candidate`), or the user, decides; else whoever
asks most for the words said is an interviewer. With more than two people, all who ask in half of their turns are
interviewers, the one of the rest who says most is the candidate, and what third persons say is nobody's answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import InputFileError
from .asking import asks, is_prompt, question_marks
from .labels import is_answerer, is_asker, key_of
from .lines import Line, ReadTranscript, shortened

ASKS_MUCH = 0.5
"Share of somebody's turns that ask, from which on more than one person counts as an interviewer."
_TELLS_ASKER = re.compile(
    r"\b(?:interviewers?|moderator|recruiter|hiring (?:manager|team|lead|panel|committee))\b"
    r"|\b(?:podcast|show|your|our|the) host\b|(?:^|[(\[,/-]\s*)host\b(?!,)",
    re.IGNORECASE,
)
_TELLS_ANSWERER = re.compile(
    r"\b(?:candidate|interviewee|applicant)\b|\b(?:podcast|show|special|today['’]s|our|the) guest\b"
    r"|(?:^|[(\[,/-]\s*)(?:guest|me)\b(?!,)",
    re.IGNORECASE,
)
"""Roles within a label. `Host` and `Guest` are surnames too, and begin others (Hostetler): they count in front, in
brackets, behind a comma or dash, and after a word like “podcast”."""


@dataclass(frozen=True, slots=True)
class Sides:
    """How the people of a transcript are taken."""

    candidate: str
    askers: frozenset[str]
    others: frozenset[str] = frozenset()
    "People who neither ask nor are the candidate; never judged."
    note: str = ""
    "How it was decided, where it was not said outright."
    clear: bool = True
    "Somebody said who is who, or one side asks and the other hardly does."


@dataclass(frozen=True, slots=True)
class _Count:
    """What somebody did."""

    turns: int
    asking: int
    words: int
    prompts: int

    @property
    def rate(self) -> float:
        """Questions and requests for each word."""
        return self.prompts / max(1, self.words)


def named(name: str, names: Sequence[str], where: str) -> str:
    """The speaker whom the user means: the whole name in any case, else the one name it is a part of.

    Raises InputFileError where nobody or several are meant.
    """
    wanted = key_of(name)
    same = [n for n in names if key_of(n) == wanted]
    parts = same or [n for n in names if wanted in key_of(n).replace(",", " ").split() or wanted in key_of(n)]
    if len(parts) == 1:
        return parts[0]
    what = "several speakers are" if parts else "no speaker is"
    who = shortened(", ".join(dict.fromkeys(names)), 300) or "none are named"
    raise InputFileError(
        f"{what} called “{shortened(name)}”; speakers here: {who}.", where=where, fix="Give --me one of them."
    )


def sides_of(transcript: ReadTranscript, me: str = "", interviewer: str = "") -> Sides:
    """The sides of a transcript with two or more speakers; `me` or `interviewer` decide where given."""
    names = transcript.speakers
    if me:
        return Sides(me, frozenset(names) - {me})
    askers = {interviewer} if interviewer else {n for n in names if is_asker(n) or _TELLS_ASKER.search(n)}
    answerers = {n for n in names if n not in askers and (is_answerer(n) or _TELLS_ANSWERER.search(n))}
    if not askers:  # `A` answers where somebody is `Q`; beside `B` it is just a name
        answerers = {n for n in answerers if len(n) > 1}
    counts = {name: _count(transcript.lines, name) for name in names}
    told = bool(askers and len(askers) < len(names)) or bool(answerers and len(answerers) < len(names))
    if not askers or len(askers) == len(names):
        rest = [n for n in names if n not in answerers] or list(names)
        askers = {max(rest, key=lambda n: (counts[n].rate, -counts[n].words))}
    rest = [n for n in names if n not in askers]
    if not interviewer and len(rest) > 1:
        more = {n for n in rest if counts[n].asking >= ASKS_MUCH * counts[n].turns and n not in answerers}
        askers |= more if len(more) < len(rest) else set()
        rest = [n for n in rest if n not in askers]
    candidate = max(rest, key=lambda n: (n in answerers, counts[n].words))
    others = frozenset(rest) - {candidate}
    clear = told or bool(interviewer) or _clear(candidate, askers, counts)
    note = "" if told and not others else _note(candidate, askers, others, counts, clear)
    return Sides(candidate, frozenset(askers), others, note, clear)


def _count(lines: Sequence[Line], name: str) -> _Count:
    turns: list[str] = []
    before = None
    for line in lines:
        if line.speaker == name:
            if before == name:
                turns[-1] += f" {line.text}"
            else:
                turns.append(line.text)
        before = line.speaker
    words = sum(len(t.split()) for t in turns)
    prompts = sum(question_marks(t) + is_prompt(t) for t in turns)
    return _Count(len(turns), sum(asks(t) or question_marks(t) > 0 for t in turns), words, prompts)


def _clear(candidate: str, askers: set[str], counts: dict[str, _Count]) -> bool:
    asking, turns = sum(counts[n].asking for n in askers), sum(counts[n].turns for n in askers)
    return asking > 0 and asking * counts[candidate].turns > counts[candidate].asking * turns


def _note(candidate: str, askers: set[str], others: frozenset[str], counts: dict[str, _Count], clear: bool) -> str:
    who = " and ".join(f"“{name}”" for name in counts if name in askers)
    asking, turns = sum(counts[n].asking for n in askers), sum(counts[n].turns for n in askers)
    mine = counts[candidate]
    text = (
        f"{who} {'was' if len(askers) == 1 else 'were'} taken for the interviewer (asks in {asking} of {turns} turns), "
        f"“{candidate}” for you (in {mine.asking} of {mine.turns})."
    )
    if others:
        text += f" What {' and '.join(f'“{n}”' for n in counts if n in others)} said is not judged."
    return f"{text}{'' if clear else ' That is a guess.'} If it is wrong, say who you are with --me NAME."
