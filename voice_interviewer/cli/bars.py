"""Progress bars on standard error, shown only where somebody can see them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def bar(what: str, total: float) -> Iterator[Callable[[float], None]]:
    """Gives a function that takes how much more has been done."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total)

        def advance(more: float = 1.0) -> None:
            progress.advance(task, more)

        yield advance
