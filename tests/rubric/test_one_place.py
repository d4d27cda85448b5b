"""The rubric is the only place that lists its keys: no other module keeps three or more of them together."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import voice_interviewer
from voice_interviewer.rubric import keys

PACKAGE = Path(voice_interviewer.__file__).parent
LAB = PACKAGE.parent / "scripts" / "lab"
ALL_KEYS = {
    *keys.LABELS,
    *keys.PATTERNS,
    *keys.STORY_PARTS,
    *keys.TRAPS,
    *keys.REACTIONS,
    *keys.JUDGED,
    *keys.SIGNAL_STATES,
    *keys.PROBES,
}
MOST = 2
"So many keys side by side are a case of something; three are a list."


def _text(node: ast.expr | None) -> Iterator[str]:
    """Keys written in an expression, however deep: `("hedge", 1.0)` within a tuple counts as well."""
    if node is not None:
        for part in ast.walk(node):
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value in ALL_KEYS:
                yield part.value


def _lists(tree: ast.AST, mappings: bool) -> Iterator[tuple[int, set[str]]]:
    """Line and keys of every place that lists some: displays, arguments, chains of comparisons, cases of a match."""
    for node in ast.walk(tree):
        parts: list[ast.expr | None]
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            parts = list(node.elts)
        elif isinstance(node, ast.Dict) and mappings:
            parts = [*node.keys, *node.values]
        elif isinstance(node, ast.Call):
            parts = [part for part in node.args if not isinstance(part, ast.Dict)]  # seen as a mapping
        elif isinstance(node, ast.BoolOp):
            parts = list(node.values)
        elif isinstance(node, ast.MatchOr):
            parts = [case.value for case in node.patterns if isinstance(case, ast.MatchValue)]
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr | ast.Add):
            parts = [node.left, node.right]
        else:
            continue
        found = {key for part in parts for key in _text(part)}
        if len(found) > MOST:
            yield getattr(node, "lineno", 0), found


def _places(folder: Path, mappings: bool) -> Iterator[str]:
    for path in sorted(folder.rglob("*.py")):
        if path.is_relative_to(PACKAGE / "rubric"):
            continue
        for line, found in _lists(ast.parse(path.read_text(encoding="utf-8")), mappings):
            yield f"{path.relative_to(PACKAGE.parent)}:{line} lists {', '.join(sorted(found))}"


def test_no_module_but_the_rubrics_lists_three_keys() -> None:
    """In the package nothing may: no tuple, set or mapping, no arguments, no chain of comparisons."""
    assert list(_places(PACKAGE, mappings=True)) == []


def test_the_laboratory_takes_its_lists_from_the_rubric_too() -> None:
    """A measuring script may hold a mapping that is its experiment, such as word lists to compare with; no list."""
    assert list(_places(LAB, mappings=False)) == []


@pytest.mark.parametrize(
    ("code", "keys_found"),
    [
        ('X = ("hedge", "apology", "minimizer")', 3),
        ('X = frozenset({"hedge", "apology", "minimizer"})', 3),
        ('X = {"hedge": 1, "apology": 2, "minimizer": 3}', 3),
        ('X = {"hedge": "decision_ownership", "apology": 2}', 3),
        ('X = (("hedge", 1), ("apology", 2), ("minimizer", 3))', 3),
        ('x == "hedge" or x == "apology" or x == "minimizer"', 3),
        ('f("hedge", "apology", "minimizer")', 3),
        ('X = {"hedge", "apology"} | {"minimizer"}', 3),
        ('X = ("hedge", "apology")', 0),
        ('X = ("hedge", "one", "two")', 0),
    ],
)
def test_the_search_finds_lists_in_every_dress(code: str, keys_found: int) -> None:
    """The test above can fail: each way of writing a list is recognised, and two keys are none."""
    assert max((len(found) for _, found in _lists(ast.parse(code), True)), default=0) == keys_found
