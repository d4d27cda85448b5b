"""axe-core finds nothing to complain about on our pages, in light and dark, wide and narrow."""

from __future__ import annotations

import html as htmllib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from debrief_kit import row, spoken

from voice_interviewer.debrief.data.build import build
from voice_interviewer.debrief.data.schema import AnswerRow, FollowUp, InterruptionRow
from voice_interviewer.debrief.paint import html, pdf
from voice_interviewer.hearing.model import AudioQuality
from voice_interviewer.language.model import Claim
from voice_interviewer.progress import history_view, retake
from voice_interviewer.progress.history import Point, Tally

pytestmark = pytest.mark.browser
FETCHED = Path(sys.prefix) / "node" / "node_modules" / "axe-core" / "axe.min.js"
AXE = os.environ.get("VOICE_INTERVIEWER_AXE") or str(FETCHED)
"Path of axe.min.js (npm package `axe-core`), which `scripts/test` fetches; without it these tests are skipped."
REPORT = (
    "axe.run(document,{resultTypes:['violations'],preload:false}).then(function(r){"
    "var p=document.createElement('pre');p.id='axe-out';"
    "p.textContent=JSON.stringify(r.violations.map(function(v){return [v.id,v.help,v.nodes[0].html]}));"
    "document.body.appendChild(p);})"
)


def answers() -> list[AnswerRow]:
    text = "Sorry, I decided to wait because nothing was watched. We rolled it back for 40 users, um, in a week. " * 4
    full = row(
        text,
        ("apology", "Sorry"),
        ("ownership", "I decided"),
        ("decision_ownership", "I decided to wait because nothing was watched"),
        ("team_voice", "We rolled it back"),
        ("filler", "um"),
        heard=spoken(text),
        question="What would break first?",
        interruption=InterruptionRow(text="Labels are late.", at=54, at_s=6.0),
        reaction="adapts",
        asked_next=[FollowUp(target="team_voice", text="Whose call was that?", why="It was told as “we”.")],
        audio="audio/01.flac",
        claims=(Claim("scale", 72, 84, "for 40 users", True, False, False),),
        trap="apologetic_minimising",
        scale=(0.5, 0.1),
    )
    noisy = row(
        text, ("hedge", "nothing"), heard=spoken(text, probability=0.3, quality=AudioQuality(-40, -42, 0.2)), id="2"
    )
    return [full, noisy, row("", id="3")]


def points() -> list[Point]:
    tally = [Tally(400, 2.5, 4, 3, {"hedge": n}, {"restraint": {"volunteered": 1, "missed": n}}) for n in (14, 2)]
    return [Point(f"s{i}", f"2026-11-0{i}T10:00:00", "f", "", t, {"scale": t}) for i, t in enumerate(tally, 1)]


def pages() -> dict[str, str]:
    made = answers()
    return {
        "debrief": html.render(build(made, session="s", flow="first-five", notes=["A note."])),
        "unfolded": html.render(build(made, session="s", flow="first-five", notes=["A note."]), unfolded=True),
        "shared": html.render(build(made, session="s"), unfolded=True, mentor=True),
        "empty": html.render(build([])),
        "history": history_view.html(points()),
        "retake": retake.html(retake.compare(made[0], made[0], ["apology", "restraint"])),
    }


@pytest.mark.parametrize(
    "look", [("--window-size=1000,1600",), ("--window-size=420,1600", "--blink-settings=preferredColorScheme=0")]
)
@pytest.mark.parametrize("name", ["debrief", "unfolded", "shared", "empty", "history", "retake"])
def test_no_violations(name: str, look: tuple[str, ...], tmp_path: Path) -> None:
    """Contrast, labels, landmarks, headings and the rest: no violation of axe-core's rules."""
    browser = pdf.browser()
    if browser is None or not Path(AXE).is_file():
        pytest.skip("needs a Chromium-like browser, and axe-core (with npm here, `scripts/test` fetches it)")
    source = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", pages()[name])
    axe = Path(AXE).read_text(encoding="utf-8").replace("</script", "<\\/script")
    page = tmp_path / "page.html"
    page.write_text(
        source.replace("</body>", f"<script>{axe}</script><script>{REPORT}</script></body>"), encoding="utf-8"
    )
    done = subprocess.run(
        [
            browser,
            *pdf.QUIET,
            "--no-sandbox",
            *look,
            "--virtual-time-budget=20000",
            f"--user-data-dir={tmp_path / 'p'}",
            "--dump-dom",
            page.as_uri(),
        ],
        capture_output=True,
        timeout=300,
        check=True,
    )
    found = re.search(r'<pre id="axe-out">(.*?)</pre>', done.stdout.decode("utf-8"), re.S)
    assert found, "axe-core did not run"
    violations: list[Any] = json.loads(htmllib.unescape(found.group(1)))
    assert violations == []
