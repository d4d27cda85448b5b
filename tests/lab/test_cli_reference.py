"""The reference of commands is made from the commands, whole and fresh."""

from __future__ import annotations

from pathlib import Path

import pytest
from places import DOCS

from scripts.lab import make_cli_reference as reference

COMMANDS = {command.words: command for command in reference.commands()}


def test_the_page_is_fresh() -> None:
    """`docs/cli.md` is what `python -m scripts.lab.make_cli_reference` writes."""
    assert (DOCS / "cli.md").read_text(encoding="utf-8") == reference.page()


def test_a_stale_page_is_found_and_mended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--check` says how to mend it and writes nothing; without it the page is written."""
    out = tmp_path / "cli.md"
    assert reference.main(["--check", "--out", str(out)]) == 1 and not out.exists()
    assert "make_cli_reference" in capsys.readouterr().err
    assert reference.main(["--out", str(out)]) == 0
    assert reference.main(["--check", "--out", str(out)]) == 0


@pytest.mark.parametrize("words", sorted(COMMANDS))
def test_every_command_has_a_sentence_and_an_example(words: str) -> None:
    """What it does, and a line that can be typed, beginning with the command itself or ending in it behind a pipe."""
    command = COMMANDS[words]
    assert command.first_line.endswith(".")
    examples = [line for line in command.help.splitlines() if line.strip().startswith("Example:")]
    assert examples and all(f"voice-interviewer {words}" in line for line in examples), command.help


def test_options_are_named_as_they_are_typed() -> None:
    """Given names, both sides of a switch, and what a value is; defaults that mean something are shown."""
    page = reference.page()
    practice = page[page.index("\n## practice") : page.index("\n## resume")]
    assert "`--json PATH`" in practice and "`--headphones` / `--speakers`" in practice
    assert "| `--rate FACTOR` |" in practice
    assert "| `--format html\\|md\\|json\\|pdf` | What it is written as. | `html` |" in page  # a bare | parts a table
    assert "`--minutes MINUTES`" in practice and "`--seed N`" in practice
