"""The live page on a real pseudo-terminal: a child process shows it, and keys are pressed from outside."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest

pexpect = pytest.importorskip("pexpect", reason="needs pexpect (a pseudo-terminal; not on Windows)")

PAGE = """
import sys, time
from voice_interviewer.cli.terminal import LiveScreen

typing = sys.argv[1] == "type"
with LiveScreen(typing=typing) as screen:
    screen.said("What broke first?", "question")
    screen.listening(True)
    screen.notice("page is up")
    for text in sys.argv[3:]:
        screen.said(text, "question")
    ended = False
    while not ended:
        for wish in screen.wishes():
            screen.notice(f"WISH <{wish.name}> <{wish.text!r}> LEFT <{screen.draft()!r}>")
            ended = wish.name == "finish"
        if len(sys.argv) > 2 and screen.draft() == sys.argv[2]:
            screen.notice(f"TAKEN <{screen.take_draft()!r}> <{screen.draft()!r}>")
            ended = True
        time.sleep(0.002)
"""


@pytest.fixture
def page() -> Iterator[Any]:
    """Starts the page in a child of its own terminal, 90 columns wide, and waits until it is up."""
    children = []

    def start(*arguments: str) -> Any:
        child = pexpect.spawn(
            sys.executable, ["-c", PAGE, *arguments], dimensions=(30, 90), encoding="utf-8", timeout=60, echo=False
        )
        children.append(child)
        child.expect("page is up")
        child.expect("Enter sends" if arguments[0] == "type" else "r repeat")
        return child

    yield start
    for child in children:
        child.close(force=True)


def typed(child: Any) -> str:
    """The answer that reached the session."""
    child.expect(r"WISH <typed> <'(.*?)'>")
    return str(child.match[1])


def test_the_line_is_open_at_once_and_letters_are_text(page) -> None:
    """With `--type` nothing must be pressed first; letters that are commands elsewhere are letters here."""
    child = page("type")
    child.send("skip first, repeat pasta\r")
    assert typed(child) == "skip first, repeat pasta"


@pytest.mark.parametrize("line", ["I chose one table", "/skip"])
def test_what_was_sent_is_no_draft_any_more(page, line: str) -> None:
    """Else it would keep the turn, and be taken as another answer once time is up."""
    child = page("type")
    child.send(f"{line}\r")
    child.expect("LEFT <''>")


def test_a_pasted_text_of_several_lines_is_one_answer(page) -> None:
    """Bracketed paste: line ends inside it do not send."""
    child = page("type")
    child.send("\x1b[200~one table,\rbecause it fits.\x1b[201~")
    child.send("\r")
    assert typed(child) == r"one table,\nbecause it fits."


def test_letters_of_any_language_arrive_whole(page) -> None:
    """UTF-8 of several bytes a letter, even when its bytes come one at a time."""
    child = page("type")
    text = "naïve café, 5 € – 日本"
    for byte in text.encode():
        os.write(child.child_fd, bytes([byte]))
    child.send("\r")
    assert typed(child) == text


def test_the_line_is_edited_as_lines_are(page) -> None:
    """Arrows, delete, home, backspace and Ctrl+U do what they do everywhere; Alt+Enter is a new line."""
    child = page("type")
    child.send("no such text\x15I chosee\x1b[D\x1b[3~\x1b[Hthen \x1b[Fn\x7f\x1b\rdone\r")
    assert typed(child) == r"then I chose\ndone"


def test_function_keys_and_slashes_command_while_typing(page) -> None:
    """F3 skips and `/repeat` repeats while a draft stands on the line or not; F8 finishes."""
    child = page("type")
    child.send("\x1bOR")
    child.expect("WISH <skip>")
    child.send("/repeat\r")
    child.expect("WISH <repeat>")
    child.send("\x1b[19~")
    child.expect("WISH <finish>")
    child.expect(pexpect.EOF)


def test_while_speaking_letters_command_and_t_types(page) -> None:
    """`s` skips; `t` opens the line for one answer, after which letters are commands again."""
    child = page("speak")
    child.send("s")
    child.expect("WISH <skip>")
    child.send("t")
    child.expect("Escape: speak")
    child.send("so I stopped\r")
    assert typed(child) == "so I stopped"
    child.send("w")
    child.expect("WISH <wait>")


def test_a_draft_can_be_taken(page) -> None:
    """When time is up the session takes what stands on the line, and the line is empty."""
    child = page("type", "half an ans")
    child.send("half an ans")
    child.expect(r"TAKEN <'half an ans'> <''>")
    child.expect(pexpect.EOF)


def test_ctrl_c_reaches_the_session(page) -> None:
    """Ctrl+C is an interrupt of the program, as without the page, and the terminal is left clean."""
    child = page("speak")
    child.sendcontrol("c")
    child.expect("KeyboardInterrupt")
    child.expect(pexpect.EOF)


def test_a_long_question_is_broken_between_words(page) -> None:
    """90 columns are full in the midst of a word; the line in the log ends before it."""
    text = (
        "Take the time you need, and say what you would have done with a whole year and nobody watching over your work."
    )
    child = page("speak", "-", text)
    child.expect(r"Interviewer  .*?with a whole year\r+\nand nobody watching over your work")
