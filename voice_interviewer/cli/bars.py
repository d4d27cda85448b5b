"""Progress bars on standard error, shown only where somebody can see them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .plain import console

if TYPE_CHECKING:
    from rich.progress import Progress


def unseen_elsewhere() -> Progress:
    """A bar on standard error that writes nothing at all where that is no terminal."""
    from rich.progress import Progress

    screen = console(stderr=True)
    return Progress(console=screen, transient=True, disable=not screen.is_terminal)


@contextmanager
def bar(what: str, total: float) -> Iterator[Callable[[float], None]]:
    """Gives a function that takes how much more has been done."""
    with unseen_elsewhere() as progress:
        task = progress.add_task(what, total=total)

        def advance(more: float = 1.0) -> None:
            progress.advance(task, more)

        yield advance


@contextmanager
def bar_to(what: str) -> Iterator[Callable[[float, float], None]]:
    """Gives a function that takes how much has been done and how much there is in all; shown once that is known."""
    with unseen_elsewhere() as progress:
        task = progress.add_task(what, total=None)

        def reach(done: float, total: float) -> None:
            progress.update(task, completed=min(done, total), total=total)

        yield reach
