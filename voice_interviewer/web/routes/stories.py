"""One's judgement stories: what each still lacks, which questions it serves, where it was told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ...debrief.wording import say
from ...errors import InterviewerError
from ...progress import stories as bank_of
from ...progress import told
from ...progress.stories import Story
from ...sessions.find import Listed, list_sessions
from ...sessions.journal import Session
from ..forms import form_of
from ..kept import debrief_now, rest, root_of
from ..pages import page

MENU = ("Stories", "/stories")
LONGEST_TITLE = 120
MOST_TOLD = 5
"Sessions that a story names; a story told for months was told in dozens."


@dataclass(frozen=True, slots=True)
class Shown:
    """A story as the page shows it."""

    story: Story
    serves: tuple[str, ...]
    told: tuple[tuple[str, str], ...]
    "(address, when) of each session it was told in that is still kept, the newest first."


def stories(request: Request) -> Response:
    """Yours first, then the fullest of those proposed from your answers."""
    root = root_of(request)
    bank = _bank(request)
    ids = {one.id: one.started[:10] or one.id for one in list_sessions(root)}
    shown = bank_of.kept(bank)
    proposed = sorted((s for s in shown if not s.confirmed), key=lambda s: len(s.missing))
    return page(
        request,
        "stories.html",
        mine=[_shown(s, ids) for s in shown if s.confirmed],
        proposed=[_shown(s, ids) for s in proposed[: bank_of.MANY]],
        more=max(0, len(proposed) - bank_of.MANY),
        advice=bank_of.advice(bank),
        longest=LONGEST_TITLE,
        most=MOST_TOLD,
    )


async def confirm(request: Request) -> Response:
    """Keep one as one's own, under a name."""
    given = await form_of(request)
    title = " ".join(given.get("title", "").split())[:LONGEST_TITLE]

    def kept() -> None:
        bank = bank_of.confirm(_bank(request), given.get("story", ""), title=title)
        with told.following():
            bank_of.save_bank(bank)

    await run_in_threadpool(kept)
    return RedirectResponse("/stories", 303)


async def discard(request: Request) -> Response:
    """Not wanted: no longer shown, and not proposed again."""
    given = await form_of(request)

    def dropped() -> None:
        bank = bank_of.discard(_bank(request), given.get("story", ""))
        with told.following():
            bank_of.save_bank(bank)

    await run_in_threadpool(dropped)
    return RedirectResponse("/stories", 303)


def _bank(request: Request) -> list[Story]:
    """The stories kept, and what the answers propose; kept again where something is new and the folder allows it."""

    made = []

    def read(listed: Listed) -> dict[str, Any] | None:
        made.append(listed)
        try:
            return debrief_now(Session(listed.path)).debrief.model_dump()
        except InterviewerError:
            return None

    bank = told.gather(read, root_of(request))
    if made:
        rest()
    return bank


def _shown(story: Story, ids: dict[str, str]) -> Shown:
    told = tuple((t.session, ids[t.session]) for t in story.told if t.session in ids)
    newest_first = tuple(sorted(dict.fromkeys(told), key=lambda one: one[1], reverse=True))
    return Shown(story, tuple(say("patterns", pattern).lower() for pattern in story.serves), newest_first)


ROUTES = [
    Route("/stories", stories),
    Route("/stories/confirm", confirm, methods=["POST"]),
    Route("/stories/discard", discard, methods=["POST"]),
]
