"""What holds for an answer as a whole: story parts, the two traps on one scale, reaction, and what to pursue next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ...rubric.asked import asked_for
from ...rubric.keys import FAILED, SIGNALS, STORY_PARTS, StoryPart
from ...rubric.relations import (
    ACTS_ON_SYSTEM,
    CLAIMS_ACT,
    DECIDES,
    EMPTY,
    EXCUSES,
    LACKING,
    OVERSELLING,
    SLIPS,
    UNDERSELLING,
)
from ..cues.families import View
from ..labels import about_labels
from ..model import Analysis, Context, Finding, TrapScale, Weakness
from ..weigh.decide import reasons
from ..weigh.judge import Judged
from . import features as answer_features
from . import model as answer_model
from .features import Span

SHORT_WORDS = 35
"Below this many words nothing is called missing: there was no room for it."

SLIP_SIGNALS = 3
"One slip of these kinds is passed over in an answer that holds so many signals."
ALL_DOUBT = 6
"So many doubts about oneself, in nearly every sentence and with nothing shown, undersell as much as excuses do."
UPDATED = 0.4
"A reaction that shows less of an update than this does not adapt, whatever else it does."
CLEAR = 0.6
"A failed reaction to a constraint that may be none needs so much."
EVIDENT = 0.1
SILENT_WORDS = 6
"Where no failed reaction is at all evident, nothing was updated: a few words have stopped, more go on as before."


@dataclass(frozen=True, slots=True)
class Parts:
    """What the analysis of a whole answer rests on."""

    pattern: str | None
    findings: tuple[Finding, ...]
    "What is heard."
    perhaps: tuple[Finding, ...]
    views: tuple[View, ...]
    judged: tuple[Judged, ...]
    "Every stretch, in text order."
    whole: Mapping[str, float]
    "What the reader holds of the answer as a whole (`reader.Reading.whole`)."

    def strengths(self) -> answer_features.Strengths:
        """How strongly each label speaks in the answer."""
        return answer_features.strengths(self.judged)


def no_story() -> dict[str, Span | None]:
    """No part told."""
    return dict.fromkeys(STORY_PARTS)


def conclude(text: str, context: Context, parts: Parts, *, supposed: bool = False) -> Analysis:
    """Put together the analysis of the whole answer. `supposed`: that a constraint was changed is only a guess."""
    findings, views = parts.findings, parts.views
    counts = Counter(finding.label for finding in findings)
    sentences = sentence_spans(views)
    strong = parts.strengths()
    known, story = numbers(context, parts, strong, sentences)
    reaction = None
    if context.interruption is not None:
        reaction = _reaction(strong.after, len(text[max(0, context.interruption.at) :].split()), supposed)
    words = sum(view.passage.words() for view in views)
    weak = weakness(findings, known, reaction, words)
    scale, trap = _trap(findings, counts, sentences, reaction)
    return Analysis(
        text=text,
        findings=findings,
        perhaps=parts.perhaps,
        story=_weighed_story(story, known, findings, views, sentences),
        trap=trap,
        trap_scale=scale,
        reaction=reaction,
        # Quoted from the text as given: a passage has markup and control characters blanked.
        claims=tuple(replace(c, text=text[c.start : c.end]) for view in views for c in view.claims),
        weakness=weak,
        words=words,
        whole={name: round(probability, 4) for name, probability in parts.whole.items()},
    )


def numbers(
    context: Context, parts: Parts, strong: answer_features.Strengths, sentences: Sequence[Span]
) -> tuple[dict[str, float], dict[str, Span | None]]:
    """What the models look at, and the story as the cues alone tell it."""
    story = _story(parts.findings, parts.views, sentences)
    asked = asked_for(context.question, parts.pattern)
    interrupted = context.interruption is not None
    known = answer_features.features(
        parts.findings, parts.views, strong, sentences, asked, interrupted, story, parts.whole
    )
    return known, story


def _reaction(after: dict[str, list[float]], words: int, supposed: bool = False) -> str | None:
    """How the new constraint was met, from the mean probability of each way; None when nothing was said to it.

    Where the constraint itself is a guess (`supposed`), only a clear reaction is one.
    """
    if not words:
        return None
    mean = {label: sum(values) / len(values) for label, values in after.items() if values}
    failed = max(FAILED, key=lambda label: mean.get(label, 0.0))
    updated = mean.get("calm_adaptation", 0.0)
    if updated >= UPDATED and updated >= mean.get(failed, 0.0):
        return "adapts"
    if supposed:
        return failed if mean.get(failed, 0.0) >= CLEAR else None
    if mean.get(failed, 0.0) < EVIDENT:
        return "freeze" if words < SILENT_WORDS else "defense"
    return failed


def _weighed_story(
    cues: dict[str, Span | None],
    known: dict[str, float],
    findings: Sequence[Finding],
    views: Sequence[View],
    sentences: Sequence[Span],
) -> dict[str, Span | None]:
    """The parts that the fitted models hold to be told, each with the cue's span or the sentence most like it."""
    weights = answer_model.load()
    told = no_story()
    for part in STORY_PARTS:
        span, least = cues[part], answer_model.least(part)
        chance = answer_model.story_part(weights, part, known)
        if chance is None or least is None:
            told[part] = span
        elif chance >= least and sentences:
            told[part] = span or _likeliest(part, findings, views, sentences)
    return told


