"""A persona's file is checked before it speaks; the first mistake is named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from places import ROOT

from voice_interviewer.errors import InputFileError
from voice_interviewer.interview.rehearsal.persona_file import read_persona

FOLDER = ROOT / "question_flows" / "personas"


def changed(tmp_path: Path, **more: object) -> Path:
    """A shipped persona with some entries replaced."""
    content = yaml.safe_load((FOLDER / "terse.yaml").read_text(encoding="utf-8")) | more
    file = tmp_path / "terse.yaml"
    file.write_text(yaml.safe_dump(content), encoding="utf-8")
    return file


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.yaml")), ids=lambda file: file.stem)
def test_shipped_personas_are_sound(file: Path) -> None:
    """Each is named like its file and has answers for what it is not asked by name."""
    assert read_persona(file).id == file.stem
    assert read_persona(file).answers["default"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"id": "other"}, 'id is "other"'),
        ({"answers": {"nonsense": ["x"], "default": ["y"]}}, "Unknown key: nonsense"),
        ({"answers": {"direct": ["x"]}}, "default answers are missing"),
        ({"mends": "sometimes"}, "mends"),
        ({"behaviours": [{"kind": "sing", "text": ["la"]}]}, "behaviours.0.kind"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, wrong: dict[str, object], said: str) -> None:
    """One line: the file, the entry, what is wrong with it."""
    with pytest.raises(InputFileError, match=said) as caught:
        read_persona(changed(tmp_path, **wrong))
    assert "terse.yaml" in str(caught.value.where)


def test_what_is_no_yaml_is_said_to_be_none(tmp_path: Path) -> None:
    """Neither is a missing file a traceback."""
    (tmp_path / "x.yaml").write_text("a: [")
    with pytest.raises(InputFileError, match="not readable YAML"):
        read_persona(tmp_path / "x.yaml")
    with pytest.raises(InputFileError, match="cannot be read"):
        read_persona(tmp_path / "y.yaml")
