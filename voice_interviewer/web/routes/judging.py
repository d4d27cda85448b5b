"""What a person adds to a debrief in the page: opinions, notes, corrections, their own view, and a mentor's file.

Each is the record that the command line writes, under the session's lock, and the debrief is made anew with it.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ...debrief.data.correct import correct as corrected
from ...debrief.write import make, write_debrief
from ...errors import NotFoundError, UsageError
from ...interview.live import own_view
from ...progress import labels, mentors
from ...sessions.find import JOURNAL
from ...sessions.journal import Session
from ...sessions.lock import is_held
from ...sessions.records import OwnView, Remark
from ...sessions.settings import load_settings
from ..forms import form_of
from ..kept import debrief_now, session_of, taking_turns
from ..pages import page

MENU = None
DAY_S = 86_400.0
LONGEST_NOTE = 4_000
"Characters, as in a mentor's file."


async def opinion(request: Request) -> Response:
    """Accept or reject a finding."""
    given = await _object(request, "this is no opinion of a finding.", "answer", "label", "start", "end", "accept")
    accept = given.pop("accept")
    if not isinstance(accept, bool):
        raise UsageError("this is no opinion of a finding.")
    return JSONResponse(await run_in_threadpool(judged, session_of(request), given, accept))


def judged(session: Session, place: dict[str, Any], accept: bool) -> dict[str, Any]:
    """Record an opinion. Raises NotFoundError for a finding that is not there, UsageError while the session goes on."""
    with taking_turns(session):
        return _judged(session, place, accept)


def _judged(session: Session, place: dict[str, Any], accept: bool) -> dict[str, Any]:
    for row in debrief_now(session).debrief.answers:
        for found in row.findings:
            known = {"answer": row.id, "label": found.label, "start": found.start, "end": found.end}
            if all(known[key] == value and type(known[key]) is type(value) for key, value in place.items()):
                with session:
                    labels.record(session, {**known, "text": found.text}, accept)
                    write_debrief(session)
                return {"accept": accept, "says": labels.agreement(labels.opinions(session))[0].says}
    raise NotFoundError("there is no such finding in this debrief.", fix="Load the page again.")


async def note(request: Request) -> Response:
    """A note of one's own on an answer; an empty one takes it back."""
    given = await _object(request, "this is no note on an answer.", "answer", "text")
    if not all(isinstance(value, str) for value in given.values()):
        raise UsageError("this is no note on an answer.")
    text = mentors.clean(given["text"])[:LONGEST_NOTE]
    session = session_of(request)

    def noted() -> None:
        _known_answer(session, given["answer"])
        with taking_turns(session), session:
            session.write(Remark(text, given["answer"]))
            write_debrief(session)

    await run_in_threadpool(noted)
    return JSONResponse({"text": text})


async def correct(request: Request) -> Response:
    """That is not what I said: the debrief is computed again. Raises UsageError where it was not heard."""
    given = await _object(request, "this is no correction.", "answer", "heard", "said")
    if not all(isinstance(value, str) for value in given.values()) or not given["heard"].strip():
        raise UsageError("this is no correction.", fix="Say what was heard, and what was said.")
    session = session_of(request)

    def made() -> str:
        _known_answer(session, given["answer"])
        with taking_turns(session), session:
            line = corrected(session, given["answer"], mentors.clean(given["heard"]), mentors.clean(given["said"]))
            write_debrief(session)
        return line

    return JSONResponse({"says": await run_in_threadpool(made)})


async def mentor(request: Request) -> Response:
    """The file that a mentor saved in a shared page. Raises InputFileError for any other."""
    body = await request.body()
    session = session_of(request)

    def taken() -> str:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "opinions.json"
            path.write_bytes(body[: mentors.LARGEST + 1])
            try:
                found = mentors.read(path)
            except UsageError as error:
                raise type(error)(error.what, fix=error.fix) from error
        with taking_turns(session), session:
            told = mentors.take_in(session, make(session), found).told()
            write_debrief(session)
        return told

    return JSONResponse({"says": await run_in_threadpool(taken)})


# ---- one's own view first ----


def asks_first(session: Session, now_s: float) -> bool:
    """Whether the own view is asked before the debrief opens: within a day of the interview, and once."""
    try:
        age_s = now_s - (session.path / JOURNAL).stat().st_mtime
    except OSError:
        return False
    if age_s > DAY_S or is_held(session.path) or not load_settings().get("judge", True):
        return False
    journal = session.read()
    return journal.finished and own_view.due(journal)


def ask_own(request: Request) -> Response:
    """The question, with a way past it."""
    session = session_of(request)
    return page(request, "own_view.html", question=own_view.QUESTION, session=session.id, longest=LONGEST_NOTE)


async def keep_own(request: Request) -> Response:
    """Keep the view, or that it was skipped; then the debrief."""
    given = await form_of(request)
    session = session_of(request)
    text = "" if "skip" in given else mentors.clean(given.get("text", ""))[:LONGEST_NOTE]

    def kept() -> None:
        with taking_turns(session), session:
            session.write(OwnView(text, own_view.QUESTION))
            write_debrief(session)

    await run_in_threadpool(kept)
    return RedirectResponse("./", 303)


async def _object(request: Request, wrong: str, *names: str) -> dict[str, Any]:
    """The named parts of a JSON object. Raises UsageError with the words of `wrong`."""
    try:
        given = json.loads(await request.body())
        return {name: given[name] for name in names}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UsageError(wrong) from error


def _known_answer(session: Session, answer: str) -> None:
    if answer not in {row.id for row in debrief_now(session).debrief.answers}:
        raise NotFoundError("there is no such answer in this debrief.", fix="Load the page again.")


BASE = "/sessions/{session}"
ROUTES = [
    Route(f"{BASE}/opinion", opinion, methods=["POST"]),
    Route(f"{BASE}/note", note, methods=["POST"]),
    Route(f"{BASE}/correct", correct, methods=["POST"]),
    Route(f"{BASE}/mentor", mentor, methods=["POST"]),
    Route(f"{BASE}/own", ask_own),
    Route(f"{BASE}/own", keep_own, methods=["POST"]),
]
