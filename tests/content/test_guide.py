"""The author's guide keeps its promises: its pieces make a flow that passes the check and can be played."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest
from places import ROOT

from voice_interviewer.flow.catalog import names
from voice_interviewer.flow.check import check
from voice_interviewer.flow.scaffold import scaffold
from voice_interviewer.interview.rehearsal.personas import list_personas, load_persona
from voice_interviewer.interview.rehearsal.simulate import simulate

GUIDE = ROOT / "docs" / "authors-guide.md"
README = ROOT / "question_flows" / "README.md"

HEAD = """\
schema: 1
id: forecasting
title: Forecasting
summary: The flow of the author's guide.
minutes: 8
include:
  - includes/probes.yaml
start: bad_week

"""
REST = """
  smaller_step:
    ask: [What would you do first?, What comes first?, Where do you begin?, Which step is the first?]
    to: END

  second_question:
    ask: [What would you leave out?, What can wait?, What did you not build?, Which part is not needed?]
    to: END

"""


def pieces() -> dict[str, str]:
    """The YAML examples of the guide by name."""
    found = re.findall(r"<!-- example: (\w+) -->\n```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    return dict(found)


def whole() -> str:
    """The flow that the guide builds."""
    part = pieces()
    question = part["question"].replace("    to: END\n", "")
    return (
        HEAD
        + question
        + "    constraints: [feed_stops]\n"
        + part["follow_ups"]
        + part["next"]
        + REST
        + textwrap.dedent(part["constraints"])
    )


def test_the_guides_flow_passes_the_check(tmp_path: Path) -> None:
    """What a reader has typed after fifteen minutes is without errors and warnings."""
    file = tmp_path / "forecasting.yaml"
    file.write_text(whole(), encoding="utf-8")
    assert [str(d) for d in check(file).diagnostics] == []


def test_the_guides_flow_can_be_simulated(tmp_path: Path) -> None:
    """Every candidate plays it to its end."""
    file = tmp_path / "forecasting.yaml"
    file.write_text(whole(), encoding="utf-8")
    players = [load_persona(name) for name in list_personas()]
    result = simulate(check(file).require(), players, times=24)
    assert set(result.reasons) == {"finished"}
    assert result.questions["bad_week"] == 24


def test_the_guides_first_mistake_is_reported_as_printed(tmp_path: Path) -> None:
    """The message in the guide is what the program says."""
    file = tmp_path / "forecasting.yaml"
    file.write_text(scaffold("forecasting").replace("to: learned", "to: learnd", 1), encoding="utf-8")
    printed = next(
        line for line in GUIDE.read_text(encoding="utf-8").splitlines() if line.startswith("forecasting.yaml:")
    )
    said = str(next(iter(check(file, shown="forecasting.yaml").diagnostics)))
    assert said == printed


@pytest.mark.parametrize("name", names())
def test_the_readme_names_every_flow(name: str) -> None:
    """No shipped flow is left out of the overview."""
    assert f"`{name}`" in README.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", list_personas())
def test_the_readme_names_every_persona(name: str) -> None:
    """No simulated candidate is left out of the overview."""
    assert f"`{name}`" in README.read_text(encoding="utf-8")


def test_links_of_the_guide_lead_somewhere() -> None:
    """Every relative link of guide and overview exists."""
    for page in (GUIDE, README):
        for link in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"
