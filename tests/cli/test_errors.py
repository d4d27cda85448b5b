"""The command line answers bad input with one clear line and the promised exit code, never with a traceback."""

import io
import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from voice_interviewer import errors
from voice_interviewer.cli.app import run
from voice_interviewer.interview.live.untimed import BY_THE_CLOCK
from voice_interviewer.sessions.settings import load_settings, remember

ERRORS = tuple(name for name in vars(errors) if name.endswith("Error"))


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICE_INTERVIEWER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("VOICE_INTERVIEWER_CACHE", str(tmp_path / "cache"))


def fails(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str]:
    """Exit code and the one line on standard error."""
    code = run(list(argv))
    error = capsys.readouterr().err.strip()
    assert "Traceback" not in error
    assert len(error.splitlines()) == 1, error
    return code, error


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["nonsense"], "nonsense"),
        (["analyze", "missing.txt"], "missing.txt"),
        (["review", "missing.wav"], "missing.wav"),
        (["practice", "first-five-minuts"], "first-five-minutes"),
        (["practice", "--candidate", "apologetick"], "apologetic"),
        (["practice", "--candidate", "missing.wav"], "missing.wav"),
        (["practice", "--minutes", "0", "--candidate", "ready"], "minutes"),
        (["practice", "--patience", "forever", "--candidate", "ready"], "forever"),
        (["practice", "--type", "--no-clock", "--minutes", "5"], "--clock"),
        (["practice", "--type", "--candidate", "ready"], "“ready” answers in this session"),
        (["practice", "--voice", "nobody", "--candidate", "ready"], "nobody"),
        (["practice", "--rate", "9"], "rate"),
        (["practice", "--model", "tiny-eb", "--candidate", "ready"], "tiny-en"),
        (["debrief", "no-such-session"], "no-such-session"),
        (["debrief", "--format", "docx"], "docx"),
        (["resume", "no-such-session"], "no-such-session"),
        (["delete", "no-such-session", "--yes"], "no-such-session"),
        (["models", "fetch", "huge"], "huge"),
        (["models", "fetch", "--source", "ftp"], "ftp"),
        (["flows", "check", "no-such-flow"], "no-such-flow"),
        (["flows", "draw", "first-five-minutes", "--format", "png"], "png"),
        (["flows", "draw", "first-five-minutes", "--out", "flow.svg"], "--format svg"),
        (["flows", "new", "."], "my-flow.yaml"),
        (["review", "--node", "first-five-minutes/nowhere", __file__], "nowhere"),
    ],
)
def test_bad_usage_is_one_line_and_exit_code_2(argv, says, capsys) -> None:
    """The line names what was wrong; the exit code is 2."""
    code, error = fails(capsys, *argv)
    assert (code, says in error) == (2, True), error


def test_missing_weights_are_named_with_the_mend(capsys) -> None:
    """Without weights practice says which command fetches them, and exits with 1."""
    code, error = fails(capsys, "practice", "--candidate", "ready")
    assert code == 1
    assert "voice-interviewer models fetch" in error


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.wav", b"", "empty"),
        ("text.mp3", b"this is no sound at all", "text.mp3"),
        ("broken.jsonl", b'{"text": "fine"}\n{"text": \n', "broken.jsonl:2"),
        ("other.jsonl", b'{"words": "no text"}\n', "other.jsonl:1"),
        ("cut.jsonl", b'{"text": "a", "interruption": {"text": "b", "at": 99}}\n', "at"),
    ],
)
def test_unusable_files_are_named(tmp_path, name, content, says, capsys) -> None:
    """A file that is not what it should be is named with the place in it."""
    path = tmp_path / name
    path.write_bytes(content)
    code, error = fails(capsys, "review", str(path))
    assert code == 2
    assert says in error


def test_wrong_flow_file_is_located(tmp_path, capsys) -> None:
    """A mistake in a flow is reported with file, line and number."""
    path = tmp_path / "mine.yaml"
    path.write_text("schema: 1\nid: mine\ntitle: Mine\nsummary: x\nminutes: 5\nstart: nowhere\nquestions: {}\n")
    code, error = fails(capsys, "practice", str(path), "--candidate", "ready")
    assert code == 2
    assert "mine.yaml:" in error and "VF" in error


