"""What a whole cohort shows: counts that records are poured into one at a time. Nothing in it is about one person.

How much it holds depends on labels, questions and failures, not on how many recordings there are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..debrief.wording import about, name, say
from ..rubric.keys import COSTS, DISFLUENCIES, LABELS, LOOKED_FOR, PATTERNS, SIGNALS, STRENGTHS
from .rates import rates
from .records import Answer, Recording

MOST_QUESTIONS = 60
"Wordings of questions that are told apart; further ones only count for their pattern."
MOST_REASONS = 20
"Reasons for withholding that are told apart."
TOGETHER = 3
"Things to work on together that are named."
OTHER = "other"
"In the place of a pattern that is not known."


@dataclass(slots=True)
class _Lacks:
    """Of one pattern or one wording: what was asked for, and what was left out."""

    answers: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    students: Counter[str] = field(default_factory=Counter)
    "Students who were asked for it at least once."
    missing: Counter[str] = field(default_factory=Counter)
    "Students who left it out at least once."

    def take(self, answers: Sequence[Answer]) -> None:
        """The answers of one student to this."""
        asked: Counter[str] = Counter()
        missed: Counter[str] = Counter()
        for answer in answers:
            self.answers += 1
            for key in answer.listens:
                state = answer.signals.get(key)
                if state in LOOKED_FOR:
                    asked[key] += 1
                    missed[key] += state == "missed"
        self.asked.update(asked)
        self.missed.update(missed)
        self.students.update(asked.keys())
        self.missing.update(key for key, count in missed.items() if count)


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


@dataclass(frozen=True, slots=True)
class Asked:
    """One pattern, or one wording of a question, with what was left out most first."""

    key: str
    title: str
    answers: int
    lacks: tuple[Lack, ...]
    wordings: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """One label over the cohort."""

    label: str
    name: str
    students: int
    recordings: int


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
        self._patterns: dict[str, _Lacks] = {}
        self._questions: dict[tuple[str, str], _Lacks] = {}
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
        self._lacks([answer for record in good for answer in record.answers])
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

    def _lacks(self, answers: Iterable[Answer]) -> None:
        by_pattern: dict[str, list[Answer]] = {}
        by_question: dict[tuple[str, str], list[Answer]] = {}
        for answer in answers:
            if not answer.words or answer.language != "en":
                continue
            pattern = answer.pattern if answer.pattern in PATTERNS else OTHER
            by_pattern.setdefault(pattern, []).append(answer)
            wording = " ".join(answer.question.split())
            if wording:
                by_question.setdefault((pattern, wording), []).append(answer)
        for pattern, own in by_pattern.items():
            self._patterns.setdefault(pattern, _Lacks()).take(own)
        for question, own in by_question.items():
            if question in self._questions or len(self._questions) < MOST_QUESTIONS:
                self._questions.setdefault(question, _Lacks()).take(own)

    def asked(self) -> list[Asked]:
        """Patterns in the order of the rubric, each with its wordings; those that asked for nothing surely are left
        out."""
        found = []
        for pattern in (*PATTERNS, OTHER):
            if pattern in self._patterns:
                wordings = [
                    Asked(wording, wording, lacks.answers, _sorted(lacks))
                    for (of, wording), lacks in self._questions.items()
                    if of == pattern and lacks.asked
                ]
                title = "Other questions" if pattern == OTHER else say("patterns", pattern)
                lacks = self._patterns[pattern]
                found.append(
                    Asked(pattern, title, lacks.answers, _sorted(lacks), tuple(wordings) if len(wordings) > 1 else ())
                )
        return [asked for asked in found if asked.lacks]

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
                Heard(label, name(label), self._label_students[label], self._label_recordings[label])
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


def _sorted(lacks: _Lacks) -> tuple[Lack, ...]:
    found = [
        Lack(
            key,
            about(key).get("gap", name(key)),
            lacks.missed[key],
            asked,
            lacks.missing[key],
            lacks.students[key],
        )
        for key, asked in lacks.asked.items()
    ]
    return tuple(sorted(found, key=lambda lack: (-lack.missed / lack.asked, -lack.asked, lack.label)))


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
