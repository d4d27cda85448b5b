"""Follow-ups that fit an answer: nothing is asked about a decision where there was only small talk."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, Literal

from pydantic import Field

from ...language.model import Analysis
from ...tables import Part, Text, shipped
from .acts import acts
from .suits import Chance, chances

Kind = Literal["turn", "own", "view", "part", "case"]
"""Kinds of question where nothing needs pursuing: leading to something of one's own; about what was told, or thought,
with a way out; the hardest part of what was told; a case of what was said."""

READY: Final = "ready"
"Asked for in the place of a target after an answer that showed a good deal."
TURNS = 0.6
"Least chance that leading on to something of one's own is good, to leave what was said."
SURE: Final[Mapping[str, tuple[float, float]]] = {
    "part": (0.62, 0.12),
    "case": (0.6, 0.2),
    "limits": (0.5, 0.2),
    "own_part": (0.35, 0.3),
    "price": (0.4, 0.25),
    "breaks": (0.35, 0.25),
    "measure": (0.35, 0.3),
    "learnt": (0.35, 0.3),
}
"Least chance to be good, and greatest to be out of place, of questions that presuppose something."
_AGAIN = re.compile(
    r"\b(?:what was (?:the|your)(?: \w+)? question|(?:repeat|rephrase|say) (?:the|that|your)(?: \w+)? question"
    r"|(?:ask|question)(?: me)?(?: that)? (?:once more|again)|(?:missed|forgot|forgotten|lost) (?:the|your"
    r"|what the) question)\b",
    re.IGNORECASE,
)
TAIL = 160
"Characters at the end of an answer in which the question may be asked for again."


class Open(Part):
    """Lines where nothing needs pursuing, by kind."""

    turn: tuple[Text, ...] = Field(min_length=1)
    own: tuple[Text, ...] = Field(min_length=1)
    view: tuple[Text, ...] = Field(min_length=1)
    part: tuple[Text, ...] = Field(min_length=1)
    case: tuple[Text, ...] = Field(min_length=1)
    limits: tuple[Text, ...] = Field(min_length=1)


class Pursued(Part):
    """Lines for a target."""

    suits: str = ""
    "The kind of question (`suits.chances`) that `sure` is one of."
    sure: tuple[Text, ...] = ()
    safe: tuple[Text, ...] = Field(min_length=1)


class Fitting(Part):
    """`fitting.yaml`."""

    open: Open
    pursued: Mapping[str, Pursued]
    named: tuple[Text, ...]
    "With a slot of acts.py each."


@cache
def lines() -> Fitting:
    """The shipped lines, read once."""
    return shipped(__package__ or "", "fitting.yaml").read(Fitting)


def surely(kind: str, known: Mapping[str, Chance]) -> bool:
    """Whether a question of this kind fits so well that it may presuppose what it does."""
    chance = known.get(kind)
    good, bad = SURE[kind]
    return chance is not None and chance.good >= good and chance.bad <= bad


def choose(known: Mapping[str, Chance]) -> Kind:
    """The kind of question for an answer in which nothing needs pursuing, by its chances (`suits.chances`). Pure."""
    if known["turn"].good >= TURNS:
        return "turn"
    if surely("part", known):
        return "part"
    if surely("case", known):
        return "case"
    return "own" if known["own"].good >= known["view"].good else "view"


def kind_for(analysis: Analysis) -> Kind:
    """The kind of question for an answer; without a reader's opinion an act that was told decides."""
    known = chances(analysis)
    if known:
        return choose(known)
    return "own" if next(acts(analysis.text), None) is not None else "turn"


def asks_again(text: str) -> bool:
    """Whether an answer ends by asking for the question once more. Pure."""
    return bool(_AGAIN.search(text[-TAIL:]))


def about_acts(analysis: Analysis, target: str | None) -> tuple[str, ...]:
    """Lines that name what was done or chosen, where the target leaves room for them and the answer is such a one."""
    if target not in (None, "decision_ownership"):
        return ()
    known = chances(analysis)
    told = not known or (surely("own_part", known) and known["turn"].good < TURNS)
    return lines().named if told else ()


def variants(analysis: Analysis, target: str | None, bank: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """What may be asked after this answer; `bank` has words for targets that are rarely pursued after a single one."""
    known = chances(analysis)
    if target == READY and surely("limits", known):
        return lines().open.limits
    if target in (None, READY):
        return _open(kind_for(analysis))
    pursued = lines().pursued.get(target)
    if pursued is None:
        return tuple(bank.get(target, ())) or _open(kind_for(analysis))
    if target == "decision_ownership":
        return _open(kind) if (kind := kind_for(analysis)) not in ("case",) else pursued.safe
    if pursued.sure and (not known or surely(pursued.suits, known)):
        return pursued.sure
    return pursued.safe


def _open(kind: Kind) -> tuple[str, ...]:
    found: tuple[str, ...] = getattr(lines().open, kind)
    return found
