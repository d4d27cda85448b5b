"""From a flow file and its includes to a flow ready to play, with every mistake numbered and placed.

Nothing stops at the first error: a part that is wrong is reported and taken out, and reading goes on with the rest, so
that one run shows everything there is to mend.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from .. import paths
from . import source as yaml_source
from .diagnostics import Diagnostic, Place, did_you_mean
from .explain import explain
from .manners import manners
from .model import Flow
from .places import Places
from .schema import Constraint, FlowFile, Include, Question
from .source import Path_, Source

MAX_FILES = 40
"Most files one flow may be put together from."

M = TypeVar("M", bound=BaseModel)


@dataclass(slots=True)
class Loaded:
    """What reading a flow gave."""

    file: str
    flow: Flow | None = None
    "As much of the flow as is sound; None when its file could not be used at all."
    diagnostics: list[Diagnostic] = field(default_factory=list)
    places: Places | None = None
    whole: bool = True
    "Nothing that belongs to the graph had to be taken out, so questions about the whole graph make sense."
    names: tuple[str, ...] = ()
    "Ids of all questions as written, those that had to be taken out too."
    constraint_names: tuple[str, ...] = ()
    damaged: frozenset[Path_] = frozenset()
    "Questions of which something had to be taken out."
    own: frozenset[Path_] = frozenset()
    "Questions, constraints and probe lists that stand in the flow's own file."


def load(path: Path, *, shown: str | None = None) -> Loaded:
    """Read one flow. Never raises on what a file contains; `shown` is how messages name the file."""
    reader = _Reader(path)
    return reader.read(shown or _display(path))


def _display(path: Path) -> str:
    """A path as a user would write it: relative where it lies below the current folder."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.roots = (path.parent.resolve(), paths.shipped("question_flows").resolve())
        self.diagnostics: list[Diagnostic] = []
        self.pieces: list[tuple[Include, Source]] = []
        self.seen: set[Path] = set()
        self.pruned: set[Path_] = set()

    def read(self, shown: str) -> Loaded:
        source, self.diagnostics = yaml_source.read(self.path, shown)
        loaded = Loaded(shown, diagnostics=self.diagnostics, whole=False)
        if source is None:
            return loaded
        names = _ids(source.value, "questions")
        constraint_names = _ids(source.value, "constraints")
        file = self.validate(FlowFile, source)
        self.follow(source, _includes(source.value), (self.path.resolve(),))
        if file is None:
            return loaded
        for _, piece in self.pieces:
            names += _ids(piece.value, "questions")
            constraint_names += _ids(piece.value, "constraints")
        loaded.names = names
        loaded.places = Places(source)
        loaded.flow = self.put_together(file, source, loaded)
        loaded.constraint_names = constraint_names + tuple(loaded.flow.constraints)
        loaded.whole = not any(_of_the_graph(path) for path in self.pruned) and not any(
            d.code in ("VF002", "VF003", "VF004", "VF011", "VF012") for d in self.diagnostics
        )
        return loaded

    def validate(self, model: type[M], source: Source) -> M | None:
        """Validate, and where something is wrong report it, take it out and try again with the rest."""
        if not isinstance(source.value, dict):
            message = "a flow is a map of keys, beginning with `schema: 1`"
            self.diagnostics.append(Diagnostic("VF010", message, source.place(())))
            return None
        taken: set[Path_] = set()
        for _ in range(12):  # each round takes out what the last one found; a sound rest is left after two or three
            try:
                return model.model_validate(source.value)
            except ValidationError as error:
                found = [explain(detail, source, model) for detail in error.errors(include_url=False)]
            for diagnostic, about, _path in found:
                if about not in taken and not any(lost[: len(about)] == about for lost in taken):
                    self.diagnostics.append(diagnostic)
            progress = False
            for _diagnostic, about, path in sorted(found, key=lambda f: _sortable(f[2]), reverse=True):
                taken.add(about)
                self.pruned.add(path)
                progress |= source.take_out(path) or _fill_in(source.value, path)
            if not progress:
                return None
        return None

    def follow(self, source: Source, names: list[tuple[Path_, Any]], chain: tuple[Path, ...]) -> None:
        """Read the includes of a file, and theirs."""
        for path, name in names:
            place = source.place(path)
            found = self.find(name, chain[-1].parent)
            if isinstance(found, str):
                self.diagnostics.append(Diagnostic("VF011", found, place))
            elif found in chain:
                circle = " → ".join(p.name for p in (*chain[chain.index(found) :], found))
                self.diagnostics.append(Diagnostic("VF012", f"includes go in a circle: {circle}", place))
            elif found not in self.seen:
                self.seen.add(found)
                if len(self.seen) > MAX_FILES:
                    self.diagnostics.append(Diagnostic("VF011", f"more than {MAX_FILES} files are included", place))
                    return
                piece_source, wrong = yaml_source.read(found, _display(found))
                self.diagnostics.extend(wrong)
                if piece_source is not None:
                    piece = self.validate(Include, piece_source)
                    if piece is not None:
                        self.pieces.append((piece, piece_source))
                    self.follow(piece_source, _includes(piece_source.value), (*chain, found))

    def find(self, name: Any, folder: Path) -> Path | str:
        """The file an include names, or what is wrong with it."""
        if not isinstance(name, str) or not name.strip() or "\x00" in name:
            return "an include is the path of a file"
        if Path(name).is_absolute() or Path(name).drive or "\\" in name:
            return f'"{name}" is no path below this folder; write it relative, with /'
        if Path(name).suffix not in (".yaml", ".yml"):
            return f'"{name}" must end in .yaml'
        outside = False
        for base in dict.fromkeys((folder, *self.roots)):
            candidate = (base / name).resolve()
            if not any(candidate.is_relative_to(root) for root in self.roots):
                outside = True
            elif candidate.is_file():
                return candidate
        if outside:
            return f'"{name}" lies outside the flow\'s folder'
        near = (p.relative_to(root).as_posix() for root in self.roots for p in root.glob("includes/*.yaml"))
        return f'the file "{name}" does not exist.{did_you_mean(name, list(near))}'

    def put_together(self, file: FlowFile, source: Source, loaded: Loaded) -> Flow:
        """Join a file and its pieces; an id that stands twice is reported, and the flow's own wins."""
        places = loaded.places
        assert places is not None
        questions: dict[str, Question] = {}
        constraints: dict[str, Constraint] = {}
        probes: dict[str, tuple[str, ...]] = {}
        own: set[Path_] = set()
        parts: list[tuple[FlowFile | Include, Source]] = [(file, source), *self.pieces]
        joined: tuple[tuple[str, dict[str, Any]], ...] = (("questions", questions), ("constraints", constraints))
        for part, origin in parts:
            for kind, target in joined:
                for name, value in getattr(part, kind).items():
                    if name in target:
                        self.twice(
                            kind[:-1], name, origin.place((kind, name), key=True), places.of(kind, name, key=True)
                        )
                        continue
                    target[name] = value
                    places.origin[(kind, name)] = origin
                    if origin is source:
                        own.add((kind, name))
            for key, texts in part.probes.items():
                before = len(probes.get(key, ()))
                probes[key] = probes.get(key, ()) + texts
                for index in range(len(texts)):
                    written: Path_ = ("probes", key, index)
                    where = written if written in origin.marks else ("probes", key)
                    places.moved[("probes", key, before + index)] = (origin, where)
                if origin is source:
                    own.add(("probes", key))
        self.inline(questions, constraints, places)
        loaded.own = frozenset(own)
        loaded.damaged = frozenset(path[:2] for path in self.pruned)
        mine = {"greeting": file.greeting, "closing": file.closing, "acknowledge": file.acknowledgements}
        ways = manners(file.style).model_copy(update={key: texts for key, texts in mine.items() if texts})
        return Flow(
            id=file.id,
            title=file.title,
            summary=file.summary,
            minutes=file.minutes,
            role=file.role,
            style=file.style,
            start=file.start,
            questions=MappingProxyType(questions),
            constraints=MappingProxyType(constraints),
            manners=ways,
            probes=MappingProxyType(probes),
            language=file.language,
            interruptions=file.interruptions,
        )

    def inline(self, questions: dict[str, Question], constraints: dict[str, Constraint], places: Places) -> None:
        """Constraints written inside a question join the others under their id."""
        for node, question in questions.items():
            for index, constraint in enumerate(question.constraints):
                if isinstance(constraint, str):
                    continue
                path: Path_ = ("questions", node, "constraints", index)
                here = places.of(*path)
                if constraint.id is None:
                    self.diagnostics.append(Diagnostic("VF009", "a constraint written here needs an `id`", here))
                    continue
                if constraint.id in constraints:
                    self.twice("constraint", constraint.id, here, places.of("constraints", constraint.id, key=True))
                    continue
                constraints[constraint.id] = constraint
                places.moved[("constraints", constraint.id)] = (places.origin[("questions", node)], path)

    def twice(self, what: str, name: str, here: Place, first: Place) -> None:
        self.diagnostics.append(Diagnostic("VF013", f'the {what} "{name}" exists already, in {first}', here))


