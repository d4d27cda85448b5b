"""Question flows: the shipped ones, their drawings, a try with a simulated candidate, and a check of one's own."""

from __future__ import annotations

import base64
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ...errors import InputFileError, NotFoundError, UsageError
from ...flow import graph, graph_svg
from ...flow.catalog import Entry
from ...flow.check import Report, check
from ...flow.model import Flow
from ...interview.rehearsal.personas import list_personas, load_persona
from ...interview.rehearsal.rehearse import rehearse
from ...interview.rehearsal.simulate import PersonaGuest
from ...language.analyze import Analyser
from ...sessions.actions import BreakIn, Listen, Say
from ..forms import form_of
from ..kept import root_of, shipped_flows
from ..pages import page
from ..work.reviews import shown_name
from ..work.worker import OVER, Worker

MENU = ("Flows", "/flows")
SEED = 1
"Of a try: the same words each time, so that two flows can be compared."
UNANSWERED = ("greeting", "acknowledgement", "closing")
"Nobody answers these."


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line of a rehearsal."""

    who: str
    "`interviewer`, `candidate` or `break in`."
    text: str


def flows(request: Request) -> Response:
    """What can be practised."""
    return page(request, "flows.html", flows=shipped_flows(), text="", name="", report=None, **_tried(None))


def flow(request: Request) -> Response:
    """One flow: what it asks, as a tree and a drawing, and what a simulated candidate makes of it."""
    entry, report = _entry(request), None
    report = check(entry.path)
    persona = request.query_params.get("persona", "")
    made = report.require()
    status = request.app.state.worker.status(_key(entry.name))
    return page(
        request,
        "flow.html",
        entry=entry,
        tree=graph.tree(made),
        personas=[load_persona(name) for name in list_personas()],
        persona=persona,
        lines=tried(made, persona) if persona else [],
        spoken=status,
        over=status is not None and status.state in OVER,
    )


def drawing(request: Request) -> Response:
    """A flow as a picture, without anything from outside; its own style is part of it."""
    made = check(_entry(request).path).require()
    policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return Response(graph_svg.svg(made), media_type="image/svg+xml", headers={"Content-Security-Policy": policy})


async def speak(request: Request) -> Response:
    """Begin a whole session of a simulated candidate, with both voices, faster than time; it becomes a session."""
    given = await form_of(request)
    entry = await run_in_threadpool(_entry, request)
    persona = given.get("persona", "")
    await run_in_threadpool(load_persona, persona)
    worker: Worker = request.app.state.worker
    root = root_of(request)
    if not worker.submit(_key(entry.name), "rehearse", entry.name, persona, str(SEED), str(root)):
        raise UsageError("too much is waiting already.", fix="Wait for one, or stop one.")
    return RedirectResponse(f"/flows/{entry.name}?persona={persona}#spoken", 303)


def spoken(request: Request) -> Response:
    """How far it is, and what was said so far."""
    status = request.app.state.worker.status(_key(_entry(request).name))
    if status is None:
        raise NotFoundError("nothing is being spoken.")
    share = min(1.0, status.done_s / status.whole_s) if status.whole_s else None
    return JSONResponse(
        {"state": status.state, "share": share, "lines": status.lines, "error": status.error, "result": status.result}
    )


def hush(request: Request) -> Response:
    """End it."""
    entry = _entry(request)
    request.app.state.worker.stop(_key(entry.name))
    return RedirectResponse(f"/flows/{entry.name}#spoken", 303)


async def check_own(request: Request) -> Response:
    """A flow file's text, checked; with a persona, tried."""
    given = await form_of(request)
    return await run_in_threadpool(_checked, request, given)


def _checked(request: Request, given: dict[str, str]) -> Response:
    text, name = given.get("text", ""), shown_name(given.get("name", "")) or "pasted text"
    if not text.strip():
        raise InputFileError("there is no flow to check.", fix="Drop a file, or paste its text.")
    report = report_of(text, name)
    persona = given.get("persona", "")
    shown = shipped_flows()
    return page(request, "flows.html", flows=shown, text=text, name=name, report=report, **_tried(report, persona))


def report_of(text: str, name: str) -> Report:
    """What the check of the command line says of a file with this text, under this name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "flow.yaml"
        path.write_text(text, encoding="utf-8", newline="\n")
        return check(path, shown=name)


def _tried(report: Report | None, persona: str = "") -> dict[str, Any]:
    made = report.flow if report is not None and report.ok else None
    drawn = graph_svg.svg(made) if made is not None else ""
    return {
        "tree": graph.tree(made) if made is not None else "",
        "drawing": f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}" if drawn else "",
        "personas": [load_persona(name) for name in list_personas()],
        "persona": persona,
        "lines": tried(made, persona) if made is not None and persona else [],
    }


class _Answering(PersonaGuest):
    """A persona in one rehearsal, and what it said to what."""

    def __init__(self, persona: str) -> None:
        super().__init__(load_persona(persona), SEED)
        self.turns: list[list[Spoken]] = []

    def answer(self, listen: Listen) -> str:
        text = super().answer(listen)
        self.turns.append([Spoken("candidate", text)])
        return text

    def react(self, broke: BreakIn, listen: Listen) -> str:
        text = super().react(broke, listen)
        self.turns[-1] += [Spoken("break in", broke.text), Spoken("candidate", text)]
        return text


def tried(made: Flow, persona: str) -> list[Spoken]:
    """A session of this candidate as written lines, without sound. Raises NotFoundError for an unknown persona."""
    answering = _Answering(persona)
    played = rehearse(made, answering, Analyser(), seed=SEED)
    return _lines(played.says, answering.turns)


def _lines(says: list[Say], turns: list[list[Spoken]]) -> list[Spoken]:
    waiting = iter(turns)
    lines: list[Spoken] = []
    for say in says:
        lines.append(Spoken("interviewer", say.text))
        if say.kind not in UNANSWERED:
            lines += next(waiting, [])
    return [line for line in lines if line.text]


def _entry(request: Request) -> Entry:
    name = request.path_params["flow"]
    for entry in shipped_flows():
        if entry.name == name:
            return entry
    raise NotFoundError("there is no such flow.", where=name, fix="See the list of flows.")


def _key(name: str) -> str:
    return f"flow {name}"


BASE = "/flows/{flow}"
ROUTES = [
    Route("/flows", flows),
    Route("/flows/check", check_own, methods=["POST"]),
    Route(BASE, flow),
    Route(f"{BASE}/drawing.svg", drawing),
    Route(f"{BASE}/speak", speak, methods=["POST"]),
    Route(f"{BASE}/spoken", spoken),
    Route(f"{BASE}/hush", hush, methods=["POST"]),
]
