"""Reading flows: the documented example, includes, and every mistake at once with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from flow_examples import example_flow, examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from places import DOCS

from voice_interviewer.flow.check import check
from voice_interviewer.flow.diagnostics import FlowErrors, did_you_mean
from voice_interviewer.flow.load import load
from voice_interviewer.flow.schema import TARGETS
from voice_interviewer.rubric import keys


def found(path: Path) -> list[tuple[str, int, int]]:
    return [(d.code, d.place.line, d.place.column) for d in check(path, shown="flow.yaml").diagnostics]


def test_the_documented_example_is_without_fault(tmp_path: Path) -> None:
    """What the guide shows passes its own check, warnings included."""
    report = check(example_flow(tmp_path))
    assert report.diagnostics == ()
    flow = report.require()
    assert flow.edges("weakest") == (("reaction == freeze", "END"), ("", "take_back"))
    assert flow.constraint_ids("weakest") == ("double_traffic", "late_labels")
    assert flow.constraints["late_labels"].after.seconds == 25
    assert flow.manners.greeting == ("Hello. Two questions today, about one system you know well.",)
    assert len(flow.probes["team_voice"]) == 2


def test_places_are_known_across_files(tmp_path: Path) -> None:
    """Parts of an include and inline constraints are found where they really stand."""
    loaded = load(example_flow(tmp_path))
    assert loaded.places is not None
    assert loaded.places.of("probes", "team_voice", 0).file.endswith("probes.yaml")
    inline = loaded.places.of("constraints", "late_labels", "text")
    text = (tmp_path / "small-drill.yaml").read_text().split("\n")
    assert text[inline.line - 1][inline.column - 1 :].startswith("From today")
    inside = loaded.places.inside(8, "questions", "weakest", "follow_ups", 0, "when")
    assert text[inside.line - 1][inside.column - 1 :].startswith("failure_anticipation")


def test_every_kind_of_mistake_at_once(tmp_path: Path) -> None:
    """One run shows them all, numbered, located, in order of the file, with hints."""
    file = example_flow(
        tmp_path,
        **{
            "minutes: 8": "minutes: many",
            "style: neutral": "style: warn",
            "pattern: break_first": "patern: break_first",
            "- includes/probes.yaml": "- ../probes.yaml",
            "id: quiet_failure": "idd: quiet_failure",
            "when: heard(team_voice) and missing(ownership)": "when: heard(team_voise)",
            "      - double_traffic ": "      - duoble_traffic ",
            "      - to: take_back": "      - to: take_bak",
            "    patience: 1.2": "    patience: 99",
            "{quote}. Whose call": "{quoet}. Whose call",
            "Under which circumstances would you take back": "Under which <b>circumstances</b> would you take back",
        },
    )
    report = check(file, shown="flow.yaml")
    codes = [d.code for d in report.diagnostics]
    expected = {"VF001", "VF008", "VF009", "VF010", "VF011", "VF015", "VF022", "VF026", "VF027"}
    assert expected <= set(codes)
    assert codes.count("VF010") == 3
    places = [d.place for d in report.diagnostics]
    assert places == sorted(places) and all(p.line and p.column for p in places)
    lines = file.read_text().split("\n")
    for diagnostic in report.diagnostics:
        if "Did you mean" in diagnostic.message:
            assert lines[diagnostic.place.line - 1].strip()
    text = "\n".join(map(str, report.diagnostics))
    for hint in ('"warm"', '"pattern"', '"take_back"', '"double_traffic"', '"team_voice"', '"quote"'):
        assert f"Did you mean {hint}?" in text
    with pytest.raises(FlowErrors) as caught:
        report.require()
    assert caught.value.exit_code == 2 and "more)" in str(caught.value)
    assert caught.value.diagnostics == report.diagnostics


def test_a_line_of_a_diagnostic_is_what_editors_can_jump_to(tmp_path: Path) -> None:
    """file:line:column: code severity: message."""
    file = example_flow(tmp_path, **{"to: END                     #": "to: EDN                     #"})
    (diagnostic,) = [d for d in check(file, shown="x.yaml").diagnostics if d.code == "VF001"]
    assert str(diagnostic).startswith("x.yaml:")
    assert 'VF001 error: question "take_back" goes to "EDN", which does not exist. Did you mean "END"?' in str(
        diagnostic
    )


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("../secret.yaml", "outside"),
        ("/etc/passwd", "relative"),
        ("includes/../../x.yaml", "outside"),
        ("includes/prbes.yaml", 'Did you mean "includes/probes.yaml"'),
        ("includes/probes.txt", ".yaml"),
        ("..\\probes.yaml", "relative"),
        ("", "path of a file"),
        ("includes", ".yaml"),
    ],
)
def test_includes_stay_in_their_folder(tmp_path: Path, name: str, word: str) -> None:
    """A flow reads nothing but its own folder and the shipped pieces."""
    (tmp_path.parent / "secret.yaml").write_text("schema: 1\n")
    file = example_flow(tmp_path, **{"- includes/probes.yaml": f"- '{name}'"})
    (diagnostic,) = [d for d in check(file).diagnostics if d.code == "VF011"]
    assert word in diagnostic.message


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    """Symbolic links are resolved before they are judged."""
    inside = tmp_path / "flows"
    inside.mkdir()
    (tmp_path / "secret.yaml").write_text("schema: 1\ntitle: secret\n")
    file = example_flow(inside, **{"- includes/probes.yaml": "- link.yaml"})
    try:
        (inside / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    except OSError:
        pytest.skip("links cannot be made here")
    assert "VF011" in [d.code for d in check(file).diagnostics]


def test_includes_in_a_circle_are_reported_once(tmp_path: Path) -> None:
    """Two pieces that include each other end reading, not the program."""
    (tmp_path / "a.yaml").write_text("schema: 1\ninclude: [b.yaml]\n")
    (tmp_path / "b.yaml").write_text("schema: 1\ninclude: [a.yaml]\n")
    file = example_flow(tmp_path, **{"- includes/probes.yaml": "- a.yaml"})
    (diagnostic,) = [d for d in check(file).diagnostics if d.code == "VF012"]
    assert diagnostic.place.file.endswith("b.yaml") and "a.yaml → b.yaml → a.yaml" in diagnostic.message


def test_shipped_pieces_may_be_included_from_anywhere(tmp_path: Path) -> None:
    """A user's own flow uses the shipped probe bank without copying it."""
    file = tmp_path / "mine.yaml"
    file.write_text(examples()["flow"])
    assert check(file).diagnostics == ()


