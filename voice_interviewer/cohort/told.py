"""One student's recordings as a page tells them: in order, in plain words, with quotes and times. Pure.

One recording says nothing about change, so nothing is said about it. Several are compared by exact tests, and where
chance explains a difference, that is what is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..debrief.view.lanes import clock
from ..debrief.view.one_answer import AnswerView
from ..debrief.view.page_one import QUOTE_WORDS, above_quote, above_reframe, clipped
from ..debrief.view.view import view
from ..debrief.wording import name, small
from ..progress.history import Point, Tally
from ..progress.history_view import all_series
from ..rubric.keys import COSTS, LOOKED_FOR, SIGNALS, STRENGTHS
from .as_debrief import Sound, debrief_of, silent
from .criteria import ALL, Criteria
from .rates import rates
from .records import First, Recording

KEEP = 3
_SAID = ("better", "worse", "the same", "within noise")
"What a comparison can come to."
_HEARD = {"good": "heard well", "fair": "heard fairly well", "poor": "heard poorly", "text": "read, not heard"}


@dataclass(frozen=True, slots=True)
class Told:
    """One recording."""

    number: int
    anchor: str
    record: Recording
    facts: tuple[str, ...]
    first: First | None
    quote: str
    above_quote: str
    "What introduces the quote, where it is not itself to be changed."
    above_reframe: str
    then: tuple[First, ...]
    "What else could change, in order."
    keep: tuple[First, ...]
    answers: tuple[AnswerView, ...]
    withheld: tuple[str, ...]
    sound: str | None


@dataclass(frozen=True, slots=True)
class Again:
    """A label that came back."""

    name: str
    count: int
    where: str
    "Numbers of the recordings, as words: `1, 2 and 4`."


@dataclass(frozen=True, slots=True)
class Story:
    """A student's page."""

    student: str
    lede: str
    change: str
    "What can be said about change, or why nothing can."
    costs: tuple[Again, ...]
    keeps: tuple[Again, ...]
    recordings: tuple[Told, ...]
    reviewed: int


def story(student: str, records: Sequence[Recording], criteria: Criteria = ALL, sound: Sound = silent) -> Story:
    """What the page of a student tells; `records` in the order in which they were made."""
    chosen = [criteria.chosen(record) for record in records]
    told = tuple(_told(number, record, criteria, sound) for number, record in enumerate(chosen, start=1))
    good = [one for one in told if not one.record.failure]
    return Story(
        student=student,
        lede=_lede(len(told), len(good)),
        change=_change([one.record for one in good], criteria),
        costs=_again(good, COSTS, criteria),
        keeps=_again(good, (*SIGNALS, *STRENGTHS), criteria),
        recordings=told,
        reviewed=len(good),
    )


def _lede(count: int, good: int) -> str:
    said = f"{count} recording{'' if count == 1 else 's'}"
    if good == count:
        return f"{said}, reviewed one by one"
    return f"{said}, {good or 'none'} of them reviewed" if good else f"{said}; none could be reviewed"


def _told(number: int, record: Recording, criteria: Criteria, sound: Sound) -> Told:
    anchor = f"r{number}"
    first = record.first_priority
    return Told(
        number=number,
        anchor=anchor,
        record=record,
        facts=tuple(_facts(record)),
        first=first,
        quote=clipped(first.quote, QUOTE_WORDS) if first else "",
        above_quote=above_quote(first.label) if first else "",
        above_reframe=above_reframe(first.label) if first else "",
        then=tuple(record.priorities[1:]),
        keep=tuple(record.strengths[:KEEP]),
        answers=tuple(_answers(record, anchor, criteria, sound)),
        withheld=tuple(_withheld(record)),
        sound=sound(record),
    )


def _facts(record: Recording) -> list[str]:
    facts = [record.when[:10]] if record.when else []
    if record.failure:
        return facts
    facts += [clock(record.seconds)] if record.seconds else []
    return [*facts, f"{record.words:,} word{'' if record.words == 1 else 's'}", _HEARD[record.quality]]


def _answers(record: Recording, anchor: str, criteria: Criteria, sound: Sound) -> list[AnswerView]:
    """The answers as a debrief shows them, with anchors of this recording and the criteria's names."""
    made = view(debrief_of(record, sound)).answers
    for answer in made:
        answer.anchor = f"{anchor}-{answer.anchor}"
        answer.notes = [replace(note, name=criteria.names.get(note.label, note.name)) for note in answer.notes]
        answer.row.source = ""
        answer.row.withheld = []
    return made


def _withheld(record: Recording) -> list[str]:
    lines = []
    why = rates(record).why
    if why and not record.failure:
        lines.append(f"Rates per 100 words: {why}.")
    for item in record.withheld:
        if item.what == "rates" and item.why == why:
            continue
        where = f" in answer {item.answer}" if item.answer and len(record.answers) > 1 else ""
        if item.what == "rates":
            lines.append(f"Rates{where}: {item.why}.")
        else:
            lines.append(f"{name(item.what).capitalize()}{where}, “{item.quote}”: {item.why}.")
    return list(dict.fromkeys(lines))


# ---- over the recordings ----


def _again(good: Sequence[Told], labels: Sequence[str], criteria: Criteria) -> tuple[Again, ...]:
    """Labels heard in two recordings or more, in the most first."""
    where: dict[str, list[int]] = {}
    for one in good:
        for label in {m.label for m in one.record.marks if m.tier == "heard"}:
            where.setdefault(label, []).append(one.number)
    found = [(label, where[label]) for label in labels if len(where.get(label, ())) > 1]
    found.sort(key=lambda pair: -len(pair[1]))
    return tuple(
        Again(criteria.names.get(label, name(label)), len(numbers), _listed(numbers)) for label, numbers in found
    )


def _listed(numbers: Sequence[int]) -> str:
    *most, last = map(str, numbers)
    return f"{', '.join(most)} and {last}" if most else last


def _change(good: Sequence[Recording], criteria: Criteria) -> str:
    """What the later recordings show against the earlier ones, as far as chance does not explain it."""
    if not good:
        return ""
    if len(good) == 1:
        return "One recording shows how these answers were that day. It says nothing about change, so nothing is said."
    compared = [s for s in all_series([_point(record) for record in good]) if s.says in _SAID]
    named: dict[str, list[str]] = {}
    for s in compared:
        title = criteria.names.get(s.key) or (name(s.key) if s.key in SIGNALS else s.title)
        named.setdefault(s.says, []).append(small(title))
    lines = [
        f"{how} in the later recordings than in the earlier, by more than chance explains: {', '.join(named[says])}."
        for says, how in (("better", "Better"), ("worse", "Worse"))
        if says in named
    ]
    if lines:
        return " ".join([*lines, "Other questions bring out other things, so look at what was asked, too."])
    if compared:
        return "Between the earlier and the later recordings nothing changed by more than chance explains."
    return "There is too little yet to compare the recordings."


def _point(record: Recording) -> Point:
    """A recording's counts, of answers that were heard well enough."""
    fit = [answer for answer in record.answers if answer.fit]
    numbers = {answer.number for answer in fit}
    labels = Counter(m.label for m in record.marks if m.tier == "heard" and m.answer in numbers)
    signals: dict[str, dict[str, int]] = {}
    for answer in fit:
        for key, state in answer.signals.items():
            if state in LOOKED_FOR:
                row = signals.setdefault(key, {})
                row[state] = row.get(state, 0) + 1
    words = sum(answer.words for answer in fit)
    return Point(record.recording, record.when, "", "", Tally(words, 0.0, 0, len(fit), dict(labels), signals))
