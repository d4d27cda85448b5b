"""Cuts a text into the windows of about two spoken sentences that the tagger reads one at a time."""

from __future__ import annotations

from dataclasses import dataclass

from ...english.tokens import Token, tokenise
from ...english.wordset import words
from ..model import Context

WHOLE_WORDS = 44
"A stretch of at most this many words is read whole: nearly all training texts are shorter."
MOST_WORDS = 30
"Longer stretches are read in windows that stop growing before this many words."
REACTION_MARK = "reaction: "
"Stands before a window that follows an interruption, in training as in use."
_OPENERS = words("so but because and then which when if i we they that while")
"Words at which a clause may begin where speech recognition gave no mark."


@dataclass(frozen=True, slots=True)
class Window:
    """Characters `start` to behind `end` of a text."""

    start: int
    end: int
    first: bool
    "The text begins here, and the text is where the answer begins."
    reaction: bool
    "What is said here follows an interruption."

    def marked(self, text: str) -> str:
        """What the tagger reads."""
        part = text[self.start : self.end]
        return REACTION_MARK + part if self.reaction else part


def _pieces(tokens: list[Token]) -> list[list[Token]]:
    """A sentence in pieces of at most `MOST_WORDS` words, cut behind a comma or before a word that opens a clause."""
    pieces = []
    while len(tokens) > MOST_WORDS:
        cut = MOST_WORDS
        for index in range(MOST_WORDS, MOST_WORDS // 2, -1):
            if tokens[index - 1].comma or tokens[index].norm in _OPENERS:
                cut = index
                break
        pieces.append(tokens[:cut])
        tokens = tokens[cut:]
    if tokens:
        pieces.append(tokens)
    return pieces


def windows(text: str, context: Context = Context()) -> list[Window]:
    """Disjoint windows in text order that hold every word of `text`; none without words; linear time."""
    parsed = tokenise(text)
    border = context.interruption.at if context.interruption is not None else len(text) + 1
    stretches: list[tuple[bool, list[list[Token]]]] = [(False, []), (True, [])]
    for sentence in parsed.sentences:
        tokens = parsed.tokens[sentence.first : sentence.last]
        for late, part in (
            (False, [t for t in tokens if t.start < border]),
            (True, [t for t in tokens if t.start >= border]),
        ):
            if part:
                stretches[late][1].append(part)
    found: list[Window] = []
    for late, sentences in stretches:
        if sum(map(len, sentences)) <= WHOLE_WORDS:
            groups = [[token for sentence in sentences for token in sentence]]
        else:
            groups = [[]]
            for piece in (piece for sentence in sentences for piece in _pieces(sentence)):
                if groups[-1] and len(groups[-1]) + len(piece) > MOST_WORDS:
                    groups.append([])
                groups[-1] += piece
        for group in groups:
            if group:
                opens = not found and not late and context.opening
                found.append(Window(group[0].start, _end(text, group[-1].end), opens, late))
    return found


def _end(text: str, end: int) -> int:
    """`end`, or the place behind the marks that follow it directly."""
    while end < len(text) and text[end] in ".,;:!?…":
        end += 1
    return end
