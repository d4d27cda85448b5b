"""A recording as its answers: each side listened to, and cut where somebody else asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ..errors import ModelError
from ..hearing.model import Heard
from .ears import Side, blocks, plan
from .lines import ReadTranscript
from .memory import Memory
from .sides import named, sides_of
from .sources import Source
from .split import Part, by_questions, by_sides, by_speakers, perhaps_two, sounding
from .transcripts import mended

Listen = Callable[[Side], tuple[Heard, tuple[str, ...]]]
"One side of a recording → what was heard, and notes about the file."
VOICE_WORDS = 12
"Fewer words are not parted by voice."
_BY_VOICE = (
    "Two voices share one channel; they were told apart by voice, which errs in some per cent of the time. "
    "--no-split takes the recording as one answer."
)
_WHO = (
    "Two voices seem to share one channel, but who asks is not clear, so all of it was taken as yours; "
    "--me “voice 1” or “voice 2” takes one alone."
)
FAINT_DBFS, SILENT_DBFS = -60.0, -95.0
"Median level below which a recording without voice is faint, or hardly has any sound."


@dataclass(frozen=True, slots=True)
class Cut:
    """What a recording gave."""

    parts: tuple[Part, ...] = ()
    first: tuple[str, ...] = ()
    "Notes for the first answer: how the sides were told."
    each: tuple[str, ...] = ()
    "Notes for every answer: about the file."
    whole: Heard | None = None
    "The recording as one answer; then there are no parts."


def cut_recording(item: Source, hear: Listen, split: bool | None) -> Cut:
    """The answers of a recording. `split`: True cuts at questions too, False never parts by voice, None does if clear.

    Raises InputFileError for what turns out to be unusable, or where `item.me` is nobody there.
    """
    assert item.path is not None
    planned = plan(item.path, track=item.track, channel=item.channel)
    heard = [hear(side) for side in planned.sides]
    notes = tuple(dict.fromkeys(note for _, found in heard for note in found))
    first = planned.notes
    only = heard[0][0]
    if len(heard) == 2:
        names = [side.name for side in planned.sides]
        me = named(item.me, names, item.name) if item.me else ""
        parts, why = by_sides([h for h, _ in heard], names, me)
        first = (*first, *filter(None, [why]))
    else:
        parts = []
        if split is not False:
            parts, told = _by_voice(item, planned.sides[0], only)
            first = (*first, *told)
        if split and not parts:
            parts = by_questions(only)
        if not parts and not split:
            if split is None and not first:
                first = tuple(filter(None, [perhaps_two(only.text, "one voice was found")]))
            return Cut(first=first, each=notes, whole=only)
    if not parts:
        return Cut(first=first, each=notes, whole=replace(only, text="", words=(), plain_text=""))
    return Cut(tuple(parts), first, notes)


def cut_transcript(item: Source, heard: Heard, split: bool | None) -> Cut:
    """The answers of words that somebody wrote down, where nobody is named in them; else they are one answer."""
    note = tuple(filter(None, [item.note]))
    if item.unnamed and split and len(parts := by_questions(heard, "nobody is named")) > 0:
        return Cut(tuple(parts), note)
    perhaps = perhaps_two(heard.text, "nobody is named") if item.unnamed and split is None else ""
    return Cut(first=tuple(filter(None, [*note, perhaps])), whole=heard)


def _without_words(heard: Heard, where: str) -> str:
    """Why there are no words, as far as the sound tells."""
    if heard.voiced:
        return "Voice was heard but no words were understood."
    level = heard.quality.noise_dbfs if heard.quality else 0.0
    if level < SILENT_DBFS:
        mend = "Was the microphone muted, or is the sound in another file?"
        return f"No voice was heard {where}, and most of it is silence. {mend}"
    faint = " Its sound is very faint: if somebody speaks in it, make it louder and review it again."
    return f"No voice was heard {where}.{faint if level < FAINT_DBFS else ''}"


def _by_voice(item: Source, side: Side, heard: Heard) -> tuple[list[Part], tuple[str, ...]]:
    """The candidate's parts of a channel that two voices share, and how they were told; [] where there is one voice."""
    from ..hearing.voiceprint import Voiceprint
    from .apart import parted
    from .voices import lines

    if len(heard.words) < VOICE_WORDS or item.path is None:
        return [], ()
    try:
        made = parted(item.path, side, heard.voiced, Voiceprint)
    except ModelError as error:
        return [], (f"Voices could not be told apart: {error}",)
    if made is None or not made.two:
        return [], ()
    transcript = ReadTranscript(tuple(lines(heard, made)))
    if len(transcript.speakers) < 2:
        return [], ()
    me = named(item.me, transcript.speakers, item.name) if item.me else ""
    told = sides_of(transcript, me)
    if not told.clear:
        return [], (_WHO,)
    parts = by_speakers(transcript, me=told.candidate)
    return [sounding(part, heard) for part in parts], tuple(filter(None, (_BY_VOICE, told.note)))


def listen(
    item: Source,
    recogniser: Callable[[], Any],
    progress: Callable[[str, float, float], None],
    memory: Memory | None = None,
    side: Side = Side(),
) -> tuple[Heard, tuple[str, ...]]:
    """Transcribe one side of a recording; silence gives an answer without words and a note that says so."""
    from ..audio.files import open_audio
    from ..hearing.recording import transcribe_recording

    assert item.path is not None
    how = f"track {side.track}" * (side.track > 0) + f" muted {side.muted}" * bool(side.muted)
    known = memory.recall(item.path, side.channel, item.asked.vocabulary, how) if memory else None
    if known is not None:
        return known
    with open_audio(item.path, channel=side.channel, track=side.track) as sound:
        whole = sound.duration_s or 0.0
        heard = transcribe_recording(
            blocks(sound, side),
            recogniser(),
            vocabulary=item.asked.vocabulary,
            progress=lambda done: progress(f"{item.name} {side.name}".strip(), done, whole),
        )
        notes = tuple(mended(note) for note in sound.notes)
    if not heard.words:
        where = f"on {side.name} of this file" if side.name else "in this file"
        notes = (*notes, _without_words(heard, where))
    if memory:
        memory.keep(item.path, side.channel, item.asked.vocabulary, heard, notes, how)
    return heard, notes
