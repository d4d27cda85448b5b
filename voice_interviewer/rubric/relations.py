"""How the keys of the rubric stand to one another: families, traps, what asks for what, what mends what, what weighs more.

Every other module takes these lists from here; a test holds the package to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar, cast

from . import patterns
from .keys import (
    FAILED,
    PATTERNS,
    SIGNALS,
    Cost,
    Label,
    Signal,
    StoryPart,
    Strength,
    Target,
    Trap,
    is_pattern,
    is_signal,
)

K = TypeVar("K", bound=str)
V = TypeVar("V")


def _of(relation: Mapping[K, V], key: str | None, default: V) -> V:
    """What stands for a key that may be none of the relation's."""
    return cast("Mapping[str | None, V]", relation).get(key, default)


# ---- kinds of costs ----

EXCUSES: Final[tuple[Cost, ...]] = ("absence_lead", "apology", "minimizer")
"Costs that sell one's own work short."
TRAP_COSTS: Final[Mapping[Trap, tuple[Cost, ...]]] = {
    "apologetic_minimising": (*EXCUSES, "hedge"),
    "inflated_compensation": ("inflation", "exposure"),
}
"The costs that each trap is made of, the most telling first."


def costs_of(trap: str | None) -> tuple[Cost, ...]:
    """The costs that a trap is made of; none for no trap."""
    return _of(TRAP_COSTS, trap, ())


UNDERSELLING: Final = TRAP_COSTS["apologetic_minimising"]
OVERSELLING: Final = TRAP_COSTS["inflated_compensation"]

HARM: Final[Mapping[Cost, float]] = {
    "absence_lead": 1.0,
    "apology": 1.0,
    "inflation": 1.0,
    "team_voice": 0.9,
    "exposure": 0.9,
    "minimizer": 0.85,
    "hedge": 0.7,
    "generic": 0.75,
    "outcome_only": 0.8,
    "defense": 0.95,
    "restart": 0.85,
    "freeze": 0.95,
}
"How much each cost harms, 0 to 1."


def harm(label: str, otherwise: float) -> float:
    """How much a cost harms; `otherwise` for what is no cost."""
    return _of(HARM, label, otherwise)


WHOLE_ANSWER: Final[tuple[Cost, ...]] = ("generic", "outcome_only")
"Costs of an answer's substance: what is missing, rather than words that are there."
HABITS: Final[tuple[Cost, ...]] = tuple(cost for cost in HARM if cost not in WHOLE_ANSWER and cost not in FAILED)
"Ways of speaking that run through everything somebody says; their words can be counted."
ORDER: Final[tuple[Label, ...]] = (*HARM, *SIGNALS)
"What is named first where two things weigh the same."


def rank(label: str) -> int:
    """The place of a label in `ORDER`; behind all for what is not in it."""
    return next((place for place, known in enumerate(ORDER) if known == label), len(ORDER))


FOLLOWED: Final[tuple[Label, ...]] = ("hedge", "ownership", "team_voice", "apology", "minimizer")
"Ways of speaking whose rate is followed from session to session, the most telling first."

SLIPS: Final[tuple[Cost, ...]] = ("minimizer", "hedge", "inflation", "exposure", *WHOLE_ANSWER)
"Costs of which a single one is passed over in an answer that holds many signals."
MINOR: Final[tuple[Cost, ...]] = ("hedge", "minimizer", "apology")
"Ways of speaking of which a single one is not asked about after a dense answer; what opens it or hides who decided is."
EMPTY: Final[frozenset[Label]] = frozenset({*OVERSELLING, *WHOLE_ANSWER, "apology"})
"Labels of sentences that tell no circumstances."

# ---- kinds of strong sentences ----

TELLING: Final[Mapping[Strength, float]] = {"scale_translation": 4.0, "calibration": 1.5, "ownership": 0.5}
"How much a way of speaking is worth showing as a strength, beside a signal that came unasked (3) or on request (1)."

