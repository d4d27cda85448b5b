"""The candidate's own sentence, said so that it counts: nothing added but template words and [placeholders].

A reframe never invents. Its words are the candidate's (from the same answer), those of the templates below, or stand in
square brackets for what only the candidate can fill in. `invented_words` checks exactly that, on every reframe shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Protocol

from ...rubric.relations import POINTS, WEAKENING
from .trim import MIN_KEPT, clean, content_words, sentence_at, sentences


class Found(Protocol):
    """What a reframe needs of a finding; `schema.FindingRow` and `language.model.Finding` both have it."""

    @property
    def label(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


# {kept} is the candidate's own sentence without what weakens it; it always ends in a full stop.
_WITH: dict[str, str] = {
    "absence_lead": "{kept} That was at [its size]; I have not run [what you have not run] yet.",
    "apology": "{kept}",
    "minimizer": "{kept} Its size: [how many users, rows or requests].",
    "hedge": "{kept}",
    "exposure": "{kept} There I decided [what you decided], because [your reason].",
    "inflation": "{kept} It moved [the metric] from [before] to [after]; that is as far as I measured.",
    "generic": "{kept} What made that hard for us was [the constraint], so I turned down [the alternative].",
    "outcome_only": "{kept} For that I gave up [what you traded away], because of [the constraint].",
    "team_voice": "{kept} My own part: I [recommended, decided or argued against] [what].",
    "filler": "{kept}",
    "repeat": "{kept}",
    "fillers_per_minute": "{kept}",
    "pace_wpm": "{kept}",
    "answer_length": (
        "{kept} The reason was [the constraint]. It led to [the result], and since then I [what you changed]."
    ),
    "failure_anticipation": (
        "{kept} The first to fail quietly would be [which part]; I would see it in [which signal]."
    ),
    "constraint_tradeoff": "{kept} For that I gave up [what], to keep [what].",
    "decision_ownership": "{kept} My own decision in that was [what], because [your reason].",
    "metric_skepticism": (
        "{kept} [The metric] could rise while [who] lose out; I would check it against [the outcome]."
    ),
    "systems_thinking": (
        "{kept} I watch [which signal]; at [the threshold], [who] gets paged and we go back to [which version]."
    ),
    "restraint": "{kept} I left out [which component]; it comes in once [the observation], not before.",
    "learning_loop": "{kept} I expected [what] and saw [what], so since then I [what you changed].",
    "scale_translation": (
        "{kept} At [ten] times that, [what] would grow faster than the rest, so I would add [the guardrail]."
    ),
}
_WITHOUT: dict[str, str] = {
    "absence_lead": "I decided [what] because [your reason]. That was at [its size]; I have not run [what] yet.",
    "apology": "I decided [what]. It led to [the result], and since then I [what you changed].",
    "minimizer": "I [decided, built or changed] [what], at [its size].",
    "hedge": "I do not know [what exactly] yet; I would find out by [the check].",
    "exposure": "There I decided [what], because [your reason].",
    "inflation": "It moved [the metric] from [before] to [after]; that is as far as I measured.",
    "generic": "What made it hard for us was [the constraint], so I turned down [the alternative].",
    "outcome_only": "For [the result] I gave up [what you traded away], because of [the constraint].",
    "team_voice": "I [recommended, decided or argued against] [what].",
    "defense": "With that, [which assumption] no longer holds. [What] still holds. First I would change [the step].",
    "restart": "What still holds is [which part]. What no longer holds is [which part], so I would change [the step].",
    "freeze": "That breaks my assumption about [what]. Give me a moment. What still holds is [which part].",
    "answer_length": (
        "I decided [what] because [the constraint]. It led to [the result], and since then I [what you changed]."
    ),
    "contradiction": "The number is [which one], from [the source]; earlier I said [the other], and [why they differ].",
    "too_short": (
        "Given [the constraint], I decided [what]. It led to [the result], and since then I [what you changed]."
    ),
    "failure_anticipation": "The first to fail quietly would be [which part]; I would see it in [which signal].",
    "constraint_tradeoff": "Given [the constraint], I gave up [what] to keep [what].",
    "decision_ownership": "I decided [what] because [your reason]; otherwise we would have [what].",
    "metric_skepticism": "[The metric] could rise while [who] lose out; I would check it against [the outcome].",
    "systems_thinking": (
        "I watch [which signal]; at [the threshold], [who] gets paged and we go back to [which version]."
    ),
    "calm_adaptation": (
        "With that, [which assumption] no longer holds; [what] still does. First I would change [the step]."
    ),
    "restraint": "I left out [which component]; it comes in once [the observation], not before.",
    "learning_loop": "I expected [what] and saw [what], so since then I [what you changed].",
    "scale_translation": (
        "Here it touched [how many]; at [ten] times that, [what] would grow faster, so I would add [the guardrail]."
    ),
}
_TEAM_DECIDED = re.compile(
    r"\b(?:we|the team|our team|my team|everyone|they)(?:'ve| have| had| all| then| also| eventually| finally| just)*"
    r" (?:decided|chose|agreed|opted|elected|settled|concluded|determined)(?: (?:on|for|with))?\b"
    r"(?! (?:how|what|which|when|by))",
    re.IGNORECASE,
)
_ACTED = re.compile(
    r"\bI (?:(?:also|then|kind of|sort of|just|only|still|simply) )*"
    r"(?:decided|chose|built|blocked|cut|dropped|picked|set"
    r"|wrote|moved|refused|kept|stopped|switched|changed|removed|left out|pushed|put|took|asked|told|tested|measured)\b"
)
"An act of one's own, also where a hedge in front of it keeps it from counting as owned."
_MINE = "y [decision or recommendation] was"


def reframe(label: str, text: str, start: int, end: int, findings: Sequence[Found] = ()) -> str:
    """A better way to say `text[start:end]`, given the answer's other `findings`; never empty for a known label.

    `label` is a key of the language room or a measure; an unknown one gives "". Pure; time linear in the sentence.
    """
    without = _WITHOUT.get(label) or _WITH.get(label, "")
    template = _WITH.get(label)
    suggestion = without
    if template:
        kept = _kept(label, text, start, end, findings)
        if kept:
            suggestion = kept if _MINE in kept else template.replace("{kept}", kept)
    suggestion = suggestion.replace("{kept}", "").strip()
    if invented_words(text, suggestion):
        suggestion = without.replace("{kept}", "").strip()
    return suggestion


def _kept(label: str, text: str, start: int, end: int, findings: Sequence[Found]) -> str:
    """The sentence around the span without what weakens it, or another that can lead; "" if too little is left."""
    first, last = sentence_at(text, start, end)
    spans = _weak(findings, first, last)
    if label in WEAKENING:
        spans.append((start, end, label))
    if label == "answer_length":
        return _leading_sentence(text, findings)
    kept = clean(text, first, last, spans)
    if label in ("absence_lead", "apology") and not (_enough(kept) and re.search(r"\bI\b", kept)):
        return _leading_sentence(text, findings, after=last) or (kept if _enough(kept) else "")
    if label == "team_voice":
        mine, count = _TEAM_DECIDED.subn("my [decision or recommendation] was", kept, count=1)
        if count and _enough(mine):
            return mine[0].upper() + mine[1:]
    return kept if _enough(kept) else ""


def _leading_sentence(text: str, findings: Sequence[Found], after: int = 0) -> str:
    """A sentence that tells an act of the candidate's own, cleaned: the first behind `after`, else the first; or ""."""
    acts = [f.start for f in findings if f.label in POINTS] + [m.start() for m in _ACTED.finditer(text)]
    owned = [(a, b) for a, b in sentences(text) if any(a <= act < b for act in acts)]
    for first, last in sorted(owned, key=lambda span: (span[0] < after, span[0])):
        kept = clean(text, first, last, _weak(findings, first, last))
        if _enough(kept):
            return kept
    return ""


