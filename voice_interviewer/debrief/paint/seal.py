"""Lets a page run its own script and style and nothing else: a policy by hashes, without `unsafe-inline`.

Text that slipped through escaping could then still be shown, but not run: a script that is not byte for byte one of the
page's own is refused by the browser, and so are style attributes, which are therefore turned into classes.
"""

from __future__ import annotations

import base64
import hashlib
import re

_TAG = re.compile(r"<[a-zA-Z][^<>]*?\sstyle=\"[^\"]*\"[^<>]*>")
_STYLE = re.compile(r"\sstyle=\"([^\"]*)\"")
_CLASS = re.compile(r"\sclass=\"([^\"]*)\"")
_INLINE = {kind: re.compile(rf"<{kind}>(.*?)</{kind}>", re.DOTALL) for kind in ("style", "script")}


def seal(page: str) -> str:
    """The page with `'unsafe-inline'` in its policy replaced by the hashes of its own blocks."""
    page = _without_attributes(page)
    for kind, block in _INLINE.items():
        own = " ".join(dict.fromkeys(_source(found) for found in block.findall(page))) or "'none'"
        page = page.replace(f"{kind}-src 'unsafe-inline'", f"{kind}-src {own}")
    return page


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _without_attributes(page: str) -> str:
    """Style attributes as classes, in the page's first style block; a class of its own for each distinct value."""
    names: dict[str, str] = {}

    def move(tag: re.Match[str]) -> str:
        text = tag[0]
        styles = _STYLE.findall(text)
        text = _STYLE.sub("", text)
        wanted = " ".join(names.setdefault(style, f"own-{len(names)}") for style in styles)
        if _CLASS.search(text):
            return _CLASS.sub(lambda found: f' class="{found[1]} {wanted}"', text, count=1)
        at = re.match(r"<[^\s/>]+", text)
        assert at is not None
        return f'{at[0]} class="{wanted}"{text[at.end() :]}'

    head, mark, rest = page.partition("</style>")
    rest = _TAG.sub(move, rest)
    # As strong as the attribute was: thrice its class, and important against nothing.
    rules = "".join(f".{name}.{name}.{name}{{{style}}}" for style, name in names.items())
    return f"{head}{rules}{mark}{rest}" if mark else page
