"""What a reader's probabilities are worth: right, arguable and wrong findings, recall, curves."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from scripts.lab.reader.data import COSTS, INDEX, LABELS, STRENGTHS, TARGETS, Item

SCORED = COSTS + STRENGTHS


@dataclass(slots=True)
class Tally:
    """Counts at some thresholds; the pairs are [costs, strengths]."""

    words: int
    right: list[int] = field(default_factory=lambda: [0, 0])
    arguable: list[int] = field(default_factory=lambda: [0, 0])
    wrong: list[int] = field(default_factory=lambda: [0, 0])
    met: list[int] = field(default_factory=lambda: [0, 0])
    there: list[int] = field(default_factory=lambda: [0, 0])
    by: dict[str, list[int]] = field(default_factory=dict)
    "label: right, arguable, wrong, met, there"

    @property
    def precision(self) -> float:
        """Right over right and wrong."""
        r, w = sum(self.right), sum(self.wrong)
        return r / max(1, r + w)

    def line(self) -> str:
        """One line for a table."""
        w = [1000 * x / self.words for x in self.wrong]
        return (
            f"precision {self.precision:.2f} wrong/1000 {w[0]:.2f} / {w[1]:.2f} "
            f"recall costs {self.met[0]}/{self.there[0]} "
            f"strengths {self.met[1]}/{self.there[1]} (right {self.right} arguable {self.arguable} wrong {self.wrong})"
        )


def marks(item: Item) -> list[dict[str, object]]:
    """The gold places with `votes` and `sure`: three annotators' where there are, else one's (sure 2 votes, else 1)."""
    if "gold" in item.meta and isinstance(item.meta["gold"], dict):
        return item.meta["gold"]["spans"]
    return [dict(m, votes=2 if m["sure"] else 1) for m in item.meta.get("marks", [])]


def tally(items: list[Item], scored: list[np.ndarray], limits: dict[str, float]) -> Tally:
    """As `score.py` counts; every sentence over its label's threshold is a finding."""
    out = Tally(sum(len(i.text.split()) for i in items), by={k: [0, 0, 0, 0, 0] for k in SCORED})
    for item, p in zip(items, scored, strict=True):
        gold = marks(item)
        for k in SCORED:
            side, found = int(k in STRENGTHS), np.flatnonzero(p[:, INDEX[k]] >= limits[k])
            hit = set()
            for n in found:
                a, b = item.spans[n]
                over = [j for j, s in enumerate(gold) if s["label"] == k and s["start"] < b and a < s["end"]]
                votes = max([gold[j]["votes"] for j in over] or [0])
                hit.update(over)
                kind = 0 if votes >= 2 else 1 if votes == 1 else 2
                (out.right, out.arguable, out.wrong)[kind][side] += 1
                out.by[k][kind] += 1
            for j, s in enumerate(gold):
                if s["label"] == k and s["votes"] >= 2 and s["sure"]:
                    out.there[side] += 1
                    out.met[side] += j in hit
                    out.by[k][3] += j in hit
                    out.by[k][4] += 1
    return out


def curve(
    items: list[Item], scored: list[np.ndarray], at: tuple[float, ...] = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
) -> str:
    """A line for each common threshold."""
    return "\n".join(f"  T {t:.2f} " + tally(items, scored, dict.fromkeys(LABELS, t)).line() for t in at)


def average_precision(items: list[Item], scored: list[np.ndarray]) -> dict[str, float]:
    """Per label over sentences; a sentence on an arguable place is left out. `micro` is over all labels together."""
    out, every = {}, []
    for k in SCORED:
        pairs = []
        for item, p in zip(items, scored, strict=True):
            gold = [s for s in marks(item) if s["label"] == k]
            for (a, b), x in zip(item.spans, p[:, INDEX[k]], strict=True):
                votes = max([s["votes"] for s in gold if s["start"] < b and a < s["end"]] or [0])
                if votes != 1:
                    pairs.append((float(x), votes >= 2))
        every += pairs
        out[k] = _ap(pairs)
    out["micro"] = _ap(every)
    return out


def _ap(pairs: list[tuple[float, bool]]) -> float:
    pairs = sorted(pairs, reverse=True)
    y = np.array([t for _, t in pairs], float)
    if not y.sum():
        return float("nan")
    return float((np.cumsum(y) / np.arange(1, len(y) + 1) * y).sum() / y.sum())


def targets(items: list[Item], whole: np.ndarray) -> str:
    """How often the likeliest target was named by an annotator, beside what constant answers give."""
    named = [set((i.meta.get("gold") or i.meta)["targets"]) for i in items]
    best = [TARGETS[int(q[: len(TARGETS)].argmax())] for q in whole]
    some = [TARGETS[1 + int(q[1 : len(TARGETS)].argmax())] for q in whole]
    hits = [
        sum(x in n for x, n in zip(xs, named, strict=True))
        for xs in (best, some, ["none"] * len(items), ["decision_ownership"] * len(items))
    ]
    return (
        f"follow-up target: likeliest {hits[0]}, likeliest but none {hits[1]}, "
        f"always none {hits[2]}, always decision_ownership {hits[3]} of {len(items)}"
    )


def texts(
    items: list[Item], scored: list[np.ndarray], limits: dict[str, float]
) -> dict[str, tuple[float, float, float, int]]:
    """Precision, recall, F1 and number per label over whole texts, as the bench of the invented texts counts."""
    out = {}
    by: dict[str, list[int]] = {}
    for n, item in enumerate(items):
        by.setdefault(item.id.split("/")[0], []).append(n)
    for k in LABELS:
        tp = fp = fn = 0
        for group in by.values():
            want = any(m["label"] == k for m in items[group[0]].meta["row"]["labels"])
            got = any(scored[n].shape[0] and scored[n][:, INDEX[k]].max() >= limits[k] for n in group)
            tp, fp, fn = tp + (want and got), fp + (got and not want), fn + (want and not got)
        out[k] = (tp / max(1, tp + fp), tp / max(1, tp + fn), 2 * tp / max(1, 2 * tp + fp + fn), tp + fn)
    return out
