"""Spoken sentences made fit to be said again: without sounds and markers, cut where clauses join, with an end.

Words are only ever left out. What carries meaning stays: negations, numbers, names, doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_MARKER = (
    r"(?:yeah|yes|yep|no|okay|ok|so|and|but|well|now|oh|right|sure|totally|exactly|absolutely|of course|i mean"
    r"|you know|i think|i guess|i suppose"
    r"|i feel like|i believe|i would say|i'd say|i must say|honestly|to be honest|frankly|basically|actually"
    r"|really|like|um+|uh+|again|anyways?"
    r"|like i said|as i said|as i mentioned|for me|in fact|obviously|hmm+|look|listen|also|or|because|it's like"
    r"|great question|good question)"
)
_OPENING = re.compile(
    rf"^(?:{_MARKER}(?:,| -|\.\.\.|…|\.)\s*|(?:so|and|but|or|yeah|well|okay|um+|uh+|basically|actually|honestly"
    rf"|now|plus|anyways?)\s+"
    rf"(?!(?:far|that is|much|many|long|forth|then that)\b)|i mean\s+|(?:i guess|i suppose|i think|i feel like"
    rf"|i believe|i would say|i'd say|i want to say)\s+"
    rf"(?=(?:that )?(?:i|we|they|he|she|it|that|this|there|the|my|our|a|it's|that's|i'm|i've|we've|we're|they're"
    rf"|in|for|what|when|if)\b)(?:that\s+(?=(?:i|we|they|he|she|it|the|my|our)\b))?)+",
    re.IGNORECASE,
)
"What only opens: taken off until something else begins."
_ASIDE = re.compile(
    r",\s*(?:you know|i mean|i guess|i suppose|i think|i believe|like|sort of|kind of|um+|uh+|right|honestly"
    r"|to be honest|frankly|basically"
    r"|actually|of course|obviously|as i said|like i said|i would say|i'd say|if you will|so to speak"
    r"|if that makes sense|sorry)(?:,|(?=\s*[.!]))",
    re.IGNORECASE,
)
_SOUND = re.compile(r"(?:,\s*)?\b(?!(?-i:ER|ERM|UM|UH)\b)(?:um+|uh+|erm?|hmm+|mhm)\b,?", re.IGNORECASE)
TAIL = re.compile(
    r",?\s+(?:or something(?: like that)?|or whatever|or anything(?: like that)?|and stuff(?: like that)?"
    r"|and things like that|and whatnot"
    r"|i guess|i suppose|if that makes (?:any )?sense|you know|right|to be honest|honestly|so to speak"
    r"|as well, i guess|,? candidly|,? which i think makes (?:a lot of )?sense)(?=\s*[.!]|$)",
    re.IGNORECASE,
)
_STUTTER = re.compile(r"\b([a-z]+(?:'\w+)?|I|We|The|It|And|So|They)((?:,| -|\.\.\.)? (?:\1))+\b(?! (?:much|many))")
_QUANTITY_LIKE = re.compile(
    r"(?<!look )(?<!looks )(?<!more )\blike,? (?=(?:almost|around|about|maybe|over|only|\d|a (?:hundred|thousand"
    r"|million|couple|few)|two|three|four|five|ten|twenty)\b)"
)
_LOOSELY = re.compile(
    r"\b(\w+ )?(?:kind|sort) of (?!(?:like|in|on|at|two|three|four|how|what|where|when)\b)", re.IGNORECASE
)
_OF_A_KIND = frozenset(
    "a the this that some what other same any every each which these those right all new one different certain".split()
)
"Before these words a kind or sort of something is meant."
_KEPT_TWICE = re.compile(r"\b(?:that|it|this|had|very|really|so|much|many|far|no|ha)\b", re.IGNORECASE)
_JOINT = re.compile(
    r"[;:]\s+|\s+[-–—]+\s+|(?:\.\.\.|…)\s*|,\s+(?=(?:and|but|so|because|since|which|although|though|where|while"
    r"|or|yet)\b)"
    r"|(?<!\beven),?\s+(?=(?:and|but|so|because|although|though)(?: then)? (?:i|we|they|he|she|it|that|this|there|the|i'm"
    r"|we're|it's|i've|we've|that's)\b)|,\s+(?=then (?:i|we|they|it)\b)",
    re.IGNORECASE,
)
"Where a sentence can be taken apart."
_BREAK = re.compile(r"[-–—.…:]\s*$")
_ANEW = re.compile(r"(?:it|it's|that|that's|we|I|this|they|he|she|there)\b")
"What begins so behind a break is a sentence of its own; else the break stands within one."
_AHEAD = re.compile(r",\s+(?=(?:we|I)\b)")
_GOVERNS = re.compile(
    r"\b(?:if|unless|whether|says?|said|think|thought|like|imagine|suppose|not|n't|without|how|what)\b[^,]*$|[\"“]",
    re.IGNORECASE,
)
"What stands before a comma and changes the meaning of what follows: it is not cut off."
_STOP = frozenset(
    re.findall(
        r"\S+",
        """a an the and or but so because if then than that this these those it its i i'm i've i'd i'll me my mine we
        we've we're us our you your he she they them their is are was were be been being am do does did done doing have
        has had having of to in on at by for with from as about into over after before up out off not no yes can could
        would should will may might must there here what which who when where how why all any some each just only very
        really quite also too well thing things stuff something anything everything kind sort lot bit way helped help
        work worked working like get got go went going make made know think guess maybe probably thing's it's that's
        don't didn't""",
    )
)
MOST_JOINTS = 14
"Places at which a sentence is taken apart; what runs on longer is not."


def opened(sentence: str) -> str:
    """The sentence without what only opens it."""
    return _OPENING.sub("", sentence.strip(), count=1)


def fluent(sentence: str, *, softeners: bool = False) -> str:
    """Without sounds, asides that say nothing, stutters and what only opens or trails. `softeners`: `sort of` stays."""
    said = without_sounds(sentence)
    said = _ASIDE.sub(_comma_kept, said)
    said = _STUTTER.sub(lambda m: m.group(0) if _KEPT_TWICE.fullmatch(m.group(1)) else m.group(1), said)
    if not softeners:
        said = TAIL.sub("", _LOOSELY.sub(_without_kind, _QUANTITY_LIKE.sub("", said)))
    return opened(" ".join(said.split()))


_CLAUSE = re.compile(
    r"\s*(?:i|we|you|he|she|it|they|this|that|there)(?:'s|'re|'ve|'d|'ll|'m| is| was| were| are| had| have)\b",
    re.IGNORECASE,
)


def without_sounds(said: str) -> str:
    """Without the sounds of thinking."""
    return _SOUND.sub("", said)


def _comma_kept(found: re.Match[str]) -> str:
    """A clause of its own behind a `sorry` stays apart from the one before it."""
    return "," if found.group().casefold().endswith("sorry,") and _CLAUSE.match(found.string, found.end()) else ""


def _without_kind(found: re.Match[str]) -> str:
    before = found.group(1) or ""
    return found.group() if before.strip().casefold() in _OF_A_KIND else before


def finished(sentence: str) -> str:
    """With a capital, the right article, one space between words and a full stop."""
    said = re.sub(r"\s+([,.;:!?])", r"\1", " ".join(sentence.split()))
    said = re.sub(r",(?:\s*,)+", ",", said).strip(" ,;:-–—")
    said = re.sub(r"[,;:]?[.!]*$", "", said).strip(" ,;:-–—")
    if not said:
        return ""
    said = re.sub(r"\b([Aa])n (?=[bcdfgjklmnpqrstvwxz][a-z])(?!h(?:our|onest|eir))", r"\1 ", said)
    said = re.sub(r"\b([Aa]) (?=[aeio][a-z])(?!one\b|once\b|eu)", r"\1n ", said)
    said = re.sub(r"\bi\b(?=[' ]|$)", "I", said)
    return said[0].upper() + said[1:] + "."


def starts(sentence: str) -> list[int]:
    """Where the clauses of a sentence begin, its head included."""
    return sorted({0, *(m.end() for m in _JOINT.finditer(sentence))})[:MOST_JOINTS]


def clauses(sentence: str, low: int, high: int) -> Iterable[str]:
    """The sentence and the runs of its clauses that hold `sentence[low:high]`, longest first, without loose marks."""
    plain = {m.end() for m in _AHEAD.finditer(sentence) if not _GOVERNS.search(sentence[: m.start()])}
    joints = sorted({0, len(sentence), *(m.end() for m in _JOINT.finditer(sentence)), *plain})
    torn = {
        m.end() for m in _JOINT.finditer(sentence) if _BREAK.search(m.group()) and not _ANEW.match(sentence, m.end())
    }
    runs = [
        (a, b)
        for i, a in enumerate(joints[:MOST_JOINTS])
        for b in joints[i + 1 : i + 9]
        if a <= low and b >= min(high, len(sentence)) and (b == len(sentence) or b not in torn)
    ]
    for a, b in sorted(runs, key=lambda run: run[0] - run[1]):
        yield re.sub(r"(?:[,;:]|\s[-–—]+|\.\.\.|…)\s*$", "", sentence[a:b].strip())


def content_words(text: str) -> list[str]:
    """Words that carry something: no function word, no vague noun, nothing in [brackets]."""
    bare = re.sub(r"\[[^\[\]]*\]", " ", text)
    return [w for w in re.findall(r"[\w'’\-]+", bare.casefold().replace("’", "'")) if w not in _STOP]
