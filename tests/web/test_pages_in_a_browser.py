"""Every page but the interview's in a real Chromium: accessible, narrow, by keyboard, without scripts, and alone."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_kit import AXE, chromium, running, spoken, tabs, too_wide, words
from kept_kit import TOLD, kept
from watched_kit import Watched, own_process, watched

from voice_interviewer.flow.catalog import folder
from voice_interviewer.paths import sessions_dir, settings_file
from voice_interviewer.progress.stories import load_bank
from voice_interviewer.sessions.journal import Session
from voice_interviewer.sessions.records import Label, Remark
from voice_interviewer.sessions.settings import load_settings

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HOSTILE = "<img src=x onerror=alert(1)> ..%2f &quot;.txt"
LOOKS = [(1000, "light"), (1000, "dark"), (390, "light"), (390, "dark")]
ANSWERED = (
    "I guess the queue breaks first. I decided to cap the retries at three because payments could not take more. "
)


@pytest.fixture
def session() -> Session:
    """One's own interview, an earlier one, a simulated one, and one without an answer."""
    root = sessions_dir()
    kept(root, TOLD.replace("twenty", "ten"))
    kept(root, TOLD, candidate="apologetic", day=2)
    kept(root, day=3, finished=False)
    return kept(root, TOLD, ANSWERED * 3, day=4)


@pytest.fixture
def seen(session: Session, quiet: Any) -> Iterator[Watched]:
    with tabs(quiet) as browser, running(sessions_dir()) as (link, _), watched(browser, link) as page:
        yield page
        assert page.troubles == []


def addresses(session: Session) -> dict[str, str]:
    """Every page, with what must be read on it also without scripts."""
    own = f"/sessions/{session.id}/"
    return {
        "/history": "Your interviews",
        "/history/plots": "Session by session",
        own: "Drop the apology",
        f"{own}share": "Ask somebody you trust",
        f"{own}own": "weakest",
        f"{own}delete": "cannot be undone",
        "/stories": "Found in your answers",
        "/review": "Review a recording",
        "/flows": "What the interviewer can ask",
        "/flows/first-five-minutes?persona=apologetic": "Candidate",
        "/settings": "When I fall silent",
        "/check": "parts",
        "/nowhere": "There is no such page",
    }


def unfold(page: Any) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")


def test_every_page_is_accessible_narrow_and_alone(seen: Watched, session: Session):
    """axe-core finds nothing, light and dark, wide and at 390 pixels, everything unfolded; nothing is wider than the
    window; the policy refuses nothing and no other address is asked."""
    if not AXE.is_file():
        pytest.skip("needs axe-core (with npm here, `scripts/test` fetches it)")
    found: list[Any] = []
    for path, expected in addresses(session).items():
        seen.open(path)
        seen.page.get_by_text(expected).first.wait_for()
        if re.fullmatch(r"/sessions/[^/]+/", path):
            seen.page.locator("#doing[data-ready]").wait_for()
        unfold(seen.page)
        for width, scheme in LOOKS:
            seen.page.emulate_media(color_scheme=scheme)
            seen.page.set_viewport_size({"width": width, "height": 900})
            found += [(path, width, scheme, *violation) for violation in seen.axe()]
            found += [(path, width, "too wide")] if too_wide(seen.page) else []
    seen.troubles = [line for line in seen.troubles if "404" not in line]
    assert found == []


def test_every_page_can_be_read_without_scripts(session: Session, quiet: Any):
    """And says what needs them."""
    with (
        tabs(quiet) as browser,
        running(sessions_dir()) as (link, _),
        watched(browser, link, java_script_enabled=False) as seen,
    ):
        for path, expected in addresses(session).items():
            seen.open(path)
            assert expected in seen.page.inner_text("body"), path
        for path in ("/review", "/check"):
            seen.open(path)
            assert "needs JavaScript" in seen.page.inner_text("body")


def tab_to(page: Any, name: str) -> None:
    """The Tab key until the thing of this name has the focus, which must be visible."""
    for _ in range(150):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "[(document.activeElement.getAttribute('aria-label') || document.activeElement.innerText || '').trim(), "
            "getComputedStyle(document.activeElement).outlineStyle]"
        )
        if found[0].startswith(name):
            assert found[1] != "none", f"{name} has the focus and does not show it"
            return
    raise AssertionError(f"Tab never reaches {name}")


