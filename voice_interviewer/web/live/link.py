"""The socket between one page and the interview: sound both ways, what the page shows, what the person wants.

Everything runs on the server's event loop and waits for nobody: the session's thread is reached through
`PageMicrophone`, `PageSpeaker` and `Interview.wish`, and reaches back through `call_soon_threadsafe`.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import cast, get_args

from starlette.websockets import WebSocket, WebSocketDisconnect

from ...interview.live.floor import FLOOR_WISHES
from ...interview.live.screen import WishName
from ...sessions.kinds import CommandName
from . import wire
from .screen import Told
from .sitting import Sitting

AHEAD_S = 0.25
"Sound sent and not yet played: enough for a busy moment of this computer."
PIECE_S = 0.02
TAKEN_OVER, ELSEWHERE, NOTHING_HERE, TOO_SLOW = 4001, 4002, 4004, 4008
"Codes a socket is closed with."
_COALESCED = ("caption", "time", "phase")
"Of these only the latest matters to a page that is slow."
_MOST_WAITING = 4000
_TELL_EVERY_S = 0.5
_WISHES = {*get_args(CommandName), *FLOOR_WISHES, "done", "acknowledge"} - {"hold", "talk"}
"By name; to hold and to talk are keys held down, and `typed` brings its text."
_LONGEST = 20_000
"Characters of a typed answer."
_EPOCHS = itertools.count(1)
"Never the same twice, so that what a page says of an earlier socket is not taken for news."


@dataclass(frozen=True, slots=True)
class Hello:
    """The first message of a page."""

    page: str
    "Names the tab, reloads included."
    capture: str
    "Names this opening of its microphone."
    rate: int
    "Hz, of both directions."
    latency_s: float = 0.0
    through: str = ""
    "Which microphone, rate and echo setting the browser gave, in words."
    take_over: bool = False

    @classmethod
    def read(cls, text: str) -> Hello:
        """Raises ValueError for anything else."""
        match json.loads(text):
            case {"kind": "hello", "page": str(page), "capture": str(capture), "rate": int(rate), **more} if (
                wire.RATES[0] <= rate <= wire.RATES[1] and 0 < len(page) <= 64 and 0 < len(capture) <= 64
            ):
                latency, through = more.get("latency"), more.get("through")
                latency_s = float(latency) if isinstance(latency, int | float) else 0.0
                return cls(
                    page,
                    capture,
                    rate,
                    min(1.0, max(0.0, latency_s)),
                    through[:300] if isinstance(through, str) else "",
                    more.get("take_over") is True,
                )
        raise ValueError("no page of ours")


class Link:
    """One page's socket, for as long as it is open."""

    def __init__(self, socket: WebSocket, sitting: Sitting, hello: Hello) -> None:
        self.page = hello.page
        self._socket = socket
        self._sitting = sitting
        self._hello = hello
        self._latency_s = hello.latency_s
        self._loop = asyncio.get_running_loop()
        self._out: deque[Told | bytes] = deque()
        self._wake = asyncio.Event()
        self._closing = 0
        "Code to close the socket with, once all is sent."
        self._gone = False
        self._epoch = 0
        self._sent = self._played = 0
        "Frames of this epoch."
        self._flushes = -1
        self._cut = self._pending = 0
        "Frames fetched when the latest flush went out, and of those before it that may still be heard."
        self._settled = False
        "The page has told what became of the frames before this epoch."
        self._thrown: int | None = None
        self._told_frame = 0

    @property
    def open(self) -> bool:
        """The page is there."""
        return not self._gone

    # ---- the socket ----

    async def run(self) -> None:
        """Serve the page until it goes away or another takes over."""
        self._arrive()
        sender = asyncio.create_task(self._send())
        try:
            while not self._closing:
                message = await self._socket.receive()
                if message["type"] != "websocket.receive":
                    break
                if (sound := message.get("bytes")) is not None:
                    self._heard(wire.read(sound))
                else:
                    self._asked(message.get("text") or "")
        except (WebSocketDisconnect, ValueError, RecursionError):
            pass  # gone, or no page of ours
        finally:
            self._depart()
            if not self._closing:
                sender.cancel()
            with contextlib.suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
                await sender

    def take_away(self) -> None:
        """Another page takes the interview over: this one is told, and closed."""
        self._depart()
        self._out.clear()
        self._put({"kind": "taken_over"})
        self._close(TAKEN_OVER)

    def _close(self, code: int) -> None:
        self._closing = code
        self._wake.set()

    def _arrive(self) -> None:
        sitting, hello = self._sitting, self._hello
        sitting.speaker.join(hello.rate)
        if hello.capture != sitting.place.capture:
            sitting.place.capture, sitting.place.frame = hello.capture, 0
        sitting.microphone.join(hello.rate)
        if hello.through and hello.through != sitting.through:
            sitting.through = hello.through
            sitting.screen.note(f"Heard through the browser: {hello.through}.")
        sitting.on_flush = lambda: self._soon(self._pump)
        sitting.on_duck = lambda gain: self._soon(lambda: self._put({"kind": "duck", "gain": gain}))
        sitting.on_hold = lambda on: self._soon(lambda: self._put({"kind": "still", "on": on}))
        sitting.on_phase = lambda: self._soon(lambda: self._put(sitting.told_phase()))
        picture = sitting.screen.watch(lambda told: self._soon(lambda: self._put(told)))
        self._put({**picture, "next": sitting.place.frame, "floor": asdict(sitting.interview.floor)})
        self._put(sitting.told_phase())
        self._pump()

    def _depart(self) -> None:
        """The page is gone: the session waits for it, and a key it held is let go."""
        if self._gone:
            return
        self._gone = True
        sitting = self._sitting
        sitting.screen.watch(None)
        sitting.on_flush = sitting.on_duck = sitting.on_hold = sitting.on_phase = None
        unheard = self._pending + self._sent - self._played
        sitting.speaker.thrown(max(0, unheard), sitting.speaker.fetched)
        sitting.speaker.unheard(0)
        sitting.interview.hold(False)
        sitting.interview.talk(False)
        sitting.microphone.leave()

    def _soon(self, act: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the server has ended
            self._loop.call_soon_threadsafe(act)

    # ---- to the page ----

    def _put(self, told: Told | bytes) -> None:
        last = self._out[-1] if self._out else b""
        if isinstance(told, dict) and isinstance(last, dict) and last["kind"] == told["kind"] in _COALESCED:
            self._out.pop()
        if len(self._out) >= _MOST_WAITING:  # it has stopped reading; when it is back it is given the picture
            self._out.clear()
            self._close(TOO_SLOW)
        self._out.append(told)
        self._wake.set()

    async def _send(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._out:
                told = self._out.popleft()
                if isinstance(told, bytes):
                    await self._socket.send_bytes(told)
                else:
                    await self._socket.send_text(json.dumps(told))
            if self._closing:
                await self._socket.close(self._closing)
                return

    def _pump(self) -> None:
        """Send what shall be played next, up to a moment ahead; first of all a flush."""
        speaker = self._sitting.speaker
        if self._gone:
            return
        if speaker.flushes != self._flushes:
            self._flush()
        rate = self._hello.rate
        ahead = max(0, self._sent - self._played)
        while speaker.busy and ahead < AHEAD_S * rate:
            speaker.delay_s = ahead / rate + self._latency_s
            ahead += self._send_sound(round(PIECE_S * rate))
        speaker.unheard(self._pending + ahead)

    def _flush(self) -> None:
        speaker = self._sitting.speaker
        self._flushes = speaker.flushes
        self._pending += max(0, self._sent - self._played)
        self._cut = speaker.fetched
        self._epoch = next(_EPOCHS)
        self._sent = self._played = 0
        self._settled = False
        self._put({"kind": "flush", "epoch": self._epoch})
        # One sample ends what is cut off. Should it be the first of what comes now, it is sent with the rest.
        self._send_sound(1)

    def _send_sound(self, frames: int) -> int:
        self._put(wire.sound(self._epoch, self._sitting.speaker.pull(frames)))
        self._sent += frames
        return frames

    # ---- from the page ----

    def _heard(self, heard: wire.Heard) -> None:
        sitting, place = self._sitting, self._sitting.place
        if heard.epoch == self._epoch:
            self._played = min(heard.played, self._sent)
            if not self._settled:
                before = self._thrown if self._thrown is not None else heard.thrown
                sitting.speaker.thrown(min(self._pending, max(0, heard.thrown - before)), self._cut)
                self._settled, self._pending = True, 0
            self._thrown = heard.thrown
        known = place.frame - heard.frame
        if known < len(heard.samples):
            place.lost += max(0, -known)
            place.frame = heard.frame + len(heard.samples)
            sitting.microphone.feed(heard.samples[max(0, known) :])
            sitting.arrived()
        if place.frame - self._told_frame >= _TELL_EVERY_S * self._hello.rate or place.frame < self._told_frame:
            self._told_frame = place.frame
            self._put({"kind": "have", "frame": place.frame})
        self._pump()

    def _asked(self, text: str) -> None:
        """One message of the page, or ValueError."""
        match json.loads(text):
            case {"kind": "wish", "name": str(name)} if name in _WISHES:
                self._sitting.interview.wish(cast("WishName", name))
            case {"kind": "typed", "text": str(answer)}:
                self._sitting.screen.type("")
                self._sitting.interview.wish("typed", answer[:_LONGEST])
            case {"kind": "draft", "text": str(draft)}:
                self._sitting.screen.type(draft)
            case {"kind": "hold", "on": bool(on)}:
                self._sitting.interview.hold(on)
            case {"kind": "talk", "on": bool(on)}:
                self._sitting.interview.talk(on)
            case {"kind": "away"}:
                self._sitting.microphone.leave()
            case {"kind": "leave"}:
                self._sitting.leave()
            case {"kind": "latency", "seconds": int() | float() as seconds}:
                self._latency_s = min(1.0, max(0.0, float(seconds)))
            case {"kind": "trouble", "text": str(trouble)}:
                self._sitting.screen.note(f"The browser says: {trouble[:300]}")
            case _:
                raise ValueError("no message of ours")
