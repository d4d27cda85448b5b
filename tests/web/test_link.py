"""The socket: no sample is lost or doubled, what is played is counted, a page may go, come back and be taken over."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from starlette.websockets import WebSocketDisconnect
from web_kit import HOST, FakePage, StillInterview, browser, served, stranger

from voice_interviewer.web.live.link import AHEAD_S, ELSEWHERE, NOTHING_HERE, TAKEN_OVER, Hello
from voice_interviewer.web.live.sitting import Sitting

TONE = (0.5 * np.sin(np.arange(48_000) / 10)).astype(np.float32)


@pytest.fixture
def app(tmp_path: Path):
    fenced = served(tmp_path)
    desk = fenced.app.state.desk
    desk.sitting = Sitting(StillInterview)
    yield fenced
    desk.close()


def sitting_of(app) -> Sitting:
    return app.app.state.desk.sitting


def connected(app, client=None):
    return (client or browser(app)).websocket_connect(f"ws://{HOST}/live/socket")


def test_a_page_is_given_the_picture_and_heard(app):
    """Every sample arrives once: pieces sent twice are dropped, overlapping ones cut, missing ones counted."""
    sitting = sitting_of(app)
    fed = []
    sitting.microphone.feed = lambda samples: fed.append(samples.copy())
    with connected(app) as socket:
        page = FakePage(socket, through="Desk microphone, 48 kHz", latency=0.02)
        assert page.until("picture")["next"] == 0
        ramp = np.arange(960 * 4, dtype=np.int16)
        for piece in (ramp[:960], ramp[960:1920], ramp[960:1920]):
            page.frame = int(piece[0])
            page.speak(piece)
        page.frame = 1440
        page.speak(ramp[1440:2400])
        page.frame = 2880
        page.speak(ramp[2880:3840])
        page.speak(np.zeros(25_000 // 2 * 2, np.int16)[:24_000])
        assert page.until("have")["frame"] == 3840 + 24_000
    heard = np.concatenate(fed)[: 2400 + 960]
    assert np.array_equal(heard, np.concatenate([ramp[:2400], ramp[2880:]]))
    assert sitting.place.lost == 480
    sitting.screen.wishes()
    assert sitting.interview.notes_kept == ["Heard through the browser: Desk microphone, 48 kHz."]


def test_a_page_that_comes_back_goes_on_where_it_was(app):
    """The same opening of the microphone continues at the frame that is wanted; another begins anew."""
    with connected(app) as socket:
        page = FakePage(socket)
        page.until("picture")
        page.speak(np.zeros(24_000, np.int16))
        page.until("have")
        page.speak(np.zeros(24_000, np.int16))
        page.until("have")
    with connected(app) as socket:
        assert FakePage(socket).until("picture")["next"] == 48_000
    with connected(app) as socket:
        assert FakePage(socket, capture="b", rate=44_100).until("picture")["next"] == 0
        assert sitting_of(app).speaker.rate_hz == 44_100


def test_sound_runs_a_moment_ahead_and_is_counted_as_it_is_heard(app):
    """No more is sent than a quarter of a second ahead; a clip is over when its last sample was played."""
    speaker = sitting_of(app).speaker
    with connected(app) as socket:
        page = FakePage(socket)
        page.until("picture")
        clip = speaker.play(TONE, 48_000)
        page.speak()
        page.speak(np.zeros(24_000, np.int16))
        page.until("have")
        assert AHEAD_S * 48_000 <= page.waiting <= (AHEAD_S + 0.02) * 48_000 + 1
        state = speaker.status(clip)
        assert state.state == "playing" and state.played_s < 0.03
        while len(np.concatenate(page.sound)) < 48_001:
            page.speak(np.zeros(24_000, np.int16), play=min(page.waiting, 9600))
            page.until("have")
        assert speaker.status(clip).state == "playing"
        page.speak(np.zeros(24_000, np.int16), play=page.waiting)
        page.until("have")
        assert speaker.status(clip).state == "done" and speaker.status(clip).played_s == 1.0
        assert np.abs(np.concatenate(page.sound)[1:48_001] / 32767 - TONE).max() < 1e-4


def test_a_flush_reaches_the_page_and_what_was_heard_is_known(app):
    """What the page threw away was not played; what comes after is not lost."""
    speaker = sitting_of(app).speaker
    with connected(app) as socket:
        page = FakePage(socket)
        page.until("picture")
        page.until("flush")
        first = speaker.play(TONE, 48_000)
        page.speak()
        page.speak(np.zeros(24_000, np.int16))
        page.until("have")
        page.speak(play=4800)
        page.speak(np.zeros(24_000, np.int16))
        page.until("have")
        speaker.flush()
        second = speaker.play(TONE[:960], 48_000)
        assert speaker.status(first).state == "playing", "until the page has told how much was heard"
        page.until("flush")
        page.speak()
        page.speak(np.zeros(24_000, np.int16), play=0)
        page.until("have")
        state = speaker.status(first)
        assert state.state == "dropped" and abs(state.played_s - 0.1) < 0.001
        got = np.concatenate(page.sound)
        assert np.abs(got[-960:] / 32767 - TONE[:960]).max() < 1e-4 or speaker.status(second).state == "playing"


def test_what_the_person_wants_reaches_the_interview(app):
    """Wishes, typed answers, drafts, a key held and let go, and leaving."""
    sitting = sitting_of(app)
    with connected(app) as socket:
        page = FakePage(socket)
        page.until("picture")
        for told in (
            {"kind": "wish", "name": "repeat"},
            {"kind": "wish", "name": "done"},
            {"kind": "wish", "name": "take_time"},
            {"kind": "draft", "text": "I wai"},
            {"kind": "hold", "on": True},
            {"kind": "typed", "text": "I waited."},
            {"kind": "latency", "seconds": 0.03},
            {"kind": "trouble", "text": "track ended"},
            {"kind": "draft", "text": "next"},
        ):
            socket.send_json(told)
        page.speak(np.zeros(24_000, np.int16))
        page.speak(np.zeros(24_000, np.int16))
        page.until("have")
        assert sitting.interview.wishes == [("repeat", ""), ("done", ""), ("take_time", ""), ("typed", "I waited.")]
        assert sitting.screen.draft() == "next" and sitting.interview.holds == [True]
    assert sitting.interview.holds == [True, False, False], "a page that goes away lets keys go"


def test_what_is_shown_is_told_at_once(app):
    """From the session's thread through the socket; of captions only the latest matters."""
    screen = sitting_of(app).screen
    with connected(app) as socket:
        page = FakePage(socket)
        page.until("phase")
        screen.said("What broke?", "question")
        assert page.until("said") == {"kind": "said", "text": "What broke?", "of": "question"}
        sitting_of(app).speaker.duck(0.25)
        assert page.until("duck")["gain"] == 0.25
        sitting_of(app).speaker.hold(True)
        assert page.until("still")["on"] is True