def test_unwritable_data_folder(tmp_path, monkeypatch, capsys) -> None:
    """A data folder that cannot be made is named, with what to do; exit code 1."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("VOICE_INTERVIEWER_DATA", str(tmp_path / "file" / "data"))
    code, error = fails(capsys, "practice", "--candidate", "ready")
    assert code == 1
    assert "file" in error


def test_unexpected_errors_are_one_line_too(monkeypatch, capsys) -> None:
    """A defect of ours is one line that says how to see more, with exit code 1."""
    monkeypatch.setattr("voice_interviewer.language.analyze.analyze", lambda *_, **__: 1 / 0)
    monkeypatch.setattr("sys.stdin", type("Stdin", (), {"buffer": [b"hello\n"], "isatty": lambda _: False})())
    code, error = fails(capsys, "analyze", "-")
    assert code == 1
    assert "ZeroDivisionError" in error and "--debug" in error


def test_help_of_every_command_has_an_example(capsys) -> None:
    """Each command explains itself and shows how it is called."""
    from voice_interviewer.cli.app import _register, app

    if not app.registered_commands:
        _register()
    names = [[c.name or c.callback.__name__] for c in app.registered_commands]
    for group in app.registered_groups:
        names += [[group.name, c.name or c.callback.__name__] for c in group.typer_instance.registered_commands]
    for words in names:
        assert run([*words, "--help"] if words[0] != "bench" else ["bench", "--help"]) == 0
        assert "Example" in capsys.readouterr().out or words[0] == "bench", words


def test_analyze_says_what_it_waits_for(monkeypatch, capsys) -> None:
    """A person who typed nothing behind it learns what to type, and how to end; a pipe learns nothing."""
    for person in (True, False):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=[b"hello\n"], isatty=lambda person=person: person))
        assert run(["analyze"]) == 0
        assert ("one a line" in capsys.readouterr().err) == person


def test_analyze_of_words_or_sound_says_how(tmp_path, capsys) -> None:
    """Words in place of a file are told how to come in; of what is no text nothing is shown first."""
    for words in ("Sorry, it was small.", "Sorry, it was small. " * 40):  # a name that long no file can have
        code, error = fails(capsys, "analyze", words)
        assert code == 2 and "| voice-interviewer analyze -" in error and len(error) < 250
    (tmp_path / "a.wav").write_bytes(b"RIFF\n....WAVE\n\0\0\0")
    assert run(["analyze", str(tmp_path / "a.wav")]) == 2
    said = capsys.readouterr()
    assert said.out == "" and "`voice-interviewer review`" in said.err


def test_analyze_writes_a_line_for_each_line(tmp_path, capsys) -> None:
    """Plain and JSON lines mix; offsets point at the words; blank lines are left out."""
    path = tmp_path / "in.txt"
    path.write_text('I guess I decided.\n\n{"text": "We shipped it.", "context": {"question": "Who decided?"}}\n')
    assert run(["analyze", str(path), "--jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["text"] for row in rows] == ["I guess I decided.", "We shipped it."]
    for row in rows:
        for found in row["findings"]:
            assert row["text"][found["start"] : found["end"]] == found["text"]
            assert found["why"]


@pytest.mark.parametrize(
    ("argv", "help_of"),
    [
        (["review"], "review"),
        (["review", "--bogus", "x"], "review"),
        (["review", "-dash.wav"], "review"),
        (["flows", "simulate", "-n", "0"], "flows simulate"),
        (["flows", "nonsense"], "flows"),
        (["nonsense"], ""),
    ],
)
def test_wrong_usage_points_to_the_help_of_its_own_command(argv, help_of, capsys) -> None:
    """Not to the list of all commands; and what is wrong is a sentence of its own."""
    code, error = fails(capsys, *argv)
    assert code == 2
    what, _, hint = error.partition(" See ")
    assert hint == f"`{f'voice-interviewer {help_of}'.strip()} --help`."
    assert what[-1] in ".?!"


@pytest.mark.parametrize("argv", [[], ["flows"], ["cohort"]])
def test_the_help_that_is_shown_is_not_pointed_to(argv, capsys) -> None:
    """Without a command the help stands there; no line says where to find it."""
    assert run(argv) == 2
    said = capsys.readouterr()
    assert "Usage" in said.out and said.err == ""


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["stories", "--title", "The alarm"], "--confirm"),
        (["plan", "--interview", "2026-12-08", "--days", "3"], "--days"),
        (["practice", "mock-15", "--retake", "last/1"], "mock-15"),
        (["debrief", "--no-sound"], "--bundle"),
        (["debrief", "--yes"], "--bundle"),
        (["debrief", "--bundle", "--format", "md"], "--format md"),
        (["debrief", "--out", "mine.md"], "--format md"),
        (["debrief", "--format", "md", "--out", "mine.html"], "--format html"),
        (["history", "--candidate", "ready"], "practice --candidate ready"),
        (["drill", "--candidate", "nobody"], "nobody"),
        (["flows", "simulate", "--persona", "nobody"], "nobody"),
        (["label", "--from", "missing.json"], "Check the path"),
        (["analyze", __file__, "--tagger", "nowhere"], "nowhere"),
        (["review", __file__, "--json", "-"], "Name a file"),
    ],
)
def test_what_would_be_passed_over_is_said(argv, says, capsys) -> None:
    """An option that has no effect here, or contradicts another, is bad input, not ignored."""
    code, error = fails(capsys, *argv)
    assert (code, says in error) == (2, True), error


def _ctrl_c(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("argv", "offers"), [(["voices", "say", "Hello."], "--out"), (["doctor", "--calibrate"], "Connect a microphone")]
)
def test_the_mend_of_a_missing_device_can_be_done_here(argv, offers, monkeypatch, capsys) -> None:
    """Not an option of `practice` that this command has not."""
    from voice_interviewer.errors import DeviceError
    from voice_interviewer.voice.fake import FakeVoice

    def none(*_: object, **__: object) -> None:
        raise DeviceError("no device was found.", fix="Type (`--type`), or read (`--no-voice`).")

    for name in ("open_speaker", "open_microphone"):
        monkeypatch.setattr(f"voice_interviewer.audio.devices.{name}", none)
    voice = SimpleNamespace(say=FakeVoice().speak)
    monkeypatch.setattr("voice_interviewer.voice.choose.make_voice", lambda *_: voice)
    code, error = fails(capsys, *argv)
    assert code == 1 and offers in error and "--type" not in error and "--no-voice" not in error


def test_what_was_refused_is_not_remembered(monkeypatch, capsys) -> None:
    """Else the next interview would be another one than was ever begun. What was begun is, as it was chosen."""
    remember(patience="long")
    for wrong in (["--no-clock", "--minutes", "5"], ["--patience", "short", "no-such-flow"], ["--patience", ""]):
        assert fails(capsys, "practice", "--type", "--no-judge", *wrong)[0] == 2
        assert load_settings() == {"patience": "long"}
    monkeypatch.setattr("sys.stdin", io.StringIO("I waited.\n"))
    assert run(["practice", "--type", "--no-voice", "--no-judge", "--no-clock"]) == 0
    assert load_settings() == {"patience": "long", "clock": False, "judge": False}


@pytest.mark.parametrize("asked", [["--no-clock"], []])
def test_a_clock_that_runs_all_the_same_is_told_and_not_remembered(asked, monkeypatch, capsys) -> None:
    """Simulated candidates answer by the clock: whoever wanted none, now or before, learns it, and keeps what held."""
    played = []
    monkeypatch.setattr("voice_interviewer.cli.practice._play", lambda interview, _: played.append(interview))
    if not asked:
        remember(clock=False)
    before = load_settings()
    assert run(["practice", "--candidate", "ready", "--patience", "long", *asked]) == 0
    (interview,) = played
    interview.session.close()
    assert interview.choices.clock and interview.notes == (BY_THE_CLOCK,)
    assert load_settings() == {**before, "patience": "long"}


def test_going_on_says_that_the_sessions_own_clock_holds(capsys) -> None:
    """Whatever was remembered since."""
    assert run(["resume", "--help"]) == 0
    assert "its own clock" in capsys.readouterr().out


@pytest.mark.parametrize(
    "argv",
    [
        ["flows", "check", "~nobody-of-that-name/mine.yaml"],
        ["practice", "~nobody-of-that-name/list.txt"],
        ["practice", "--candidate", "ready", "--model", "~nobody-of-that-name/model"],
    ],
)
def test_a_home_that_is_not_there_is_bad_input(argv, capsys) -> None:
    """No system knows the user: nothing is found there, and that is no defect of ours."""
    code, error = fails(capsys, *argv)
    assert code == 2 and "defect" not in error and "nobody-of-that-name" in error


def test_ctrl_c_is_answered(monkeypatch, capsys) -> None:
    """One line and 130, in the midst of a command's work too."""
    monkeypatch.setattr("voice_interviewer.flow.catalog.list_flows", _ctrl_c)
    assert fails(capsys, "flows", "list") == (130, "voice-interviewer: stopped.")


