"""Scripted stand-ins for the engines of hearing, for tests and for writing flows without models."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import Any, TypeVar

import numpy as np

from ..audio.protocols import RATE_HZ, Pcm
from ..availability import Availability, Ready
from .model import Word
from .protocols import Capabilities, RecogniserCapabilities

T = TypeVar("T")


class FakeVad:
    """Voice is whatever is louder than a threshold: exact on synthetic blocks."""

    name = "loudness"
    capabilities = Capabilities(repeatable=True, licence="Apache-2.0")

    @classmethod
    def availability(cls) -> Availability:
        """Always there."""
        return Ready("built in")

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
    capabilities = RecogniserCapabilities(repeatable=False, licence="Apache-2.0", fillers=True, vocabulary=True)

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self.calls: list[tuple[float, tuple[str, ...], bool]] = []
        "(seconds of audio, vocabulary, fillers) of every decode so far."
        self._texts: list[str] = list(texts)
        self._plain: list[str] = []
        self._last = ""

    @classmethod
    def availability(cls, model: str = "") -> Availability:
        """Always there, whatever the model."""
        return Ready("built in")

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
        words = text.split() if np.any(pcm) else []
        step = seconds / max(1, len(words))
        return tuple(Word(word, i * step, (i + 1) * step, 0.9) for i, word in enumerate(words))


class KnowingRecogniser:
    """Knows what is being said (`text`), and gives as many of its words as there is sound for, 0.3 s each.

    With a voice of `voice.fake` an answer is then heard word for word, however its decodes are cut.
    """

    name = "knowing"
    capabilities = RecogniserCapabilities(repeatable=True, licence="Apache-2.0", fillers=True, vocabulary=True)
    WORD_S = 0.3

    def __init__(self, text: str = "") -> None:
        self.text = text
        "What the candidate is saying at present."

    @classmethod
    def availability(cls, model: str = "") -> Availability:
        """Always there, whatever the model."""
        return Ready("built in")

    def transcribe(self, pcm: Pcm, *, vocabulary: tuple[str, ...] = (), fillers: bool = True) -> tuple[Word, ...]:
        """The first words of `text` that there is sound for; none for silence."""
        seconds = len(pcm) / RATE_HZ
        heard = self.text.split()[: round(seconds / self.WORD_S) + 1] if np.any(pcm) else []
        return tuple(
            Word(word, min(seconds, i * self.WORD_S), min(seconds, i * self.WORD_S + 0.24), 0.9)
            for i, word in enumerate(heard)
        )


class ScriptedTurnModel:
    """Gives the given probabilities one by one, then the last again; remembers what it was asked."""

    name = "scripted"
    capabilities = Capabilities(repeatable=False, licence="Apache-2.0")

    def __init__(self, scores: Iterable[float] = (0.5,)) -> None:
        self.asked: list[float] = []
        self._scores = list(scores)

    @classmethod
    def availability(cls) -> Availability:
        """Always there."""
        return Ready("built in")

    def __call__(self, pcm: Pcm) -> float:
        """The next probability."""
        self.asked.append(len(pcm) / RATE_HZ)
        return self._scores.pop(0) if len(self._scores) > 1 else self._scores[0]


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