@pytest.mark.parametrize(
    "message",
    ["", "[]", "{", '{"kind":"wish","name":"rm -rf"}', '{"kind":"hold","on":1}', '{"kind":"typed"}', "[" * 100_000,
     b"", b"\x01" * 9, b"\xff" * 1000],
)  # fmt: skip
def test_nonsense_closes_the_socket_and_harms_nothing(app, message):
    """The session goes on waiting for its page."""
    with connected(app) as socket:
        FakePage(socket).until("picture")
        (socket.send_bytes if isinstance(message, bytes) else socket.send_text)(message)
    with connected(app) as socket:
        assert FakePage(socket).until("picture")
    assert sitting_of(app).interview.wishes == []


@pytest.mark.parametrize(
    "text",
    ["{}", "3", '{"kind":"hello"}', '{"kind":"hello","page":"p","capture":"c","rate":0}',
     '{"kind":"hello","page":"","capture":"c","rate":48000}', '{"kind":"hello","page":"p","capture":"c","rate":1e9}'],
)  # fmt: skip
def test_a_stranger_to_the_protocol_is_refused(app, text: str):
    """A first message that is no greeting."""
    with pytest.raises(ValueError):
        Hello.read(text)
    with connected(app) as socket:
        socket.send_text(text)
        assert socket.receive() == {"type": "websocket.close", "code": 1008, "reason": ""}


def test_a_second_tab_is_asked_before_it_takes_over(app):
    """It is told that the interview is open elsewhere; when it takes over, the first is told and closed."""
    with connected(app) as first:
        one = FakePage(first)
        one.until("phase")
        with connected(app) as second, pytest.raises(WebSocketDisconnect) as closed:
            two = FakePage(second, page="two")
            assert two.until("elsewhere")
            two.until("never")
        assert closed.value.code == ELSEWHERE
        with connected(app) as third:
            three = FakePage(third, page="two", capture="z", take_over=True)
            assert three.until("picture")["next"] == 0
            assert one.until("taken_over")
            with pytest.raises(WebSocketDisconnect) as closed:
                one.until("never")
            assert closed.value.code == TAKEN_OVER
            three.speak(np.zeros(24_000, np.int16))
            assert three.until("have")


def test_the_same_tab_reloaded_is_let_in(app):
    """Though its old socket has not been noticed to be gone."""
    with connected(app) as old:
        FakePage(old).until("picture")
        with connected(app) as new:
            assert FakePage(new, capture="b").until("picture")


def test_without_an_interview_the_page_is_told(tmp_path: Path):
    """And the socket closed for good."""
    with connected(served(tmp_path)) as socket, pytest.raises(WebSocketDisconnect) as closed:
        page = FakePage(socket)
        assert page.until("nothing")
        page.until("never")
    assert closed.value.code == NOTHING_HERE


def test_a_socket_of_somebody_else_is_never_accepted(app):
    """No cookie, another origin, another host: closed before it is open."""
    for client in (stranger(app), browser(app, Origin="http://127.0.0.1:4712"), browser(app, Host="evil.example")):
        with pytest.raises(WebSocketDisconnect), connected(app, client):
            pass
