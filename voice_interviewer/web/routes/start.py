"""The first page: what to practise, for how long, and with which microphone."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ...flow.catalog import list_flows
from ..pages import page

MENU = ("Practise", "/")


def start(request: Request) -> Response:
    """What can be chosen."""
    return page(request, "start.html", flows=list_flows())


ROUTES = [Route("/", start)]
