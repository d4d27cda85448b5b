"""Numbered diagnostics of flow files: code, severity, message and place are one thing, and each code has a page."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from ..errors import FlowError

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file; line and column count from 1, 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


CODES: dict[str, tuple[str, str]] = {
    "VF001": (ERROR, "an edge or `start` goes to a question that does not exist"),
    "VF002": (ERROR, "the file cannot be read"),
    "VF003": (ERROR, "the file is not valid YAML"),
    "VF004": (ERROR, "a tab where only spaces may stand"),
    "VF005": (ERROR, "the same key twice"),
    "VF006": (ERROR, "tags, anchors and aliases are not allowed"),
    "VF007": (ERROR, "unknown version of the flow format"),
    "VF008": (ERROR, "unknown key"),
    "VF009": (ERROR, "a key is missing"),
    "VF010": (ERROR, "a value of the wrong kind"),
    "VF011": (ERROR, "an include that cannot be used"),
    "VF012": (ERROR, "includes in a circle"),
    "VF013": (ERROR, "the same id twice"),
    "VF014": (ERROR, "a condition that cannot be read"),
    "VF015": (ERROR, "a condition names something unknown"),
    "VF016": (WARNING, "a condition that is always true"),
    "VF017": (ERROR, "a condition that is never true"),
    "VF018": (ERROR, "a question that is never reached"),
    "VF019": (ERROR, "no way from here to END"),
    "VF020": (ERROR, "an endless loop"),
    "VF021": (WARNING, "a follow-up or edge that never gets its turn"),
    "VF022": (ERROR, "text that cannot be spoken as written"),
    "VF023": (WARNING, "a spoken sentence that is too long"),
    "VF024": (WARNING, "a time budget that does not fit"),
    "VF025": (WARNING, "vocabulary that has no effect"),
    "VF026": (ERROR, "an unknown constraint"),
    "VF027": (ERROR, "a slot that cannot be filled safely"),
    "VF028": (WARNING, "too few spoken variants"),
    "VF029": (WARNING, "two questions at once"),
    "VF030": (ERROR, "a question with no way onward"),
    "VF031": (WARNING, "words that leak a verdict"),
    "VF032": (WARNING, "something written but never used"),
    "VF033": (WARNING, "text written for the eye, not the ear"),
}
"Code: severity and title. Codes are never used again for something else."


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake, with its place and what to do about it."""

    code: str
    message: str
    place: Place

    @property
    def severity(self) -> str:
        """`error` or `warning`; an error keeps the flow from being played."""
        return CODES[self.code][0]

    def __str__(self) -> str:
        message = " ".join(self.message.split())  # it may quote a value of several lines
        return f"{self.place}: {self.code} {self.severity}: {message}"


class FlowErrors(FlowError):
    """A flow that cannot be played, with all its diagnostics."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        "Everything found, warnings too, in file order."
        errors = [d for d in self.diagnostics if d.severity == ERROR]
        first = errors[0]
        more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
        super().__init__(
            f"{first.code} {first.message}{more}",
            where=str(first.place),
            fix=f"See all with `voice-interviewer flows check {first.place.file}`.",
        )


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Without duplicates, by file, line, column, code."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=lambda d: (d.place, d.code, d.message)))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """` Did you mean "x"?` for the nearest known name, or an empty string."""
    close = difflib.get_close_matches(name.lower(), {k.lower(): k for k in known}, n=1, cutoff=0.6)
    if not close:
        return ""
    original = next(k for k in known if k.lower() == close[0])
    return f' Did you mean "{original}"?'
