#!/usr/bin/env python3
"""Pin what an installation gets: `python scripts/lock.py` after a change of dependencies in `pyproject.toml`.

Writes `scripts/requirements.lock` (what the program needs) and `scripts/requirements-dev.lock` (what its tests need
too): every library, theirs included, at one version with the hashes of its files, for Python 3.11 to 3.13 on every
operating system. `scripts/start` and `scripts/test` install exactly these. What is pinned stays unless `--upgrade` is
given. A library that another asks for with an extra is pinned with it: else pip looks for a newer one, and refuses it.
Needs uv (in the `dev` extra); asks the package index that pip is set up to ask, and writes no index into the files.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"scripts/requirements.lock": [], "scripts/requirements-dev.lock": ["--extra", "dev"]}
OPTIONS = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate"]
OPTIONS += ["--no-strip-extras", "--no-emit-index-url", "--no-emit-find-links", "--quiet"]
BUILD = "hatchling\neditables\n"
"What builds the project itself, so that nothing unpinned runs at an installation either."
HEAD = "# Written by `python scripts/lock.py`; not by hand.\n"


def main(options: list[str]) -> int:
    """Exit status of the first uv that fails, else 0."""
    environment = dict(os.environ)
    index = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"], capture_output=True, text=True, check=False
    ).stdout.strip()
    if index:
        environment.setdefault("UV_DEFAULT_INDEX", index)
    for name, extra in LOCKS.items():
        command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "-", *OPTIONS, *extra, "-o", name]
        done = subprocess.run([*command, *options], cwd=ROOT, env=environment, input=BUILD, text=True, check=False)
        if done.returncode != 0:
            return done.returncode
        file = ROOT / name
        file.write_text(HEAD + file.read_text(encoding="utf-8").removeprefix(HEAD), encoding="utf-8")
        print(f"written: {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
