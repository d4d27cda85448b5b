"""Taking out of a spoken sentence what weakens it, and leaving a sentence: removal only, no word is ever added.

(The one exception is the article: `a` becomes `an` where a removal brought it before a vowel, and back.)
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from ...english.sentences import sentences

MAX_WORDS = 42
"A spoken sentence without full stops is cut to about this many words."
_REACH = 400
"Characters looked at on either side of a finding in a sentence that does not end."

_CLAUSE_EDGE = re.compile(r"[,;:]\s+|\s+(?=(?:but|so|because|and then|which meant|although|though)\s)", re.IGNORECASE)

_SHRINKING = re.compile(
    r"\b(?:just|only|merely|simply|little|small(?:ish)?|tiny|minor|basic|simple|silly|toy|trivial|modest|mini|quick"
    r"|really|very|pretty|quite|kind of|sort of|basically|tiny little)\b\s*",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"\b(?:it(?:'s| was| is)\s+)?(?:nothing|not|no|isn't|wasn't)\s+(?:too |so |very |that |really |anything )?"
    r"(?:serious|special|fancy|major|crazy|huge|big|much|impressive|exciting|complicated|large|real|important|glamorous)\b"
    r"(?:\s+(?:or anything|deal|at all))?",
    re.IGNORECASE,
)
_BIG = re.compile(
    r"\b(?:huge(?:ly)?|massive(?:ly)?|enormous(?:ly)?|incredibl[ey]|amazing(?:ly)?|insane(?:ly)?|extreme(?:ly)?"
    r"|world[- ]class|best[- ]in[- ]class"
    r"|cutting[- ]edge|state[- ]of[- ]the[- ]art|revolutionary|completely|infinite(?:ly)?"
    r"|game[- ]chang(?:ing|er)|groundbreaking|tremendous(?:ly)?|absolutely|totally|very|unbelievabl[ey]"
    r"|dramatic(?:ally)?|super|truly|really|hyper|ultra|giant|gigantic|limitless)\b,?\s*",
    re.IGNORECASE,
)
_ALWAYS = (
    r"\b(?:um+|uh+|erm?|hmm+|mhm|ah+)\b[,.]?",
    r"(?:^|(?<=[,.;]))\s*(?:well|okay|ok|so yeah|yeah|right|honestly|to be honest|i mean|you know|like),",
    r",\s*like(?=,)",
    r",\s*(?:you know|i mean|i guess|i suppose|if that makes sense|or something(?: like that)?|or whatever)\b",
    r"\b(?:i'm |i am )?(?:so |really |very )?(?<!said )(?<!say )(?<!says )sorry\b"
    r"(?: about (?:that|this))?(?: but)?[,.]?",
    r"\bi (?:do )?apologi[sz]e(?: for (?:that|this))?[,.]?",
    r"\b(?:i guess|i suppose)\b(?=\s+(?:i|we|it|that|my|the)\b)",
    r"(?<!\ba )(?<!\bthe )(?<!\bthis )(?<!\bthat )(?<!\bsome )(?<!\bwhat )(?<!\bother )(?<!\bsame )(?<!\bany )"
    r"\b(?:kind|sort) of\b",
    r"\bi'm not (?:really |quite )?sure (?:if |whether |that )?(?:this|that|it)(?:'s| is) (?:a |the )?"
    r"(?:very |really )?(?:good|great|right|relevant|useful|best|strong)\b[^.,;!?]*,?(?: but)?",
    r"\b(?:this|that|it)(?:'s| is| was)(?: probably| really)? not (?:a |the )?(?:very |really |so |particularly )?"
    r"(?:good|great|impressive|interesting|exciting|strong)\b[^.,;!?]*,?(?: but)?",
    r"\bif that makes (?:any )?sense\b",
    r"\bor something(?: like that)?\b",
    r"\bi (?:don't|do not) know if (?:this|that|it) (?:counts|helps|is (?:relevant|what you want))[,]?(?: but)?",
    r"\b(?:this|that|it) (?:might|may|probably) (?:not |isn't |doesn't )?(?:be |is )?"
    r"(?:count|helpful|relevant|interesting|what you want)\w*[,]?(?: but)?",
)
_ALWAYS_OUT = re.compile("|".join(_ALWAYS), re.IGNORECASE)
_REPEATED = re.compile(r"\b(\w+(?: \w+)?)\b(?:[,.…]*\s+\1\b)+", re.IGNORECASE)
_CONTRAST = re.compile(r"[,;]?\s*\b(?:but|though|although|however|yet)\b,?|[;]|,(?=\s+(?:so|and)\b)|,(?=\s+I\b)", re.I)
_LEADING = re.compile(
    r"^(?:[\s,;:.!?…\-–—]+|(?:but|and|so|because|though|although|or|then|well|anyway|still|yeah|okay|like|however)\b(?!\s+(?:far|that)\b))+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:[\s,;:\-–—]+|\b(?:but|and|so|because|or|though|although|which|that|the|a|an|to|of|with|for|was|is|i|it's|just|only))+[\s.,;:!?…]*$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"[\s,]*(?:I|we|you|he|she|they|it|this|that|there|the|a|an|my|our|their|his|her|some|one|in|on|at|for|with|if|because|so|but|and"
    r"|what|which|who|maybe|probably|not|$|[.!?])(?:\b|$|['’])",
    re.IGNORECASE,
)


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence that holds `start`, cut at clause edges to about `MAX_WORDS` words around the span."""
    spans = sentences(text)
    i = bisect_right(spans, (start, len(text))) - 1
    first, last = spans[i] if i >= 0 and start < spans[i][1] else (start, max(end, start))
    if last - first > 3 * _REACH:  # no full stop for minutes: look only around the span
        first, last = _near(text, first, last, start, max(start, min(end, last)))
    if len(text[first:last].split()) <= MAX_WORDS:
        return first, last
    edges = [first, *(first + m.end() for m in _CLAUSE_EDGE.finditer(text[first:last])), last]
    before = max((e for e in edges if e <= start), default=first)
    after = min((e for e in edges if e >= min(end, last)), default=last)
    for edge in edges:  # take in what follows while it is short enough
        if edge > after and len(text[before:edge].split()) <= MAX_WORDS:
            after = edge
    if len(text[before:after].split()) > MAX_WORDS:
        short = [e for e in edges if start < e and 4 <= len(text[before:e].split()) <= MAX_WORDS]
        cut = before + sum(len(w) for w in re.findall(r"\s*\S+", text[before:after])[:MAX_WORDS])
        after = max(short, default=cut)
    if after < last:  # what only parts it from the rest is no part of it
        after = before + len(text[before:after].rstrip(" ,;:\n\t"))
    return before, max(after, min(end, last))


