"""A language model server on this computer, spoken to as OpenAI's are (`/v1/chat/completions`).

Loopback only: the address must be this computer's by its number (or `localhost`, which is never looked up), the
connection's other end is checked, redirects are refused, and proxies of the environment are not used. Of the interview
only the question of a follow-up is sent, without what it quotes before it.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import time
from urllib.parse import urlsplit

from ..availability import Availability, Ready
from ..errors import UsageError

DEFAULT_URL = "http://127.0.0.1:8080/v1"
MAX_BYTES = 65_536
_TASK = (
    "You polish single questions for an interviewer. Say the user's question once more in slightly other plain "
    "English words. "
    "Keep its meaning, its question word, every name and every number. "
    "Add nothing. Fewer than 25 words. Reply with the question alone."
)

_SHOWN = (
    ("What would you have done without that?", "Without that, what would you have done?"),
    ("Who decided that in the end?", "In the end, who was it that decided that?"),
    ("Which number told you so?", "Which number was it that told you so?"),
)
"What is meant, shown to models too small to follow instructions."
_WHO = ("user", "assistant")


class LocalServer:
    """One server. Raises UsageError for an address that is not this computer's."""

    name = "local"

    def __init__(self, url: str = DEFAULT_URL, model: str = "") -> None:
        self.host, self.port, self.path = address(url)
        self.model = model

    @classmethod
    def availability(cls) -> Availability:
        """It needs nothing but the server, which is looked for when it is used."""
        return Ready("any server on this computer that speaks OpenAI's chat protocol")

    def reword(self, question: str, timeout_s: float) -> str:
        """The server's wording. Raises OSError or ValueError for whatever goes wrong, TimeoutError included."""
        ends = time.monotonic() + timeout_s
        body = {
            "messages": [
                {"role": "system", "content": _TASK},
                *({"role": who, "content": said} for pair in _SHOWN for who, said in zip(_WHO, pair, strict=True)),
                {"role": "user", "content": question},
            ],
            "temperature": 0.4,
            "max_tokens": 60,
            "stream": False,
            **({"model": self.model} if self.model else {}),
        }
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout_s)
        try:
            connection.connect()
            _at_home(connection)
            headers = {"Content-Type": "application/json", "Accept": "application/json"}
            connection.request("POST", f"{self.path}/chat/completions", json.dumps(body).encode(), headers)
            return _content(_read(connection, ends))
        except http.client.HTTPException as error:
            raise OSError(f"no HTTP: {error!r}") from error
        finally:
            connection.close()


def address(url: str) -> tuple[str, int, str]:
    """Host (as a number), port and path of a server on this computer. Raises UsageError for any other."""
    where = f"--wording {url}"
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host, port = parts.hostname or "", parts.port or 80
    except ValueError as error:
        raise UsageError(f"this is no address ({error}).", where=where, fix=f"Use for example {DEFAULT_URL}.") from None
    if parts.scheme != "http" or parts.username is not None or parts.query or parts.fragment:
        raise UsageError("only a plain http:// address is used.", where=where, fix=f"Use for example {DEFAULT_URL}.")
    if host.lower() == "localhost":
        host = "127.0.0.1"
    try:
        home = ipaddress.ip_address(host).is_loopback
    except ValueError:
        home = False
    if not home:
        what = f"“{host}” is not this computer, and nothing you say may leave it."
        raise UsageError(what, where=where, fix=f"Run the server here, and use for example {DEFAULT_URL}.")
    return host, port, parts.path.rstrip("/")


def _at_home(connection: http.client.HTTPConnection) -> None:
    """The other end is on this computer, whatever the routing does."""
    peer = str(connection.sock.getpeername()[0]).partition("%")[0]
    if not ipaddress.ip_address(peer).is_loopback:
        raise OSError(f"the connection goes to {peer}")


def _read(connection: http.client.HTTPConnection, ends: float) -> bytes:
    """The whole answer, unless it is no 200, too large, or too late."""
    reply = connection.getresponse()
    if reply.status != 200:
        raise OSError(f"the server answered {reply.status}")  # a redirect, too, is not followed
    found = b""
    while chunk := reply.read1(8192):
        found += chunk
        if len(found) > MAX_BYTES:
            raise ValueError("the answer is too long")
        if time.monotonic() > ends:
            raise TimeoutError("the answer is late")
    return found


def _content(raw: bytes) -> str:
    try:
        said = json.loads(raw)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise ValueError(f"not the answer of a chat: {error!r}") from None
    if not isinstance(said, str):
        raise ValueError("not the answer of a chat: no text")
    return " ".join(said.split()).strip("\"“”'")
