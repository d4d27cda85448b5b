"""Follow-ups that fit an answer: nothing is asked about a decision where there was only small talk.

How each kind of question would be taken after the answer is an assessor's opinion (`language.assessor.Chances`), given
as an argument. Without one, nothing is presupposed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, Literal

from pydantic import Field

from ...english.personal import KIN
from ...language.assessor import Chances
from ...language.model import Analysis
from ...rubric import keys
from ...tables import Part, Text, shipped
from .acts import names_own_work, tells_an_act

Kind = Literal["turn", "gently", "near", "solved", "own"]
"""Kinds of question where nothing needs pursuing: `turn` leads to something of one's own, `gently` after something
personal; `near` stays with what was told, or goes to other work, `solved` does so where a difficulty was told; `own`
asks of all one's own work."""

READY: Final = "ready"
"Asked for in the place of a target after an answer that showed a good deal."
LEADS, STAYS = 0.8, 0.75
"""Least chance that leading on, or staying with what was told, is good; else a question over all work of one's own
(docs/language.md)."""
GENTLY, PERSONAL = 0.25, 0.02
"Least chance that leading on gently is good; and where words tell of something personal."
TOLD: Final = 0.8
"Least chance that a question about what was told is good, to pursue a signal in it: else hardly any work was told."
SURE: Final = (0.8, 0.05)
"Least chance to be good, and greatest to be out of place, of questions that presuppose something."
_AGAIN = re.compile(
    r"\b(?:what was (?:the|your)(?: \w+)? question|(?:repeat|rephrase|say) (?:the|that|your)(?: \w+)? question"
    r"|(?:ask|question)(?: me)?(?: that)? (?:once more|again)|(?:missed|forgot|forgotten|lost) (?:the|your"
    r"|what the) question|clarify (?:your|the) question|are you asking (?:specifically|about|whether|if))\b",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"\b(?:passed away|funeral|chemo\w*|miscarriage|divorced?|grief|griev\w+|suicid\w+|panic attacks?"
    r"|diagnosed|ADHD|autis\w+|depress(?:ed|ion)|ashamed|in therapy|my therapist"
    rf"|lost (?:my|an?|our)(?: \w+)? {KIN}|{KIN}(?: \w+)? died|burn(?:ed|t)[ -]out|burnout|in (?:the )?hospital"
    r"|(?<!by )(?<!through )(?<!no )(?<!happy )(?<!lucky )(?<!insult to )(?:accident|injur(?:y|ies)|ambulance"
    r"|emergency room)(?![- ](?:report|detect|dispatch|claim|model|app|software|team|predict|data|record|track)\w*"
    r"|[- ](?:routing|schedule|scheduler|scheduling)\b)"
    r"|I(?:['’]ve| have)? injured"
    r"|impost[eo]r syndrome|self-worth|self-doubts?)\b",
    re.IGNORECASE,
)
_NEAR = re.compile(
    rf"\b(?:my|our) (?:\w+ )?(?:{KIN}|grand\w+|life|health)\b"
    r"|\bI (?:was|got|had|felt|injured)\b|\bI['’]ve (?:been|injured)\b",
    re.IGNORECASE,
)
_DIFFICULTY = re.compile(
    r"\b(?:hardest|toughest|trickiest|hard(?:er)? (?:part|thing|piece|bit|problem)s?"
    r"|(?:really|very|so|pretty|quite|super) (?:hard|difficult|tricky|challenging|painful)"
    r"|challeng(?:e|es|ing)|difficult(?:y|ies)?|tricky|struggl\w+|painful"
    r"|the (?:big|biggest|main|real) (?:problem|issue))\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?:\b(?:not(?! (?:just|only)\b)|nothing|never|no(?! (?:doubt|question)\b)|without|hardly|far from|less)|n['’]t)"
    r"(?: (?!more\b|so\b)\w+){0,2} $",
    re.IGNORECASE,
)
BEFORE = 60
"Characters before such words in which a denial is looked for."
TAIL = 240
"Characters at the end of an answer in which the question may be asked for again."


