"""The one way to run a session: new, resumed, retaken, finished; parts brought along; other threads; no growth."""

from __future__ import annotations

import gc
import json
import threading
import weakref
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from places import ROOT, TINY_FLOW
from threads import started

from voice_interviewer.audio.page import PageMicrophone, PageSpeaker
from voice_interviewer.audio.protocols import RATE_HZ, Block
from voice_interviewer.errors import InputFileError, NotFoundError, UsageError
from voice_interviewer.flow.catalog import load_flow
from voice_interviewer.interview.live.given import Given
from voice_interviewer.interview.live.runner import Runner
from voice_interviewer.interview.live.session import Choices, Interview, practise
from voice_interviewer.sessions.journal import Session, list_sessions
from voice_interviewer.testing import (
    FakeVad,
    FakeVoice,
    RecordingScreen,
    Room,
    ScriptedCandidate,
)

STRONG = "the address feed fails first so I alert on its null rate before anybody notices"
PLAIN = "I left the feature store out on purpose"


def given(folder: Path, *texts: str | None, **more: object) -> Given:
    """Everything scripted: these answers, heard word for word, as fast as the machine can."""
    candidate = ScriptedCandidate(texts)
    parts: dict[str, object] = {
        "candidate": candidate,
        "recogniser": candidate.recogniser,
        "voice": FakeVoice(),
        "voice_activity": FakeVad(),
        "screen": RecordingScreen(),
        "root": folder,
    }
    return Given(**{**parts, **more})  # type: ignore[arg-type]


def answers(path: Path) -> list[str]:
    return [entry.data["heard"]["text"] for entry in Session(path).of("heard")]


def test_a_whole_session_from_ten_lines(tmp_path: Path):
    """From greeting to debrief with in-memory sound: what was said is what the debrief quotes."""
    room, screen = Room(), RecordingScreen()
    candidate = ScriptedCandidate([STRONG, PLAIN])
    parts = Given(
        microphone=room.microphone, speaker=room.speaker, screen=screen, root=tmp_path, candidate=candidate,
        recogniser=candidate.recogniser, voice=FakeVoice(), voice_activity=FakeVad(),
    )  # fmt: skip
    outcome, finished = practise(TINY_FLOW, Choices(minutes=3), parts)
    assert outcome.reason == "finished" and not outcome.can_resume
    assert answers(outcome.path) == [STRONG, PLAIN]
    debrief = json.loads(finished.files.json.read_text())
    assert [row["transcript"]["text"] for row in debrief["answers"]] == [STRONG, PLAIN]
    assert [kind for kind, _ in screen.lines][:2] == ["greeting", "question"]
    assert screen.states[:4] == ["speaking", "listening", "thinking", "speaking"]
    heard, said = room.tracks()
    assert np.abs(heard).max() > 0.1 and np.abs(said).max() > 0.1, "both voices sounded in the room"


def test_without_a_microphone_of_its_own_a_candidate_gets_a_room(tmp_path: Path):
    """A candidate alone is enough: no device is looked for, and nothing waits for a clock."""
    outcome, _ = practise(TINY_FLOW, Choices(), given(tmp_path, STRONG, PLAIN))
    assert outcome.reason == "finished" and answers(outcome.path) == [STRONG, PLAIN]


def test_a_loaded_flow_and_a_clock_are_taken_as_they_are(tmp_path: Path):
    """The session's name tells the given time; seed and parts are written down."""
    interview = Interview.new(
        load_flow(str(TINY_FLOW)), Choices(), given(tmp_path, clock=lambda: datetime(2031, 4, 5, 6, 7)), seed=9
    )
    assert interview.id == "2031-04-05-0607-tiny"
    header = interview.session.header
    assert (header.seed, header.candidate, header.choices.candidate) == (9, "scripted", ())
    interview.session.close()


