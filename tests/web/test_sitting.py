"""One interview in its thread: it waits for the page, ends in words, and only one goes on at a time."""

from __future__ import annotations

import gc
import threading
import weakref
from pathlib import Path

import pytest
from threads import started
from web_kit import StillInterview

from voice_interviewer.errors import DeviceError, NotFoundError, UsageError
from voice_interviewer.interview.live.given import Given
from voice_interviewer.sessions.choices import Choices
from voice_interviewer.sessions.settings import remember
from voice_interviewer.web.live import desk as desk_module
from voice_interviewer.web.live import sitting as sitting_module
from voice_interviewer.web.live.desk import Desk, Wanted
from voice_interviewer.web.live.sitting import Sitting


def still(**more) -> tuple[Sitting, StillInterview]:
    sitting = Sitting(StillInterview, **more)
    return sitting, sitting.interview


def test_it_begins_with_the_pages_first_sound_and_ends_with_its_debrief():
    """Phase after phase, each told; what came of it in words."""
    sitting, interview = still()
    phases, live = [], threading.Event()
    sitting.on_phase = lambda: (phases.append((sitting.phase, sitting.progress)), live.set())
    sitting.begin()
    assert sitting.phase == "waiting" and not live.wait(0.05)
    sitting.arrived()
    assert live.wait(60) and sitting.going_on
    interview.ended.set()
    assert sitting.join(60)
    assert [p for p, _ in phases] == ["live", "finishing", "finishing", "over"] and phases[2][1] == 0.5
    told = sitting.told_phase()
    assert told["told"] == "All said." and told["can_resume"] and told["session"] == interview.id


@pytest.mark.parametrize("judge", [True, False])
def test_no_verdict_stands_before_the_own_view(judge: bool):
    """Where it will be asked for, the debrief is only said to be ready; else what it says is told."""
    remember(judge=judge)
    sitting, interview = still()
    interview.can_resume = False
    sitting.begin()
    sitting.arrived()
    interview.ended.set()
    assert sitting.join(60)
    assert ("All said." in sitting.told, "own view" in sitting.told) == (not judge, judge)


@pytest.mark.parametrize("error", [DeviceError("no voice.", fix="Get one."), ValueError("odd")])
def test_an_error_is_told(error: Exception):
    """In its own words, or as a defect of ours; the thread ends."""
    sitting, interview = still()
    interview.fails = error
    sitting.begin()
    sitting.arrived()
    interview.ended.set()
    assert sitting.join(60) and sitting.phase == "failed" and not sitting.going_on
    assert sitting.told == "no voice. Get one." or "defect of ours" in sitting.told


def test_the_parts_of_the_page_are_given():
    """Its microphone, loudspeaker and screen; who types has no microphone that could be silent."""
    sitting, interview = still(full_duplex=True)
    given = interview.given
    assert (given.microphone, given.speaker, given.screen) == (sitting.microphone, sitting.speaker, sitting.screen)
    assert given.full_duplex is True and sitting.microphone.zeros is not None
    typed = Sitting(lambda given: StillInterview(given, Choices(type_answers=True)))
    assert typed.typing and typed.microphone.zeros is None and not sitting.typing


def test_the_end_of_the_program_waits_for_nobody():
    """A session that still waits for its page is stopped at once, without a debrief."""
    sitting, _ = still()
    sitting.begin()
    sitting.stop()
    assert sitting.join(60) and sitting.phase == "over" and sitting.told == ""


def test_one_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A second is refused while one goes on, and takes the place of one that is over; its words are dropped."""
    monkeypatch.setattr(desk_module.Interview, "new", lambda flow, choices, given: StillInterview(given))
    desk = Desk(tmp_path, Given())
    first = desk.begin(Wanted("first-five-minutes"))
    assert first.interview.given.root == tmp_path
    with pytest.raises(UsageError, match="going on"):
        desk.begin(Wanted("first-five-minutes"))
    first.screen.said("Hello.", "greeting")
    first.arrived()
    first.leave()
    assert first.join(60) and desk.going_on is None and desk.sitting is first
    desk.forget("another")
    assert desk.sitting is first
    second = desk.begin(Wanted("first-five-minutes"))
    assert desk.sitting is second and first.screen.watch(None)["lines"] == []
    desk.close()
    assert not second.going_on and desk.broken_off == second.id
    desk.forget(second.id)
    assert desk.sitting is None
    assert sitting_module.Sitting is Sitting


def test_one_after_another_without_growth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Of interviews that are over only the last is held: no thread, no sound, no word of the others."""
    monkeypatch.setattr(desk_module.Interview, "new", lambda flow, choices, given: StillInterview(given))
    desk, before, gone = Desk(tmp_path), started(), []
    for _ in range(5):
        sitting = desk.begin(Wanted("first-five-minutes"))
        sitting.arrived()
        sitting.leave()
        assert sitting.join(60)
        gone.append(weakref.ref(sitting))
        del sitting
    gc.collect()
    assert [ref() is None for ref in gone] == [True] * 4 + [False]
    assert started() <= before


def test_what_cannot_begin_leaves_nothing(tmp_path: Path):
    """An unknown flow, session or answer is refused before anything is made."""
    desk = Desk(tmp_path)
    for wanted in (Wanted("nowhere"), Wanted(resume="1999"), Wanted(retake="1999/1")):
        with pytest.raises(NotFoundError):
            desk.begin(wanted)
    assert desk.sitting is None and list(tmp_path.iterdir()) == []
