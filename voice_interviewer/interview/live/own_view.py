"""Before the findings are shown, a person says which answer they think was weakest: typed, spoken, or skipped.

Whoever judges their own answers first learns to hear them; what a page says first is what they would have said after.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...audio.protocols import Block, Microphone
from ...hearing.protocols import SpeechToText, VoiceActivity
from ...sessions.choices import Choices
from ...sessions.lines import Journal
from ...sessions.records import OwnView

QUESTION = "Before you see it: which answer was your weakest, and why?"
FEWEST = 2
"Of one answer none is the weakest."
PATIENCE_S = 2.2
"Silence after words that ends it, times the session's patience."
QUIET_S = 8.0
"Silence without any word that ends it."
LONGEST_S = 60.0


def due(journal: Journal) -> bool:
    """Whether a person is to be asked: not for somebody simulated, not in a retake, and once only."""
    header = journal.header
    if header is None or header.candidate or header.retake or any(True for _ in journal.records(OwnView)):
        return False
    return sum(1 for turn in journal.turns.values() if turn.heard.text.strip()) >= FEWEST


def listen(choices: Choices) -> str:
    """Hear a spoken view from the session's microphone, with the model that heard the session.

    Raises DeviceError or ModelError where that cannot be.
    """
    from ...audio.devices import open_microphone
    from ...hearing.choose import make_recogniser
    from ...hearing.vad import SileroVad

    recogniser = make_recogniser(choices.model)
    with open_microphone(choices.microphone) as microphone:
        return heard(microphone, recogniser, SileroVad(), SileroVad(), patience=choices.patience)


def heard(
    microphone: Microphone,
    recogniser: SpeechToText,
    ending: VoiceActivity,
    cutting: VoiceActivity,
    *,
    patience: float = 1.0,
) -> str:
    """What is said into an opened microphone until its silence, as text. `ending` tells when it is over, `cutting`
    what of it is voice: two, because each remembers what it was fed."""
    from ...hearing.recording import transcribe_recording

    ending.reset()
    return transcribe_recording(_until_silent(microphone, ending, patience), recogniser, cutting).text


def _until_silent(microphone: Microphone, vad: VoiceActivity, patience: float) -> Iterator[Block]:
    began_s = voice_s = None
    while (block := microphone.read()) is not None:
        began_s = block.end_s if began_s is None else began_s
        if vad.probability(block.samples) > 0.5:
            voice_s = block.end_s
        yield block
        quiet_s = block.end_s - (began_s if voice_s is None else voice_s)
        if quiet_s > (QUIET_S if voice_s is None else PATIENCE_S * patience) or block.end_s - began_s > LONGEST_S:
            return
