"""The server of the page: a port on this computer alone, the link, and a clean end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InterviewerError, UsageError
from ..interview.live.given import NOTHING, Given
from .fence import KEY

if TYPE_CHECKING:
    import uvicorn

    from .keys import Keys

ADDRESS = "127.0.0.1"
USUAL_PORT = 28417
"Tried first: a browser remembers that the microphone is permitted for an address with its port."
LARGEST_MESSAGE = 64 * 1024
"Bytes of one message of a page's socket: 20 ms of sound, or a typed answer."
_PATIENCE_S = 3
"For requests that are going on when the server ends."


def check_address(host: str) -> None:
    """Raise UsageError for anything but this computer's own address."""
    if host not in (ADDRESS, "localhost"):
        raise UsageError(
            "the page is for this computer alone: whoever reaches it hears and reads you, and off this computer a "
            "browser gives no microphone to a page without https.",
            where=f"--host {host}",
            fix="Leave the option out.",
        )


def take_port(port: int | None = None) -> socket.socket:
    """A bound socket: on `port`, else on the usual one, else on any that is free. Raises UsageError for a taken one."""
    wanted = (USUAL_PORT, 0) if port is None else (port,)
    for number in wanted:
        taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if sys.platform == "win32":
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port of a moment ago is free
        try:
            taken.bind((ADDRESS, number))
            taken.listen(64)
            return taken
        except (OSError, OverflowError) as error:
            taken.close()
            last = error
    if port is None:
        raise InterviewerError("no port of this computer is free.", fix="Close some programs.") from last
    raise UsageError("this port cannot be used.", where=f"--port {port}", fix="Leave the option out.") from last


def make_server(
    listening: socket.socket,
    *,
    root: Path | None = None,
    given: Given = NOTHING,
    on_start: Callable[[str, Keys], None] = lambda host, keys: None,
) -> uvicorn.Server:
    """The server on a bound socket, to be `run(sockets=[listening])`; `on_start` is called once it answers."""
    import uvicorn

    from .app import make_app
    from .keys import Keys

    logging.getLogger("uvicorn.error").addFilter(_of_interest)
    number = listening.getsockname()[1]
    host, keys = f"{ADDRESS}:{number}", Keys(number)

    class Server(uvicorn.Server):
        """Tells when it answers."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            on_start(host, keys)

    return Server(
        uvicorn.Config(
            make_app(host, keys, root=root, given=given),
            access_log=False,
            log_level="error",
            loop="asyncio",
            http="h11",
            ws="websockets-sansio",
            ws_max_size=LARGEST_MESSAGE,
            ws_per_message_deflate=False,
            server_header=False,
            date_header=False,
            lifespan="on",
            timeout_graceful_shutdown=_PATIENCE_S,
        )
    )


def _of_interest(record: logging.LogRecord) -> bool:
    """Whether a line of the server's is for whoever started it: that a page was under way when they ended it is not."""
    cut_off = record.exc_info is not None and isinstance(record.exc_info[1], asyncio.CancelledError)
    return not (cut_off or "timeout graceful shutdown" in str(record.msg))


def serve(
    *,
    port: int | None = None,
    open_browser: bool = True,
    root: Path | None = None,
    say: Callable[[str], None] = print,
) -> None:
    """Serve until Ctrl-C. `say` prints the link; whoever has it has the page."""

    def started(host: str, keys: Keys) -> None:
        say(f"Your interviewer: {link(host, keys.printed)}")
        say("Keep this window open; Ctrl-C ends it.")
        if open_browser:
            open_link(link(host, keys.once()))

    listening = take_port(port)
    with contextlib.closing(listening), contextlib.suppress(KeyboardInterrupt):
        server = make_server(listening, root=root, on_start=started)
        try:
            server.run(sockets=[listening])
        finally:
            app: Any = server.config.app
            if app.app.state.desk.broken_off:
                say("Your interview is kept. Go on from the first page next time, or with `voice-interviewer resume`.")


def link(host: str, key: str) -> str:
    """What opens the page."""
    return f"http://{host}/?{KEY}={key}"


def open_link(address: str) -> None:
    """In the user's browser, without waiting for it; nothing happens where there is none."""
    import threading

    def opened() -> None:
        with contextlib.suppress(webbrowser.Error, OSError):
            webbrowser.open(address)

    threading.Thread(target=opened, name="browser", daemon=True).start()
