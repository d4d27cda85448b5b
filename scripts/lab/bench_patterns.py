"""How often a question's pattern is told from its words: on the shipped wordings and on lists as candidates bring them.

    python -m scripts.lab.bench_patterns            the table
    python -m scripts.lab.bench_patterns --missed   also the questions that were mistaken or not told

`made` is the half of `tests/data/rubric/lists.yaml` that cues may be written from, `counted` the other half. The lists
and the cues have one author, so both are kinder than a stranger's list.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from voice_interviewer.rubric.patterns import infer

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data" / "rubric"

Row = tuple[str | None, str]
"A question's pattern, None for none of the rubric, and its words."


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of a set of questions."""

    name: str
    rows: int
    labelled: int
    right: float
    "Share of the labelled ones whose pattern was told."
    wrong: float
    "Share of all for which another one was told."
    missed: tuple[tuple[str | None, str | None, str], ...]
    "(pattern, told, words) of every other."


def shipped() -> list[Row]:
    """The wordings that the shipped flows label."""
    files = sorted((ROOT / "question_flows").rglob("*.yaml"))
    return [r for f in files if ".script." not in f.name for r in _asked(yaml.safe_load(f.read_text(encoding="utf-8")))]


def _asked(part: Any) -> Iterator[Row]:
    """(pattern, wording) of every labelled question in a flow's YAML."""
    if isinstance(part, dict):
        if isinstance(part.get("pattern"), str):
            ask = part["ask"]
            yield from ((part["pattern"], text) for text in ([ask] if isinstance(ask, str) else ask))
        for value in part.values():
            yield from _asked(value)
    elif isinstance(part, list):
        for value in part:
            yield from _asked(value)


def listed(name: str, first: int = 0, step: int = 1) -> list[Row]:
    """A labelled file, of each pattern every `step`-th question from `first` on."""
    content: dict[str, list[str]] = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return [(None if key == "none" else key, text) for key, texts in content.items() for text in texts[first::step]]


def told(name: str, rows: Sequence[Row]) -> Told:
    """Right, wrong and silent on these rows."""
    found = [(pattern, infer(text), text) for pattern, text in rows]
    labelled = [row for row in found if row[0] is not None]
    right = sum(pattern == guess for pattern, guess, _ in labelled)
    wrong = sum(guess is not None and pattern != guess for pattern, guess, _ in found)
    missed = tuple(row for row in found if row[0] != row[1])
    return Told(name, len(rows), len(labelled), right / len(labelled), wrong / len(rows), missed)


def all_sets() -> list[Told]:
    """Every set, the one that the target names last."""
    flows, lists = shipped(), listed("lists")
    return [
        told("shipped flows", flows),
        told("near (for making)", listed("near")),
        told("questions (counted)", listed("questions")),
        told("lists, made", listed("lists", 0, 2)),
        told("lists, counted", listed("lists", 1, 2)),
        told("shipped and lists", [*flows, *lists]),
    ]


def main(argv: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--missed", action="store_true", help="name the questions of the sets for making")
    wanted = parser.parse_args(argv)
    print("| set | questions | with a pattern | told right | told wrong |\n|---|---|---|---|---|")
    for one in all_sets():
        print(f"| {one.name} | {one.rows} | {one.labelled} | {one.right:.1%} | {one.wrong:.1%} |")
        if wanted.missed and "counted" not in one.name and "and" not in one.name:
            for pattern, guess, text in one.missed:
                print(f"    {pattern or 'none'} → {guess or 'none'}: {text}")


if __name__ == "__main__":
    main()
