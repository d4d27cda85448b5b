"""The workers of a Dask cluster: one started here for this run, reachable from this computer alone, or somebody's.

Only paths and short lines go over the network. Sound is read, and records are written, by the workers themselves, in
folders that they see under the same paths.
"""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import secrets
import signal
import threading
import warnings
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import replace
from pathlib import Path
from typing import Any

from .. import __version__
from ..errors import InterviewerError, MissingPartError, StorageError, UsageError
from . import records
from .hand import Hand, failed
from .job import TRIES, Job, Outcome, Settings
from .team import attempt

CONNECT_S = 10.0
"How long a cluster has to answer, and then to show a worker."
LOOK_S = 60.0
"After so long without any outcome it is looked whether there are workers left."
MORE = "pip install 'voice-interviewer[cohort]'"
_LOST = "the worker that reviewed it was lost."
_GOES_ON = "What is done is kept; the same command goes on."
_ALIKE = ("python", "dask", "distributed")
_SET = {
    "distributed.scheduler.allowed-failures": 0,  # a lost worker's file comes back to us, to be told and tried again
    "distributed.diagnostics.nvml": False,
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": False,
}

_idle: list[Hand] = []
_lock = threading.Lock()


def installed() -> bool:
    """Whether Dask is there, with what keeps its own cluster to us."""
    return all(importlib.util.find_spec(name) is not None for name in ("distributed", "cryptography"))


class Cluster:
    """A `team.Team` on a cluster. Make it with `local` or `joined`."""

    def __init__(self, client: Any, own: Any = None) -> None:
        self._client = client
        self._own = own

    @property
    def places(self) -> int:
        """How many files are reviewed at a time now."""
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    def review(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Outcomes as they come. No more than some jobs are with the cluster at a time. See `team.Team`.

        Raises MissingPartError when the cluster is gone.
        """
        todo = iter(jobs)
        under_way: dict[str, tuple[Any, Job]] = {}

        def give(job: Job) -> None:
            future = self._client.submit(on_worker, job.line(), key=f"review-{job.key}", pure=False)
            under_way[job.key] = (future, job)

        def fill() -> None:
            # Of somebody's cluster, which may grow with what waits, a few more are asked than it has places.
            most = self.places if self._own is not None else self.places * 3 // 2 + 1
            while len(under_way) < most and (job := next(todo, None)) is not None:
                give(job)

        fill()
        while under_way:
            for key in self._ready(under_way):
                future, job = under_way.pop(key)
                came = self._came(future, job)
                if came is None:
                    give(replace(job, tries=job.tries + 1, earlier=_LOST))
                else:
                    yield came
            fill()

    def _ready(self, under_way: dict[str, tuple[Any, Job]]) -> list[str]:
        """Keys of what is over; waits until something is. Raises MissingPartError when nobody is left to end it."""
        from distributed import wait

        while True:
            over = [key for key, (future, _) in under_way.items() if future.status != "pending"]
            if over:
                return over
            with _quiet(), self._client.as_current(), contextlib.suppress(TimeoutError, CancelledError):
                wait([future for future, _ in under_way.values()], timeout=LOOK_S, return_when="FIRST_COMPLETED")
                continue
            if self._client.status != "running" or not self._client.nthreads():
                raise MissingPartError("it has no workers any more.", where=self._where(), fix=_GOES_ON)

    def _came(self, future: Any, job: Job) -> Outcome | None:
        """What came of a job; None: its worker was lost, and it is to be tried once more."""
        from distributed import KilledWorker

        told = {"student": job.student, "recording": job.recording, "tries": job.tries + 1, "earlier": job.earlier}
        if future.status in ("cancelled", "lost"):
            raise MissingPartError("the cluster is gone.", where=self._where(), fix=_GOES_ON)
        error = future.exception() if future.status == "error" else None
        if error is None:
            return Outcome.model_validate(future.result())
        if not isinstance(error, KilledWorker):
            why = f"the worker cannot review ({type(error).__name__}: {' '.join(str(error).split())})."
            return Outcome.model_validate({**told, "state": "broken", "why": why})
        if job.tries + 1 < TRIES and self._own is not None:
            return None
        try:
            records.write(job.record, failed(replace(job, tries=job.tries + 1), _LOST))
        except StorageError as broken:
            return Outcome.model_validate({**told, "state": "broken", "why": str(broken)})
        return Outcome.model_validate({**told, "state": "failed", "why": _LOST})

    def _where(self) -> str:
        return str(getattr(self._client.scheduler, "address", "cluster")) if self._own is None else "local cluster"

    def close(self) -> None:
        """Let somebody's cluster go, with no process of ours left on it; end our own."""
        with _quiet(), contextlib.suppress(Exception):
            if self._own is None:
                self._client.run(release, on_error="ignore")
        with _quiet(), contextlib.suppress(Exception):
            self._client.close(timeout=5)
        if self._own is not None:
            with _quiet(), contextlib.suppress(Exception):
                self._own.close(timeout=10)


def local(workers: int) -> Cluster:
    """So many workers on this computer: processes of one thread, on the loopback address, behind keys of this run.

    No dashboard. Raises MissingPartError without Dask, or when it cannot be started.
    """
    if not installed():
        raise MissingPartError("several workers need Dask, which is not installed.", where="--workers", fix=MORE)
    import dask
    from distributed import Client, LocalCluster, Security

    with _quiet(), _uninterrupted(), dask.config.set(_SET):
        try:
            security = Security.temporary()
            own = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                protocol="tls",
                security=security,
                dashboard_address=None,
                worker_dashboard_address=None,
                memory_limit=None,
                preload=[__name__],
                silence_logs=logging.CRITICAL,
            )
            client = Client(own, security=security, set_as_default=False)
        except Exception as error:
            what = f"a cluster could not be started here ({type(error).__name__}: {' '.join(str(error).split())})."
            raise MissingPartError(what, where="--workers", fix="Use --workers 1.") from error
    return Cluster(client, own)


