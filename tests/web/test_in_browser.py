"""The page in a real browser: a whole interview by voice, and what happens when something gets in its way."""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from browser_kit import SLOW_MS, chromium, executable, running, spoken, tabs, too_wide, words
from places import DATA

from voice_interviewer.flow.catalog import Entry
from voice_interviewer.hearing.fake import FakeVad, KnowingRecogniser
from voice_interviewer.interview.live.given import Given
from voice_interviewer.sessions.journal import Session, list_sessions
from voice_interviewer.voice.fake import FakeVoice
from voice_interviewer.web.live.link import TOO_SLOW
from voice_interviewer.web.routes import start

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FLOW = DATA / "flows" / "interrupting.yaml"


@pytest.fixture(autouse=True)
def one_flow(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first page offers the flow of these tests."""
    executable()
    entry = Entry(str(FLOW), FLOW, "Two questions", "For tests.", 5.0, 2)
    monkeypatch.setattr(start, "list_flows", lambda: (entry,))


def scripted() -> Given:
    """Engines that do not depend on how busy the machine is."""
    return Given(recogniser=KnowingRecogniser(words(200)), voice=FakeVoice(), voice_activity=FakeVad(0.02))


def opened(browser: Any, link: str) -> Any:
    """The first page, in a tab that notes whatever goes wrong or out."""
    page = browser.new_context().new_page()
    page.set_default_timeout(SLOW_MS)
    page.outside = []
    page.on("request", lambda request: page.outside.append(request.url))
    page.wrong = []
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("console", lambda said: page.wrong.append(said.text) if said.type == "error" else None)
    page.goto(link)
    return page


def clean(page: Any, link: str) -> None:
    """Nothing went to another address, and nothing went wrong."""
    ours = link.split("/?")[0]
    assert [url for url in page.outside if not url.startswith((ours, ours.replace("http", "ws"), "blob:"))] == []
    assert page.wrong == []


def begin(page: Any, *, headphones: bool = True) -> None:
    if headphones:
        page.get_by_label("headphones").check()
    page.get_by_role("button", name="Begin").click()


def see(page: Any, part: str, text: str | re.Pattern[str]) -> None:
    from playwright.sync_api import expect

    expect(page.locator(f'[data-part="{part}"]')).to_have_text(text, timeout=SLOW_MS)


def see_state(page: Any, now: str) -> None:
    from playwright.sync_api import expect

    expect(page.locator('[data-part="state"]')).to_have_attribute("data-now", now, timeout=SLOW_MS)


def finished_at_the_next(page: Any, link: str) -> None:
    """End the interview by key, once the question behind the first one is put, and wait for the debrief."""
    see(page, "question", re.compile("What did you leave out"))
    page.keyboard.press("Escape")
    page.locator("body").press("f")
    page.get_by_role("link", name="Read the debrief").wait_for()
    clean(page, link)


def test_a_whole_interview_by_voice(tmp_path: Path):
    """A file as the microphone interrupts the interviewer, is interrupted, is reloaded, and opens its debrief."""
    microphone = spoken(tmp_path / "mic.wav", (6.0, words(60)), (5.0, words(12)), (6.0, words(12)), (20.0, ""))
    root = tmp_path / "sessions"
    with running(root, scripted()) as (link, _), chromium(microphone) as browser:
        page = opened(browser, link)
        begin(page)
        see(page, "question", re.compile("which part of it would fail first"))
        see_state(page, "listening")
        see(page, "changed", "A constraint has changed.")
        page.locator('[data-part="changed"]').wait_for(state="visible")
        see(page, "question", re.compile("What did you leave out"))
        page.reload()
        see(page, "question", re.compile("What did you leave out"))
        page.get_by_role("link", name="Read the debrief").click()
        page.get_by_label("which answer was your weakest").fill("The second one, it was short.")
        page.get_by_role("button", name="Show the debrief").click()
        page.get_by_role("heading", level=1).wait_for()
        page.get_by_text("The second one, it was short.").first.wait_for()
        assert "/sessions/" in page.url
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
        page.get_by_text("the feed fails first").first.wait_for()
        clean(page, link)
    (listed,) = list_sessions(root)
    journal = Session(listed.path).read()
    assert listed.finished and len(journal.turns) == 2
    first = journal.turns[1]
    assert first.interruption is not None and first.interruption.text and first.heard.words
    events = [entry.data for entry in Session(listed.path).of("event")]
    cut = [e for e in events if e["type"] == "SpokenToEnd" and e["played"] < 0.95]
    assert cut, "the interviewer was interrupted"
    notes = [entry.data.get("text", "") for entry in Session(listed.path).of("note")]
    assert any("Heard through the browser" in text and "echo cancellation off" in text for text in notes)


def test_a_page_that_is_busy_loses_no_sound(tmp_path: Path, quiet: Any):
    """The main thread stands still for a second and a half; every frame arrives, and the session goes on."""
    with running(tmp_path, scripted()) as (link, app), tabs(quiet) as browser:
        page = opened(browser, link)
        begin(page)
        see_state(page, "listening")
        page.evaluate("() => { const end = performance.now() + 1500; while (performance.now() < end); }")
        place = app.state.desk.sitting.place
        before = place.frame
        page.get_by_role("button", name="Leave").click()
        page.get_by_role("link", name="Read the debrief").wait_for()
        assert place.lost == 0 and place.frame > before
        clean(page, link)


def test_typing_keys_and_leaving_without_a_mouse(tmp_path: Path, quiet: Any):
    """By keyboard alone: begin, pause and go on, type an answer whose draft survives a reload, finish."""
    with running(tmp_path, scripted()) as (link, _), tabs(quiet) as browser:
        page = opened(browser, link)
        page.get_by_role("button", name="Begin").focus()
        page.keyboard.press("Enter")
        see_state(page, "listening")
        page.keyboard.press("p")
        see_state(page, "paused")
        page.keyboard.press("p")
        see_state(page, "listening")
        page.keyboard.down(" ")
        held = page.get_by_role("button", name="Keep my turn")
        assert held.get_attribute("aria-pressed") == "true"
        page.keyboard.up(" ")
        assert held.get_attribute("aria-pressed") == "false"
        page.keyboard.press("t")
        page.keyboard.type("The cache fails first")
        see_state(page, "listening")
        page.reload()
        line = page.get_by_label("Your answer in writing")
        line.wait_for()
        assert line.input_value() == "The cache fails first"
        line.focus()
        page.keyboard.type(", and I watch it.")
        page.keyboard.press("Control+Enter")
        see(page, "heard", re.compile("You said: The cache fails first"))
        finished_at_the_next(page, link)
    (listed,) = list_sessions(tmp_path)
    assert "The cache fails first, and I watch it." in json.dumps([e.data for e in Session(listed.path).of("heard")])


def test_without_a_clock_by_keyboard_alone(tmp_path: Path, quiet: Any):
    """Chosen in the settings, it holds on the first page and in the interview: no time is shown, and an answer is over
    when the key says so."""
    with running(tmp_path, scripted()) as (link, _), tabs(quiet) as browser:
        page = opened(browser, link)
        page.goto(link.split("/?")[0] + "/settings")
        page.get_by_label("No clock").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.get_by_text("Kept.").wait_for()
        page.goto(link.split("/?")[0] + "/")
        page.get_by_text("More choices").focus()
        page.keyboard.press("Enter")
        box = page.get_by_role("checkbox", name="No clock")
        assert box.is_checked() and page.get_by_label("Minutes").is_disabled()
        box.focus()
        page.keyboard.press("Space")
        assert page.get_by_label("Minutes").is_enabled()
        page.keyboard.press("Space")
        page.get_by_role("button", name="Begin").focus()
        page.keyboard.press("Enter")
        see_state(page, "listening")
        page.get_by_text("What was said so far").click()
        page.get_by_text("No clock runs: take all").wait_for()
        assert (
            page.locator('[data-part="clock"]').is_hidden()
            and page.get_by_role("meter", name="Microphone").is_visible()
        )
        page.locator("body").press("t")
        page.keyboard.type("The cache fails first, and I watch it.")
        page.keyboard.press("Control+Enter")
        finished_at_the_next(page, link)
    (listed,) = list_sessions(tmp_path)
    journal = Session(listed.path)
    started = next(entry.data for entry in journal.of("event") if entry.data["type"] == "Started")
    assert started["clock"] is False and journal.header.choices.clock is False


def test_begin_is_not_missed_right_behind_a_choice(tmp_path: Path, quiet: Any):
    """What a choice changes on the page moves nothing away under the pointer; a wrong one that is folded away shows."""
    with running(tmp_path, scripted()) as (link, _), tabs(quiet) as browser:
        page = opened(browser, link)
        page.locator('[data-part="meter"]').wait_for()
        page.get_by_text("More choices").click()
        page.get_by_label("Minutes").fill("0")
        page.get_by_text("More choices").click()
        page.get_by_role("button", name="Begin").click()
        page.get_by_label("Minutes").fill("3")
        page.get_by_role("button", name="Begin").click()
        see_state(page, "listening")


SPOKEN_ONLY = {"Take your time", "I have finished", "Type", "Keep my turn", "Mute", "Push to talk"}
STAYS = {"Say it again", "What do you mean?", "Skip", "Pause", "A moment, please", "Finish the interview"}
STAYS |= {"Leave and go on later", "Captions: Question"}


def buttons(page: Any) -> set[str]:
    """What a screen reader finds to press."""
    return {one.inner_text() for one in page.get_by_role("button").all()}


@pytest.mark.parametrize("width", [1280, 390])
def test_an_interview_in_writing_offers_nothing_about_a_microphone(tmp_path: Path, quiet: Any, width: int):
    """Neither shown nor announced, no key, and not in the help: what keeps or ends a turn of speech. The rest is there,
    also when the page is loaded again, and the keys of the line are told."""
    with running(tmp_path, scripted()) as (link, app), tabs(quiet) as browser:
        page = opened(browser, link)
        page.set_viewport_size({"width": width, "height": 900})
        page.get_by_text("More choices", exact=True).click()
        page.get_by_label("I type my answers").check()
        begin(page)
        for _ in ("begun", "loaded again"):
            see_state(page, "listening")
            page.get_by_text("Keys and settings").click()
            assert buttons(page) == STAYS | {"Send"}
            assert page.get_by_role("meter").count() == 0
            assert page.locator('[data-part="clock"]').is_visible() and not too_wide(page)
            told = page.locator(".keys").inner_text()
            assert not re.search("turn|talk|mute|finished|okay|type", told) and "F3 skip" in told and "P pause" in told
            page.reload()
        see_state(page, "listening")
        interview, asked = app.state.desk.sitting.interview, []
        wish = interview.wish
        interview.wish = lambda name, text="": (asked.append(name), wish(name, text))
        interview.hold = interview.talk = asked.append
        line = page.get_by_label("Your answer in writing")
        line.focus()
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement === document.body")
        for key in ("m", "k", "h", "a", "d", "n", " ", "Enter", "p"):
            page.keyboard.press(key)
        see_state(page, "paused")
        assert asked == ["pause"]
        page.keyboard.press("p")
        see_state(page, "listening")
        page.keyboard.press("t")
        page.keyboard.type("The cache fails first: make it d, m, h.")
        assert line.input_value() == "The cache fails first: make it d, m, h." and asked == ["pause", "resume"]
        page.keyboard.press("Control+Enter")
        finished_at_the_next(page, link)


@pytest.mark.parametrize("width", [1280, 390])
def test_an_interview_by_voice_offers_all_of_it(tmp_path: Path, quiet: Any, width: int):
    """Every control and key, and none that is for those alone who only type."""
    with running(tmp_path, scripted()) as (link, _), tabs(quiet) as browser:
        page = opened(browser, link)
        page.set_viewport_size({"width": width, "height": 900})
        begin(page)
        see_state(page, "listening")
        page.get_by_text("Keys and settings").click()
        assert buttons(page) == SPOKEN_ONLY | STAYS | {"“Okay” while I speak: off, or on again"}
        told = page.locator(".keys").inner_text()
        assert "M mute" in told and "held down: keep my turn" in told and "F3" not in told
        assert page.get_by_role("meter", name="Microphone").is_visible()
        page.keyboard.press("t")
        page.get_by_role("button", name="Back to speaking").click()
        page.keyboard.press("m")
        assert page.get_by_role("button", name="Mute").get_attribute("aria-pressed") == "true"


def test_a_microphone_that_is_not_permitted_is_told_and_typing_offered(tmp_path: Path):
    """In words, with what to do; the interview can be had in writing."""
    with running(tmp_path, scripted()) as (link, _), chromium(permitted=False) as browser:
        page = opened(browser, link)
        begin(page)
        see(page, "said", re.compile("not permitted for this page.*then try again.*Or type your answers"))
        assert list_sessions(tmp_path) == []
        page.get_by_text("More choices", exact=True).click()
        page.get_by_label("I type my answers").check()
        page.get_by_role("button", name="Begin").click()
        see_state(page, "listening")
        assert page.get_by_label("Your answer in writing").is_visible()


def test_a_second_tab_asks_before_it_takes_over(tmp_path: Path, quiet: Any):
    """The first goes on until the second is told to; then the first says where the interview is."""
    with running(tmp_path, scripted()) as (link, _), tabs(quiet) as browser:
        page = opened(browser, link)
        begin(page)
        see_state(page, "listening")
        second = page.context.new_page()
        second.goto(link)
        second.get_by_role("link", name="Go back to it").click()
        see(second, "trouble", re.compile("open in another tab"))
        see_state(page, "listening")
        second.get_by_role("button", name="Take it over here").click()
        see(page, "trouble", re.compile("goes on in another tab"))
        see_state(page, "apart")
        assert page.get_by_role("button", name="Finish the interview").is_hidden()
        see(second, "question", re.compile("fail first"))
        assert second.get_by_role("button", name="Finish the interview").is_visible()


def test_a_duplicated_tab_is_a_second_one(tmp_path: Path, quiet: Any):
    """It is given a copy of what the first remembers, and asks all the same; the first loaded again goes on."""
    with running(tmp_path, scripted()) as (link, _), tabs(quiet) as browser:
        page = opened(browser, link)
        begin(page)
        see_state(page, "listening")
        with page.expect_popup() as opening:
            page.evaluate("() => { window.open('/live'); }")
        see(opening.value, "trouble", re.compile("open in another tab"))
        see_state(page, "listening")
        page.reload()
        see(page, "question", re.compile("fail first"))
        see_state(page, "listening")


def test_back_from_an_interview_that_was_loaded_again(tmp_path: Path, quiet: Any):
    """The first page is there, with the way back to the interview."""
    with running(tmp_path, scripted()) as (link, _), tabs(quiet) as browser:
        page = opened(browser, link)
        begin(page)
        see_state(page, "listening")
        page.reload()
        see(page, "question", re.compile("fail first"))
        page.go_back()
        page.get_by_role("link", name="Go back to it").click()
        see(page, "question", re.compile("fail first"))
        see_state(page, "listening")


def test_a_program_that_hangs_is_told_and_nothing_typed_is_lost(tmp_path: Path, quiet: Any):
    """Its socket stays open: the page notices that no word comes, and is quiet again once one does."""
    goes_on = threading.Event()
    with running(tmp_path, scripted()) as (link, app), tabs(quiet) as browser:
        page = opened(browser, link)
        begin(page)
        see_state(page, "listening")
        page.get_by_role("button", name="Type").click()
        line = page.get_by_label("Your answer in writing")
        line.fill("The cache fails first.")
        try:
            app.state.desk.link._loop.call_soon_threadsafe(goes_on.wait, 120)
            see(page, "trouble", re.compile("does not answer"))
            see_state(page, "apart")
            line.press("Control+Enter")
            see(page, "notice", re.compile("Not sent"))
            assert line.input_value() == "The cache fails first."
        finally:
            goes_on.set()
        page.locator('[data-part="trouble"]').wait_for(state="hidden")
        line.press("Control+Enter")
        see(page, "heard", re.compile("You said: The cache fails first"))


def test_a_turn_that_is_kept_stays_kept_when_the_socket_breaks(tmp_path: Path, quiet: Any):
    """The key is still down on the page, so the session is told again."""
    with running(tmp_path, scripted()) as (link, app), tabs(quiet) as browser:
        page = opened(browser, link)
        begin(page)
        see_state(page, "listening")
        interview, kept = app.state.desk.sitting.interview, threading.Event()
        hold = interview.hold
        interview.hold = lambda on: (hold(on), kept.set() if on else None)
        page.get_by_role("button", name="Keep my turn").click()
        assert kept.wait(60)
        kept.clear()
        socket = app.state.desk.link
        socket._loop.call_soon_threadsafe(socket._close, TOO_SLOW)
        assert kept.wait(60) and app.state.desk.link is not socket


def test_of_a_long_answer_the_latest_words_are_in_sight(tmp_path: Path, quiet: Any):
    """With captions of one's own words: the box is scrolled to its end."""
    with running(tmp_path, scripted()) as (link, app), tabs(quiet) as browser:
        page = opened(browser, link)
        begin(page)
        see_state(page, "listening")
        page.keyboard.press("v")
        app.state.desk.sitting.screen.caption(f"{words(300)} here it ends")
        see(page, "caption", re.compile("here it ends$"))
        box = page.locator('[data-part="caption"]')
        hidden, below = box.evaluate(
            "b => [b.scrollHeight - b.clientHeight, b.scrollHeight - b.clientHeight - b.scrollTop]"
        )
        assert hidden > 20 and below < 2


def test_a_page_that_sleeps_is_waited_for(tmp_path: Path, quiet: Any):
    """Sound suspended by the browser: the session pauses, says so, and goes on with the sound."""
    with running(tmp_path, scripted()) as (link, _), tabs(quiet) as browser:
        page = browser.new_context().new_page()
        page.set_default_timeout(SLOW_MS)
        page.add_init_script(
            "const made = AudioContext; window.contexts = [];"
            "window.AudioContext = class extends made { constructor(...a) { super(...a); contexts.push(this); } };"
        )
        page.goto(link)
        begin(page)
        see_state(page, "listening")
        page.evaluate(
            "() => { const c = contexts.at(-1); c.onstatechange = null; c.wake = c.resume; c.resume = async () => {};"
            " return c.suspend(); }"
        )
        see_state(page, "paused")
        see(page, "trouble", re.compile("waits for you"))
        page.evaluate("() => { const c = contexts.at(-1); c.resume = c.wake; return c.resume(); }")
        see_state(page, "listening")


def test_a_microphone_that_is_pulled_out_is_waited_for(tmp_path: Path, quiet: Any):
    """Told in words, paused, and gone on with at the next one; or in writing."""
    with running(tmp_path, scripted()) as (link, _), tabs(quiet) as browser:
        page = browser.new_context().new_page()
        page.set_default_timeout(SLOW_MS)
        page.add_init_script(
            "const media = navigator.mediaDevices, open = media.getUserMedia.bind(media); window.streams = [];"
            "media.getUserMedia = async (...a) => { const s = await open(...a); streams.push(s); return s; };"
        )
        page.goto(link)
        begin(page)
        see_state(page, "listening")
        page.evaluate(
            "() => { const [t] = streams.at(-1).getTracks(); t.stop(); t.dispatchEvent(new Event('ended')); }"
        )
        see(page, "trouble", re.compile("microphone is gone"))
        see_state(page, "paused")
        page.get_by_role("button", name="Go on here").click()
        see_state(page, "listening")
        page.locator('[data-part="trouble"]').wait_for(state="hidden")
        page.evaluate(
            "() => { const [t] = streams.at(-1).getTracks(); t.stop(); t.dispatchEvent(new Event('ended')); }"
        )
        see_state(page, "paused")
        page.get_by_role("button", name="Go on by typing").click()
        see_state(page, "listening")
        page.get_by_label("Your answer in writing").wait_for()


def test_a_server_that_is_started_again_has_kept_everything(tmp_path: Path, quiet: Any):
    """The page says what to do; the new link offers to go on, and the question comes again."""
    with tabs(quiet) as browser:
        with running(tmp_path, scripted()) as (link, _):
            page = opened(browser, link)
            begin(page)
            see_state(page, "listening")
            port = int(link.split(":")[2].split("/")[0])
        see(page, "trouble", re.compile("does not answer"))
        see_state(page, "apart")
        with running(tmp_path, scripted(), port) as (link, _):
            see(page, "trouble", re.compile("^The program was ended or started again. Your interview is kept"))
            again = page.context.new_page()
            again.set_default_timeout(SLOW_MS)
            again.goto(link)
            again.get_by_label("headphones").check()
            again.get_by_role("button", name="Go on").click()
            see(again, "question", re.compile("fail first"))
            see_state(again, "listening")
    assert len(list_sessions(tmp_path)) == 1


ATTACK = """
async (target) => {
  const tried = {};
  const answer = async (name, made) => {
    tried[name] = await made.then((a) => `${a.type} ${a.status}`, () => "refused");
  };
  const form = { method: "POST", mode: "no-cors", credentials: "include", body: '{"flow":"first-five-minutes"}' };
  await answer("read", fetch(target + "/", { credentials: "include" }));
  await answer("script", new Promise((yes, no) => {
    const script = document.createElement("script");
    script.src = target + "/static/live/app.js";
    script.onload = () => yes({ type: "ran", status: 200 });
    script.onerror = no;
    document.head.append(script);
  }));
  await answer("begin", fetch(target + "/live/begin", form));
  tried.socket = await new Promise((done) => {
    const socket = new WebSocket(target.replace("http", "ws") + "/live/socket");
    socket.onopen = () => done("open"); socket.onerror = () => done("refused");
  });
  const frame = document.createElement("iframe");
  frame.src = target + "/";
  tried.frame = await new Promise((done) => {
    frame.onload = () => { try { done(frame.contentDocument ? "empty" : "other"); } catch { done("other"); } };
    document.body.append(frame);
  });
  return tried;
}
"""


def test_a_page_on_another_local_port_gets_nothing(tmp_path: Path, quiet: Any):
    """With our cookie in the jar: it cannot read, run our files, begin anything, open the socket, or frame us."""
    elsewhere = ThreadingHTTPServer(("127.0.0.1", 0), Evil)
    threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
    try:
        with running(tmp_path, scripted()) as (link, app), tabs(quiet) as browser:
            page = opened(browser, link)
            other = page.context.new_page()
            other.goto(f"http://127.0.0.1:{elsewhere.server_address[1]}/")
            tried = other.evaluate(ATTACK, link.split("/?")[0])
            assert tried["read"] == tried["script"] == tried["socket"] == "refused"
            assert tried["begin"] in ("opaque 0", "refused") and app.state.desk.sitting is None
            framed = [frame for frame in other.frames if frame.parent_frame is not None]
            assert not any("practise" in frame.locator("body").inner_text() for frame in framed)
            assert list_sessions(tmp_path) == []
    finally:
        elsewhere.shutdown()
        elsewhere.server_close()


class Evil(BaseHTTPRequestHandler):
    """A page of another program on this computer."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>x</title><body>")

    def log_message(self, *_: object) -> None:
        pass
