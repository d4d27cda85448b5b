"""What is known of each label apart from its rules, read from `data/labels.yaml` under a schema."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from ..rubric.keys import COSTS, SIGNALS, STORY_PARTS, STRENGTHS, Label, StoryPart
from ..rubric.relations import LACKING
from ..tables import Part, Text, covering, shipped


class Told(Part):
    """One story part: what is open without it, and how it is told to be there."""

    open: Text
    "What the story does not say yet, where it is not told."
    least: float | None = None
    "Least probability at which it counts as told, chosen on writers that were held out; None: its cues alone decide."
    cues: tuple[str, ...] = ()
    "Cues that show where it is told when no rule says so, the most telling first."


class Labels(Part):
    """`labels.yaml`."""

    why: Annotated[dict[Label, Text], covering((*SIGNALS, *STRENGTHS, *COSTS))]
    "What is said of a finding when no single rule explains it."
    lacks: Annotated[dict[Label, Text], covering(LACKING)]
    "What is missing where an answer does not show it."
    unbounded: frozenset[Label]
    "Labels that a reason, cost, comparison or role in the same sentence rules out."
    sure: tuple[Label, ...]
    "Labels whose confident rule hits need no second opinion."
    story: Annotated[dict[StoryPart, Told], covering(STORY_PARTS)]


@cache
def about_labels() -> Labels:
    """The file, read once. Raises TableError that names the line of a mistake."""
    return shipped("voice_interviewer.language", "data/labels.yaml").read(Labels)
