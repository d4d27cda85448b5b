"""Nothing leaves the machine: with the network forbidden and under the kernel's eyes every command works as ever.

`models fetch` is the one that may, and is asked first.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from outside import Command, Reached, environment, guarded, reached, watch, why_not

from voice_interviewer.debrief.paint import pdf
from voice_interviewer.paths import models_dir

COMMAND = [sys.executable, "-m", "voice_interviewer"]
TINY = str(Path(__file__).parent.parent / "data" / "flows" / "tiny.yaml")
HAVE_WEIGHTS = (models_dir() / "tiny.en" / "model.bin").is_file()
watched = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")
weights = pytest.mark.skipif(not HAVE_WEIGHTS, reason="no weights: run `voice-interviewer models fetch`")

BEFORE = [
    ["doctor", "--seconds", "0.5"],
    ["devices"],
    ["voices", "list"],
    ["models", "list"],
    ["flows", "list"],
    ["flows", "check"],
    ["flows", "show", "first-five-minutes"],
    ["flows", "draw", "first-five-minutes", "--format", "svg"],
    ["flows", "schema"],
    ["flows", "simulate", TINY, "--times", "2"],
    ["flows", "new", "mine.yaml"],
    ["analyze", "answer.txt", "--jsonl"],
    ["web", "--shortcut"],
    ["history"],
    ["plan"],
    ["review", "in", "--cohort", "--out", "results", "--workers", "1"],
    ["cohort", "pages", "results"],
    ["cohort", "judge", "results", "Ada", "--out", "judge.html"],
]
"Commands that need no session, and words."
AFTER = [
    ["sessions"],
    ["debrief", "last"],
    ["resume", "last"],
    ["history"],
    ["stories"],
    ["drill"],
    ["example", "last", "1", "--no-voice"],
    ["plan"],
    ["label", "last"],
    ["review", "audio/01.flac", "--model", "tiny.en"],
    ["voices", "say", "hibari:heart"],
    ["voices", "say", "system"],
    ["models", "verify"],
    ["cohort", "agreement", "opinions.json"],
    ["delete", "last", "--yes"],
]
"Commands that go on from a session, in this order."
ELSEWHERE = {"practice", "models fetch"} | {f"bench {name}" for name in ("turns", "hearing", "gap", "language")}
"Watched in a test of its own; the one that may; and measurements of what the others do."
WITH_LOOPBACK = """
import fcntl, os, socket, struct, sys
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
    fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh14x", b"lo", 0x49))
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
"Brings the loopback interface up, which a network namespace of one's own begins without, then becomes a program."


def leaves(found: list[Reached]) -> list[Reached]:
    return [call for call in found if call.outside]


def kept_still(done: tuple[list[Command], str, list[Reached]]) -> list[int]:
    """Exit statuses of commands of which neither witness saw anything leave."""
    commands, said, found = done
    assert [(command.argv, command.touched) for command in commands if command.touched] == []
    assert leaves(found) == [], said
    return [command.code for command in commands]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A home in which one session has been lived through: asking, hearing, following up and the debrief, watched."""
    home = tmp_path_factory.mktemp("home")
    env = environment(home, models_dir())
    argv = ["practice", TINY, "--candidate", "terse", "--seed", "1"]
    assert kept_still(guarded([argv], env, home)) == [0]
    assert list((home / "data" / "sessions").glob("*/debrief.html"))
    return home, env


def test_what_strace_writes_is_understood() -> None:
    """Lookups, connections and datagrams count, UNIX sockets and loopback do not; asking for a route sends nothing."""
    trace = """
12 connect(3<UDP:[1]>, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("10.0.0.2")}, 16) = 0
12 sendto(3<UDP:[10.0.0.9:40961->10.0.0.2:53]>, "q", 1, MSG_NOSIGNAL, NULL, 0) = 1
13 connect(5<TCP:[77]>, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("20.1.2.3")}, 16 <unfinished ...>
13 connect(5<TCP:[77]>, {sa_family=AF_INET, sin_port=htons(8000), sin_addr=inet_addr("127.0.0.1")}, 16) = 0
13 connect(5<UDP:[77]>, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, 16) = 0
14 connect(6<UNIX-STREAM:[5]>, {sa_family=AF_UNIX, sun_path="/run/pulse/native"}, 110) = 0
15 connect(8<UDPv6:[4]>, {sa_family=AF_INET6, sin6_port=htons(443), inet_pton(AF_INET6, "2001::8", &sin6_addr)}, 28) = 0
16 sendmsg(9<UDPv6:[[::1]:7->[2001::8]:443]>, {msg_name=NULL}, 0) = 3
"""
    found = reached(trace)
    assert [(call.address, call.port) for call in leaves(found)] == [
        ("10.0.0.2", 53),
        ("10.0.0.2", 53),
        ("20.1.2.3", 443),
        ("127.0.0.53", 53),
        ("2001::8", 443),
        ("2001::8", 443),
    ]
    assert [call.sends for call in leaves(found)] == [False, True, True, False, False, True]


@watched
def test_the_watch_notices(tmp_path: Path) -> None:
    """A name looked up by a child, below Python's hooks, is seen."""
    code = "import subprocess; subprocess.run(['getent', 'hosts', 'example.org'])"
    env = environment(tmp_path, models_dir())
    # A lookup goes to the resolver; where none is configured, libc asks 127.0.0.1.
    _, _, found = watch([sys.executable, "-c", code], env, tmp_path)
    assert leaves(found)


