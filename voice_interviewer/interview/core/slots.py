"""The candidate's own words, cut so that a voice can say them back: the slots of follow-ups.

A quote is a whole clause of at most twelve words in the candidate's own voice that carries what is asked about, without
fillers, and never an apology or a disclaimer: those are not thrown back at anybody. Where nothing fits, a variant
without slots is said instead.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...english.inflect import past_forms
from ...english.quoted import quoted_at
from ...english.sentences import sentences
from ...english.spoken import clauses, content_words, finished, fluent
from ...english.whole import is_whole
from ...language.model import Analysis
from ...rubric.relations import QUOTED_WITH_AN_ACT, QUOTED_WITH_ONESELF
from .choose import pick

MAX_QUOTE_WORDS = 12
LEAST_CONTENT = 1
LONGEST = 900
"Characters of a sentence that is still taken apart."
MAX_TEXT_WORDS = 26
"A whole follow-up with its slot filled."
QUOTE_CONFIDENCE = 0.62
"Mean word probability below which a transcript is not quoted."

_SLOT = re.compile(r"\{(\w+)\}")
_APOLOGY = re.compile(r"\b(?:sorry|apolog\w*|forgive|excuse me|my bad|embarrass\w*|ashamed)\b", re.IGNORECASE)
_VAGUE = re.compile(r"\b(?:something|anything|stuff|things?|somehow|whatever)\Z", re.IGNORECASE)
_UNSPEAKABLE = re.compile(r"[^\w\s.,'’%&+/-]|_")
_ACT = (
    r"\b(?:I|we|the team|our team)(?:'ve|'d)?(?: (?:have|had|all|also|then|just|only|really|finally|eventually"
    r"|ultimately|kind of|sort of|guess i|suppose i))* "
    rf"(?:(?:need|want|us)(?!ed)|(?!need|want|used to)[a-z]+ed|{'|'.join(past_forms())}|put|set|cut|shut|let|kept)\b"
)
_CARRIES: Mapping[str, re.Pattern[str]] = {
    label: re.compile(expression, re.IGNORECASE)
    for label, expression in {
        **dict.fromkeys(QUOTED_WITH_AN_ACT, _ACT),
        **dict.fromkeys(QUOTED_WITH_ONESELF, r"\b(?:I|we|my|our)\b"),
        "outcome_only": r"\d|\b(?:per ?cent|half|twice|doubled|tripled|two|three|four|five|ten|hundred|thousand)\b",
    }.items()
}
"What a quote must hold for the questions of a target to fit it; any whole clause does for the others."
_COUNTED = re.compile(
    r"\b(?:users?|customers?|people|requests?|queries|rows?|records?|documents?|images?|clinics?|hospitals?"
    r"|stores?|shops?|drivers?|patients?"
    r"|students?|orders?|transactions?|events?|devices?|servers?|calls?|subscribers?|accounts?|messages?)\b",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\b(?:measur\w+|track\w*|watch\w*|optimi[sz]\w+|reported|looked at|monitor\w*"
    r"|evaluat\w+)\b",
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
_SMALL = frozenset(
    "we they he she it you that this these those the a an my our there in at on after before for from with".split()
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
        if target not in _NEVER_BACK and span and not _touched(analysis, span):
            values["quote"] = _carrying(target or "", excerpt(analysis.text, span))
        decision = analysis.story.get("decision") or _span_of(analysis, "decision_ownership")
        if decision and not _touched(analysis, decision):
            values["decision"] = _carrying("decision", excerpt(analysis.text, decision))
        claim = next((c for c in analysis.claims if c.kind in ("scale", "number") and c.has_number), None)
        if claim and not _touched(analysis, (claim.start, claim.end)):
            values["claim"] = _counting(excerpt(analysis.text, _counted_in(analysis.text, claim.start, claim.end)))
        metric = _METRIC.search(analysis.text)
        if metric and _MEASURED.search(analysis.text[max(0, metric.start() - 60) : metric.end() + 60]):
            values["metric"] = metric[0].lower()
    return Material({slot: words for slot, words in values.items() if words})


def _touched(analysis: Analysis, span: tuple[int, int]) -> bool:
    """Whether words tell of an illness, a loss or the like: those are not said back to anybody."""
    return any(span[0] < end and start < span[1] for start, end in analysis.touched)


def _carrying(target: str, clause: str) -> str:
    """The clause where it holds what the target's questions are about, else nothing."""
    needed = _CARRIES.get(target)
    return clause if needed is None or needed.search(clause) else ""


def _counting(clause: str) -> str:
    return clause if _COUNTED.search(clause) and re.search(r"\b(?:I|we|our|my)\b", clause, re.IGNORECASE) else ""


def _counted_in(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a claim names what it counts."""
    thing = _COUNTED.search(text, start, end)
    return (thing.start(), thing.end()) if thing else (start, end)


def _span_of(analysis: Analysis, label: str | None) -> tuple[int, int] | None:
    found = analysis.of(label) if label else ()
    return (found[0].start, found[0].end) if found else None


def excerpt(text: str, span: tuple[int, int]) -> str:
    """The shortest whole clause of the speaker's own voice that holds the beginning of a span, or nothing.

    At most `MAX_QUOTE_WORDS` words, without fillers; nothing is cut within a clause, and nothing quoted or broken off
    is used.
    """
    start, end = max(0, span[0]), min(len(text), span[1])
    if start >= end:
        return ""
    spans = sentences(text)
    at = max(0, bisect_right(spans, (start, len(text))) - 1)
    for first, last in spans[at : at + 3]:
        if first >= end:
            break
        if last <= start or last - first > LONGEST or quoted_at(text, max(start, first)):
            continue
        low = max(start, first) - first
        for piece in reversed(list(clauses(text[first:last], low, low + 1))):
            said = finished(fluent(piece, softeners=True)).rstrip(".")
            if len(said.split()) <= MAX_QUOTE_WORDS and is_whole(said + ".") and _fit_to_say(said):
                return said if text[first:last].strip()[:1] == said[:1] else _small(said)
    return ""


def _fit_to_say(said: str) -> bool:
    return (
        not (_APOLOGY.search(said) or _UNSPEAKABLE.search(said) or _VAGUE.search(said))
        and len(content_words(said)) >= LEAST_CONTENT
    )


def _small(said: str) -> str:
    """A clause that did not begin its sentence, beginning small; `I` and names stay as they are."""
    first = said.split(maxsplit=1)[0].casefold()
    return said[0].lower() + said[1:] if first in _SMALL else said


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
