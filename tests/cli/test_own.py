"""Own questions, a posting and notes on the command line: what is shown, what is written, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_interviewer.cli import own
from voice_interviewer.cli.app import run
from voice_interviewer.cli.own import found_wrong, is_list, keep, make
from voice_interviewer.errors import InputFileError, InterviewerError
from voice_interviewer.flow.catalog import load_flow
from voice_interviewer.paths import own_flows_dir

QUESTIONS = "What would break first?\nTell me about a good day.\n[rollback] Who decides, and how do they decide it?\n"
POSTING = "Site Reliability Engineer\nYou are on call for Kafka.\nYou prioritise and keep the scope small.\n"
NOTES = "- Ran the billing service for 40k customers\n"


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICE_INTERVIEWER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("VOICE_INTERVIEWER_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    for name, text in (("questions.txt", QUESTIONS), ("posting.txt", POSTING), ("cv.md", NOTES)):
        Path(name).write_text(text, encoding="utf-8")


def test_a_list_is_told_by_its_ending() -> None:
    """A name or a flow file is none."""
    assert is_list("q.TXT") and is_list("a/b.csv") and not is_list("mock-15") and not is_list("q.yaml")


def test_a_list_becomes_a_flow_that_a_session_finds_again() -> None:
    """It is kept under the user's data by its content, shown with its patterns, and its doubtful lines are named."""
    made = make(Path("questions.txt"))
    path = keep(made)
    assert keep(make(Path("questions.txt"))) == path and path.parent.name == "flows"
    assert [q.pattern for q in load_flow(str(path)).questions.values()] == ["break_first", None, "rollback"]
    assert found_wrong(made, "questions.txt") == [
        "questions.txt, line 3: VF029 two questions at once; ask one, and leave the other to a follow-up"
    ]
    shown = "\n".join(made.told)
    assert "1. break_first   What would break first?" in shown and "2. —" in shown and "[rollback]" in shown


def test_a_posting_shows_what_it_took_from_which_line() -> None:
    """Role, kinds of questions, words to hear; and the judgement of size is that of the role."""
    made = make(None, Path("posting.txt"), Path("cv.md"))
    shown = "\n".join(made.told)
    assert "size counts, if it was owned “Site Reliability” (line 1)" in shown
    assert "not_do         “prioritise” (line 3)" in shown and "Kafka (2)" in shown
    assert "to probe       “Ran the billing service for 40k customers” (line 1)" in shown
    flow = load_flow(str(keep(made)))
    assert flow.role == "infra_heavy"
    assert sum("40k customers" in q.ask[0] for q in flow.questions.values()) == 1
    assert "Kafka" in next(iter(flow.questions.values())).vocabulary


def test_without_a_hint_the_usual_is_asked() -> None:
    """And it is said."""
    Path("posting.txt").write_text("A job.\nCome to us.\n", encoding="utf-8")
    made = make(None, Path("posting.txt"))
    assert any("Nothing in posting.txt" in line for line in made.told) and "From posting.txt:" not in made.told
    assert load_flow(str(keep(made))).role == "general"


def test_flows_new_from_a_list(capsys: pytest.CaptureFixture[str]) -> None:
    """Written beside the list, passing the check; an existing file is kept."""
    assert run(["flows", "new", "--from", "questions.txt"]) == 0
    assert "Patterns may be corrected" in capsys.readouterr().out
    assert run(["flows", "check", "questions.yaml"]) == 0
    assert run(["flows", "new", "--from", "questions.txt"]) == 2
    assert "exists already" in capsys.readouterr().err


def test_sixty_questions_are_no_sixty_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    """Warnings alike are told five times and then counted; one question gives no warning of a time that we chose."""
    Path("many.txt").write_text("".join(f"What broke in project number {n}?\n" for n in range(60)), encoding="utf-8")
    assert run(["flows", "new", "--from", "many.txt"]) == 0 and run(["flows", "check", "many.yaml"]) == 0
    said = capsys.readouterr().out
    assert said.count("write at least 4") == 5 and "55 more of the same kind" in said and "60 warnings" in said
    Path("one.txt").write_text("Tell me about yourself\n", encoding="utf-8")
    assert run(["flows", "new", "--from", "one.txt"]) == 0 and run(["flows", "check", "one.yaml"]) == 0
    said = capsys.readouterr().out
    assert "one spoken variant;" in said and "VF024" not in said


