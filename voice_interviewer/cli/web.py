"""`web`: the interviewer as a page in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from .plain import echo


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(web)


def web(
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Port of this computer; a free one when left out.")
    ] = None,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="This computer's own address; no other is possible.")
    ] = "127.0.0.1",
    open_it: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
    shortcut: Annotated[
        bool, typer.Option("--shortcut", help="Put a start icon on the desktop, and do nothing else.")
    ] = False,
) -> None:
    """Practise, review and read your debriefs in your own browser; nothing leaves this computer.

    Example: `voice-interviewer web`

    Example: `voice-interviewer web --shortcut`
    """
    from ..web.serve import check_address, serve

    if shortcut:
        from ..web.shortcut import make_shortcut

        for path in make_shortcut():
            echo(f"Made: {path}")
        return

    check_address(host)
    serve(port=port, open_browser=open_it, say=echo)
