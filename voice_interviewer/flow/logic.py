"""What can be proved about conditions: always true, never true, one implied by another.

Every variable of the little language matters only at the numbers it is compared with, so trying each of those, their
neighbours, and every choice decides a condition exactly. Beyond `MAX_CASES` combinations nothing is claimed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from .conditions import CHOICES, RATE_WORDS, All, Not, Tree, atoms, holds

MAX_CASES = 40_000
Case = dict[str, float | str | None]


def cases(trees: tuple[Tree, ...], fixed: Mapping[str, float] | None = None, here: str = "") -> Iterator[Case] | None:
    """Every combination of values that can make a difference to these conditions and can really occur.

    `fixed` sets variables; `here` is the question in which the conditions stand (it has been visited at least once).
    None when there are too many combinations.
    """
    fixed = fixed or {}
    bounds: dict[str, set[float]] = {}
    for tree in trees:
        for atom in atoms(tree):
            bounds.setdefault(atom.variable, set())
            if not isinstance(atom.value, str):
                bounds[atom.variable].add(atom.value)
    for variable in list(bounds):  # a rate goes with its count and the number of words
        if variable.startswith("rate:"):
            bounds.setdefault("count:" + variable[5:], set())
            bounds.setdefault("words", set()).add(RATE_WORDS)
    domains = {v: [fixed[v]] if v in fixed else _domain(v, found, here) for v, found in bounds.items()}
    size = 1
    for domain in domains.values():
        size *= len(domain)
    if size > MAX_CASES:
        return None
    combined = (dict(zip(domains, values, strict=True)) for values in itertools.product(*domains.values()))
    return (case for case in combined if _can_be(case))


def _domain(variable: str, bounds: set[float], here: str) -> list[float | str | None]:
    kind, _, name = variable.partition(":")
    if kind in CHOICES:
        return list(CHOICES[kind])
    if kind in ("ever", "asked"):
        return [0, 1]
    whole = kind in ("count", "visits", "words")
    low = 1 if kind == "visits" and name == here else 0
    near: set[float] = {low, low + 1}
    for bound in bounds:
        near |= {float(int(bound) + d) for d in (-1, 0, 1, 2)} if whole else {bound - 0.5, bound, bound + 0.5}
    found: list[float | str | None] = [v for v in sorted(near) if v >= low]
    return [*found, None] if kind == "rate" else found


def _can_be(case: Case) -> bool:
    for variable, value in case.items():
        kind, _, name = variable.partition(":")
        if kind == "count" and f"ever:{name}" in case and value and not case[f"ever:{name}"]:
            return False
        if kind == "rate":
            words, count = case["words"], case[f"count:{name}"]
            if (value is None) != (isinstance(words, float | int) and words < RATE_WORDS):
                return False
            if value is not None and (value == 0) != (count == 0):
                return False
    return True


def can_hold(tree: Tree, fixed: Mapping[str, float] | None = None, here: str = "") -> bool:
    """Whether some case makes the condition true; True also when that cannot be decided."""
    found = cases((tree,), fixed, here)
    return True if found is None else any(holds(tree, case.__getitem__) for case in found)


def always_holds(tree: Tree, fixed: Mapping[str, float] | None = None, here: str = "") -> bool:
    """Whether every case makes the condition true; False also when that cannot be decided."""
    found = cases((tree,), fixed, here)
    return False if found is None else all(holds(tree, case.__getitem__) for case in found)


def implies(first: Tree, second: Tree, here: str = "") -> bool:
    """Whether the second condition holds whenever the first does; False also when that cannot be decided."""
    return not can_hold(All((first, Not(second))), here=here)
