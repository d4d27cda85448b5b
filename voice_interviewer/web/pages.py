"""Pages from templates, and what a page says when something is wrong."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from .. import __version__
from ..errors import InterviewerError, NotFoundError, UsageError
from .fence import TooLarge

HERE = Path(__file__).parent
TEMPLATES, STATIC = HERE / "templates", HERE / "static"

_environment = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def page(request: Request, template: str, /, *, status: int = 200, headers: dict[str, str] | None = None,
         **context: Any) -> HTMLResponse:  # fmt: skip
    """A page from `templates/`, inside the frame of `base.html`; everything in `context` is text and is escaped."""
    found = _environment.get_template(template)
    text = found.render(context, request=request, version=__version__, nav=request.app.state.nav, here=request.url.path)
    return HTMLResponse(text, status, headers)


def part(request: Request, template: str, /, **context: Any) -> str:
    """A piece of a page that another room paints, from `templates/`; everything in `context` is text and is escaped."""
    found = _environment.get_template(template)
    return found.render(context, request=request, nav=request.app.state.nav, here=request.url.path)


def wants_json(request: Request) -> bool:
    """A script asks, not a person."""
    return "application/json" in request.headers.get("accept", "")


def trouble(request: Request, status: int, what: str, fix: str = "") -> Response:
    """One line of what is wrong and one of what to do, as a page or for a script."""
    if wants_json(request):
        return JSONResponse({"error": what, "fix": fix}, status)
    return page(request, "trouble.html", status=status, what=what, fix=fix, code=status)


async def on_interviewer_error(request: Request, error: Exception) -> Response:
    """An expected error, in its own words."""
    assert isinstance(error, InterviewerError)
    status = 404 if isinstance(error, NotFoundError) else 400 if isinstance(error, UsageError) else 503
    return trouble(request, status, error.line, error.fix)


async def on_http_error(request: Request, error: Exception) -> Response:
    """Not found, not allowed, …"""
    assert isinstance(error, HTTPException)
    what = "There is no such page." if error.status_code == 404 else HTTPStatus(error.status_code).phrase
    return trouble(request, error.status_code, what)


async def on_too_large(request: Request, error: Exception) -> Response:
    """A body that did not say how long it is, and is too long."""
    return trouble(request, 413, "This is too large for one request.")


async def on_defect(request: Request, error: Exception) -> Response:
    """A defect of ours: named, without a traceback."""
    return trouble(
        request, 500, f"Unexpected {type(error).__name__}. This is a defect of ours.", "Your sessions are kept."
    )


HANDLERS: dict[Any, Any] = {
    InterviewerError: on_interviewer_error,
    HTTPException: on_http_error,
    TooLarge: on_too_large,
    Exception: on_defect,
}
