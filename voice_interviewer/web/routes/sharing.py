"""A debrief as something to take along: a page, a PDF, or one page with its sound for a mentor."""

from __future__ import annotations

import tempfile
from pathlib import Path
from urllib.parse import quote

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from ...audio.compact import BYTES_A_SECOND, mp3
from ...debrief import bundle
from ...debrief.paint import html
from ...debrief.write import write_as
from ..kept import debrief_now, session_of
from ..pages import page

MENU = None


def share(request: Request) -> Response:
    """What can be taken along, how large it is, and what a mentor sent back."""
    session = session_of(request)
    debrief = debrief_now(session).debrief
    plans = [bundle.plan(debrief, session.path, sound=sound, bytes_a_second=BYTES_A_SECOND) for sound in (True, False)]
    return page(request, "share.html", session=session.id, spoken=plans[0], silent=plans[1])


def as_file(request: Request) -> Response:
    """The page as one file, without its sound."""
    session = session_of(request)
    return _file(html.render(debrief_now(session).debrief), f"{session.id}.html")


def as_bundle(request: Request) -> Response:
    """The page that a mentor judges in; `?sound=1` has one's voice in it. Raises MissingPartError."""
    session = session_of(request)
    debrief = debrief_now(session).debrief
    sound = request.query_params.get("sound") == "1"
    plan = bundle.plan(debrief, session.path, sound=sound, bytes_a_second=BYTES_A_SECOND)
    return _file(bundle.bundle(debrief, session.path, plan.sounds, mp3), f"{session.id}-to-share.html")


def as_pdf(request: Request) -> Response:
    """The page printed by a browser that is on this computer. Raises MissingPartError, which says what to do."""
    session = session_of(request)
    made = debrief_now(session).debrief
    with tempfile.NamedTemporaryFile(suffix=".pdf", delete=False) as target:
        path = Path(target.name)
    gone = BackgroundTask(path.unlink, missing_ok=True)
    try:
        write_as(session, "pdf", path, made)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return FileResponse(path, media_type="application/pdf", filename=f"{session.id}.pdf", background=gone)


def _file(text: str, name: str) -> Response:
    return HTMLResponse(text, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"})


BASE = "/sessions/{session}"
ROUTES = [
    Route(f"{BASE}/share", share),
    Route(f"{BASE}/debrief.html", as_file),
    Route(f"{BASE}/bundle.html", as_bundle),
    Route(f"{BASE}/debrief.pdf", as_pdf),
]
