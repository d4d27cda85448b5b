"""Every diagnostic has a page, and the page's own example produces it where it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from places import DOCS

from voice_interviewer.flow.check import check
from voice_interviewer.flow.diagnostics import CODES

PAGES = DOCS / "diagnostics"


def example(code: str) -> str:
    found = re.search(r"```(?:yaml|text)\n(.*?)```", (PAGES / f"{code}.md").read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    """Codes and pages are one thing."""
    assert {p.stem for p in PAGES.glob("VF*.md")} == set(CODES)


def test_pages_carry_the_title_and_severity_of_the_code() -> None:
    """A page says the same as the program."""
    for code, (severity, title) in CODES.items():
        text = (PAGES / f"{code}.md").read_text(encoding="utf-8")
        assert text.startswith(f"# {code}: {title}\n\nSeverity: {severity}\n")
        assert f"[{code}]({code}.md) | {severity} | {title} |" in (PAGES / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", CODES)
def test_the_example_of_a_page_is_reported(code: str, tmp_path: Path) -> None:
    """The example gives this diagnostic, at the marked line."""
    text = example(code)
    file = tmp_path / "example.yaml"
    if "\\xe4" in text:
        file.write_bytes(text.encode("ascii").decode("unicode_escape").encode("latin-1"))
    else:
        file.write_text(text, encoding="utf-8")
    found = [d for d in check(file, shown="example.yaml").diagnostics if d.code == code]
    assert found, check(file).diagnostics
    marked = [n for n, line in enumerate(text.split("\n"), start=1) if line.endswith(f"  # {code}")]
    if marked:
        assert {d.place.line for d in found} <= set(marked)
        assert all(d.place.column >= 1 for d in found)


@pytest.mark.parametrize("code", [c for c in CODES if c not in ("VF002", "VF003", "VF004")])
def test_an_example_shows_one_mistake_only(code: str, tmp_path: Path) -> None:
    """Nothing else is wrong in an example, so that a reader learns one thing."""
    file = tmp_path / "example.yaml"
    file.write_text(example(code), encoding="utf-8")
    assert {d.code for d in check(file).diagnostics} == {code}
