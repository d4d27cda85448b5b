"""What is known of an answer as a whole, as numbers: how strongly each label speaks, cues counted, tense, length."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from ...english import inflect
from ...english.tokens import Token
from ...english.wordset import words
from ..cues.families import View
from ..model import Finding
from ..rules import rules
from ..weigh.decide import possible
from ..weigh.join import log_odds
from ..weigh.judge import JUDGED, Judged

MOST = 3.0
"Counts and margins are cut here: the third time says as much as the tenth."
_PAST = frozenset(inflect.past_forms())
_NOT_PAST = words("need indeed speed feed seed exceed proceed hundred red bed shed embed")
_FIRST = words("i we me us")
_BEFORE = words(
    """i we to had have has was were been be being is are am the a an my our this that these those would will could should
    can not get got gets and or by very so more most your his her their its with of in on for at no each every"""
)
"Words before a verb form that make it first person, a participle or an adjective rather than an event."
_MAYBE = words("would will could should might may must if when suppose can")
_ANYONE = words("you one should must important")
Span = tuple[int, int]


@dataclass(slots=True)
class Strengths:
    """How strongly each label speaks anywhere, and after an interruption."""

    best: dict[str, float] = field(default_factory=dict)
    "Label to the highest margin of any stretch: log-odds above where it is heard, between -MOST and MOST."
    after: dict[str, list[float]] = field(default_factory=dict)
    "Label to the probability in each stretch after the changed constraint."


def warm() -> None:
    """Read and compile the cues of this module."""
    for rule in rules.load("answers"):
        for pattern in rule.any:
            if not pattern.phrases:
                pattern.compiled()


def strengths(judged: Sequence[Judged]) -> Strengths:
    """Margins of all labels; empty where nothing was judged."""
    found = Strengths()
    for one in judged:
        for label, probability, join in zip(JUDGED, one.chances, one.joins, strict=True):
            if not possible(label, one):
                continue
            margin = max(-MOST, min(MOST, log_odds(probability) - log_odds(join.heard)))
            found.best[label] = max(found.best.get(label, -MOST), margin)
            if one.reaction:
                found.after.setdefault(label, []).append(probability)
    return found


def features(
    findings: Sequence[Finding],
    views: Sequence[View],
    strong: Strengths,
    sentences: Sequence[Span],
    asked: Sequence[str],
    interrupted: bool,
    told: Mapping[str, Span | None],
    whole: Mapping[str, float] = MappingProxyType({}),
) -> dict[str, float]:
    """Names to numbers, about 0 to 1 each; what is absent is 0."""
    found: dict[str, float] = {}
    counts = Counter(finding.label for finding in findings)
    total = sum(end - start for start, end in sentences) or 1
    for label, number in counts.items():
        found[f"n:{label}"] = min(MOST, number) / MOST
        found[f"has:{label}"] = 1.0
    for (start, end), labels in zip(sentences, labels_in(findings, sentences), strict=True):
        for label in labels:
            found[f"share:{label}"] = found.get(f"share:{label}", 0.0) + (end - start) / total
    for label, margin in strong.best.items():
        found[f"m:{label}"] = margin / MOST
    hits: Counter[str] = Counter()
    length = 0
    tense: Counter[str] = Counter()
    for view in views:
        length += view.passage.words()
        hits.update(hit.rule.id for hit in view.story)
        hits.update(hit.rule.id for hit in rules.hits(rules.load("answers"), view.passage))
        tense.update(_tense(view))
    for name, number in hits.items():
        found[f"c:{name}"] = min(MOST, number) / MOST
    for name in ("event", "own"):
        found[f"t:{name}"] = min(5, tense[name]) / 5
    for name in ("maybe", "anyone", "we"):
        found[f"t:{name}"] = min(0.1, tense[name] / max(1, length)) * 10
    found["words"] = min(2.0, length / 100)
    found["interrupted"] = float(interrupted)
    for place, signal in enumerate(asked):
        found[f"q:{signal}"] = 1.0 if place == 0 else 0.5
    found["open"] = float(not asked)
    for part, span in told.items():
        found[f"told:{part}"] = float(span is not None)
    for name, probability in whole.items():
        if name.startswith("target:"):
            found[f"w:{name.removeprefix('target:')}"] = max(-2.0, log_odds(probability) / MOST)
    return found


def labels_in(findings: Sequence[Finding], sentences: Sequence[Span]) -> list[frozenset[str]]:
    """For each sentence, in text order, the labels that touch it. Linear but for long findings."""
    found: list[set[str]] = [set() for _ in sentences]
    ends = [end for _, end in sentences]
    for finding in findings:
        for place in range(bisect_right(ends, finding.start), len(sentences)):
            if sentences[place][0] >= finding.end:
                break
            found[place].add(finding.label)
    return [frozenset(labels) for labels in found]


def spots(views: Sequence[View]) -> dict[str, list[int]]:
    """Cue to the characters of the text where it begins."""
    found: dict[str, list[int]] = {}
    for view in views:
        for hit in (*view.story, *rules.hits(rules.load("answers"), view.passage)):
            found.setdefault(hit.rule.id, []).append(view.passage.tokens[hit.first].start + view.offset)
    return found


def _is_past(token: Token) -> bool:
    return token.norm in _PAST or ("ed" in token.tags and token.norm not in _NOT_PAST)


def _tense(view: View) -> Counter[str]:
    """Counts of events told of others, acts told of oneself, and words that make a thing possible rather than past."""
    tokens = view.passage.tokens
    found: Counter[str] = Counter()
    for index, token in enumerate(tokens):
        word = token.norm
        found["maybe"] += word in _MAYBE
        found["anyone"] += word in _ANYONE
        found["we"] += word == "we"
        if not _is_past(token) or index == 0:
            continue
        before = tokens[index - 1].norm
        earlier = {t.norm for t in tokens[max(0, index - 5) : index]}
        if earlier & _MAYBE:
            continue
        if before in _FIRST:
            found["own"] += 1
        elif before not in _BEFORE and not before.endswith("ly"):
            found["event"] += 1
    return found
