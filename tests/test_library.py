"""The public library: which names there are, what they cost, and a page whose every line runs."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest
from places import DOCS, ROOT

import voice_interviewer
from voice_interviewer import library
from voice_interviewer.errors import InputFileError, NotFoundError, UsageError

PAGE = DOCS / "python.md"
EXPECTED = {
    "Analyser", "Analysis", "Choices", "Context", "Debrief", "Finding", "Finished", "Flow", "Given", "Interruption",
    "Interview", "InterviewerError", "Outcome", "Screen", "Session", "Simulation", "Wish", "__version__", "analyze",
    "check_flow", "list_flows", "list_sessions", "load_flow", "practise", "read_cohort", "read_debrief",
    "review_cohort", "review_files", "rows_of", "simulate",
}  # fmt: skip
"Changing this set changes what other people's programs rely on: say so in the changelog."


def test_the_public_names_are_these():
    """`__all__` is exactly the promised set, and every name is there."""
    assert set(voice_interviewer.__all__) == EXPECTED
    assert set(dir(voice_interviewer)) >= EXPECTED
    for name in EXPECTED:
        assert getattr(voice_interviewer, name) is not None


def test_type_checkers_see_the_same_names():
    """The stub imports each name from the module it is imported from when used, and the package is marked as typed."""
    stub = ast.parse((ROOT / "voice_interviewer" / "__init__.pyi").read_text(encoding="utf-8"))
    said = {
        alias.asname: node.module for node in ast.walk(stub) if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert said == voice_interviewer._WHERE
    assert (ROOT / "voice_interviewer" / "py.typed").is_file()


@pytest.mark.parametrize("name", sorted(EXPECTED - {"__version__"}))
def test_every_public_name_is_explained(name: str):
    """A docstring says what it is; a function's signature is annotated throughout."""
    found = getattr(voice_interviewer, name)
    assert len(inspect.getdoc(found) or "") > 20
    if inspect.isfunction(found):
        hints = inspect.signature(found)
        assert all(p.annotation is not p.empty for p in hints.parameters.values())
        assert hints.return_annotation is not hints.empty


def test_an_unknown_name_is_an_attribute_error():
    """As in any module."""
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = voice_interviewer.no_such_name


def test_importing_the_package_loads_nothing_heavy():
    """Neither numpy nor pydantic nor a room of ours comes with the bare import; analysing brings no sound with it."""
    code = (
        "import sys, voice_interviewer; print(*sys.modules); from voice_interviewer import analyze; print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    bare, after = (set(line.split()) for line in done.stdout.splitlines())
    assert not {"numpy", "pydantic", "typer", "yaml", "voice_interviewer.language"} & bare
    assert not {"sounddevice", "av", "faster_whisper", "voice_interviewer.audio"} & after


def blocks() -> list[str]:
    """The Python of the page, in order."""
    return re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), flags=re.S | re.M)


def test_every_line_of_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """One program from top to bottom, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    program = blocks()
    assert len(program) >= 8
    names: dict[str, object] = {"__name__": "page"}
    for block in program:
        exec(compile(block, str(PAGE), "exec"), names)


def test_every_public_name_is_on_the_page():
    """What is promised is shown, or is what something shown returns."""
    returned = {"Analysis", "Finding", "Interruption", "Finished", "Outcome", "Simulation", "Wish", "__version__"}
    text = PAGE.read_text(encoding="utf-8")
    missing = {name for name in EXPECTED - returned if not re.search(rf"\b{name}\b", text)}
    assert missing <= {"Debrief", "Flow"}


def test_review_with_a_recogniser_at_hand(tmp_path: Path):
    """A recogniser object is used as it is; text needs none at all."""
    path = tmp_path / "a.txt"
    path.write_text("I left the feature store out on purpose.")
    debrief = library.review_files([path], question="What did you leave out?")
    assert debrief.answers[0].question == "What did you leave out?"
    with pytest.raises(InputFileError):
        library.review_files([tmp_path / "gone.wav"])


def test_simulation_takes_names_and_players():
    """An unknown persona is not found; the same seed gives the same sessions."""
    with pytest.raises(NotFoundError):
        library.simulate("first-five-minutes", ["nobody"], times=1)
    one, two = (library.simulate("first-five-minutes", ["ready"], times=2, seed=5) for _ in range(2))
    assert one.seconds == two.seconds and one.questions == two.questions


def test_a_debrief_is_read_from_wherever_it_is(tmp_path: Path):
    """By id, by folder, by file; where none is written it is made and nothing is left behind."""
    from voice_interviewer import Choices, Given, practise, read_debrief
    from voice_interviewer.testing import FakeVad, FakeVoice, ScriptedCandidate

    candidate = ScriptedCandidate(["I left the feature store out on purpose."])
    given = Given(
        candidate=candidate, recogniser=candidate.recogniser, voice=FakeVoice(), voice_activity=FakeVad(), root=tmp_path
    )
    outcome, finished = practise("first-five-minutes", Choices(minutes=2), given)
    texts = [row.transcript.text for row in read_debrief(outcome.id, tmp_path).answers]
    assert texts and texts == [row.transcript.text for row in read_debrief(finished.files.json).answers]
    finished.files.json.unlink()
    (outcome.path / "analyses.json").unlink()
    assert [row.transcript.text for row in read_debrief(outcome.path).answers] == texts
    assert not finished.files.json.exists() and not (outcome.path / "analyses.json").exists()
    with pytest.raises(NotFoundError):
        read_debrief("1999", tmp_path)


def test_a_cohort_is_reviewed_as_the_command_does_it(tmp_path: Path):
    """Questions by a table, pseudonyms, names, criteria, word of each file; what is done is not done again."""
    for student in ("Ada Brook", "Bo Finch"):
        (tmp_path / "in" / student).mkdir(parents=True)
        said = f"My name is {student}. I decided to leave the store out, because one table did the job. " * 5
        (tmp_path / "in" / student / "week-1.txt").write_text(said)
    (tmp_path / "asked.csv").write_text("recording,question,node\nweek-1*,What did you leave out?,\n")
    (tmp_path / "week-1.yaml").write_text("title: Course of May\n")
    came: list[str] = []
    wanted = {
        "questions": tmp_path / "asked.csv",
        "pseudonyms": tmp_path / "key.csv",
        "scrub": True,
        "names": ["the store"],
        "criteria": tmp_path / "week-1.yaml",
        "came": lambda outcome: came.append(outcome.state),
    }
    told = library.review_cohort(tmp_path / "in", tmp_path / "out", **wanted)
    assert (told.files, told.reviewed, came) == (2, 2, ["done", "done"])
    answers = list(voice_interviewer.read_cohort(tmp_path / "out", "answers"))
    assert [row["question"] for row in answers] == ["What did you leave out?"] * 2
    assert not [row for row in answers if re.search("Ada|Finch|store", f"{row['student']} {row['text']}")]
    assert "Course of May" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    again = library.review_cohort(tmp_path / "in", tmp_path / "out", **wanted)
    assert (again.before, again.reviewed, len(came)) == (2, 0, 2)


@pytest.mark.parametrize("workers", [0, -1])
def test_a_cohort_needs_a_worker(tmp_path: Path, workers: int) -> None:
    """A number that is none is refused before anything is written or started."""
    with pytest.raises(UsageError, match="no number of workers"):
        library.review_cohort(tmp_path / "in", tmp_path / "out", workers=workers)
    assert not (tmp_path / "out").exists()
