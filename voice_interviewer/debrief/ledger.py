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

from ..language.model import Claim
from .align import TimeMap
from .schema import AnswerRow, ClaimRow, FindingRow
from .trim import clean, sentence_at

_OVER, _UNDER = frozenset({"inflation", "exposure"}), frozenset({"minimizer", "apology", "absence_lead"})
_NUMBER = re.compile(
    r"(?<![\w.])(\d[\d,]*(?:\.\d+)?)\s*(k|m|bn|b|thousand|million|billion|%|percent|per cent)?\b", re.IGNORECASE
)
_SPOKEN = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000, "million": 1_000_000,
}  # fmt: skip
_TIMES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "b": 1e9, "billion": 1e9}
# What is counted. Times and percentages are left out: an answer holds many of them, about different things.
_COUNTED = re.compile(
    r"\b(users?|customers?|people|requests?|queries|rows?|records?|documents?|images?|models?|engineers?|clinics?|hospitals?"
    r"|stores?|shops?|drivers?|sellers?|merchants?|patients?|students?|agents?|tickets?|calls?|orders?|transactions?|events?"
    r"|teams?|services?|sensors?|devices?|machines?|servers?|gpus?|dollars?|euros?|pounds?)\b",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"\b(from|to|between|rose|fell|dropped|grew|before|after|then|later|now|first|at first|initially)\b", re.IGNORECASE
)
_STOP = frozenset(
    re.findall(
        r"\S+",
        """the and for with that this was were had have our about around there they them then point time yes definitely
        well really some""",
    )
)
_ELSEWHERE = frozenset({"other", "another", "different", "previous", "earlier", "former"})


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
    if any(f.label in _OVER for f in near) and not (claim.has_number and claim.has_role):
        return "inflated", "Bigger than what was told can carry: no number and no part of your own holds it up."
    if any(f.label in _UNDER for f in near):
        return "minimised", "The words around it make it smaller than the facts do."
    return (
        "solid",
        "Stands as said." if claim.has_number or claim.has_role else "Stands, and a number would make it firmer.",
    )


def ceiling(row: AnswerRow, claim: Claim, verdict: str) -> str:
    """The strongest honest form of a claim: the candidate's own words, and brackets for what was not said."""
    text = row.transcript.text
    first, last = sentence_at(text, claim.start, claim.end)
    weak = {"minimizer", "hedge", "apology", "inflation", "absence_lead", "filler", "repeat"}
    spans = [(f.start, f.end, f.label) for f in row.findings if f.label in weak and f.end > first and f.start < last]
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


def cross_check(rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """Rows with claims marked `contradicted` where two cannot both be true; rows are copied, not changed.

    Two claims contradict when they count the same thing (same counted noun, and content words in common or a sentence
    that names no subject of its own), each gives exactly one number, and the numbers differ by more than half. A change
    told as one (from … to, before, later) is no contradiction.
    """
    copies = [r.model_copy(update={"claims": [c.model_copy() for c in r.claims]}) for r in rows]
    entries = [(row, claim, _reading(row, claim)) for row in copies for claim in row.claims]
    known = [(row, claim, reading) for row, claim, reading in entries if reading is not None]
    for i, (row_a, claim_a, a) in enumerate(known):
        for row_b, claim_b, b in known[i + 1 :]:
            if a[0] != b[0] or not _differ(a[1], b[1]) or (row_a is row_b and abs(claim_a.start - claim_b.start) < 40):
                continue
            if not _same_subject(a[2], b[2], claim_a.kind == claim_b.kind == "scale"):
                continue
            for claim, other_row, other in ((claim_a, row_b, claim_b), (claim_b, row_a, claim_a)):
                claim.verdict = "contradicted"
                claim.why = f"Answer {other_row.id} says “{_short(other.text)}”."
                claim.you_may_say = f"[Which of the two is true: “{_short(claim.text)}” or “{_short(other.text)}”]"
    return copies


def _reading(row: AnswerRow, claim: ClaimRow) -> tuple[str, float, frozenset[str]] | None:
    """(counted noun, number, content words) of a claim with exactly one countable number; else None."""
    if _RANGE.search(claim.text):
        return None
    first, last = sentence_at(row.transcript.text, claim.start, claim.end)
    noun = _COUNTED.search(claim.text)
    numbers = numbers_in(claim.text)
    if noun is None or len(numbers) != 1:
        return None
    around = row.transcript.text[first:last]
    words = {w for w in re.findall(r"[a-z]{3,}", around.casefold()) if w not in _STOP and w not in _SPOKEN}
    counted = noun.group(1).casefold().rstrip("s")
    return counted, numbers[0], frozenset(words - {counted, counted + "s"})


def numbers_in(text: str) -> list[float]:
    """Numbers of a text, digits or spoken (`forty thousand`), as values; a percentage is its number."""
    found: list[float] = []
    for match in _NUMBER.finditer(text):
        value = float(match.group(1).replace(",", ""))
        found.append(value * _TIMES.get((match.group(2) or "").casefold(), 1))
    current: float | None = None
    for word in re.findall(r"[a-z]+|\d+", text.casefold()):
        spoken = _SPOKEN.get(word)
        if spoken is None:
            if current is not None and word != "and":
                found.append(current)
                current = None
            continue
        if current is None:
            current = float(spoken)
        elif spoken >= 100:
            current *= spoken
        else:
            current += spoken
    if current is not None:
        found.append(current)
    if len(found) > 1 and _NUMBER.search(text):  # `40 thousand` was read twice
        found = [f for f in found if f not in (100.0, 1000.0, 1_000_000.0)] or found[:1]
    return found


def _same_subject(a: frozenset[str], b: frozenset[str], scale: bool) -> bool:
    """Whether two sentences seem to count the same thing; one without a subject (`we had 400 users`) refers back."""
    if a & _ELSEWHERE or b & _ELSEWHERE:
        return False
    return len(a & b) >= (1 if scale else 2) or (scale and min(len(a), len(b)) <= 1)


def _differ(a: float, b: float) -> bool:
    return max(a, b) > 1.5 * max(min(a, b), 1e-9)


def _near(row: AnswerRow, claim: Claim) -> list[FindingRow]:
    """Findings that overlap the claim or stand next to it (within 25 characters)."""
    return [f for f in row.findings if f.start < claim.end + 25 and f.end > claim.start - 25]


def _short(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def ledger(rows: Iterable[AnswerRow]) -> list[tuple[AnswerRow, ClaimRow]]:
    """All claims of a session with their answers, the ones that need attention first."""
    order = {"contradicted": 0, "inflated": 1, "minimised": 2, "solid": 3}
    pairs = [(row, claim) for row in rows for claim in row.claims]
    return sorted(pairs, key=lambda p: order.get(p[1].verdict, 4))
