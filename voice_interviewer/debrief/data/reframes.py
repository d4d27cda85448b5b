"""The candidate's own sentence, said so that it counts: delete first, one bracket last, else nothing.

The softener, the apology, the disclaimer go, and everything else stays; of a sentence with another voice in it, the
part behind that. Where the sentence lacks what the advice asks for, one sentence of `reframes.yaml` stands beside it,
with one [bracket] for what only the candidate knows.
Where nothing can surely be taken out and the label has weights, `proposals` puts up several ways, and an assessor and a
few counts say which of them can be said aloud (`sayable`); of a decision told as the team's there is only one way, the
whole sentence as it was said (`verbatim`). Where none surely can, the drill stands alone. So a reframe never invents:
its words are the candidate's own or a template's. `invented_words` checks exactly that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Annotated, Protocol

from pydantic import Field, model_validator

from ...english.quoted import to_its_end, unquoted
from ...english.standing import stands_alone
from ...language.assessor import Assessor, Way
from ...language.weigh.assessing import SHIPPED
from ...rubric.keys import COSTS, DISFLUENCIES, Label
from ...rubric.relations import LACKING, UNDERSELLING
from ...tables import Part, Text, covering, shipped
from . import verbatim
from .deleting import fit, without
from .gaps import behind_the_absence, bound_of, told_next
from .own_part import LONGEST, OWN_ACT, carrying, plain_sentence, tokens
from .proposals import proposals
from .sayable import as_said, best, weighed
from .told import supposed
from .trim import MAX_WORDS, sentence_at


class Found(Protocol):
    """What a reframe needs of a finding; `schema.FindingRow` and `language.model.Finding` both have it."""

    @property
    def label(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def confidence(self) -> float: ...


class Template(Part):
    """How sentences under a label are said anew."""

    forms: tuple[Text, ...] = ()
    "For a cost with weights (sayable.py): the ways that are tried, with a place for the own words each (proposals.py)."
    behind: int = Field(default=0, ge=0, le=2)
    "So many sentences behind it may be what to begin with."
    cue: Text | None = None
    "A regular expression; of several sentences under one finding, the one in which it is found carries it."
    barred: Text | None = None
    "A regular expression; where it is found in the sentence, no way is tried."
    asks: Text | None = None
    "For what is missing: one sentence with one [bracket] that follows the own one; None: saying it fluently is enough."
    beside: Text | None = None
    "One sentence with one [bracket] in front of a sentence that names flatly what is missing."
    offered: bool = True
    "False: nothing of the kind can be said with the candidate's own sentence; the drill stands alone."

    @model_validator(mode="after")
    def _has_one_bracket(self) -> Template:
        for form in self.forms:
            if len(_PLACE.findall(form)) != 1 or len(_BRACKETED.findall(form)) > 1:
                raise ValueError("each of forms needs one of {said}, {bare} and {rest}, and at most one [bracket]")
        for sentence in filter(None, (self.asks, self.beside)):
            if len(_BRACKETED.findall(sentence)) != 1:
                raise ValueError("asks and beside need exactly one [bracket]")
        re.compile(self.cue or "")
        re.compile(self.barred or "")
        return self


class Reframes(Part):
    """`reframes.yaml`: how each label that can be mended is, and the measures that can."""

    labels: Annotated[dict[Label, Template], covering((*COSTS, *LACKING, *DISFLUENCIES))]
    measures: dict[str, Template]


_BRACKETED = re.compile(r"\[[^\[\]]*\]")
_PLACE = re.compile(r"\{(?:said|bare|rest)\}")


@cache
def templates() -> Mapping[str, Template]:
    """The template of each label and measure. Raises TableError that names the line of a mistake."""
    found = shipped("voice_interviewer.debrief", "reframes.yaml").read(Reframes)
    return dict([*found.labels.items(), *found.measures.items()])


def reframe(
    label: str,
    text: str,
    start: int,
    end: int,
    findings: Sequence[Found] = (),
    *,
    assessor: Assessor = SHIPPED,
) -> str:
    """A better way to say the sentence of `text[start:end]`, or "" where there is none.

    `label` is a key of the language room or a measure, `findings` those of the answer: how sure the one of the label is
    counts where a sentence is said again as it was. Time linear in the text.
    """
    about = templates().get(label)
    if about is None or not about.offered or not text[start:end].strip():
        return ""
    first, last = carrying(text, start, end, _cue(label))
    if last - first > LONGEST:
        return ""
    if label in weighed() and weighed()[label].heard:
        return _as_said(label, text, (first, last), start, findings, assessor)
    if label in COSTS:
        return _mended(label, about, text, (first, last), (start, end), assessor)
    if unquoted(text, first, last, first) != (first, last):
        return ""
    said = _completed(label, about, text, start, end, findings)
    return said if said and not invented_words(text, said) else ""


def _mended(
    label: str, about: Template, text: str, sentence: tuple[int, int], place: tuple[int, int], assessor: Assessor
) -> str:
    """The sentence without what costs, where that is surely one; else the way that can be said most surely."""
    cue, (first, last), (start, end) = _cue(label), sentence, place
    at = _place(text, first, last, start, cue)
    if (own := unquoted(text, first, last, at)) is None:
        return ""
    before, (first, last) = first, own
    if label in UNDERSELLING:
        sure = _less(label, text[first:last], max(first, start) - first, min(last, end) - first, cue)
        if not sure and about.beside and (bound := bound_of(text[first:last])) and not told_next(text, last):
            sure = f"{about.beside} {bound}"
        if sure and not invented_words(text, sure):
            return sure
    if label not in weighed():
        return ""
    if supposed(text, before, at) or (about.barred and re.search(about.barred, text[before:last], re.IGNORECASE)):
        return ""
    said = proposals(label, text, own, place, about.forms, behind=about.behind, cue=cue)
    ways = [Way(label, text, first, last, way) for way in said if not invented_words(text, way)]
    opinions = assessor.sayable(ways) if ways else ()
    return best(ways, opinions) if opinions else ""


def _as_said(
    label: str,
    text: str,
    sentence: tuple[int, int],
    start: int,
    findings: Sequence[Found],
    assessor: Assessor,
) -> str:
    """The sentence as it was said and what is asked for behind it, where that can be said surely enough."""
    way = as_it_was_said(label, text, sentence, start)
    if way is None or invented_words(text, way.said):
        return ""
    sure = [f.confidence for f in findings if f.label == label and f.start < sentence[1] and f.end > sentence[0]]
    opinions = assessor.sayable([way])
    return as_said(way, opinions[0], max(sure, default=None)) if opinions else ""


def as_it_was_said(label: str, text: str, sentence: tuple[int, int], start: int) -> Way | None:
    """`text[sentence]` whole, in the label's form; None where it cannot be kept or need not be said (`verbatim`)."""
    return verbatim.way(label, text, sentence, _place(text, *sentence, start, _cue(label)), templates()[label].forms[0])


