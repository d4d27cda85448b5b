"""What the pages of the project say can be followed: links, paths, programs, commands and their options exist."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from places import ROOT

from voice_interviewer.cli.app import _register, app

PAGES = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "models/**/*.md", "question_flows/*.md", "tests/**/README.md")
    for path in ROOT.glob(pattern)
)
FOLDERS = (".", "voice_interviewer", "voice_interviewer/language", "question_flows", "scripts/lab")
"What paths on the pages may begin in, besides the page's own folder."
KINDS = r"py|md|yaml|toml|jsonl|lock|ipynb|onnx|txt"
INVENTED = re.compile(r"[A-Z]{3}|(^|/)(results|course|my-|answers)")
"Paths that stand for somebody's own files."


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def links(page: Path) -> Iterator[tuple[str, str]]:
    """File and anchor of every link that leads to a file of ours."""
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", target):
            file, _, anchor = target.partition("#")
            yield file, anchor


def anchors(page: Path) -> set[str]:
    """What the headings of a page can be linked as."""
    heads = re.findall(r"^#+ +(.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def commands(text: str) -> Iterator[str]:
    """Every call of the program in code, whole as it would be typed."""
    blocks = re.findall(r"^```[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    lines += re.findall(r"^    (\S[^\n]*)$", text, re.MULTILINE)
    lines += re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    for line in lines:
        call = re.match(r"(?:\$ |.*\| )?(voice-interviewer [^|`]*)", line)
        if call is not None:
            yield re.sub(r" +#.*", "", call[1]).strip()


def known_options(words: list[str]) -> tuple[str, set[str]]:
    """The command that is called, "" where there is none, and the options that it has."""
    _register()
    command: Any = typer.main.get_command(app)
    typed = []
    for word in words:
        if word not in getattr(command, "commands", {}):
            break
        command = command.commands[word]
        typed.append(word)
    behind = words[len(typed) : len(typed) + 1]
    if hasattr(command, "commands") and behind and behind[0].islower() and not behind[0].startswith("-"):
        typed = []  # a group that has no such command
    options = {each for parameter in command.params for each in (*parameter.opts, *parameter.secondary_opts)}
    return " ".join(typed), {*options, "--help", "--version", "--debug"}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    """To a file that is here, and to a heading that it has."""
    for file, anchor in links(page):
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), f"{named(page)} links to {file}"
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), f"{named(page)} links to #{anchor} of {named(target)}"


def test_every_page_and_picture_can_be_reached() -> None:
    """Some other page leads to it."""
    reached = {(page.parent / file).resolve() for page in PAGES for file, _ in links(page) if file}
    reached |= {target / "README.md" for target in reached if target.is_dir()}
    made = [*(ROOT / "docs").rglob("*.md"), *(ROOT / "docs").glob("*.ipynb"), *(ROOT / "docs" / "pictures").iterdir()]
    assert [named(each) for each in made if each.resolve() not in reached] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_path_and_program_is_here(page: Path) -> None:
    """What stands in code as a path below a folder of ours, and every module to be run."""
    text = page.read_text(encoding="utf-8").replace("…/", "voice_interviewer/")
    for path in re.findall(rf"`([\w.-]+(?:/[\w.-]+)+\.(?:{KINDS}))`", text):
        if not INVENTED.search(path):
            assert any((ROOT / folder / path).exists() for folder in (*FOLDERS, page.parent)), path
    for module in re.findall(r"python -m ((?:scripts|voice_interviewer)[\w.]*\w)", text):
        file = ROOT / module.replace(".", "/")
        assert file.with_suffix(".py").is_file() or (file / "__main__.py").is_file(), module


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "CHANGELOG.md"], ids=named)
def test_every_command_can_be_typed(page: Path) -> None:
    """It exists, and has each option that it is shown with."""
    for call in commands(page.read_text(encoding="utf-8")):
        words = shlex.split(call.replace("[", "").replace("]", ""))[1:]
        command, options = known_options(words)
        assert command or not words or words[0].startswith("-") or not words[0].islower(), f"{named(page)}: {call}"
        if not command.startswith("bench"):  # these hand their options on
            given = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
            assert given <= options, f"{named(page)}: {call}"


def test_what_is_wrong_would_be_noticed() -> None:
    """A call with a mistyped option or command, in a block, a sentence or a pipe, is found and is not what there is."""
    text = "```\n$ echo x | voice-interviewer analyze - --jsonll  # x\n```\nTry `voice-interviewer flows chekked`.\n"
    first, second = commands(text)
    assert first == "voice-interviewer analyze - --jsonll" and second == "voice-interviewer flows chekked"
    command, options = known_options(first.split()[1:])
    assert command == "analyze" and "--jsonll" not in options and "--jsonl" in options
    assert known_options(second.split()[1:])[0] == "" and known_options(["flows"])[0] == "flows"
    assert known_options(["flows", "check", "mine.yaml"])[0] == "flows check"
