"""What takes over when a sound device stops in the middle of a session."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from ...audio.protocols import Microphone, Speaker
from ...errors import DeviceError, MissingPartError


@dataclass
class Spares:
    """Ways to get another device, each tried when the one before it is lost."""

    reopen_microphone: Callable[[float], Microphone] | None = None
    "Another microphone whose time starts at the given session time."
    text_microphone: Callable[[float], Microphone] | None = None
    "The clock that goes on when no microphone is left; answers are then typed. Used once, as the last resort."
    reopen_speaker: Callable[[], Speaker] | None = None
    speakers_left: int = 2
    "How many more loudspeakers are tried: one that stops at every question is worse than text."

    microphones_left: int = 2
    "The same for microphones: one that opens and delivers nothing would be reopened for ever."

    def microphone(self, lost: str, at_s: float) -> tuple[Microphone | None, str]:
        """An opened microphone to go on with, or None, and one line that says what happens now."""
        for make in (self.reopen_microphone, self.text_microphone):
            if make is None:
                continue
            if make is self.reopen_microphone and make is not self.text_microphone:
                if self.microphones_left <= 0:
                    continue
                self.microphones_left -= 1
            try:
                new = _opened(partial(make, at_s))
            except MissingPartError:
                continue
            if make is self.text_microphone:
                self.reopen_microphone = self.text_microphone = None
                return new, f"The microphone “{lost}” stopped; going on in text: type your answers."
            return new, f"The microphone “{lost}” stopped; going on with {new.name}."
        return None, f"The microphone “{lost}” stopped and no other was found; the session ends here and is kept."

    def speaker(self) -> tuple[Speaker | None, str]:
        """A loudspeaker to go on with, or None, and one line that says what happens now."""
        if self.reopen_speaker is not None and self.speakers_left > 0:
            self.speakers_left -= 1
            try:
                new = _opened(self.reopen_speaker)
                return new, f"The loudspeaker stopped; going on with {new.name}."
            except MissingPartError:
                pass
        return None, "The loudspeaker stopped; the questions are shown as text from here."


_ANSWER_S = 4.0
"A sound server that takes longer to open a device hangs; a healthy one takes a tenth of a second."


def _opened(make: Callable[[], Any], deadline_s: float = _ANSWER_S) -> Any:
    """The device that `make` gives, entered; raises DeviceError when opening it fails or does not come back.

    In a thread of its own, because a sound server that hangs would take the session with it. A device that opens after
    all is closed there again.
    """
    found: list[Any] = []
    failed: list[MissingPartError] = []
    late, lock = [False], threading.Lock()

    def work() -> None:
        try:
            device = make()
            device.__enter__()
        except MissingPartError as error:
            failed.append(error)
            return
        with lock:
            if not late[0]:
                found.append(device)
                return
        device.__exit__(None, None, None)

    helper = threading.Thread(target=work, name="reopen-sound-device", daemon=True)
    helper.start()
    helper.join(deadline_s)
    with lock:
        if found:
            return found[0]
        late[0] = True
    raise failed[0] if failed else DeviceError("the sound server does not answer.")
