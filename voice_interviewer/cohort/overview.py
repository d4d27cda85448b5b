"""What a whole cohort shows: counts that records are poured into one at a time. Nothing in it is about one person.

How much it holds depends on labels, questions and failures, not on how many recordings there are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ..debrief.wording import about, name, say
from ..rubric import patterns
from ..rubric.keys import COSTS, DISFLUENCIES, LABELS, LOOKED_FOR, PATTERNS, SIGNALS, STRENGTHS
from .rates import rates
from .records import Answer, Recording

MOST_QUESTIONS = 60
"Wordings of questions that are told apart; further ones only count for their pattern."
MOST_REASONS = 20
"Reasons for withholding that are told apart."
FEW = 5
"What fewer answers were asked for is told behind the rest: one of one would look like all."
TOGETHER = 3
"Things to work on together that are named."
OTHER = "other"
"In the place of a pattern that is not known."


@dataclass(slots=True)
class _Counts:
    """What was looked for in answers, and what was not there."""

    asked: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    students: Counter[str] = field(default_factory=Counter)
    "Students with at least one such answer."
    missing: Counter[str] = field(default_factory=Counter)
    "Students who left it out at least once."

    def take(self, found: Iterable[tuple[str, bool]]) -> None:
        """(label, whether it was left out) of one student's answers."""
        asked: Counter[str] = Counter()
        missed: Counter[str] = Counter()
        for key, left_out in found:
            asked[key] += 1
            missed[key] += left_out
        self.asked.update(asked)
        self.missed.update(missed)
        self.students.update(asked.keys())
        self.missing.update(key for key, count in missed.items() if count)

    def lacks(self) -> tuple[Lack, ...]:
        """What was left out by the largest share of answers first; what few were asked for comes last."""
        found = [
            Lack(
                key,
                about(key).get("gap", name(key)),
                self.missed[key],
                asked,
                self.missing[key],
                self.students[key],
            )
            for key, asked in self.asked.items()
        ]
        return tuple(sorted(found, key=lambda lack: (lack.few, -lack.missed / lack.asked, -lack.asked, lack.label)))


@dataclass(slots=True)
class _Asked:
    """Of one pattern or one wording."""

    answers: int = 0
    sure: _Counts = field(default_factory=_Counts)
    near: _Counts = field(default_factory=_Counts)

    def take(self, answers: Sequence[_Told]) -> None:
        """One student's answers to this."""
        self.answers += len(answers)
        self.sure.take(pair for told in answers for pair in told.sure)
        self.near.take(pair for told in answers for pair in told.near)


