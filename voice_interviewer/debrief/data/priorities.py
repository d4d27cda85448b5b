"""What to change, at most three things: ranked by how often, how costly and how early, the dominant trap first.

Every candidate for a priority gets a score from the answers' findings alone (no total is ever shown):

    ways of speaking    severity × how much of the answers show it (saturating per answer, more at the opening)
    failed reactions    severity × share of the injected constraints that met it
    missing signals     lower, growing with the answers that left room for it and did not show it
    measures            length, fillers and pace, only where they leave the usual range

Answers to follow-ups are short and half led, so they count less than answers to questions. What runs through a session
goes before a failed reaction or two in it.

An answer's own dominant weakness (what a sharp interviewer would pursue next) votes for its label. The labels of the
session's dominant trap are raised. After each pick its relatives are lowered, so three priorities are three subjects.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from ...english.sentences import sentences
from ...english.spoken import fluent, opened
from ...rubric.keys import COSTS, SIGNALS, TRAPS
from ...rubric.relations import costs_of, harm, related
from ...rubric.relations import rank as order
from ..wording import about
from .candidates import Candidate, carries, measured, missing, reactions, spoken, weight, where_expected, whole
from .reframes import reframe
from .schema import AnswerRow, Priority, Strength
from .strengths import second
from .trim import sentence_at

VOTE = 0.35
LACK = 1.4
"Weight of a vote for what answers lack: it leaves no words to be found, so the votes are most of what speaks for it."
BEHIND = 2
"Sentences behind a mere opening in which words to quote are looked for."
_HUM = re.compile(r"\b(?:hm+|sorry|oh|ah|wow)\b", re.IGNORECASE)
WORTH_SAYING = 0.12
"Below this score nothing is said: a single slip is no priority."


def rank(rows: Sequence[AnswerRow]) -> list[Candidate]:
    """All candidates worth a word, best first, relatives of earlier ones lowered."""
    answered = [r for r in rows if r.words > 0 and r.language == "en" and not r.personal]
    if not answered:
        return []
    found = {c.label: c for c in (*spoken(answered), *whole(answered), *reactions(answered), *missing(answered))}
    for candidate in measured(answered):
        found.setdefault(candidate.label, candidate)
    found = _voted(found, answered)
    trap, share = dominant_trap(answered)
    pool = [_scaled(c, 1 + share) if trap and c.label in costs_of(trap) else c for c in found.values()]
    ranked: list[Candidate] = []
    while pool:
        best = max(pool, key=lambda c: (c.score, -order(c.label)))
        pool.remove(best)
        if best.score < WORTH_SAYING:
            break
        ranked.append(best)
        pool = [_scaled(c, 0.5) if related(c.label, best.label) else c for c in pool]
    return ranked


def priorities(rows: Sequence[AnswerRow], limit: int = 3) -> list[Priority]:
    """At most `limit` things to change, the first one first; empty when nothing is worth changing."""
    chosen: list[Priority] = []
    for candidate in rank(rows):
        words = about(candidate.label)
        row, text = candidate.row, candidate.row.transcript.text
        if any(p.quote and p.answer == row.id and p.start == candidate.start for p in chosen):
            continue  # one sentence is not scolded twice
        if len(chosen) == limit:
            break
        start, end = _telling_words(text, candidate.start, candidate.end)
        if candidate.label not in COSTS and any(
            p.quote and p.answer == row.id and p.start < end and start < p.end for p in chosen
        ):
            end = start  # nor quoted twice
        chosen.append(
            Priority(
                label=candidate.label,
                title=words.get("title", candidate.label),
                answer=row.id,
                quote=text[start:end],
                start=start,
                end=end,
                start_s=second(row, start),
                cost=words.get("cost", ""),
                reframe=reframe(candidate.label, text, *_focus(candidate), row.findings),
                drill=words.get("drill", ""),
                count=candidate.count,
            )
        )
    return chosen


def _telling_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The words to quote: those given, or where they only open ("Oh.", "Yeah, so.") the sentence behind that tells."""
    if start == end or _tells(text[start:end]):  # where nothing is to be quoted, nothing is
        return start, end
    behind = [s for s in sentences(text) if s[0] >= end][:BEHIND]
    return next((sentence_at(text, *s) for s in behind if _tells(text[slice(*s)])), (start, start))


def _tells(said: str) -> bool:
    return bool(_HUM.sub("", opened(fluent(said))).strip(" .,"))


def dominant_trap(rows: Sequence[AnswerRow]) -> tuple[str | None, float]:
    """The trap that most answers fell into, and the share of answers that did; (None, 0) when under a quarter did."""
    counts = {trap: sum(1 for r in rows if r.trap == trap) for trap in TRAPS}
    trap = max(counts, key=lambda t: (counts[t], _scale(rows, t)))
    share = counts[trap] / len(rows) if rows else 0.0
    return (trap, share) if share >= 0.25 else (None, 0.0)


