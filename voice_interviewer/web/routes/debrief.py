"""A session's debrief as the debrief's own room paints it, with its sound, and what can be done with it."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ...audio.protocols import Pcm
from ...debrief import examples
from ...debrief.data.schema import AnswerRow, Debrief, FindingRow
from ...debrief.paint import html
from ...debrief.view.view import view
from ...errors import NotFoundError
from ...progress.forget import TAKES, delete_session
from ...sessions.lock import is_held
from ..kept import GOING_ON, debrief_now, root_of, session_of, sound_of
from ..pages import page
from ..painted import framed
from .judging import asks_first

MENU = None
UNMARKED = ("filler", "repeat")
"Findings that nobody is asked to judge."


def debrief(request: Request) -> Response:
    """The page, with the buttons that a file cannot have."""
    session = session_of(request)
    if asks_first(session, time.time()):
        return RedirectResponse(f"/sessions/{quote(session.id)}/own", 303)
    now = debrief_now(session)
    return framed(
        request,
        html.render(now.debrief),
        bar="debrief_bar.html",
        scripts=("debrief/app.js",),
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
    page_one = view(debrief)
    for shown in page_one.answers:
        marked = [f for f in shown.row.findings if f.label not in UNMARKED]
        marked.sort(key=lambda f: (f.start, f.end))
        place = quote(f"{session}/{shown.row.id}", safe="")
        found.append(
            {
                "anchor": shown.anchor,
                "answer": shown.row.id,
                "said": bool(shown.row.words),
                "note": next((remark.text for remark in shown.row.remarks if not remark.by), ""),
                "again": f"/?retake={place}" if session and shown.row.words and not debrief.candidate else "",
                "next": bool(page_one.next_command) and shown.retake_command == page_one.next_command,
                "findings": [
                    {"id": f"{shown.anchor}-n{note.number}", **finding_of(shown.row, row)}
                    for note, row in zip(shown.notes, marked, strict=True)
                ],
            }
        )
    return found


def finding_of(answer: AnswerRow, row: FindingRow) -> dict[str, Any]:
    """A finding for the page's script: its place, what the candidate thinks of it, and when it was said."""
    place = {"answer": answer.id, "label": row.label, "start": row.start, "end": row.end, "text": row.text}
    return {**place, "opinion": row.opinion, "start_s": row.start_s, "end_s": row.end_s}


def sound(request: Request) -> Response:
    """A recording."""
    return sound_of(session_of(request), "audio", request.path_params["name"])


def kept_example(request: Request) -> Response:
    """A strong answer of somebody else, spoken and kept by the command line."""
    return sound_of(session_of(request), examples.FOLDER, request.path_params["name"])


def spoken_example(request: Request) -> Response:
    """The same, spoken now. Raises NotFoundError for an answer without an example, MissingPartError without a voice."""
    from ...audio.compact import encoded
    from ...audio.playout import resample
    from ...audio.protocols import RATE_HZ
    from ...interview.live.candidate import spoken
    from ...voice.choose import candidate_voice

    wanted = request.query_params.get("answer", "")
    rows = [row for row in debrief_now(session_of(request)).debrief.answers if row.id == wanted]
    found = examples.of(rows[0]) if rows else None
    if found is None:
        raise NotFoundError("there is no example for this answer.")
    voice = candidate_voice("auto")

    def speak(text: str) -> Pcm:
        clip = voice.say(text)
        return resample(clip.pcm, clip.rate_hz, RATE_HZ)

    return Response(encoded(spoken(found.speech, speak)), media_type="audio/mpeg")


def takes(request: Request) -> Response:
    """Both takes of a retaken answer, side by side."""
    session = session_of(request)
    try:
        return framed(request, (session.path / TAKES).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise NotFoundError("there are no two takes to compare here.", where=session.id) from error


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
    Route(f"{BASE}/audio/{{name}}", sound),
    Route(f"{BASE}/{examples.FOLDER}/{{name}}", kept_example),
    Route(f"{BASE}/example.mp3", spoken_example),
    Route(f"{BASE}/takes", takes),
    Route(f"{BASE}/delete", ask_delete),
    Route(f"{BASE}/delete", delete, methods=["POST"]),
]
