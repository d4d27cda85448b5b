"""Puts a trained assessor beside the reader: its files, its scales in config.json, their digests in the manifest."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.lab.reader.place import place


def install(
    work: Path, models: Path, names: Sequence[str], kinds: Sequence[str], scales: Mapping[str, tuple[float, float]]
) -> None:
    """Move the files `names` from `work` into `models`/reader and write down what belongs to them."""
    folder = models / "reader"
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config["assessor"] = {"kinds": list(kinds), "scales": {name: list(pair) for name, pair in scales.items()}}
    place(work, folder, names)
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    manifest = models / "manifest.toml"
    text = manifest.read_text(encoding="utf-8")
    for name in names:
        text = with_digest(text, name, (folder / name).read_bytes())
    manifest.write_text(text, encoding="utf-8")


def with_digest(manifest: str, name: str, data: bytes) -> str:
    """The manifest with the digest and size of one of the reader's files. Raises ValueError where it has no row."""
    row = rf'(\[\[reader\.files\]\]\nname = "{re.escape(name)}"\nsha256 = ")[0-9a-f]*("\nbytes = )\d+'
    digest = hashlib.sha256(data).hexdigest()
    found, n = re.subn(row, rf"\g<1>{digest}\g<2>{len(data)}", manifest)
    if n != 1:
        raise ValueError(f"the manifest has no row for {name} of the reader")
    return found