def _ids(value: Any, kind: str) -> tuple[str, ...]:
    found = value.get(kind) if isinstance(value, dict) else None
    return tuple(found) if isinstance(found, dict) else ()


def _includes(value: Any) -> list[tuple[Path_, Any]]:
    found = value.get("include") if isinstance(value, dict) else None
    return [(("include", index), name) for index, name in enumerate(found)] if isinstance(found, list) else []


def _of_the_graph(path: Path_) -> bool:
    """Whether taking this part out changes where an interview can go."""
    return (
        path[:1] in (("start",), ("include",), ("questions",))
        and (len(path) <= 2 or path[2] in ("next", "to"))
        and path != ("include",)
    )


def _sortable(path: Path_) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in path)


_PLACEHOLDERS: dict[str, Any] = {"schema": 1, "id": "unnamed", "title": "-", "summary": "-", "minutes": 30}


def _fill_in(value: dict[str, Any], path: Path_) -> bool:
    """A missing key at the top gets a placeholder, so that the rest can still be read; the error stands."""
    if len(path) != 1 or path[0] in value:
        return False
    if path[0] == "start" and isinstance(value.get("questions"), dict) and value["questions"]:
        value["start"] = next(iter(value["questions"]))
        return True
    if path[0] in _PLACEHOLDERS:
        value[str(path[0])] = _PLACEHOLDERS[str(path[0])]
        return True
    return False
