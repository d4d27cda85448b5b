"""Pages that other rooms paint (debriefs, histories, two takes), shown with our menu around them, unchanged inside.

A painted page carries its own style and script and a policy that names their hashes. Served, the policy goes into the
header, so that the browser enforces it together with everything the fence demands; nothing else in it may run.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from .fence import policy
from .pages import part

_OWN_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\s*')
_OWN_REFERRER = re.compile(r'<meta name="referrer"[^>]*>\s*')
_HEAD = """<link rel="icon" href="/static/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/painted.css">
"""
_TOP = re.compile(r'<body[^>]*>\s*(?:<a class="skip"[^>]*>[^<]*</a>)?')


def framed(
    request: Request, painted: str, *, bar: str = "", scripts: Sequence[str] = (), **context: Any
) -> HTMLResponse:
    """The painted page with our menu, and below it the template `bar` (with `context`); `scripts` are files of ours."""
    inside = own_hashes(painted, "script"), own_hashes(painted, "style")
    text = _OWN_REFERRER.sub("", _OWN_POLICY.sub("", painted, count=1), count=1)
    text = text.replace("</head>", f"{_HEAD}</head>", 1)
    top = part(request, "painted_top.html") + (part(request, bar, **context) if bar else "")
    text = _TOP.sub(lambda found: f"{found[0]}\n{top}", text, count=1)
    tail = "".join(f'<script type="module" src="/static/{name}"></script>\n' for name in scripts)
    text = f"{tail}</body>".join(text.rsplit("</body>", 1))
    host = request.app.state.host
    return HTMLResponse(text, headers={"Content-Security-Policy": policy(host, scripts=inside[0], styles=inside[1])})


def own_hashes(painted: str, kind: str) -> list[str]:
    """The hashes that a sealed page's own policy names for its `script` or `style`."""
    found = _OWN_POLICY.search(painted)
    lines = re.search(rf"{kind}-src ([^;\"]*)", found[0]) if found else None
    return re.findall(r"'sha256-[A-Za-z0-9+/=]+'", lines[1]) if lines else []