def _less(label: str, sentence: str, low: int, high: int, cue: re.Pattern[str] | None) -> str:
    if label == "absence_lead":
        return next(iter(behind_the_absence(sentence)), "")
    return without(label, sentence, low, high, cue)


def _completed(label: str, about: Template, text: str, start: int, end: int, findings: Sequence[Found]) -> str:
    """The sentence said fluently, and what it lacks behind it."""
    first, last = carrying(text, start, end, None)
    said = plain_sentence(text, start, end)
    if not said:
        return ""
    if label in LACKING or label == "answer_length":
        heard = {f.label for f in findings if f.start < last and f.end > first} - set(DISFLUENCIES)
        in_place = label != "answer_length"  # said where it stood, what it points back to is still said before it
        if not (heard and OWN_ACT.search(said) and (fit(said, about="place") if in_place else stands_alone(said))):
            return ""
    return f"{said} {about.asks}" if about.asks else said


def _place(text: str, first: int, last: int, start: int, cue: re.Pattern[str] | None) -> int:
    """Where in a sentence the words that cost something are."""
    found = cue.search(text, max(first, start), last) if cue else None
    return found.start() if found else max(first, start)


def begins_elsewhere(quote: str, suggestion: str) -> bool:
    """Whether a reframe says other words of the answer than the quoted ones: what to begin with in their place."""
    return not set(tokens(suggestion)) <= set(tokens(quote)) | template_words() | {"a", "an"}


def quoted(label: str, text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence that carries a finding, as it is quoted beside its reframe.

    A quotation that it ends in is carried on to its end; a very long one is cut around the finding.
    """
    first, last = carrying(text, start, end, _cue(label))
    if len(text[first : (carried := to_its_end(text, last))].split()) <= MAX_WORDS:
        return first, carried
    return sentence_at(text, max(first, min(start, last - 1)), min(end, last)) if last > first else (first, last)


def _cue(label: str) -> re.Pattern[str] | None:
    about = templates().get(label)
    return re.compile(about.cue, re.IGNORECASE) if about and about.cue else None


def keeps_words(label: str, text: str, start: int, end: int, findings: Sequence[Found] = ()) -> bool:
    """Whether the finding's sentence can be said better."""
    return bool(reframe(label, text, start, end, findings))


# ---- the check ----


@cache
def template_words() -> frozenset[str]:
    """Every word the templates themselves bring along; none of them is a fact."""
    return frozenset(tokens(" ".join(_sentences())))


def _sentences() -> Iterator[str]:
    for about in templates().values():
        yield from (_PLACE.sub(" ", form) for form in about.forms)
        yield from filter(None, (about.asks, about.beside))


def invented_words(original: str, suggestion: str) -> set[str]:
    """Words of `suggestion` outside [brackets] that neither `original` (the whole answer) nor a template contains."""
    return set(tokens(suggestion)) - set(tokens(original)) - template_words() - {"a", "an"}