def test_a_debrief_by_keyboard_alone(seen: Watched, session: Session):
    """From the history to a finding that is judged, a note, all answers played and stopped, and answering again."""
    page = seen.page
    seen.open("/history")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    tab_to(page, "The first five minutes")
    page.keyboard.press("Enter")
    page.locator("#doing[data-ready]").wait_for()
    tab_to(page, "Play all answers")
    page.keyboard.press("Enter")
    page.locator("[data-do=play-all][aria-pressed=true]").wait_for()
    page.locator(".opened.playing").wait_for()
    page.keyboard.press("Enter")
    page.locator("[data-do=play-all][aria-pressed=false]").wait_for()
    tab_to(page, "That is wrong")
    page.keyboard.press("Enter")
    page.get_by_text("Kept. 1 of at least 8 opinions needed").wait_for()
    told = page.get_by_text("Kept. 1 of at least 8 opinions needed").bounding_box()
    assert told is not None and 0 <= told["y"] < page.viewport_size["height"], "in sight, wherever the finding stands"
    assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
    tab_to(page, "Write a note")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Say the gate.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Kept; it stands in the debrief").wait_for()
    assert [label.accept for label in session.read().records(Label)] == [False]
    assert [remark.text for remark in session.read().records(Remark)] == ["Say the gate."]
    page.locator(".for-answer a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?retake=*")
    page.go_back()
    page.get_by_role("link", name="Answer it again now").click()
    page.wait_for_url("**/?retake=*")


def test_an_error_on_the_debrief_stays_until_it_is_closed_or_mended(seen: Watched, session: Session):
    """News goes after a while; what went wrong does not, however long, until it is closed by key or the same thing is
    done again and works. Closed, the focus is where it was."""
    page, refuse = seen.page, {"error": "The session is locked.", "fix": "Close the other window."}
    page.clock.install()
    seen.open(f"/sessions/{session.id}/")
    page.locator("#doing[data-ready]").wait_for()
    unfold(page)
    page.route("**/opinion", lambda route: route.fulfill(status=409, json=refuse))
    page.route("**/note", lambda route: route.abort())
    finding = page.locator("[role=group].judge").first
    finding.get_by_role("button", name="That is right").click()
    wrong = page.locator("[data-part=wrong] p")
    wrong.filter(has_text="The session is locked. Close the other window.").wait_for()
    page.get_by_role("button", name="Keep the note").first.click()
    wrong.filter(has_text="does not answer").wait_for()
    page.clock.fast_forward(10 * 60 * 1000)
    assert wrong.count() == 2, "as long as nothing is done about them"
    floating = "[...document.querySelectorAll('body *')].filter(e => getComputedStyle(e).position === 'fixed').length"
    assert page.evaluate(floating) == 1, "nothing of the debrief leaves its place"
    assert seen.axe() == [] and not too_wide(page)
    page.unroute("**/opinion")
    finding.get_by_role("button", name="That is wrong").click()
    news = page.get_by_text("Kept. 1 of at least 8 opinions needed")
    news.wait_for()
    assert wrong.count() == 1, "mended"
    page.clock.fast_forward(60 * 1000)
    news.wait_for(state="detached")
    tab_to(page, "Close: The program does not answer")
    page.keyboard.press("Enter")
    assert wrong.count() == 0
    assert page.evaluate("document.activeElement.id").endswith("-note"), "back where the note is written"
    seen.troubles = [line for line in seen.troubles if "Failed to load resource" not in line]


def test_a_sound_plays_from_the_second_that_was_asked_for(seen: Watched, session: Session):
    """By a range of the file; what is found there lights up while all is played."""
    page = seen.page
    ranges: list[str] = []
    page.on("request", lambda asked: ranges.append(asked.headers.get("range", "")) if "/audio/" in asked.url else None)
    seen.open(f"/sessions/{session.id}/")
    page.locator("#doing[data-ready]").wait_for()
    page.get_by_role("button", name="Play all answers").click()
    page.locator("li.lit").first.wait_for()
    page.locator("#answer-2.playing").wait_for()
    page.get_by_text("Play all answers").wait_for()
    assert any(asked.startswith("bytes=") for asked in ranges)


