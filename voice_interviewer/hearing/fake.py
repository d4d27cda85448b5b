"""Scripted stand-ins for the engines of hearing, for tests and for writing flows without models."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import Any, TypeVar

import numpy as np

from ..audio.protocols import RATE_HZ, Pcm
from ..availability import Availability, Ready
from .model import Word

T = TypeVar("T")


class FakeVad:
    """Voice is whatever is louder than a threshold: exact on synthetic blocks."""

    def __init__(self, threshold: float = 0.01) -> None:
        self.threshold = threshold

    def reset(self) -> None:
        """No state to forget."""

    def probability(self, samples: Pcm) -> float:
        """1.0 for a block whose RMS is above the threshold, else 0.0."""
        return 1.0 if float(np.sqrt(np.mean(np.square(samples)))) > self.threshold else 0.0


class ScriptedRecogniser:
    """Returns enqueued texts one by one, words spread evenly over the audio; remembers what it was asked.

    `plain` gives the answer to decodes without the filler prompt (default: the text of the latest decode).
    """

    name = "scripted"

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self.calls: list[tuple[float, tuple[str, ...], bool]] = []
        "(seconds of audio, vocabulary, fillers) of every decode so far."
        self._texts: list[str] = list(texts)
        self._plain: list[str] = []
        self._last = ""

    @classmethod
    def availability(cls) -> Availability:
        """Always there."""
        return Ready("scripted")

    def enqueue(self, texts: Iterable[str], *, plain: bool = False) -> None:
        """Add texts for the next decodes; with `plain`, for the next decodes without fillers."""
        (self._plain if plain else self._texts).extend(texts)

    def transcribe(self, pcm: Pcm, *, vocabulary: tuple[str, ...] = (), fillers: bool = True) -> tuple[Word, ...]:
        """The next enqueued text; when none is left, the last one again."""
        seconds = len(pcm) / RATE_HZ
        self.calls.append((seconds, vocabulary, fillers))
        if fillers:
            text = self._last = self._texts.pop(0) if self._texts else self._last
        else:
            text = self._plain.pop(0) if self._plain else self._last
        words = text.split()
        step = seconds / max(1, len(words))
        return tuple(Word(word, i * step, (i + 1) * step, 0.9) for i, word in enumerate(words))


class DelayedExecutor:
    """Finishes each job a set number of `tick` calls after it was submitted, in order: slow work on a virtual clock."""

    def __init__(self, delays: Iterable[int] = (), usual: int = 0) -> None:
        """`delays` in ticks for the first jobs, `usual` for those after."""
        self.urgent = False
        "While set, new work is done at once."
        self._delays = list(delays)
        self._usual = usual
        self._jobs: list[tuple[int, Future[Any], Callable[[], Any]]] = []

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Queue `fn`; with no delay it runs now."""
        future: Future[T] = Future()
        delay = 0 if self.urgent else self._delays.pop(0) if self._delays else self._usual
        self._jobs.append((delay, future, lambda: fn(*args, **kwargs)))
        self._run_due()
        return future

    def tick(self) -> None:
        """One unit of time passes."""
        self._jobs = [(left - 1, future, call) for left, future, call in self._jobs]
        self._run_due()

    def finish_all(self) -> None:
        """Everything that waits is done now."""
        while self._jobs:
            self.tick()

    def shutdown(self) -> None:
        """Drop what waits."""
        self._jobs.clear()

    def _run_due(self) -> None:
        due = [job for job in self._jobs if job[0] <= 0]
        self._jobs = [job for job in self._jobs if job[0] > 0]
        for _, future, call in due:
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(call())
            except Exception as error:
                future.set_exception(error)
