"""What bounds for leading on and for staying leave of open follow-ups: readers' verdicts, counted anew.

    python -m scripts.lab.follow_up_bounds

`assessor/readings.txt` has a line for each of 2,732 real answers of the part `dev` that two readers read with one
follow-up, in fifteen rounds, the last four by the same rules: which kind was asked, the assessor's chances that
leading on, staying and all own work would be taken well, and both verdicts (g good, f fair, b out of place). No text.

A rule is judged by the answers that were asked what it would ask, each kind weighted by how often it would ask that of
all 2,732. So every rule is judged by the same readings; one chosen by them is judged a little kindly.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from voice_interviewer.interview.core.fitting import LEADS, STAYS

READINGS = Path(__file__).parent / "assessor" / "readings.txt"
KINDS = ("turn", "near", "own")
BOUNDS = [(leads, stays) for leads in (0.7, 0.8, 0.85, 0.9, 0.95) for stays in (0.5, 0.6, 0.7, 0.75)]


@dataclass(frozen=True, slots=True)
class Read:
    """One answer with its follow-up."""

    round: int
    kind: str
    turn: float
    near: float
    verdicts: str
    "One letter a reader."


def readings(file: Path = READINGS) -> list[Read]:
    """Every reading."""
    rows = (line.split() for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return [Read(int(r), kind, float(turn), float(near), a + b) for r, _, kind, turn, near, _, a, b in rows]


def bounded(leads: float, stays: float) -> Callable[[Read], str]:
    """The rule of `interview/core/fitting.py` with these bounds; what it makes of the words themselves is left out."""
    return lambda read: "near" if read.near >= max(stays, read.turn) else "turn" if read.turn >= leads else "own"


def judged(read: Sequence[Read], rule: Callable[[Read], str]) -> tuple[float, float]:
    """(share taken well, share out of place) of what a rule would ask."""
    good = bad = 0.0
    for kind in KINDS:
        meant = [one for one in read if rule(one) == kind]
        said = "".join(one.verdicts for one in meant if one.kind == kind)
        if said:
            good += len(meant) / len(read) * said.count("g") / len(said)
            bad += len(meant) / len(read) * said.count("b") / len(said)
    return good, bad


def report(read: Sequence[Read]) -> Iterable[str]:
    """A line a round, a line a kind, a line a pair of bounds; a star marks the shipped ones."""
    groups = [(f"round {n}", [one for one in read if one.round == n]) for n in sorted({one.round for one in read})]
    groups += [(f"asked {kind}", [one for one in read if one.kind == kind]) for kind in KINDS]
    for name, group in groups:
        said = "".join(one.verdicts for one in group)
        good, bad = said.count("g") / len(said), said.count("b") / len(said)
        yield f"{name}: {len(group)} answers, {good:.3f} good, {bad:.3f} bad"
    for leads, stays in BOUNDS:
        good, bad = judged(read, bounded(leads, stays))
        mark = "*" if (leads, stays) == (LEADS, STAYS) else " "
        yield f"{mark}leads {leads:.2f}, stays {stays:.2f}: {good:.3f} good, {bad:.3f} bad"


def main(argv: Sequence[str] | None = None) -> int:
    """Count and print."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args(argv)
    print("\n".join(report(readings())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
