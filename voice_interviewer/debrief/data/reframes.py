"""The candidate's own sentence, said so that it counts: delete first, one bracket last, else nothing.

The softener, the apology, the disclaimer go, and everything else stays: what is left must be a whole sentence that
still says what the quoted one said. Where it lacks what the advice asks for, one sentence of `reframes.yaml` follows
it, with one [bracket] for what only the candidate knows. Where a sentence does nothing but excuse, the candidate's
next sentence is what to begin with. Where no good sentence results there is none, and the drill stands alone. So a
reframe never invents: its words are the candidate's own or a template's. `invented_words` checks exactly that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Annotated, Protocol

from pydantic import model_validator

from ...rubric.keys import COSTS, DISFLUENCIES, Label
from ...rubric.relations import LACKING, UNDERSELLING
from ...tables import Part, Text, covering, shipped
from .decisions import DECIDED_WE, part_told_near, quoted_voice, repeated_next
from .gaps import behind_the_absence, bound_of
from .lead_with import leans_on, next_act, told_next
from .own_part import LONGEST, OWN_ACT, carrying, holds, mended, tokens
from .trim import sentence_at


class Found(Protocol):
    """What a reframe needs of a finding; `schema.FindingRow` and `language.model.Finding` both have it."""

    @property
    def label(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Template(Part):
    """What follows the candidate's own sentence."""

    asks: Text | None = None
    "One sentence with one [bracket], for what the advice asks for and the sentence lacks; None: deleting is enough."
    unless: Text | None = None
    "A regular expression; a sentence in which it is found does not lack it."
    cue: Text | None = None
    "A regular expression; of several sentences under one finding, the one in which it is found carries it."
    beside: Text | None = None
    "One sentence with one [bracket] in front of a sentence that names flatly what is missing."
    offered: bool = True
    "False: nothing of the kind can be said with the candidate's own sentence; the drill stands alone."

    @model_validator(mode="after")
    def _has_one_bracket(self) -> Template:
        for sentence in filter(None, (self.asks, self.beside)):
            if len(_BRACKETED.findall(sentence)) != 1:
                raise ValueError("asks and beside need exactly one [bracket]")
        for expression in (self.unless, self.cue):
            re.compile(expression or "")
        return self


class Reframes(Part):
    """`reframes.yaml`: how each label that can be mended is, and the measures that can."""

    labels: Annotated[dict[Label, Template], covering((*COSTS, *LACKING, *DISFLUENCIES))]
    measures: dict[str, Template]


_BRACKETED = re.compile(r"\[[^\[\]]*\]")


@cache
def templates() -> Mapping[str, Template]:
    """The template of each label and measure. Raises TableError that names the line of a mistake."""
    found = shipped("voice_interviewer.debrief", "reframes.yaml").read(Reframes)
    return dict([*found.labels.items(), *found.measures.items()])


def reframe(label: str, text: str, start: int, end: int, findings: Sequence[Found] = (), *, question: str = "") -> str:
    """A better way to say the sentence of `text[start:end]`, or "" where there is none.

    `label` is a key of the language room or a measure, `findings` those of the answer, `question` what was asked. Pure;
    time linear in the text.
    """
    about = templates().get(label)
    if about is None or not about.offered or not text[start:end].strip():
        return ""
    for suggestion in _suggestions(about, label, text, start, end, findings, question):
        if suggestion and not invented_words(text, suggestion):
            return suggestion
    return ""


def begins_elsewhere(quote: str, suggestion: str) -> bool:
    """Whether a reframe says other words of the answer than the quoted ones: what to begin with in their place."""
    return not set(tokens(suggestion)) <= set(tokens(quote)) | template_words() | {"a", "an"}


def _completed(about: Template, said: str) -> str:
    if about.asks is None or (about.unless and re.search(about.unless, said, re.IGNORECASE)):
        return said
    return f"{said} {about.asks}"


def quoted(label: str, text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence that carries a finding, as it is quoted beside its reframe: a very long one is cut around it."""
    first, last = carrying(text, start, end, _cue(label))
    return sentence_at(text, max(first, min(start, last - 1)), min(end, last)) if last > first else (first, last)


def _suggestions(
    about: Template, label: str, text: str, start: int, end: int, findings: Sequence[Found], question: str
) -> Iterable[str]:
    """What could be said for the words that `label` marked, the best first; "" where a way leads to nothing."""
    cue = _cue(label)
    first, last = carrying(text, start, end, cue)
    sentence = text[first:last] if last - first <= LONGEST else ""
    if label in LACKING or label == "answer_length":
        heard = {f.label for f in findings if f.start < last and f.end > first} - set(DISFLUENCIES)
        if not (heard and OWN_ACT.search(sentence)):
            return
    said_here = text[slice(*quoted(label, text, start, end))]
    if label == "absence_lead":
        yield from behind_the_absence(sentence)
    else:
        own = mended(label, sentence, max(first, start) - first, min(last, end) - first, cue)
        for said in (said for said in own if holds(label, said_here, said)):
            complete = _completed(about, said)
            if _fits_here(label, text, first, last, adds=complete != said):
                yield complete
    costs = [(f.start, f.end) for f in findings if f.label in COSTS]
    if label in UNDERSELLING:
        yield next_act(text, min(first, start), max(last, end), costs, question)
    if about.beside and (bound := bound_of(sentence)) and not told_next(text, last):
        yield f"{about.beside} {bound}"


def _fits_here(label: str, text: str, first: int, last: int, *, adds: bool) -> bool:
    """Whether the sentence at `text[first:last]` can be said anew, and be added to, without harm to those beside it."""
    if label == "team_voice":
        told = part_told_near(text, first, last) or quoted_voice(text, first) or repeated_next(text, last)
        return adds and not told and not leans_on(text, last)
    if label == "minimizer":
        behind = text[last:].lstrip().casefold()
        return not leans_on(text, last) and not behind.startswith(("but ", "though ", "nothing "))
    return not (adds and leans_on(text, last))


def _cue(label: str) -> re.Pattern[str] | None:
    if label == "team_voice":
        return DECIDED_WE
    about = templates().get(label)
    return re.compile(about.cue, re.IGNORECASE) if about and about.cue else None


def keeps_words(
    label: str, text: str, start: int, end: int, findings: Sequence[Found] = (), question: str = ""
) -> bool:
    """Whether the finding's sentence can be said better, by itself or by what stands behind it."""
    return bool(reframe(label, text, start, end, findings, question=question))


# ---- the check ----


@cache
def template_words() -> frozenset[str]:
    """Every word the templates themselves bring along; none of them is a fact."""
    return frozenset(tokens(" ".join(s for about in templates().values() for s in (about.asks, about.beside) if s)))


def invented_words(original: str, suggestion: str) -> set[str]:
    """Words of `suggestion` outside [brackets] that neither `original` (the whole answer) nor a template contains."""
    return set(tokens(suggestion)) - set(tokens(original)) - template_words() - {"a", "an"}
