"""Whether everything works: the page's microphone with its level, and every part of the program with the mend."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ...availability import Missing
from ...checkup import Check, checks
from ...debrief.paint import pdf
from ...errors import NotFoundError, UsageError
from ...weights.manifest import all_models
from ..forms import form_of
from ..pages import page
from ..work.worker import OVER, Status, Worker

MENU = ("Check", "/check")
LISTEN_S = 1.0


def check(request: Request) -> Response:
    """What works here; `?devices=1` also opens the microphone and loudspeaker that the terminal uses."""
    devices = bool(request.query_params.get("devices"))
    found = checks(LISTEN_S if devices else None)
    found.append(Check("PDF of a debrief", pdf.availability(), needed=False))
    rows = [_row(request, one) for one in found]
    return page(
        request,
        "check.html",
        rows=rows,
        good=sum(1 for row in rows if row["ready"]),
        bad=[row for row in rows if not row["ready"] and row["needed"]],
        devices=devices,
    )


async def fetch(request: Request) -> Response:
    """Begin to bring a model here: the only thing that uses the network, and only when asked."""
    name = (await form_of(request)).get("model", "")
    _known(name)
    worker: Worker = request.app.state.worker
    if not await run_in_threadpool(worker.submit, _key(name), "fetch", name):
        raise UsageError("too much is waiting already.", fix="Wait for one, or stop one.")
    return RedirectResponse("/check", 303)


def fetching(request: Request) -> Response:
    """How far it is."""
    name = request.path_params["model"]
    _known(name)
    status = request.app.state.worker.status(_key(name))
    if status is None:
        raise NotFoundError("this model is not being fetched.")
    share = min(1.0, status.done_s / status.whole_s) if status.whole_s else None
    return JSONResponse({"state": status.state, "share": share, "error": status.error, "fix": status.fix})


def _row(request: Request, one: Check) -> dict[str, Any]:
    missing = one.found if isinstance(one.found, Missing) else None
    status: Status | None = request.app.state.worker.status(_key(one.model)) if one.model else None
    return {
        "part": one.part,
        "ready": missing is None,
        "needed": one.needed,
        "says": missing.reason if missing else getattr(one.found, "detail", ""),
        "fix": missing.fix if missing else "",
        "model": one.model,
        "fetching": status is not None and status.state not in OVER,
        "error": f"{status.error} {status.fix}".strip() if status is not None and status.state == "failed" else "",
    }


def _known(name: str) -> None:
    if name not in {model.name for model in all_models() if not model.shipped}:
        raise NotFoundError("there is no such model.", where=name)


def _key(name: str) -> str:
    return f"model {name}"


ROUTES = [
    Route("/check", check),
    Route("/check/fetch", fetch, methods=["POST"]),
    Route("/check/fetch/{model}", fetching),
]
