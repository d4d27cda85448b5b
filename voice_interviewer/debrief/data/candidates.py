"""What could be changed, with a score each: ways of speaking, failed reactions, missing signals, measures. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...english.sentences import sentences
from ...rubric import patterns
from ...rubric.keys import COSTS, FAILED, SIGNALS
from ...rubric.relations import HABITS, HARM, POINTS, WHOLE_ANSWER, told_before
from .measures import FAST_WPM, SLOW_WPM, UM_PER_MINUTE
from .own_part import OWN_ACT
from .plainly import UNDERSOLD
from .reframes import keeps_words, quoted
from .schema import AnswerRow, FindingRow
from .strengths import MOST
from .trim import MAX_WORDS, sentence_at

MISSING = 0.4
FOLLOW_UP_WEIGHT = 0.35
MANY_ANSWERS = 6
"In a longer session than this some failed reactions count less than what runs through all of it."
ENDLESS = 38
"Words in a spoken sentence from which on it counts as not ending."
RAMBLES_FROM = 150
"Nobody rambles in fewer words: about a minute of speech."
LONG_FROM = 340
"Two minutes of speech: below this only an answer that keeps leaving its path is called long."
OPENING_WORDS = 10
"Fewer words of an opening tell nobody what was begun."
MANY_DETOURS = 3
"Spoken sentences are long and have their asides; two of them are no habit."
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


def spoken(rows: Sequence[AnswerRow]) -> Iterable[Candidate]:
    """Habits of speech, by how much of the answers each takes."""
    for label in HABITS:
        severity = HARM[label]
        found = [(row, [f for f in row.findings if f.label == label and f.opinion is not False]) for row in rows]
        if not any(fs for _, fs in found):
            continue
        strength = {row.id: _share(row, fs) * _softened(label, row) for row, fs in found if fs}
        spread = sum(strength.get(row.id, 0.0) * weight(row) for row in rows) / sum(weight(row) for row in rows)
        ranked = [
            (_telling(label, r, f, strength[r.id]), -n, r, f) for n, (r, fs) in enumerate(found) for f in fs[:MOST]
        ]
        _, _, row, best = max(ranked, key=lambda entry: entry[:2])
        score = severity * (0.75 * spread + 0.25 * max(strength.values()))
        count = sum(len(fs) for _, fs in found)
        if count == 1 and len(rows) >= 3:
            score *= 0.6  # a single slip
        yield Candidate(label, score, row, *quotable(label, row.transcript.text, best.start, best.end), count)


def whole(rows: Sequence[AnswerRow]) -> Iterable[Candidate]:
    """What holds for an answer as a whole."""
    for label in WHOLE_ANSWER:
        severity = HARM[label]
        hits = [(r, f) for r in rows for f in r.findings if f.label == label and f.opinion is not False]
        if not hits:
            continue
        answers = {row.id for row, _ in hits}
        row, finding = max(hits, key=lambda h: h[1].confidence)
        share = sum(weight(r) for r in rows if r.id in answers) / sum(weight(r) for r in rows)
        score = severity * (0.75 * share + 0.25) * max(f.confidence for _, f in hits)
        yield Candidate(label, score, row, *sentence_at(row.transcript.text, finding.start, finding.end), len(answers))


def reactions(rows: Sequence[AnswerRow]) -> Iterable[Candidate]:
    """Failed ways of meeting a new constraint, by the share of constraints that met them."""
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
        if len(hits) > 1 and sum(weight(r) for r in rows) > MANY_ANSWERS:
            once = 0.8
        score = severity * once * (0.6 + 0.4 * len(hits) / len(tested))
        yield Candidate(label, score, row, first, max(first, last), len(hits))


def _reacted(row: AnswerRow, label: str) -> bool:
    """Whether an answer surely met a new constraint in this way: by a finding, or by hardly a word.

    The reaction that an answer is taken for to go on with the talk is no more than the likeliest one.
    """
    return any(f.label == label for f in row.findings) or (label == row.reaction == "freeze")


def missing(rows: Sequence[AnswerRow]) -> Iterable[Candidate]:
    """Signals for which answers left room and which nobody heard."""
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
        yield Candidate(label, score, row, *where_expected(label, row), len(missed))


def measured(rows: Sequence[AnswerRow]) -> Iterable[Candidate]:
    """Length, contradiction, fillers and pace, where they leave the usual range."""
    asked = [r for r in rows if weight(r) == 1.0] or list(rows)
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
        share = sum(weight(r) for r in {r.id: r for r, _ in told}.values()) / sum(weight(r) for r in rows)
        span = sentence_at(row.transcript.text, claim.start, claim.end)
        yield Candidate("contradiction", 0.7 + 0.4 * share, row, *span, len(told))
    lengths = sorted(r.words for r in asked)
    if len(asked) >= 2 and lengths[len(lengths) // 2] < 20:
        row = next(r for r in asked if r.words == lengths[len(lengths) // 2])
        score = 0.75 if row.words < 12 else 0.4
        yield Candidate("too_short", score, row, 0, len(row.transcript.text), sum(1 for r in rows if 0 < r.words < 20))
    for name, bad in (("fillers_per_minute", _filler_excess), ("pace_wpm", _pace_excess)):
        excess = [(bad(m.value), r) for r in rows if (m := r.measures.get(name)) and m.value is not None]
        if excess and (top := max(excess, key=lambda p: p[0]))[0] > 0:
            mean = sum(v for v, _ in excess) / len(excess)
            count = sum(1 for v, _ in excess if v > 0)
            yield Candidate(name, 0.5 * mean, top[1], *_late_point(top[1]), count)


def weight(row: AnswerRow) -> float:
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


def where_expected(label: str, row: AnswerRow) -> tuple[int, int]:
    """The sentence after which the missing thing would have been said: the result, the decision, the last act told.

    It must carry that: a whole sentence, none that costs something itself or only excuses; else nothing is quoted.
    """
    text = row.transcript.text
    told = [e for part in told_before(label) if (e := row.story_evidence.get(part)) is not None]
    for evidence in told:
        first, last = quoted(label, text, evidence.start, evidence.end)
        if carries(row, first, last):
            return first, last
    spans = [s for s in sentences(text) if OWN_ACT.search(text[s[0] : s[1]]) and carries(row, *s)]
    return spans[-1] if spans else (0, 0)


def carries(row: AnswerRow, start: int, end: int) -> bool:
    """Whether a sentence can be quoted as where something was missing: whole, and not itself a matter of blame."""
    said = row.transcript.text[start:end].strip()
    free = not any(f.label in COSTS and f.start < end and f.end > start for f in row.findings)
    return free and 4 <= len(said.split()) <= MAX_WORDS and said[-1] in ".!" and not UNDERSOLD.search(said)


def _late_point(row: AnswerRow) -> tuple[int, int]:
    """The opening, where the point should have stood: one sentence, more where it is only `A few things.`"""
    text = row.transcript.text
    start, end = sentence_at(text, *next(iter(sentences(text)), (0, len(text))))
    for _, last in sentences(text):
        if len(text[start:end].split()) >= OPENING_WORDS:
            break
        end = max(end, last)
    return start, end


def quotable(label: str, text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence that carries a finding; one of a few words (`Sorry.`) together with the next, or the one before."""
    first, last = quoted(label, text, start, end)
    if len(text[first:last].split()) >= 4:
        return first, last
    after = next(((a, b) for a, b in sentences(text) if a >= last), None)
    if after is not None:
        return first, sentence_at(text, *after)[1]
    before = [(a, b) for a, b in sentences(text) if b <= first]
    return (before[-1][0] if before else first), last