@dataclass(frozen=True, slots=True)
class _Told:
    """What one answer was asked for."""

    pattern: str
    wording: str
    sure: tuple[tuple[str, bool], ...]
    "(label, left out) of what its question asked for beyond doubt."
    near: tuple[tuple[str, bool], ...]
    "The same of what questions of its pattern are after, where this one did not surely ask for it."


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that questions asked for."""

    label: str
    gap: str
    "It in words: `what you gave up for it`."
    missed: int
    asked: int
    "Answers that left it out, of those that were asked for it."
    students_missing: int
    students: int

    @property
    def per_cent(self) -> float:
        """Of the answers asked for it."""
        return 100 * self.missed / self.asked

    @property
    def few(self) -> bool:
        """So few answers were asked for it that its share says little."""
        return self.asked < FEW


@dataclass(frozen=True, slots=True)
class Asked:
    """One pattern, or one wording of a question, with what was left out most first."""

    key: str
    title: str
    answers: int
    lacks: tuple[Lack, ...]
    near: tuple[Lack, ...] = ()
    "What such questions are after, where it was not asked for beyond doubt."
    wordings: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """One label over the cohort."""

    label: str
    name: str
    students: int
    recordings: int
    means: str
    "Why it counts, or costs."


@dataclass(frozen=True, slots=True)
class Together:
    """What was first to change in several recordings."""

    label: str
    title: str
    drill: str
    recordings: int
    students: int


@dataclass(frozen=True, slots=True)
class Failed:
    """A recording that could not be reviewed."""

    student: str
    recording: str
    why: str
    tries: int


class Overview:
    """The counts of a cohort."""

    def __init__(self) -> None:
        self.students = 0
        self.recordings = 0
        self.reviewed = 0
        self.students_reviewed = 0
        "Students with at least one recording that could be reviewed."
        self.failed: list[Failed] = []
        self.answers = 0
        self.unknown = 0
        "Answers whose question is not known: of those nothing can be missing."
        self._all = _Asked()
        self._patterns: dict[str, _Asked] = {}
        self._questions: dict[tuple[str, str], _Asked] = {}
        self._label_students: Counter[str] = Counter()
        self._label_recordings: Counter[str] = Counter()
        self._first_students: Counter[str] = Counter()
        self._first_recordings: Counter[str] = Counter()
        self._first: dict[str, tuple[str, str]] = {}
        self._withheld: Counter[tuple[str, str]] = Counter()

    def take(self, student: str, records: Sequence[Recording]) -> None:
        """All of one student's records."""
        good = [record for record in records if not record.failure]
        self.students += 1
        self.recordings += len(records)
        self.reviewed += len(good)
        self.students_reviewed += bool(good)
        self.failed += [Failed(student, r.recording, r.failure, r.tries) for r in records if r.failure]
        self._asked([told for record in good for told in self._answers(record)])
        labels = [{m.label for m in record.marks if m.tier == "heard"} for record in good]
        for found in labels:
            self._label_recordings.update(found)
        self._label_students.update(set().union(*labels))
        firsts = [record.first_priority for record in good if record.first_priority is not None]
        self._first_recordings.update(first.label for first in firsts)
        self._first_students.update({first.label for first in firsts})
        self._first.update({first.label: (first.title, first.drill) for first in firsts})
        for record in good:
            for reason in set(_reasons(record)):
                known = reason in self._withheld or len(self._withheld) < MOST_REASONS
                self._withheld[reason if known else ("other", "for other reasons")] += 1

    def _answers(self, record: Recording) -> Iterable[_Told]:
        perhaps = {(m.answer, m.label) for m in record.marks if m.tier == "perhaps"}
        for answer in record.answers:
            if not answer.fit:
                continue
            self.answers += 1
            self.unknown += not answer.question and answer.pattern is None
            yield _told(answer, {label for number, label in perhaps if number == answer.number})

    def _asked(self, answers: Sequence[_Told]) -> None:
        self._all.take(answers)
        by_pattern: dict[str, list[_Told]] = {}
        by_question: dict[tuple[str, str], list[_Told]] = {}
        for told in answers:
            by_pattern.setdefault(told.pattern, []).append(told)
            if told.wording:
                by_question.setdefault((told.pattern, told.wording), []).append(told)
        for pattern, own in by_pattern.items():
            self._patterns.setdefault(pattern, _Asked()).take(own)
        for question, own in by_question.items():
            if question in self._questions or len(self._questions) < MOST_QUESTIONS:
                self._questions.setdefault(question, _Asked()).take(own)

    def all_asked(self) -> Asked:
        """Over all questions."""
        return _shown("", "Over all questions", self._all)

    def asked(self) -> list[Asked]:
        """Patterns in the order of the rubric, each with its wordings; those that ask for nothing are left out."""
        found = []
        for pattern in (*PATTERNS, OTHER):
            if pattern in self._patterns:
                wordings = [
                    _shown(wording, wording, one)
                    for (of, wording), one in self._questions.items()
                    if of == pattern and one.sure.asked
                ]
                title = "Other questions" if pattern == OTHER else say("patterns", pattern)
                made = _shown(pattern, title, self._patterns[pattern])
                found.append(replace(made, wordings=tuple(wordings)) if len(wordings) > 1 else made)
        return [asked for asked in found if asked.lacks or asked.near]

    def heard(self) -> list[tuple[str, list[Heard]]]:
        """Labels that were heard, in families, those of most students first."""
        families = (
            ("Said so that it counts", (*SIGNALS, *STRENGTHS)),
            ("What costs", COSTS),
            ("Fillers and repeats", DISFLUENCIES),
        )
        found = []
        for title, labels in families:
            rows = [
                Heard(
                    label,
                    name(label),
                    self._label_students[label],
                    self._label_recordings[label],
                    about(label).get("praise") or about(label).get("cost", ""),
                )
                for label in labels
                if self._label_students[label]
            ]
            rows.sort(key=lambda row: (-row.students, -row.recordings, LABELS.index(row.label)))
            if rows:
                found.append((title, rows))
        return found

    def together(self) -> list[Together]:
        """What came first for most students, of what came first for at least two."""
        shared = [label for label, students in self._first_students.items() if students > 1]
        shared.sort(key=lambda label: (-self._first_students[label], -self._first_recordings[label], label))
        return [
            Together(label, *self._first[label], self._first_recordings[label], self._first_students[label])
            for label in shared[:TOGETHER]
        ]

    def withheld(self) -> list[tuple[str, str, int]]:
        """(what, why, recordings) of what is not shown, most first."""
        rows = [
            ("Rates per 100 words" if what == "rates" else name(what).capitalize(), why, count)
            for (what, why), count in self._withheld.items()
        ]
        return sorted(rows, key=lambda row: (-row[2], row[0], row[1]))


def _told(answer: Answer, perhaps: set[str]) -> _Told:
    pattern = answer.pattern if answer.pattern in PATTERNS else OTHER
    after = patterns.asks(answer.pattern)
    sure, near = [], []
    for key, state in answer.signals.items():
        shown = state in ("volunteered", "prompted")
        if key in answer.listens:
            if state in LOOKED_FOR:
                sure.append((key, state == "missed"))
        elif key in after and key not in perhaps:
            near.append((key, not shown))
    return _Told(pattern, " ".join(answer.question.split()), tuple(sure), tuple(near))


def _shown(key: str, title: str, found: _Asked) -> Asked:
    return Asked(key, title, found.answers, found.sure.lacks(), found.near.lacks())


def _reasons(record: Recording) -> Iterable[tuple[str, str]]:
    """What is withheld of a recording and why, without its numbers."""
    why = rates(record).why
    if why:
        yield "rates", _plain(why)
    for item in record.withheld:
        if item.what != "rates" or not why:
            yield item.what, _plain(item.why)


def _plain(why: str) -> str:
    """A reason without what differs from one recording to the next."""
    return re.sub(r"only \d+ words", "too few words", re.sub(r"\s*\([^)]*\)", "", why)).strip(" .")[:120]