def test_a_broken_off_session_is_resumed(tmp_path: Path):
    """Stopped by another thread's word in the middle, it goes on at the open question, later on the same clock."""
    interview = Interview.new(TINY_FLOW, Choices(), given(tmp_path, STRONG))

    class Stopper(RecordingScreen):
        def said(self, text: str, kind: str) -> None:
            super().said(text, kind)
            if "left out" in text or "leave out" in text:
                interview.stop()

    interview.screen = Stopper()
    outcome = interview.run()
    assert (outcome.reason, outcome.can_resume) == ("interrupted", True)
    last_s = max(entry.at_s for entry in Session(outcome.path).entries())
    again = Interview.resume(outcome.id, given(tmp_path, PLAIN))
    ended = again.run()
    assert ended.path == outcome.path and ended.reason == "finished"
    assert answers(ended.path) == [STRONG, PLAIN]
    entries = Session(ended.path).entries()
    assert [e.at_s for e in entries if e.kind == "event"] == sorted(e.at_s for e in entries if e.kind == "event")
    assert max(entry.at_s for entry in entries) > last_s
    assert len(json.loads(again.finish().files.json.read_text())["answers"]) == 2


def test_a_finished_session_is_not_resumed(tmp_path: Path):
    """It says where its debrief is; one that does not exist is not found."""
    outcome, _ = practise(TINY_FLOW, Choices(), given(tmp_path, STRONG, PLAIN))
    with pytest.raises(UsageError, match="came to its end"):
        Interview.resume(outcome.id, given(tmp_path))
    with pytest.raises(NotFoundError):
        Interview.resume("1999", given(tmp_path))


def test_a_retake_puts_both_takes_side_by_side(tmp_path: Path):
    """The same question again; the comparison names what changed, and the first session knows of the second."""
    first, _ = practise(TINY_FLOW, Choices(), given(tmp_path, "it is a web page with some lists", None, PLAIN))
    interview = Interview.retake("last/1", Choices(), given(tmp_path, STRONG))
    assert interview.is_retake and interview.session.header.retake == f"{first.id}/1"
    interview.run()
    takes = interview.finish().takes
    assert takes is not None and takes.page.is_file() and takes.lines[0]
    assert [entry.data["session"] for entry in Session(first.path).of("retake")] == [interview.id]


def test_a_retake_without_an_answer_compares_nothing(tmp_path: Path):
    """Silence is no second take."""
    practise(TINY_FLOW, Choices(), given(tmp_path, STRONG, PLAIN))
    interview = Interview.retake("last/1", Choices(), given(tmp_path, None))
    interview.run()
    assert interview.finish().takes is None


