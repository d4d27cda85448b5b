"""Where no clock runs, words end an answer: which do. Pure."""

from __future__ import annotations

import re

from ...hearing.tail import Tail, read_tail
from ...sessions.choices import PATIENCE
from ..core.spoken_commands import recognise

TOLD = (
    "No clock runs: take all the time you want. An answer is over when you say so (“that is my answer”), "
    "press D (“I have finished”), or send what you have typed."
)
"What a person is told at the beginning."
TOLD_TO_TYPE = "No clock runs: take all the time you want. An answer is over when you send it."
"The same for somebody who types: to them D is a letter."
BY_THE_CLOCK = "A simulated candidate answers by the clock, so one runs here."
"What is told where no clock was to run and nobody is there whom it could press."
LEAST_PATIENCE = PATIENCE["long"]
"Closing words are given time to be taken back, whatever patience was chosen."
_PERHAPS = re.compile(
    r"\b(?:how i|what i|sense|helps|story|gist|short version|main (?:thing|point)|my (?:view|take|example))\b"
)
"Closing words that stand in the midst of answers too: who has all the time is not taken at these."


def says_so(text: str) -> bool:
    """Whether an answer says itself that it is over ("that's it"), or ends by asking for something ("say that again").

    Who asks for a moment has it already: that ends nothing.
    """
    asked = recognise(text)
    if asked is not None:
        return asked.name != "wait"
    reading = read_tail(text)
    return reading.kind is Tail.CLOSED and not _PERHAPS.search(reading.evidence)
