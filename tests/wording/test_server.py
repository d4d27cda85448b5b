"""A language model server is spoken to on this computer only, and whatever it does wrong is an error in time."""

from __future__ import annotations

import json
import socket

import pytest
from word_server import WordServer, serving

from voice_interviewer.errors import MissingPartError, NotFoundError, UsageError
from voice_interviewer.interview.core.rewording import refused
from voice_interviewer.wording import choose, server
from voice_interviewer.wording.choose import make_rewording
from voice_interviewer.wording.protocols import Rewording
from voice_interviewer.wording.server import MAX_BYTES, LocalServer, address

QUESTION = "Which of those decisions was yours?"


def test_a_question_comes_back_in_other_words() -> None:
    """The follow-up is sent, and nothing else of the interview; the model may be named."""
    with serving(WordServer(lambda question: f"“{question} Indeed?”\n")) as served:
        assert LocalServer(served.url, "tiny").reword(QUESTION, 5) == f"{QUESTION} Indeed?"
    (asked,) = served.asked
    assert served.paths == ["/v1/chat/completions"]
    assert asked["messages"][0]["role"] == "system" and asked["messages"][-1] == {"role": "user", "content": QUESTION}
    assert asked["model"] == "tiny" and asked["stream"] is False


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("http://127.0.0.1:8080/v1", ("127.0.0.1", 8080, "/v1")),
        ("http://127.3.2.1:9/", ("127.3.2.1", 9, "")),
        ("http://localhost:11434/v1/", ("127.0.0.1", 11434, "/v1")),
        ("http://[::1]:1234/v1", ("::1", 1234, "/v1")),
        ("127.0.0.1:8080", ("127.0.0.1", 8080, "")),
    ],
)
def test_this_computer(url: str, where: tuple[str, int, str]) -> None:
    """By its number; `localhost` is not looked up."""
    assert address(url) == where


@pytest.mark.parametrize(
    "url",
    [
        "http://192.168.1.5:8080/v1",
        "http://10.0.0.1",
        "http://0.0.0.0:8080",
        "http://8.8.8.8",
        "http://example.org/v1",
        "http://localhost.example.org/v1",
        "http://127.0.0.1.example.org/v1",
        "http://127.0.0.1@example.org/v1",
        "http://user@127.0.0.1/v1",
        "https://127.0.0.1/v1",
        "ftp://127.0.0.1/v1",
        "http://[::ffff:8.8.8.8]/v1",
        "http://2130706433/v1",
        "http://127.1/v1",
        "http://127.0.0.1:99999/v1",
        "http:///v1",
    ],
)
def test_any_other_computer_is_refused(url: str) -> None:
    """Before a byte is sent; one line that says why."""
    with pytest.raises(UsageError) as caught:
        LocalServer(url)
    assert "\n" not in str(caught.value)


def test_no_name_is_looked_up_and_no_proxy_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy in the environment would carry the words away; every connection goes to the address itself."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://192.0.2.1:3128")
    reached: list[object] = []
    real = socket.create_connection

    def watched(where: tuple[str, int], *more: object, **others: object) -> socket.socket:
        reached.append(where)
        return real(where, *more, **others)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "create_connection", watched)
    with serving(WordServer(lambda question: question)) as served:
        assert LocalServer(served.url).reword(QUESTION, 5) == QUESTION
    assert [where[0] for where in reached] == ["127.0.0.1"]  # type: ignore[index]


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    """Not even to another address of this computer."""
    with serving(WordServer(lambda question: "Elsewhere?")) as other:
        served = WordServer(lambda question: "", status, {"Location": f"{other.url}/chat/completions"})
        with serving(served), pytest.raises(OSError, match=str(status)):
            LocalServer(served.url).reword(QUESTION, 5)
        assert not other.asked


@pytest.mark.parametrize(
    "raw",
    [b"", b"no json", b"[]", b'{"choices": []}', b'{"choices": [{"message": {"content": 5}}]}', b"x" * (MAX_BYTES + 9)],
)
def test_no_chat_is_an_error(raw: bytes) -> None:
    """Of a kind that the session catches."""
    with serving(WordServer(lambda question: raw)) as served, pytest.raises((OSError, ValueError)):
        LocalServer(served.url).reword(QUESTION, 5)


def test_a_late_answer_is_an_error() -> None:
    """The time given is kept."""
    with serving(WordServer(lambda question: question)) as served:
        served.hold.clear()
        with pytest.raises(TimeoutError):
            LocalServer(served.url).reword(QUESTION, 0.05)


def test_nobody_there_is_an_error() -> None:
    """At a port that nobody listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        with pytest.raises(OSError):
            LocalServer(f"http://127.0.0.1:{held.getsockname()[1]}").reword(QUESTION, 1)


def test_nothing_rewords_unless_it_is_named() -> None:
    """Off by default; an address is a server, a name is a registered part."""
    assert make_rewording("") is None and make_rewording("  ") is None
    for spec in ("http://127.0.0.1:8080/v1", "127.0.0.1:8080", "local", "local:http://127.0.0.1:1/v1"):
        part: Rewording | None = make_rewording(spec)
        assert part is not None and part.name == "local"
    with pytest.raises(NotFoundError, match="magic"):
        make_rewording("magic")
    with pytest.raises(UsageError, match="not this computer"):
        make_rewording("http://example.org/v1")


def test_a_broken_part_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with every exchangeable part."""
    from voice_interviewer.availability import Engines, Missing

    broken = Engines({}, {"mine": Missing("it cannot be loaded", "Update it.")})
    monkeypatch.setattr(choose, "load_engines", lambda group: broken)
    with pytest.raises(MissingPartError, match="cannot be loaded"):
        make_rewording("mine")
    assert json.dumps(sorted(broken.availability())) == '["mine"]'


def test_what_models_are_shown_passes_the_check() -> None:
    """The examples are themselves rewordings that would be spoken."""
    for question, other in server._SHOWN:
        assert refused(question, other) == ""