def test_an_id_twice_is_reported_with_both_places(tmp_path: Path) -> None:
    """A question of an include cannot silently replace one's own."""
    file = example_flow(tmp_path)
    piece = tmp_path / "includes" / "probes.yaml"
    piece.write_text(piece.read_text() + "questions:\n  weakest:\n    ask: What?\n    to: END\n")
    (diagnostic,) = [d for d in check(file).diagnostics if d.code == "VF013"]
    assert "probes.yaml" in diagnostic.place.file and "small-drill.yaml" in diagnostic.message


def test_the_nearest_name_is_suggested_only_when_it_is_near() -> None:
    """No guess is better than a wild one."""
    assert did_you_mean("conflit", ["conflict", "other"]) == ' Did you mean "conflict"?'
    assert did_you_mean("zzz", ["conflict"]) == ""


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_flow_never_raises(tmp_path: Path, data: st.DataObject) -> None:
    """Whatever is cut out of, doubled in or put into a flow: diagnostics, not a traceback."""
    lines = examples()["flow"].split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.integers(0, 4)):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[at])
            case 2:
                lines[at] = lines[at].replace(
                    ":", data.draw(st.sampled_from(["", ": [", ": {", ": 3", ": null", ": true"])), 1
                )
            case 3:
                lines[at] = lines[at][: data.draw(st.integers(0, len(lines[at])))]
            case 4:
                lines[at] = "  " + lines[at]
        if not lines:
            lines = [""]
    file = tmp_path / "damaged.yaml"
    file.write_text("\n".join(lines))
    report = check(file)
    assert report.ok or report.errors
    for diagnostic in report.diagnostics:
        assert diagnostic.message and str(diagnostic)


def test_what_was_taken_out_is_no_further_mistake(tmp_path: Path) -> None:
    """A question whose id is wrong is one mistake: nobody is told besides that there are no questions."""
    file = tmp_path / "f.yaml"
    head = "schema: 1\nid: f\ntitle: F\nsummary: S\nminutes: 4\nstart: a\n"
    file.write_text(f"{head}questions:\n  ä:\n    ask: ['']\n    to: END\n", encoding="utf-8")
    assert [(d.code, "no id" in d.message or "empty" in d.message) for d in check(file).errors] == [("VF010", True)] * 2


def test_a_list_where_one_text_belongs_is_not_told_to_be_quoted(tmp_path: Path) -> None:
    """Quotes would not help."""
    file = example_flow(tmp_path, **{"    to: END": "    to: [END]"})
    assert any("no list or map" in d.message for d in check(file).errors)


def test_every_name_that_a_flow_may_use_is_documented() -> None:
    """A message sends people to the list under Names; it holds each one."""
    documented = (DOCS / "flow-format.md").read_text(encoding="utf-8").split("## Names")[1].split("\n## ")[0]
    assert not [name for name in {*TARGETS, *keys.LABELS, *keys.PATTERNS} if f"`{name}`" not in documented]