def _near(text: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    """A part of a very long sentence: `_REACH` characters on both sides of the span, at word edges."""
    low, high = max(first, start - _REACH), min(last, min(end, start + _REACH) + _REACH)
    if low > first:
        space = re.compile(r"\s\S").search(text, low, start + 1)
        low = space.end() - 1 if space else low
    if high < last:
        edge = text.rfind(" ", low + 1, high)
        high = edge if edge > start else high
    return low, high


def clean(text: str, first: int, last: int, spans: Iterable[tuple[int, int, str]]) -> str:
    """`text[first:last]` without the weakening `spans` (start, end, label), as a sentence with capital and full stop.

    Inside a minimizer or an inflation only the shrinking or swelling words go; the nouns stay. "" if nothing is left.
    """
    pieces: list[str] = []
    at = first
    fixed = [(first + m.start(), first + m.end(), "") for m in _ALWAYS_OUT.finditer(text[first:last])]
    wide = [_widened(text, first, last, span) for span in spans]
    for start, end, label in _merged([*wide, *fixed], first, last):
        pieces.append(text[at:start])
        inner = text[start:end]
        if label == "filler" and inner.casefold() == "like" and "," not in text[max(0, start - 2) : end + 1]:
            pieces.append(inner)  # a comparison more often than a filler
        elif label == "minimizer":
            pieces.append(_SHRINKING.sub("", _NOTHING.sub("", inner)))
        elif label == "inflation":
            pieces.append(_BIG.sub("", inner))
        elif label == "hedge" and re.search(r"\bI\b", inner) and not _SUBJECT.match(text[end:last]):
            pieces.append(" I ")  # `I guess I sort of` before a verb: the speaker stays
        at = max(at, end)
    pieces.append(text[at:last])
    kept = " ".join("".join(pieces).split())
    kept = _ALWAYS_OUT.sub(" ", kept)
    kept = _REPEATED.sub(r"\1", " ".join(kept.split()))
    return _finish(kept)


def _widened(text: str, first: int, last: int, span: tuple[int, int, str]) -> tuple[int, int, str]:
    """A finding marks its cue; what has to go with it is a clause (an absence) or reaches to the noun (a minimizer)."""
    start, end, label = span
    if label == "absence_lead":
        before = [first + m.end() for m in re.finditer(r"[,;]\s+", text[first : max(first, start)])]
        contrast = _CONTRAST.search(text, min(end, last), last)
        return (before[-1] if before else first), (contrast.end() if contrast else last), label
    if label == "minimizer":
        phrase = re.match(r"(?:\s*[\w'’\-]+){0,4}", text[end:last])
        before_it = re.search(r"\b(?:just|only|merely|simply)\s+$", text[first:start], re.IGNORECASE)
        return start - (len(before_it.group()) if before_it else 0), end + (phrase.end() if phrase else 0), label
    return span


def _merged(spans: Iterable[tuple[int, int, str]], first: int, last: int) -> Sequence[tuple[int, int, str]]:
    """Spans inside the sentence in order, an overlapped one cut back."""
    out: list[tuple[int, int, str]] = []
    for start, end, label in sorted((max(s, first), min(e, last), lab) for s, e, lab in spans):
        if out and start < out[-1][1]:
            start = out[-1][1]
        if end > start:
            out.append((start, end, label))
    return out


def _finish(kept: str) -> str:
    kept = re.sub(r"\s+([,.;:!?])", r"\1", kept)
    kept = re.sub(r"([,;:])(?:\s*[,;:])+", r"\1", kept)
    kept = re.sub(r"[,;:]\s*([.!?])", r"\1", kept)
    kept = _LEADING.sub("", kept)
    kept = _TRAILING.sub("", kept.rstrip(" .!?…")).strip()
    if not kept:
        return ""
    kept = re.sub(r"\b([Aa])n (?=[bcdfgjklmnpqrstvwxz])", r"\1 ", kept)
    kept = re.sub(r"\b([Aa]) (?=[aeio][a-z])", r"\1n ", kept)
    kept = re.sub(r"\bi\b", "I", kept)
    return kept[0].upper() + kept[1:] + "."
