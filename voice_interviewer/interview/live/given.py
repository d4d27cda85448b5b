"""Parts a caller brings: what is given takes the place of the usual part, whatever is left out is found or loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ...audio.protocols import Microphone, Speaker
from ...hearing.protocols import SpeechToText, TurnModel, VoiceActivity
from ...language.analyze import Analyser
from ...voice.choose import Speaking
from ...voice.protocols import TextToSpeech
from .candidate import Candidate
from .parts import Analyse
from .screen import Screen


@dataclass(frozen=True)
class Given:
    """The parts of one session that the caller brings; None: the usual one.

    The session enters and leaves `microphone` and `speaker`; engines are used and left alone, so the same recogniser
    may serve one session after another. Session time is the microphone's sample count: with a `Room` the session runs
    as fast as the machine can, with a microphone in real time it runs in real time.
    """

    microphone: Microphone | None = None
    "One with a method `starts_at(seconds)` is told where session time goes on when a session is resumed."
    speaker: Speaker | None = None
    "With a given microphone, None means no loudspeaker: the questions are shown."
    voice: Speaking | TextToSpeech | None = None
    recogniser: SpeechToText | None = None
    voice_activity: VoiceActivity | None = None
    turn_model: TurnModel | None = None
    "With a given recogniser, None means none."
    candidate: Candidate | None = None
    "Who answers instead of the person; speaks into an in-memory room, which `microphone` must belong to if given."
    full_duplex: bool | None = None
    "Whether we may listen while we speak: headphones, a room, a browser that cancels echo. None: as chosen."
    screen: Screen | None = None
    "Shows the session and takes wishes; None: nobody watches."
    analyse: Analyse = field(default_factory=Analyser)
    "Reads the answers."
    root: Path | None = None
    "The folder sessions are kept in; None: the user's own."
    clock: Callable[[], datetime] | None = None
    "Date and time of day, for the session's name; None: the computer's."


NOTHING = Given()
