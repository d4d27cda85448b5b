"""Who may talk to the server: one secret for each start, in the link that is opened, then in a cookie."""

from __future__ import annotations

import hmac
import secrets


class Keys:
    """The secrets of one start; nothing of them is ever logged or kept on disk.

    The printed link works as long as the server runs. The link handed to the browser works once: other people on this
    computer may see the browser's command line.
    """

    def __init__(self, port: int) -> None:
        self.cookie_name = f"voice_interviewer_{port}"
        "With the port: cookies do not tell ports apart, and two servers may run side by side."
        self.cookie = secrets.token_urlsafe(32)
        self.printed = secrets.token_urlsafe(24)
        self._once: set[str] = set()

    def once(self) -> str:
        """A key that opens the door one time."""
        key = secrets.token_urlsafe(24)
        self._once.add(key)
        return key

    def admits(self, key: str) -> bool:
        """Whether a link's key is right; a key for once is used up."""
        if _same(key, self.printed):
            return True
        found = [known for known in self._once if _same(key, known)]
        self._once.difference_update(found)
        return bool(found)

    def knows(self, cookies: list[str]) -> bool:
        """Whether one of the values of our cookie is right."""
        return any(_same(value, self.cookie) for value in cookies)


def _same(given: str, known: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), known.encode())
