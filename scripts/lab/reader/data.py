"""Training material of the reader: real answers labelled by id and offset, and the project's invented texts.

An `Item` is one text with a question: sentences as token ids, targets per sentence and per token, targets of the
answer as a whole. Targets are floats: 1 sure, `UNSURE` where the annotator was not, `SKIP` where a span only brushes a
sentence, so that the loss passes over it.
"""

from __future__ import annotations

import collections
import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from voice_interviewer.english.stretches import stretches as sentences
from voice_interviewer.language.weigh.windows import QUESTION_WORDS, Limits

COSTS = "hedge apology minimizer absence_lead team_voice exposure inflation generic outcome_only".split()
STRENGTHS = (
    "calibration ownership decision_ownership failure_anticipation constraint_tradeoff metric_skepticism "
    "systems_thinking restraint learning_loop scale_translation"
).split()
REACTIONS = "calm_adaptation defense restart freeze".split()
"Only the invented texts carry these; in real speech nobody changed a constraint."
LABELS = COSTS + STRENGTHS + REACTIONS
INDEX = {label: n for n, label in enumerate(LABELS)}
TARGETS = ["none", *COSTS, *STRENGTHS]
MODES = ["decision_story", "experience", "explanation", "opinion", "chat"]
TRAPS = ["apologetic_minimising", "inflated_compensation"]
WHOLES = [f"target:{k}" for k in TARGETS] + [f"mode:{k}" for k in MODES] + [f"trap:{k}" for k in TRAPS]
WHOLE_INDEX = {name: n for n, name in enumerate(WHOLES)}
UNSURE = 0.45
SKIP = -1.0
HERE = Path(__file__).parent
MORE, MORE_SECOND = HERE / "more_labels.jsonl", HERE / "more_labels_second.jsonl"
"Answers of the pool labelled later, by id and offset; the second file holds a second reader's marks of some of them."
EXTRA = HERE / "extra_labels.jsonl"
"Single places of the pool judged for one label."


@dataclass(slots=True)
class Item:
    """One text, ready for reading."""

    id: str
    episode: str
    real: bool
    text: str
    question: list[int]
    spans: list[tuple[int, int]]
    pieces: list[list[int]]
    targets: np.ndarray
    "[sentences, labels]"
    tokens: list[np.ndarray | None]
    "Per sentence [tokens, labels], or None where no label is."
    whole: np.ndarray
    "[wholes], SKIP where nothing is known"
    weight: float = 1.0
    meta: dict[str, Any] = field(default_factory=dict)


class Cutter:
    """Makes items of texts."""

    def __init__(self, tokenizer: Any, limits: Limits) -> None:
        self.tokenizer, self.limits = tokenizer, limits

    def item(self, id: str, episode: str, real: bool, question: str, text: str, marks: list[dict[str, Any]]) -> Item:
        """`marks`: label, start, end, weight (the target's value)."""
        spans = sentences(text)
        asked = self.tokenizer.encode(" ".join(question.split()[-QUESTION_WORDS:]), add_special_tokens=False).ids
        pieces, tokens = [], []
        targets = np.zeros((len(spans), len(LABELS)), np.float32)
        for n, (start, end) in enumerate(spans):
            got = self.tokenizer.encode(text[start:end], add_special_tokens=False)
            ids = got.ids[: self.limits.sentence_tokens]
            pieces.append(ids)
            inside = None
            for mark in marks:
                shared = min(end, mark["end"]) - max(start, mark["start"])
                if shared <= 0 or mark["label"] not in INDEX:
                    continue
                k = INDEX[mark["label"]]
                if shared > 0.4 * min(end - start, mark["end"] - mark["start"]):
                    targets[n, k] = max(targets[n, k], mark["weight"])
                    if inside is None:
                        inside = np.zeros((len(ids), len(LABELS)), np.float32)
                    for t, (a, b) in enumerate(got.offsets[: len(ids)]):
                        if start + a < mark["end"] and mark["start"] < start + b:
                            inside[t, k] = max(inside[t, k], mark["weight"])
                elif targets[n, k] == 0:
                    targets[n, k] = SKIP
            tokens.append(inside)
        whole = np.full(len(WHOLES), SKIP, np.float32)
        return Item(
            id, episode, real, text, asked[-self.limits.question_tokens :], spans, pieces, targets, tokens, whole
        )


