"""What holds for an answer as a whole: story parts, the two traps on one scale, reaction, and what to pursue next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from voice_interviewer.language.decide import reasons
from voice_interviewer.language.families import View
from voice_interviewer.language.keys import SIGNALS, STORY_PARTS
from voice_interviewer.language.model import Analysis, Context, Finding, TrapScale, Weakness

UNDERSELLING = ("absence_lead", "apology", "minimizer", "hedge")
OVERSELLING = ("inflation", "exposure")
_EMPTY = frozenset(("inflation", "outcome_only", "generic", "apology", "exposure"))
"Labels of sentences that tell no circumstances."

ASKED: dict[str, str] = {
    "break_first": "failure_anticipation",
    "growth": "scale_translation",
    "user_harm": "metric_skepticism",
    "rollback": "systems_thinking",
    "hindsight": "learning_loop",
    "stakeholders": "systems_thinking",
    "not_do": "restraint",
}
"The signal that each question pattern asks for; `direct` and no pattern ask for a decision."

SHORT_WORDS = 35
"Below this many words nothing is called missing: there was no room for it."

Span = tuple[int, int]


def no_story() -> dict[str, Span | None]:
    """No part told."""
    return dict.fromkeys(STORY_PARTS)


def conclude(
    text: str, context: Context, pattern: str | None, findings: tuple[Finding, ...], views: Sequence[View]
) -> Analysis:
    """Put together the analysis of the whole answer."""
    counts = Counter(finding.label for finding in findings)
    sentences = _sentences(views)
    story = _story(findings, views, sentences)
    scale, trap = _trap(findings, counts, sentences)
    reaction = None
    if context.interruption is not None:
        failed = [f for f in findings if f.label in ("defense", "restart", "freeze")]
        reaction = max(failed, key=lambda f: f.confidence).label if failed else "adapts"
    words = sum(view.passage.words() for view in views)
    return Analysis(
        text=text,
        findings=findings,
        story=story,
        trap=trap,
        trap_scale=scale,
        reaction=reaction,
        # Quoted from the text as given: a passage has markup and control characters blanked.
        claims=tuple(replace(c, text=text[c.start : c.end]) for view in views for c in view.claims),
        weakness=weakness(findings, pattern, context, reaction, words),
        words=words,
    )


def _sentences(views: Sequence[View]) -> list[Span]:
    """Character spans of all sentences (or sentence-like units)."""
    found: list[Span] = []
    for view in views:
        ranges = sorted({unit for window in view.windows for unit in window.units})
        for first, last in ranges:
            start, end = view.passage.span(first, last)
            found.append((start + view.offset, end + view.offset))
    return found


def _story(findings: Sequence[Finding], views: Sequence[View], sentences: Sequence[Span]) -> dict[str, Span | None]:
    """The span that first tells each part, or None."""
    told = no_story()
    cues: dict[str, list[Span]] = {}
    for view in views:
        for hit in view.story:
            start, end = view.passage.span(hit.first, hit.last)
            cues.setdefault(hit.rule.label, []).append((start + view.offset, end + view.offset))
            if hit.rule.id == "plan":
                cues.setdefault("plan", []).append((start + view.offset, end + view.offset))
    told["context"] = _context(findings, cues.get("_place", []), sentences)
    deciding = [f for f in findings if f.label in ("ownership", "decision_ownership", "team_voice", "restraint")]
    if deciding:
        told["decision"] = (deciding[0].start, deciding[0].end)
    else:
        firm = [c for c in cues.get("_decide", []) if c not in cues.get("plan", [])]
        plans = cues.get("plan", [])
        if firm and any(f.label == "hedge" for f in findings):
            told["decision"] = firm[0]
        elif len(plans) >= 2 and not any(f.label in ("freeze", "defense") for f in findings):
            told["decision"] = plans[0]
    told["expectation"] = next(iter(cues.get("_expectation", [])), None)
    bare = [f for f in findings if f.label == "outcome_only"]
    told["result"] = next(iter(cues.get("_result", [])), None) or ((bare[0].start, bare[0].end) if bare else None)
    learned = [f for f in findings if f.label == "learning_loop"]
    told["change"] = (learned[0].start, learned[0].end) if learned else None
    return told


def _context(findings: Sequence[Finding], places: Sequence[Span], sentences: Sequence[Span]) -> Span | None:
    """The first sentence that tells circumstances; none where the answer is little more than results and praise."""
    plain, empty = [], 0
    for start, end in sentences:
        if any(f.label in _EMPTY and f.start < end and start < f.end for f in findings):
            empty += 1
        elif any(start <= s < end for s, _ in places):
            plain.append((start, end))
    decided = any(f.label in ("ownership", "decision_ownership", "team_voice", "minimizer") for f in findings)
    bare = sum(f.label in ("outcome_only", "inflation") for f in findings)
    if not plain or (bare >= 2 and not decided and empty >= 0.4 * len(sentences)):
        return (sentences[0] if decided and len(sentences) > 2 else None) if not plain else None
    return plain[0]


def _trap(findings: Sequence[Finding], counts: Counter[str], sentences: Sequence[Span]) -> tuple[TrapScale, str | None]:
    """How much of the answer undersells and oversells, and which trap the whole falls into, if any."""
    total = sum(end - start for start, end in sentences) or 1

    def share(labels: tuple[str, ...]) -> float:
        marked = sum(
            end - start
            for start, end in sentences
            if any(f.label in labels and f.start < end and start < f.end for f in findings)
        )
        return min(1.0, marked / total)

    scale = TrapScale(share(UNDERSELLING), share(OVERSELLING))
    judged = sum(counts[label] for label in SIGNALS)
    under = counts["absence_lead"] + counts["apology"] + counts["minimizer"]
    over = counts["inflation"] + 0.5 * counts["exposure"]
    if under >= 2 and under + 0.5 * counts["hedge"] > over and scale.apologetic >= 0.3 and under > judged:
        return scale, "apologetic_minimising"
    if over >= 2 and counts["inflation"] and scale.inflated >= 0.3 and over > judged:
        return scale, "inflated_compensation"
    return scale, None


def weakness(
    findings: Sequence[Finding], pattern: str | None, context: Context, reaction: str | None, words: int
) -> Weakness:
    """The one thing a sharp interviewer would pursue next: a failed reaction, a dominating cost, or the signal missed."""
    first: dict[str, Finding] = {}
    counts: Counter[str] = Counter()
    for finding in findings:
        first.setdefault(finding.label, finding)
        counts[finding.label] += 1

    def of(label: str, why: str | None = None) -> Weakness:
        finding = first.get(label)
        return Weakness(label, why or reasons()[label], (finding.start, finding.end) if finding else None)

    if reaction in ("defense", "restart", "freeze"):
        return of(reaction)
    credit = sum(counts[label] for label in SIGNALS) + counts["calibration"]
    under = {label: float(counts[label]) for label in UNDERSELLING if counts[label]}
    if "absence_lead" in under:
        under["absence_lead"] += 2
    over = {label: float(counts[label]) for label in OVERSELLING if counts[label]}
    for group in (under, over):
        if group and sum(group.values()) >= 2 and sum(group.values()) > credit:
            return of(max(group, key=lambda label: group[label]))
    decided = counts["ownership"] + counts["decision_ownership"]
    if counts["team_voice"] and counts["team_voice"] > decided and counts["team_voice"] >= min(2, credit):
        return of("team_voice")
    for label in ("generic", "outcome_only"):
        if counts[label] >= 2 and counts[label] > credit or (counts[label] and not credit and not decided):
            return of(label)
    for group in (under, over):
        if group and not credit:
            return of(max(group, key=lambda label: group[label]))
    if words < SHORT_WORDS or reaction == "adapts":
        return Weakness(None, "")
    wanted = ASKED.get(pattern or "")
    if wanted is not None:
        if not counts[wanted]:
            return of(wanted, f"The question asks for it and the answer does not show it: {_PLAIN[wanted]}")
        return Weakness(None, "")
    if not decided and not counts["restraint"]:
        return of("decision_ownership", "The answer names no decision of your own.")
    if not any(counts[label] for label in SIGNALS if label != "decision_ownership"):
        return of("constraint_tradeoff", "A decision is told, but not what it cost or what it was chosen against.")
    return Weakness(None, "")


_PLAIN: dict[str, str] = {
    "failure_anticipation": "what would break first, and how it would go unnoticed.",
    "scale_translation": "what the same choices would do at a larger scale, and what to add.",
    "metric_skepticism": "how the numbers could look fine while people are worse off.",
    "systems_thinking": "alerts, owners, fresh data, and a tried way back.",
    "learning_loop": "what the outcome changed in how you work now.",
    "restraint": "something you left out or put off on purpose.",
}