def test_the_guard_notices(tmp_path: Path) -> None:
    """Fetching models is the one thing that tries the network, so the hook must see it."""
    (tmp_path / "none").mkdir()
    env = environment(tmp_path, tmp_path / "none")
    fetch = ["models", "fetch", "base"]
    commands, said, _ = guarded([[*fetch, "--source", "hub"], fetch], env, tmp_path)
    assert any(command.touched for command in commands), said


@pytest.mark.voices
def test_commands_without_a_session_reach_nothing(tmp_path: Path) -> None:
    """Not a name is looked up, not a socket opened."""
    env = environment(tmp_path, models_dir())
    (tmp_path / "answer.txt").write_text("Sorry, I decided to cache it.\n")
    (tmp_path / "in" / "Ada").mkdir(parents=True)
    (tmp_path / "in" / "Ada" / "answer.txt").write_text("Sorry, I decided to cache it.\n")
    done = guarded(BEFORE, env, tmp_path)
    assert set(kept_still(done)) <= {0, 1}, done[1]


@watched
@pytest.mark.slow
def test_the_server_of_the_page_reaches_nothing(tmp_path: Path) -> None:
    """It starts, prints its link, and ends at Ctrl-C; what its pages do is watched by the hook of all tests."""
    env = environment(tmp_path, models_dir())
    code, said, found = watch([*COMMAND, "web", "--no-open"], env, tmp_path, until="http://127.0.0.1:")
    assert code == 0 and "http://127.0.0.1:" in said, said
    assert leaves(found) == []


@watched
@weights
@pytest.mark.models
@pytest.mark.voices
@pytest.mark.browser
@pytest.mark.skipif(pdf.browser() is None, reason="no Chromium")
def test_the_browser_that_prints_asks_nobody(lived) -> None:
    """Chromium may ask the kernel whether there is a route (which sends nothing); no byte and no name goes out."""
    home, env = lived
    argv = [*COMMAND, "debrief", "last", "--format", "pdf", "--out", "x.pdf"]
    code, said, found = watch(argv, env, home)
    assert code == 0, said
    assert [call for call in leaves(found) if call.sends] == []
    assert {(call.protocol[:3], call.port) for call in leaves(found)} <= {("UDP", 443)}


@weights
@pytest.mark.models
@pytest.mark.voices
def test_a_session_and_what_follows_reach_nothing(lived) -> None:
    """Speaking, hearing, the debrief, and every command after them; and no library leaves a store of events behind."""
    home, env = lived
    folder = next((home / "data" / "sessions").iterdir())
    done = guarded([[str(folder / w) if w.startswith("audio/") else w for w in argv] for argv in AFTER], env, home)
    assert set(kept_still(done)) <= {0, 1, 2}
    assert "defect" not in done[1] and "no such command" not in done[1].lower(), done[1]
    assert not list(home.rglob("*icrosoft*"))


@watched
@pytest.mark.slow
def test_workers_of_a_cohort_stay_on_this_computer(tmp_path: Path) -> None:
    """A cluster started here talks to itself over loopback, without asking for a way out."""
    pytest.importorskip("distributed", reason="needs Dask, of the `cohort` extra")
    for student in ("Ada", "Bo"):
        (tmp_path / "in" / student).mkdir(parents=True)
        (tmp_path / "in" / student / "answer.txt").write_text("I decided to cap it, because it was slow. " * 10)
    argv = ["-m", "voice_interviewer", "review", "in", "--cohort", "--out", "out", "--workers", "2"]
    code, said, found = watch(
        [sys.executable, "-c", WITH_LOOPBACK, *argv], environment(tmp_path, models_dir()), tmp_path
    )
    assert (code, leaves(found)) == (0, []), said
    assert found and (tmp_path / "out" / "cohort.csv").is_file(), "the watch saw no loopback either"


def test_every_command_is_watched() -> None:
    """A new command must be added to a list above."""
    import typer

    from voice_interviewer.cli import app as cli

    if not cli.app.registered_commands:
        cli._register()
    tree = typer.main.get_command(cli.app)
    names = set()
    for name, command in tree.commands.items():
        names |= {f"{name} {sub}" for sub in getattr(command, "commands", {})} or {name}
    listed = {" ".join(argv[:2]) if " ".join(argv[:2]) in names else argv[0] for argv in (*BEFORE, *AFTER)}
    assert names - listed - ELSEWHERE == set()


def test_the_environment_forbids_it_before_any_library() -> None:
    """Importing the package alone sets what onnxruntime reads when it is loaded, for this process and its children."""
    from voice_interviewer.offline import FORBIDDEN

    assert FORBIDDEN["ORT_DISABLE_TELEMETRY"] == "1"
    assert {key: os.environ.get(key) for key in FORBIDDEN} == FORBIDDEN
