"""The rooms keep to the table in docs/architecture.md: who imports whom, who touches what, and nothing in a circle."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter

import pytest
from places import DOCS, ROOT

PACKAGE = "voice_interviewer"
HEAVY = {
    "av", "ctranslate2", "faster_whisper", "hibari", "onnxruntime", "pyttsx3", "sounddevice", "soundfile", "soxr",
    "tokenizers", "torch", "transformers",
}  # fmt: skip
FILES = {"fileinput", "glob", "io", "mmap", "os", "pathlib", "shutil", "tempfile"}
WORLD = FILES | {
    "asyncio", "concurrent", "datetime", "importlib", "logging", "multiprocessing", "platform", "random", "secrets",
    "select", "signal", "socket", "subprocess", "sys", "threading", "time", "urllib", "uuid",
}  # fmt: skip
"What a module that touches nothing has no use for. (`random.Random(seed)` would be pure; nothing needs it.)"


@dataclass(frozen=True)
class Module:
    """One file of the package, parsed."""

    name: str
    "Without the package's own name; empty for the package itself."
    tree: ast.Module
    package: str
    "What relative imports start from."

    @property
    def room(self) -> str:
        """The row of the table that it belongs to."""
        first, _, rest = self.name.partition(".")
        return f"interview/{rest.split('.')[0]}" if first == "interview" and rest else first or "__init__"


@dataclass(frozen=True)
class Row:
    """One room of the table."""

    may_import: frozenset[str]
    touches: str


@cache
def modules() -> Mapping[str, Module]:
    """Every module of the package by name."""
    found = {}
    for file in sorted((ROOT / PACKAGE).rglob("*.py")):
        parts = file.relative_to(ROOT / PACKAGE).with_suffix("").parts
        inside = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if inside else parts)
        package = name if inside else ".".join(parts[:-1])
        found[name] = Module(name, ast.parse(file.read_text(encoding="utf-8")), package)
    return found


@cache
def table() -> Mapping[str, Row]:
    """The documented rooms; `*` in what a room may import stands for all."""
    rows = {}
    for line in (DOCS / "architecture.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) != 4 or not cells[0].startswith("`"):
            continue
        allowed = {"*"} if cells[2] == "all" else set(re.findall(r"`([^`]+)`", cells[2]))
        for room in re.findall(r"`([^`]+)`", cells[0]):
            rows[room] = Row(frozenset(allowed), cells[3])
    return rows


def foundation() -> set[str]:
    """What every room may import: the rooms of the row that begins with `errors`."""
    (line,) = re.findall(r"^\| (`errors`[^|]*)\|", (DOCS / "architecture.md").read_text(encoding="utf-8"), re.MULTILINE)
    return set(re.findall(r"`([^`]+)`", line))


def running(tree: ast.AST, *, loading: bool = False) -> Iterator[ast.AST]:
    """All nodes that can run, or with `loading` those that run when a module is loaded; types alone do neither."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if loading and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        yield node
        yield from running(node, loading=loading)


def outside(tree: ast.AST, *, loading: bool = False) -> Iterator[tuple[str, ast.stmt]]:
    """Names of modules of other packages that a tree imports, beside the import."""
    for node in running(tree, loading=loading):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or "", node


def inside(module: Module) -> set[str]:
    """Names of modules of this package that a module imports, anywhere. The bare version number does not count."""
    found = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found |= {a.name.partition(".")[2] for a in node.names if a.name.split(".")[0] == PACKAGE}
        if not isinstance(node, ast.ImportFrom):
            continue
        base = node.module or ""
        if node.level:
            above = module.package.split(".") if module.package else []
            above = above[: len(above) - node.level + 1]
            base = ".".join([*above, *([base] if base else [])])
        elif base.split(".")[0] == PACKAGE:
            base = base.partition(".")[2]
        else:
            continue
        for alias in node.names:
            full = f"{base}.{alias.name}".lstrip(".")
            if alias.name != "__version__" or base:
                found.add(full if full in modules() else base)
    return found - {module.name}


@cache
def imports() -> Mapping[str, frozenset[str]]:
    """Module → modules of the package that it imports."""
    return {name: frozenset(inside(module)) for name, module in modules().items()}


def test_every_room_has_a_row_and_every_row_a_room() -> None:
    """The table and the folders name the same rooms; `interview` itself holds nothing."""
    rooms = {module.room for module in modules().values()} - {"interview"}
    assert rooms == set(table()), "mend the table in docs/architecture.md"
    assert not [node for node in modules()["interview"].tree.body if not isinstance(node, ast.Expr)]
    assert all(table()[room].may_import == frozenset() for room in foundation())


