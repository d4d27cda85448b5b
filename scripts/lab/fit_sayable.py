"""Fit whether a way to say a sentence can be said (`voice_interviewer/debrief/sayable.yaml`), a minute on one core.

    python -m scripts.lab.fit_sayable --real REAL_SPEECH            fit, report, write
    python -m scripts.lab.fit_sayable --real REAL_SPEECH --check    report only
    python -m scripts.lab.fit_sayable --real REAL_SPEECH --bars hedge=.75 team_voice=.7 --entire team_voice

Run it after `scripts.lab.fit_assessor`, with the same --work: it takes from there what assessors said of episodes that
they had not seen, and makes the ways they said it of again. REAL_SPEECH holds pool.jsonl.gz, the texts of the real
answers, which are no part of this project.

One logistic regression a label, on the numbers of `debrief/data/sayable.py`, says which ways can be said alone; ways for
which nobody said so are passed over. What is printed is about episodes left out: a sentence is offered its surest way, if
that reaches the bar. A label is written if --bars has one for it; without --bars these are the shipped ones. --entire says
under which labels only a whole sentence is offered that says all that was said; without it these are the shipped ones.
A label whose sentences are said again as they were has its weights from `scripts.lab.fit_verbatim`; they stay as they are.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scripts.lab import ROOT
from scripts.lab.assessor import items, labels
from scripts.lab.assessor.items import FOLDS
from scripts.lab.assessor.labels import Place, Said
from scripts.lab.assessor.run import ITEMS, LEFT_OUT
from scripts.lab.assessor.scales import logistic
from scripts.lab.reader.data import pool
from voice_interviewer.debrief.data.sayable import NAMES, ONE, Weighed, is_entire, numbers, weighed
from voice_interviewer.language.assessor import Way

SAYABLE = ROOT / "voice_interviewer" / "debrief" / "sayable.yaml"
HOLD = 10.0
"How strongly weights of standardised numbers are held towards 0."
FEW = 20
"A label with no more ways that can be said is learnt from all labels."
OPINIONS = ("say", "good")
BARS = tuple(n / 20 for n in range(10, 20))
"Bars that are reported for every label."
_HEAD = """\
# Whether a way to say a sentence can be said aloud: per label the least probability to offer it, and weights by number.
# Written by scripts/lab/fit_sayable.py and, for a label with `heard` (its sentences are said again as they were),
# scripts/lab/fit_verbatim.py; read by data/sayable.py. A label that is not here is mended by deletion alone, if at all.
"""


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways of which it is known whether they can be said alone."""

    x: NDArray[np.float64]
    "[ways, numbers]: by `NAMES`."
    alone: NDArray[np.bool_]
    good: NDArray[np.bool_]
    "In its place."
    label: NDArray[np.str_]
    place: NDArray[np.int64]
    "Number of the sentence."
    fold: NDArray[np.int64]


def collect(
    rows: Mapping[str, Mapping[str, Any]],
    judged: Iterable[tuple[Place, Iterable[Said]]],
    opinions: NDArray[Any],
    assessed: Sequence[str],
    folds: NDArray[np.int64],
) -> Ways:
    """The judged ways of the pool with their numbers.

    Raises ValueError where they are not those of `opinions`, whose digests `assessed` are.
    """
    made = list(items.made_again(rows, judged))
    if [said.digest for _, _, said in made] != list(assessed) or not len(made) == len(opinions) == len(folds):
        raise ValueError(f"the {len(made)} ways that are made now are not those assessed: fit the assessor again")
    known = [n for n, (_, _, said) in enumerate(made) if said.alone is not None]
    places = {place: n for n, place in enumerate(dict.fromkeys(made[n][0] for n in known))}
    x = []
    for n in known:
        place, way, _ = made[n]
        found = numbers(
            Way(place.label, rows[place.id]["text"], place.first, place.last, way),
            (float(opinions[n, 0]), float(opinions[n, 1])),
        )
        x.append([found[name] for name in NAMES])
    return Ways(
        np.array(x),
        np.array([bool(made[n][2].alone) for n in known]),
        np.array([labels.LETTERS[made[n][2].verdict] == "g" for n in known]),
        np.array([made[n][0].label for n in known]),
        np.array([places[made[n][0]] for n in known]),
        folds[known],
    )


def weights(ways: Ways, label: str, seen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Weights of one label by `NAMES` and `ONE`, from the ways that may be seen."""
    here = seen & (ways.label == label)
    if ways.alone[here].sum() <= FEW:
        here = seen
    return fitted(ways.x[here], ways.alone[here], NAMES)


def fitted(x: NDArray[np.float64], right: NDArray[np.bool_], names: Sequence[str]) -> NDArray[np.float64]:
    """Weights of numbers `x` [ways, names] and of `ONE`, held towards 0 as if the numbers were standardised."""
    mean, spread = x.mean(0), x.std(0)
    spread[spread == 0] = 1.0
    scaled = np.column_stack([(x - mean) / spread, np.ones(len(x))])
    hold = np.array([HOLD] * len(names) + [0.0])
    found = logistic(scaled, right, hold)
    against = [n for n, name in enumerate(names) if name in OPINIONS and found[n] < 0]
    if against:  # a better opinion makes no way less likely: that would be chance
        scaled[:, against] = 0.0
        found = logistic(scaled, right, hold)
    own = found[:-1] / spread
    return np.append(own, found[-1] - own @ mean)


def chances(x: NDArray[np.float64], found: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probability of each row."""
    said: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(x @ found[:-1] + found[-1], -30, 30)))
    return said


