"""The interviewer's small talk by style: greetings, acknowledgements, nudges, ways to break in; shipped as data.

The phrases stand in `question_flows/includes/manners.yaml`. None of them says how good an answer was.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import Field, ValidationError

from .. import paths
from ..errors import InputFileError
from .schema import Part, Style, Texts


class Manners(Part):
    """What one style of interviewer says around the questions; every list has at least one variant."""

    greeting: Texts
    "Opens the session; the first question follows in an utterance of its own."
    closing: Texts
    "Ends a session that ran its course."
    closing_early: Texts
    "Ends a session on the candidate's wish."
    closing_time: Texts
    "Ends a session whose time is up."
    acknowledge: Texts
    "Before the next question. Receipt, not praise."
    acknowledge_short: Texts
    "Before a follow-up: a word, so that the question comes quickly."
    acknowledge_personal: Texts
    "Before the next question when something was told that touched the candidate themselves. Kind, short, no comfort."
    break_in: Texts
    "Before a constraint that is injected into an answer."
    turn_to: Texts
    "Before a constraint that is put after an answer."
    wrap_up: Texts
    "Breaks into an answer that is far too long, asking for its point."
    nudge: Texts
    "Said once when nothing is heard."
    offer_skip: Texts
    "Said when nothing is heard again."
    moved_on: Texts
    "Before the next question when the last one got no answer."
    skipped: Texts
    "Before the next question when the candidate skipped one."
    wait: Texts
    "The candidate asked for a moment."
    back: Texts
    "After a pause, before the question is repeated."
    clarify: Texts
    "The candidate asks what is meant and the question has no explanation of its own; {question} is filled in."
    reprompt: Texts
    "Before the one rephrased question that follows an answer which went elsewhere."
    in_english: Texts
    "Before the same question, once, where the answer was in another language."


class MannersFile(Part):
    """The shipped file: every style complete."""

    schema_version: int = Field(alias="schema", ge=1, le=1)
    neutral: Manners
    warm: Manners
    tough: Manners


@lru_cache(maxsize=4)
def _file(path: Path) -> MannersFile:
    try:
        return MannersFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise InputFileError(
            "the interviewer's phrases cannot be read",
            where=str(path),
            fix="Install voice-interviewer again.",
        ) from error


def manners(style: Style = "neutral") -> Manners:
    """The phrases of one style. Raises `InputFileError` when the shipped file is damaged."""
    file = _file(paths.shipped("question_flows") / "includes" / "manners.yaml")
    chosen: Manners = getattr(file, style)
    return chosen
