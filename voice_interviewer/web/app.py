"""The application: the pages of `routes`, the files of `static`, and the fence around both."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from .fence import Fence
from .keys import Keys
from .pages import HANDLERS, STATIC
from .routes import debrief, history, start

PAGES: tuple[ModuleType, ...] = (start, history, debrief)
"One module a page, in the order of the menu; see docs/web.md."


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the menu."""

    title: str
    path: str


def make_app(host: str, keys: Keys, *, root: Path | None = None) -> Fence:
    """Everything the server answers with.

    Args:
        host: ours, with the port, as the browser will send it: `127.0.0.1:PORT`.
        root: the folder sessions are kept in; None: the user's own.
    """
    routes: list[BaseRoute] = [route for module in PAGES for route in module.ROUTES]
    app = Starlette(routes=[*routes, Mount("/static", StaticFiles(directory=STATIC))], exception_handlers=HANDLERS)
    app.state.nav = [Link(*module.MENU) for module in PAGES if module.MENU]
    app.state.root = root
    app.state.host = host
    return Fence(app, host, keys)
