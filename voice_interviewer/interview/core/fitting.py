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

Kind = Literal["turn", "gently", "near", "own", "today"]
"""Kinds of question where nothing needs pursuing: `turn` leads to something of one's own, `gently` after something
personal; `near` asks for the hardest thing in what was said or in other work, `today` what one would do otherwise where
something hard was told; `own` asks for own work in this area or elsewhere."""

READY: Final = "ready"
"Asked for in the place of a target after an answer that showed a good deal."
TURNS = 0.6
"Least chance that leading on to something of one's own is good, to leave what was said for good."
NEAR = 0.35
"Least chance that the hardest part of what was told is a good thing to ask for, to ask of it with a way out."
SURE: Final[Mapping[str, tuple[float, float]]] = {
    "limits": (0.5, 0.2),
    "own_part": (0.6, 0.15),
    "price": (0.6, 0.15),
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
_PERSONAL = re.compile(
    r"\b(?:passed away|funeral|chemo\w*|miscarriage|divorced?|grief|griev\w+|suicid\w+|panic attacks?"
    r"|diagnosed|ADHD|autis\w+|depress(?:ed|ion)|ashamed|in therapy|my therapist"
    r"|lost (?:my|an?|our)(?: \w+)? (?:dad|father|mom|mum|mother|wife|husband|son|daughter|brother|sister|friend|child)"
    r"|burn(?:ed|t)[ -]out|burnout|in (?:the )?hospital"
    r"|(?:dad|father|mom|mum|mother|wife|husband|son|daughter|brother|sister|friend)(?: \w+)? died)\b",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"\b(?:my|our) (?:\w+ )?(?:dad|father|mom|mum|mother|parents?|wife|husband|partner|son|daughter|kids?|children"
    r"|brother|sister|grand\w+|family|friend|life|health)\b|\b(?:I was|I got|I've been|I had|I felt)\b",
    re.IGNORECASE,
)
_HARD_TOLD = re.compile(
    r"\b(?:hardest|toughest|trickiest|(?:hard|tough|difficult|tricky) (?:part|thing|bit|decision|choice|call)"
    r"|(?:biggest|main|real|big|huge) (?:challenge|problem|difficulty|mistake)|most (?:difficult|challenging)"
    r"|(?:really|very|so|pretty|super) (?:hard|difficult|tough|tricky|challenging)|struggl\w+|sleepless)\b",
    re.IGNORECASE,
)
TAIL = 160
"Characters at the end of an answer in which the question may be asked for again."


class Open(Part):
    """Lines where nothing needs pursuing, by kind."""

    turn: tuple[Text, ...] = Field(min_length=1)
    gently: tuple[Text, ...] = Field(min_length=1)
    near: tuple[Text, ...] = Field(min_length=1)
    own: tuple[Text, ...] = Field(min_length=1)
    today: tuple[Text, ...] = Field(min_length=1)
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


def choose(known: Mapping[str, Chance], text: str = "") -> Kind:
    """The kind of question for an answer in which nothing needs pursuing, by its chances (`suits.chances`). Pure."""
    if is_personal(text):
        return "gently"
    if known["turn"].good >= TURNS:
        return "turn"
    if known["part"].good >= NEAR:
        return "today" if _HARD_TOLD.search(text) else "near"
    return "own"


def kind_for(analysis: Analysis) -> Kind:
    """The kind of question for an answer; without a reader's opinion an act that was told decides."""
    known = chances(analysis)
    if known:
        return choose(known, analysis.text)
    return "own" if next(acts(analysis.text), None) is not None else "turn"


def is_personal(text: str) -> bool:
    """Whether somebody speaks of a loss, an illness or the like that touched themselves. Pure."""
    return bool(_PERSONAL.search(text) and _NEAR.search(text))


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
    if target in (None, READY, "decision_ownership"):
        return _open(kind_for(analysis))
    pursued = lines().pursued.get(target)
    if pursued is None:
        return tuple(bank.get(target, ())) or _open(kind_for(analysis))
    if pursued.sure and (not known or surely(pursued.suits, known)):
        return pursued.sure
    return pursued.safe


def _open(kind: Kind) -> tuple[str, ...]:
    found: tuple[str, ...] = getattr(lines().open, kind)
    return found
