"""Finding, drawing, beginning and publishing flows; and what every shipped flow must satisfy."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from flow_examples import example_flow, examples

from voice_interviewer.errors import InputFileError, NotFoundError
from voice_interviewer.flow import catalog, graph, graph_svg
from voice_interviewer.flow import manners as manners_module
from voice_interviewer.flow.check import check
from voice_interviewer.flow.check_text import _spoken, _verdict
from voice_interviewer.flow.diagnostics import FlowErrors, Place
from voice_interviewer.flow.json_schema import json_schema
from voice_interviewer.flow.manners import Manners, manners
from voice_interviewer.flow.model import Flow
from voice_interviewer.flow.scaffold import scaffold
from voice_interviewer.flow.schema import STYLES


@pytest.fixture
def flow(tmp_path: Path) -> Flow:
    return check(example_flow(tmp_path)).require()


# ---- shipped flows ----


@pytest.mark.parametrize("name", catalog.names())
def test_every_shipped_flow_passes_the_check(name: str) -> None:
    """No errors, and the file is named after its id."""
    report = catalog.check_flow(name)
    assert report.ok, "\n".join(map(str, report.errors))
    assert report.require().id == name


def test_shipped_flows_are_listed_with_what_they_are() -> None:
    """Scripts and includes are no flows."""
    entries = catalog.list_flows()
    assert [e.name for e in entries] == list(catalog.names())
    assert all(e.title and e.summary and e.minutes and e.questions for e in entries)
    assert not any("script" in e.name for e in entries)


def test_an_unknown_flow_is_named_with_the_nearest_known() -> None:
    """A typo is one clear line with what to do."""
    with pytest.raises(NotFoundError, match="first-five-minutes"):
        catalog.load_flow("first-five-minuts")
    for odd in ("/no/such/file.yaml", "a\x00b", "..", "", "includes/probes"):
        with pytest.raises(NotFoundError):
            catalog.find(odd)


def test_a_folder_or_a_file_without_its_ending_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody means who leaves `.yaml` away, or names the folder, is at hand."""
    monkeypatch.chdir(tmp_path)
    Path("mine.yaml").write_text(scaffold("mine"), encoding="utf-8")
    Path("flows").mkdir()
    with pytest.raises(NotFoundError, match=r"write mine\.yaml"):
        catalog.find("mine")
    Path("questions.txt").write_text("What broke?\n", encoding="utf-8")
    with pytest.raises(NotFoundError, match=r"questions\.txt: this is no flow\. .*flows new --from"):
        catalog.find("questions.txt")
    for name in ("flows", "flows/", "."):
        with pytest.raises(NotFoundError, match="folder"):
            catalog.find(name)
    with pytest.raises(NotFoundError, match="no such flow file"):
        catalog.find("x" * 5000 + ".yaml")


def test_a_node_is_found_by_flow_and_name(tmp_path: Path) -> None:
    """FLOW/NODE for shipped flows and for files; anything else is one clear line."""
    flow, node, question = catalog.find_node("first-five-minutes/weakest")
    assert (flow.id, node, question.pattern) == ("first-five-minutes", "weakest", "break_first")
    own = example_flow(tmp_path)
    assert catalog.find_node(f"{own}/take_back")[1] == "take_back"
    with pytest.raises(NotFoundError, match='Did you mean "weakest"'):
        catalog.find_node("first-five-minutes/weekest")
    for odd in ("weakest", "/weakest", "first-five-minutes/", ""):
        with pytest.raises(NotFoundError):
            catalog.find_node(odd)


def test_a_flow_with_errors_cannot_be_loaded(tmp_path: Path) -> None:
    """The first error with its place, and how to see the rest."""
    file = example_flow(tmp_path, **{"start: weakest": "start: weekest"})
    with pytest.raises(FlowErrors, match="VF001") as caught:
        catalog.load_flow(str(file))
    assert caught.value.where.endswith(":19:8") or ":" in caught.value.where


def test_the_shipped_bank_has_words_for_every_label_an_answer_can_lack() -> None:
    """`review` has something to ask whatever the weakness is, also where nothing can be quoted."""
    from voice_interviewer.rubric.keys import COSTS, SIGNALS

    probes = catalog.shipped_probes()
    for label in (*SIGNALS, *COSTS, "growth"):
        assert any("{" not in text for text in probes[label]), label
    assert len(catalog.shipped_constraints()) >= 12


