"""What holds for an answer as a whole: story parts, trap, reaction, and what to pursue next."""

from __future__ import annotations

from voice_interviewer.language.families import View
from voice_interviewer.language.keys import STORY_PARTS
from voice_interviewer.language.model import Analysis, Context, Finding, TrapScale, Weakness


def no_story() -> dict[str, tuple[int, int] | None]:
    """No part told."""
    return dict.fromkeys(STORY_PARTS)


def conclude(
    text: str, context: Context, pattern: str | None, findings: tuple[Finding, ...], views: list[View]
) -> Analysis:
    """Put together the analysis of the whole answer."""
    story = no_story()
    for view in views:
        for hit in view.story:
            part = hit.rule.label.removeprefix("_")
            if story.get(part) is None:
                story[part] = view.passage.span(hit.first, hit.last)
    owned = next((f for f in findings if f.label in ("ownership", "decision_ownership")), None)
    story["decision"] = (owned.start, owned.end) if owned else None
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.label] = counts.get(finding.label, 0) + 1
    under = sum(counts.get(label, 0) for label in ("absence_lead", "apology", "minimizer", "hedge"))
    over = sum(counts.get(label, 0) for label in ("inflation", "exposure"))
    words = sum(view.passage.words() for view in views)
    scale = TrapScale(min(1.0, under / 4), min(1.0, over / 3))
    trap = "apologetic_minimising" if under >= 2 and under > over else "inflated_compensation" if over >= 2 else None
    reaction = None
    if context.interruption is not None:
        reaction = next((label for label in ("defense", "restart", "freeze") if counts.get(label)), "adapts")
    return Analysis(
        text=text,
        findings=findings,
        story=story,
        trap=trap,
        trap_scale=scale,
        reaction=reaction,
        weakness=_weakness(findings, counts, pattern),
        words=words,
    )


def _weakness(findings: tuple[Finding, ...], counts: dict[str, int], pattern: str | None) -> Weakness:
    for label in (
        "absence_lead",
        "apology",
        "minimizer",
        "hedge",
        "team_voice",
        "exposure",
        "inflation",
        "generic",
        "outcome_only",
    ):
        if counts.get(label):
            finding = next(f for f in findings if f.label == label)
            return Weakness(label, finding.why, (finding.start, finding.end))
    return Weakness(None, "")