def left_out(ways: Ways, label: str) -> NDArray[np.float64]:
    """Chances of a label's ways by weights that were fitted without their episode; 0 for all others."""
    found = np.zeros(len(ways.label))
    for fold in range(FOLDS):
        away = (ways.label == label) & (ways.fold == fold)
        found[away] = chances(ways.x[away], weights(ways, label, ways.fold != fold))
    return found


def report(ways: Ways, bars: Mapping[str, float], entire: Collection[str]) -> list[str]:
    """What is offered from which bar on, by label; a star marks the label's own bar."""
    whole = np.array([is_entire(dict(zip(NAMES, row, strict=True))) for row in ways.x.tolist()])
    lines = []
    for label in sorted(set(ways.label.tolist())):
        chance = left_out(ways, label)
        surest: dict[int, int] = {}
        sentences = len(set(ways.place[ways.label == label].tolist()))
        for n in np.flatnonzero((ways.label == label) & (whole | (label not in entire))).tolist():
            place = int(ways.place[n])
            if place not in surest or chance[n] > chance[surest[place]]:
                surest[place] = n
        best = np.array(list(surest.values()), dtype=np.int64)
        lines.append(f"{label}: {sentences} sentences, {(ways.label == label).sum()} ways")
        own = bars.get(label)
        for bar in sorted({*BARS, *([] if own is None else [own])}):
            over = best[chance[best] >= bar]
            shares = (
                f", alone {ways.alone[over].mean():.2f}, in place {ways.good[over].mean():.2f}" if len(over) else ""
            )
            mark = "*" if bar == own else " "
            lines.append(f" {mark}from {bar:.2f}: {len(over)} offered ({len(over) / sentences:.2f}){shares}")
    return lines


def written(ways: Ways, bars: Mapping[str, float], entire: Collection[str]) -> str:
    """`sayable.yaml`: the labels with a bar, with weights that saw all episodes, and what is said again as it was."""
    every = np.ones(len(ways.label), bool)
    kept = {label: about for label, about in weighed().items() if about.heard}
    for label, bar in bars.items():
        found = zip((*NAMES, ONE), weights(ways, label, every).tolist(), strict=True)
        kept[label] = Weighed(offered=bar, entire=label in entire, weights=dict(found))
    return text_of(kept)


def text_of(found: Mapping[str, Weighed]) -> str:
    """The text of `sayable.yaml` that holds these labels."""
    return _HEAD + "".join(_entry(label, about) for label, about in sorted(found.items()))


def _entry(label: str, about: Weighed) -> str:
    lines = [f"{label}:", f"  offered: {about.offered:g}"]
    lines += ["  entire: true"] * about.entire
    lines += [f"  weights: {{{_row(about.weights)}}}"]
    lines += [f"  heard: {{{_row(about.heard.model_dump())}}}"] if about.heard else []
    return "\n".join([*lines, ""])


def _row(found: Mapping[str, float]) -> str:
    return ", ".join(f"{name}: {round(weight, 4) + 0.0:.4f}" for name, weight in found.items())


def bar_of(given: str) -> tuple[str, float]:
    """LABEL=BAR. Raises ValueError for anything else."""
    label, _, bar = given.partition("=")
    if not 0 <= float(bar) <= 1:
        raise ValueError(given)
    return label, float(bar)


def main(argv: Sequence[str] | None = None) -> int:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--real", type=Path, required=True, help="folder of the real answers")
    parser.add_argument("--work", type=Path, default=Path("build/assessor"), help="what fit_assessor left there")
    parser.add_argument("--bars", type=bar_of, nargs="+", metavar="LABEL=BAR", help="least probability to offer a way")
    parser.add_argument(
        "--entire", nargs="*", metavar="LABEL", help="offer only whole sentences that say all; none: no label"
    )
    parser.add_argument("--check", action="store_true", help="report only")
    args = parser.parse_args(argv)
    bars = dict(args.bars or [(label, about.offered) for label, about in weighed().items() if not about.heard])
    if elsewhere := sorted(label for label in bars if label in weighed() and weighed()[label].heard):
        parser.error(f"--bars: {', '.join(elsewhere)} is fitted by scripts.lab.fit_verbatim")
    entire = [label for label, about in weighed().items() if about.entire] if args.entire is None else args.entire
    with np.load(args.work / LEFT_OUT) as said:
        opinions = said["ways"]
        assessed = said["digests"].tolist() if "digests" in said.files else []
    _, folds = items.read(args.work / ITEMS).folds()
    ways = collect(pool(args.real), labels.reframes(), opinions, assessed, folds)
    for option, given in (("--bars", bars), ("--entire", args.entire or ())):
        if unknown := sorted(set(given) - set(ways.label.tolist())):
            parser.error(f"{option}: of {', '.join(unknown)} no way was judged")
    print("\n".join(report(ways, bars, entire)))
    if not args.check:
        SAYABLE.write_text(written(ways, bars, entire), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