def test_a_stopped_review_says_what_is_kept(tmp_path, monkeypatch, capsys) -> None:
    """And that the same command goes on."""
    (tmp_path / "a.txt").write_text("I decided it.")
    monkeypatch.setattr("voice_interviewer.review.review.review", _ctrl_c)
    code, error = fails(capsys, "review", str(tmp_path))
    assert code == 130 and "is kept" in error and "same command" in error


def test_a_reader_that_leaves_is_no_error(monkeypatch) -> None:
    """`| head` in the midst of a long output: exit code 0."""

    def gone(*_: object, **__: object) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr("voice_interviewer.flow.catalog.list_flows", gone)
    monkeypatch.setattr("sys.stdout", io.StringIO())
    monkeypatch.setattr("sys.stderr", io.StringIO())
    assert run(["flows", "list"]) == 0


@pytest.mark.parametrize("argv", [["flows", "new", "x" * 300 + ".yaml"], ["flows", "show", "x" * 300 + ".yaml"]])
def test_a_path_that_no_system_takes_is_bad_input(argv, capsys) -> None:
    """No defect of ours, wherever it is first looked at."""
    code, error = fails(capsys, *argv)
    assert code == 2 and "defect" not in error


def test_a_folder_that_may_not_be_entered_is_bad_input(tmp_path, monkeypatch, capsys) -> None:
    """It is named, with what the system says of it."""
    import pathlib

    def refused(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(pathlib.Path, "iterdir", refused)
    code, error = fails(capsys, "review", str(tmp_path))
    assert code == 2 and str(tmp_path) in error and "Permission denied" in error and "defect" not in error


def test_what_is_refused_by_its_descriptor_is_named_too(tmp_path, monkeypatch, capsys) -> None:
    """Some calls know a file by its number alone: that is no second error on top of the first."""
    import pathlib

    def refused(path: Path) -> None:
        raise PermissionError(13, "Permission denied", 7)

    monkeypatch.setattr(pathlib.Path, "iterdir", refused)
    code, error = fails(capsys, "review", str(tmp_path))
    assert code == 2 and "Permission denied" in error and "Traceback" not in error


def test_every_command_in_a_message_can_be_copied() -> None:
    """Between backticks in what is printed stands the whole of it, with the program's name."""
    import ast

    import voice_interviewer
    from voice_interviewer.cli.app import _register, app

    _register()
    names = [c.name or c.callback.__name__ for c in app.registered_commands] + [g.name for g in app.registered_groups]
    short = re.compile(rf"`(?:{'|'.join(names)})(?: [^`]*)?`")
    found = []
    for file in Path(voice_interviewer.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("echo", *ERRORS):
                said = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant)]
                found += [f"{file.name}: {text}" for text in said if isinstance(text, str) and short.search(text)]
    assert found == []
