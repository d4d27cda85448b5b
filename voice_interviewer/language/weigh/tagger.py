"""A small sentence tagger (int8 ONNX): a second opinion beside the cues; without its files, cues decide alone."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ... import paths
from ...errors import ModelError
from ...rubric.keys import LABELS
from ..model import Context
from ..reader import MODES, Blend, Reading
from .tagger_windows import windows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILES = ("config.json", "model.onnx", "tokenizer.json")
BATCH = 16
"Windows read at once; they are sorted by length first, so that little padding is read."
MOST_WINDOWS = 256
"What comes after this many windows (about an hour of speech) is left to the cues."


EVEN = Blend("both", 0.5, 0.5, 0.0, 0.5)
PLAIN = {"scale": 1.0, "bias": 0.0, "threshold": 0.5}
"What is assumed of a checkpoint that brings no decisions of its own."


class Tagger:
    """Runs the model on one core. Read-only after loading, so any thread may use it."""

    def __init__(self, folder: Path) -> None:
        """Read `folder` (`FILES`). Raises ModelError when a file is missing or does not fit the others.

        Any multi-label checkpoint exported to ONNX will do whose `id2label` uses our keys; other labels are
        not heard. Without `blend` and `alone` in its config both opinions count alike and one half is the threshold.
        """
        self.id = _fingerprint(folder)
        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise _broken(folder, f"the tagger lacks {', '.join(missing)}.")
        import onnxruntime
        from tokenizers import Tokenizer

        try:
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            names = {int(number): str(label) for number, label in config["id2label"].items()}
            self.labels: tuple[str, ...] = tuple(names[number] for number in range(len(names)))
            "One column of `logits` each."
            blends, alone = config.get("blend", {}), config.get("alone", {})
            self.blends = {name: Blend(**blends[name]) if name in blends else EVEN for name in self.labels}
            self.thresholds = {name: float(alone.get(name, PLAIN)["threshold"]) for name in self.labels}
            "Least probability of the tagger alone, per label."
            self._scales = [[float(alone.get(k, PLAIN)[x]) for x in ("scale", "bias")] for k in self.labels]
            if any(how.mode not in MODES for how in self.blends.values()):
                raise ValueError("unknown mode")
            self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._tokenizer.enable_truncation(int(config.get("max_tokens", 80)))
            self._tokenizer.no_padding()
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.log_severity_level = 3
            self._session: Any = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
            self._inputs = [node.name for node in self._session.get_inputs()]
            width = self.logits(["a"]).shape[1]
        except Exception as error:  # the libraries raise bare Exception for damaged files
            raise _broken(folder, f"the tagger cannot be read ({type(error).__name__}: {error}).") from error
        if not set(self.labels) & set(LABELS):
            raise _broken(folder, "config.json names none of the labels that we know.")
        if width != len(self.labels):
            raise _broken(folder, f"the model gives {width} labels, config.json names {len(self.labels)}.")

    def logits(self, texts: list[str]) -> NDArray[np.float32]:
        """Raw scores, float32 [len(texts), len(labels)]; read to the first `max_tokens` word pieces."""
        import numpy as np

        pieces = [self._tokenizer.encode(text).ids for text in texts]
        order = sorted(range(len(texts)), key=lambda i: len(pieces[i]))
        found = np.zeros((len(texts), len(self.labels)), np.float32)
        for at in range(0, len(order), BATCH):
            part = order[at : at + BATCH]
            ids = np.zeros((len(part), len(pieces[part[-1]])), np.int64)
            mask = np.zeros_like(ids)
            for row, i in enumerate(part):
                ids[row, : len(pieces[i])] = pieces[i]
                mask[row, : len(pieces[i])] = 1
            given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
            scores = self._session.run(None, {name: given[name] for name in self._inputs})[0]
            if scores.shape[1] != found.shape[1]:
                return np.asarray(scores, np.float32)
            found[part] = scores
        return found

    def probabilities(self, texts: list[str]) -> NDArray[np.float32]:
        """Calibrated probabilities of the tagger alone, float32 [len(texts), len(labels)] (Platt 1999, per label)."""
        import numpy as np

        scale, bias = np.array(self._scales, np.float32).T
        result: NDArray[np.float32] = 1 / (1 + np.exp(-np.clip(self.logits(texts) * scale + bias, -30, 30)))
        return result

    def read(self, text: str, context: Context = Context()) -> Reading:
        """The opinion on every window of `text`; see `reader.Reader`."""
        cut = windows(text, context)[:MOST_WINDOWS]
        rows = self.logits([window.marked(text) for window in cut]).tolist()
        spans = tuple((window.start, window.end) for window in cut)
        return Reading(self.labels, spans, tuple(tuple(row) for row in rows), self.blends)


def _fingerprint(folder: Path) -> str:
    """Which files these are: their folder, sizes and times."""
    stats = [(folder / name).stat() for name in FILES if (folder / name).is_file()]
    return " ".join([str(folder), *(f"{stat.st_size}:{stat.st_mtime_ns}" for stat in stats)])


def _broken(folder: Path, what: str) -> ModelError:
    return ModelError(what, where=str(folder), fix="Give a folder with model.onnx, tokenizer.json and config.json.")


@cache
def _load(folder: Path) -> Tagger:
    return Tagger(folder)


def load_tagger(path: Path | str | None = None) -> Tagger | None:
    """The tagger in `path`, or the shipped one; None when nothing is shipped. Loaded once per folder (about 0.2 s).

    Raises ModelError when a named folder, or a shipped model, cannot be used.
    """
    if path is not None:
        return _load(Path(path).expanduser().resolve())
    folder = paths.shipped("models") / "tagger"
    return _load(folder) if (folder / "model.onnx").is_file() else None


class Shipped:
    """The tagger that ships with the program, loaded when the first answer is read; cues alone where none is shipped."""

    id = "shipped"

    def read(self, text: str, context: Context) -> Reading | None:
        """See `reader.Reader`."""
        found = load_tagger()
        return found.read(text, context) if found is not None else None


SHIPPED = Shipped()
