"""The candidate's own sentence, said so that it counts: nothing added but template words and [placeholders].

A reframe never invents. Its words are the candidate's (from the same answer), those of `reframes.yaml`, or stand in
square brackets for what only the candidate can fill in. `invented_words` checks exactly that, on every reframe shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Annotated, Protocol

from pydantic import model_validator

from ...english.sentences import sentences
from ...rubric.keys import COSTS, DISFLUENCIES, Label
from ...rubric.relations import LACKING, POINTS, WEAKENING
from ...tables import Part, Text, covering, shipped
from .trim import MIN_KEPT, clean, content_words, sentence_at


class Found(Protocol):
    """What a reframe needs of a finding; `schema.FindingRow` and `language.model.Finding` both have it."""

    @property
    def label(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Template(Part):
    """How a sentence is said again."""

    kept: Text | None = None
    "Where a sentence of the candidate's own is left: it stands at {kept} and always ends in a full stop."
    bare: Text | None = None
    "Where nothing is left."

    @model_validator(mode="after")
    def _has_words(self) -> Template:
        if self.kept is None and self.bare is None:
            raise ValueError("one of kept and bare is needed")
        if self.kept is not None and "{kept}" not in self.kept:
            raise ValueError("kept needs {kept}, the candidate's own sentence")
        return self


class Reframes(Part):
    """`reframes.yaml`: a template for every label that can be mended, and for the measures that have one."""

    labels: Annotated[dict[Label, Template], covering((*COSTS, *LACKING, *DISFLUENCIES))]
    measures: dict[str, Template]


@cache
def templates() -> Mapping[str, Template]:
    """The template of each label and measure. Raises TableError that names the line of a mistake."""
    found = shipped("voice_interviewer.debrief", "reframes.yaml").read(Reframes)
    return dict([*found.labels.items(), *found.measures.items()])


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
    about = templates().get(label)
    if about is None:
        return ""
    template = about.kept
    without = about.bare or template or ""
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
    about = templates().get(label)
    return about is not None and about.kept is not None and bool(_kept(label, text, start, end, findings))


def _enough(kept: str) -> bool:
    return len(content_words(kept)) >= MIN_KEPT


# ---- the check ----

_BRACKETED = re.compile(r"\[[^\[\]]*\]")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@cache
def template_words() -> frozenset[str]:
    """Every word the templates themselves bring along; none of them is a fact."""
    texts = [text for about in templates().values() for text in (about.kept, about.bare) if text]
    texts.append("a an I my was")
    return frozenset(_tokens(" ".join(texts).replace("{kept}", " ")))


def invented_words(original: str, suggestion: str) -> set[str]:
    """Words of `suggestion` outside [brackets] that neither `original` (the whole answer) nor a template contains."""
    return set(_tokens(suggestion)) - set(_tokens(original)) - template_words()


def _tokens(text: str) -> Iterable[str]:
    bare = _BRACKETED.sub(" ", text)
    return (t.replace("’", "'").casefold() for t in _TOKEN.findall(bare))
