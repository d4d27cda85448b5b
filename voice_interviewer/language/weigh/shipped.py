"""The reader that ships with the program (int8 ONNX, one core): finds labels in stretches of speech in their context.

Needs numpy, onnxruntime and tokenizers. While the candidate talks, what was read before is not read again: what came out
of a window is remembered under a digest of its tokens, which tells nobody what was said.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ... import paths
from ...english.stretches import stretches
from ...errors import ModelError
from ...heap import give_back
from ...inference import open_network
from ...rubric.keys import LABELS
from ..model import Context
from ..reader import Join, Reading, Rescored, Rescoring
from . import rescore
from .windows import QUESTION_WORDS, Limits, assemble, plan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILES = ("config.json", "model.onnx", "tokenizer.json")
MOST_WINDOWS = 200
"What comes after this many windows (about an hour of speech) is left to the rules."
KEPT = 128
"So many windows are remembered: more than any answer but the longest has."
_MEND = "Install it again: pip install --force-reinstall voice-interviewer"


class OnnxReader:
    """A reader in a folder (`FILES`). Read-only but for its memory of windows, so any thread may use it."""

    def __init__(self, folder: Path) -> None:
        """Load `folder`. Raises ModelError when a file is missing or does not fit the others.

        `config.json` names the labels (`id2label`, keys of ours; others are not heard), what is said of the whole
        (`id2whole`), word-piece `limits` and `marks`, and for each label how it is joined with the rules (`joins`).
        """
        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise _broken(folder, f"the reader lacks {', '.join(missing)}.")
        self.id = _fingerprint(folder)
        self.folder = folder
        try:
            from tokenizers import Tokenizer

            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            self.labels = tuple(str(config["id2label"][str(n)]) for n in range(len(config["id2label"])))
            self.wholes = tuple(str(config["id2whole"][str(n)]) for n in range(len(config["id2whole"])))
            self.joins = {label: Join(**given) for label, given in config.get("joins", {}).items()}
            self.limits = Limits(**config["limits"])
            self.marks: dict[str, int] = {name: int(n) for name, n in config["marks"].items()}
            self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._tokenizer.no_truncation()
            self._tokenizer.no_padding()
            self._session: Any = open_network(folder / "model.onnx")
            self._outputs = [output.name for output in self._session.get_outputs()[:2]]
            self._known: dict[bytes, tuple[Any, Any]] = {}
            self._runs = 0
            scored, whole = self.run(
                *assemble([], [self.tokens("a")], plan([1], self.limits)[0], self.limits, self.marks)
            )
        except Exception as error:  # a library that is not there, or raises bare Exception for damaged files
            raise _broken(folder, f"the reader cannot be read ({type(error).__name__}: {error}).") from error
        if not set(self.labels) & set(LABELS):
            raise _broken(folder, "config.json names none of the labels that we know.")
        if scored.shape[1] != len(self.labels) or whole.shape[0] != len(self.wholes):
            raise _broken(folder, "the model and config.json do not agree on how many labels there are.")
        try:
            self.rescoring = _rescoring(config.get("rescoring"), self.labels)
        except (KeyError, TypeError, ValueError) as error:
            raise _broken(folder, f"config.json: {error}.") from error
        give_back()  # what loading left behind: up to 60 MB

    def read(self, text: str, context: Context = Context()) -> Reading:
        """The opinion on `text`; what follows an interruption is read as an answer to it. See `reader.Reader`."""
        cut = context.interruption
        at = len(text) if cut is None else max(0, min(len(text), cut.at))
        spans: list[tuple[int, int]] = []
        rows: list[tuple[float, ...]] = []
        whole: list[tuple[int, Any]] = []
        runs = self._runs
        for begin, end, question in ((0, at, context.question), (at, len(text), cut.text if cut else "")):
            part = text[begin:end]
            if part.strip():
                found, scored, said = self._part(part, question)
                spans += [(a + begin, b + begin) for a, b in found]
                rows += scored
                whole += said
        if self._runs != runs:
            give_back()  # a millisecond against 20 MB
        return Reading(self.labels, tuple(spans), tuple(rows), self.joins, self._mean(whole), self.rescoring)

    def _part(
        self, text: str, question: str
    ) -> tuple[list[tuple[int, int]], list[tuple[float, ...]], list[tuple[int, Any]]]:
        """Stretches, their logits, and what each window says of the whole with its size in tokens."""
        asked = self._tokenizer.encode(" ".join(question.split()[-QUESTION_WORDS:]), add_special_tokens=False).ids
        spans = stretches(text)
        pieces = [self.tokens(text[start:end]) for start, end in spans]
        rows: list[tuple[float, ...]] = []
        whole: list[tuple[int, Any]] = []
        for window in plan([len(p) for p in pieces], self.limits)[:MOST_WINDOWS]:
            scored, said = self._window(asked, pieces, window)
            whole.append((sum(len(p) for p in pieces[window.first : window.last]), said))
            rows += [tuple(row) for row in scored[window.first - window.left :].tolist()]
        return spans[: len(rows)], rows, whole

    def _window(self, asked: Sequence[int], pieces: Sequence[Sequence[int]], window: Any) -> tuple[Any, Any]:
        """What the model says of a window, from memory where it was read before."""
        import numpy as np

        ids, places = assemble(asked, pieces, window, self.limits, self.marks)
        key = hashlib.blake2b(np.array([*ids, -1, *(n for p in places for n in p)], np.int64).tobytes()).digest()
        known = self._known.get(key)
        if known is None:
            known = self.run(ids, places)
            if len(self._known) >= KEPT:  # each step is safe from any thread; at worst a window is read twice
                self._known = dict(list(self._known.items())[KEPT // 2 :])
            self._known[key] = known
        return known

    def run(
        self, ids: Sequence[int], places: Sequence[tuple[int, int]]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Logits of the stretches [stretches, labels], and of the window as a whole [wholes]."""
        import numpy as np

        self._runs += 1
        inside = np.zeros((len(places), len(ids)), np.float32)
        for row, (start, end) in enumerate(places):
            inside[row, start:end] = 1
        given = {"input_ids": np.array([ids], np.int64), "inside": inside}
        logits, whole = self._session.run(self._outputs, given)
        return logits, whole[0]

    def lower(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """What its lower layers make of these word pieces [1, tokens, width], for models that stand on them."""
        import numpy as np

        given = {"input_ids": np.array([ids], np.int64), "inside": np.ones((1, len(ids)), np.float32)}
        found: NDArray[np.float32] = self._session.run(["lower"], given)[0]
        return found

    def encode(self, text: str) -> Any:
        """Word pieces without the marks around them (`ids`), and where each stands (`offsets`, characters)."""
        return self._tokenizer.encode(text, add_special_tokens=False)

    def tokens(self, text: str) -> list[int]:
        """Word pieces without the marks around them, at most `sentence_tokens`."""
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids[: self.limits.sentence_tokens]

    def _mean(self, whole: Sequence[tuple[int, Any]]) -> Mapping[str, float]:
        """Probabilities of the whole, windows weighed by their size."""
        if not whole:
            return {}
        import numpy as np

        odds = np.stack([said for _, said in whole])
        mean = np.average(1 / (1 + np.exp(-np.clip(odds, -30, 30))), axis=0, weights=[max(1, n) for n, _ in whole])
        return {name: float(p) for name, p in zip(self.wholes, mean, strict=True)}


def _rescoring(given: Mapping[str, Any] | None, known: Sequence[str]) -> Rescoring | None:
    """The weights in a `config.json`. Raises KeyError, TypeError or ValueError where they do not fit the `known` labels."""
    if given is None:
        return None
    mean, scale, shared = (tuple(float(x) for x in given[name]) for name in ("mean", "scale", "shared"))
    if {len(mean), len(scale), len(shared)} != {rescore.count(len(known))}:
        raise ValueError(f"rescoring: mean, scale and shared need {rescore.count(len(known))} numbers each")
    labels = {
        label: Rescored(float(its["bias"]), tuple(float(x) for x in its["own"]), float(its["heard"]))
        for label, its in given["labels"].items()
    }
    if not set(labels) <= set(known) or any(len(its.own) != rescore.OWN for its in labels.values()):
        raise ValueError(f"rescoring: each label is one of id2label, with {rescore.OWN} weights of its own")
    return Rescoring(mean, scale, shared, labels)


def _fingerprint(folder: Path) -> str:
    """Which files these are: their folder, sizes and times."""
    stats = [(folder / name).stat() for name in FILES if (folder / name).is_file()]
    return " ".join([str(folder), *(f"{stat.st_size}:{stat.st_mtime_ns}" for stat in stats)])


def _broken(folder: Path, what: str) -> ModelError:
    return ModelError(what, where=str(folder), fix="Give a folder with model.onnx, tokenizer.json and config.json.")


@cache
def _load(folder: Path) -> OnnxReader:
    return OnnxReader(folder)


def compare(models: Path, names: Sequence[str]) -> None:
    """Compare files of the reader's folder with the manifest. Raises ModelError where one differs, OSError, KeyError or
    ValueError where one or the manifest cannot be read."""
    manifest = tomllib.loads((models / "manifest.toml").read_text(encoding="utf-8"))
    rows = {row["name"]: row["sha256"] for row in manifest["reader"]["files"]}
    for name in names:
        with (models / "reader" / name).open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() != rows[name]:
                raise ModelError(f"{name} has the wrong contents (sha256 differs).", where="reader", fix=_MEND)


@cache
def _load_shipped(models: Path) -> OnnxReader:
    """The reader in `models`, after its files have been compared with the manifest: a flipped bit would load, and err."""
    try:
        compare(models, ("model.onnx", "tokenizer.json"))
        return _load(models / "reader")
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"the shipped reader cannot be checked ({error}).", where="reader", fix=_MEND) from error
    except ModelError as error:
        raise ModelError(error.what, where="reader", fix=_MEND) from error


