"""The examples of the documentation as files, for tests."""

from __future__ import annotations

import re
from pathlib import Path

from places import DOCS


def examples() -> dict[str, str]:
    """The marked examples of docs/flow-format.md by name."""
    text = (DOCS / "flow-format.md").read_text(encoding="utf-8")
    return dict(re.findall(r"<!-- example: (\w+) -->\n```yaml\n(.*?)```", text, re.DOTALL))


def example_flow(folder: Path, **changes: str) -> Path:
    """The example flow and its include in a folder; `changes` replaces text in the flow."""
    found = examples()
    (folder / "includes").mkdir(exist_ok=True)
    (folder / "includes" / "probes.yaml").write_text(found["include"], encoding="utf-8")
    text = found["flow"]
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new, 1)
    file = folder / "small-drill.yaml"
    file.write_text(text, encoding="utf-8")
    return file
