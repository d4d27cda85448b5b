"""The example notebook: valid, without anybody's results in it, and every cell runs from top to bottom.

The cells are executed in one namespace, as the code of `docs/python.md` is: a kernel would test Jupyter, too.
"""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from places import DOCS

PAGE = DOCS / "cohort.ipynb"


@pytest.fixture(scope="module")
def notebook() -> nbformat.NotebookNode:
    return nbformat.read(PAGE, as_version=4)


def test_it_is_a_notebook_without_results(notebook: nbformat.NotebookNode) -> None:
    """Valid by the format's own schema; no output and no count of a run is kept, so nobody's data can be in it."""
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert len(code) >= 8
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


def test_every_cell_runs(notebook: nbformat.NotebookNode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In order, in one namespace; what each shows last is looked at, and no table is empty."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    names: dict[str, object] = {"__name__": "notebook"}
    shown = []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        tree = ast.parse(cell.source)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, str(PAGE), "exec"), names)
        if isinstance(last, ast.Expr):
            shown.append(eval(compile(ast.Expression(last.value), str(PAGE), "eval"), names))
    tables = [value for value in shown if isinstance(value, pd.DataFrame)]
    assert len(tables) == 5 and all(len(table) for table in tables)
    files, told, *_, pages = (value for value in shown if not isinstance(value, pd.DataFrame))
    assert len(files) == 6 and told == (6, 6, 0) and "index.html" in pages and len(pages) == 4
    results = "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("results/**/*.html"))
    assert results and not any(name in results for name in ("Ada Brook", "Bo Finch", "Cem Aksoy"))