def _voted(found: dict[str, Candidate], rows: Sequence[AnswerRow]) -> dict[str, Candidate]:
    """Each answer's dominant weakness raises its label, and brings in a signal that nothing else did."""
    votes: dict[str, list[AnswerRow]] = defaultdict(list)
    for row in rows:
        if row.follow_up.target:
            votes[row.follow_up.target].append(row)
    for label, voters in votes.items():
        if not about(label).get("title"):
            continue
        share = sum(weight(r) for r in voters) / sum(weight(r) for r in rows)
        extra = VOTE * harm(label, LACK) * share
        here = found.get(label)
        if here is not None:
            found[label] = Candidate(label, here.score + extra, here.row, here.start, here.end, here.count)
        elif label in SIGNALS and _never_shown(label, rows) and _asked_for(label, voters):
            row = voters[0]
            found[label] = Candidate(label, extra, row, *where_expected(label, row), len(voters))
    return found


def _never_shown(label: str, rows: Sequence[AnswerRow]) -> bool:
    return not any(r.signals[label].state in ("volunteered", "prompted") for r in rows if label in r.signals)


def _asked_for(label: str, rows: Sequence[AnswerRow]) -> bool:
    return any(r.signals[label].state == "missed" for r in rows if label in r.signals)


def blamed(chosen: Sequence[Priority]) -> dict[str, list[tuple[int, int]]]:
    """The words that priorities find fault with, by answer; what is merely missing finds no fault with any."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for p in chosen:
        if p.label in COSTS:
            found[p.answer].append((p.start, p.end))
    return found


def beside(chosen: Sequence[Priority], kept: Sequence[Strength], rows: Sequence[AnswerRow]) -> list[Priority]:
    """The priorities, those about something missing or about length and pace quoting nothing that is praised.

    They quote the nearest sentence before that nobody praised, else none.
    """
    texts = {r.id: r.transcript.text for r in rows}
    praised: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for strength in kept:
        at = texts[strength.answer].find(strength.quote)
        praised[strength.answer].append((at, at + len(strength.quote)))
    moved = [p if p.label in COSTS else _moved(p, texts[p.answer], praised[p.answer], rows) for p in chosen]
    for p in moved:
        if p.quote:
            praised[p.answer].append((p.start, p.end))  # nor is one sentence quoted twice
    return [_both_numbers(p, praised, rows) if p.label == "contradiction" else p for p in moved]


def _both_numbers(p: Priority, used: Mapping[str, list[tuple[int, int]]], rows: Sequence[AnswerRow]) -> Priority:
    """Two numbers for one thing, told with both: one is quoted, if its words are free, and the other stands in why."""
    told = [(r, c, sentence_at(r.transcript.text, c.start, c.end)) for r in rows for c in r.claims if c.against]
    here = [one for one in told if one[0].id == p.answer and one[2][0] <= p.start <= one[2][1]]
    at: dict[str, object] = {}
    if p.quote:
        chosen = here
    else:
        free = [(r, c, s) for r, c, s in told if not any(s[0] < b and s[1] > a for a, b in used.get(r.id, ()))]
        chosen = free or here
        if free:
            row, _, (start, end) = free[-1]
            place = {"start": start, "end": end, "start_s": second(row, start)}
            at = {"answer": row.id, "quote": row.transcript.text[start:end], **place}
    if not chosen:
        return p
    claim = chosen[-1][1]
    first = "" if at or p.quote else f"“{claim.text}” stands in answer {p.answer}. "
    return p.model_copy(update={**at, "cost": f"{first}Elsewhere it is “{claim.against}”. {p.cost}"})


def _moved(p: Priority, text: str, praised: list[tuple[int, int]], rows: Sequence[AnswerRow]) -> Priority:
    def free(start: int, end: int) -> bool:
        return not any(start < b and end > a for a, b in praised)

    if free(p.start, p.end):
        return p
    row = next(r for r in rows if r.id == p.answer)
    others = [s for s in sentences(text) if free(*s) and carries(row, *s)]
    before = [s for s in others if s[1] <= p.start] or others
    if p.label in SIGNALS and before:
        start, end = sentence_at(text, *before[-1])
        new = {"quote": text[start:end], "start": start, "end": end, "start_s": second(row, start)}
        mended = reframe(p.label, text, start, end, row.findings)
        return p.model_copy(update={**new, "reframe": mended})
    return p.model_copy(update={"quote": "", "start": p.start, "end": p.start, "reframe": ""})


def _scale(rows: Sequence[AnswerRow], trap: str) -> float:
    key = "apologetic" if trap == "apologetic_minimising" else "inflated"
    return sum(r.trap_scale.get(key, 0.0) for r in rows)


def _focus(candidate: Candidate) -> tuple[int, int]:
    inside = [
        f for f in candidate.row.findings if f.label == candidate.label and candidate.start <= f.start < candidate.end
    ]
    if inside and inside[0].end <= candidate.end:
        return inside[0].start, inside[0].end
    return candidate.start, candidate.end


def _scaled(candidate: Candidate, factor: float) -> Candidate:
    c = candidate
    return Candidate(c.label, c.score * factor, c.row, c.start, c.end, c.count)
