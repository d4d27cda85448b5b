"""What keys and typed lines mean: letters command while speaking, and are text while typing."""

from voice_interviewer.cli.keys import COMMANDS, SPEAKING_HELP, TURN, TYPING_HELP, Keyboard
from voice_interviewer.interview.live.screen import Wish


def test_single_keys_are_commands() -> None:
    """Each command key asks for its thing, in either case; other keys ask for nothing."""
    keyboard = Keyboard()
    assert [w.name for key in "rSfwc" if (w := keyboard.letter(key))] == ["repeat", "skip", "finish", "wait", "clarify"]
    assert [keyboard.letter(key) for key in "xyz9"] == [None] * 4


def test_letters_of_the_turn() -> None:
    """I have finished, no hurry, hold, mute, push to talk, receipts: a letter each, and none is a command's."""
    keyboard = Keyboard()
    assert [w.name for key in "dnHmk a" if (w := keyboard.letter(key))] == list(TURN.values())
    assert not set(TURN) & {letter for letter, _ in COMMANDS.values()} and "t" not in TURN
    assert all(f"{letter} " in SPEAKING_HELP for letter in TURN if letter.strip()) and "space" in SPEAKING_HELP


def test_pause_and_resume_share_a_key() -> None:
    """The second press of the pause key resumes, however it is given."""
    keyboard = Keyboard()
    assert [keyboard.letter("p"), keyboard.command("pause"), keyboard.send("/pause")] == [
        Wish("pause"),
        Wish("resume"),
        Wish("pause"),
    ]


def test_the_type_key_opens_the_line_for_one_answer() -> None:
    """`t` opens the line, sending an answer closes it, and Escape closes it too."""
    keyboard = Keyboard()
    assert keyboard.letter("t") is None and keyboard.typing
    assert keyboard.send(" I skip it ") == Wish("typed", "I skip it") and not keyboard.typing
    keyboard.letter("T")
    keyboard.escape()
    assert not keyboard.typing


def test_where_answers_are_typed_the_line_stays_open() -> None:
    """With `--type` the line is open from the start, and neither sending nor Escape closes it."""
    keyboard = Keyboard(always_typing=True)
    assert keyboard.typing
    keyboard.send("one")
    keyboard.escape()
    assert keyboard.typing


def test_a_line_with_a_slash_is_a_command_and_other_lines_are_answers() -> None:
    """`/skip` skips; an unknown word behind a slash, or a slash in a sentence, is text; an empty line is nothing."""
    keyboard = Keyboard(always_typing=True)
    assert keyboard.send("/Skip\n") == Wish("skip")
    assert keyboard.send("/dev/null filled up") == Wish("typed", "/dev/null filled up")
    assert keyboard.send("   ") is None


def test_help_names_every_command() -> None:
    """Both help lines name the key of every command."""
    for letter, key in COMMANDS.values():
        assert f"{letter} " in SPEAKING_HELP and key.upper() in TYPING_HELP
