"""Lint of everything spoken: sayable, short, one question at a time, and without a verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .diagnostics import Diagnostic, Place, did_you_mean
from .model import Flow
from .places import Places
from .schema import SLOTS, Question
from .source import Path_

MAX_WORDS = 24
"A spoken question has fewer than 25 words; more cannot be held in mind while thinking of an answer."
MIN_VARIANTS = 4
MAX_VOCABULARY = 40
"The recogniser takes a short prompt; of a longer list the rest has no effect."

_SLOT = re.compile(r"\{([^{}]*)\}")
_SPEAKABLE = re.compile(r"[\w\s.,?!'\"’‘“”«»():;–—…-]", re.UNICODE)
_DOTTED = re.compile(r"(?<![\w.])(?:e\.g|i\.e|etc|vs|approx|resp|no|fig|w/o|incl|esp)\.(?=\W|$)", re.IGNORECASE)
_CAPITALS = re.compile(r"(?<![\w'’])(?!OK\b)[A-Z]{2,}s?(?![\w'’])")
_MIXED = re.compile(r"(?<!\w)(?:\d+[a-zA-Z]+|[a-zA-Z]+\d+\w*|\d+\.\d+\w*|\d{5,})(?!\w)")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\Z")
_CAMEL = re.compile(r"(?<!\w)(?:[a-z]+[A-Z]\w*|\w+_\w+)(?!\w)")
_SECOND = re.compile(r"(?:,|;)? and (?:what|how|why|who|whose|when|where|which)\b", re.IGNORECASE)
_WH = re.compile(r"^(?:\W*(?:so|now|and|okay),? )?(?:what|how|why|who|whose|when|where|which)\b", re.IGNORECASE)
_VERDICT = re.compile(
    r"\b(?:great|good|excellent|perfect|nice|wonderful|impressive|interesting|correct|wrong|exactly|"
    r"fantastic|right answer|well done|love(?:d|ly)?|brilliant|awesome|amazing|poor|weak|strong|disappoint\w*|sadly|"
    r"unfortunately|bad|fine answer)\b",
    re.IGNORECASE,
)
_SYMBOLS = {
    "%": "percent",
    "&": "and",
    "/": "or",
    "+": "plus",
    "=": "equals",
    "@": "at",
    "$": "dollars",
    "€": "euros",
    "#": "number",
}


def lint(flow: Flow, places: Places, own: Iterable[Path_]) -> Iterator[Diagnostic]:
    """All diagnostics about spoken text and vocabulary."""
    for key in ("greeting", "closing", "acknowledgements"):
        name = "acknowledge" if key == "acknowledgements" else key
        for index, text in enumerate(getattr(flow.manners, name)):
            place = places.of(key, index)
            if (place.line and place != places.of(key, key=True)) or (key,) in places.main.marks:
                yield from _spoken(text, place, sentences=True)
                if key != "greeting":
                    yield from _verdict(text, place)
    for node, question in flow.questions.items():
        yield from _question(node, question, places)
    for name, constraint in flow.constraints.items():
        for key in ("preface", "text"):
            for index, text in enumerate(getattr(constraint, key)):
                yield from _spoken(text, places.of("constraints", name, key, index))
    for target, texts in flow.probes.items():
        for index, text in enumerate(texts):
            yield from _spoken(text, places.of("probes", target, index), slots=True)
        yield from _slotless(texts, f'probes for "{target}"', places.of("probes", target, 0))
    yield from _unused(flow, places, own)


def _question(node: str, question: Question, places: Places) -> Iterator[Diagnostic]:
    base: Path_ = ("questions", node)
    several = question.wants_parts >= 2
    for index, text in enumerate(question.ask):
        yield from _spoken(text, places.of(*base, "ask", index), one_question=not several)
    if (variants := len(set(question.ask))) < MIN_VARIANTS:
        amount = f"{variants} different spoken variants" if variants != 1 else "one spoken variant"
        message = f'question "{node}" has {amount}; write at least {MIN_VARIANTS}'
        yield Diagnostic("VF028", message, places.of(*base, "ask", key=True))
    if question.clarify:
        yield from _spoken(question.clarify, places.of(*base, "clarify"), sentences=True)
    ids: set[str] = set()
    for number, follow_up in enumerate(question.follow_ups):
        where = (*base, "follow_ups", number)
        if follow_up.id in ids:
            message = f'question "{node}" has a follow-up "{follow_up.id}" already'
            yield Diagnostic("VF013", message, places.of(*where, "id"))
        ids.add(follow_up.id)
        for index, text in enumerate(follow_up.ask):
            yield from _spoken(text, places.of(*where, "ask", index), slots=True, one_question=True)
        yield from _slotless(follow_up.ask, f'follow-up "{follow_up.id}"', places.of(*where, "ask", key=True))
    yield from _vocabulary(node, question, places)


def _spoken(
    text: str, place: Place, *, slots: bool = False, sentences: bool = False, one_question: bool = False
) -> Iterator[Diagnostic]:
    """What is wrong with one spoken text; `sentences`: the limit on words is for each sentence."""
    for name in _SLOT.findall(text):
        if name not in SLOTS:
            yield Diagnostic("VF027", f'"{{{name}}}" is no slot.{did_you_mean(name, SLOTS)}', place)
        elif not slots:
            yield Diagnostic("VF027", f'the slot "{{{name}}}" has nothing to be filled from here', place)
    bare = _SLOT.sub(" something ", text)
    for sign in dict.fromkeys(bare):
        if not _SPEAKABLE.match(sign):
            word = f'; write "{_SYMBOLS[sign]}"' if sign in _SYMBOLS else ""
            yield Diagnostic("VF022", f"the character {_shown(sign)} cannot be spoken{word}", place)
    for pattern, why in (
        (_DOTTED, "is an abbreviation; write it out"),
        (_CAPITALS, "is an abbreviation; write what is said, or spell it with spaces"),
        (_MIXED, "is written for the eye; write it as words"),
        (_CAMEL, "is a name from code; write it as words"),
    ):
        for match in pattern.finditer(bare):
            if pattern is not _MIXED or not _ORDINAL.match(match[0]):
                yield Diagnostic("VF033", f'"{match[0]}" {why}', place)
    parts = re.split(r"(?<=[.?!])\s+", text) if sentences else [text]
    longest = max(len(_SLOT.sub("", part).split()) for part in parts)
    if longest > MAX_WORDS:
        what = "a sentence" if sentences else "the text"
        yield Diagnostic("VF023", f"{what} has {longest} words; speak fewer than {MAX_WORDS + 1}", place)
    if one_question:
        asked = text.count("?") > 1
        double = any(
            _WH.search(part) and _SECOND.search(part) for part in re.split(r"(?<=[.?!:])\s+", text) if "?" in part
        )
        if asked or double:
            yield Diagnostic("VF029", "two questions at once; ask one, and leave the other to a follow-up", place)


def _shown(sign: str) -> str:
    return f'"{sign}"' if sign.isprintable() else f"U+{ord(sign):04X}"


def _slotless(texts: Iterable[str], what: str, place: Place) -> Iterator[Diagnostic]:
    if not any("{" not in text for text in texts):
        yield Diagnostic(
            "VF027", f"{what}: every variant has a slot; add one without, for when it cannot be filled", place
        )


def _verdict(text: str, place: Place) -> Iterator[Diagnostic]:
    match = _VERDICT.search(text)
    if match:
        yield Diagnostic("VF031", f'"{match[0]}" tells the candidate how the answer was', place)


def _vocabulary(node: str, question: Question, places: Places) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for index, word in enumerate(question.vocabulary):
        where = places.of("questions", node, "vocabulary", index)
        if word.lower() in seen:
            yield Diagnostic("VF025", f'"{word}" is in the vocabulary already', where)
        elif index >= MAX_VOCABULARY:
            yield Diagnostic("VF025", f'"{word}" has no effect: only the first {MAX_VOCABULARY} words are used', where)
        elif not re.search(r"\w{2}", word) or len(word.split()) > 4:
            yield Diagnostic("VF025", f'"{word}" helps no recogniser; name single words or short terms', where)
        seen.add(word.lower())


def _unused(flow: Flow, places: Places, own: Iterable[Path_]) -> Iterator[Diagnostic]:
    used = {name for node in flow.questions for name in flow.constraint_ids(node)}
    for kind, name, *_ in sorted(own, key=str):
        if kind == "constraints" and name not in used:
            message = f'the constraint "{name}" is used by no question'
            yield Diagnostic("VF032", message, places.of("constraints", name, key=True))
