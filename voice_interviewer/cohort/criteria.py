"""Own criteria: a small file that says which labels a cohort's pages show, under which names, with which notes.

    title: Backend course, week 3
    labels: [decision_ownership, constraint_tradeoff, team_voice]
    names:
      team_voice: Whose call was it?
    notes:
      rollback: We practised triggers in week 2.

It chooses what is shown and never changes what was found: records and `cohort.csv` stay whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from ..debrief.wording import name
from ..errors import InputFileError
from ..flow.diagnostics import did_you_mean
from ..rubric.keys import LABELS, PATTERNS
from ..tables import Part, Table, TableError, Text
from .records import Recording

LARGEST = 200_000
"Bytes of a file; a long one has a thousand."


def _one_of(what: str, known: tuple[str, ...]) -> AfterValidator:
    def check(key: str) -> str:
        if key not in known:
            raise ValueError(f"“{key}” is no {what}.{did_you_mean(key, known)} There are: {', '.join(known)}")
        return key

    return AfterValidator(check)


Label = Annotated[str, _one_of("label", LABELS)]
Pattern = Annotated[str, _one_of("question pattern", PATTERNS)]


class Criteria(Part):
    """What is shown."""

    title: Text = "Cohort"
    "Heading of the cohort's page."
    intro: str = ""
    "A sentence of the teacher's own under it."
    labels: tuple[Label, ...] = ()
    "Only these are shown; empty: all."
    leave_out: tuple[Label, ...] = ()
    "All but these are shown."
    names: Mapping[Label, Text] = Field(default_factory=dict)
    "What a label is called on the pages."
    notes: Mapping[Pattern, Text] = Field(default_factory=dict)
    "Said beside what questions of a pattern asked for."

    def counts(self, label: str) -> bool:
        """Whether a label is shown. What only a measure shows (`pace`, `answer_length`) is, unless labels are named."""
        return label in self.labels if self.labels else label not in self.leave_out

    def told(self) -> str:
        """What is not shown here by choice, as a page says it; empty where all is shown."""
        some = ", ".join(self.names.get(label) or name(label) for label in (self.labels or self.leave_out))
        if not some:
            return ""
        return f"Only this is shown here: {some}." if self.labels else f"Not shown here: {some}."

    def chosen(self, record: Recording) -> Recording:
        """The record with what is shown of it."""
        if not self.labels and not self.leave_out:
            return record
        made = record.model_copy()
        made.marks = [m for m in record.marks if self.counts(m.label)]
        made.priorities = [p for p in record.priorities if self.counts(p.label)]
        made.strengths = [s for s in record.strengths if self.counts(s.label)]
        made.withheld = [w for w in record.withheld if w.what == "rates" or self.counts(w.what)]
        made.answers = [
            a.model_copy(
                update={
                    "signals": {k: s for k, s in a.signals.items() if self.counts(k)},
                    "listens": [k for k in a.listens if self.counts(k)],
                }
            )
            for a in record.answers
        ]
        return made


ALL = Criteria()
"What is shown where nobody chose."


def read(path: Path) -> Criteria:
    """The criteria in a YAML file. Raises InputFileError with line and key of the first mistake, and what is known."""
    try:
        if path.stat().st_size > LARGEST:
            raise InputFileError("this is too large to be a file of criteria.", where=str(path))
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "no UTF-8 text"
        raise InputFileError(
            f"the criteria cannot be read ({why}).", where=str(path), fix="Give a YAML file."
        ) from error
    try:
        table = Table(str(path), text)
        _known_fields(table)
        found = table.read(Criteria)
        if found.labels and found.leave_out:
            raise table.error(("leave_out",), "give either `labels` or `leave_out`")
    except TableError as error:
        first, *more = str(error).splitlines()
        raise InputFileError(first + (f" ({len(more)} more)" if more else "")) from error
    except RecursionError as error:
        raise InputFileError("this is nested too deep to be criteria.", where=str(path)) from error
    return found


def _known_fields(table: Table) -> None:
    """Raises TableError for what is no mapping, and for a field that there is not."""
    given: Any = table.value
    fields = tuple(Criteria.model_fields)
    if not isinstance(given, dict):
        raise table.error((), f"criteria are a list of fields: {', '.join(fields)}")
    for key in given:
        if key not in fields:
            raise table.error((key,), f"there is no such field.{did_you_mean(str(key), fields)}")
    for key in ("labels", "leave_out"):
        if isinstance(given.get(key), str):
            raise table.error((key,), f"this is a list; write [{given[key]}]")
