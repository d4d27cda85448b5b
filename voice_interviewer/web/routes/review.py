"""Review by dropping files: they come in pieces, are heard in a child process, and give a debrief like a session's."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ...debrief.paint import html
from ...debrief.write import load
from ...errors import NotFoundError, UsageError
from ..pages import page
from ..painted import framed
from ..work import reviews
from ..work.reviews import LARGEST_FILE, MOST_FILES, Offered, Review
from ..work.worker import Status, Worker
from .debrief import answers_of

MENU = ("Review", "/review")
_PLAYED = {
    ".wav": "audio/wav",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".flac": "audio/flac",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".webm": "video/webm",
    ".mp4": "video/mp4",
}
"What browsers play; everything else is offered as it is."


def review(request: Request) -> Response:
    """Where files are dropped, and what was dropped before."""
    rows = [{"review": one, "state": state_of(request, one)} for one in reviews.all_reviews()]
    return page(request, "review.html", rows=rows, megabytes=LARGEST_FILE // 1024 // 1024, most=MOST_FILES)


async def begin(request: Request) -> Response:
    """Files that shall come: JSON in; out the review's id, which of them are taken (from 0), how much of each of those
    has arrived already, and why the others are left out."""
    try:
        given = json.loads(await request.body())
        files = [
            Offered(str(one["name"]), _bytes(one["size"]), one.get("readable") is not False) for one in given["files"]
        ]
        question = str(given.get("question") or "")[:2000]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError("this is no list of files.") from error
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    begun = await run_in_threadpool(reviews.new, files, question, now)
    made = begun.review
    arrived = [made.arrived(n) for n in range(len(made.files))]
    return JSONResponse({"id": made.id, "taken": begun.taken, "arrived": arrived, "left_out": made.left_out})


async def piece(request: Request) -> Response:
    """A piece of a file; `?at=` says where it begins. Out: how much of the file is here, which is where to go on."""
    found = await run_in_threadpool(_found, request)
    try:
        number, at = int(request.path_params["number"]), int(request.query_params.get("at", ""))
    except ValueError as error:
        raise UsageError("this says not where it belongs.") from error
    body = await request.body()
    here = await run_in_threadpool(reviews.add, found, number, at, body)
    return JSONResponse({"at": here}, 200 if here == at + len(body) else 409)


def start(request: Request) -> Response:
    """Hear it, once all of it is here; also what was stopped before."""
    found = _found(request)
    if not found.whole:
        raise UsageError("not all of it has arrived.", where=found.title, fix="Drop the same files again to go on.")
    worker: Worker = request.app.state.worker
    if not worker.submit(found.id, "review", str(found.path)):
        raise UsageError("too much is waiting already.", fix="Wait for one, or stop one.")
    return _told(request, found)


def state(request: Request) -> Response:
    """How far it is."""
    return JSONResponse(state_of(request, _found(request)))


def stop(request: Request) -> Response:
    """End the hearing; files that were heard whole stay known."""
    found = _found(request)
    request.app.state.worker.stop(found.id)
    return _told(request, found)


def delete(request: Request) -> Response:
    """Gone, with its files and all that was heard in them."""
    found = _found(request)
    request.app.state.worker.forget(found.id)
    reviews.remove(found)
    return RedirectResponse("/review", 303)


def debrief(request: Request) -> Response:
    """The debrief of a review as it is painted; before there is one, how far it is."""
    found = _found(request)
    if found.debrief is None:
        return RedirectResponse("/review", 303)
    painted = html.render(load(found.debrief))
    return framed(request, painted, bar="review_bar.html", scripts=("debrief/app.js",), title=found.title)


def about(request: Request) -> Response:
    """For the debrief's script; there is no session that an opinion could be written to."""
    found = _found(request)
    if found.debrief is None:
        raise NotFoundError("there is no debrief yet.")
    return JSONResponse({"judge": False, "answers": answers_of(load(found.debrief), "")})


def sound(request: Request) -> Response:
    """A file as it was dropped, whole or by ranges."""
    found, number = _found(request), int(request.path_params["number"])
    if number >= len(found.files) or not (path := found.path / found.files[number].stored).is_file():
        raise NotFoundError("there is no such file in this review.")
    kind = _PLAYED.get(path.suffix, "application/octet-stream")
    return FileResponse(path, media_type=kind, headers={"Content-Security-Policy": "default-src 'none'; sandbox"})


def state_of(request: Request, found: Review) -> dict[str, Any]:
    """`state` is arriving, arrived, waiting, running, done, failed or stopped; with what a person is told of it."""
    worker: Worker = request.app.state.worker
    status = worker.status(found.id)
    if status is not None and status.state in ("waiting", "running"):
        return {"state": status.state, **_progress(status)}
    if found.debrief is not None:
        return {"state": "done", **_progress(Status())}
    if status is not None:
        return {"state": status.state, **_progress(status)}
    return {"state": "arrived" if found.whole else "arriving", **_progress(Status())}


def _progress(status: Status) -> dict[str, Any]:
    share = min(1.0, status.done_s / status.whole_s) if status.whole_s else None
    return {"what": status.what, "share": share, "error": status.error, "fix": status.fix}


def _told(request: Request, found: Review) -> Response:
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse(state_of(request, found))
    return RedirectResponse("/review", 303)


def _found(request: Request) -> Review:
    return reviews.find(request.path_params["review"])


def _bytes(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    return value


BASE = "/review/{review}"
ROUTES = [
    Route("/review", review),
    Route("/review/new", begin, methods=["POST"]),
    Route(f"{BASE}/", debrief),
    Route(f"{BASE}/about", about),
    Route(f"{BASE}/state", state),
    Route(f"{BASE}/files/{{number}}", piece, methods=["POST"]),
    Route(f"{BASE}/sound/{{number:int}}", sound),
    Route(f"{BASE}/start", start, methods=["POST"]),
    Route(f"{BASE}/stop", stop, methods=["POST"]),
    Route(f"{BASE}/delete", delete, methods=["POST"]),
]
