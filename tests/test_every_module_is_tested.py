"""Every module of the package and every program of the laboratory is named by some test."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from places import ROOT

WHOLE = {"voice_interviewer.__main__", "scripts.lab"}
"`__main__` is started, not imported; `scripts.lab` holds a folder's name."


def modules() -> Iterator[str]:
    """Dotted names of all modules with something in them but a docstring."""
    for top in ("voice_interviewer", "scripts/lab"):
        for file in sorted((ROOT / top).rglob("*.py")):
            body = ast.parse(file.read_text(encoding="utf-8")).body
            if len(body) > 1 or (body and not isinstance(body[0], ast.Expr)):
                name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
                yield name.removesuffix(".__init__")


def named() -> set[str]:
    """Everything that tests import, `from a import b` counted as `a` and as `a.b`, programs for children included."""
    found = set()
    for file in (ROOT / "tests").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= set(re.findall(r"^(?:from|import) ([\w.]+)", node.value, re.MULTILINE))
    return found


NAMED = named()


@pytest.mark.parametrize("module", sorted(set(modules()) - WHOLE))
def test_a_test_imports(module: str) -> None:
    """Some test imports the module by its name."""
    assert module in NAMED, f"no test imports {module}"
