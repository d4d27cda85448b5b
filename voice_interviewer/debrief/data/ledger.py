"""The claim ledger: every claim of size, number, role and outcome, how it stands, and the most one may honestly say.

| verdict | when |
|---|---|
| `contradicted` | another claim of the session gives a different number for the same thing |
| `inflated` | the words were found to overstate, or a big claim carries neither number nor role |
| `minimised` | the words were found to shrink what was done |
| `solid` | none of these |
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ...english import numbers
from ...language.model import Claim
from ...rubric.relations import EXCUSES, OVERSELLING
from .align import TimeMap
from .own_part import plain_sentence
from .reframes import reframe
from .schema import AnswerRow, ClaimRow, FindingRow

MOST_REPEATED = 20
"A longer sentence is not said again for the sake of a bracket."
_OPINION = re.compile(
    r"\bI(?:['’]m| am|['’]d| would)? (?:\w+ly |just |also )?(?:think|guess|mean|feel|felt|know|say"
    r"|believe|suppose|hope|wonder|don['’]t (?:know|think)"
    r"|(?<=m )(?:thinking|guessing|sure|not sure|curious)"
    r"|(?:can|could)n['’]t (?:say|remember))\b"
    r"|\b(?:we|you) (?:all |both )?know\b|\blet (?:me|us)\b|\b(?:told|tell|asked|ask|gave|give|showed?) (?:me|us)\b",
    re.IGNORECASE,
)
"Where a first person says nothing of what the speaker did or has."
_FIRST = re.compile(r"\b(?:I|me|my|mine|we|us|our|ours)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“][^\"”]*(?:[\"”]|$)")
_SUPPOSES = re.compile(
    r"\b(?:would|could|might|should|will)\b|(?<!\bsee )(?<!\bcheck )(?<!\bask )(?<!\bknow )(?<!\basked )\bif\b"
    r"|['’]ll\b|['’]d (?!(?:been|had|led|made|built|gone|got|done|seen|run|cut|put|set|lost|kept|taken|given|\w+ed)\b)"
    r"|\bgoing to\b",
    re.IGNORECASE,
)
_WEIGHT = {"outcome": 0, "scale": 1, "number": 2, "role": 3}


def claim_rows(row: AnswerRow, claims: Sequence[Claim], times: TimeMap, zero: float) -> list[ClaimRow]:
    """The ledger's rows of one answer, one for the same words; `zero` is the session time of its recording's start."""
    text = row.transcript.text
    out: list[ClaimRow] = []
    for claim in _apart([_unbroken(row, claim) for claim in claims]):
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


def _unbroken(row: AnswerRow, claim: Claim) -> Claim:
    """The claim up to where a constraint was put in: what was said after it is another sentence."""
    at = row.interruption.at if row.interruption else 0
    if not claim.start < at < claim.end:
        return claim
    said = row.transcript.text[claim.start : at].rstrip(" ,;:–—-")
    return replace(claim, end=claim.start + len(said), text=said) if said else claim


def _apart(claims: Sequence[Claim]) -> list[Claim]:
    """One claim for each stretch of words, of the kind that asks for most."""
    kept: list[Claim] = []
    for claim in sorted(claims, key=lambda c: _WEIGHT.get(c.kind, len(_WEIGHT))):
        if not any(claim.start < other.end and claim.end > other.start for other in kept):
            kept.append(claim)
    return sorted(kept, key=lambda c: c.start)


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
    """What mends a claim: the candidate's own sentence without what costs, and one bracket for what it lacks.

    Empty where nothing needs mending, or no whole sentence is left; the claim itself is never repeated.
    """
    text = row.transcript.text
    if verdict == "solid":
        said = plain_sentence(text, claim.start, claim.end)
        asks = _lacks(claim, said) if said and of_ones_own(said) and not supposes(said) else ""
        return f"{said} {asks}" if asks and len(said.split()) <= MOST_REPEATED else ""
    near = [f for f in _near(row, claim) if f.label in (*OVERSELLING, *EXCUSES)]
    mended = (reframe(f.label, text, f.start, f.end, row.findings) for f in near)
    return next((m for m in mended if m), "")


def _lacks(claim: Claim, said: str) -> str:
    if claim.kind not in ("scale", "outcome"):
        return ""
    if not claim.has_number and not numbers.values(said):
        return "The number behind that is [which number]."
    alone = claim.has_role or re.search(r"\bI\b", _OPINION.sub(" ", said))
    return "" if alone else "My own part was [what you did]."


def of_ones_own(text: str) -> bool:
    """Whether words are about the speaker's own work: a first person outside quotations that does more than opine."""
    return bool(_FIRST.search(_OPINION.sub(" ", _QUOTED.sub(" ", text))))


def supposes(text: str) -> bool:
    """Whether words tell what would or will be, and so claim nothing that was."""
    return bool(_SUPPOSES.search(_QUOTED.sub(" ", text)))


def _near(row: AnswerRow, claim: Claim) -> list[FindingRow]:
    """Findings that overlap the claim or stand next to it (within 25 characters)."""
    return [f for f in row.findings if f.start < claim.end + 25 and f.end > claim.start - 25]


def ledger(rows: Iterable[AnswerRow]) -> list[tuple[AnswerRow, ClaimRow]]:
    """All claims of a session with their answers, the ones that need attention first."""
    order = {"contradicted": 0, "inflated": 1, "minimised": 2, "solid": 3}
    pairs = [(row, claim) for row in rows for claim in row.claims]
    return sorted(pairs, key=lambda p: order.get(p[1].verdict, 4))
