"""Watching commands from outside their process: every network call of them and their children, as the kernel sees them.

Two witnesses at once. A hook inside Python refuses and notes every use of a network, on each system, but is blind to
native libraries. `strace` (Linux) sees each `connect` and `send`; an empty network namespace (where one may be made)
lets nothing through meanwhile.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CALL = re.compile(r"^(?:\d+\s+)?(connect|sendto|sendmsg|sendmmsg)\((.*)")
FD = re.compile(r"^\d+<([A-Za-z0-9]+):\[(.*?)\]>")
ADDRESS = re.compile(r'sa_family=AF_INET6?\b.*?port=htons\((\d+)\).*?(?:inet_addr\("|inet_pton\(AF_INET6, ")([^"]+)"')
PEER = re.compile(r"->(.+):(\d+)\]")
LOOPBACK = re.compile(r"^(127\.|::1$|::ffff:127\.)")
DNS = 53
GIVEN_UP_S = 300.0

GUARD = """
import json, sys
touched = []

def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"):
        address = args[1] if event == "socket.connect" else args[0]
        local = isinstance(address, (str, bytes)) and event == "socket.connect"  # a UNIX socket, as sound servers use
        if not local:
            touched.append([event, repr(address)])
            raise OSError("the network is forbidden here")

sys.addaudithook(watch)
from voice_interviewer.cli.app import run
rows = []
for argv in json.loads(sys.argv[2]):
    before = len(touched)
    print("$", *argv, flush=True)
    code = run(argv)
    sys.stdout.flush()
    rows.append([argv, code, touched[before:]])
with open(sys.argv[1], "w") as out:
    json.dump(rows, out)
"""
"Commands one after another in one process that refuses and notes every use of a network."


@dataclass(frozen=True)
class Reached:
    """One network call to somewhere."""

    call: str
    protocol: str
    address: str
    port: int

    @property
    def outside(self) -> bool:
        """It leaves the machine, or asks a local resolver, which would."""
        return self.port == DNS or not LOOPBACK.match(self.address)

    @property
    def sends(self) -> bool:
        """Something goes out; a datagram socket's `connect` only asks the kernel for a route."""
        return self.call != "connect" or not self.protocol.startswith("UDP")


@dataclass(frozen=True)
class Command:
    """What became of one command, as the hook inside Python saw it."""

    argv: list[str]
    code: int
    touched: list[list[str]]
    "[event, address] of everything that would have used a network."


def reached(trace: str) -> list[Reached]:
    """The output of `strace -f -yy -e trace=network` → every call that names or has an internet address."""
    found = []
    for line in trace.splitlines():
        call = CALL.match(line)
        if call is None:
            continue
        name, rest = call.groups()
        fd = FD.match(rest)
        protocol, inside = fd.groups() if fd else ("", "")
        if protocol and not protocol.startswith(("TCP", "UDP", "RAW", "PING")):
            continue
        named = ADDRESS.search(rest)
        peer = PEER.search(f"{inside}]") if named is None and protocol else None
        if named is not None:
            found.append(Reached(name, protocol, named[2], int(named[1])))
        elif peer is not None:
            found.append(Reached(name, protocol, peer[1].strip("[]"), int(peer[2])))
    return found


@cache
def why_not() -> str:
    """Why nothing can be seen through the kernel here; empty when it can."""
    if not sys.platform.startswith("linux"):
        return "strace is Linux's"
    strace = shutil.which("strace")
    if strace is None:
        return "strace is not installed: apt-get install strace"
    done = subprocess.run([strace, "-f", "-e", "trace=none", "true"], capture_output=True, check=False)
    return "" if done.returncode == 0 else "this system does not permit strace"


@cache
def isolated() -> list[str]:
    """The words before a command that give it a network without any way out; empty where that is not permitted."""
    for words in (["unshare", "-n"], ["unshare", "-r", "-n"]):
        if (
            shutil.which(words[0])
            and subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0
        ):
            return words
    return []


def environment(home: Path, models: Path) -> dict[str, str]:
    """A user who has never started anything here, on no CI machine: libraries keep still where CI variables are set."""
    data = home / "data"
    data.mkdir(parents=True, exist_ok=True)
    if not (data / "models").exists():
        (data / "models").symlink_to(models)
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "TMPDIR", "PYTHONPATH") if key in os.environ}
    return kept | {
        "HOME": str(home),
        "VOICE_INTERVIEWER_DATA": str(data),
        "VOICE_INTERVIEWER_CACHE": str(home / "cache"),
    }


def watch(command: list[str], env: dict[str, str], home: Path, *, until: str = "") -> tuple[int, str, list[Reached]]:
    """Run a program in `home` under the kernel's watch: (exit code, what it printed, what it tried to reach).

    Interrupted like Ctrl-C once it has printed `until`. Where `strace` is not, it reaches nothing that we could see.
    """
    trace = home / "trace"
    strace = ["strace", "-f", "-qq", "--seccomp-bpf", "-yy", "-s", "64", "-e", "trace=network", "-o", str(trace)]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(
        [*isolated(), *([] if why_not() else strace), *command],
        env=env, cwd=home, text=True, errors="replace", start_new_session=True, **pipes,
    ) as process:  # fmt: skip
        hung = threading.Timer(GIVEN_UP_S, process.kill)
        hung.start()
        said = []
        for line in process.stdout:
            said.append(line)
            if until and until in line:
                os.killpg(process.pid, signal.SIGINT)
        code = process.wait()
        hung.cancel()
    return code, "".join(said), reached(trace.read_text(errors="replace")) if trace.exists() else []


def guarded(commands: Sequence[list[str]], env: dict[str, str], home: Path) -> tuple[list[Command], str, list[Reached]]:
    """Run commands of the program one after another under both watches: (each command, all they printed, what they
    tried to reach)."""
    report = home / "report.json"
    report.unlink(missing_ok=True)
    _, said, found = watch([sys.executable, "-c", GUARD, str(report), json.dumps(list(commands))], env, home)
    assert report.exists(), said
    return [Command(*row) for row in json.loads(report.read_text())], said, found