def test_a_correction_is_made_in_the_page(seen: Watched, session: Session):
    """The page comes back at the same answer, with the word as it was said."""
    page = seen.page
    seen.open(f"/sessions/{session.id}/")
    page.locator("#doing[data-ready]").wait_for()
    unfold(page)
    page.locator("#answer-1-heard").fill("dental clinic")
    page.locator("#answer-1-said").fill("mental clinic")
    page.locator("#answer-1").get_by_role("button", name="Correct it").click()
    page.locator("#answer-1 .transcript", has_text="mental clinic").wait_for()


def test_a_file_with_a_hostile_name_is_dropped_reviewed_and_deleted(seen: Watched):
    """Its name is text; the review outlives a reload; its debrief has the page's menu."""
    page = seen.page
    seen.open("/review")
    page.locator("#question").fill("What would break first?")
    page.locator("#files").set_input_files(
        [{"name": HOSTILE, "mimeType": "text/plain", "buffer": (ANSWERED * 3).encode()}]
    )
    card = page.locator("[data-review]")
    card.wait_for()
    page.reload()
    page.get_by_role("link", name="Read the debrief").click()
    page.locator("#doing[data-ready]").wait_for()
    page.set_viewport_size({"width": 390, "height": 844})
    assert not too_wide(page), "however long its name"
    assert HOSTILE.removesuffix(".txt")[:12] in page.inner_text(
        "main"
    ) and "What would break first?" in page.inner_text("main")
    seen.open("/review")
    page.locator("[data-review]").get_by_role("button", name="Delete").click()
    page.locator("[data-review]").wait_for(state="detached")


def test_of_a_drop_the_good_files_are_heard_and_the_bad_ones_named(seen: Watched):
    """An empty file, and one that the browser cannot read (a folder, or one that is gone), cost only themselves."""
    page = seen.page
    page.add_init_script(
        """const slice = Blob.prototype.slice;
        Blob.prototype.slice = function (...at) {
          const part = slice.apply(this, at);
          const gone = () => Promise.reject(new DOMException("gone", "NotFoundError"));
          if (this.name === "gone.wav") part.arrayBuffer = gone;
          return part;
        };"""
    )
    seen.open("/review")
    good = (ANSWERED * 3).encode()
    files = [("empty.wav", b""), ("gone.wav", b"RIFF"), ("queue.txt", good)]
    page.locator("#files").set_input_files(
        [{"name": name, "mimeType": "application/octet-stream", "buffer": content} for name, content in files]
    )
    card = page.locator("[data-review]")
    card.get_by_text("empty.wav: is empty").wait_for()
    card.get_by_text("gone.wav: cannot be read by the browser").wait_for()
    assert seen.axe() == []
    page.get_by_role("link", name="Read the debrief").click()
    page.locator("#doing[data-ready]").wait_for()
    shown = page.inner_text("main")
    assert "queue" in shown and "empty.wav" in page.content()


def test_after_an_error_the_same_file_may_be_chosen_again(seen: Watched):
    """A browser tells a change only where another file was chosen before, so the field holds none."""
    page = seen.page
    seen.open("/review")
    hollow = {"name": "hollow.wav", "mimeType": "audio/wav", "buffer": b""}
    page.locator("#files").set_input_files([hollow])
    page.get_by_text("hollow.wav: is empty").wait_for()
    assert page.evaluate("document.getElementById('files').files.length") == 0
    seen.troubles = [line for line in seen.troubles if "Failed to load resource" not in line]


def test_what_is_too_large_is_told_before_it_is_sent(seen: Watched):
    """The words of the server, where the file was dropped."""
    seen.open("/review")
    seen.page.evaluate(
        """() => {
          const list = new DataTransfer();
          const file = new File(["x"], "long.wav");
          Object.defineProperty(file, "size", { value: 200 * 1024 * 1024 });
          list.items.add(file);
          const drop = new DragEvent("drop", { dataTransfer: list, cancelable: true });
          Object.defineProperty(drop, "dataTransfer", { value: { files: [file] } });
          document.getElementById("drop").dispatchEvent(drop);
        }"""
    )
    seen.page.get_by_text("is larger than 100 MB").wait_for()
    seen.troubles = [line for line in seen.troubles if "400" not in line]


