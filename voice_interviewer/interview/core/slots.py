"""The candidate's own words, cut so that a voice can say them back: the slots of follow-ups.

A quote is at most twelve words, begins and ends where a clause does, carries no filler, and is never an apology or a
disclaimer: those are not thrown back at anybody. Where nothing fits, a variant without slots is said instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...language.model import Analysis
from .choose import pick

MAX_QUOTE_WORDS = 12
MIN_QUOTE_WORDS = 2
MAX_TEXT_WORDS = 26
"A whole follow-up with its slot filled."
QUOTE_CONFIDENCE = 0.62
"Mean word probability below which a transcript is not quoted."

_SLOT = re.compile(r"\{(\w+)\}")
_FILLER = re.compile(r"\b(?:um+|uh+|er+m?|hmm+|mm+|ah|you know|i mean|sort of like|like,)(?:,|\b)\s*", re.IGNORECASE)
_REPEATED = re.compile(r"\b(\w+(?:'\w+)?)(?:,?\s+\1\b)+", re.IGNORECASE)
_APOLOGY = re.compile(r"\b(?:sorry|apolog\w*|forgive|excuse me|my bad|embarrass\w*|ashamed)\b", re.IGNORECASE)
_EDGE = re.compile(
    r"[.?!;:…]+(?=\s|$)|,\s|\s[–—-]\s|\s(?=(?:and then|and so|but|because|so that|although|though|whereas|while"
    r"|since|which means)\s)"
    r"|\s(?=and (?:i|we|they|he|she|it|the|then|that|so)\s)|\s(?=so (?:i|we|they|it|the|that)\s)",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:(?:and|but|so|because|well|okay|ok|yeah|yes|no|then|also|actually|basically|although|though|while"
    r"|since|which means|"
    r"i think|i guess|i suppose|i would say|to be honest|honestly),?\s+)+",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"(?:an?|the|of|to|for|with|in|on|at|by|from|and|or|but|so|because|that|which|who|when|if|as|than|into"
    r"|about|my|our|your|"
    r"their|his|her|its|is|was|are|were|be|been|ha[ds]|have|would|could|should|will|can|may|might|not|no|very"
    r"|really|just|i|"
    r"we|they|s?he|it|this|these|those|some|any|every|each|only|also|like),?",
    re.IGNORECASE,
)
_METRIC = re.compile(
    r"\b(?:accuracy|precision|recall|f1(?: score)?|auc|click(?:[- ]through)? rate|clicks|conversion(?: rate)?"
    r"|churn|retention|"
    r"revenue|latency|error rate|false (?:positive|negative|alarm)s?(?: rate)?|engagement|watch time|refunds?"
    r"|null rate|uptime|"
    r"throughput|log loss|mean (?:absolute|squared) error|coverage|hit rate|response time|ndcg|perplexity)\b",
    re.IGNORECASE,
)
_NEVER_BACK = ("apology", "absence_lead")


@dataclass(frozen=True, slots=True)
class Material:
    """What there is to fill slots with; an absent key cannot be filled."""

    values: Mapping[str, str]

    def of(self, slot: str) -> str:
        """The words for a slot, or an empty string."""
        return self.values.get(slot, "")


def material(
    analysis: Analysis,
    quote: tuple[int, int] | None,
    target: str | None,
    *,
    confidence: float = 1.0,
    constraint: str = "",
) -> Material:
    """Everything that may be said back about this answer. A poorly heard answer gives only the constraint."""
    values = {"constraint": constraint_in_short(constraint)}
    if confidence >= QUOTE_CONFIDENCE:
        span = quote or _span_of(analysis, target)
        if target not in _NEVER_BACK:
            values["quote"] = excerpt(analysis.text, span) if span else ""
        decision = analysis.story.get("decision") or _span_of(analysis, "decision_ownership")
        values["decision"] = excerpt(analysis.text, decision) if decision else ""
        claim = next((c for c in analysis.claims if c.kind in ("scale", "number")), None)
        values["claim"] = _bare(analysis.text[claim.start : claim.end]) if claim else ""
        metric = _METRIC.search(analysis.text)
        values["metric"] = metric[0].lower() if metric else ""
    return Material({slot: words for slot, words in values.items() if words})


def _span_of(analysis: Analysis, label: str | None) -> tuple[int, int] | None:
    found = analysis.of(label) if label else ()
    return (found[0].start, found[0].end) if found else None


def excerpt(text: str, span: tuple[int, int], most: int = MAX_QUOTE_WORDS) -> str:
    """The clause around a span, without fillers, at most `most` words; empty when it is not fit to be said back."""
    start, end = max(0, span[0]), min(len(text), span[1])
    if start >= end:
        return ""
    edges = [0, *(position for m in _EDGE.finditer(text) for position in (m.start(), m.end())), len(text)]
    left = max((e for e in edges if e <= start), default=0)
    right = min((e for e in edges if e >= min(end, start + 1)), default=len(text))
    if right < end and len(text[left:end].split()) <= most:  # the finding runs over a clause edge: keep it whole
        right = min((e for e in edges if e >= end), default=len(text))
    clause = _bare(text[left:right])
    if len(clause.split()) > most:  # too long: from the finding itself on, with a word or two before it
        lead = text[left:start].split()[-2:]
        clause = _bare(" ".join([*lead, text[start:right]]))
    words = clause.split()[:most]
    if len(clause.split()) > most:
        while words and _DANGLING.fullmatch(words[-1]):
            words.pop()
    said = " ".join(words).rstrip(",;:")
    if len(words) < MIN_QUOTE_WORDS or _APOLOGY.search(said) or not re.search(r"[A-Za-z]{3}", said):
        return ""
    return said


def _bare(text: str) -> str:
    """Plain words: no fillers, no stutter, no opening conjunction, nothing a voice could trip over."""
    text = re.sub(r"[^\w\s.,'’%-]", " ", text)
    text = _REPEATED.sub(r"\1", _FILLER.sub("", text))
    text = re.sub(r"\s+", " ", text).strip(" ,.-")
    return _LEADING.sub("", text).strip(" ,.-")


def constraint_in_short(text: str) -> str:
    """The news of a constraint without its question: its first sentence."""
    first = re.split(r"(?<=[.?!])\s", text.strip(), maxsplit=1)[0]
    return "" if first.endswith("?") else first.rstrip(".! ")


def fill(text: str, words: Material) -> str | None:
    """A text with its slots filled; None when one cannot be, or the whole would be too long to follow."""
    room = MAX_TEXT_WORDS - len(_SLOT.sub("", text).split())
    filled = text
    for slot in _SLOT.findall(text):
        value = words.of(slot)
        if not value or len(value.split()) > room:
            return None
        filled = filled.replace("{" + slot + "}", value)
    return filled


def word(variants: Iterable[str], words: Material, seed: int, *place: object, used: Iterable[str] = ()) -> str | None:
    """One spoken variant, its slots filled. One that quotes the candidate is preferred every other time.

    None when every variant needs a slot that cannot be filled.
    """
    filled = [(text, fill(text, words)) for text in variants]
    fit = {text: said for text, said in filled if said is not None}
    if not fit:
        return None
    quoting = [text for text in fit if "{" in text]
    plain = [text for text in fit if "{" not in text]
    if quoting and (not plain or pick(("quote", "plain"), seed, "style", *place) == "quote"):
        return fit[pick(quoting, seed, *place, used=used)]
    return fit[pick(plain, seed, *place, used=used)]
