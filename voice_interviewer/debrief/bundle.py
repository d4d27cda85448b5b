"""One file to share: the page with its sound inside, in which a mentor accepts or rejects findings and writes notes.

It opens anywhere without a network. What a mentor decides leaves it only as a small file that they save and send back;
`progress.mentors` takes that in.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .data.schema import Debrief
from .paint import html

NAME = "debrief-to-share.html"
_BASE64 = 4 / 3


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be in the file, before it is made."""

    sounds: tuple[str, ...]
    "Recordings, relative to the session's folder."
    seconds: float
    bytes: int
    "About."

    def told(self) -> str:
        """One line: what is in it and how large it will be about."""
        size = f"about {megabytes(self.bytes)}"
        if not self.sounds:
            return f"The page without sound: {size}."
        count = f"{len(self.sounds)} recording{'' if len(self.sounds) == 1 else 's'}"
        minutes = max(1, round(self.seconds / 60))
        spoken = f"{minutes} minute{'' if minutes == 1 else 's'}"
        return f"The page with {count}, {spoken} of sound: {size}."


def megabytes(size: int) -> str:
    """A file's size for people; never nothing."""
    return f"{max(0.1, size / 1e6):.1f} MB"


def plan(debrief: Debrief, folder: Path, *, sound: bool, bytes_a_second: float) -> Plan:
    """What a bundle of this debrief holds; recordings that are gone are left out."""
    wanted = [(r.audio, r.duration_s) for r in debrief.answers if r.audio]
    wanted += [(r.example.audio, 40.0) for r in debrief.answers if r.example and r.example.audio]
    there = [(path, seconds) for path, seconds in wanted if sound and path and (folder / path).is_file()]
    seconds = sum(s for _, s in there)
    page = len(html.render(debrief).encode()) * 1.15
    return Plan(
        tuple(dict.fromkeys(path for path, _ in there)), seconds, round(page + seconds * bytes_a_second * _BASE64)
    )


def bundle(debrief: Debrief, folder: Path, sounds: tuple[str, ...], encode: Callable[[Path], bytes]) -> str:
    """The page with these sounds inside, each as `encode` (to MP3) gives it; other recordings are taken off it."""
    inside = {p: f"data:audio/mpeg;base64,{base64.b64encode(encode(folder / p)).decode()}" for p in sounds}
    shared = debrief.model_copy(deep=True)
    for row in shared.answers:
        row.audio = row.audio if row.audio in inside else None
        if row.example is not None and row.example.audio not in inside:
            row.example.audio = None
    shared.broken_off = []
    return html.render(shared, mentor=True, sound=lambda path: inside.get(path, path))
