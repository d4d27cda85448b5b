"""The child process: what it writes, and that it ends with its parent."""

from __future__ import annotations

import json
import subprocess
import sys

from kept_kit import TOLD

from voice_interviewer.web.work import child, reviews
from voice_interviewer.web.work.spoken import LineScreen

COMMAND = (sys.executable, "-m", child.__name__)


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_written_answer_is_reviewed():
    """From the files to a debrief beside them, in a process of its own; its last line is the result."""
    review = reviews.new(
        [reviews.Offered("my answer.txt", len(TOLD))], "Tell me about a decision.", "2026-11-01"
    ).review
    reviews.add(review, 0, 0, TOLD.encode())
    done = run(str(review.path))
    assert lines(done)[-1] == {"result": review.id} and review.debrief is not None


def run(folder: str) -> str:
    """The child over a folder; its standard input stays open meanwhile, as the server keeps it."""
    with subprocess.Popen(
        [*COMMAND, "review", folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as made:
        assert made.stdout is not None
        text = made.stdout.read()
        made.wait(60)
    return text


def test_what_cannot_be_read_is_one_line():
    """With the name that was dropped, never ours, and the mend."""
    review = reviews.new([reviews.Offered("holiday.pdf", 8)], "", "2026-11-01").review
    reviews.add(review, 0, 0, b"%PDF-1.4")
    said = lines(run(str(review.path)))[-1]
    assert "holiday.pdf" in str(said["error"]) and said["fix"] and str(review.path) not in json.dumps(said)


def test_it_ends_with_its_parent():
    """When its standard input closes, whatever it was doing."""
    code = "import sys,time; from voice_interviewer.web.work import child; child.review = lambda *a: time.sleep(600); "
    code += "child.main(['review', 'x'])"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as made:
        assert made.poll() is None and made.stdin is not None
        made.stdin.close()
        assert made.wait(60) == 0


def test_unknown_work_is_refused():
    """By a line and a code."""
    with subprocess.Popen([*COMMAND, "dance"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as made:
        assert made.stdout is not None
        assert lines(made.stdout.read()) == [{"error": "This is no work of ours."}] and made.wait(60) == 2


def test_a_session_is_told_line_by_line():
    """Who says what, and how far it is, at most each five seconds."""
    said: list[dict[str, object]] = []
    screen = LineScreen(said.append)
    screen.said("Hello.", "greeting"), screen.answered("Hi.", 1.0), screen.notice("A note."), screen.state("listening")
    for second in range(11):
        screen.time(float(second), 60.0)
    assert [line["who"] for line in said if "who" in line] == ["interviewer", "candidate", "note"]
    assert [line["progress"] for line in said if "progress" in line] == [
        ["interview", 0.0, 60.0], ["interview", 5.0, 60.0], ["interview", 10.0, 60.0]
    ]  # fmt: skip
    assert screen.wishes() == []