@pytest.mark.parametrize(
    ("flow", "choices", "error"),
    [
        ("no-such-flow", Choices(), NotFoundError),
        (str(TINY_FLOW), Choices(minutes=0), UsageError),
        (str(TINY_FLOW), Choices(candidate=("nobody",)), NotFoundError),
        (str(TINY_FLOW), Choices(candidate=("gone.wav",)), InputFileError),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_made(
    tmp_path: Path, flow: str, choices: Choices, error: type[Exception]
):
    """A wrong flow, time or candidate leaves no session behind."""
    with pytest.raises(error):
        Interview.new(flow, choices, Given(root=tmp_path))
    assert list_sessions(tmp_path) == []


def test_a_session_that_cannot_begin_leaves_nothing_behind(tmp_path: Path):
    """A candidate without a room to speak in is refused when it runs, and the folder is gone."""

    class Foreign:
        name = "foreign"

    interview = Interview.new(TINY_FLOW, Choices(), given(tmp_path, STRONG, microphone=Foreign()))
    with pytest.raises(UsageError, match="room"):
        interview.run()
    assert list_sessions(tmp_path) == []


def test_ctrl_c_before_it_begins_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Pressed while the engines are opened: no folder of a session that never was."""

    def pressed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("voice_interviewer.interview.live.session.assemble", pressed)
    interview = Interview.new(TINY_FLOW, Choices(), given(tmp_path, STRONG))
    with pytest.raises(KeyboardInterrupt):
        interview.run()
    assert list_sessions(tmp_path) == []


def test_ctrl_c_in_the_second_hearing_costs_no_debrief(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The debrief is made of the words there are, and `stopped` tells that it was pressed."""

    def pressed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Interview, "_hear_again", pressed)
    _, made = practise(TINY_FLOW, Choices(), given(tmp_path, STRONG, PLAIN))
    assert made.stopped and made.heard_again is None
    assert [row["transcript"]["text"] for row in json.loads(made.files.json.read_text())["answers"]] == [STRONG, PLAIN]


def test_wishes_come_from_any_thread(tmp_path: Path):
    """A wish put by another thread is heard: the session is finished at once."""
    interview = Interview.new(TINY_FLOW, Choices(), given(tmp_path))
    thread = threading.Thread(target=interview.wish, args=("finish",))
    thread.start()
    thread.join()
    assert interview.run().reason == "asked_to_finish"


def test_a_held_turn_outlasts_any_silence(tmp_path: Path):
    """While a key is held nothing ends by silence; let go, the answer is one, with both parts."""
    parts = given(tmp_path, "I sold the old one", PLAIN)
    interview = Interview.new(TINY_FLOW, Choices(minutes=4), parts)
    candidate = parts.candidate
    assert isinstance(candidate, ScriptedCandidate)
    let_go: list[float] = []

    class Holding(RecordingScreen):
        def time(self, elapsed_s: float, budget_s: float) -> None:
            super().time(elapsed_s, budget_s)
            if not let_go and elapsed_s > 40:
                let_go.append(elapsed_s)
                interview.hold(False)

    interview.screen = Holding()
    interview.hold(True)
    outcome = interview.run()
    first = next(entry for entry in Session(outcome.path).entries() if entry.kind == "heard")
    assert first.at_s > let_go[0]
    assert answers(outcome.path)[0] == "I sold the old one"


def test_stop_before_run_ends_at_once(tmp_path: Path):
    """A page that was closed while the session was being made does not start an interview with nobody."""
    interview = Interview.new(TINY_FLOW, Choices(), given(tmp_path, STRONG))
    interview.stop()
    assert interview.run().reason == "interrupted"


class Coming:
    """A microphone of a page: away for a while in the middle of the session, then back."""

    def __init__(self, inner: object, away_at_s: float, reads: int) -> None:
        self.name, self.realtime, self.inner = "page", False, inner
        self.room = inner.room  # type: ignore[attr-defined]
        self.away_at_s, self.left, self.away = away_at_s, reads, False

    def __enter__(self) -> Coming:
        return self

    def __exit__(self, *exc: object) -> None:
        pass

    def read(self, timeout_s: float = 2.0) -> Block | None:
        if self.room.now_s >= self.away_at_s and self.left:
            self.left -= 1
            self.away = self.left >= 0
            return None
        self.away = False
        return self.inner.read(timeout_s)  # type: ignore[attr-defined,no-any-return]


def test_a_page_that_goes_away_pauses_the_session(tmp_path: Path):
    """Session time stands still, nothing is asked of nobody; when it is back, the question is put again."""
    room = Room()
    page = Coming(room.microphone, away_at_s=3.0, reads=5)
    screen = RecordingScreen()
    parts = given(tmp_path, microphone=page, candidate=None, screen=screen, voice=FakeVoice(), speaker=room.speaker)
    interview = Interview.new(TINY_FLOW, Choices(minutes=1), parts)
    outcome = interview.run()
    commands = [e.data for e in Session(outcome.path).of("event") if e.data["type"] == "Command"]
    assert [c["name"] for c in commands][:2] == ["pause", "resume"]
    assert commands[1]["at_s"] - commands[0]["at_s"] < 0.1
    assert any("away" in text for kind, text in screen.lines if kind == "notice")
    assert outcome.reason != "microphone_lost"


def test_a_page_that_never_comes_back_can_be_stopped(tmp_path: Path):
    """`stop` ends the waiting; the session can go on another day."""
    room = Room()
    page = Coming(room.microphone, away_at_s=3.0, reads=10**9)
    interview = Interview.new(TINY_FLOW, Choices(), given(tmp_path, microphone=page, candidate=None))

    class Watching(RecordingScreen):
        def notice(self, text: str) -> None:
            if "away" in text:
                threading.Thread(target=interview.stop).start()

    interview.screen = Watching()
    assert interview.run().can_resume


def test_a_page_in_another_thread_is_interviewed(tmp_path: Path):
    """Samples fed and fetched by another thread, wishes from there too: a whole session, words and all."""
    microphone = PageMicrophone(RATE_HZ, realtime=False)
    speaker = PageSpeaker(RATE_HZ, clock=microphone.now)
    room, over = Room(record=False), threading.Event()
    candidate = ScriptedCandidate([STRONG, PLAIN])

    class Page(RecordingScreen):
        """Speaks when it is listened to."""

        def listening(self, on: bool) -> None:
            if on:
                pcm = candidate.answer(None)  # type: ignore[arg-type]
                room.say(np.concatenate([np.zeros(RATE_HZ // 2, np.float32), pcm]))

    def page() -> None:
        while not over.is_set():
            if microphone.backlog_s < 0.1:
                block = room.microphone.read()
                assert block is not None
                microphone.feed(block.samples)
                speaker.pull(len(block.samples))
            else:
                over.wait(0.0005)

    ends = {"microphone": microphone, "speaker": speaker, "full_duplex": True}
    parts = given(tmp_path, **ends, candidate=None, recogniser=candidate.recogniser, screen=Page())
    interview = Interview.new(TINY_FLOW, Choices(), parts)
    thread = threading.Thread(target=page)
    thread.start()
    try:
        outcome = interview.run()
    finally:
        over.set()
        thread.join()
    assert outcome.reason == "finished" and answers(outcome.path) == [STRONG, PLAIN]


def test_sessions_one_after_another_leave_nothing_behind(tmp_path: Path):
    """Ten in one process: no thread more than before, no runner that lives on, each its own folder."""
    runners: list[weakref.ref[Runner]] = []
    real = Runner.run

    def noted(self: Runner) -> str:
        runners.append(weakref.ref(self))
        return real(self)

    Runner.run = noted  # type: ignore[method-assign]
    try:
        practise(TINY_FLOW, Choices(), given(tmp_path, STRONG, PLAIN))
        before = {thread.name for thread in started()}
        for _ in range(9):
            practise(TINY_FLOW, Choices(), given(tmp_path, STRONG, PLAIN))
    finally:
        Runner.run = real  # type: ignore[method-assign]
    for thread in started():
        if thread.name == "prompt-prefetch":
            thread.join(60)
    assert {thread.name for thread in started()} <= before
    gc.collect()
    assert len(runners) == 10 and not any(runner() for runner in runners)
    assert len(list_sessions(tmp_path)) == 10


def test_only_the_session_module_assembles_sessions():
    """Terminal, page and programs have one way: nothing else in the package puts a runner together."""
    package = ROOT / "voice_interviewer"
    users = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "import assemble" in (text := path.read_text(encoding="utf-8")) or "Runner(" in text
    }
    assert users == {"interview/live/session.py", "interview/live/assemble.py"}


@pytest.mark.models
@pytest.mark.voices
def test_real_engines_in_a_room(tmp_path: Path):
    """A written answer spoken by a real voice, heard by real Whisper, Silero and turn model, with in-memory sound."""
    from voice_interviewer.audio.playout import resample
    from voice_interviewer.availability import Ready
    from voice_interviewer.hearing import choose
    from voice_interviewer.voice.choose import list_voices, make_voice

    if "whisper" not in choose.engines(choose.RECOGNISERS).ready() or len(list_voices()) < 2:
        pytest.skip("no weights or no voices here")
    voice = make_voice("hibari:low") if any(v.id == "hibari:low" for v in list_voices()) else make_voice()

    class Spoken:
        name, stop_after_s = "spoken", 0.4

        def __init__(self) -> None:
            self.texts = [
                "The address feed would fail first. It goes stale without any error, so I alert on its null rate.",
                "I left the feature store out on purpose. One table did the job.",
            ]

        def answer(self, asked: object) -> np.ndarray:
            clip = voice.say(self.texts.pop(0) if self.texts else "That is all I can say.")
            return resample(clip.pcm, clip.rate_hz, 16_000)

    room = Room()
    turn, state = choose.turn_model()
    parts = Given(
        microphone=room.microphone, speaker=room.speaker, candidate=Spoken(), turn_model=turn, root=tmp_path,
        screen=RecordingScreen(),
    )  # fmt: skip
    outcome, finished = practise(TINY_FLOW, Choices(minutes=3), parts)
    assert outcome.reason == "finished" and (turn is not None or not isinstance(state, Ready))
    first, *_ = json.loads(finished.files.json.read_text())["answers"]
    assert "feed" in first["transcript"]["text"].lower() and first["signals"]["failure_anticipation"]["state"] in (
        "volunteered",
        "prompted",
    )
    assert any("on purpose" in text.lower() for text in answers(outcome.path))
