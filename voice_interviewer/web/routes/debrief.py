"""A session's debrief as the debrief's own room paints it, with its sound, and what can be done with it."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ...debrief.data.schema import AnswerRow, Debrief, FindingRow
from ...debrief.paint import html
from ...debrief.view.view import view
from ...debrief.write import write_as, write_debrief
from ...errors import NotFoundError, UsageError
from ...progress import labels
from ...progress.forget import TAKES, delete_session
from ...sessions.journal import Session
from ...sessions.lock import is_held
from ..kept import GOING_ON, debrief_now, root_of, session_of, sound_of
from ..pages import page
from ..painted import framed

MENU = None
UNMARKED = ("filler", "repeat")
"Findings that nobody is asked to judge."


def debrief(request: Request) -> Response:
    """The page, with the buttons that a file cannot have."""
    session = session_of(request)
    now = debrief_now(session)
    return framed(
        request,
        html.render(now.debrief),
        bar="debrief_bar.html",
        scripts=("debrief.js",),
        session=session.id,
        going_on=GOING_ON if now.going_on else "",
        played=any(row.audio for row in now.debrief.answers),
        takes=(session.path / TAKES).is_file(),
    )


def about(request: Request) -> Response:
    """For the page's script: which element is which finding and answer."""
    session = session_of(request)
    return JSONResponse({"judge": True, "answers": answers_of(debrief_now(session).debrief, session.id)})


def answers_of(debrief: Debrief, session: str) -> list[dict[str, Any]]:
    """Each answer as the painted page has it: its anchor, how to answer again, and its findings by number."""
    found = []
    for shown in view(debrief).answers:
        marked = [f for f in shown.row.findings if f.label not in UNMARKED]
        marked.sort(key=lambda f: (f.start, f.end))
        place = quote(f"{session}/{shown.row.id}", safe="")
        found.append(
            {
                "anchor": shown.anchor,
                "again": f"/?retake={place}" if session and shown.row.words and not debrief.candidate else "",
                "findings": [
                    {"id": f"{shown.anchor}-n{note.number}", **_finding(shown.row, row)}
                    for note, row in zip(shown.notes, marked, strict=True)
                ],
            }
        )
    return found


def _finding(answer: AnswerRow, row: FindingRow) -> dict[str, Any]:
    place = {"answer": answer.id, "label": row.label, "start": row.start, "end": row.end, "text": row.text}
    return {**place, "opinion": row.opinion, "start_s": row.start_s, "end_s": row.end_s}


async def opinion(request: Request) -> Response:
    """Accept or reject a finding: the record that `label` writes, and a debrief made anew."""
    try:
        given = json.loads(await request.body())
        accept, place = given["accept"], {key: given[key] for key in ("answer", "label", "start", "end")}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UsageError("this is no opinion of a finding.") from error
    if not isinstance(accept, bool):
        raise UsageError("this is no opinion of a finding.")
    return JSONResponse(await run_in_threadpool(judged, session_of(request), place, accept))


def judged(session: Session, place: dict[str, Any], accept: bool) -> dict[str, Any]:
    """Record an opinion. Raises NotFoundError for a finding that is not there, UsageError while the session goes on."""
    for row in debrief_now(session).debrief.answers:
        for found in row.findings:
            known = _finding(row, found)
            if all(known[key] == value and type(known[key]) is type(value) for key, value in place.items()):
                with session:
                    labels.record(session, known, accept)
                    write_debrief(session)
                return {"accept": accept, "says": labels.agreement(labels.opinions(session))[0].says}
    raise NotFoundError("there is no such finding in this debrief.", fix="Load the page again.")


def sound(request: Request) -> Response:
    """A recording."""
    return sound_of(session_of(request), request.path_params["name"])


def takes(request: Request) -> Response:
    """Both takes of a retaken answer, side by side."""
    session = session_of(request)
    try:
        return framed(request, (session.path / TAKES).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise NotFoundError("there are no two takes to compare here.", where=session.id) from error


def as_file(request: Request) -> Response:
    """The page as one file, without its sound."""
    session = session_of(request)
    name = f"{session.id}.html"
    return HTMLResponse(
        html.render(debrief_now(session).debrief),
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"},
    )


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


def ask_delete(request: Request) -> Response:
    """What deleting takes away, before it is done."""
    session = session_of(request)
    return page(request, "delete.html", session=session.id, going_on=is_held(session.path))


def delete(request: Request) -> Response:
    """Gone, with every trace. Raises UsageError while the session is going on."""
    session = session_of(request).id
    delete_session(session, root_of(request))
    request.app.state.desk.forget(session)
    return RedirectResponse("/history", 303)


BASE = "/sessions/{session}"
ROUTES = [
    Route(f"{BASE}/", debrief),
    Route(f"{BASE}/about", about),
    Route(f"{BASE}/opinion", opinion, methods=["POST"]),
    Route(f"{BASE}/audio/{{name}}", sound),
    Route(f"{BASE}/takes", takes),
    Route(f"{BASE}/debrief.html", as_file),
    Route(f"{BASE}/debrief.pdf", as_pdf),
    Route(f"{BASE}/delete", ask_delete),
    Route(f"{BASE}/delete", delete, methods=["POST"]),
]
