"""Where each part of a put-together flow stands, across its file and all includes."""

from __future__ import annotations

from dataclasses import dataclass, field

from .diagnostics import Place
from .source import Path_, Source


@dataclass(slots=True)
class Places:
    """Looks up the file, line and column of a part by its path in the whole flow (`questions`, id, `ask`, 0)."""

    main: Source
    origin: dict[Path_, Source] = field(default_factory=dict)
    "The source of every question, constraint and probe list, by its first two keys."
    moved: dict[Path_, tuple[Source, Path_]] = field(default_factory=dict)
    "Parts that stand elsewhere than their path says: inline constraints, probes from several files."

    def _find(self, path: Path_) -> tuple[Source, Path_]:
        for size in range(len(path), 0, -1):
            if path[:size] in self.moved:
                source, elsewhere = self.moved[path[:size]]
                return source, elsewhere + path[size:]
        return self.origin.get(path[:2], self.main), path

    def of(self, *path: str | int, key: bool = False) -> Place:
        """Place of a value, or of its key."""
        source, where = self._find(path)
        return source.place(where, key=key)

    def inside(self, offset: int, *path: str | int) -> Place:
        """Place of a character inside a text."""
        source, where = self._find(path)
        return source.inside(where, offset)
