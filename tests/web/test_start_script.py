"""`scripts/start` offers the page where a browser exists, and goes to the terminal everywhere else."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import sys
import webbrowser

import pytest
from places import ROOT


def loaded(name: str):
    """The script as a module."""
    loader = importlib.machinery.SourceFileLoader(name, str(ROOT / "scripts" / "start"))
    spec = importlib.util.spec_from_loader(name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch):
    """The script, with a person before it who has a browser."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    module = loaded("start_script")
    monkeypatch.setattr(sys, "stdin", type("Keyboard", (), {"isatty": lambda self: True})())
    monkeypatch.setattr(module, "has_browser", lambda: True)
    return module


@pytest.mark.parametrize(
    ("answer", "wanted"), [("", ["web"]), ("b", ["web"]), ("t", ["practice"]), (" T", ["practice"])]
)
def test_a_person_with_a_browser_is_asked(start, monkeypatch: pytest.MonkeyPatch, answer: str, wanted: list[str]):
    """Enter alone is the page."""
    monkeypatch.setattr("builtins.input", lambda _: answer)
    assert start.command([]) == wanted


def test_nobody_is_asked_who_said_it_or_cannot_see(start, monkeypatch: pytest.MonkeyPatch):
    """A flow or options mean the terminal, `web` the page; without a browser or a keyboard it is the terminal."""
    monkeypatch.setattr("builtins.input", lambda _: pytest.fail("asked"))
    assert start.command(["mock-15", "--minutes", "5"]) == ["practice", "mock-15", "--minutes", "5"]
    assert start.command(["web", "--no-open"]) == ["web", "--no-open"]
    monkeypatch.setattr(start, "has_browser", lambda: False)
    assert start.command([]) == ["practice"]
    monkeypatch.setattr(start, "has_browser", lambda: True)
    monkeypatch.setattr(sys, "stdin", type("Pipe", (), {"isatty": lambda self: False})())
    assert start.command([]) == ["practice"]


def test_a_browser_needs_a_screen(start, monkeypatch: pytest.MonkeyPatch):
    """On Linux without one there is none, and none installed is none."""
    module = loaded("with_browser")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "get", lambda: object())
    assert module.has_browser()
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert module.has_browser() is not sys.platform.startswith("linux")
    monkeypatch.setenv("DISPLAY", ":0")

    def none() -> None:
        raise webbrowser.Error

    monkeypatch.setattr(webbrowser, "get", none)
    assert not module.has_browser()
