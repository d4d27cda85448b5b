"""What is remembered between interviews, for the page and the terminal alike, each beside what was measured here."""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ...debrief.data.schema import Debrief
from ...errors import InterviewerError, UsageError
from ...paths import cache_dir, data_dir, models_dir
from ...sessions.choices import patience_factor
from ...sessions.find import list_sessions
from ...sessions.journal import Session
from ...sessions.settings import load_settings, remember
from ...voice.choose import list_voices, make_voice
from ..forms import form_of
from ..kept import debrief_now, root_of
from ..pages import page

MENU = ("Settings", "/settings")
SAMPLE = "What would break first, and how would you notice?"
PATIENCES = (
    ("short", "short: seven tenths of the usual"),
    ("normal", "as people do"),
    ("long", "long: nearly twice the usual"),
)
RATES = (("0.85", "slower"), ("1.0", "as it is"), ("1.15", "quicker"))
ECHOES = (
    ("auto", "measured, and on where it works"),
    ("on", "on from the first word"),
    ("off", "off: not heard while it speaks"),
)
_LATEST = 5


def settings(request: Request) -> Response:
    """The form; works without JavaScript."""
    known = load_settings()
    found = {"headphones": "yes" if known.get("headphones") else "no" if "headphones" in known else ""}
    return page(
        request,
        "settings.html",
        patience=str(known.get("patience", "normal")),
        patiences=PATIENCES,
        headphones=found["headphones"],
        echo=str(known.get("echo", "auto")),
        echoes=ECHOES,
        acknowledge=known.get("acknowledge") != "off",
        untimed=known.get("clock") is False,
        judge=bool(known.get("judge", True)),
        voice=str(known.get("voice", "auto")),
        voices=[v for v in list_voices() if v.language.lower().startswith("en")],
        rate=f"{known.get('rate', 1.0)}",
        rates=RATES,
        pauses=longest_pauses(root_of(request)),
        kept=bool(request.query_params.get("kept")),
        places=places(root_of(request)),
    )


async def keep(request: Request) -> Response:
    """Remember what was chosen. Raises UsageError for a value there is none of, StorageError."""
    given = await form_of(request)
    await run_in_threadpool(lambda: remember(**chosen(given)))
    return RedirectResponse("/settings?kept=1", 303)


def chosen(given: dict[str, str]) -> dict[str, Any]:
    """The form's fields as they are remembered; None forgets one. Raises UsageError."""
    patience = given.get("patience") or "normal"
    patience_factor(patience)
    headphones = {"yes": True, "no": False, "": None}.get(given.get("headphones", ""), ...)
    voice = given.get("voice") or "auto"
    known = {"auto", *(v.id for v in list_voices())}
    rate = given.get("rate") or "1.0"
    echo = given.get("echo") or "auto"
    if headphones is ... or voice not in known or rate not in dict(RATES) or echo not in dict(ECHOES):
        raise UsageError("this is no choice of these settings.", fix="Load the page again.")
    return {
        "patience": patience,
        "headphones": headphones,
        "echo": None if echo == "auto" else echo,
        "acknowledge": "normal" if "acknowledge" in given else "off",
        "judge": "judge" in given,
        "clock": False if "untimed" in given else None,
        "voice": None if voice == "auto" else voice,
        "rate": None if float(rate) == 1.0 else float(rate),
    }


def sample(request: Request) -> Response:
    """A voice, to be heard; how long it took stands in the header, in milliseconds."""
    import soundfile

    voice, rate = request.query_params.get("voice", "auto"), request.query_params.get("rate", "1.0")
    if rate not in dict(RATES) or voice not in {"auto", *(v.id for v in list_voices())}:
        raise UsageError("there is no such voice here.")
    speaks = make_voice(voice, float(rate))
    speaks.warm()
    began = time.perf_counter()
    clip = speaks.say(SAMPLE)
    took = 1000 * (time.perf_counter() - began)
    sound = io.BytesIO()
    soundfile.write(sound, clip.pcm, clip.rate_hz, format="WAV")
    return Response(sound.getvalue(), media_type="audio/wav", headers={"Server-Timing": f"voice;dur={took:.0f}"})


def longest_pauses(root: Path) -> list[tuple[str, float]]:
    """(day, seconds) of the longest pause that was waited for in each of the latest interviews of a person."""
    found: list[tuple[str, float]] = []
    mine = [one for one in list_sessions(root)[::-1] if one.answers and not one.candidate]
    for one in mine[:_LATEST]:
        try:
            made: Debrief = debrief_now(Session(one.path)).debrief
        except InterviewerError:
            continue
        if made.patience:
            found.append((one.started[:10], made.patience))
    return found


def places(root: Path) -> list[tuple[str, Path, float]]:
    """(what, folder, megabytes) of everything that is kept on this computer."""
    rows = [
        ("interviews", root),
        ("models", models_dir()),
        ("what can be made again", cache_dir()),
        ("all of it", data_dir()),
    ]
    return [(what, folder, _megabytes(folder)) for what, folder in rows]


def _megabytes(folder: Path) -> float:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total / 1e6


ROUTES = [
    Route("/settings", settings),
    Route("/settings", keep, methods=["POST"]),
    Route("/settings/voice.wav", sample),
]
