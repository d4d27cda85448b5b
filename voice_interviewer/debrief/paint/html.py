"""The debrief as one self-contained HTML page, painted from a `Debrief` and nothing else.

Nothing is loaded from outside, and every word is there without JavaScript; it only plays audio from a second on,
filters marks and copies commands. All that was said goes through autoescaping and stands in elements isolated against
right-to-left marks.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ..data import verdict
from ..data.schema import Debrief
from ..view.claims import claimed
from ..view.fair import worth_asking
from ..view.lanes import clock
from ..view.view import shown, view
from ..wording import advice, name, say, wording
from .seal import seal


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("voice_interviewer.debrief"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: shown(value) if type(value) is str else value,
    )
    environment.filters.update(clock=clock, name=name, advice=advice)
    environment.globals.update(
        say=say, wording=wording(), question=verdict.QUESTION, claimed=claimed, worth_asking=worth_asking
    )
    return environment


def render(debrief: Debrief, *, unfolded: bool = False, mentor: bool = False, sound: Callable[[str], str] = str) -> str:
    """The page as text (UTF-8 when written); deterministic. Audio is referred to by the paths in the debrief.

    `unfolded` opens answers and sections, for print. `mentor` adds what somebody needs to judge the findings in the
    page; `sound` says where the browser finds the recording of a path.
    """
    return page(
        "debrief.html.j2",
        page=view(debrief),
        d=debrief,
        s=debrief.debrief,
        open=Markup(" open") if unfolded else "",
        sound=sound,
        mentor=mentor,
    )


def page(template: str, **values: Any) -> str:
    """Another page of the same looks and rules (retake, history)."""
    return seal(_environment().get_template(template).render(**values))