def _likeliest(
    part: StoryPart, findings: Sequence[Finding], views: Sequence[View], sentences: Sequence[Span]
) -> tuple[int, int]:
    """The sentence that most likely tells a part: the first for what opens a story, the last for what closes it."""
    spots = answer_features.spots(views)
    order = list(sentences) if part in ("context", "decision") else list(reversed(sentences))
    for cue in about_labels().story[part].cues:
        for start, end in order:
            if any(start <= at < end for at in spots.get(cue, ())):
                return start, end
    if part == "decision":
        acts = [f for f in findings if f.label in ACTS_ON_SYSTEM]
        if acts:
            return acts[0].start, acts[0].end
    return order[0]


def sentence_spans(views: Sequence[View]) -> list[Span]:
    """Character spans of all sentences (or sentence-like units), in text order."""
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
    deciding = [f for f in findings if f.label in DECIDES]
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
    for (start, end), labels in zip(sentences, answer_features.labels_in(findings, sentences), strict=True):
        if labels & EMPTY:
            empty += 1
        elif any(start <= s < end for s, _ in places):
            plain.append((start, end))
    decided = any(f.label in CLAIMS_ACT for f in findings)
    bare = sum(f.label in ("outcome_only", "inflation") for f in findings)
    if not plain or (bare >= 2 and not decided and empty >= 0.4 * len(sentences)):
        return (sentences[0] if decided and len(sentences) > 2 else None) if not plain else None
    return plain[0]


def _trap(
    findings: Sequence[Finding], counts: Counter[str], sentences: Sequence[Span], reaction: str | None
) -> tuple[TrapScale, str | None]:
    """How much of the answer undersells and oversells, and which trap the whole falls into, if any."""
    total = sum(end - start for start, end in sentences) or 1
    inside = answer_features.labels_in(findings, sentences)

    def share(labels: tuple[str, ...]) -> float:
        marked = sum(
            end - start for (start, end), found in zip(sentences, inside, strict=True) if found & frozenset(labels)
        )
        return min(1.0, marked / total)

    scale = TrapScale(share(UNDERSELLING), share(OVERSELLING))
    judged = sum(counts[label] for label in SIGNALS)
    owned = counts["ownership"] + counts["decision_ownership"]
    under = sum(counts[label] for label in EXCUSES if label != "apology" or reaction != "freeze")
    over = counts["inflation"] + 0.5 * counts["exposure"]
    if under + 0.5 * counts["hedge"] > over and under > judged and under >= 2 and scale.apologetic >= 0.2:
        return scale, "apologetic_minimising"
    if under and not over and not owned and judged <= 1 and scale.apologetic >= 0.3:
        return scale, "apologetic_minimising"
    if counts["hedge"] >= ALL_DOUBT and not judged and scale.apologetic >= 0.8:
        return scale, "apologetic_minimising"
    if over >= 2 and counts["inflation"] and scale.inflated >= 0.3 and over > judged:
        return scale, "inflated_compensation"
    if counts["exposure"] >= 2 and not owned and judged <= 1 and scale.inflated >= 0.4:
        return scale, "inflated_compensation"
    return scale, None


def weakness(findings: Sequence[Finding], known: dict[str, float], reaction: str | None, words: int) -> Weakness:
    """The one thing a sharp interviewer would pursue next: a failed reaction, the dominant cost, the signal most missed."""
    first: dict[str, Finding] = {}
    for finding in findings:
        first.setdefault(finding.label, finding)

    def of(label: str) -> Weakness:
        finding = first.get(label)
        quote = (finding.start, finding.end) if finding and label not in SIGNALS else None
        return Weakness(label, _why(label, known), quote)

    if reaction in FAILED:
        return of(reaction)
    short = words < SHORT_WORDS
    counts = Counter(finding.label for finding in findings)
    shown = sum(counts[label] for label in SIGNALS)
    for label, _ in answer_model.chances(answer_model.load(), known):
        if label is None:
            break
        if label in answer_model.WAYS:
            if label in first and not (label in SLIPS and counts[label] == 1 and shown >= SLIP_SIGNALS):
                return of(label)
        elif not short:
            return of(label)
    return Weakness(None, "")


def _why(label: str, known: dict[str, float]) -> str:
    """One sentence on why this is pursued."""
    lacking = next((signal for signal in LACKING if signal == label), None)
    if lacking is None:
        return reasons()[label]
    lacks = about_labels().lacks[lacking]
    if known.get(f"q:{label}") and known.get(f"has:{label}"):
        return f"What the answer only touches: {lacks}"
    return f"What the answer leaves open: {lacks}"
