"""What readers said of open follow-ups after real answers: rounds of what was asked then, and trials of words.

    python -m scripts.lab.follow_ups

`assessor/readings.txt` has a line for each real answer of the part `dev` that two readers read with one follow-up: the
round, which kind was asked, the assessor's chances that leading on, staying and all own work would be taken well, and
both verdicts (g good, f fair, b out of place); a kind that is no more is `other`. A round above 100 is the round 100
less, read with the words that were asked before. `assessor/wordings.txt` has a line for each answer of the part `train`
that was read with several wordings, in trials: every reader read each answer of his share with one wording, in turn, so
that in trials 2 to 4 all wordings met the same answers and readers. In 1, 5 and 6 some readings are missing, about as
many of each wording. No text of an answer is in either.

Shares of one trial can be compared with each other. Those of two trials cannot: readers judge a line by what else they
read, and where every second question is general they find that all of them are.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from voice_interviewer.interview.core.fitting import STAYS

HERE = Path(__file__).parent / "assessor"
READINGS, WORDINGS = HERE / "readings.txt", HERE / "wordings.txt"
KINDS = ("turn", "near", "solved", "own")
SHIPPED = (18, 19, 20)
"The rounds of what is asked now."
LEAST = 30
"Verdicts from which on a share is printed."


@dataclass(frozen=True, slots=True)
class Read:
    """One answer with its follow-up."""

    round: int
    kind: str
    verdicts: str
    "One letter a reader."


@dataclass(frozen=True, slots=True)
class Tried:
    """One answer after which several wordings were read."""

    trial: int
    kind: str
    "Which kind would have been asked."
    near: float
    verdicts: tuple[tuple[int, str], ...]
    "The number of a wording and a letter."


def readings(file: Path = READINGS) -> list[Read]:
    """Every reading of the rounds."""
    rows = (line.split() for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return [Read(int(r), kind, a + b) for r, _, kind, _, _, _, a, b in rows]


def wordings(file: Path = WORDINGS) -> tuple[tuple[str, ...], list[Tried]]:
    """The wordings by their number, and every answer of the trials."""
    head = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("# ")][1:]
    rows = (line.split() for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    tried = [
        Tried(int(trial), kind, float(near), tuple((int(one[:-1]), one[-1]) for one in said))
        for trial, _, _, near, kind, *said in rows
    ]
    return tuple(line.split(maxsplit=2)[2] for line in head), tried


def shares(letters: str) -> tuple[float, float]:
    """(share taken well, share out of place) of verdicts."""
    return letters.count("g") / len(letters), letters.count("b") / len(letters)


REGIONS: dict[str, Callable[[Tried], bool]] = {
    "led on": lambda one: one.kind == "turn",
    "all own work": lambda one: one.kind == "own",
    f"staying below {STAYS}": lambda one: one.kind == "near" and one.near < STAYS,
    f"staying from {STAYS}": lambda one: one.kind == "near" and one.near >= STAYS,
}
"Where an answer of a trial lay, by the bounds of that time and today's for staying."


def by_wording(tried: Sequence[Tried]) -> Iterator[tuple[str, int, int, str]]:
    """(region, trial, wording, letters) of every wording in every trial."""
    for region, holds in REGIONS.items():
        for trial in sorted({one.trial for one in tried}):
            here = [pair for one in tried if one.trial == trial and holds(one) for pair in one.verdicts]
            for number in sorted({number for number, _ in here}):
                yield region, trial, number, "".join(letter for n, letter in here if n == number)


def report(read: Sequence[Read], texts: Sequence[str], tried: Sequence[Tried]) -> Iterable[str]:
    """A line a round, a line a kind, and a line a wording of each trial where it was read often enough."""
    groups = [(f"round {n}", [one for one in read if one.round == n]) for n in sorted({one.round for one in read})]
    now = [one for one in read if one.round in SHIPPED]
    groups += [(f"asked now, {kind}", [one for one in now if one.kind == kind]) for kind in KINDS]
    for name, group in groups:
        good, bad = shares("".join(one.verdicts for one in group))
        yield f"{name}: {len(group)} answers, {good:.3f} good, {bad:.3f} bad"
    for region, trial, number, letters in by_wording(tried):
        if len(letters) >= LEAST:
            good, bad = shares(letters)
            yield f"{region}, trial {trial}: {good:.2f} good, {bad:.2f} bad of {len(letters)}: {texts[number]}"


def main(argv: Sequence[str] | None = None) -> int:
    """Count and print."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args(argv)
    print("\n".join(report(readings(), *wordings())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
