"""What was chosen for a session, as its journal keeps it so that `resume` goes on in the same way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..errors import UsageError

PATIENCE = {"short": 0.7, "normal": 1.0, "long": 1.8}
"Names of factors on every waiting time."


@dataclass(frozen=True)
class Choices:
    """What the user asked for, or what was remembered."""

    candidate: tuple[str, ...] = ()
    "A persona's name, or files with recorded answers; empty: the person at the microphone."
    voice: str = "auto"
    rate: float = 1.0
    model: str = "tiny.en"
    hear_again: bool = True
    "For the debrief the recordings are heard again with the best model that this computer keeps up with."
    patience: float = 1.0
    acknowledge: Literal["normal", "off"] = "normal"
    "Whether a candidate who falls silent is shown that they were heard."
    headphones: bool | None = None
    "True: full duplex; False: half duplex; None: as calibrated, else half duplex."
    echo: str = "auto"
    "Echo cancellation: auto (measured, used where there is an echo), on (trusted from the first word), off."
    microphone: str | None = None
    loudspeaker: str | None = None
    type_answers: bool = False
    by_pipe: bool = False
    "Typed answers come from a pipe: nobody reads along, so without a loudspeaker nothing takes longer than it must."
    silent: bool = False
    "Questions are shown as text and not spoken."
    seed: int = 0
    minutes: float | None = None
    clock: bool = True
    """False: no time is limited. The interview lasts as long as it lasts, and an answer is over when its words or a key
    say so. For a person: simulated candidates answer by the clock."""
    pressure: bool = True
    style: str = ""
    "neutral, warm or tough; empty: the flow's own."
    wording: str = ""
    "What may reword follow-ups: an address on this computer or the name of a part; empty: nothing."
    panel: bool = False
    "Two voices take turns by topic, where a second one is installed."


def patience_factor(text: str) -> float:
    """`short`, `normal`, `long` or a number as a factor on every waiting time. Raises `UsageError`."""
    if text in PATIENCE:
        return PATIENCE[text]
    try:
        factor = float(text)
    except ValueError:
        factor = 0.0
    if not 0.4 <= factor <= 6:
        raise UsageError(f"`{text}` is no patience.", where="--patience", fix="Use short, normal, long, or 0.4 to 6.")
    return factor
