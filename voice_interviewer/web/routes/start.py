"""The first page: what to practise, for how long, and with which microphone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ...flow.catalog import list_flows
from ...flow.schema import STYLES
from ...interview.live.session import DEFAULT_FLOW
from ...sessions.find import list_sessions
from ...sessions.settings import load_settings
from ..live.desk import Desk
from ..pages import page

MENU = ("Practise", "/")
_MOST = 3
"Sessions that are offered to be gone on with."


@dataclass(frozen=True, slots=True)
class BrokenOff:
    """A session that can be gone on with, as the page shows it."""

    id: str
    title: str
    when: str
    answers: int


def start(request: Request) -> Response:
    """What can be chosen; `?flow=NAME` or `?retake=SESSION/ANSWER` chooses already."""
    desk: Desk = request.app.state.desk
    flows = sorted(list_flows(), key=lambda flow: (flow.name != DEFAULT_FLOW, flow.minutes))
    titles = {flow.name: flow.title for flow in flows}
    return page(
        request,
        "start.html",
        flows=flows,
        chosen=request.query_params.get("flow", DEFAULT_FLOW),
        retake=request.query_params.get("retake", ""),
        going_on=desk.going_on is not None,
        broken_off=broken_off(request, titles),
        styles=STYLES,
        acknowledge=load_settings().get("acknowledge") != "off",
        patience=str(load_settings().get("patience", "normal")),
        clock=bool(load_settings().get("clock", True)),
        **shown(request),
    )


def shown(request: Request, *, typed: bool = False) -> dict[str, Any]:
    """What both the first page and the interview's need."""
    return {
        "headphones": bool(load_settings().get("headphones")),
        "going_typed": typed,
    }


def broken_off(request: Request, titles: dict[str, str]) -> list[BrokenOff]:
    """The person's own sessions that have no end yet, newest first."""
    desk: Desk = request.app.state.desk
    going_on = desk.going_on.id if desk.going_on is not None else ""
    listed = list_sessions(request.app.state.root)[::-1]
    own = [one for one in listed if not one.finished and not one.candidate and not one.retake and one.id != going_on]
    return [BrokenOff(one.id, titles.get(one.flow, one.called), _when(one.started), one.answers) for one in own[:_MOST]]


def _when(started: str) -> str:
    try:
        return f"{datetime.fromisoformat(started):%d %B, %H:%M}"
    except ValueError:
        return started


ROUTES = [Route("/", start)]
