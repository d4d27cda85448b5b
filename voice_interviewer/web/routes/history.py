"""The sessions kept here: yours, simulated ones apart, and what changed over them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ...errors import InterviewerError
from ...progress import history_view
from ...progress.forget import drop_empty_sessions, has_sound
from ...progress.history import Point, collect
from ...sessions.find import Listed, list_sessions
from ...sessions.journal import Session
from ...sessions.lock import is_held
from ..kept import debrief_now, rest, root_of, shipped_flows
from ..pages import page
from ..painted import framed

MENU = ("History", "/history")


@dataclass(frozen=True, slots=True)
class Line:
    """One session as the list shows it."""

    id: str
    title: str
    when: str
    answers: int
    state: str
    "Empty for one that came to its end."
    retake: str


def history(request: Request) -> Response:
    """The list, newest first; without JavaScript too."""
    root = root_of(request)
    listed = list_sessions(root)[::-1]
    titles = {flow.name: flow.title for flow in shipped_flows()}
    lines = {one.id: _line(one, titles) for one in listed}
    mine = [lines[one.id] for one in listed if not one.candidate and one.answers]
    simulated: dict[str, list[Line]] = {}
    for one in listed:
        if one.candidate and one.answers:
            simulated.setdefault(one.candidate, []).append(lines[one.id])
    points = _points(request, "")
    return page(
        request,
        "history.html",
        mine=mine,
        simulated=simulated,
        empty=[lines[one.id] for one in listed if not one.answers],
        begun=sum(1 for one in listed if not one.answers and has_sound(one.path)),
        statement=history_view.statement(points) if points else "",
        plots=len(points) > 1,
    )


def plots(request: Request) -> Response:
    """Small plots of everything that is measured; `?candidate=NAME` for a simulated candidate's."""
    return framed(request, history_view.html(_points(request, request.query_params.get("candidate", ""))))


def drop_empty(request: Request) -> Response:
    """Remove the sessions in which nothing was answered and nothing recorded, and that nobody is writing now."""
    drop_empty_sessions(root_of(request))
    return RedirectResponse("/history", 303)


def _points(request: Request, candidate: str) -> list[Point]:
    made = []

    def remake(session: Session) -> dict[str, Any]:
        made.append(session)
        return debrief_now(session).debrief.model_dump()

    points = collect(root_of(request), candidate=candidate, remake=remake)
    if made:
        rest()
    return points


def _line(one: Listed, titles: dict[str, str]) -> Line:
    state = "" if one.finished else "broken off"
    try:
        state = "going on now" if is_held(one.path) else state
    except InterviewerError:
        pass
    return Line(one.id, titles.get(one.flow, one.called), _when(one), one.answers, state, one.retake)


def _when(one: Listed) -> str:
    return one.started[:16].replace("T", " ") or one.id


ROUTES = [
    Route("/history", history),
    Route("/history/plots", plots),
    Route("/history/drop-empty", drop_empty, methods=["POST"]),
]
