"""A strong answer of somebody else to the same question: an example to listen to, not the answer to give.

They are what the invented candidate `ready` says, so nothing in them is about the person who reads them. Questions that
only ask further into what was just said have none: there is no same question to answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ...paths import shipped
from ...tables import Part, Table, Text
from .personas import Persona, load_persona, plain, question_kind

WHO = "ready"
_FILE = "examples"


class _Examples(Part):
    examples: int
    persona: Text
    nodes: dict[str, Text]


@dataclass(frozen=True, slots=True)
class Example:
    """A strong answer."""

    speech: str
    "With pause marks, as `personas.speech_parts` reads them."
    who: str
    "Whose it is, in a sentence."
    own: bool
    "Written for this very question; else for one of its kind."

    @property
    def text(self) -> str:
        """The words alone."""
        return plain(self.speech)


def example(*, question: str, node: str = "", pattern: str | None = None, kind: str = "question") -> Example | None:
    """The example for a question; None where there is none.

    `kind` is what the answer replied to: only a question, or a constraint put as one, can be answered by somebody else.
    """
    persona = _persona()
    who = f"{persona.content.name} is invented, and ran {persona.content.background['domain']}."
    if kind == "constraint":
        reaction = persona.answer(
            question=question, node="", pattern=None, kind=kind, target=None, turn=0, seed=0, attempt=1
        )
        return Example(reaction, who, False)
    if kind != "question" or not (question or node or pattern):
        return None
    written = _nodes().get(node)
    if written is not None:
        return Example(" ".join(written.split()), who, True)
    key = question_kind(question, node, pattern)
    pool = persona.content.nodes.get(node) or (persona.content.answers.get(key) if key != "default" else None)
    if not pool:
        return None
    return Example(max(pool, key=lambda text: (_shared(question, text), -pool.index(text))), who, False)


def _shared(question: str, text: str) -> int:
    """How many of the question's content words an answer takes up."""
    return len(set(re.findall(r"[a-z]{5,}", question.casefold())) & set(re.findall(r"[a-z]{5,}", text.casefold())))


@lru_cache(maxsize=1)
def _persona() -> Persona:
    return load_persona(WHO, shipped("question_flows") / "personas")


@lru_cache(maxsize=1)
def _nodes() -> Mapping[str, str]:
    return _read(shipped("question_flows") / _FILE / f"{WHO}.yaml")


def _read(path: Path) -> Mapping[str, str]:
    return Table(path.name, path.read_text(encoding="utf-8")).read(_Examples).nodes
