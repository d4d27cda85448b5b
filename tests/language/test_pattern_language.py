"""docs/pattern-language.md: every example in its tables is run, and the rule it shows is one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from places import DOCS

from voice_interviewer.language.rules import rules
from voice_interviewer.language.rules.passage import prepare
from voice_interviewer.tables import Table, TableError

PAGE = (DOCS / "pattern-language.md").read_text(encoding="utf-8")


def _rows(heading: str) -> Iterator[tuple[str, ...]]:
    """Cells of the tables whose first line begins so; `\\|` in a cell is a bar."""
    for table in re.findall(rf"^\| {re.escape(heading)}.*\n\|[-|]+\n((?:\|.*\n)+)", PAGE, re.MULTILINE):
        for line in table.splitlines():
            cells = [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            yield tuple(cell.strip("`") for cell in cells)


def _found(pattern: str, text: str) -> list[str]:
    """What one pattern reports in a text."""
    source = f"rules:\n  _example:\n    - id: example\n      any: {pattern!r}\n"
    if "'" in pattern:
        source = f'rules:\n  _example:\n    - id: example\n      any: "{pattern}"\n'
    passage = prepare(text, rules.codes())
    spans = [passage.span(hit.first, hit.last) for hit in rules.hits(rules.parse(Table("example", source)), passage)]
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(("pattern", "yes", "no", "what"), list(_rows("pattern | finds")))
def test_a_documented_pattern_does_what_is_said(pattern: str, yes: str, no: str, what: str) -> None:
    """It finds the one text and not the other."""
    assert what and _found(pattern, yes) and not _found(pattern, no)


@pytest.mark.parametrize(("pattern", "text", "reports"), list(_rows("pattern | in")))
def test_a_documented_pattern_reports_what_is_said(pattern: str, text: str, reports: str) -> None:
    """Braces and arrows say which part is shown."""
    assert [part.rstrip(".") for part in _found(pattern, text)] == [reports]


def test_the_page_has_examples() -> None:
    """The tables are found at all."""
    assert len(list(_rows("pattern | finds"))) >= 15 and len(list(_rows("pattern | in"))) == 3


def test_the_documented_rule_is_one() -> None:
    """The example is a valid file, its macro is put in, and its exception holds."""
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    made = rules.parse(Table("doubt.yaml", example))
    for text, hits in (("I sort of guess it was mine.", 1), ("I guess somebody else did it.", 0)):
        assert len(rules.hits(made, prepare(text, rules.codes()))) == hits
    fields = {name for row in _rows("field") for name in re.findall(r"\w+", row[0])}
    assert fields == set(rules.Entry.model_fields)


def test_the_documented_message_is_the_message() -> None:
    """The mistake shown is told in these words."""
    (shown,) = re.findall(r"```\n(doubt\.yaml.*?)\n```", PAGE, re.DOTALL)
    text = "macros:\n  me: i\nrules:\n  hedge:\n    - id: a\n      any:\n        - x\n        - '( sort of | kind of'\n"
    with pytest.raises(TableError) as caught:
        rules.parse(Table("doubt.yaml", text))
    assert str(caught.value) == shown