def pool(data: Path) -> dict[str, dict[str, Any]]:
    """Every answer of the pool by id."""
    with gzip.open(data / "pool.jsonl.gz", "rt") as lines:
        return {r["id"]: r for r in map(json.loads, lines)}


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _plain(text: str) -> str:
    return re.sub(r"[^a-z]+", " ", text.lower()).strip()


def gold(data: Path, texts: dict[str, dict[str, Any]], cutter: Cutter) -> list[Item]:
    """Labelled real answers; those whose text is in the development part are left out, twins share an `episode`.

    Answers labelled later have `late` in `meta`, so that which episodes are held out does not depend on them.
    """
    dev = {_plain(r["text"])[:160] for r in _lines(data / "dev_answers.jsonl")}
    second = {r["id"]: r for r in _lines(data / "agreement_gold.jsonl")}
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    rows, seen = _lines(data / "train_gold.jsonl"), {}
    for row in rows:
        episode, key = texts[row["id"]]["episode"], _plain(texts[row["id"]]["text"])[:160]
        if key in seen:
            parent[root(episode)] = root(seen[key])
        seen[key] = episode
    first = {row["id"] for row in rows}
    second |= {r["id"]: r for r in _lines(MORE_SECOND)}
    rows += [row for row in _lines(MORE) if row["id"] not in first]
    found = []
    for row in rows:
        r = texts[row["id"]]
        if r["part"] != "train" or _plain(r["text"])[:160] in dev:
            continue
        marks = [dict(s, weight=1.0 if s["sure"] else UNSURE) for s in row["spans"]]
        if row["id"] in second:
            marks = _both(marks, second[row["id"]]["spans"])
        item = cutter.item(row["id"], root(r["episode"]), True, r["question"], r["text"], marks)
        item.whole[:] = 0
        for target in row["targets"]:
            if f"target:{target}" in WHOLE_INDEX:
                item.whole[WHOLE_INDEX[f"target:{target}"]] = 1
        for name in (f"mode:{row['mode']}", f"trap:{row['trap']}"):
            if name in WHOLE_INDEX:
                item.whole[WHOLE_INDEX[name]] = 1
        item.meta = {"marks": row["spans"], "targets": row["targets"], "trap": row["trap"]}
        if row["id"] not in first:
            item.meta["late"] = True
        found.append(item)
    return found


