"""The format of a simulated candidate's file, and reading it: a persona is data, checked before it speaks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ...errors import InputFileError
from ...flow.schema import TARGETS
from ...rubric.keys import PATTERNS, Reaction

OTHER_QUESTIONS: tuple[str, ...] = ("opening", "story", "conflict", "mistake", "backend", "profiles", "default")
"Kinds of question besides the rubric's patterns for which a persona has answers."


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Behaviour(_Part):
    """Something the persona does instead of (or, with `prefix`, before) an answer."""

    kind: Literal["repeat", "think", "question_back", "dont_know", "off_topic", "silence", "gibberish"]
    probability: float = Field(default=0.0, ge=0.0, le=1.0)
    turns: tuple[int, ...] = ()
    "Turns on which it happens for certain."
    when: tuple[Literal["question", "follow_up", "constraint"], ...] = ("question", "follow_up")
    prefix: bool = False
    "The answer follows in the same breath."
    text: tuple[str, ...] = Field(min_length=1)


class FollowUpAnswers(_Part):
    """Replies to follow-ups that pursue one of `targets`."""

    targets: tuple[str, ...] = Field(min_length=1)
    "Labels, or `default` for follow-ups that pursue nothing remedial."
    mend: tuple[str, ...] = ()
    persist: tuple[str, ...] = ()


class Constraints(_Part):
    """Reactions to a constraint injected into an answer, by what it is about."""

    reaction: Reaction
    "What a listener should classify these reactions as."
    volume: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    cost: tuple[str, ...] = ()
    default: tuple[str, ...] = Field(min_length=1)


class PersonaFile(_Part):
    """The content of a persona's YAML file."""

    persona: Literal[1]
    "Version of this format."
    id: str
    name: str
    about: str
    background: Mapping[str, str]
    mends: Literal[True, "partly", "never"]
    "Whether a follow-up gets the mended reply: always, about every other time, or never."
    behaviours: tuple[Behaviour, ...] = ()
    answers: Mapping[str, tuple[str, ...]]
    "By pattern (`keys.PATTERNS`) or by `OTHER_QUESTIONS`."
    nodes: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    "Answers to one particular question, by node id; they win over `answers`."
    follow_ups: tuple[FollowUpAnswers, ...]
    constraints: Constraints


@lru_cache(maxsize=64)
def read_persona(path: Path) -> PersonaFile:
    """The content of one file. Raises InputFileError with the place of the first mistake."""
    try:
        content = PersonaFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise InputFileError(f"The persona cannot be read ({error.strerror}).", where=str(path)) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputFileError(f"This is not readable YAML: {error}.", where=str(path)) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InputFileError(f"{place}: {first['msg']}.", where=str(path), fix="Mend this entry.") from error
    _check(content, path)
    return content


def _check(content: PersonaFile, path: Path) -> None:
    """Raise InputFileError for what the schema alone cannot see."""
    if content.id != path.stem:
        raise InputFileError(f'id is "{content.id}".', where=str(path), fix="Name the file after the id.")
    known = {*PATTERNS, *OTHER_QUESTIONS}
    targets = {key for block in content.follow_ups for key in block.targets}
    wrong = sorted((set(content.answers) - known) | (targets - {*TARGETS, "default"}))
    if wrong:
        raise InputFileError(f"Unknown key: {', '.join(wrong)}.", where=str(path), fix="Use a pattern or a label.")
    if not content.answers.get("default") or "default" not in targets:
        raise InputFileError("The default answers are missing.", where=str(path), fix='Add "default" entries.')
    if any(not block.mend and not block.persist for block in content.follow_ups):
        raise InputFileError("A follow-up has no replies.", where=str(path), fix="Add mend or persist.")
