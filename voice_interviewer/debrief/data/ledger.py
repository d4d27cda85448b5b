"""The claim ledger: every claim of size, number, role and outcome, how it stands, and the most one may honestly say.

| verdict | when |
|---|---|
| `contradicted` | another claim of the session gives a different number for the same thing |
| `inflated` | the words were found to overstate, or a big claim carries neither number nor role |
| `minimised` | the words were found to shrink what was done |
| `solid` | none of these |
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...language.model import Claim
from ...rubric.relations import EXCUSES, OVERSELLING, WEAKENING
from .align import TimeMap
from .schema import AnswerRow, ClaimRow, FindingRow
from .trim import clean, sentence_at


def claim_rows(row: AnswerRow, claims: Sequence[Claim], times: TimeMap, zero: float) -> list[ClaimRow]:
    """The ledger's rows of one answer; `zero` is the session time of its recording's start."""
    text = row.transcript.text
    out = []
    for claim in claims:
        start_s, _ = times.span(claim.start, claim.end)
        verdict, why = _verdict(row, claim)
        out.append(
            ClaimRow(
                kind=claim.kind,
                text=text[claim.start : claim.end],
                start=claim.start,
                end=claim.end,
                start_s=None if start_s is None else round(start_s - zero, 3),
                verdict=verdict,
                why=why,
                you_may_say=ceiling(row, claim, verdict),
            )
        )
    return out


def _verdict(row: AnswerRow, claim: Claim) -> tuple[str, str]:
    near = _near(row, claim)
    if any(f.label in OVERSELLING for f in near) and not (claim.has_number and claim.has_role):
        return "inflated", "Bigger than what was told can carry: no number and no part of your own holds it up."
    if any(f.label in EXCUSES for f in near):
        return "minimised", "The words around it make it smaller than the facts do."
    return (
        "solid",
        "Stands as said." if claim.has_number or claim.has_role else "Stands, and a number would make it firmer.",
    )


def ceiling(row: AnswerRow, claim: Claim, verdict: str) -> str:
    """The strongest honest form of a claim: the candidate's own words, and brackets for what was not said."""
    text = row.transcript.text
    first, last = sentence_at(text, claim.start, claim.end)
    spans = [
        (f.start, f.end, f.label) for f in row.findings if f.label in WEAKENING and f.end > first and f.start < last
    ]
    kept = clean(text, first, last, spans)
    if not kept:
        return "[What you did], at [its size], with [the result]."
    if verdict == "inflated":
        return f"{kept} [One number: how many, or from what to what]; my part was [what you decided]."
    missing = []
    if not claim.has_number and claim.kind in ("scale", "number", "outcome"):
        missing.append("[one number]")
    if claim.kind in ("number", "outcome") and claim.has_number and not claim.has_comparison:
        missing.append("[compared with what]")
    if claim.kind in ("role", "outcome", "scale") and not claim.has_role:
        missing.append("[your own part]")
    return f"{kept} {', '.join(missing)}".strip() + ("." if missing else "")


def _near(row: AnswerRow, claim: Claim) -> list[FindingRow]:
    """Findings that overlap the claim or stand next to it (within 25 characters)."""
    return [f for f in row.findings if f.start < claim.end + 25 and f.end > claim.start - 25]


def ledger(rows: Iterable[AnswerRow]) -> list[tuple[AnswerRow, ClaimRow]]:
    """All claims of a session with their answers, the ones that need attention first."""
    order = {"contradicted": 0, "inflated": 1, "minimised": 2, "solid": 3}
    pairs = [(row, claim) for row in rows for claim in row.claims]
    return sorted(pairs, key=lambda p: order.get(p[1].verdict, 4))
