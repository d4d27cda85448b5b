"""Copies what was made into the folder where it is used."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path


def place(work: Path, out: Path, names: Iterable[str]) -> None:
    """Copy finished files into `out`; each is there at once, whole."""
    out.mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copy2(work / name, out / f".{name}.new")
        (out / f".{name}.new").replace(out / name)
