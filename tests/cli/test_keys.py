"""Keys: single presses are commands, and a typed line is an answer."""

from voice_interviewer.cli.keys import LineEditor
from voice_interviewer.interview.live.screen import Wish


def press(text: str) -> tuple[list[Wish], LineEditor]:
    editor = LineEditor()
    return [wish for key in text if (wish := editor.press(key))], editor


def test_single_keys_are_commands() -> None:
    """Each command key asks for its thing, in either case; other keys ask for nothing."""
    assert [w.name for w in press("rSfwc")[0]] == ["repeat", "skip", "finish", "wait", "clarify"]
    assert press("xyz9 ")[0] == []


def test_pause_and_resume_share_a_key() -> None:
    """The second press of the pause key resumes."""
    assert [w.name for w in press("pp")[0]] == ["pause", "resume"]


def test_typing_takes_command_letters_as_text() -> None:
    """While an answer is typed no letter is a command; backspace works; Enter sends."""
    wishes, editor = press("tI skipx\x7f it\n")
    assert wishes == [Wish("typed", "I skip it")]
    assert editor.typing is None


def test_escape_and_empty_lines_send_nothing() -> None:
    """Escape goes back to speaking, and an empty line is no answer."""
    assert press("tabc\x1b")[0] == []
    assert press("t   \n")[0] == []
