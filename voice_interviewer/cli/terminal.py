"""The live page of a session in a terminal: question, captions, level, time, and a line to type an answer in.

The line, its editing, pasting and repainting are prompt_toolkit's; what keys mean stands in `keys`. The page lives in a
thread with its own event loop, because the session's loop must never wait for a terminal.
"""

from __future__ import annotations

import _thread
import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from ..errors import InterviewerError
from ..interview.live.phases import Indicator
from ..interview.live.screen import Wish
from ..sessions.kinds import CommandName
from .keys import COMMANDS, SPEAKING_HELP, TYPING_HELP, Keyboard
from .plain import visible
from .screens import took
from .wrapping import wrapped

_REFRESH_S = 0.1
_METER = 24

_STATES: dict[Indicator, tuple[str, str]] = {
    "listening": ("class:listening", "● listening "),
    "thinking": ("class:listening", "◐ thinking  "),
    "paused": ("class:dim", "Ⅱ paused    "),
    "speaking": ("class:speaking", "○ speaking  "),
}


class LiveScreen:
    """Use as a context manager; every method returns at once and may be called from any thread."""

    def __init__(self, you: str = "You", *, typing: bool = False, terminal: tuple[Any, Any] | None = None) -> None:
        """`terminal`: prompt_toolkit's input and output, for tests; the process's own when left out."""
        self._you = you
        self._keyboard = Keyboard(always_typing=typing)
        self._terminal = terminal
        self._wishes: deque[Wish] = deque()
        self._question = ""
        self._caption = ""
        self._state: Indicator = "speaking"
        self._dbfs = -90.0
        self._clock: tuple[float, float | None] = (0.0, None)  # none is shown before it is known
        self._painted = 0.0
        self._draft = ""
        "Written by the page's thread alone, read by the session's."
        self._app: Any = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._up = threading.Event()
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._work, name="terminal", daemon=True)

    def __enter__(self) -> LiveScreen:
        self._thread.start()
        self._up.wait()
        if self._failed is not None:
            raise InterviewerError(
                f"the live page cannot be shown here ({self._failed}).", fix="Try with `| cat`, or another terminal."
            )
        return self

    def __exit__(self, *exc: object) -> None:
        loop = self._loop
        if loop is not None and self._thread.is_alive():
            loop.call_soon_threadsafe(lambda: loop.create_task(self._leave()))
            self._thread.join(timeout=2.0)

    # ---- what the session shows ----

    def said(self, text: str, kind: str) -> None:
        """The question becomes the head of the page."""
        self._question, self._caption = text, ""
        self._print([("class:who", "Interviewer  "), ("", text)])
        self._paint(now=True)

    def state(self, now: Indicator) -> None:
        """Shape and word together, never colour alone."""
        self._state = now
        self._paint(now=True)

    def listening(self, on: bool) -> None:
        """Show who has the floor."""
        self._state = "listening" if on else "speaking"
        self._paint(now=True)

    def caption(self, text: str) -> None:
        """The end of what was said so far."""
        self._caption = text
        self._paint()

    def answered(self, text: str, seconds: float) -> None:
        """The answer goes up into the log."""
        self._caption = ""
        self._print([("class:you", f"{self._you}{took(seconds)}  "), ("", text or "(nothing understood)")])

    def level(self, dbfs: float) -> None:
        """Meter with a quick rise and a slow fall."""
        self._dbfs = max(dbfs, self._dbfs - 1.5)
        self._paint()

    def time(self, elapsed_s: float, budget_s: float | None) -> None:
        """Time used and planned."""
        self._clock = (elapsed_s, budget_s)

    def notice(self, text: str) -> None:
        """A line about the session itself."""
        self._print([("class:note", text)])

    # ---- what the person wants ----

    def wishes(self) -> list[Wish]:
        """What was asked for by key, or typed and sent."""
        found = []
        while self._wishes:
            found.append(self._wishes.popleft())
        return found

    def draft(self) -> str:
        """What is typed and not yet sent; empty when nothing is."""
        return self._draft

    def take_draft(self) -> str:
        """The draft, taken out of the line as if it had been sent."""
        draft, self._draft = self._draft, ""
        self._call(lambda: self._app.layout.get_buffer_by_name("answer").reset())
        return draft

    # ---- the page ----

    def _work(self) -> None:
        try:
            asyncio.run(self._show())
        except BaseException as err:  # handed to whoever waits for the page
            self._failed = err
        finally:
            self._up.set()

    async def _show(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._app = self._build()
        await self._app.run_async(pre_run=self._up.set, handle_sigint=False, set_exception_handler=False)

    async def _leave(self) -> None:
        if self._app is not None and self._app.is_running:
            self._app.exit()

    def _call(self, act: Callable[[], object]) -> None:
        """Do something in the page's thread; nothing where the page is gone."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            try:
                loop.call_soon_threadsafe(act)
            except RuntimeError:  # closed between the look and the call
                pass

    def _print(self, fragments: list[tuple[str, str]]) -> None:
        """A line above the page, in the order of the calls."""
        from prompt_toolkit.application import run_in_terminal
        from prompt_toolkit.formatted_text import FormattedText
        from prompt_toolkit.shortcuts import print_formatted_text

        *heads, (style, words) = [(style, visible(words)) for style, words in fragments]

        def line() -> None:
            body = self._wrapped(words, taken=sum(len(head) for _, head in heads))
            print_formatted_text(FormattedText([*heads, (style, body)]), style=_style(), output=self._app.output)

        def above() -> None:
            if self._app is not None and self._app.is_running:
                run_in_terminal(line)

        self._call(above)

    def _wrapped(self, text: str, taken: int = 0) -> str:
        return wrapped(text, self._app.output.get_size().columns, taken)

    def _paint(self, *, now: bool = False) -> None:
        moment = time.monotonic()
        if self._app is None or (not now and moment - self._painted < _REFRESH_S):
            return
        self._painted = moment
        self._app.invalidate()

    def _build(self) -> Any:
        from prompt_toolkit.application import Application
        from prompt_toolkit.buffer import Buffer
        from prompt_toolkit.filters import Condition
        from prompt_toolkit.layout import (
            BufferControl,
            ConditionalContainer,
            FormattedTextControl,
            HSplit,
            Layout,
            Window,
        )
        from prompt_toolkit.layout.dimension import Dimension
        from prompt_toolkit.layout.processors import BeforeInput
        from prompt_toolkit.output import create_output

        typing = Condition(lambda: self._keyboard.typing)

        def shown_text(text: Callable[[], Any], **options: Any) -> Window:
            return Window(FormattedTextControl(text, **options), wrap_lines=True, dont_extend_height=True)

        buffer = Buffer(name="answer", multiline=True, on_text_changed=self._changed)
        control = BufferControl(buffer, input_processors=[BeforeInput("› ", style="class:prompt")])
        line = Window(control, height=Dimension(min=1, max=8), wrap_lines=True, dont_extend_height=True)
        resting = FormattedTextControl(self._said, focusable=True)
        spoken = Window(resting, wrap_lines=True, dont_extend_height=True)
        body = HSplit(
            [
                shown_text(lambda: [("class:question", self._wrapped(self._question))]),
                ConditionalContainer(spoken, ~typing),
                ConditionalContainer(line, typing),
                shown_text(self._status),
                shown_text(self._help),
            ]
        )
        given, shown = self._terminal or (None, create_output())
        if hasattr(shown, "enable_cpr"):
            shown.enable_cpr = False  # asking for the cursor's place prints a complaint in terminals that do not answer
        self._focus: dict[bool, Any] = {True: buffer, False: resting}
        return Application(
            layout=Layout(body, focused_element=self._focus[self._keyboard.typing]),
            key_bindings=self._bindings(typing, buffer),
            style=_style(),
            erase_when_done=True,
            input=given,
            output=shown,
        )

    def _bindings(self, typing: Any, buffer: Any) -> Any:
        from prompt_toolkit.key_binding import KeyBindings
        from prompt_toolkit.keys import Keys

        keys = KeyBindings()

        @keys.add("c-c")
        def _stop(event: Any) -> None:
            _thread.interrupt_main()

        @keys.add("c-d", filter=typing)
        def _end(event: Any) -> None:
            if not buffer.text:
                self._wish(self._keyboard.command("finish"))

        @keys.add("enter", filter=typing, eager=True)
        def _send(event: Any) -> None:
            wish = self._keyboard.send(buffer.text)
            buffer.reset(append_to_history=False)
            self._changed(buffer)  # a reset tells nobody
            self._wish(wish)

        @keys.add("escape", "enter", filter=typing)
        @keys.add("c-j", filter=typing)
        def _newline(event: Any) -> None:
            buffer.insert_text("\n")

        @keys.add("escape", filter=typing & ~_always(self._keyboard))
        def _speak(event: Any) -> None:
            self._keyboard.escape()
            self._refocus()

        @keys.add(Keys.Any, filter=~typing)
        def _letter(event: Any) -> None:
            self._wish(self._keyboard.letter(event.data))

        for name, (_, function_key) in COMMANDS.items():
            keys.add(function_key)(self._commanding(name))
        return keys

    def _commanding(self, name: CommandName) -> Callable[[Any], None]:
        return lambda _event: self._wish(self._keyboard.command(name))

    def _wish(self, wish: Wish | None) -> None:
        if wish is not None:
            self._wishes.append(wish)
        self._refocus()

    def _refocus(self) -> None:
        self._app.layout.focus(self._focus[self._keyboard.typing])
        self._app.invalidate()

    def _changed(self, buffer: Any) -> None:
        self._draft = buffer.text if buffer.text.strip() else ""

    def _said(self) -> Any:
        return [("class:caption", self._wrapped(self._caption[-240:]))]

    def _status(self) -> Any:
        filled = round(max(0.0, min(1.0, (self._dbfs + 60) / 60)) * _METER)
        elapsed, budget = self._clock
        return [
            _STATES[self._state],
            ("class:level" if self._dbfs < -3 else "class:loud", "▮" * filled),
            ("class:dim", "▯" * (_METER - filled)),
            ("class:dim", "" if budget is None else f"  {_minutes(elapsed)} of {_minutes(budget)}"),
        ]

    def _help(self) -> Any:
        if not self._keyboard.typing:
            kept = " (your text is kept)" if self._draft else ""
            return [("class:dim", self._wrapped(SPEAKING_HELP + kept))]
        speak = "" if self._keyboard.always_typing else " · Escape: speak"
        return [("class:dim", self._wrapped(TYPING_HELP + speak))]


def _always(keyboard: Keyboard) -> Any:
    from prompt_toolkit.filters import Condition

    return Condition(lambda: keyboard.always_typing)


def _style() -> Any:
    from prompt_toolkit.styles import Style

    return Style(
        [
            ("who", "bold fg:ansicyan"),
            ("you", "bold fg:ansigreen"),
            ("note", "fg:ansiyellow"),
            ("question", "bold"),
            ("caption", "italic"),
            ("prompt", "bold fg:ansigreen"),
            ("listening", "fg:ansigreen"),
            ("speaking", "fg:ansicyan"),
            ("level", "fg:ansigreen"),
            ("loud", "fg:ansired"),
            ("dim", "fg:ansibrightblack"),
        ]
    )


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
