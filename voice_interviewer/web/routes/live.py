"""The interview: beginning one, going on with one, and the socket between the page and it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from ...errors import UsageError
from ...sessions.choices import Choices, patience_factor
from ...sessions.settings import load_settings, remember
from ...voice.choose import remembered_voice
from ..live.desk import Desk, Wanted
from ..live.link import ELSEWHERE, NOTHING_HERE, Hello, Link
from ..pages import page
from .start import shown

MENU = None
QUICKEST = "tiny.en"
"Hears while somebody waits for a reply."


def live(request: Request) -> Response:
    """The interview that is going on, or what came of it, for which no microphone is opened; without one there is only
    the first page."""
    sitting = request.app.state.desk.sitting
    if sitting is None:
        return RedirectResponse("/", 303)
    return page(request, "live.html", **shown(request, typed=sitting.typing or not sitting.going_on))


def there(request: Request) -> Response:
    """Whether the program is there, and knows the page."""
    return Response(status_code=204)


async def begin(request: Request) -> Response:
    """Begin what is wanted: JSON in, the session's id out."""
    from starlette.concurrency import run_in_threadpool

    try:
        wanted, kept = wanted_of(json.loads(await request.body()), await run_in_threadpool(load_settings))
    except (ValueError, TypeError, RecursionError) as error:
        raise UsageError("this is no choice of ours.", where="begin") from error
    desk: Desk = request.app.state.desk
    sitting = await run_in_threadpool(desk.begin, wanted)
    await run_in_threadpool(lambda: remember(**kept))
    return JSONResponse({"session": sitting.id, "typing": sitting.typing})


def wanted_of(asked: Any, known: Mapping[str, Any] | None = None) -> tuple[Wanted, dict[str, Any]]:
    """What the page asks for, and what of it is remembered for the next time; `known` is what was remembered before.
    Raises ValueError or TypeError."""
    if not isinstance(asked, dict):
        raise TypeError("choices")
    text = {name: asked.get(name, "") for name in ("flow", "resume", "retake", "patience", "style")}
    flags = {name: asked.get(name, False) for name in ("headphones", "typing", "echo_cancelled", "silent", "panel")}
    pressure, murmurs, minutes = asked.get("interruptions", True), asked.get("acknowledge", True), asked.get("minutes")
    clock = asked.get("clock", (known or {}).get("clock", True))
    if not all(isinstance(value, str) for value in text.values()):
        raise TypeError("text")
    if not all(isinstance(value, bool) for value in (*flags.values(), pressure, murmurs, clock)):
        raise TypeError("yes or no")
    if minutes is not None and (isinstance(minutes, bool) or not isinstance(minutes, int | float)):
        raise TypeError("minutes")
    known = known or {}
    choices = Choices(
        voice=remembered_voice(known.get("voice")),
        rate=known.get("rate") or 1.0,
        model=QUICKEST,
        patience=patience_factor(text["patience"] or "normal"),
        headphones=flags["headphones"],
        type_answers=flags["typing"],
        silent=flags["silent"],
        minutes=minutes if clock else None,
        clock=clock,
        pressure=pressure,
        style=text["style"],
        panel=flags["panel"],
        acknowledge="normal" if murmurs else "off",
    )
    duplex = flags["headphones"] or flags["echo_cancelled"]
    wanted = Wanted(text["flow"], text["resume"], text["retake"], choices, duplex and not flags["typing"])
    kept: dict[str, Any] = {"headphones": flags["headphones"], "acknowledge": choices.acknowledge, "clock": clock}
    return wanted, {**kept, "patience": text["patience"]} if text["patience"] else kept


async def socket(websocket: WebSocket) -> None:
    """One page at a time: another one is asked whether it shall take over."""
    await websocket.accept()
    desk: Desk = websocket.app.state.desk
    try:
        hello = Hello.read(await websocket.receive_text())
    except (ValueError, KeyError, RecursionError, WebSocketDisconnect):
        await websocket.close(1008)
        return
    sitting, before = desk.sitting, desk.link
    if sitting is None:
        await websocket.send_json({"kind": "nothing"})
        await websocket.close(NOTHING_HERE)
        return
    if before is not None and before.open and before.page != hello.page and not hello.take_over:
        await websocket.send_json({"kind": "elsewhere"})
        await websocket.close(ELSEWHERE)
        return
    if before is not None and before.open:
        before.take_away()
    desk.link = link = Link(websocket, sitting, hello)
    await link.run()


ROUTES = [
    Route("/live", live),
    Route("/live/there", there),
    Route("/live/begin", begin, methods=["POST"]),
    WebSocketRoute("/live/socket", socket),
]
