"""The application: the pages of `routes`, the files of `static`, and the fence around both."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from ..interview.live.given import NOTHING, Given
from .fence import Fence
from .keys import Keys
from .live.desk import Desk
from .pages import HANDLERS, STATIC
from .routes import check, debrief, flows, history, judging, live, review, settings, sharing, start, stories
from .work.worker import Worker

PAGES: tuple[ModuleType, ...] = (
    start, live, history, debrief, judging, sharing, stories, review, flows, settings, check,
)  # fmt: skip
"One module a page, in the order of the menu; see docs/web.md."


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the menu."""

    title: str
    path: str


def make_app(host: str, keys: Keys, *, root: Path | None = None, given: Given = NOTHING) -> Fence:
    """Everything the server answers with.

    Args:
        host: ours, with the port, as the browser will send it: `127.0.0.1:PORT`.
        root: the folder sessions are kept in; None: the user's own.
        given: parts of every interview that take the place of the usual ones (tests).
    """
    desk = Desk(root, given)
    worker = Worker()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(worker.close)
        await run_in_threadpool(desk.close)

    routes: list[BaseRoute] = [route for module in PAGES for route in module.ROUTES]
    app = Starlette(
        routes=[*routes, Mount("/static", StaticFiles(directory=STATIC))],
        exception_handlers=HANDLERS,
        lifespan=lifespan,
    )
    app.state.desk = desk
    app.state.worker = worker
    app.state.nav = [Link(*module.MENU) for module in PAGES if module.MENU]
    app.state.root = root
    app.state.host = host
    return Fence(app, host, keys)