def _both(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Marks of two annotators: what only one of them marked counts half."""

    def met(mark: dict[str, Any], others: list[dict[str, Any]]) -> bool:
        return any(
            o["label"] == mark["label"] and o["start"] < mark["end"] and mark["start"] < o["end"] for o in others
        )

    return [dict(m, weight=1.0 if met(m, second) else 0.5) for m in first] + [
        dict(m, weight=0.5) for m in second if not met(m, first)
    ]


def _invented_rows(invented: Path, part: str) -> Iterator[tuple[str, str, str, list[dict[str, Any]], dict[str, Any]]]:
    """(id, question, text, marks, record) of the invented texts.

    What follows an interruption stands by itself, with the interruption as its question: that is how a new constraint
    that is put as a plain question reads, too.
    """
    for path in sorted((invented / "corpus" / part).glob("*.jsonl")):
        for r in _lines(path):
            context = r.get("context") or {}
            question, stop = context.get("question") or "", context.get("interruption")
            text, at = r["text"], len(r["text"])
            if stop:
                at = int(stop["at"])
            for number, (start, end, asked) in enumerate(
                ((0, at, question), (at, len(text), (stop or {}).get("text", "")))
            ):
                body = text[start:end]
                if body.strip():
                    marks = [
                        {"label": m["label"], "start": m["start"] - start, "end": m["end"] - start}
                        for m in r["labels"]
                        if m["start"] < end and m["end"] > start
                    ]
                    yield f"{r['id']}/{number}", asked, body, marks, r


def invented(folder: Path, cutter: Cutter, part: str = "train") -> list[Item]:
    """The invented texts of a part; with `train` also the lines by other hands."""
    found = []
    for id, question, text, marks, row in _invented_rows(folder, part):
        item = cutter.item(id, id.split("/")[0], False, question, text, [dict(m, weight=1.0) for m in marks])
        item.meta = {"row": row}
        if "story" in row and id.endswith("/0") and part == "train":
            item.whole[: len(TARGETS)] = 0
            item.whole[WHOLE_INDEX["trap:apologetic_minimising"] :] = 0
            if f"target:{row.get('target')}" in WHOLE_INDEX:
                item.whole[WHOLE_INDEX[f"target:{row['target']}"]] = 1
            if row.get("trap"):
                item.whole[WHOLE_INDEX[f"trap:{row['trap']}"]] = 1
        found.append(item)
    if part == "train":
        for path in sorted((folder / "lines").glob("*lines*.yaml")):
            for place, group in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))):
                for number, line in enumerate(group["lines"]):
                    text = line if isinstance(line, str) else line["text"]
                    asked = group.get("interruption") or group.get("question") or ""
                    marks = [
                        {"label": k, "start": 0, "end": len(text), "weight": 1.0} for k in group["labels"] if k in INDEX
                    ]
                    id = f"{path.stem}-{place}-{number}"
                    found.append(cutter.item(id, id, False, asked, text, marks))
    return found


def dev(data: Path, cutter: Cutter) -> list[Item]:
    """The development part, with the votes in `meta`."""
    marked = {r["id"]: r for r in _lines(data / "dev_gold.jsonl")}
    found = []
    for r in _lines(data / "dev_answers.jsonl"):
        if r["id"] in marked:
            item = cutter.item(r["id"], r["id"], True, r["question"], r["text"], [])
            item.meta = {"gold": marked[r["id"]]}
            found.append(item)
    return found


def folds(items: list[Item], share: float, seed: int) -> tuple[list[Item], list[Item]]:
    """(training, held out): real answers by whole episodes; invented texts all stay in training."""
    by: dict[str, list[Item]] = collections.defaultdict(list)
    for item in items:
        if item.real and "late" not in item.meta:
            by[item.episode].append(item)
    names = sorted(by)
    random.Random(seed).shuffle(names)
    wanted = share * sum(map(len, by.values()))
    held, away = 0, set()
    for name in names:
        if held >= wanted:
            break
        held += len(by[name])
        away.add(name)
    return (
        [item for item in items if item.episode not in away],
        [item for item in items if item.real and item.episode in away],
    )


def extra(path: Path, texts: dict[str, dict[str, Any]], cutter: Cutter) -> list[Item]:
    """Single places of the pool judged for one label (id, start, end, label, value); the rest is unknown."""
    by: dict[str, list[dict[str, Any]]] = collections.defaultdict(list)
    for row in _lines(path):
        by[row["id"]].append(row)
    found = []
    for id, rows in by.items():
        r = texts[id]
        item = cutter.item(id, r["episode"], True, r["question"], r["text"], [])
        item.targets[:] = SKIP
        for row in rows:
            for n, (start, end) in enumerate(item.spans):
                if start < row["end"] and row["start"] < end:
                    item.targets[n, INDEX[row["label"]]] = row["value"]
        # Nobody said which words carry a label here.
        item.meta = {"extra": True}
        found.append(item)
    return found


def soft(
    rows: list[dict[str, Any]], scored: list[np.ndarray], whole: np.ndarray, cutter: Cutter, weight: float
) -> list[Item]:
    """Pool answers with a teacher's probabilities as targets, per sentence and of the answer as a whole."""
    found = []
    for r, p, q in zip(rows, scored, whole, strict=True):
        item = cutter.item(r["id"], r["episode"], True, r["question"], r["text"], [])
        assert item.targets.shape == p.shape
        item.targets[:], item.whole[:], item.weight = p, q, weight
        # The teacher does not say which words carry a label.
        item.meta = {"extra": True}
        found.append(item)
    return found


def unlabelled(
    data: Path, texts: dict[str, dict[str, Any]], labelled: set[str], away: set[str], most: int, seed: int = 31
) -> list[dict[str, Any]]:
    """`most` answers of the pool of 60 to 260 words, drawn blindly, one of each text.

    None of `labelled`, of the episodes `away`, or with the text of an answer of the development part.
    """
    seen = {_plain(r["text"])[:160] for r in _lines(data / "dev_answers.jsonl")}
    seen |= {_plain(texts[id]["text"])[:160] for id in labelled if id in texts}
    rows = [r for id, r in sorted(texts.items()) if r["part"] == "train" and id not in labelled]
    random.Random(seed).shuffle(rows)
    found = []
    for r in rows:
        key = _plain(r["text"])[:160]
        if r["episode"] not in away and key not in seen and 60 <= len(r["text"].split()) <= 260:
            seen.add(key)
            found.append(r)
        if len(found) == most:
            break
    return found