OWN_ACT: Final[tuple[Label, ...]] = ("ownership", "decision_ownership")
"What says that the speaker acted."
POINTS: Final[tuple[Label, ...]] = (*OWN_ACT, "constraint_tradeoff", "restraint")
"Labels of a sentence that tells the point of a story: an act of one's own, or its price."
DECIDES: Final[tuple[Label, ...]] = (*OWN_ACT, "team_voice", "restraint")
"Labels of a sentence that tells a decision, whoever's it was."
CLAIMS_ACT: Final[tuple[Label, ...]] = (*OWN_ACT, "team_voice", "minimizer")
"Labels of a sentence about something that was done, however it was put."
ACTS_ON_SYSTEM: Final[tuple[Signal, ...]] = ("constraint_tradeoff", "restraint", "systems_thinking")
"Signals that are acts, told as decisions where nothing else is."

CHANGED_FACT: Final[tuple[Label, ...]] = ("calm_adaptation", *FAILED)
"Labels of an answer to a changed constraint."
LACKING: Final[tuple[Signal | Strength, ...]] = (*SIGNALS, "scale_translation")
"What an answer can lack."
PLOT: Final[tuple[StoryPart, ...]] = ("decision", "result", "change")
"Story parts that make a whole story."
_BEFORE: Final[tuple[StoryPart, ...]] = ("decision", "result", "context")


def told_before(label: str) -> tuple[StoryPart, ...]:
    """Story parts behind which a signal that is missing would have been said, the likeliest first."""
    return ("result", *(part for part in _BEFORE if part != "result")) if label == "learning_loop" else _BEFORE


# ---- what a question or follow-up asks for ----

SIGNAL_FOR: Final[Mapping[Target, Signal | None]] = {
    "absence_lead": "decision_ownership",
    "apology": "decision_ownership",
    "minimizer": "decision_ownership",
    "hedge": "decision_ownership",
    "team_voice": "decision_ownership",
    "exposure": "decision_ownership",
    "inflation": "metric_skepticism",
    "generic": "constraint_tradeoff",
    "outcome_only": "constraint_tradeoff",
    "defense": "calm_adaptation",
    "restart": "calm_adaptation",
    "freeze": "calm_adaptation",
    "ownership": "decision_ownership",
    "decision": "decision_ownership",
    "change": "learning_loop",
    "decision_authority": "decision_ownership",
    "failure_visibility": "failure_anticipation",
}
"""The signal that would stand in the place of a weakness, and that a follow-up pursuing it asks for. Signals stand for
themselves, patterns for what they ask."""


def hinted_by(target: str | None) -> tuple[Signal, ...]:
    """Signals that a follow-up pursuing `target` gives away: shown after it, they were prompted."""
    if is_signal(target):
        return (target,)
    if is_pattern(target):
        return patterns.asks(target)
    signal = _of(SIGNAL_FOR, target, None)
    return () if signal is None else (signal,)


def listens_for(hopes: tuple[str, ...], interrupted: bool) -> tuple[str, ...]:
    """What an answer is listened to for, given what its question hopes to hear: a changed constraint adds calm adaptation."""
    return (*hopes, "calm_adaptation") if interrupted and "calm_adaptation" not in hopes else hopes


WITHOUT_HOPES: Final[tuple[Signal, ...]] = ("decision_ownership", "constraint_tradeoff")
"What is asked for where nothing else is known about the question: what was decided, and at what price."

NEAREST: Final[Mapping[Target, Label | None]] = {
    "context": "generic",
    "decision": "decision_ownership",
    "expectation": "learning_loop",
    "result": "learning_loop",
    "change": "learning_loop",
    "apologetic_minimising": "minimizer",
    "inflated_compensation": "inflation",
    "decision_authority": "decision_ownership",
    "failure_visibility": "failure_anticipation",
    "break_first": "failure_anticipation",
}
"The label nearest to a target that is none."


def nearest(target: str) -> str:
    """The label whose replies fit a target that is none."""
    return _of(NEAREST, target, None) or target


ALIKE: Final[Mapping[Label, tuple[Label, ...]]] = {
    "decision_ownership": ("ownership",),
    "ownership": ("decision_ownership",),
    "apology": ("minimizer",),
    "minimizer": ("apology",),
}
"Labels that careful listeners give to the same words; taking one for another is no error of hearing."


def alike(label: str) -> tuple[str, ...]:
    """Labels that careful listeners give in the place of this one."""
    return _of(ALIKE, label, ())


