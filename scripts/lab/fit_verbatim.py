"""Fit which decisions told as the team's can be said again as they were (`debrief/sayable.yaml`): some minutes on one core.

    python -m scripts.lab.fit_verbatim --real REAL_SPEECH            fit, report, write
    python -m scripts.lab.fit_verbatim --real REAL_SPEECH --check    report only
    python -m scripts.lab.fit_verbatim --real REAL_SPEECH --bar .85

REAL_SPEECH holds pool.jsonl.gz, the texts of the real answers, which are no part of this project; what readers made of
the sentences lies beside this program, by id (`assessor/verbatim.txt`). Run it after the reader or the assessor has
changed: both are asked anew, the assessor about each sentence, the reader which of them it hears and how surely.

One logistic regression on `verbatim.NAMES` says how surely the words can be said; a second one weighs that, where the
reader hears a finding, with its confidence. What is printed is of episodes left out, of both. What one reader alone judged
is learnt from only where it is about the words (y, and n for a fragment, a garbled sentence or another meaning), and is
not counted. Of a sentence that the rules of `verbatim.py` refuse nothing is offered; it is counted among those heard. The
reader was trained on many of these answers, so it is surer of them than of new ones.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scripts.lab.assessor import labels
from scripts.lab.assessor.labels import Again
from scripts.lab.assessor.scales import auc, logistic
from scripts.lab.fit_sayable import SAYABLE, chances, fitted, text_of
from scripts.lab.reader.data import pool
from voice_interviewer.debrief.data.reframes import as_it_was_said
from voice_interviewer.debrief.data.sayable import LEAST_SURE, ONE, Heard, Weighed, weighed
from voice_interviewer.debrief.data.verbatim import NAMES, numbers, own_words
from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.assessor import Assessor
from voice_interviewer.language.model import Context
from voice_interviewer.language.weigh.assessing import SHIPPED

LABEL = "team_voice"
FOLDS = 10
HOLD_HEARD = 1.0
"How strongly the two weights of the second regression are held towards 0."
BARS = (0.7, 0.75, 0.8, 0.83, 0.85, 0.88, 0.9, 0.92)
"Bars that are reported."
ABOUT_WORDS = "fgm"


@dataclass(frozen=True, slots=True)
class Sentences:
    """Judged sentences, one row each."""

    x: NDArray[np.float64]
    "[sentences, numbers]: by `NAMES`."
    kept: NDArray[np.bool_]
    "Whether the rules let it be said again; the numbers of others are 0."
    said: NDArray[np.float64]
    "The share of readers who would say it."
    twice: NDArray[np.bool_]
    "Whether two readers judged it."
    confidence: NDArray[np.float64]
    "Of the finding that is heard in it now; 0: none is."
    fold: NDArray[np.int64]
    "By episode."

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether all readers would say it."""
        return self.said >= 1

    @property
    def heard(self) -> NDArray[np.bool_]:
        """Those that the figures are about."""
        return self.twice & (self.confidence > 0)


def collect(rows: Mapping[str, Mapping[str, Any]], judged: Iterable[Again], assessor: Assessor = SHIPPED) -> Sentences:
    """The judged sentences of the pool with their numbers.

    What is now said otherwise than it was judged is passed over. Raises ValueError where no assessor can be asked.
    """
    made = []
    refused: set[tuple[str, int]] = set()
    for one in judged:
        if len(one.letters) == 1 and one.why and one.why not in ABOUT_WORDS:
            continue
        row = rows[one.id]
        way = as_it_was_said(LABEL, row["text"], (one.first, one.last), one.first)
        known = [0.0] * len(NAMES)
        if way is None:
            if (one.id, one.first) in refused:
                continue  # of several ways that were judged one stands for the sentence
            refused.add((one.id, one.first))
        else:
            if labels.digest(own_words(way.said)) != one.digest:
                continue
            opinions = assessor.sayable([way])
            if not opinions:
                raise ValueError("the assessor is missing or damaged: see voice-interviewer doctor")
            known = list(numbers(way, opinions[0]).values())
        two, share = len(one.letters) > 1, one.letters.count("y") / len(one.letters)
        fold = int(hashlib.md5(str(row["episode"]).encode()).hexdigest(), 16) % FOLDS
        made.append((known, way is not None, share, two, _confidence(row, one) if two else 0.0, fold))
    x, kept, said, twice, confidence, folds = zip(*made, strict=True)
    return Sentences(np.array(x), *map(np.array, (kept, said, twice, confidence, folds)))


