"""Asking before what cannot be undone."""

from __future__ import annotations

import typer

from ..errors import Declined
from .plain import echo, visible


def agreed(question: str, *, otherwise: str, fix: str = "", default: bool = False) -> None:
    """Go on only after a yes. Raises Declined with `otherwise` after a no, and at the end of the input with the `fix`
    besides: nobody was there to be asked. Ctrl-C stays what it is."""
    try:
        if typer.confirm(visible(question), default=default):
            return
    except typer.Abort as ended:
        echo(err=True)  # the question's own line has no end yet
        if by_ctrl_c(ended):
            raise
        raise Declined(otherwise, fix=fix) from None
    raise Declined(otherwise)


def by_ctrl_c(ended: BaseException) -> bool:
    """Whether a question was left by Ctrl-C; else the input came to its end."""
    return isinstance(ended, KeyboardInterrupt) or isinstance(ended.__context__, KeyboardInterrupt)