class Open(Part):
    """Lines where nothing needs pursuing, by kind."""

    turn: tuple[Text, ...] = Field(min_length=1)
    gently: tuple[Text, ...] = Field(min_length=1)
    near: tuple[Text, ...] = Field(min_length=1)
    solved: tuple[Text, ...] = Field(min_length=1)
    own: tuple[Text, ...] = Field(min_length=1)
    limits: tuple[Text, ...] = Field(min_length=1)


class Pursued(Part):
    """Lines for a target."""

    suits: str = ""
    "The kind of question (`assessor.QUESTIONS`) that `sure` is one of."
    sure: tuple[Text, ...] = ()
    safe: tuple[Text, ...] = Field(min_length=1)


class Fitting(Part):
    """`fitting.yaml`."""

    open: Open
    pursued: Mapping[str, Pursued]


@cache
def lines() -> Fitting:
    """The shipped lines, read once."""
    return shipped(__package__ or "", "fitting.yaml").read(Fitting)


def surely(kind: str, after: Chances) -> bool:
    """Whether a question of this kind fits so well that it may presuppose what it does."""
    chance = after.get(kind)
    return chance is not None and chance.good >= SURE[0] and chance.bad <= SURE[1]


def choose(known: Chances, text: str = "") -> Kind:
    """The kind of question for an answer in which nothing needs pursuing, by how each would be taken. Pure.

    Nobody who has just named a work of their own is led to one as if they had not been listened to, and a question that
    stays with what was told does not ask for the hard part again.
    """
    if known["gently"].good >= (PERSONAL if is_personal(text) else GENTLY):
        return "gently"
    near, turn = known["near"].good, known["turn"].good
    if near >= max(STAYS, turn):
        return "solved" if names_difficulty(text) else "near"
    return "turn" if turn >= LEADS and not names_own_work(text) else "own"


def kind_for(analysis: Analysis, after: Chances) -> Kind:
    """The kind of question for an answer; without an opinion an act that was told decides."""
    if after:
        return choose(after, analysis.text)
    return "own" if tells_an_act(analysis.text) else "turn"


def names_difficulty(text: str) -> bool:
    """Whether words say that something was hard, and do not deny it. Pure; linear."""
    told = _DIFFICULTY.finditer(text)
    return any(not _DENIED.search(text[max(0, found.start() - BEFORE) : found.start()]) for found in told)


def is_personal(text: str) -> bool:
    """Whether words hint at a loss, an illness or the like near the speaker. Pure.

    It only lowers the bar for an assessor's opinion, so it may be wide; what surely is told is `english.personal`. Who
    is near is one list. Illnesses are not: with those of the rule, which asks who has them, the hint would be taken in
    20 more of 5,126 real answers, nearly twice as many, and most of those only date something by a pandemic.
    """
    return bool(_PERSONAL.search(text) and _NEAR.search(text))


def asks_again(text: str) -> bool:
    """Whether an answer ends by asking for the question once more. Pure."""
    return bool(_AGAIN.search(text[-TAIL:]))


WHY: Final[Mapping[str, str]] = {
    "turn": "The next question looks for work of your own.",
    "gently": "The next question looks for work of your own, whenever you like.",
    "near": "The next question stays with what was told.",
    "solved": "The next question stays with what was told.",
    "own": "The next question looks for work of your own.",
    "limits": "A good deal was shown, so the next question looks for where it ends.",
}
"What is said of an open question, by its kind."


def variants(
    analysis: Analysis, target: str | None, bank: Mapping[str, Sequence[str]], after: Chances
) -> tuple[tuple[str, ...], str]:
    """What may be asked after this answer, and why, where that is not the target: "" where the target is pursued.

    `bank` has words for targets that are rarely pursued after a single answer.
    """
    if target == READY and surely("limits", after):
        return _open("limits")
    if target in (None, READY, "decision_ownership"):
        return _open(kind_for(analysis, after))
    pursued = lines().pursued.get(target)
    if pursued is None:
        return (said, "") if (said := tuple(bank.get(target, ()))) else _open(kind_for(analysis, after))
    if pursued.sure and surely(pursued.suits, after):
        return pursued.sure, ""
    if target in keys.SIGNALS and after and after["near"].good < TOLD:
        return _open(kind_for(analysis, after))
    return pursued.safe, ""


def _open(kind: str) -> tuple[tuple[str, ...], str]:
    found: tuple[str, ...] = getattr(lines().open, kind)
    return found, WHY[kind]
