"""The page in a real browser: no word of a table is broken, and nothing is wider than the screen."""

from __future__ import annotations

import html as htmllib
import json
import re
import subprocess
from pathlib import Path

import pytest
from rehearsed import rehearsed

from voice_interviewer.debrief.paint import html, pdf
from voice_interviewer.progress import history_view
from voice_interviewer.progress.history import Point, Tally

pytestmark = pytest.mark.browser
MEASURE = """
function measured(view, width) {
  var page = view.contentDocument, broken = [];
  page.querySelectorAll("details").forEach(function (part) { part.open = true; });
  page.querySelectorAll("td, th").forEach(function (cell) {
    var walk = page.createTreeWalker(cell, NodeFilter.SHOW_TEXT), node;
    while ((node = walk.nextNode())) {
      for (var found, word = /\\S+/g; (found = word.exec(node.data));) {
        var range = page.createRange();
        range.setStart(node, found.index); range.setEnd(node, found.index + found[0].length);
        var tops = {};
        Array.from(range.getClientRects()).forEach(function (box) {
          if (box.width > 0) { tops[Math.round(box.top)] = 1; }
        });
        if (Object.keys(tops).length > 1 && !/[-\\/–—]/.test(found[0])) { broken.push(found[0]); }
      }
    }
  });
  return { cells: page.querySelectorAll("td").length, broken: broken, wide: page.documentElement.scrollWidth > width };
}
window.onload = function () {
  var out = document.createElement("pre");
  out.id = "out"; out.textContent = JSON.stringify(measured(document.querySelector("iframe"), WIDTH));
  document.body.appendChild(out);
};
"""


def measured(page: str, width: int, tmp_path: Path) -> dict[str, object]:
    """What a browser says of the page in a frame of this width, with all that folds opened."""
    browser = pdf.browser()
    if browser is None:
        pytest.skip("no Chromium-like browser here")
    frame = tmp_path / f"frame-{width}.html"
    inner = htmllib.escape(re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page), quote=True)
    frame.write_text(
        f'<body style="margin:0"><iframe width="{width}" height="2000" style="border:0" srcdoc="{inner}"></iframe>'
        f"<script>{MEASURE.replace('WIDTH', str(width))}</script>",
        encoding="utf-8",
    )
    flags = [*pdf.QUIET, "--no-sandbox", "--window-size=1400,2200", "--virtual-time-budget=10000"]
    done = subprocess.run(
        [browser, *flags, f"--user-data-dir={tmp_path / 'p'}", "--dump-dom", frame.as_uri()],
        capture_output=True,
        timeout=300,
        check=True,
    )
    found = re.search(r'<pre id="out">(.*?)</pre>', done.stdout.decode("utf-8"), re.S)
    assert found, "the page was not measured"
    result: dict[str, object] = json.loads(htmllib.unescape(found.group(1)))
    return result


def history_page() -> str:
    tally = [Tally(400, 2.5, 4, 3, {"hedge": n}, {"restraint": {"volunteered": 1, "missed": n}}) for n in (14, 2)]
    return history_view.html([Point(f"s{i}", f"2026-11-0{i}T10:00:00", "f", "", t) for i, t in enumerate(tally, 1)])


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["debrief", "history"])
def test_no_table_breaks_a_word(name: str, width: int, tmp_path: Path) -> None:
    """At the width of a desktop and of a phone every word of every cell stands on one line, and nothing overflows."""
    page = html.render(rehearsed("inflated", answers=10)) if name == "debrief" else history_page()
    found = measured(page, width, tmp_path)
    assert found["cells"], "there is no table to measure"
    assert found["broken"] == [] and found["wide"] is False


def test_the_measure_sees_a_broken_word(tmp_path: Path) -> None:
    """A table whose words are broken is found out."""
    narrow = "<style>td { width: 2rem; max-width: 2rem; overflow-wrap: anywhere }</style>"
    assert measured(f"{narrow}<table><tr><td>responsibilities</table>", 390, tmp_path)["broken"] == ["responsibilities"]
