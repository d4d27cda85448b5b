"""The page's policy lets its own script and style run, and no other."""

from __future__ import annotations

import base64
import hashlib
import re

from voice_interviewer.debrief.paint.seal import seal

PAGE = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
script-src 'unsafe-inline'">
<style>p{color:red}</style>
<p class="a" style="margin:1px">“style="x"” &lt;script&gt;</p><p style="margin:1px">b</p><i style="left:3%">c</i>
<script>go()</script>"""


def source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_only_the_pages_own_blocks_may_run() -> None:
    """Each style and script block is named by its hash; nothing inline is allowed in general."""
    made = seal(PAGE)
    (style,) = re.findall(r"<style>(.*?)</style>", made, re.DOTALL)
    assert "unsafe-inline" not in made
    assert f"style-src {source(style)};" in made and f"script-src {source('go()')}" in made


def test_style_attributes_become_classes() -> None:
    """A policy by hashes refuses them; what is said on the page is left alone."""
    made = seal(PAGE)
    assert '<p class="a own-0">“style="x"” &lt;script&gt;</p><p class="own-0">b</p><i class="own-1">c</i>' in made
    assert ".own-0.own-0.own-0{margin:1px}" in made and ".own-1.own-1.own-1{left:3%}" in made
