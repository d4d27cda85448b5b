"""A page as a reader meets it: the words that are seen before anything is opened."""

from __future__ import annotations

from html.parser import HTMLParser

_VOID = {"meta", "link", "br", "img", "input", "hr"}


class Unfolded(HTMLParser):
    """Collects what is seen: no script, no style, of closed folds only their line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._open: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._open.append((tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if any(tag in ("script", "style", "head") for tag, _ in self._open):
            return
        for i, (tag, attributes) in enumerate(self._open):
            inside = self._open[i + 1][0] if i + 1 < len(self._open) else ""
            if tag == "details" and "open" not in attributes and inside != "summary":
                return
        self.words += data.split()


def unfolded(page: str) -> list[str]:
    """The words of a page that are there without opening anything, in order."""
    parser = Unfolded()
    parser.feed(page)
    return parser.words
