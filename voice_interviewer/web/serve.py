"""The server of the page: a port on this computer alone, the link, and a clean end."""

from __future__ import annotations

import contextlib
import socket
import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path

from ..errors import InterviewerError, UsageError

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


def serve(
    *,
    port: int | None = None,
    open_browser: bool = True,
    root: Path | None = None,
    say: Callable[[str], None] = print,
) -> None:
    """Serve until Ctrl-C. `say` prints the link; whoever has it has the page."""
    import uvicorn

    from .app import make_app
    from .keys import Keys

    listening = take_port(port)
    number = listening.getsockname()[1]
    host = f"{ADDRESS}:{number}"
    keys = Keys(number)
    app = make_app(host, keys, root=root)

    class Server(uvicorn.Server):
        """Opens the browser as soon as somebody would answer it."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            say(f"Your interviewer: http://{host}/?key={keys.printed}")
            say("Keep this window open; Ctrl-C ends it.")
            if open_browser:
                open_link(f"http://{host}/?key={keys.once()}")

    config = uvicorn.Config(
        app,
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
    with contextlib.closing(listening), contextlib.suppress(KeyboardInterrupt):
        Server(config).run(sockets=[listening])


def open_link(link: str) -> None:
    """In the user's browser, without waiting for it; nothing happens where there is none."""
    import threading

    def opened() -> None:
        with contextlib.suppress(webbrowser.Error, OSError):
            webbrowser.open(link)

    threading.Thread(target=opened, name="browser", daemon=True).start()