def _weak(findings: Sequence[Found], first: int, last: int) -> list[tuple[int, int, str]]:
    return [(f.start, f.end, f.label) for f in findings if f.label in WEAKENING and f.end > first and f.start < last]


def keeps_words(label: str, text: str, start: int, end: int, findings: Sequence[Found] = ()) -> bool:
    """Whether the reframe would keep a sentence of the candidate's, rather than being all placeholders."""
    return label in _WITH and bool(_kept(label, text, start, end, findings))


def _enough(kept: str) -> bool:
    return len(content_words(kept)) >= MIN_KEPT


# ---- the check ----

_BRACKETED = re.compile(r"\[[^\[\]]*\]")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@cache
def template_words() -> frozenset[str]:
    """Every word the templates themselves bring along; none of them is a fact."""
    texts = [*_WITH.values(), *_WITHOUT.values(), "a an I my was"]
    return frozenset(_tokens(" ".join(texts).replace("{kept}", " ")))


def invented_words(original: str, suggestion: str) -> set[str]:
    """Words of `suggestion` outside [brackets] that neither `original` (the whole answer) nor a template contains."""
    return set(_tokens(suggestion)) - set(_tokens(original)) - template_words()


def _tokens(text: str) -> Iterable[str]:
    bare = _BRACKETED.sub(" ", text)
    return (t.replace("’", "'").casefold() for t in _TOKEN.findall(bare))
