"""Watching a command from outside its process: every network call of it and its children, as the kernel sees them.

A hook inside Python is blind to native libraries. `strace` sees each `connect` and `send`; an empty network namespace
(where one may be made) lets nothing through meanwhile.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CALL = re.compile(r"^(?:\d+\s+)?(connect|sendto|sendmsg|sendmmsg)\((.*)")
FD = re.compile(r"^\d+<([A-Za-z0-9]+):\[(.*?)\]>")
ADDRESS = re.compile(r'sa_family=AF_INET6?\b.*?port=htons\((\d+)\).*?(?:inet_addr\("|inet_pton\(AF_INET6, ")([^"]+)"')
PEER = re.compile(r"->(.+):(\d+)\]")
LOOPBACK = re.compile(r"^(127\.|::1$|::ffff:127\.)")
DNS = 53


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
    """Why nothing can be watched here; empty when it can."""
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


def watch(command: list[str], env: dict[str, str], trace: Path, *, cwd: Path) -> tuple[int, str, list[Reached]]:
    """Run a command under watch: (exit code, what it printed, what it tried to reach)."""
    strace = ["strace", "-f", "-qq", "--seccomp-bpf", "-yy", "-s", "64", "-e", "trace=network", "-o", str(trace)]
    done = subprocess.run(
        [*isolated(), *strace, *command],
        env=env,
        cwd=cwd,
        capture_output=True,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
        timeout=300,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr, reached(trace.read_text(errors="replace"))
