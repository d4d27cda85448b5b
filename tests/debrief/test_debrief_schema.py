"""The published schema is the code's, and names once given stay."""

from __future__ import annotations

import json

from debrief_kit import row, spoken
from places import DOCS

from voice_interviewer.debrief.data.build import build
from voice_interviewer.debrief.data.schema import SCHEMA_VERSION, AnswerRow, Debrief, published

SCHEMA = DOCS / "debrief-schema.json"


def test_the_published_schema_is_fresh() -> None:
    """`docs/debrief-schema.json` is what the code publishes (`python -m voice_interviewer.debrief.data.schema`)."""
    assert SCHEMA.read_text(encoding="utf-8") == published()


def test_the_names_scripts_rely_on_are_there() -> None:
    """Fields of the review's contract exist under their names."""
    text = "I decided to wait because nothing was watched."
    made = json.loads(build([row(text, ("ownership", "I decided"), heard=spoken(text))]).model_dump_json())
    assert made["schema_version"] == SCHEMA_VERSION
    assert {"answers", "debrief"} <= set(made)
    assert {"verdict", "priorities", "reframes"} <= set(made["debrief"])
    wanted = [
        "id",
        "source",
        "question",
        "transcript",
        "pauses",
        "findings",
        "signals",
        "story",
        "trap",
        "reaction",
        "follow_up",
        "measures",
    ]
    (answer,) = made["answers"]
    assert set(wanted) <= set(answer)
    assert set(answer["transcript"]["words"][0]) == {"text", "start", "end", "probability"}
    assert {"label", "start", "end", "text", "why", "start_s", "end_s"} <= set(answer["findings"][0])
    assert set(answer["story"]) == {"context", "decision", "expectation", "result", "change"}
    assert all({"value", "unit", "quality", "withheld"} <= set(m) for m in answer["measures"].values())


def test_fields_of_a_newer_program_are_left_out() -> None:
    """Unknown fields do not stop an older program from reading."""
    made = build([row("I waited.")])
    data = json.loads(made.model_dump_json()) | {"colour": "blue"}
    data["answers"][0]["mood"] = "x"
    assert Debrief.model_validate(data) == made
    assert "mood" not in AnswerRow.model_fields
