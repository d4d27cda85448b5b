"""The first Ctrl-C asks, the second breaks in, and afterwards everything is as it was."""

from __future__ import annotations

import signal
import threading

import pytest

from voice_interviewer.interview.live.ctrl_c import Pressed, gently


def test_the_first_asks_and_the_second_breaks_in() -> None:
    """Nothing is raised by the first; what is done between the two is done."""
    asked: list[str] = []
    with pytest.raises(KeyboardInterrupt), gently(lambda: asked.append("stop")):
        signal.raise_signal(signal.SIGINT)
        asked.append("goes on")
        signal.raise_signal(signal.SIGINT)
    assert asked == ["stop", "goes on"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_programs_own_handler_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that listens to the signal goes on doing so."""
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    try:
        with gently(lambda: heard.append(-1)):
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)
    assert heard == [signal.SIGINT]


def test_another_thread_is_left_alone() -> None:
    """Only the main thread may say what a signal does."""
    seen: list[object] = []

    def work() -> None:
        with gently(lambda: None):
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [signal.default_int_handler]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_press_that_python_forgets_is_remembered() -> None:
    """Raised in a destructor it is lost; the next report of progress breaks in, and it is known afterwards."""

    class Going:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGINT)

    pressed, reports = Pressed(), []
    with pytest.raises(KeyboardInterrupt), pressed.watched():
        report = pressed.told_by(lambda done, whole: reports.append((done, whole)))
        Going()
        reports.append("went on")
        report(1.0, 2.0)
        reports.append("never")
    assert reports == ["went on", (1.0, 2.0)] and pressed.at_all
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_nothing_is_remembered_where_nothing_was_pressed() -> None:
    """A report of progress is passed on as it is."""
    pressed, reports = Pressed(), []
    with pressed.watched():
        pressed.told_by(lambda done, whole: reports.append((done, whole)))(1.0, 2.0)
    assert reports == [(1.0, 2.0)] and not pressed.at_all