def load_reader(path: Path | str | None = None) -> OnnxReader | None:
    """The reader in `path`, or the shipped one; None when nothing is shipped. Loaded once per folder.

    The shipped one is hashed first (0.05 to 0.2 s). Raises ModelError when a named folder, or a shipped model, cannot be used.
    """
    if path is not None:
        return _load(paths.at_home(path).resolve())
    models = paths.shipped("models")
    return _load_shipped(models) if (models / "reader" / "model.onnx").is_file() else None


def let_go() -> None:
    """Free the readers that are loaded (60 MB each), once nobody uses them; the next answer loads its own again."""
    _load.cache_clear()
    _load_shipped.cache_clear()


class Shipped:
    """The reader that ships with the program, loaded when the first answer is read; rules alone where it is missing or
    damaged."""

    id = "shipped"

    def __init__(self) -> None:
        self.trouble = ""
        "Why the rules decide alone, with the mend; empty while the reader is as it should be."

    def read(self, text: str, context: Context) -> Reading | None:
        """See `reader.Reader`."""
        if self.trouble:
            return None
        try:
            found = load_reader()
        except ModelError as error:
            self.trouble = f"Findings rest on the rules alone, without the reader model: {error.what} {error.fix}"
            return None
        return found.read(text, context) if found is not None else None


SHIPPED = Shipped()
