"""A microphone that delivers nothing but zeros is named, once."""

from __future__ import annotations

from .arming import Host


class DeadMicrophone:
    """Looks at the microphone's own count of zeros."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._told = False

    def watch(self, *, asked: bool) -> None:
        """Name one that never delivered anything else as soon as somebody is asked."""
        if asked and getattr(getattr(self._host.parts.microphone, "zeros", None), "never_live", False):
            self.tell()

    def tell(self) -> None:
        """Once. Else only in silence: noise gates also deliver exact zeros, between words that are heard."""
        zeros = getattr(self._host.parts.microphone, "zeros", None)
        if zeros is not None and zeros.dead and not self._told:
            self._told = True
            self._host.note(
                "The microphone delivers only silence: is it muted, or not permitted? You may also type (t)."
            )