def test_a_dropped_flow_is_checked(seen: Watched):
    """With its mistakes by line; mended, it is drawn and tried with a candidate, by keyboard."""
    page = seen.page
    text = (folder() / "first-five-minutes.yaml").read_text(encoding="utf-8")
    seen.open("/flows")
    wrong = {"name": "mine.yaml", "mimeType": "text/yaml", "buffer": text.replace("start:", "starts_at:").encode()}
    page.locator("#file").set_input_files([wrong])
    page.get_by_text("VF008").first.wait_for()
    page.locator("#text").fill(text)
    page.locator("#persona").focus()
    page.keyboard.type("ready")
    tab_to(page, "Check it")
    page.keyboard.press("Enter")
    page.get_by_text("no errors").wait_for()
    assert page.locator(".drawing img").evaluate("image => image.complete && image.naturalWidth > 100")
    assert page.locator(".dialogue p").count() > 4


def test_settings_and_a_story_are_kept_by_keyboard(seen: Watched):
    """Both are plain forms; what is kept there is what the terminal finds."""
    page = seen.page
    seen.open("/settings")
    page.locator("#patience").focus()
    page.keyboard.type("long")
    tab_to(page, "Keep")
    page.keyboard.press("Enter")
    page.get_by_text("Kept.").wait_for()
    assert load_settings()["patience"] == "long" and settings_file().is_file()
    seen.open("/stories")
    page.locator("input[name=title]").first.focus()
    page.keyboard.type("The calling list")
    page.keyboard.press("Enter")
    page.locator("article h2", has_text="The calling list").wait_for()
    assert [story.title for story in load_bank() if story.confirmed] == ["The calling list"]


def test_the_level_meter_moves_and_says_what_the_browser_gave(tmp_path: Path):
    """Words are heard, near silence is not; rate and echo setting stand beside it."""
    loud = spoken(tmp_path / "loud.wav", *[(0.2, words(20))] * 4)
    for microphone, says in ((loud, "It hears you."), (None, "Too quiet so far")):
        with (
            chromium(microphone) as browser,
            running(sessions_dir()) as (link, _),
            watched(browser, link) as seen,
        ):
            seen.open("/check")
            seen.page.get_by_role("button", name="Listen").click()
            seen.page.get_by_text(says).wait_for()
            given = seen.page.locator("[data-part=given]").inner_text()
            assert "Hz" in given and "Echo cancellation" in given and "Noise suppression\noff" in given
            seen.page.get_by_role("button", name="Stop").click()
            seen.page.get_by_text("It heard you, at most" if microphone else "It has not heard you yet").wait_for()
            assert seen.troubles == []


def test_a_microphone_that_is_refused_is_told_in_words(session: Session):
    """What happened, and what to do."""
    with chromium(permitted=False) as browser, running(sessions_dir()) as (link, _), watched(browser, link) as seen:
        seen.open("/check")
        seen.page.get_by_role("button", name="Listen").click()
        seen.page.get_by_text("Allow the microphone beside the address").wait_for()


def test_a_server_that_is_gone_is_told_in_words(seen: Watched, session: Session):
    """The page does not pretend; nothing is thrown."""
    page = seen.page
    seen.open(f"/sessions/{session.id}/")
    page.locator("#doing[data-ready]").wait_for()
    unfold(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="That is right").first.click()
    page.get_by_text("The program does not answer.").wait_for()
    page.context.set_offline(False)
    seen.troubles = [line for line in seen.troubles if "ERR_INTERNET_DISCONNECTED" not in line]


def test_ctrl_c_ends_the_server_and_what_it_was_working_on(session: Session, quiet: Any):
    """A session that is being spoken in a child process: the server ends at once, with nothing more to say, and so does
    the child."""
    with tabs(quiet) as browser, own_process() as (process, link):
        with watched(browser, link) as seen:
            seen.open("/flows/first-five-minutes?persona=ready")
            seen.page.get_by_role("button", name="speak it").click()
            seen.page.locator("#spoken[data-state=running], #spoken[data-state=waiting]").wait_for()
            children = children_of(process.pid)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0 and process.stdout is not None
        assert "Traceback" not in process.stdout.read()
        assert children and not [child for child in children if alive(child)]


def children_of(pid: int) -> list[int]:
    """The processes that this one started."""
    path = Path(f"/proc/{pid}/task")
    if not path.is_dir():
        pytest.skip("needs /proc")
    return [int(word) for task in path.iterdir() for word in (task / "children").read_text().split()]


def alive(pid: int) -> bool:
    """Whether a process still runs; one that only waits to be taken note of does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
