"""What a key or a typed line means: commands, letters, answers. Pure; the terminal around it is `terminal`.

While speaking, single letters are commands. While an answer is typed every letter is text, so commands then have keys
of their own (the function keys) and can also be written as a line: `/skip`.
"""

from __future__ import annotations

from ..interview.live.screen import Wish, WishName
from ..sessions.kinds import CommandName

COMMANDS: dict[CommandName, tuple[str, str]] = {
    "repeat": ("r", "f2"),
    "skip": ("s", "f3"),
    "pause": ("p", "f4"),
    "wait": ("w", "f5"),
    "clarify": ("c", "f6"),
    "finish": ("f", "f8"),
}
"Name of each command, its letter while speaking, and its key while typing."

TYPE_KEY = "t"
TURN: dict[str, WishName] = {
    "d": "done",
    "n": "take_time",
    "h": "hold",
    "m": "mute",
    "k": "push_to_talk",
    " ": "talk",
    "a": "acknowledge",
}
"Letters of the turn. A terminal does not see a key being held down, so all but the first two are switches."

SPEAKING_HELP = (
    "r repeat · s skip · p pause · w wait · c what do you mean · t type · f finish\n"
    "d I have finished · n no hurry · h hold my turn · m mute · k push to talk, then space · a no more “okay”"
)
TYPING_HELP = (
    "Enter sends · Alt+Enter new line · F2 repeat · F3 skip · F4 pause · F5 wait · F6 what do you mean · F8 finish"
)


class Keyboard:
    """Whether an answer is being typed, and which wish a press or a line makes."""

    def __init__(self, *, always_typing: bool = False) -> None:
        self.always_typing = always_typing
        "The person chose to type: the line is open from the start and stays open."
        self.typing = always_typing
        self._paused = False

    def letter(self, key: str) -> Wish | None:
        """A key pressed while speaking; `t` opens the line."""
        if key.lower() == TYPE_KEY:
            self.typing = True
            return None
        if (turn := TURN.get(key.lower())) is not None:
            return Wish(turn)
        name = next((name for name, (letter, _) in COMMANDS.items() if letter == key.lower()), None)
        return self.command(name) if name else None

    def command(self, name: CommandName) -> Wish:
        """The wish of a command; the second `pause` resumes."""
        if name == "pause":
            self._paused = not self._paused
            return Wish("pause" if self._paused else "resume")
        return Wish(name)

    def send(self, text: str) -> Wish | None:
        """A typed text is sent: an answer, a command written as `/skip`, or nothing at all."""
        text = text.strip()
        for name in COMMANDS if text.startswith("/") else ():
            if name == text[1:].lower():
                return self.command(name)
        if not text:
            return None
        self.typing = self.always_typing
        return Wish("typed", text)

    def escape(self) -> None:
        """Back to speaking; what was typed so far is kept by the line. Nothing happens where answers are only typed."""
        self.typing = self.always_typing