def test_a_damaged_installation_is_said_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Missing shipped files are an error with a mend, not a traceback."""
    monkeypatch.setattr("voice_interviewer.paths.shipped", lambda _folder: tmp_path)
    catalog.shipped_probes.cache_clear()
    manners_module._file.cache_clear()
    try:
        with pytest.raises(InputFileError, match="Install"):
            catalog.shipped_probes()
        with pytest.raises(InputFileError, match="Install"):
            manners("warm")
    finally:
        catalog.shipped_probes.cache_clear()
        manners_module._file.cache_clear()


# ---- manners ----


@pytest.mark.parametrize("style", STYLES)
def test_manners_can_be_spoken_and_leak_no_verdict(style: str) -> None:
    """Every phrase of every style, and at least two of each, so that sessions do not sound alike."""
    place = Place("manners")
    for name in Manners.model_fields:
        texts = getattr(manners(style), name)  # type: ignore[arg-type]
        assert len(set(texts)) >= 2, name
        for text in texts:
            wrong = list(_spoken(text.replace("{question}", ""), place, sentences=True))
            if name not in ("greeting", "back"):  # "nice to meet you" and "good to have you back" are no verdicts
                wrong += list(_verdict(text, place))
            assert not wrong, (name, text, wrong)


# ---- drawings ----


def test_the_tree_shows_every_question_follow_up_and_way(flow: Flow) -> None:
    """What an author wants to see in a terminal."""
    text = graph.tree(flow)
    for word in (
        "weakest [break_first]",
        "quiet_failure → failure_anticipation",
        "double_traffic",
        "reaction == freeze → END",
    ):
        assert word in text
    assert "else → take_back" in text


def test_mermaid_and_dot_hold_nodes_edges_and_conditions(flow: Flow) -> None:
    """Both are plain text that their tools take."""
    text = graph.mermaid(flow)
    assert text.startswith("flowchart TD") and text.count("-->") == 3 and "reaction == freeze" in text
    text = graph.dot(flow)
    assert text.count("->") == 3 and text.strip().endswith("}") and '"weakest" -> "take_back"' in text


def test_svg_is_well_formed_and_self_contained(flow: Flow) -> None:
    """XML that parses, with every title, and nothing loaded from outside."""
    text = graph_svg.svg(flow)
    root = ET.fromstring(text)
    words = " ".join(root.itertext())
    assert all(title in words for title in ("Weakest part", "END", "A small drill"))
    assert not re.search(r"href|url\(http|<image|<script", text)


def test_hostile_titles_are_text_in_every_drawing(tmp_path: Path) -> None:
    """Markup in a flow is shown, never interpreted."""
    nasty = "'<script>alert(1)</script> \"x\" & --> ]]'"
    file = example_flow(tmp_path, **{"title: Weakest part ": f"title: {nasty} "})
    flow = check(file).require()
    assert "<script>" not in graph_svg.svg(flow) and "&lt;script&gt;" in graph_svg.svg(flow)
    ET.fromstring(graph_svg.svg(flow))
    assert "<script>" not in graph.mermaid(flow)
    assert '\\"x\\"' in graph.dot(flow)


def test_every_shipped_flow_can_be_drawn() -> None:
    """Loops, long chains and branches included."""
    for name in catalog.names():
        flow = catalog.load_flow(name)
        ET.fromstring(graph_svg.svg(flow))
        assert all(node in graph.tree(flow) for node in flow.questions)
        assert graph.mermaid(flow) and graph.dot(flow)


# ---- beginning a flow, and the schema ----


@pytest.mark.parametrize("name", ["my-flow", "Über uns!", "42", "", "a" * 200])
def test_a_new_flow_passes_the_check_as_it_is(tmp_path: Path, name: str) -> None:
    """Whatever the name, without a single warning."""
    file = tmp_path / "new.yaml"
    file.write_text(scaffold(name), encoding="utf-8")
    assert check(file).diagnostics == ()


def test_the_json_schema_names_every_key_and_allows_single_texts() -> None:
    """Editors complete keys, and accept what the check accepts."""
    schema = json_schema()
    json.dumps(schema)
    assert schema["properties"]["schema"]["const"] == 1
    assert set(schema["required"]) == {"schema", "id", "title", "summary", "minutes", "start", "questions"}
    question = schema["$defs"]["Question"]
    assert question["additionalProperties"] is False
    assert [option["type"] for option in question["properties"]["ask"]["anyOf"]] == ["string", "array"]
    assert json_schema("script")["properties"]["turns"] and json_schema("include")["properties"]["probes"]
    with pytest.raises(KeyError):
        json_schema("poem")


def test_the_documented_script_can_be_read(tmp_path: Path) -> None:
    """The example conversation of the guide is a valid script for its flow."""
    from voice_interviewer.interview.rehearsal.script import load_script

    file = tmp_path / "small-drill.script.yaml"
    file.write_text(examples()["script"], encoding="utf-8")
    script = load_script(file)
    assert script.flow == "small-drill" and len(script.turns) == 4
