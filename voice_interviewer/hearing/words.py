"""Words against voice activity: times that agree with it, and the voiced time that no word explains. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise

from .model import Pause, Word
from .tail import Tail, read_tail
from .tail_phrases import FILLERS, STRANDED, STRONG, WEAK

Span = tuple[float, float]

_EARLY_S = 0.3
"A word's time may lie so far in front of its voice."
_TWICE_S = 2.0
"The same word further off was said twice."
MIN_PAUSE_S = 0.25
"Shorter silences are closures and word boundaries, not pauses (Goldman-Eisler 1968 used 250 ms)."
_MIN_WORD_S = 0.06
_APOLOGY = re.compile(r"\b(sorry|apolog\w*|excuse me|pardon|forgive|my bad|my mistake|regret\w*)\b", re.I)


def text_of(words: Iterable[Word]) -> str:
    """The words as one line."""
    return " ".join(word.text for word in words)


def has_apology(text: str) -> bool:
    """Whether the text has words that could be taken for an apology, and so need a second proof."""
    return _APOLOGY.search(text) is not None


def settle_apologies(first: Sequence[Word], plain: Sequence[Word]) -> tuple[tuple[Word, ...], tuple[str, ...]]:
    """Two decodes of one stretch → the words to keep, and what was left out of them.

    `first` was made with the filler prompt, which can invent an apology; `plain` without. Where `plain` went through
    the same place and heard no apology, `first` gives way, there alone. Where `plain` stops early or jumps over a
    passage it has no say: words that it merely did not reach stay (and an apology among them stays without its proof).
    """
    doubtful = _apology_words(first)
    if not doubtful or has_apology(text_of(plain)):
        return tuple(first), ()
    kept: list[Word] = []
    left_out: list[str] = []
    matched = SequenceMatcher(None, [_bare(w.text) for w in first], [_bare(w.text) for w in plain], autojunk=False)
    for how, i, until, j, end in matched.get_opcodes():
        if how == "equal" or doubtful.isdisjoint(range(i, until)):
            kept += first[i:until]
        elif 2 * (end - j) >= until - i or (how == "delete" and until < len(first) and until - i <= _PASSED_BY):
            kept += plain[j:end]
            left_out.append(text_of(first[i:until]))
        else:
            kept += first[i:until]
    return tuple(kept), tuple(left_out)


_PASSED_BY = 3
"So few words in mid-sentence were passed by, not jumped over."


def _apology_words(words: Sequence[Word]) -> set[int]:
    """Indices of the words of apologies."""
    edges, at = [], 0
    for word in words:
        edges.append((at, at + len(word.text)))
        at += len(word.text) + 1
    spans = [found.span() for found in _APOLOGY.finditer(text_of(words))]
    return {i for i, (a, b) in enumerate(edges) if any(a < end and b > start for start, end in spans)}


def wordless(words: Sequence[Word], voiced: Sequence[Span], shortest_s: float = 1.5) -> tuple[Span, ...]:
    """Places (from, to) with at least `shortest_s` seconds of voice between two words, or before or after them all.

    Voice there was not turned into words: missed speech, laughter, or somebody else far away. Seconds on one scale.
    """
    found: list[Span] = []
    edges = [(w.start, w.end) for w in words]
    starts = [float("-inf"), *(end for _, end in edges)]
    ends = [*(start for start, _ in edges), float("inf")]
    for begin, end in zip(starts, ends, strict=True):
        parts = [(max(a, begin), min(b, end)) for a, b in voiced if min(b, end) > max(a, begin)]
        if sum(b - a for a, b in parts) >= shortest_s:
            found.append((parts[0][0], parts[-1][1]))
    return tuple(found)


def unstretched(words: Sequence[Word], voiced: Sequence[Span], shortest_s: float = 0.8) -> tuple[Word, ...]:
    """Words across a pause, over far more voice than they can take, give it up: the decode jumped over what was said.

    Attention runs early, so that the word itself is at the end of that time; the last word of all, which takes in what
    follows it, is at the beginning. Seconds on one scale. None of 1,760 words of real speech had 0.8 s too much, but
    for one beside which a clause was missing.
    """
    made = []
    for number, word in enumerate(words):
        parts = [(max(a, word.start), min(b, word.end)) for a, b in voiced if min(b, word.end) > max(a, word.start)]
        may_s = _longest_s(word.text)
        across = any(b[0] - a[1] >= MIN_PAUSE_S for a, b in pairwise(parts))
        if across and sum(b - a for a, b in parts) - may_s >= shortest_s:
            if number == len(words) - 1:
                word = replace(word, start=parts[0][0], end=min(parts[0][1], parts[0][0] + may_s))
            else:
                word = replace(word, start=max(parts[-1][0], parts[-1][1] - may_s), end=parts[-1][1])
        made.append(word)
    return tuple(made)


def _longest_s(text: str) -> float:
    """Seconds that a slow word of these letters takes; figures and signs are whole words."""
    letters = sum(c.isalpha() for c in text)
    return 0.45 + 0.09 * letters + 0.4 * (len(text) - letters - text.count(",") - text.count("'"))


def filled(words: Sequence[Word], others: Sequence[Word], places: Sequence[Span]) -> tuple[Word, ...]:
    """The words with those of another decode of the same sound put into `places` where they have none (`wordless`).

    A word belongs to a place when its middle lies there, or a little beside it where there is no other word: attention
    runs early. Seconds on one scale; the result is in order.
    """
    new = []
    for word in others:
        middle = (word.start + word.end) / 2
        taken = any(w.start < middle < w.end for w in words)
        if any((a <= middle <= b) or (not taken and a - _EARLY_S <= middle <= b) for a, b in places):
            new.append(word)
    # The sound beside a place is heard with it: a word at its edge that is there already is not said twice.
    after = min((w for w in words if new and w.start >= new[-1].start), key=lambda w: w.start, default=None)
    if after is not None and after.start - new[-1].end <= _TWICE_S and _bare(after.text) == _bare(new[-1].text):
        new.pop()
    before = max((w for w in words if new and w.start <= new[0].start), key=lambda w: w.start, default=None)
    if before is not None and new[0].start - before.end <= _TWICE_S and _bare(before.text) == _bare(new[0].text):
        new.pop(0)
    return tuple(sorted((*words, *new), key=lambda word: word.start)) if new else tuple(words)


def wordless_s(words: Sequence[Word], voiced: Sequence[Span], shortest_s: float = 1.5) -> float:
    """Voiced seconds of all `wordless` places together."""
    places = wordless(words, voiced, shortest_s)
    return round(sum(max(0.0, min(b, to) - max(a, begin)) for begin, to in places for a, b in voiced), 2)


TOLD_S = 0.8
"""Seconds of voice without words that are told: three words take about as long. None of 50 clean utterances of
LibriSpeech test-other has so much, so that a note means something. Only longer ones (1.5 s) are heard once more."""


def told(words: Sequence[Word], voiced: Sequence[Span], left_out: Iterable[str] = ()) -> tuple[str, ...]:
    """One line for each thing that was voiced and is not in the words."""
    lines = [f"“{text}” was heard in one of two decodes only and left out" for text in left_out]
    if places := wordless(words, voiced, TOLD_S):
        where = "one place" if len(places) == 1 else f"{len(places)} places"
        lines.append(f"{wordless_s(words, voiced, TOLD_S):.0f} s of voice, in {where}, could not be turned into words")
    return tuple(lines)


def join_pieces(pieces: Sequence[Sequence[Word]]) -> tuple[Word, ...]:
    """Words of stretches that were decoded apart, as one text.

    Whisper closes each stretch with a full stop and opens the next with a capital, also where a pause fell inside a
    sentence. Where the last word before such a join cannot end a sentence, its stop goes, and so does the capital of a
    function word after it (another word might be a name). Times and probabilities stay.
    """
    joined: list[Word] = []
    for piece in pieces:
        if joined and piece and read_tail(text_of(joined[-_NEAR:])).kind in _INSIDE:
            joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip(".…"))
            first = piece[0]
            if _bare(first.text) in _LOWERED:
                first = replace(first, text=first.text[0].lower() + first.text[1:])
            joined += [first, *piece[1:]]
        else:
            joined += piece
    return tuple(joined)


def _bare(text: str) -> str:
    return text.strip(".,?!…").lower()


_NEAR = 20
_INSIDE = frozenset({Tail.FUNCTION_WORD, Tail.OPEN_PHRASE, Tail.FILLER, Tail.CUT_OFF})
_LOWERED = (STRONG | STRANDED | WEAK | FILLERS) - {"i", "i'm", "i'd", "i'll", "i've"}


def pauses_of(voiced: Sequence[Span], shortest_s: float = MIN_PAUSE_S) -> tuple[Pause, ...]:
    """Silences between voiced stretches (sorted, disjoint), of at least `shortest_s` seconds."""
    return tuple(Pause(a[1], b[0]) for a, b in pairwise(voiced) if b[0] - a[1] >= shortest_s)


def fit_to_voice(words: Sequence[Word], voiced: Sequence[Span]) -> tuple[Word, ...]:
    """Move word edges that lie in silence to the voice they belong to; order and text are kept.

    Whisper's attention runs early: a word after a pause is often said to begin inside the pause, or even before it. A
    word start in silence goes to the next voice that the word reaches, an end in silence back to the last; a word that
    touches no voice at all goes to the nearest edge. Times are seconds on the same scale as `voiced`.
    """
    if not voiced:
        return tuple(words)
    fitted: list[Word] = []
    floor = voiced[0][0]
    for word in words:
        parts = [(max(a, word.start), min(b, word.end)) for a, b in voiced if min(b, word.end) > max(a, word.start)]
        if parts:
            # A word across a pause was said on the side that holds more of it.
            groups = [parts[0]]
            for part in parts[1:]:
                if part[0] - groups[-1][1] < MIN_PAUSE_S:
                    groups[-1] = (groups[-1][0], part[1])
                else:
                    groups.append(part)
            start, end = max(groups, key=lambda part: part[1] - part[0])
        else:
            middle = (word.start + word.end) / 2
            a, b = min(voiced, key=lambda span: max(span[0] - middle, middle - span[1]))
            start = end = min(max(middle, a), b)
        start = max(start, floor)
        end = max(end, start + _MIN_WORD_S)
        fitted.append(replace(word, start=start, end=end))
        floor = start
    for i in range(len(fitted) - 1):
        word, after = fitted[i], fitted[i + 1]
        if word.end > after.start:
            fitted[i] = replace(word, end=max(word.start, after.start))
    return tuple(fitted)


def uncovered_voice_s(words: Sequence[Word], voiced: Sequence[Span], shortest_s: float = 0.2) -> float:
    """Voiced seconds that no word explains: possible ums that the recogniser left out.

    Two kinds are counted, each only from `shortest_s` on: voice outside every word, and the part of a word's time that
    its letters cannot fill (attention has no gap to put a dropped "um" in, so it stretches a neighbour).
    """
    total = 0.0
    for a, b in voiced:
        at = a
        for word in words:
            if word.end <= a or word.start >= b:
                continue
            if word.start - at >= shortest_s:
                total += word.start - at
            at = max(at, word.end)
        if b - at >= shortest_s:
            total += b - at
    for word in words:
        letters = sum(c.isalnum() for c in word.text)
        spoken = sum(max(0.0, min(b, word.end) - max(a, word.start)) for a, b in voiced)
        excess = spoken - (0.45 + 0.09 * letters)
        if excess >= shortest_s:
            total += excess
    return round(total, 3)
