"""The debrief's own words for every key, read from `wording.yaml`; a key without its words is an error there."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from ..rubric import keys
from ..rubric.keys import (
    COSTS,
    DISFLUENCIES,
    JUDGED,
    PATTERNS,
    REACTIONS,
    SIGNAL_STATES,
    SIGNALS,
    STORY_PARTS,
    STRENGTHS,
    TRAPS,
    Cost,
    Disfluency,
    Judged,
    Pattern,
    Reaction,
    Signal,
    SignalState,
    StoryPart,
    Strength,
    Trap,
)
from ..rubric.relations import LACKING
from ..tables import Part, Text, covering, shipped


class _Named(Part):
    name: Text
    counted: Text | None = None
    "What its rate is called in the history."


class _Cost(_Named):
    heard: Text
    "What was heard: `the apologies`."
    title: Text
    "A heading that is an instruction."
    cost: Text
    drill: Text
    flow: Text | None = None
    "The flow to practise it in, where one fits better than the first five minutes."


class _Signal(_Named):
    judged: Judged
    did: Text
    gap: Text
    title: Text
    cost: Text
    praise: Text
    drill: Text
    flow: Text | None = None


class _Strength(_Named):
    did: Text
    praise: Text


class _Measure(_Named):
    heard: Text
    title: Text
    cost: Text
    drill: Text


class _Trap(_Named):
    short: Text


class Wording(Part):
    """`wording.yaml`; what each section must hold words for is said by the rubric."""

    costs: Annotated[dict[Cost, _Cost], covering(COSTS)]
    signals: Annotated[dict[Signal, _Signal], covering(SIGNALS)]
    strengths: Annotated[dict[Strength, _Strength], covering(STRENGTHS)]
    disfluencies: Annotated[dict[Disfluency, _Named], covering(DISFLUENCIES)]
    measures: dict[str, _Measure]
    traps: Annotated[dict[Trap, _Trap], covering(TRAPS)]
    reactions: Annotated[dict[Reaction, Text], covering(REACTIONS)]
    parts: Annotated[dict[StoryPart, Text], covering(STORY_PARTS)]
    patterns: Annotated[dict[Pattern, Text], covering(PATTERNS)]
    judged: Annotated[dict[Judged, Text], covering(JUDGED)]
    states: Annotated[dict[SignalState, Text], covering(SIGNAL_STATES)]
    verdicts: dict[str, Text]
    questions: Annotated[dict[str, Text], covering(("none", *COSTS, *LACKING))]
    "What a review asks next, by what it pursues."


@cache
def wording() -> dict[str, dict[str, Any]]:
    """The whole file; sections as named there. Raises TableError that names the line of a mistake."""
    found: dict[str, dict[str, Any]] = (
        shipped(__package__ or "", "wording.yaml").read(Wording).model_dump(exclude_none=True)
    )
    return found


def about(label: str) -> dict[str, str]:
    """Name, title, cost, praise and drill (as far as it has them) of a label or measure; {} for an unknown one."""
    for section in ("costs", "signals", "strengths", "disfluencies", "measures"):
        entry = wording()[section].get(label)
        if entry is not None:
            found: dict[str, str] = entry
            return found
    return {}


def name(label: str) -> str:
    """The short name shown for a label."""
    return about(label).get("name") or keys.words(label)


def advice(label: str) -> str:
    """What to do about a label, as the title of a priority says it."""
    return about(label).get("title") or name(label)


def small(title: str) -> str:
    """A title in the midst of a sentence: it begins small, unless with “I”, and no other letter changes."""
    return title if title.startswith("I ") else title[:1].lower() + title[1:]


def counted(label: str) -> str:
    """What the rate of a label is called."""
    return about(label).get("counted") or name(label)


def say(section: str, key: str | None) -> str:
    """A word or phrase of a plain section (`patterns`, `states`, `reactions`, `parts` …); the key itself if unknown."""
    if key is None:
        return ""
    entry = wording()[section].get(key) or keys.words(key)
    return str(entry["name"] if isinstance(entry, dict) else entry)


def family(label: str) -> str:
    """cost | signal | strength | disfluency | other: which of the rubric's lists a label stands in."""
    return keys.family(label) or "other"
