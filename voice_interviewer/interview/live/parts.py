"""What one session is made of, put together by `assemble`."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from ...audio.duplex import Duplex
from ...audio.protocols import Microphone
from ...hearing.protocols import Ears
from ...language.model import Analysis, Context
from ...sessions.journal import Session
from .candidate import Guest
from .receipts import Acknowledge
from .reworder import Reworder
from .screen import Commands, Screen
from .spares import Spares
from .speaking import Mouth

Analyse = Callable[[str, Context], Analysis]


@dataclass
class Parts:
    """The engines of one session."""

    microphone: Microphone
    mouth: Mouth
    ears: Ears
    session: Session
    screen: Screen
    analyse: Analyse
    full_duplex: bool = True
    "Headphones or an in-memory pair: we can hear while we speak."
    duplex: Duplex | None = None
    "Measures whether `full_duplex` may be, as the session goes on; None: as it was chosen."
    guest: Guest | None = None
    "A simulated candidate; None for a person."
    spares: Spares = field(default_factory=Spares)
    acknowledge: Acknowledge = "off"
    "Whether a candidate who falls silent is shown that they were heard."
    only_typing: bool = False
    "Answers are typed: there is no microphone to be silent."
    reworder: Reworder | None = None
    "Other words for follow-ups; None: they are asked as they were chosen."
    later: tuple[Callable[[], object], ...] = ()
    "Work that the greeting need not wait for: done in a thread once it is being said."
    commands: Commands = field(default_factory=Commands)
    "Wishes from other threads, beside those of the screen."

    def start_later(self) -> None:
        """Begin the work that was put off. What goes wrong with it is told by whoever needs it."""

        def work() -> None:
            for task in self.later:
                with contextlib.suppress(Exception):
                    task()

        if self.later:
            threading.Thread(target=work, name="load-engines", daemon=True).start()

    def close(self) -> None:
        """Close the devices in use, whichever those are by now."""
        self.mouth.close()
        self.microphone.__exit__(None, None, None)
