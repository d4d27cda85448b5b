"""Habits of this project that no tool checks: tests state their facts, words are spelled, hooks do what they say."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from places import ROOT

TESTS = sorted((ROOT / "tests").rglob("test_*.py"))


def facts_of(file: Path) -> Iterator[ast.FunctionDef]:
    """The test functions of a file."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node


@pytest.mark.parametrize("file", TESTS, ids=lambda file: str(file.relative_to(ROOT / "tests")))
def test_every_test_states_its_fact(file: Path) -> None:
    """A test without a docstring, or with one of a word or two, does not say what is broken when it fails."""
    module = ast.parse(file.read_text(encoding="utf-8"))
    assert ast.get_docstring(module), "what does this file test?"
    silent = [node.name for node in facts_of(file) if len((ast.get_docstring(node) or "").split()) < 3]
    assert not silent


def test_no_test_sleeps() -> None:
    """Waiting for a while is either too short or too long; children that play a scene on a real device may."""
    found = []
    for file in TESTS:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("time.sleep", "sleep"):
                found.append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert not found


def test_words_are_spelled() -> None:
    """codespell finds nothing in code, comments and documents; what is misspelled on purpose is listed for it."""
    pytest.importorskip("codespell_lib", reason="codespell is a development dependency")
    done = subprocess.run(
        (sys.executable, "-m", "codespell_lib", "-q", "3", "."), cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout[-2000:]


def test_hooks_run_what_is_installed() -> None:
    """Each hook before a commit is a program of the development environment, so that none is fetched."""
    hooks = [h for r in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"] for h in r["hooks"]]
    assert {hook["id"] for hook in hooks} == {"lint", "format", "spelling", "facts"}
    assert all(hook["language"] == "system" and hook["entry"].startswith(".venv/bin/") for hook in hooks)


PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "tests").rglob("README.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_documents_name_what_is_there(page: Path) -> None:
    """Links lead to files, and files, modules and programs that a document names in code style exist."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    missing = [link for link in links if link and not (page.parent / link).exists()]
    for path in re.findall(r"`((?:voice_interviewer|…|scripts|tests|docs|question_flows)/[\w/.-]+)", text):
        missing += [] if (ROOT / path.replace("…", "voice_interviewer")).exists() else [path]
    for module in re.findall(r"`python -m ((?:voice_interviewer|scripts)\.[\w.]+)", text):
        missing += [] if (ROOT / f"{module.replace('.', '/')}.py").exists() else [module]
    assert not missing
