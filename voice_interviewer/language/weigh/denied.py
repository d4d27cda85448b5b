"""Words that take back what their sentence is about: "we left nothing out" names no restraint, and "it wasn't just a small
script" makes nothing small. Pure.

Cues hear the words, and the reader the matter; both may pass over the `not`. What is denied word for word is taken back
here, unless the same stretch says it once more without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from pydantic import model_validator

from ...rubric.keys import Label
from ...tables import Part, Text, shipped

_OUT = (
    r"(?:leav(?:e|ing) (?:out|off)|left (?:out|off)|cut|skip(?:ped|ping)?|omit(?:ted)?|drop(?:ped|ping)?|postponed?|defer(?:red)?"
    r"|delayed?|h[eo]ld back|put off|take out|took out|taken out|sa(?:y|id) no to|ruled? out)"
)
"What one does to keep something out, or to put it off."
_ANY = r"(?:any(?:thing|body)?|a single|even one)"
_NO = r"(?:n['’]t|\bnot|\bnever|\bwithout)(?: (?:\w+ly|ever|even|have|had|(?:want|need|have) to)){0,3}"
_WE = r"\b(?:I|we)(?:['’](?:ve|d)| have| had)?(?: \w+ly)? "
_NOTHING_OUT = re.compile(
    rf"{_NO} (?:{_OUT} {_ANY}\b|leav(?:e|ing) {_ANY}\b(?: \w+){{0,3}}? (?:out|off|to chance)\b)"
    rf"|{_WE}(?:{_OUT} (?:nothing|no \w+)|left (?:nothing|no \w+) (?:out|off|to chance))\b"
    rf"|\bnothing (?:was|is|were|got|has been|had been) (?:\w+ly )?{_OUT}\b",
    re.IGNORECASE,
)
_EVEN_SO = re.compile(
    r"\b(?:until|unless|yet|for now|on purpose|deliberately|intentionally|by choice|by design|except|apart from|other than|besides"
    r"|beyond|but|though|although|however|instead|later|just|only|that (?:mattered|counted|we|I|people|anyone|anybody|users?"
    r"|customers?)|important|essential|else)\b",
    re.IGNORECASE,
)
"Next to these something was left out all the same."
_LEFT = re.compile(
    rf"\b(?:{_OUT}|(?:left|leave|leaving) (?:\w+ ){{1,6}}?(?:out|off|for later)|(?:kept|keep|keeping) (?:it|to|the|one|our|my)"
    r"|(?:start(?:ed|ing)?|beg[au]n) with|baseline|simple|plain|(?:and|with) no \w+|against|resisted|refused|waited)\b",
    re.IGNORECASE,
)
"Beside a denial, what was left out, put off or kept small: “I left out the cache and dropped no request”."

_NAMED = re.compile(r"%([a-z]+)")


class Denied(Part):
    """How one label is taken back."""

    denied: Text
    "A regular expression: the words that say it, under a denial."
    said: Text
    "The same without one: whatever would still be an instance."


class DeniedFile(Part):
    """`data/denied.yaml`. In a regular expression `%name` stands for the words of that name."""

    words: Mapping[str, Text]
    labels: Mapping[Label, Denied]

    @model_validator(mode="after")
    def _words_are_known(self) -> DeniedFile:
        written = [*self.words.values(), *(f"{one.denied} {one.said}" for one in self.labels.values())]
        used = {name for each in written for name in _NAMED.findall(each)}
        if unknown := sorted(used - {*self.words}):
            raise ValueError(f"words has no entry {', '.join(unknown)}")
        return self


@cache
def _taken_back() -> Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """Of each label: what is denied, and what would be an instance where it is not. Read once.

    Raises TableError that names the line of a mistake.
    """
    table = shipped("voice_interviewer.language", "data/denied.yaml").read(DeniedFile)

    def pattern(said: str) -> re.Pattern[str]:
        for _ in table.words:  # one may name another
            said = _NAMED.sub(lambda name: table.words[name[1]], said)
        return re.compile(said, re.IGNORECASE)

    return {str(label): (pattern(one.denied), pattern(one.said)) for label, one in table.labels.items()}


def denials(label: str, stretch: str) -> list[tuple[int, int]]:
    """The characters of a stretch in which a cost is denied word for word. Linear in its length."""
    patterns = _taken_back().get(label)
    return [found.span() for found in patterns[0].finditer(stretch)] if patterns else []


def denied(label: str, stretch: str, rules: Iterable[tuple[int, int]] = ()) -> bool:
    """Whether a stretch says the opposite of a label, and nothing that is one. Linear in its length.

    `rules`: characters of the stretch that some rule takes for the label.
    """
    if label == "restraint":
        beside, times = _NOTHING_OUT.subn(" ", stretch)
        return times > 0 and not (_EVEN_SO.search(stretch) or _LEFT.search(beside))
    spans = denials(label, stretch)
    if not spans:
        return False
    said = _taken_back()[label][1]

    def within(start: int, end: int) -> bool:
        return any(first < end and start < last for first, last in spans)

    return all(within(*span) for span in (*(m.span() for m in said.finditer(stretch)), *rules))
