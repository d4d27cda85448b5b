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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...english.sentences import sentences
from ...english.spoken import fluent, opened
from ...rubric import patterns
from ...rubric.keys import COSTS, FAILED, SIGNALS, TRAPS
from ...rubric.relations import HABITS, HARM, POINTS, WHOLE_ANSWER, costs_of, harm, related, told_before
from ...rubric.relations import rank as order
from ..wording import about
from .measures import FAST_WPM, SLOW_WPM, UM_PER_MINUTE
from .own_part import OWN_ACT
from .plainly import UNDERSOLD
from .reframes import keeps_words, quoted, reframe
from .schema import AnswerRow, FindingRow, Priority, Strength
from .strengths import MOST, second
from .trim import MAX_WORDS, sentence_at

MISSING = 0.4
VOTE = 0.35
LACK = 1.4
"Weight of a vote for what answers lack: it leaves no words to be found, so the votes are most of what speaks for it."
FOLLOW_UP_WEIGHT = 0.35
MANY_ANSWERS = 6
"In a longer session than this some failed reactions count less than what runs through all of it."
ENDLESS = 38
"Words in a spoken sentence from which on it counts as not ending."
RAMBLES_FROM = 150
"Nobody rambles in fewer words: about a minute of speech."
LONG_FROM = 340
"Two minutes of speech: below this only an answer that keeps leaving its path is called long."
MANY_DETOURS = 3
"Spoken sentences are long and have their asides; two of them are no habit."
BEHIND = 2
"Sentences behind a mere opening in which words to quote are looked for."
_HUM = re.compile(r"\b(?:hm+|sorry|oh|ah|wow)\b", re.IGNORECASE)
WORTH_SAYING = 0.12
"Below this score nothing is said: a single slip is no priority."
_DETOURS = (
    r"anyways?|where was i|(?:to cut a )?long story|as i (?:said|mentioned|was saying)",
    r"(?:going|coming|getting) back to|oh,? and|and also|speaking of",
    r"another story|(?:different|whole other) (?:story|thing|topic)|side ?track\w*|tangent|digress\w*",
    r"by the way|so yeah",
    r"and so on|et cetera|what was i|what was the question|that reminds me|before that",
    r"funn(?:y|iest) (?:thing|story|part|was|bit)|i forget|i don't remember|no,? wait|or was it",
    r"(?:i|he|she) once|so that's",
)
_DETOUR = re.compile(r"\b(?:" + "|".join(_DETOURS) + r")\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible priority."""

    label: str
    score: float
    row: AnswerRow
    start: int
    end: int
    "The words it is shown on, as offsets in the row's text."
    count: int


def rank(rows: Sequence[AnswerRow]) -> list[Candidate]:
    """All candidates worth a word, best first, relatives of earlier ones lowered."""
    answered = [r for r in rows if r.words > 0 and r.language == "en"]
    if not answered:
        return []
    found = {c.label: c for c in (*_spoken(answered), *_whole(answered), *_reactions(answered), *_missing(answered))}
    for candidate in _measured(answered):
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
    if _tells(text[start:end]):
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


# ---- the kinds of candidates ----


def _spoken(rows: Sequence[AnswerRow]) -> Iterable[Candidate]:
    for label in HABITS:
        severity = HARM[label]
        found = [(row, [f for f in row.findings if f.label == label and f.opinion is not False]) for row in rows]
        if not any(fs for _, fs in found):
            continue
        strength = {row.id: _share(row, fs) * _softened(label, row) for row, fs in found if fs}
        spread = sum(strength.get(row.id, 0.0) * _weight(row) for row in rows) / sum(_weight(row) for row in rows)
        ranked = [
            (_telling(label, r, f, strength[r.id]), -n, r, f) for n, (r, fs) in enumerate(found) for f in fs[:MOST]
        ]
        _, _, row, best = max(ranked, key=lambda entry: entry[:2])
        score = severity * (0.75 * spread + 0.25 * max(strength.values()))
        count = sum(len(fs) for _, fs in found)
        if count == 1 and len(rows) >= 3:
            score *= 0.6  # a single slip
        yield Candidate(label, score, row, *_quotable(label, row.transcript.text, best.start, best.end), count)


def _whole(rows: Sequence[AnswerRow]) -> Iterable[Candidate]:
    for label in WHOLE_ANSWER:
        severity = HARM[label]
        hits = [(r, f) for r in rows for f in r.findings if f.label == label and f.opinion is not False]
        if not hits:
            continue
        answers = {row.id for row, _ in hits}
        row, finding = max(hits, key=lambda h: h[1].confidence)
        share = sum(_weight(r) for r in rows if r.id in answers) / sum(_weight(r) for r in rows)
        score = severity * (0.75 * share + 0.25) * max(f.confidence for _, f in hits)
        yield Candidate(label, score, row, *sentence_at(row.transcript.text, finding.start, finding.end), len(answers))


def _reactions(rows: Sequence[AnswerRow]) -> Iterable[Candidate]:
    tested = [r for r in rows if r.interruption is not None or r.replies_to == "constraint" or r.reaction]
    for label in FAILED:
        severity = HARM[label]
        hits = [r for r in tested if _reacted(r, label)]
        if not hits:
            continue
        row = hits[0]
        text = row.transcript.text
        finding = next((f for f in row.findings if f.label == label), None)
        at = finding.start if finding else min(row.interruption.at if row.interruption else 0, max(0, len(text) - 1))
        first, last = sentence_at(text, at, finding.end if finding else at + 1)
        if row.interruption and first < row.interruption.at < last:
            first = last - len(text[row.interruption.at : last].lstrip())
        once = 0.7 if len(hits) == 1 and len(rows) >= 3 else 1.0
        if len(hits) > 1 and sum(_weight(r) for r in rows) > MANY_ANSWERS:
            once = 0.8
        score = severity * once * (0.6 + 0.4 * len(hits) / len(tested))
        yield Candidate(label, score, row, first, max(first, last), len(hits))


def _reacted(row: AnswerRow, label: str) -> bool:
    """Whether an answer surely met a new constraint in this way: by a finding, or by hardly a word.

    The reaction that an answer is taken for to go on with the talk is no more than the likeliest one.
    """
    return any(f.label == label for f in row.findings) or (label == row.reaction == "freeze")


def _missing(rows: Sequence[AnswerRow]) -> Iterable[Candidate]:
    for label in SIGNALS:
        states = [(r, r.signals[label].state) for r in rows if label in r.signals]
        missed = [r for r, state in states if state == "missed"]
        shown = sum(1 for _, state in states if state in ("volunteered", "prompted"))
        if not missed or shown:  # what is praised once is not called missing elsewhere
            continue
        score = MISSING * min(1.0, 0.4 + 0.2 * len(missed))
        if not any(label in patterns.asks(r.pattern) for r in missed):
            score *= 0.8  # it was hoped for, not asked for
        row = max(missed, key=lambda r: (r.follow_up.target == label, r.words))
        yield Candidate(label, score, row, *_where_expected(label, row), len(missed))


def _measured(rows: Sequence[AnswerRow]) -> Iterable[Candidate]:
    asked = [r for r in rows if _weight(r) == 1.0] or list(rows)
    rambling = [(_ramble(r), r) for r in asked]
    worst = max(rambling, key=lambda p: p[0])
    if worst[0] > 0:
        score = 1.1 * (0.7 * sum(v for v, _ in rambling) / len(asked) + 0.3 * worst[0])
        count = sum(1 for v, _ in rambling if v > 0.3)
        if 3 * count >= len(asked):
            score += 0.2  # a habit, not one long story
        yield Candidate("answer_length", score, worst[1], *_late_point(worst[1]), max(1, count))
    told = [(r, c) for r in rows for c in r.claims if c.verdict == "contradicted"]
    if told:
        row, claim = told[-1]
        share = sum(_weight(r) for r in {r.id: r for r, _ in told}.values()) / sum(_weight(r) for r in rows)
        span = sentence_at(row.transcript.text, claim.start, claim.end)
        yield Candidate("contradiction", 0.7 + 0.4 * share, row, *span, len(told))
    lengths = sorted(r.words for r in asked)
    if len(asked) >= 2 and lengths[len(lengths) // 2] < 20:
        row = next(r for r in asked if r.words == lengths[len(lengths) // 2])
        score = 0.75 if row.words < 12 else 0.4
        yield Candidate("too_short", score, row, 0, len(row.transcript.text), sum(1 for n in lengths if n < 20))
    for name, bad in (("fillers_per_minute", _filler_excess), ("pace_wpm", _pace_excess)):
        excess = [(bad(m.value), r) for r in rows if (m := r.measures.get(name)) and m.value is not None]
        if excess and (top := max(excess, key=lambda p: p[0]))[0] > 0:
            mean = sum(v for v, _ in excess) / len(excess)
            count = sum(1 for v, _ in excess if v > 0)
            yield Candidate(name, 0.5 * mean, top[1], *_late_point(top[1]), count)


def _voted(found: dict[str, Candidate], rows: Sequence[AnswerRow]) -> dict[str, Candidate]:
    """Each answer's dominant weakness raises its label, and brings in a signal that nothing else did."""
    votes: dict[str, list[AnswerRow]] = defaultdict(list)
    for row in rows:
        if row.follow_up.target:
            votes[row.follow_up.target].append(row)
    for label, voters in votes.items():
        if not about(label).get("title"):
            continue
        share = sum(_weight(r) for r in voters) / sum(_weight(r) for r in rows)
        extra = VOTE * harm(label, LACK) * share
        here = found.get(label)
        if here is not None:
            found[label] = Candidate(label, here.score + extra, here.row, here.start, here.end, here.count)
        elif label in SIGNALS and _never_shown(label, rows) and _asked_for(label, voters):
            row = voters[0]
            found[label] = Candidate(label, extra, row, *_where_expected(label, row), len(voters))
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
    return [p if p.label in COSTS else _moved(p, texts[p.answer], praised[p.answer], rows) for p in chosen]


def _moved(p: Priority, text: str, praised: list[tuple[int, int]], rows: Sequence[AnswerRow]) -> Priority:
    def free(start: int, end: int) -> bool:
        return not any(start < b and end > a for a, b in praised)

    if free(p.start, p.end):
        return p
    row = next(r for r in rows if r.id == p.answer)
    others = [s for s in sentences(text) if free(*s) and _carries(row, *s)]
    before = [s for s in others if s[1] <= p.start] or others
    if p.label in SIGNALS and before:
        start, end = sentence_at(text, *before[-1])
        new = {"quote": text[start:end], "start": start, "end": end, "start_s": second(row, start)}
        mended = reframe(p.label, text, start, end, row.findings)
        return p.model_copy(update={**new, "reframe": mended})
    return p.model_copy(update={"quote": "", "start": p.start, "end": p.start, "reframe": ""})


# ---- small parts ----


def _weight(row: AnswerRow) -> float:
    """How much an answer counts: one to a follow-up is short and half led."""
    return FOLLOW_UP_WEIGHT if row.replies_to == "follow_up" else 1.0


def _share(row: AnswerRow, findings: Sequence[FindingRow]) -> float:
    """How much of an answer a way of speaking takes, 0 to 1: saturating, more at the opening, less in a long one."""
    amount = sum(f.confidence * (1 + 0.25 * _opening(row, f)) for f in findings)
    length = min(1.5, max(0.5, (90 / max(row.words, 1)) ** 0.5))
    return float(1 - 0.5 ** (amount * length))


def _telling(label: str, row: AnswerRow, finding: FindingRow, strength: float) -> tuple[float, int]:
    """How well a finding serves as the quote: one that can be said better, clear, early, in an answer full of it."""
    text = row.transcript.text
    keeps = keeps_words(label, text, finding.start, finding.end, row.findings)
    worth = finding.confidence + 0.2 * _opening(row, finding) + 0.5 * strength + (1.5 if keeps else 0.0)
    return round(worth, 6), finding.end - finding.start


def _opening(row: AnswerRow, finding: FindingRow) -> float:
    return 1.0 if finding.start <= max(40, 0.15 * len(row.transcript.text)) else 0.0


def _softened(label: str, row: AnswerRow) -> float:
    labels = [f.label for f in row.findings]
    own = labels.count("ownership") + labels.count("decision_ownership")
    if label == "team_voice" and own:
        return 0.6 if own < labels.count("team_voice") else 0.35
    return 0.6 if label == "exposure" and "decision_ownership" in labels else 1.0


def _scale(rows: Sequence[AnswerRow], trap: str) -> float:
    key = "apologetic" if trap == "apologetic_minimising" else "inflated"
    return sum(r.trap_scale.get(key, 0.0) for r in rows)


def _ramble(row: AnswerRow) -> float:
    """0 to 1: long, with the point late or never, detours, sentences that do not end, and then fillers too.

    Fillers alone are no rambling: they count only beside detours or endless sentences.
    """
    if row.words < RAMBLES_FROM:
        return 0.0
    text = row.transcript.text
    lengths = [len(text[a:b].split()) for a, b in sentences(text)]
    endless = max(lengths) >= ENDLESS and len(lengths) > 1
    detours = len(_DETOUR.findall(text))
    wander = 0.14 * min(4, detours) + (0.15 if endless else 0.0)
    if wander:
        wander += 0.05 * min(6, sum(1 for f in row.findings if f.label == "filler"))
    length = min(1.0, max(0.0, (row.words - 120) / 280))
    if detours < MANY_DETOURS and row.words < LONG_FROM:
        return 0.0
    points = [f.start for f in row.findings if f.label in POINTS]
    early = bool(points) and min(points) < 0.4 * len(text)
    return min(1.0, length * (0.4 if early else 0.8) + wander)


def _filler_excess(value: float) -> float:
    return min(1.0, max(0.0, (value - UM_PER_MINUTE) / UM_PER_MINUTE))


def _pace_excess(value: float) -> float:
    return min(1.0, max(0.0, (SLOW_WPM - value) / 40, (value - FAST_WPM) / 40))


def _where_expected(label: str, row: AnswerRow) -> tuple[int, int]:
    """The sentence after which the missing thing would have been said: the result, the decision, the last act told.

    It must carry that: a whole sentence, none that costs something itself or only excuses; else nothing is quoted.
    """
    text = row.transcript.text
    told = [e for part in told_before(label) if (e := row.story_evidence.get(part)) is not None]
    for evidence in told:
        first, last = quoted(label, text, evidence.start, evidence.end)
        if _carries(row, first, last):
            return first, last
    spans = [s for s in sentences(text) if OWN_ACT.search(text[s[0] : s[1]]) and _carries(row, *s)]
    return spans[-1] if spans else (0, 0)


def _carries(row: AnswerRow, start: int, end: int) -> bool:
    """Whether a sentence can be quoted as where something was missing: whole, and not itself a matter of blame."""
    said = row.transcript.text[start:end].strip()
    free = not any(f.label in COSTS and f.start < end and f.end > start for f in row.findings)
    return free and 4 <= len(said.split()) <= MAX_WORDS and said[-1] in ".!" and not UNDERSOLD.search(said)


def _late_point(row: AnswerRow) -> tuple[int, int]:
    """The opening sentence: where the point should have stood."""
    text = row.transcript.text
    first = next(iter(sentences(text)), (0, len(text)))
    return sentence_at(text, *first)


def _focus(candidate: Candidate) -> tuple[int, int]:
    inside = [
        f for f in candidate.row.findings if f.label == candidate.label and candidate.start <= f.start < candidate.end
    ]
    if inside and inside[0].end <= candidate.end:
        return inside[0].start, inside[0].end
    return candidate.start, candidate.end


def _quotable(label: str, text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence that carries a finding; one of a few words (`Sorry.`) together with the next, or the one before."""
    first, last = quoted(label, text, start, end)
    if len(text[first:last].split()) >= 4:
        return first, last
    after = next(((a, b) for a, b in sentences(text) if a >= last), None)
    if after is not None:
        return first, sentence_at(text, *after)[1]
    before = [(a, b) for a, b in sentences(text) if b <= first]
    return (before[-1][0] if before else first), last


def _scaled(candidate: Candidate, factor: float) -> Candidate:
    c = candidate
    return Candidate(c.label, c.score * factor, c.row, c.start, c.end, c.count)