def test_a_flow_in_another_language_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    """It passes the check as a file; nobody finds out in the interview that the voice reads it as English."""
    assert run(["flows", "new", "mine.yaml"]) == 0 and run(["flows", "check", "mine.yaml"]) == 0
    assert "English" not in capsys.readouterr().out
    head = "schema: 1\nid: deutsch\ntitle: T\nsummary: S\nminutes: 4\nstart: a\nquestions:\n  a:\n    ask:\n"
    asked = "      - Was würde in Ihrem System zuerst kaputtgehen, und woran würden Sie es merken?\n"
    Path("deutsch.yaml").write_text(f"{head}{asked}    to: END\n", encoding="utf-8")
    assert run(["flows", "check", "deutsch.yaml"]) == 0
    assert "do not seem to be in English" in capsys.readouterr().out


@pytest.mark.parametrize("refusal", [FileNotFoundError(2, "No such file"), OSError(22, "Invalid argument")])
def test_an_address_is_told_to_be_one_whatever_the_system_calls_it(
    refusal: OSError, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows finds its name invalid; other paths are told as what they are."""

    def refuse(*_: object) -> None:
        raise refusal

    monkeypatch.setattr(Path, "open", refuse)
    for address in ("https://example.com/job", "HTTP://example.com"):
        with pytest.raises(InputFileError, match="nothing is fetched"):
            own.text_of(Path(address))
    with pytest.raises(InterviewerError) as told:
        own.text_of(Path("posting.txt"))
    assert "address" not in str(told.value)


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["practice", "missing.txt"], "missing.txt: there is no such file"),
        (["practice", "words.txt"], "no line is a question"),
        (["practice", "empty.md"], "the file is empty"),
        (["practice", "bad.csv"], "no column “question”"),
        (["practice", "binary.txt"], "no text"),
        (["practice", "--for", "german.txt"], "this posting is in another language"),
        (["practice", "--cv", "binary.txt"], "binary.txt"),
        (["practice", "questions.txt", "--retake", "last/1"], "--retake"),
        (["practice", "nothing-such", "--for", "posting.txt"], "nothing-such"),
        (["flows", "new"], "needs a file"),
        (["flows", "new", "--from", "folder.txt"], "folder"),
        (["flows", "new", "--from", "."], "this is a folder"),
        (["flows", "new", "--from", "mine.yaml", "--force"], "a flow already"),
        (["flows", "new", "--from", "fragen.txt"], "another language"),
        (["flows", "check", "folder.txt"], "this is a folder"),
        (["practice", "--for", "https://example.com/job"], "nothing is fetched"),
    ],
)
def test_bad_input_is_one_line(argv: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, and what to do."""
    Path("words.txt").write_text("Kafka\nSpark\n", encoding="utf-8")
    Path("empty.md").write_text("\n", encoding="utf-8")
    Path("bad.csv").write_text("a,b\nc,d\n", encoding="utf-8")
    Path("binary.txt").write_bytes(bytes(range(256)))
    Path("german.txt").write_text(
        "Wir suchen für unser Team eine Person, die mit uns die Plattform und das Modell betreut."
    )
    Path("fragen.txt").write_text(
        "Was würde im System zuerst kaputtgehen?\nWarum möchten Sie zu uns?\n", encoding="utf-8"
    )
    Path("mine.yaml").write_text("schema: 1\n", encoding="utf-8")
    Path("folder.txt").mkdir()
    assert run(argv) == 2
    error = capsys.readouterr().err.strip()
    assert says in error and len(error.splitlines()) == 1


def test_a_question_that_cannot_be_spoken_is_refused_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signs that no word is known for: the check's error, at the line of the list."""
    Path("questions.txt").write_text("What broke there?\nWhat does ☃ mean to you?\n", encoding="utf-8")
    made = make(Path("questions.txt"))
    with pytest.raises(InputFileError, match=r"questions\.txt, line 2: VF022"):
        found_wrong(made, "questions.txt")
    assert own.MOST_SHOWN > 0


@pytest.mark.parametrize("argv", [["flows", "new", "--from", "questions.txt"], ["practice", "questions.txt"]])
def test_what_is_refused_leaves_no_file(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Neither beside the list, where the next try would find it in its way, nor among one's own flows."""
    Path("questions.txt").write_text("What broke there?\nWhat does ☃ mean to you?\n", encoding="utf-8")
    assert run(argv) == 2
    assert "VF022" in capsys.readouterr().err
    assert not Path("questions.yaml").exists() and not list(own_flows_dir().glob("*"))
