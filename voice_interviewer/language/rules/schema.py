"""What a rule file may hold; a mistake in one is told with its line (`tables`)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from ...rubric.keys import is_label
from ...tables import Part, Text


def _one_or_many(value: Any) -> Any:
    """A single pattern may stand without list brackets."""
    return (value,) if isinstance(value, str) else value


def _label(name: str) -> str:
    if not (is_label(name) or (name.startswith("_") and len(name) > 1)):
        raise ValueError(f"{name!r} is no label; a cue of ours begins with an underscore")
    return name


def _some(items: tuple[Any, ...]) -> tuple[Any, ...]:
    if not items:
        raise ValueError("there is nothing in it")
    return items


Label = Annotated[str, AfterValidator(_label)]
"A key of the rubric, or a cue that begins with an underscore and is never shown."
Patterns = Annotated[tuple[Text, ...], BeforeValidator(_one_or_many)]


class Entry(Part):
    """One rule: a way of saying something, and when it does not count."""

    id: Text
    label: Label | None = None
    "None: the group's."
    any: Annotated[Patterns, AfterValidator(_some)]
    why: str = ""
    confidence: float = Field(default=0.9, ge=0, le=1)
    unless: Patterns = ()
    before_not: Patterns = ()
    after_not: Patterns = ()
    needs: Patterns = ()
    when: Literal["", "opening"] = ""
    extend: Literal["", "sentence", "left", "right"] = ""
    note: str = ""
    "For readers of the file."


class RuleFile(Part):
    """`data/NAME.yaml`: rules by their label."""

    macros: dict[str, Text] = Field(default_factory=dict)
    "Text that stands for `%NAME` in every pattern."
    rules: dict[Label, Annotated[tuple[Entry, ...], AfterValidator(_some)]]


class LexiconFile(Part):
    """`data/lexicon.yaml`: word classes, and verbs that are inflected."""

    classes: dict[str, Text | list[str]]
    verbs: dict[str, Text]