@pytest.mark.parametrize("room", sorted(table()))
def test_a_room_imports_only_what_its_row_allows(room: str) -> None:
    """Each import, wherever it stands in a module, goes to the own room, the first row, or a cell of the table."""
    allowed = table()[room].may_import
    wrong = []
    for name, module in modules().items():
        if module.room != room:
            continue
        for other in imports()[name]:
            there = modules()[other].room
            free = there == room or there in foundation() or "*" in allowed
            if not free and there not in allowed and other not in allowed:
                wrong.append(f"{name} imports {other}")
    assert not wrong, "\n".join(["the table in docs/architecture.md does not allow:", *sorted(wrong)])


def test_the_table_has_no_idle_permission() -> None:
    """What a room may import it does import somewhere: permissions that nobody uses are taken back."""
    idle = {}
    for room, row in table().items():
        used = {other for name in imports() if modules()[name].room == room for other in imports()[name]}
        used |= {modules()[other].room for other in used}
        idle[room] = sorted(row.may_import - {"*"} - used)
    assert {room: names for room, names in idle.items() if names} == {}


def circle(graph: Mapping[str, frozenset[str]]) -> list[str]:
    """A circle in a graph, or nothing."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_modules_import_each_other() -> None:
    """Modules can be put in one order in which each imports only earlier ones; imports in functions count."""
    assert circle(imports()) == []


def test_no_rooms_import_each_other() -> None:
    """So can rooms, data classes in `model` modules apart, which are what rooms hand to each other."""
    rooms: dict[str, set[str]] = {}
    for name, others in imports().items():
        for other in others:
            if modules()[other].room != modules()[name].room and not other.endswith(".model"):
                rooms.setdefault(modules()[name].room, set()).add(modules()[other].room)
    assert circle({room: frozenset(others) for room, others in rooms.items()}) == []


def test_loading_a_module_loads_nothing_heavy() -> None:
    """Libraries of sound and inference are imported where an engine is made, not when its module is."""
    for name, module in modules().items():
        assert not [found for found, _ in outside(module.tree, loading=True) if found.split(".")[0] in HEAVY], name


def touching(module: Module) -> Iterator[tuple[str, str]]:
    """(what, where) of each use of the world outside a module: standard modules and built-in functions."""
    for found, node in outside(module.tree):
        top = found.split(".")[0]
        if top in HEAVY:
            yield "engine", ast.unparse(node)
        elif top == "importlib" and "resources" in ast.unparse(node):
            yield "data", ast.unparse(node)
        elif top in WORLD:
            yield "file" if top in FILES else "world", ast.unparse(node)
    for node in running(module.tree):
        called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if called in ("open", "print", "input"):
            yield "file" if called == "open" else "world", ast.unparse(node)


@pytest.mark.parametrize("room", sorted(room for room, row in table().items() if row.touches != "anything"))
def test_what_decides_touches_nothing(room: str) -> None:
    """No clock, file, device or process in the rooms that decide, but for the modules that the table names."""
    touches = table()[room].touches
    readers = {f"{room.replace('/', '.')}.{name}" for name in re.findall(r"`([^`]+)`", touches)}
    assert readers <= set(modules()), "the table names a module that is not there"
    wrong = []
    for name, module in modules().items():
        if module.room != room:
            continue
        for what, where in touching(module):
            fine = (what == "data" and "own data" in touches) or (what in ("file", "engine") and name in readers)
            if not fine:
                wrong.append(f"{name}: {where}")
    assert not wrong, "\n".join(wrong)


def test_the_reader_sees_what_it_must_see() -> None:
    """Imports are followed up, down and into functions; what is imported for types alone touches nothing."""
    lines = ("from ..rubric import keys", "def f():", "    from ... import errors", "    import voice_interviewer.heap")
    tree = ast.parse("\n".join(lines))
    assert inside(Module("a.b.c", tree, "a.b")) == {"a.rubric", "errors", "heap"}
    typed = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from pathlib import Path\n"
    assert not list(touching(Module("x", ast.parse(typed), "")))
    for line in ("from pathlib import Path", "def f():\n    import time", "open('x')", "def f():\n    print('x')"):
        assert list(touching(Module("x", ast.parse(line), ""))), line
    lazy = ast.parse("class A:\n    import av\n    def f(self):\n        import torch\n")
    assert [name for name, _ in outside(lazy, loading=True)] == ["av"]
    assert circle({"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("a")})


def test_the_laboratory_is_not_imported() -> None:
    """`scripts` is no part of the package."""
    for name, module in modules().items():
        assert not [found for found, _ in outside(module.tree) if found.split(".")[0] == "scripts"], name
