"""The assessor that ships with the program: two layers of its own on top of the reader's first four (int8 ONNX).

The reader's network runs for its lower layers, so a window costs 1.3 of the reader's; 20 MB, from when it is first asked.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ... import paths
from ...errors import ModelError
from ...heap import give_back
from ...inference import open_network
from ..assessor import QUESTIONS, Chance, Chances, Way
from .given import Given, answer, instead
from .shipped import MOST_WINDOWS, OnnxReader, compare, load_reader

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = "assessor.onnx"
MOST_ODDS = 30.0
"Log odds beyond this say no more."
KEPT = 512
"So many ways are remembered: under a digest of their tokens, which tells nobody what was said."


class OnnxAssessor:
    """An assessor in the folder of a reader. Read-only but for its memory of ways, so any thread may use it."""

    def __init__(self, folder: Path, reader: OnnxReader) -> None:
        """Load `folder`. Raises ModelError where the file does not fit the reader."""
        self.reader = reader
        try:
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))["assessor"]
            self.kinds: tuple[str, ...] = tuple(config["kinds"])
            self.scales: Mapping[str, Sequence[float]] = config["scales"]
            self._session: Any = open_network(folder / FILE)
            self._known: dict[bytes, tuple[float, float]] = {}
            shape = self._session.get_outputs()[0].shape
        except Exception as error:  # the library raises bare Exception for a damaged file
            raise ModelError(
                f"the assessor cannot be read ({type(error).__name__}: {error}).",
                where=str(folder),
                fix="Install it again: pip install --force-reinstall voice-interviewer",
            ) from error
        if set(self.kinds) != set(QUESTIONS) or shape[-1] != 2 * len(self.kinds):
            raise ModelError(
                "the assessor and config.json do not agree on the kinds of questions.",
                where=str(folder),
                fix="Install it again: pip install --force-reinstall voice-interviewer",
            )
        give_back()

    def after(self, text: str, question: str) -> Chances:
        """How each kind of question would be taken after an answer. See `assessor.Assessor`."""
        import numpy as np

        means, weights, last = [], [], None
        for given in answer(text, question, self._ids, self.reader.limits, self.reader.marks)[:MOST_WINDOWS]:
            if given.start == given.end:
                continue  # no word in it
            mean, last, _ = self._run(given)
            means.append(mean[0])
            weights.append(given.weight)
        if last is None:
            return {}
        logits = (np.average(means, axis=0, weights=weights) + last[0]).reshape(len(self.kinds), 2)
        return {
            kind: Chance(self._chance(f"{kind}:good", row[0]), self._chance(f"{kind}:bad", row[1]))
            for kind, row in zip(self.kinds, logits, strict=True)
        }

    def sayable(self, ways: Sequence[Way]) -> Sequence[tuple[float, float]]:
        """How surely each can be said. See `assessor.Assessor`."""
        return [self._pair(way) for way in ways]

    def _pair(self, way: Way) -> tuple[float, float]:
        given = instead(way, self._ids, self.reader.marks)
        if given.start == given.end:
            return (-MOST_ODDS, -MOST_ODDS)
        key = hashlib.blake2b(repr((given.start, given.ids)).encode()).digest()
        known = self._known.get(key)
        if known is None:
            say, good = self._run(given)[2][0]
            known = (float(say), float(good))
            if len(self._known) >= KEPT:  # each step is safe from any thread; at worst a way is read twice
                self._known = dict(list(self._known.items())[KEPT // 2 :])
            self._known[key] = known
        return known

    def _ids(self, text: str) -> Sequence[int]:
        found: Sequence[int] = self.reader.encode(text).ids
        return found

    def _run(self, given: Given) -> list[NDArray[np.float32]]:
        """(mean [1, 2 kinds], last [1, 2 kinds], sayable [1, 2]), all log odds."""
        import numpy as np

        inside = np.zeros((1, len(given.ids)), np.float32)
        inside[0, given.start : given.end] = 1
        lower = self.reader.lower(given.ids)
        found: list[NDArray[np.float32]] = self._session.run(None, {"lower": lower, "inside": inside})
        return found

    def _chance(self, name: str, odds: float) -> float:
        """The probability, on the scale of answers that the assessor had not seen."""
        slope, shift = self.scales.get(name, (1.0, 0.0))
        return 1.0 / (1.0 + math.exp(-max(-MOST_ODDS, min(MOST_ODDS, slope * float(odds) + shift))))


@cache
def _load(models: Path) -> OnnxAssessor | None:
    """The assessor in `models`, compared with the manifest; None, and remembered, where it cannot be used."""
    try:
        reader = load_reader()
        if reader is None or reader.folder != models / "reader":
            return None
        compare(models, [FILE])
        return OnnxAssessor(reader.folder, reader)
    except (ModelError, OSError, KeyError, ValueError):
        return None


def load_assessor() -> OnnxAssessor | None:
    """The shipped one; None where it or the reader is missing or damaged: one does without (see assessor.py)."""
    return _load(paths.shipped("models"))


def let_go() -> None:
    """Free it, once nobody uses it."""
    _load.cache_clear()


class Shipped:
    """The assessor that ships with the program, loaded when it is first asked; knows nothing where it is missing."""

    def after(self, text: str, question: str) -> Chances:
        """See `assessor.Assessor`."""
        found = load_assessor()
        return found.after(text, question) if found is not None else {}

    def sayable(self, ways: Sequence[Way]) -> Sequence[tuple[float, float]]:
        """See `assessor.Assessor`."""
        found = load_assessor()
        return found.sayable(ways) if found is not None else ()


SHIPPED = Shipped()
