"""First page and interview: what can be chosen, what begins, and what is refused in words."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from web_kit import ORIGIN, StillInterview, browser, served

from voice_interviewer.errors import UsageError
from voice_interviewer.sessions.choices import Choices
from voice_interviewer.sessions.journal import Session
from voice_interviewer.sessions.records import Header
from voice_interviewer.sessions.settings import load_settings, remember
from voice_interviewer.web.live import desk as desk_module
from voice_interviewer.web.routes import live, start


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    begun = []

    def new(flow, choices, given):
        begun.append((flow, choices, given))
        return StillInterview(given, choices)

    monkeypatch.setattr(desk_module.Interview, "new", new)
    fenced = served(tmp_path)
    fenced.app.state.begun = begun
    yield fenced
    fenced.app.state.desk.close()


def ask(app, **asked):
    return browser(app).post("/live/begin", json=asked, headers={"Accept": "application/json"})


def test_the_first_page_offers_flows_and_what_was_broken_off(tmp_path: Path):
    """The usual one first; own sessions without an end can be gone on with, those of simulated candidates not."""
    Session.create(tmp_path, Header(flow="first-five-minutes", started="2031-02-03T04:05:00+00:00")).close()
    Session.create(tmp_path, Header(flow="first-five-minutes", candidate="ready")).close()
    text = browser(served(tmp_path)).get("/").text
    assert text.index('value="first-five-minutes"') == text.index('<option value="') + len("<option ")
    assert text.count("data-resume=") == 1 and "03 February, 04:05" in text and "An interview is going on" not in text


def test_a_link_may_choose(tmp_path: Path):
    """A flow, or the question of an answer again; what stands in the address is text."""
    client = browser(served(tmp_path))
    assert '<option value="mock-15" data-' in client.get("/").text
    chosen = client.get("/?flow=mock-15").text
    assert "selected" in chosen[chosen.index('value="mock-15"') :].split(">")[0]
    again = client.get('/?retake=last/2"><script>').text
    assert 'data-retake="last/2&#34;&gt;&lt;script&gt;"' in again and "The same question again" in again


def test_a_patience_given_as_a_number_is_not_replaced_by_beginning(tmp_path: Path):
    """It is the choice that is made already."""
    remember(patience="2.5")
    assert '<option value="2.5" selected>2.5 times the usual' in browser(served(tmp_path)).get("/").text


def test_an_interview_begins_as_it_was_chosen(app):
    """Choices arrive; headphones and patience are remembered; the page of the interview is there."""
    answer = ask(
        app, flow="mock-15", minutes=10, patience="long", headphones=True, interruptions=False, silent=True,
        echo_cancelled=False, typing=False,
    )  # fmt: skip
    assert answer.json() == {"session": StillInterview.id, "typing": False}
    flow, choices, given = app.app.state.begun[0]
    assert flow == "mock-15" and given.full_duplex is True
    wanted = Choices(patience=1.8, headphones=True, minutes=10, pressure=False, silent=True, model=live.QUICKEST)
    assert choices == dataclasses.replace(wanted, hear_again=choices.hear_again)
    kept = {"headphones": True, "patience": "long", "acknowledge": "normal", "clock": True}
    assert load_settings() == kept
    page = browser(app).get("/live")
    assert page.status_code == 200 and 'data-headphones="yes"' in page.text
    assert "An interview is going on" in browser(app).get("/").text
    second = ask(app, flow="mock-15")
    assert second.status_code == 400 and "going on" in second.json()["error"]


def test_no_microphone_is_opened_to_show_what_came_of_an_interview(app):
    """Loaded again after its end, the page asks for none."""
    ask(app, flow="mock-15")
    assert 'data-typing="no"' in browser(app).get("/live").text
    sitting = app.app.state.desk.sitting
    sitting.leave()
    assert sitting.join(60)
    assert 'data-typing="yes"' in browser(app).get("/live").text


def test_without_a_clock_no_minutes_are_taken(app):
    """What would limit nothing is left out; the choice is remembered as the others are."""
    ask(app, flow="mock-15", minutes=10, clock=False)
    choices = app.app.state.begun[0][1]
    assert (choices.clock, choices.minutes) == (False, None)
    assert load_settings()["clock"] is False


@pytest.mark.parametrize(
    ("headphones", "echo", "typing", "duplex"),
    [(False, False, False, False), (False, True, False, True), (True, False, False, True), (True, True, True, False)],
)
def test_whom_we_hear_while_we_speak(app, headphones: bool, echo: bool, typing: bool, duplex: bool):
    """With headphones, or where the browser cancels our echo; never somebody who types."""
    ask(app, flow="mock-15", headphones=headphones, echo_cancelled=echo, typing=typing)
    assert app.app.state.begun[0][2].full_duplex is duplex


@pytest.mark.parametrize(
    "asked",
    [{"flow": 3}, {"flow": "mock-15", "minutes": "ten"}, {"flow": "mock-15", "headphones": "yes"}, [], "x", None,
     {"flow": "mock-15", "minutes": True}, {"flow": "mock-15", "interruptions": 1}, {"flow": "mock-15", "clock": "no"}],
)  # fmt: skip
def test_what_is_no_choice_is_refused(app, asked):
    """With a status, before anything is made."""
    answer = browser(app).post("/live/begin", json=asked)
    assert answer.status_code == 400 and app.app.state.begun == []


def test_bad_choices_are_told_in_words(app):
    """An impossible patience, a body that is no JSON, an unknown flow."""
    assert "no patience" in ask(app, flow="mock-15", patience="soon").json()["error"]
    assert browser(app).post("/live/begin", content=b"{").status_code == 400
    with pytest.raises(UsageError):
        live.wanted_of({"flow": "mock-15", "patience": "-1"})


def test_what_failed_leads_to_the_check(app):
    """A model that is not here is fetched there at a word; the way is hidden while all is well."""
    page = browser(app).get("/").text
    assert 'data-part="check" href="/check" hidden>' in page
    script = browser(app).get("/static/live/live.js").text
    assert 'this.part("check").hidden = phase !== "failed"' in script


def test_an_unknown_flow_is_told(tmp_path: Path):
    """With what is known instead; nothing is made."""
    answer = ask(served(tmp_path), flow="nowhere")
    assert answer.status_code == 404 and 'no flow "nowhere"' in answer.json()["error"]
    assert list(tmp_path.iterdir()) == []


def test_without_an_interview_there_is_only_the_first_page(tmp_path: Path):
    """A bookmark of the interview's page leads to it."""
    answer = browser(served(tmp_path)).get("/live")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert browser(served(tmp_path)).get("/live/there").status_code == 204


def test_nobody_else_begins_an_interview(app):
    """A form on another page, even on this computer, begins nothing."""
    other = browser(app, Origin="http://127.0.0.1:4712", **{"Sec-Fetch-Site": "same-site"})
    assert other.post("/live/begin", json={"flow": "mock-15"}).status_code == 403
    assert ORIGIN not in other.headers["Origin"] and app.app.state.begun == [] and start.MENU