# ---- what a follow-up is after, and what satisfies it ----

MENDED_BY: Final[Mapping[Target, tuple[Label, ...] | None]] = {
    "hedge": (*OWN_ACT, "calibration"),
    "apology": OWN_ACT,
    "absence_lead": (*OWN_ACT, "scale_translation"),
    "minimizer": (*OWN_ACT, "failure_anticipation", "learning_loop"),
    "team_voice": OWN_ACT,
    "exposure": (*OWN_ACT, "systems_thinking", "failure_anticipation"),
    "inflation": ("calibration", "metric_skepticism", "constraint_tradeoff", *OWN_ACT),
    "generic": ("constraint_tradeoff", "learning_loop", "failure_anticipation", "metric_skepticism", *OWN_ACT),
    "outcome_only": ("constraint_tradeoff", "restraint", "metric_skepticism", *OWN_ACT),
    "defense": ("calm_adaptation",),
    "restart": ("calm_adaptation",),
    "freeze": ("calm_adaptation", "failure_anticipation", "restraint"),
    "decision_authority": OWN_ACT,
    "failure_visibility": ("failure_anticipation", "systems_thinking", "learning_loop"),
    "apologetic_minimising": OWN_ACT,
    "inflated_compensation": ("calibration", "metric_skepticism", *OWN_ACT),
    "decision_ownership": OWN_ACT,
    "ownership": OWN_ACT,
}
"Any of these shows that a follow-up got what it was after; what is not listed is mended by itself."


def mended_by(target: str) -> tuple[str, ...]:
    """Labels any of which shows that a follow-up on `target` got what it was after."""
    return _of(MENDED_BY, target, None) or (target,)


NEAR: Final[Mapping[Target, tuple[Target, ...]]] = {
    "exposure": ("decision_authority", "failure_visibility", "inflated_compensation"),
    "systems_thinking": ("rollback", "stakeholders"),
    "inflation": ("inflated_compensation",),
    "absence_lead": ("apologetic_minimising",),
    "apology": ("apologetic_minimising", "absence_lead"),
    "minimizer": ("apologetic_minimising", "absence_lead"),
    "team_voice": ("ownership", "decision_ownership", "decision_authority"),
    "decision": ("ownership", "decision_ownership", "decision_authority"),
    "decision_ownership": ("team_voice", "decision_authority"),
    "failure_anticipation": ("failure_visibility",),
}
"Targets under which a flow's own follow-up asks for nearly the same thing, the nearest first."


def near(target: str | None) -> tuple[str, ...]:
    """Targets of follow-ups that pursue nearly the same as `target`."""
    return _of(NEAR, target, ())


MEANS: Final[Mapping[Target, Label | None]] = {
    "decision_authority": "exposure",
    "failure_visibility": "exposure",
    "rollback": "systems_thinking",
    "stakeholders": "systems_thinking",
    "growth": "scale_translation",
}
"Follow-ups that pursue a label under a name of their own."


def meant_by(target: str | None) -> str | None:
    """The label that a follow-up pursues under whatever name."""
    return _of(MEANS, target, None) or target


OPENING: Final[tuple[Target, ...]] = (*PATTERNS, "calm_adaptation", "scale_translation")
"Targets that open a topic further instead of mending something."

RELATED: Final[tuple[frozenset[Label], ...]] = (
    frozenset(UNDERSELLING),
    frozenset(OVERSELLING),
    frozenset({"team_voice", "decision_ownership", "exposure"}),
    frozenset({"constraint_tradeoff", *WHOLE_ANSWER}),
    frozenset(CHANGED_FACT),
)
"Labels that are one subject: a debrief that has named one names its relatives later."


def related(a: str, b: str) -> bool:
    """Whether two labels are one subject."""
    return any(a in group and b in group for group in RELATED)


# ---- what a question about a key needs of the words it is about ----

QUOTED_WITH_AN_ACT: Final = ("team_voice", "decision_ownership", "ownership", "hedge", "decision", "learning_loop")
"Where a quote must hold an act for the questions to fit it."
QUOTED_WITH_ONESELF: Final = ("exposure", "minimizer", "inflated_compensation", "generic")
"Where a quote must speak of the speaker."
