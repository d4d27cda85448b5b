"""What every reader of transcripts gives: lines of who said what when; pure."""

from __future__ import annotations

from dataclasses import dataclass

from ..hearing.model import Heard, Word


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of a transcript."""

    text: str
    start: float | None = None
    end: float | None = None
    "Seconds; None where the transcript has no times."
    speaker: str = ""
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadTranscript:
    """A whole transcript; `str()` of it is its text."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    "What was taken for no speech, or could not be used, one line each, for the user."

    def __str__(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def speakers(self) -> tuple[str, ...]:
        """Names in the order they first speak; empty where none are given."""
        return tuple(dict.fromkeys(line.speaker for line in self.lines if line.speaker))

    def heard(self, speaker: str = "") -> Heard:
        """All of it, or one speaker's lines, as an answer; words get times where the transcript has them."""
        lines = [line for line in self.lines if not speaker or line.speaker == speaker]
        words = tuple(word for line in lines for word in words_of(line))
        text = " ".join(line.text for line in lines)
        timed = [line for line in lines if line.start is not None and line.end is not None]
        start = next((line.start for line in timed if line.start is not None), 0.0)
        end = max((line.end for line in timed if line.end is not None), default=start)
        return Heard(text=text, words=words, start_s=start, end_s=end, plain_text=text)


def words_of(line: Line) -> tuple[Word, ...]:
    """Words with times: the transcript's own, else shared out over the line by their length; () without times."""
    if line.words:
        return line.words
    if line.start is None or line.end is None or line.end <= line.start:
        return ()
    tokens = line.text.split()
    total = sum(len(t) + 1 for t in tokens) or 1
    at, words = line.start, []
    for token in tokens:
        length = (line.end - line.start) * (len(token) + 1) / total
        words.append(Word(token, round(at, 3), round(at + length, 3), 1.0))
        at += length
    return tuple(words)


def shortened(text: str, size: int = 70) -> str:
    """A quotation for a note: one line, cut at `size` characters."""
    text = " ".join(text.split())
    return text if len(text) <= size else f"{text[: size - 1].rstrip()}…"