def _confidence(row: Mapping[str, Any], one: Again) -> float:
    findings = analyze(row["text"], Context(row["question"])).findings
    sure = [f.confidence for f in findings if f.label == LABEL and f.start < one.last and f.end > one.first]
    return max(sure, default=0.0)


def odds(chance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log odds, cut where they say no more."""
    held = np.clip(chance, LEAST_SURE, 1 - LEAST_SURE)
    found: NDArray[np.float64] = np.log(held / (1 - held))
    return found


def form(given: Sentences, seen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Weights of the words by `NAMES` and `ONE`, from the sentences that may be seen."""
    here = seen & given.kept
    return fitted(given.x[here], given.right[here], NAMES)


def left_out(given: Sentences, seen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Log odds of the words of the sentences in `seen`, by weights that were fitted without their episode; else 0."""
    found = np.zeros(len(given.fold))
    for fold in set(given.fold[seen].tolist()):
        away = seen & (given.fold == fold)
        weights = form(given, seen & (given.fold != fold))
        found[away] = given.x[away] @ weights[:-1] + weights[-1]
    return found


def second(given: Sentences, seen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Weights of the words' log odds, of the finding's, and of one, from the sentences that may be seen."""
    here = seen & given.heard & given.kept
    x = np.column_stack([left_out(given, seen)[here], odds(given.confidence[here]), np.ones(here.sum())])
    return logistic(x, given.right[here], np.array([HOLD_HEARD, HOLD_HEARD, 0.0]))


def offered(given: Sentences) -> NDArray[np.float64]:
    """The chance of each sentence that is heard and kept, by weights of both kinds that were fitted without its episode."""
    found = np.zeros(len(given.fold))
    for fold in range(FOLDS):
        away, seen = (given.fold == fold) & given.heard & given.kept, given.fold != fold
        if away.any():
            first, last = form(given, seen), second(given, seen)
            words = given.x[away] @ first[:-1] + first[-1]
            found[away] = chances(np.column_stack([words, odds(given.confidence[away])]), last)
    return found


def report(given: Sentences, bar: float) -> list[str]:
    """What is offered from which bar on, of the sentences heard now; a star marks the bar that is set."""
    heard, chance = given.heard, offered(given)
    over = heard & given.kept
    lines = [
        f"{given.twice.sum()} sentences of two readers, {given.said[given.twice].mean():.3f} sayable; "
        f"{(~given.twice).sum()} of one; {(~given.kept).sum()} refused by rules",
        f"heard now: {heard.sum()}, {given.said[heard].mean():.3f} sayable; AUC {auc(chance[over], given.right[over]):.2f}",
    ]
    for level in sorted({*BARS, bar}):
        here = heard & (chance >= level)
        share = f", {given.said[here].mean():.3f} sayable" if here.any() else ""
        quoted = here & (given.x[:, NAMES.index("quoted")] > 0)
        with_one = f"; with a quotation {quoted.sum()}, {given.said[quoted].mean():.2f}" if quoted.any() else ""
        mark = "*" if level == bar else " "
        lines.append(f" {mark}from {level:.2f}: {here.sum()} offered ({here.sum() / heard.sum():.2f}){share}{with_one}")
    return lines


def weights(given: Sentences, bar: float) -> Weighed:
    """What is written: weights that saw all episodes."""
    every = np.ones(len(given.fold), bool)
    words, finding, one = second(given, every).tolist()
    middle = float(np.median(given.confidence[given.heard]))
    return Weighed(
        offered=bar,
        weights=dict(zip((*NAMES, ONE), form(given, every).tolist(), strict=True)),
        heard=Heard(form=words, finding=finding, one=one, middle=middle),
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--real", type=Path, required=True, help="folder of the real answers")
    shipped = weighed()[LABEL].offered
    parser.add_argument("--bar", type=float, default=shipped, help="least probability to offer a sentence")
    parser.add_argument("--check", action="store_true", help="report only")
    args = parser.parse_args(argv)
    if not 0 <= args.bar <= 1:
        parser.error("--bar is a probability")
    judged = labels.verbatim()
    given = collect(pool(args.real), judged)
    print("\n".join(report(given, args.bar)))
    if not args.check:
        SAYABLE.write_text(text_of({**weighed(), LABEL: weights(given, args.bar)}), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
