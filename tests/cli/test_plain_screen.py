"""Plain lines: what is said is printed, and lines of a pipe are answers."""

from __future__ import annotations

import io

from voice_interviewer.cli.screens import PlainScreen
from voice_interviewer.interview.live.screen import Wish


def wishes(screen: PlainScreen) -> list[Wish]:
    """The next wishes, looked for until there are some: the stream is read in a thread."""
    while not (found := screen.wishes()):
        pass
    return found


def test_each_line_answers_one_question() -> None:
    """A line is handed out only while somebody listens, one for each question; after the last, the session ends."""
    screen = PlainScreen(answers=io.StringIO("first\n\n/skip\nzweite Zeile – ü\n"))
    assert screen.wishes() == []
    found = []
    for _ in range(4):
        screen.listening(True)
        found += wishes(screen)
        assert screen.wishes() == []
    assert found == [Wish("typed", "first"), Wish("skip"), Wish("typed", "zweite Zeile – ü"), Wish("finish")]


def test_without_a_stream_nobody_types() -> None:
    """A screen for a log asks for nothing and has no draft."""
    screen = PlainScreen(lambda line: None)
    screen.listening(True)
    assert (screen.wishes(), screen.draft(), screen.take_draft()) == ([], "", "")


def test_lines_name_who_speaks() -> None:
    """Interviewer, candidate and notes can be told apart, and silence is said to be silence."""
    lines: list[str] = []
    screen = PlainScreen(lines.append, "Candidate")
    screen.said("What broke?", "question")
    screen.answered("", 2.0)
    screen.notice("Time is short.")
    assert lines == ["Interviewer: What broke?", "Candidate (2 s): (nothing understood)", "Note: Time is short."]


def test_a_line_from_a_pipe_took_no_time() -> None:
    """Zero seconds are nothing to tell."""
    lines: list[str] = []
    PlainScreen(lines.append).answered("I decided it.", 0.0)
    assert lines == ["You: I decided it."]
