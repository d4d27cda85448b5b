"""What the assessor reads: the windows of an answer, or a sentence with other words in its place, as word pieces. Pure.

Whoever asks it and whoever trains it (`scripts/lab/assessor`) take them from here, so that it is asked about what it has
learnt to read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ...english.stretches import stretches
from ..assessor import Way
from .windows import QUESTION_WORDS, Limits, assemble, plan

BEFORE, SENTENCE, SAID, BEHIND = 44, 72, 64, 28
"Word pieces read of what stands before a sentence, of it, of what is to be said instead, and of what follows."
BEFORE_CHARS, BEHIND_CHARS = 400, 250
LABEL = 4
"Word pieces of a label's name."

Encode = Callable[[str], Sequence[int]]
"From a text to its word pieces, without marks around them."


@dataclass(frozen=True, slots=True)
class Given:
    """What is read at once: word pieces, of which those from `start` to before `end` are what is judged."""

    ids: Sequence[int]
    start: int
    end: int
    weight: int = 1
    "How much it counts among the windows of an answer: the word pieces that no window before it has scored."


def answer(text: str, question: str, encode: Encode, limits: Limits, marks: Mapping[str, int]) -> list[Given]:
    """The windows of `text`, an answer to `question`; none where nothing was said."""
    asked = encode(" ".join(question.split()[-QUESTION_WORDS:]))
    pieces = [encode(text[start:end])[: limits.sentence_tokens] for start, end in stretches(text)]
    found = []
    for window in plan([len(p) for p in pieces], limits):
        ids, places = assemble(asked, pieces, window, limits, marks)
        scored = sum(len(p) for p in pieces[window.first : window.last])
        found.append(Given(ids, places[0][0], places[-1][1], max(1, scored)))
    return found


def instead(way: Way, encode: Encode, marks: Mapping[str, int]) -> Given:
    """The label, the marked sentence, and `way.said` between what stands before that sentence and what follows it."""
    head = [marks["start"], *encode(way.label.replace("_", " "))[:LABEL], marks["end"]]
    head += [*encode(way.text[way.first : way.last])[:SENTENCE], marks["end"], marks["end"]]
    head += encode(way.text[max(0, way.first - BEFORE_CHARS) : way.first])[-BEFORE:]
    said = encode(way.said.replace("[", "(").replace("]", ")"))[:SAID]
    tail = [*encode(way.text[way.last : way.last + BEHIND_CHARS])[:BEHIND], marks["end"]]
    return Given([*head, *said, *tail], len(head), len(head) + len(said))
