"""The labelled full answers, read from their files: for fitting and measuring what is decided about whole answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from scripts.lab import ROOT
from scripts.lab import real_speech as rs
from voice_interviewer.language.model import Context, Interruption

LANGUAGE = ROOT / "tests" / "data" / "language"
PLANTED = ROOT / "tests" / "data" / "interview" / "planted.jsonl"
MORE = ROOT / "tests" / "language"


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One labelled answer."""

    id: str
    writer: str
    "Whose answers are held out together."
    text: str
    context: Context
    target: str | None
    also: tuple[str, ...]
    story: Mapping[str, bool] | None = None
    "None where only the target was planted."
    trap: str | None = None
    reaction: str | None = None
    named: frozenset[str | None] = frozenset()
    "Where several targets are as good: all of them."


def real(folder: Path, ids: frozenset[str]) -> list[AnswerRow]:
    """Answers of real people, those of these ids, with every target that the annotator would have pursued."""
    found = []
    for answer in rs.training(folder):
        if answer.id in ids:
            named = frozenset(None if target == "none" else target for target in answer.targets)
            context = Context(answer.question)
            found.append(AnswerRow(answer.id, "real", answer.text, context, None, (), trap=answer.trap, named=named))
    return found


def training() -> list[AnswerRow]:
    """All answers that may be fitted on, in order."""
    found: list[AnswerRow] = []
    for path in sorted((LANGUAGE / "train").glob("answers_*.jsonl")):
        found += _lines(path, f"train {path.stem[-1]}")
    for path in sorted(MORE.glob("more_answers_*.yaml")):
        found += _yaml(path)
    return found + planted("dev")


def development() -> list[AnswerRow]:
    """The development part: looked at, never fitted on."""
    return _lines(LANGUAGE / "dev" / "answers.jsonl", "development")


def test() -> list[AnswerRow]:
    """The test part: measured alone."""
    return [row for path in sorted((LANGUAGE / "test").glob("answers_*.jsonl")) for row in _lines(path, "test")]


def planted(split: str) -> list[AnswerRow]:
    """The interviewer's planted answers of one split (`dev`, `test`)."""
    rows = [json.loads(line) for line in PLANTED.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [_row(record, f"planted {split}") for record in rows if record["split"] == split]


def _lines(path: Path, writer: str) -> list[AnswerRow]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_row(json.loads(line), writer) for line in lines if line.strip()]


def _yaml(path: Path) -> list[AnswerRow]:
    """Answers in YAML: an interruption names the words `after` which it fell."""
    writer = path.stem.removeprefix("more_answers_")
    found = []
    for number, record in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), start=1):
        text = " ".join(record["text"].split())
        cut = record.get("interruption")
        if cut:
            cut = {"text": cut["text"], "at": text.index(cut["after"]) + len(cut["after"])}
        found.append(_row({**record, "id": f"{writer}-{number}", "text": text, "interruption": cut}, writer))
    return found


def _row(record: Mapping[str, Any], writer: str) -> AnswerRow:
    given = record.get("context") or record
    cut = given.get("interruption")
    return AnswerRow(
        id=record["id"],
        writer=writer,
        text=record["text"],
        context=Context(
            question=given.get("question") or "",
            pattern=given.get("pattern"),
            opening=bool(given.get("opening", True)),
            interruption=Interruption(cut["text"], int(cut["at"])) if cut else None,
        ),
        target=record["target"],
        also=tuple(record.get("also") or ()),
        story=record.get("story"),
        trap=record.get("trap"),
        reaction=record.get("reaction"),
    )
