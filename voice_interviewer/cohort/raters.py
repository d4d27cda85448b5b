"""Two people's opinions of the same findings, and how far they agree: shares, and Cohen's kappa (1960).

The files are those a page to judge saves (`cohort judge`, `debrief --bundle`). What nobody marked is in none of them,
so this says whether two people agree with what was found, and nothing about what was overlooked. Pure but for `read`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..debrief.wording import name
from ..errors import UsageError
from ..progress import mentors
from ..progress.labels import MIN_N
from ..progress.noise import wilson
from ..rubric.relations import rank

FEW = 30
"Below this many findings kappa is told with a warning; below `MIN_N` it is not told."


@dataclass(frozen=True, slots=True)
class Finding:
    """What was judged."""

    session: str
    answer: str
    label: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Rater:
    """One person and what they said."""

    name: str
    said: Mapping[Finding, bool]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two agree on one label, or on all (label "")."""

    label: str
    n: int
    "Findings that both judged."
    same: int
    both_accept: int
    both_reject: int
    kappa: float | None
    note: str
    "Why kappa is not told, or how to read it; empty: nothing to remark."

    @property
    def share(self) -> str:
        """`18 of 20`, with its 95 % interval where there are enough."""
        if self.n < MIN_N:
            return f"{self.same} of {self.n}"
        low, high = wilson(self.same, self.n)
        return f"{self.same} of {self.n} ({100 * low:.0f} to {100 * high:.0f} %)"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two raters side by side."""

    raters: tuple[str, str]
    alone: tuple[int, int]
    "Findings that only the one, only the other judged."
    agreement: tuple[Agreement, ...]
    "Over all first, then label by label."
    differences: tuple[tuple[Finding, bool], ...]
    "Where they differ, with what the first said."


def read(paths: Sequence[Path]) -> list[Rater]:
    """The raters of these files, one person's files together. Raises InputFileError, or UsageError without a name."""
    said: dict[str, dict[Finding, bool]] = {}
    for path in paths:
        file = mentors.read(path)
        who = mentors.clean(file.by)[:60].strip()
        if not who:
            raise UsageError(
                "the file does not say whose opinions these are.", where=str(path), fix="Write a name into the page."
            )
        own = said.setdefault(next((known for known in said if known.casefold() == who.casefold()), who), {})
        for f in file.findings:
            own[Finding(file.session, f.answer, f.label, f.start, f.end, mentors.clean(f.text))] = f.accept
    return [Rater(who, own) for who, own in said.items()]


def compare(raters: Sequence[Rater]) -> Comparison:
    """Two raters compared. Raises UsageError where they are not two, or judged nothing in common."""
    if len(raters) != 2:
        who = " and ".join(f"“{rater.name}”" for rater in raters) or "nobody"
        raise UsageError(
            f"agreement is between two people, and these files are by {who}.", fix="Give the files of two raters."
        )
    one, other = raters
    both = [finding for finding in one.said if finding in other.said]
    if not both:
        raise UsageError(
            f"{one.name} and {other.name} judged no finding in common.", fix="Let both judge the same pages."
        )
    labels = sorted({finding.label for finding in both}, key=lambda label: (rank(label), label))
    pairs = {finding: (one.said[finding], other.said[finding]) for finding in both}
    return Comparison(
        (one.name, other.name),
        (len(one.said) - len(both), len(other.said) - len(both)),
        tuple(
            _agreement(label, [pair for f, pair in pairs.items() if label in ("", f.label)]) for label in ("", *labels)
        ),
        tuple((f, first) for f, (first, second) in pairs.items() if first != second),
    )


def kappa(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    """Cohen's kappa of pairs of yes and no; None where chance alone would agree every time."""
    n = len(pairs)
    if not n:
        return None
    first, second = (sum(pair[who] for pair in pairs) / n for who in (0, 1))
    chance = first * second + (1 - first) * (1 - second)
    same = sum(a == b for a, b in pairs) / n
    return None if chance == 1 else (same - chance) / (1 - chance)


def _agreement(label: str, pairs: Sequence[tuple[bool, bool]]) -> Agreement:
    n, found = len(pairs), kappa(pairs)
    note = ""
    if n < MIN_N:
        found, note = None, f"kappa needs at least {MIN_N} findings"
    elif found is None:
        note = "both said the same of every one, so there is no kappa"
    elif n < FEW:
        note = f"few: with under {FEW} findings kappa is a rough figure"
    return Agreement(
        label,
        n,
        sum(a == b for a, b in pairs),
        sum(a and b for a, b in pairs),
        sum(not a and not b for a, b in pairs),
        None if found is None else round(found, 3),
        note,
    )


def markdown(found: Comparison) -> str:
    """The comparison as a page of text."""
    one, other = found.raters
    both = found.agreement[0].n
    lines = [
        f"# {one} and {other}",
        "",
        f"{both} finding{' was' if both == 1 else 's were'} judged by both; {found.alone[0]} by {one} alone,"
        f" {found.alone[1]} by {other} alone.",
        "",
        "| label | judged by both | agree | both right | both wrong | kappa | |",
        "|---|--:|---|--:|--:|--:|---|",
    ]
    for a in found.agreement:
        title = name(a.label) if a.label else "all findings"
        shown = "–" if a.kappa is None else f"{a.kappa:.2f}"
        lines.append(f"| {title} | {a.n} | {a.share} | {a.both_accept} | {a.both_reject} | {shown} | {a.note} |")
    lines += ["", "## Where they differ", ""]
    for finding, first in found.differences:
        yes, no = (one, other) if first else (other, one)
        place = " · ".join(part for part in (finding.session, f"answer {finding.answer}") if part)
        lines.append(
            f"- {name(finding.label)}: “{_cell(finding.quote)}” ({_cell(place)}): right for {yes}, wrong for {no}"
        )
    if not found.differences:
        lines.append("Nowhere.")
    return "\n".join(lines) + "\n"


def plain(found: Comparison) -> dict[str, Any]:
    """The comparison as plain values, for JSON."""
    return {
        "raters": list(found.raters),
        "judged_alone": list(found.alone),
        "agreement": [asdict(a) for a in found.agreement],
        "differences": [
            {**asdict(f), "right_for": found.raters[not first], "wrong_for": found.raters[first]}
            for f, first in found.differences
        ],
    }


def rows(files: Iterable[Path]) -> list[dict[str, Any]]:
    """What raters said, a flat row each: rater, session, answer, label, start, end, quote, accept."""
    return [
        {"rater": rater.name, **asdict(finding), "accept": accept}
        for rater in read(list(files))
        for finding, accept in rater.said.items()
    ]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
