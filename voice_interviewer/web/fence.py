"""The fence around the server: who is not the user's own page, opened by the link of this start, gets no answer.

    Host          exactly ours                                 against names that are made to point here
    key, cookie   the link's key once, then a cookie           against other programs and users of this computer
    Origin        exactly ours, to change anything or listen   against other pages, also those on other local ports
    Sec-Fetch     same-origin, or typed by the user            the same, also for what is only read
    path, size    no way out of a folder, no flood             against what a page or program may send by mistake

`refusal` decides and is pure; `Fence` is the ASGI shell around the application that asks it, and that puts the headers
on every answer, refusals and errors too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, unquote, urlencode

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .keys import Keys

KEY = "key"
"Name of the link's key in the query."
LARGEST_BODY = 8 * 1024 * 1024
"Bytes of one request; larger files come in pieces."
_READING = ("GET", "HEAD")
_CHANGING = ("POST", "PUT", "DELETE")
_SITES = ("same-origin", "none")
_BAD_PATH = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|[\\\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a request decides whether it is answered."""

    method: str
    path: str
    "As sent, not decoded."
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    "Values of Sec-Fetch-Site; older browsers send none."
    known: bool = False
    "Our cookie is there and right."
    websocket: bool = False
    length: str = ""
    "Content-Length; empty when there is none."


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that gives nothing away."""

    status: int
    text: str


def refusal(asked: Asked, host: str) -> Refusal | None:
    """Why a request is not answered; None when it may come in. `host` is ours, with the port."""
    if asked.hosts != (host,):
        return Refusal(421, f"This server answers to http://{host}/ alone.")
    if not asked.websocket and asked.method not in _READING + _CHANGING:
        return Refusal(405, "This method is not used here.")
    path = asked.path
    for _ in range(3):  # however often it was encoded
        if _BAD_PATH.search(path):
            return Refusal(400, "This path leads nowhere.")
        path = unquote(path)
    if any(site not in _SITES for site in asked.sites):
        return Refusal(403, "Another page may not ask this server for anything.")
    if (asked.websocket or asked.method in _CHANGING) and asked.origins != (f"http://{host}",):
        return Refusal(403, "Only the interviewer's own page may do this.")
    if not asked.known:
        return Refusal(
            403, "Open the link that voice-interviewer printed when it was started; this page needs its key."
        )
    if asked.length and not (asked.length.isdecimal() and int(asked.length) <= LARGEST_BODY):
        return Refusal(413, f"One request may bring {LARGEST_BODY // 1024 // 1024} MB at most.")
    return None


def headers(host: str) -> dict[str, str]:
    """What every answer carries, where the page has not set it itself."""
    return {
        "Content-Security-Policy": policy(host),
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "microphone=(self), camera=(), geolocation=(), display-capture=()",
        "Cache-Control": "no-store",
    }


def policy(host: str, *, scripts: Iterable[str] = (), styles: Iterable[str] = ()) -> str:
    """The content security policy: files of ours and nothing else.

    A page that must hold a script or style of its own (a debrief) names their hashes, as `'sha256-…'`.
    """
    parts = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *scripts]),
        "worker-src": "'self'",
        "style-src": " ".join(["'self'", *styles]),
        "img-src": "'self' data:",
        "font-src": "'self'",
        "media-src": "'self' blob:",
        "connect-src": f"'self' ws://{host}",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in parts.items())


class Fence:
    """The application inside; nothing reaches it that `refusal` refuses."""

    def __init__(self, app: ASGIApp, host: str, keys: Keys) -> None:
        self.app = app
        self.host = host
        self.keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        websocket = scope["type"] == "websocket"
        found = _headers(scope)
        cookies = _cookie_values(found.get("cookie", ()), self.keys.cookie_name)
        asked = Asked(
            method=scope.get("method", "GET"),
            path=(scope.get("raw_path") or scope["path"].encode()).decode("latin-1"),
            hosts=found.get("host", ()),
            origins=found.get("origin", ()),
            sites=found.get("sec-fetch-site", ()),
            known=self.keys.knows(cookies),
            websocket=websocket,
            length=(found.get("content-length") or ("",))[0],
        )
        if not websocket and (location := self._at_the_door(asked, scope)) is not None:
            await _answer(send, 303, "", self._door_headers(location))
            return
        no = refusal(asked, self.host)
        if no is None:
            await self.app(scope, receive if websocket else _counted(receive), self._with_headers(send))
        elif websocket:
            await send({"type": "websocket.close", "code": 1008, "reason": ""})
        else:
            await _answer(send, no.status, no.text, headers(self.host))

    def _at_the_door(self, asked: Asked, scope: Scope) -> str | None:
        """Where to go on without the key, for a link with the right one; None for everything else."""
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        keys = query.pop(KEY, [])
        if len(keys) != 1 or asked.method != "GET" or asked.hosts != (self.host,):
            return None
        if not asked.known and not self.keys.admits(keys[0]):
            return None
        rest = urlencode(query, doseq=True)
        path = "/" + asked.path.lstrip("/")  # never `//elsewhere`
        return path + (f"?{rest}" if rest else "")

    def _door_headers(self, location: str) -> dict[str, str]:
        keys = self.keys
        cookie = f"{keys.cookie_name}={keys.cookie}; Path=/; HttpOnly; SameSite=Strict"
        return {**headers(self.host), "Location": location, "Set-Cookie": cookie}

    def _with_headers(self, send: Send) -> Send:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message.get("headers", [])}
                ours = [(name.lower().encode(), value.encode()) for name, value in headers(self.host).items()]
                message["headers"] = [*message.get("headers", []), *(h for h in ours if h[0] not in given)]
            await send(message)

        return with_headers


class TooLarge(Exception):
    """A body without an announced length went over the limit."""


def _counted(receive: Receive) -> Receive:
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST_BODY:
            raise TooLarge
        return message

    return counted


def _headers(scope: Scope) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, value in scope.get("headers", []):
        key = name.decode("latin-1").lower()
        found[key] = (*found.get(key, ()), value.decode("latin-1"))
    return found


def _cookie_values(lines: Iterable[str], name: str) -> list[str]:
    found = []
    for part in ";".join(lines).split(";"):
        try:
            jar: SimpleCookie = SimpleCookie(part.strip())
        except CookieError:
            continue
        found += [morsel.value for key, morsel in jar.items() if key == name]
    return found


async def _answer(send: Send, status: int, text: str, extra: Mapping[str, str]) -> None:
    body = f"{text}\n".encode() if text else b""
    lines = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body)), **extra}
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in lines.items()],
        }
    )
    await send({"type": "http.response.body", "body": body})
