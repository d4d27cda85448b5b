"""The server as a process: this computer's own address, a free port, one link, a clean end with Ctrl-C."""

from __future__ import annotations

import asyncio
import http.client
import logging
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from voice_interviewer.cli import web as command
from voice_interviewer.cli.app import run
from voice_interviewer.errors import UsageError
from voice_interviewer.web import serve


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.2", "::", "evil.example", ""])
def test_only_this_computer(host: str):
    """Another address is refused with the reason."""
    with pytest.raises(UsageError, match="no microphone"):
        serve.check_address(host)
    serve.check_address("127.0.0.1")


def test_the_command_refuses_another_address(capsys: pytest.CaptureFixture[str]):
    """With one line and exit code 2."""
    assert run([command.web.__name__, "--host", "0.0.0.0"]) == 2
    assert "this computer alone" in capsys.readouterr().err


def test_a_taken_port_is_told_or_gone_round():
    """A port that was asked for is; the usual one is not."""
    with serve.take_port() as first, serve.take_port() as second:
        one, two = first.getsockname(), second.getsockname()
        assert one[0] == two[0] == "127.0.0.1" and one[1] != two[1]
        with pytest.raises(UsageError, match="cannot be used"):
            serve.take_port(one[1])


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C of a child is another matter there")
def test_it_starts_prints_its_link_and_ends_cleanly(tmp_path: Path):
    """The link opens the first page; Ctrl-C ends the process with 0 and without a word."""
    program = [sys.executable, "-m", "voice_interviewer", "web", "--no-open"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)(/\?key=\S+)", child.stdout.readline())
        assert found
        talk = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=120)
        talk.request("GET", found[2])
        answer = talk.getresponse()
        answer.read()
        assert answer.status == 303
        talk.request("GET", "/", headers={"Cookie": answer.headers["Set-Cookie"].partition(";")[0]})
        assert b"voice-interviewer" in talk.getresponse().read()
        talk.close()
        child.send_signal(signal.SIGINT)
        _, wrong = child.communicate(timeout=120)
    assert child.returncode == 0 and wrong == ""


def test_a_page_under_way_at_the_end_is_no_defect(capfd: pytest.CaptureFixture[str]):
    """Who ends the program while a page is made sees no traceback; a real defect is still told."""
    with serve.take_port() as listening:
        serve.make_server(listening)
    log = logging.getLogger("uvicorn.error")
    log.error("Cancel %s running task(s), timeout graceful shutdown exceeded", 1)
    for trouble in (asyncio.CancelledError("Task cancelled"), ValueError("a defect")):
        log.error("Exception in ASGI application", exc_info=(type(trouble), trouble, None))
    said = capfd.readouterr().err
    assert "a defect" in said and "Cancel" not in said
