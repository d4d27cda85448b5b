"""The page in a real browser: nothing of what was said is ever executed, and without JavaScript every word is there."""

from __future__ import annotations

import html as htmllib
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from debrief_kit import row, spoken

from voice_interviewer.debrief.data.build import build
from voice_interviewer.debrief.data.schema import Debrief, FollowUp
from voice_interviewer.debrief.paint import html, pdf
from voice_interviewer.errors import MissingPartError

pytestmark = pytest.mark.browser
ATTACK = (
    '</p></script><script>document.title="OWNED"</script><img src=x onerror=\'document.title="OWNED"\'>'
    '"><svg onload=document.title="OWNED"> \u202e\u2066desrever\u2069\u202c {{ cycler }} \x00 &lt;b&gt;'
)
TEXT = f"Sorry, I decided {ATTACK} to wait. We rolled it back."


@pytest.fixture
def chromium() -> str:
    """A browser, or the test is skipped."""
    found = pdf.browser()
    if found is None:
        pytest.skip("no Chromium-like browser here")
    return found


def hostile(word: str = "") -> Debrief:
    made = row(
        TEXT + word,
        ("apology", "Sorry"),
        ("ownership", "I decided"),
        ("team_voice", "We rolled it back"),
        heard=spoken(TEXT + word),
        question=ATTACK,
        id=ATTACK,
        asked_next=[FollowUp(target="hedge", text=ATTACK, why=ATTACK)],
        audio="audio/01.flac",
    )
    return build([made], session="s", flow=ATTACK, notes=[ATTACK])


def dumped(chromium: str, page: Path, tmp_path: Path, *flags: str) -> str:
    """The page's elements after it was loaded, as the browser sees them."""
    root = ["--no-sandbox"]
    done = subprocess.run(
        [chromium, *pdf.QUIET, *root, *flags, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", page.as_uri()],
        capture_output=True,
        timeout=300,
        check=True,
    )
    return done.stdout.decode("utf-8", "replace")


class Elements(HTMLParser):
    """Names of the elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]


def visible(dom: str) -> str:
    """Text of a dumped page without scripts and styles, white space squeezed."""
    bare = re.sub(r"<(script|style)\b.*?</\1>", " ", dom, flags=re.S)
    return "".join(htmllib.unescape(re.sub(r"<[^>]+>", "", bare)).split())


def test_hostile_text_is_text(chromium: str, tmp_path: Path) -> None:
    """Markup, scripts, right-to-left marks and a word of 100 KB are shown, not run; our own script still works."""
    page = tmp_path / "debrief.html"
    page.write_text(html.render(hostile(" " + "w" * 100_000)), encoding="utf-8")
    dom = dumped(chromium, page, tmp_path)
    title = re.search(r"<title>(.*?)</title>", dom, re.S)
    assert title and title.group(1) != "OWNED" and "Debrief" in title.group(1)
    assert 'class="js"' in dom
    elements = Elements()
    elements.feed(dom)
    assert elements.tags.count("script") == 1 and "img" not in elements.tags
    assert not [name for name in elements.attributes if name.startswith("on")]
    assert "w" * 100_000 in dom


def test_without_javascript_every_word_is_there(chromium: str, tmp_path: Path) -> None:
    """The page with scripts off holds the same text as with scripts on: all of it."""
    made = hostile()
    source = html.render(made)
    page, bare = tmp_path / "on.html", tmp_path / "off.html"
    page.write_text(source, encoding="utf-8")
    without = re.sub(r"script-src [^;]*", "script-src 'none'", source, count=1)
    assert without != source and "unsafe-inline" not in source
    bare.write_text(without, encoding="utf-8")
    off = dumped(chromium, bare, tmp_path)
    assert 'class="js"' not in off
    shown = visible(off)
    assert shown == visible(dumped(chromium, page, tmp_path))
    wanted = [
        made.debrief.verdict,
        *(p.cost for p in made.debrief.priorities),
        *(s.why for s in made.debrief.strengths),
    ]
    wanted += [f.why for r in made.answers for f in r.findings] + [p.title for p in made.debrief.priorities]
    # finding numbers stand behind the marked words, so the transcript is compared part by part
    wanted += re.split(r"Sorry|I decided|We rolled it back", made.answers[0].transcript.text.replace("\x00", "\ufffd"))
    for text in wanted:
        assert "".join(text.split()) in shown, text


def test_a_pdf_is_printed_or_said_to_be_impossible(
    chromium: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a browser the PDF is made; a broken one is named with what to do instead, and leaves no file."""
    page = tmp_path / "debrief.html"
    page.write_text(html.render(hostile()), encoding="utf-8")
    made = pdf.print_page(page, tmp_path / "out" / "debrief.pdf", timeout_s=300)
    assert made.read_bytes()[:5] == b"%PDF-" and made.stat().st_size > 10_000
    monkeypatch.setenv("VOICE_INTERVIEWER_BROWSER", "/bin/false")
    with pytest.raises(MissingPartError, match="did not print"):
        pdf.print_page(page, tmp_path / "no.pdf")
    assert not (tmp_path / "no.pdf").exists()