def joined(address: str, folder: Path, out: Path, settings: Settings, *, sounds: bool = True) -> Cluster:
    """Somebody's cluster, when it can do this work. Raises UsageError with one line that says why not.

    It must answer, have workers of the same Python, Dask and version of ours, and they must see both folders under the
    same paths, be allowed to write OUT, and, where there are `sounds`, have the recogniser's weights.
    """
    if not installed():
        raise MissingPartError("a cluster needs Dask, which is not installed.", where="--cluster", fix=MORE)
    from distributed import Client

    with _quiet():
        try:
            client = Client(address, timeout=CONNECT_S, set_as_default=False)
        except Exception as error:
            fix = (
                "Check the address (tcp://HOST:PORT, as the scheduler prints it) and that it has this version of Dask."
            )
            raise UsageError(f"no cluster answers here ({_reason(error)}).", where=address, fix=fix) from error
        team = Cluster(client)
        try:
            _fit(client, address, folder, out, settings, sounds)
        except InterviewerError:
            team.close()
            raise
        except Exception as error:
            team.close()
            what = f"the cluster cannot be asked ({_reason(error)})."
            raise UsageError(what, where=address, fix="Check its workers.") from error
    return team


def _fit(client: Any, address: str, folder: Path, out: Path, settings: Settings, sounds: bool) -> None:
    try:
        client.wait_for_workers(1, timeout=CONNECT_S)
    except TimeoutError as error:
        raise UsageError("this cluster has no workers.", where=address, fix="Start some, then again.") from error
    if unlike := differences(client.get_versions(packages=["voice_interviewer"])):
        fix = "Install the same versions everywhere."
        raise UsageError(f"{unlike[0]}.", where=address, fix=fix)
    token = secrets.token_hex(8)
    sign = out.absolute() / f".seen-{token}"
    sign.write_text(token, encoding="utf-8")
    try:
        places = (str(folder.absolute()), str(sign), settings.model_dump_json(), sounds)
        for worker, trouble in sorted(client.run(sees, *places).items()):
            if trouble:
                raise UsageError(f"its worker {worker} {trouble}", where=address)
    finally:
        sign.unlink(missing_ok=True)


def differences(versions: Any) -> list[str]:
    """How a cluster's versions differ from ours, in words, from what `Client.get_versions` gives. Pure."""

    def of(part: Any) -> dict[str, str]:
        packages = dict(part.get("packages", {}))
        packages["python"] = ".".join(str(packages.get("python", "")).split(".")[:2])
        return packages

    ours, found = of(versions["client"]), []
    others = {"scheduler": versions["scheduler"], **versions["workers"]}
    for where, part in others.items():
        theirs = of(part)
        for name in _ALIKE:
            if theirs.get(name) != ours.get(name):
                found.append(f"{where} has {name} {theirs.get(name) or '(none)'}, and this computer {ours.get(name)}")
        if where == "scheduler":
            continue  # it only hands on what it does not read
        if (version := theirs.get("voice_interviewer")) != __version__:
            has = f"has voice-interviewer {version}" if version else "does not have voice-interviewer"
            found.append(f"worker {where} {has}, and this computer {__version__}")
    return found


# ---- what runs on workers ----


def dask_setup(worker: Any) -> None:
    """Dask calls this in each worker process of ours. Ctrl-C is for the command, which then ends them in order."""
    with contextlib.suppress(ValueError):  # not the main thread
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def on_worker(line: str) -> dict[str, Any]:
    """Review one file with a process of this worker's that has its engines loaded."""
    with _lock:
        hand = _idle.pop() if _idle else Hand()
    try:
        return attempt(hand, Job.of_line(line)).model_dump()
    finally:
        with _lock:
            _idle.append(hand)


def release() -> None:
    """End this worker's processes."""
    with _lock:
        hands, _idle[:] = list(_idle), []
    for hand in hands:
        hand.close()


def sees(folder: str, sign: str, settings: str, sounds: bool) -> str:
    """Why this worker cannot do the work, in words that follow its name; empty: it can."""
    if not Path(folder).is_dir():
        return f"does not see {folder}. Use a folder that all workers see under this path."
    mark = Path(sign)
    try:
        if mark.read_text(encoding="utf-8") != mark.name.removeprefix(".seen-"):
            raise OSError
        mine = mark.with_name(f"{mark.name}-{secrets.token_hex(4)}")
        mine.touch()
        mine.unlink()
    except OSError:
        return f"does not see {mark.parent}, or may not write there. Use a folder that all workers see under this path."
    from .child import reviewer_of

    try:
        reviewer = reviewer_of(Settings.model_validate_json(settings))
        if sounds:
            reviewer.ready()
    except InterviewerError as error:
        return f"cannot review: {error}"
    return ""


# ---- parts ----


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Without Dask's own lines: what matters is told by us, once."""
    logger = logging.getLogger("distributed")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(before)


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Processes that are started meanwhile do not see Ctrl-C."""
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # not the main thread, which alone may say so
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _reason(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return text[:160] if text else type(error).__name__
