"""Every page for everybody: axe-core finds nothing, nothing is too wide for a phone or at double size."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browser_kit import SLOW_MS, running, tabs, too_wide, violations

from voice_interviewer.hearing.fake import FakeVad, KnowingRecogniser
from voice_interviewer.interview.live.given import Given
from voice_interviewer.sessions.settings import remember
from voice_interviewer.voice.fake import FakeVoice

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LOOKS: list[dict[str, Any]] = [
    {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
    {"viewport": {"width": 640, "height": 450}, "color_scheme": "dark"},
]
"The last is a window of 1280 pixels at 200 %."


def look_at(page: Any, what: str) -> None:
    """Nothing to complain about, as it is and with everything opened."""
    assert violations(page) == [], what
    page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    assert violations(page) == [] and not too_wide(page), f"{what}, opened"


def test_the_pages_of_the_menu(tmp_path: Path, quiet: Any):
    """Each as a new user finds it, in light and dark, wide and narrow."""
    with running(tmp_path) as (link, app), tabs(quiet) as browser:
        for look in LOOKS:
            page = browser.new_context(bypass_csp=True, **look).new_page()
            page.set_default_timeout(SLOW_MS)
            page.goto(link)
            for entry in app.state.nav:
                page.goto(link.split("/?")[0] + entry.path)
                look_at(page, f"{entry.title} {look}")
            page.context.close()


def test_an_interview_without_a_clock(tmp_path: Path, quiet: Any):
    """Its settings, its first page and itself, on a phone and in the dark."""
    remember(clock=False)
    given = Given(recogniser=KnowingRecogniser("the feed"), voice=FakeVoice(), voice_activity=FakeVad(0.02))
    with running(tmp_path, given) as (link, _), tabs(quiet) as browser:
        for look in (LOOKS[1], LOOKS[2]):
            page = browser.new_context(bypass_csp=True, **look).new_page()
            page.set_default_timeout(SLOW_MS)
            page.goto(link)
            look_at(page, "first page")
            page.goto(link.split("/?")[0] + "/settings")
            assert page.get_by_label("No clock").is_checked()
            look_at(page, "settings")
            page.goto(link.split("/?")[0] + "/")
            page.get_by_role("button", name="Begin").click()
            page.locator('[data-part="state"][data-now="listening"]').wait_for()
            look_at(page, "interview")
            page.get_by_role("button", name="Leave").click()
            page.get_by_role("link", name="Read the debrief").wait_for()
            page.context.close()


def test_the_interview(tmp_path: Path, quiet: Any):
    """While it is going on, paused, typed in, and over."""
    given = Given(recogniser=KnowingRecogniser("the feed"), voice=FakeVoice(), voice_activity=FakeVad(0.02))
    with running(tmp_path, given) as (link, _), tabs(quiet) as browser:
        context = browser.new_context(bypass_csp=True, **LOOKS[2])
        page = context.new_page()
        page.set_default_timeout(SLOW_MS)
        page.goto(link)
        page.get_by_role("button", name="Begin").click()
        state = page.locator('[data-part="state"]')
        state.and_(page.locator('[data-now="listening"]')).wait_for()
        page.get_by_role("button", name="Type").click()
        look_at(page, "typing")
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="dark")
        look_at(page, "dark and wide")
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Pause").click()
        state.and_(page.locator('[data-now="paused"]')).wait_for()
        look_at(page, "paused")
        page.get_by_role("button", name="Leave").click()
        page.get_by_role("link", name="Read the debrief").wait_for()
        look_at(page, "over")
