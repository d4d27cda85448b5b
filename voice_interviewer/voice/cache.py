"""Prompts as PCM before they are needed: a cache by content on disk, and a thread that fills it in advance.

On disk lies only what a flow says word for word. What quotes the candidate stays in memory: it would outlive a session
that is deleted.
"""

from __future__ import annotations

import contextlib
import hashlib
import heapq
import json
import os
import tempfile
import threading
import time
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from ..disk import private_folder
from ..errors import InterviewerError
from ..heap import give_back
from ..paths import cache_dir
from .choose import Speaking
from .prepare import speakable
from .protocols import Clip

LIMIT_MB = 200.0
"Of the folder on disk; about an hour and a half of speech at 24 kHz."
_MEMORY_SAMPLES = 4_000_000
"Of clips kept in memory: 8 MB, nearly three minutes at 24 kHz; others come from the folder within milliseconds."
_FORMAT = "1"
"To be raised when levelling or trimming of clips changes."


@dataclass(slots=True)
class _Making:
    """One clip that is being spoken, shared by all who want it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    error: Exception | None = None
    "Why it could not be: who waited for it does not try, and wait, again."


class PromptCache:
    """Clips of one voice by text: in memory, else on disk, else spoken now and kept.

    A damaged entry is made again; a folder that cannot be written only costs time. Safe to use from several threads.

    Args:
        speaking: the voice.
        folder: where entries lie; default: `prompts` in the user's cache folder.
        limit_mb: size at which the entries unused for longest are removed.
    """

    def __init__(self, speaking: Speaking, folder: Path | None = None, limit_mb: float = LIMIT_MB) -> None:
        self.speaking = speaking
        self._folder = folder or cache_dir() / "prompts"
        self._limit = limit_mb * 1e6
        self._memory: OrderedDict[str, tuple[np.ndarray, int]] = OrderedDict()
        self._held = 0
        self._lock = threading.Lock()
        self._making: dict[str, _Making] = {}
        self.made = 0
        "Clips that had to be spoken."

    def key(self, text: str, speaking: Speaking | None = None) -> str:
        """Content address: everything that decides the samples."""
        voice = speaking or self.speaking
        said = speakable(text)
        parts = [_FORMAT, voice.engine.name, voice.voice or "", f"{voice.rate:.4f}", voice.version, said]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def ready(self, text: str, *, pace: float = 1.0) -> bool:
        """The clip can be had without speaking it."""
        key = self.key(text, self._at(pace))
        with self._lock:
            return key in self._memory or self._file(key).exists()

    def at_hand(self, text: str, *, pace: float = 1.0) -> Clip | None:
        """The clip if it need not be spoken; None where it is not there, or its entry is damaged."""
        return self._recall(self.key(text, self._at(pace)))

    def _at(self, pace: float) -> Speaking:
        voice = self.speaking  # it may be replaced meanwhile
        return voice if pace == 1.0 else replace(voice, rate=min(2.0, voice.rate * pace))

    def get(self, text: str, *, keep: bool = True, pace: float = 1.0) -> Clip:
        """The clip. When another thread is making it, waits for that. Raises MissingPartError from the voice.

        Without `keep` it stays in memory and never reaches the disk. `pace`: factor on the voice's own.
        """
        voice = self._at(pace)
        key = self.key(text, voice)
        if (clip := self._recall(key)) is not None:
            return clip
        with self._lock:
            making = self._making.setdefault(key, _Making())
        try:
            with making.lock:
                clip = self._recall(key)
                if clip is None and making.error is not None:
                    raise making.error
                if clip is None:
                    try:
                        clip = self._store(key, voice.say(text), keep)
                    except Exception as error:
                        making.error = error
                        raise
        finally:
            with self._lock:
                if self._making.get(key) is making:
                    del self._making[key]
        return clip

    def _file(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.npz"

    def _recall(self, key: str) -> Clip | None:
        with self._lock:
            if key in self._memory:
                self._memory.move_to_end(key)
                return _clip(*self._memory[key])
        file = self._file(key)
        try:
            with np.load(file, allow_pickle=False) as entry:  # a zip file: every member has a checksum
                pcm, rate_hz = entry["pcm"], int(entry["rate_hz"])
            if pcm.dtype != np.int16 or pcm.ndim != 1 or rate_hz <= 0:
                raise ValueError("not an entry of ours")
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            with contextlib.suppress(OSError):
                file.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(file)
        self._remember(key, pcm, rate_hz)
        return _clip(pcm, rate_hz)

    def _remember(self, key: str, pcm: np.ndarray, rate_hz: int) -> None:
        with self._lock:
            if key in self._memory:
                return
            self._memory[key] = (pcm, rate_hz)
            self._held += len(pcm)
            while self._held > _MEMORY_SAMPLES and len(self._memory) > 1:
                _, (old, _) = self._memory.popitem(last=False)
                self._held -= len(old)

    def _store(self, key: str, clip: Clip, keep: bool) -> Clip:
        pcm = np.clip(np.round(clip.pcm * 32767.0), -32768, 32767).astype(np.int16)
        self.made += 1
        self._remember(key, pcm, clip.rate_hz)
        if not keep:
            return _clip(pcm, clip.rate_hz)
        file = self._file(key)
        with contextlib.suppress(OSError):
            private_folder(file.parent)
            handle, name = tempfile.mkstemp(suffix=".part", dir=file.parent)
            try:
                with os.fdopen(handle, "wb") as out:
                    np.savez(out, pcm=pcm, rate_hz=np.int64(clip.rate_hz))
                Path(name).replace(file)
            finally:
                Path(name).unlink(missing_ok=True)
            if self.made % 20 == 1:
                self.trim()
        return _clip(pcm, clip.rate_hz)

    def trim(self) -> int:
        """Remove the entries unused for longest until the folder is within its limit, and leftovers; how many went."""
        found = []
        removed = 0
        for file in self._folder.glob("*/*"):
            with contextlib.suppress(OSError):
                stat = file.stat()
                if file.suffix == ".npz":
                    found.append((stat.st_mtime, stat.st_size, file))
                elif time.time() - stat.st_mtime > 3600:  # left by a process that was killed
                    file.unlink()
        total = sum(size for _, size, _ in found)
        for _, size, file in sorted(found, key=lambda entry: entry[0]):
            if total <= self._limit:
                break
            with contextlib.suppress(OSError):
                file.unlink()
                removed += 1
                total -= size
        return removed


def is_made_of(text: str, fixed: Collection[str]) -> bool:
    """Whether a text is one of `fixed`, or several of them with a space between."""
    if text in fixed:
        return True
    gaps = (i for i, c in enumerate(text) if c == " ")
    return any(text[:gap] in fixed and is_made_of(text[gap + 1 :], fixed) for gap in gaps)


def _clip(pcm: np.ndarray, rate_hz: int) -> Clip:
    return Clip(pcm.astype(np.float32) / 32767.0, rate_hz)


class Prefetcher:
    """Speaks prompts in the background, most urgent first. Nothing that goes wrong there reaches the caller.

    When all are done it also warms the voice: with every prompt found on disk, the first reply made up in the session
    would otherwise wait for the voice to load.

    `fixed` are the texts that may be kept on disk, alone or one after the other; None: all. Use as a context manager,
    or `close` it. `get` returns what is ready, or speaks now. A voice that fails somebody who waits is given up: what
    it has not yet said is refused at once until `spare` has given another voice, to which the thread changes over.
    """

    def __init__(
        self,
        cache: PromptCache,
        texts: Iterable[str] = (),
        fixed: Iterable[str] | None = None,
        spare: Callable[[Collection[str]], Speaking | None] | None = None,
        *,
        start: bool = True,
    ) -> None:
        self.cache = cache
        self._spare = spare
        self._lost: Exception | None = None
        "Why the voice was given up."
        self._looking = False
        self._tried: set[str] = set()
        "Engines that were given up."
        self._fixed = None if fixed is None else frozenset(fixed)
        self.failures: dict[str, str] = {}
        "Texts that could not be spoken, and why."
        self._queue: list[tuple[int, int, str, float]] = []
        self._asked: dict[tuple[str, float], int] = {}
        self._count = 0
        self._busy = False
        self._warm = False
        self._closed = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._work, daemon=True, name="prompt-prefetch")
        self.want(texts)
        if start:
            self.start()

    def start(self) -> None:
        """Begin; once."""
        self._thread.start()

    def __enter__(self) -> Prefetcher:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def want(self, texts: Iterable[str], priority: int = 10, *, pace: float = 1.0) -> None:
        """Queue texts; a lower number comes first, equal ones in the order asked. Asking again may only hurry."""
        with self._changed:
            for text in filter(None, texts):
                if self._asked.get((text, pace), priority + 1) <= priority:
                    continue
                self._asked[text, pace] = priority
                self._count += 1
                heapq.heappush(self._queue, (priority, self._count, text, pace))
            self._changed.notify_all()

    def get(self, text: str) -> Clip:
        """The clip, at once when it is ready, else spoken now. Raises what the voice raises, from then on at once."""
        lost = self._lost
        if lost is not None and not self.cache.ready(text):
            raise lost
        try:
            return self._make(text)
        except Exception as error:
            with self._changed:
                self._lost, self._looking = error, True
                self._queue.clear()
                self._changed.notify_all()
            raise

    def _make(self, text: str, pace: float = 1.0) -> Clip:
        return self.cache.get(text, keep=self._fixed is None or is_made_of(text, self._fixed), pace=pace)

    def ready(self, text: str) -> bool:
        """The clip can be had at once."""
        return self.cache.ready(text)

    def quick(self, text: str, pace: float) -> Clip | None:
        """The clip at another pace if it is there; None, without an attempt to make it, where it is not."""
        return self.cache.at_hand(text, pace=pace)

    def wait(self, timeout_s: float | None = None) -> bool:
        """Until nothing is queued and the voice is warm; False when that took longer."""
        with self._changed:
            return self._changed.wait_for(lambda: self._closed or self._settled(), timeout_s)

    def _settled(self) -> bool:
        warm = self._warm or self._lost is not None
        return warm and not self._queue and not self._busy and not self._looking

    def close(self) -> None:
        """Stop after the clip being made; does not wait for it."""
        with self._changed:
            self._closed = True
            self._queue.clear()
            self._changed.notify_all()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(
                    lambda: self._closed or self._looking or (self._lost is None and (self._queue or not self._warm))
                )
                if self._closed:
                    return
                looking, self._looking = self._looking, False
                text, pace = heapq.heappop(self._queue)[2:] if self._queue else ("", 1.0)
                self._busy = True
            try:
                if looking:
                    self._change_over()
                elif text:
                    self._make(text, pace)
                else:
                    self._warm = True
                    self.cache.speaking.warm()
                    give_back()
            except InterviewerError as error:
                self.failures[text] = str(error)
            except Exception as error:  # a background thread must outlive any driver's surprise
                self.failures[text] = f"{type(error).__name__}: {error}"
            finally:
                with self._changed:
                    self._busy = False
                    self._changed.notify_all()

    def _change_over(self) -> None:
        """Go on with the spare voice, and speak everything that was asked for with that one."""
        self._tried.add(self.cache.speaking.engine.name)
        spare = self._spare(self._tried) if self._spare is not None else None
        if spare is None:
            return
        with self._changed:
            self.cache.speaking = spare
            self._lost, self._warm = None, False
            asked, self._asked = self._asked, {}
            for (text, pace), priority in asked.items():
                self.want([text], priority, pace=pace)
