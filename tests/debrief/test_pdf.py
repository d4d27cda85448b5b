"""A PDF without a browser is refused with a mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_interviewer.availability import Missing, Ready
from voice_interviewer.debrief.paint import pdf
from voice_interviewer.errors import MissingPartError


def test_no_browser_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a browser nothing is tried, and the message says how to get a PDF."""
    monkeypatch.delenv("VOICE_INTERVIEWER_BROWSER", raising=False)
    monkeypatch.setattr(pdf.shutil, "which", lambda name: None)
    monkeypatch.setattr(pdf, "_PLACES", ())
    with pytest.raises(MissingPartError, match="print it to PDF"):
        pdf.print_page(tmp_path / "a.html", tmp_path / "a.pdf")
    assert isinstance(pdf.availability(), Missing)


def test_the_browser_may_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """`VOICE_INTERVIEWER_BROWSER` names the browser to use."""
    monkeypatch.setenv("VOICE_INTERVIEWER_BROWSER", "/opt/mine")
    assert pdf.browser() == "/opt/mine" and pdf.availability() == Ready("/opt/mine")


def test_the_browser_is_told_to_ask_nobody() -> None:
    """The command line keeps the browser from the network and from the user's profile."""
    line = pdf.command("chromium", Path("a.html"), Path("a.pdf"), Path("profile"))
    assert {"--disable-background-networking", "--disable-sync", "--user-data-dir=profile"} <= set(line)
