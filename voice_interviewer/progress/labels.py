"""What people think of the findings: accept or reject, kept in the session's journal, and how often they agree.

Agreement is said with its number and Wilson's interval, and not at all below `MIN_N` opinions. Exported labels have the
shape of the evaluation set's rows, so they can join it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import UsageError
from ..sessions.journal import Session
from ..sessions.records import Label
from .noise import wilson

MIN_N = 8


@dataclass(frozen=True, slots=True)
class Opinion:
    """One person's opinion of one finding; a later one of the same person replaces it."""

    session: str
    answer: str
    label: str
    start: int
    end: int
    text: str
    accept: bool
    by: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often people agree with a label (or with all: label "")."""

    label: str
    n: int
    accepted: int
    low: float | None
    high: float | None
    "95 % interval of the share, 0 to 1; None below `MIN_N`."

    @property
    def says(self) -> str:
        """`21 of 25 accepted (65 to 94 %)`, or how many are still needed."""
        if self.low is None or self.high is None:
            return f"{self.n} of at least {MIN_N} opinions needed before a share is told"
        return f"{self.accepted} of {self.n} accepted ({100 * self.low:.0f} to {100 * self.high:.0f} %)"


def findings_to_label(
    debrief: Mapping[str, Any], done: Iterable[Opinion] = (), by: str = ""
) -> Iterator[dict[str, Any]]:
    """Findings of a debrief that `by` has no opinion on yet: {answer, label, start, end, text, why, context}."""
    known = {(o.answer, o.label, o.start, o.end) for o in done if o.by == by}
    for answer in debrief.get("answers") or ():
        text = answer["transcript"]["text"]
        for finding in answer.get("findings") or ():
            if finding["label"] in ("filler", "repeat"):
                continue
            if (answer["id"], finding["label"], finding["start"], finding["end"]) in known:
                continue
            around = text[max(0, finding["start"] - 120) : finding["end"] + 120]
            keys = ("label", "start", "end", "text", "why")
            yield {"answer": answer["id"], **{k: finding[k] for k in keys}, "context": around}


def record(session: Session, finding: Mapping[str, Any], accept: bool, *, by: str = "") -> None:
    """Append an opinion of a finding (as `findings_to_label` gives it). Raises UsageError or StorageError."""
    try:
        place = {k: finding[k] for k in ("answer", "label", "start", "end", "text")}
    except KeyError as error:
        raise UsageError(
            f"a finding without {error}", where=session.id, fix="Label the findings of a debrief."
        ) from error
    session.write(Label(**place, accept=accept, by=by))


def opinions(session: Session) -> list[Opinion]:
    """All opinions of a session, the last of each person on each finding."""
    found: dict[tuple[str, str, int, int, str], Opinion] = {}
    for one in session.read().records(Label):
        opinion = Opinion(session.id, one.answer, one.label, one.start, one.end, one.text, one.accept, one.by)
        found[(opinion.answer, opinion.label, opinion.start, opinion.end, opinion.by)] = opinion
    return list(found.values())


def agreement(given: Sequence[Opinion]) -> list[Agreement]:
    """Over all (label "") and for each label, most opinions first."""
    labels = sorted({o.label for o in given}, key=lambda name: -sum(1 for o in given if o.label == name))
    return [_agreement("", given), *(_agreement(name, [o for o in given if o.label == name]) for name in labels)]


def export(debrief: Mapping[str, Any], given: Iterable[Opinion]) -> Iterator[dict[str, Any]]:
    """Rows for the evaluation set: {text, label, start, end, accept, by, question}, offsets in `text`."""
    texts = {a["id"]: (a["transcript"]["text"], a.get("question", "")) for a in debrief.get("answers") or ()}
    for opinion in given:
        text, question = texts.get(opinion.answer, ("", ""))
        if text[opinion.start : opinion.end] == opinion.text:
            yield {
                "text": text,
                "question": question,
                "label": opinion.label,
                "start": opinion.start,
                "end": opinion.end,
                "accept": opinion.accept,
                "by": opinion.by,
            }


def _agreement(label: str, given: Sequence[Opinion]) -> Agreement:
    n, accepted = len(given), sum(1 for o in given if o.accept)
    if n < MIN_N:
        return Agreement(label, n, accepted, None, None)
    low, high = wilson(accepted, n)
    return Agreement(label, n, accepted, low, high)
